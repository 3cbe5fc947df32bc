//! Who and what a document speaks of.
//!
//! The [`Gazetteer`] knows entities and their aliases; the [`Recogniser`] finds them in a folded document and settles who
//! is meant: which aliases count as words where they stand (`borders`), which pairs in parentheses bind two forms
//! (`parentheses`, `pairs`, `reading`, `features`, `binding`), and which partial names follow a full one. Out come [`Mention`]s that do
//! not overlap. `mine` finds more pairs, for a dictionary.

mod beside;
mod binding;
mod borders;
mod candidates;
mod characters;
mod considered;
mod draft;
mod evidence;
mod features;
#[cfg(test)]
mod fit;
mod forms;
mod gazetteer;
mod known;
mod latin;
mod link;
mod mine;
mod overlap;
mod pairs;
mod parentheses;
mod people;
mod phrase;
mod reading;
mod recogniser;
mod shipped;
mod things;
mod unlisted;

pub use binding::{BoundPair, Source};
pub(crate) use considered::{Considered, Fate, Ground, Meant, Why};
pub use draft::{Draft, Mentions};
pub use gazetteer::{Entity, EntityIndex, Gazetteer, GazetteerBuilder, Hit, Layer, Meaning, Origin, Rank};
pub use overlap::{Overlap, UnknownOverlap};
pub use pairs::Relation;
pub use recogniser::Recogniser;
pub(crate) use shipped::shipped_layer;
pub use shipped::{shipped_files, shipped_rows};
pub(crate) use unlisted::{Kind as UnlistedKind, MENTION as NAME_IS_MENTION, Unlisted, Weighed, villages};

use crate::text::CharSpan;

/// How a mention was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatchKind {
    /// An alias of the dictionary.
    Exact,
    /// A part of a name whose full form the document has.
    Partial,
    /// A form that a parenthesis in the document binds to the entity.
    Parenthetical,
    /// A name that no dictionary has, which renders the sound of the entity's Latin name.
    Transliteration,
    /// A Chinese person's name that no dictionary has, which the document also has in Latin letters.
    Romanisation,
    /// A name that no dictionary has, and that nothing links to another.
    Candidate,
}

impl MatchKind {
    /// The name used in tables.
    pub fn name(self) -> &'static str {
        match self {
            MatchKind::Exact => "exact",
            MatchKind::Partial => "partial",
            MatchKind::Parenthetical => "parenthetical",
            MatchKind::Transliteration => "transliteration",
            MatchKind::Romanisation => "romanisation",
            MatchKind::Candidate => "candidate",
        }
    }
}

/// Whom a mention means: an entity of the gazetteer, or one that only the document introduces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Who {
    /// An entity of the gazetteer.
    Known(EntityIndex),
    /// An entity of the document, by its place in [`Mentions::found`].
    Found(usize),
}

/// One place where an entity is named.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Where, in code points of the document.
    pub span: CharSpan,
    /// Whom it means.
    pub who: Who,
    /// Whom else it may mean.
    pub alternatives: Vec<Who>,
    /// How it was found.
    pub kind: MatchKind,
    /// How sure this is, from 0 to 1.
    pub score: f64,
}
