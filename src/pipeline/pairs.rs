//! The name pairs of one document, with all that a corpus needs to merge them.

use super::Pipeline;
use crate::entity::{Entity, Mentions, Overlap, Recogniser, Relation, Source, Who};
use crate::text::{CharIndex, CharSpan, Folded};

/// A Chinese and a Latin name of one entity, as one document has them.
#[derive(Debug, Clone, PartialEq)]
pub struct NamePair {
    /// The Chinese name as it stands in the text.
    pub han: String,
    /// The Latin name likewise.
    pub latin: String,
    /// Whose names they are: an entity of the gazetteer, or one that the pair introduces (`found:` and the Latin name).
    pub entity: Entity,
    /// Whether the gazetteer has the Chinese name for the entity.
    pub is_han_known: bool,
    /// Whether the gazetteer has the Latin name for the entity.
    pub is_latin_known: bool,
    /// How the two are related.
    pub relation: Relation,
    /// Where the document has them.
    pub source: Source,
    /// How sure it is that they name the same, from 0 to 1.
    pub score: f64,
    /// Where the Chinese name stands, in code points of the document.
    pub span: CharSpan,
    /// Where the Latin name stands, likewise.
    pub latin_span: CharSpan,
}

impl Pipeline {
    /// The name pairs of one text: in parentheses, side by side, and apart.
    ///
    /// ```
    /// use yiming::pipeline::Pipeline;
    ///
    /// let pipeline = Pipeline::builder().build()?;
    /// let pairs = pipeline.pairs("導演許家維（Hsu Chia-wei）與開放文化基金會（OCF）合作");
    /// let names: Vec<(&str, &str)> = pairs.iter().map(|pair| (pair.han.as_str(), pair.relation.name())).collect();
    /// assert_eq!(names, [("許家維", "romanisation"), ("開放文化基金會", "abbreviation")]);
    /// # Ok::<(), yiming::lexicon::Problems>(())
    /// ```
    pub fn pairs(&self, text: &str) -> Vec<NamePair> {
        let original = CharIndex::new(text);
        let folded = Folded::new(text);
        let user_words = self.user_words.find(&folded);
        let recogniser = Recogniser {
            gazetteer: &self.gazetteer,
            segmenter: &self.segmenter,
            overlap: Overlap::Longest,
        };
        let mut mentions = recogniser.recognise(&original, &folded, &user_words);
        recogniser.mine(&original, &folded, &mut mentions);
        let Mentions { found, pairs, .. } = mentions;
        let owned = |pair: crate::entity::BoundPair| {
            let (han, latin) = (original.slice(pair.han), original.slice(pair.latin));
            NamePair {
                is_han_known: self.knows(han, pair.who),
                is_latin_known: self.knows(latin, pair.who),
                entity: self.entity_among(pair.who, &found).clone(),
                han: han.to_owned(),
                latin: latin.to_owned(),
                relation: pair.relation,
                source: pair.source,
                score: pair.score,
                span: pair.han,
                latin_span: pair.latin,
            }
        };
        pairs.into_iter().map(owned).collect()
    }

    /// Whether the gazetteer has `form` for `who`.
    fn knows(&self, form: &str, who: Who) -> bool {
        let Who::Known(entity) = who else { return false };
        let folded = Folded::new(form);
        let hits = self.gazetteer.find(&folded);
        let whole = CharSpan::new(0, folded.len_chars());
        let mut meanings = hits
            .iter()
            .filter(|hit| hit.span == whole)
            .flat_map(|hit| &hit.meanings);
        meanings.any(|meaning| meaning.entity == entity && !meaning.derived)
    }

    /// What a form means in dictionaries beside being a name: whether it is an everyday word.
    pub(crate) fn is_everyday_word(&self, form: &str) -> bool {
        let folded = Folded::new(form);
        self.segmenter.is_everyday_word(folded.view())
    }
}
