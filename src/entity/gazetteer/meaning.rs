//! What a form means: whom, and who says so.

use crate::lexicon::AliasKind;

/// The number of an entity in its gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityIndex(pub(in crate::entity) u32);

/// Whose dictionary says something; the user's wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The dictionaries that come with the program.
    Shipped,
    /// A dictionary that the user named.
    User,
}

/// What a form means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// Whom.
    pub entity: EntityIndex,
    /// What the form is to the entity.
    pub kind: AliasKind,
    /// Whose dictionary says so.
    pub rank: Rank,
    /// The larger is preferred.
    pub priority: i32,
    /// Whether no row says so: the form is a part of a longer one.
    pub derived: bool,
    /// Whether it holds only if the entity is a person, which its dictionary does not say.
    pub(super) only_if_person: bool,
    /// Which row says so; see [`Gazetteer::file`](super::Gazetteer::file).
    pub origin: Origin,
}

/// A row of a dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    pub(super) layer: u16,
    pub(super) file: u16,
    /// The line that the row begins on, from 1.
    pub line: u32,
}
