//! How a pipeline comes about: in, dictionaries and choices; out, everything compiled.

use super::{Pipeline, compile};
use crate::convert::{Config, Converter};
use crate::entity::{Gazetteer, GazetteerBuilder, Layer, Overlap, Rank, shipped_layer};
use crate::lexicon::{AliasRow, Dictionaries, Problems};
use crate::segment::{Segmenter, UserWords};

/// What a pipeline is made of.
#[derive(Debug, Default)]
pub struct PipelineBuilder {
    dictionaries: Dictionaries,
    learnt: Vec<AliasRow>,
    without_shipped_entities: bool,
    overlap: Overlap,
    without_candidates: bool,
}

impl PipelineBuilder {
    /// Adds dictionaries of the user's, behind those added before. Their entries win over what is shipped.
    #[must_use]
    pub fn dictionaries(mut self, dictionaries: &Dictionaries) -> Self {
        self.dictionaries = self.dictionaries.and(dictionaries);
        self
    }

    /// Adds the names that a corpus taught. Whatever a dictionary of the user's says wins over them.
    #[must_use]
    pub fn learnt(mut self, mut rows: Vec<AliasRow>) -> Self {
        self.learnt.append(&mut rows);
        self
    }

    /// Leaves the entities out that come with the program.
    #[must_use]
    pub fn without_shipped_entities(mut self) -> Self {
        self.without_shipped_entities = true;
        self
    }

    /// Says which of overlapping forms become mentions; the longest unless told.
    #[must_use]
    pub fn overlap(mut self, overlap: Overlap) -> Self {
        self.overlap = overlap;
        self
    }

    /// Whether names count as mentions that no dictionary has and no parenthesis introduces; they do unless this says otherwise.
    #[must_use]
    pub fn with_candidates(mut self, with_candidates: bool) -> Self {
        self.without_candidates = !with_candidates;
        self
    }

    /// Compiles everything.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the lines of the user's dictionaries.
    pub fn build(self) -> Result<Pipeline, Problems> {
        Ok(Pipeline {
            segmenter: Segmenter::new(),
            gazetteer: self.gazetteer()?,
            with_candidates: !self.without_candidates,
            user_words: UserWords::new(&self.dictionaries)?,
            overlap: self.overlap,
            to_hans: Converter::new(Config::T2s),
            to_hant: Converter::new(Config::S2t),
        })
    }

    /// The user's dictionaries, those that come with the program, and what was learnt, in this order.
    fn gazetteer(&self) -> Result<Gazetteer, Problems> {
        let mut layers: Vec<(Rank, Layer)> = Vec::new();
        for layer in compile::entity_layers(&self.dictionaries)? {
            layers.push((Rank::User, layer));
        }
        if !self.without_shipped_entities {
            layers.push((Rank::Shipped, shipped_layer()));
        }
        if !self.learnt.is_empty() {
            layers.push((Rank::Shipped, GazetteerBuilder::new().with(&self.learnt).finish()));
        }
        Ok(Gazetteer::of(layers))
    }
}
