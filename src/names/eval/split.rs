//! Which pairs are learned from and which are kept to ask about: by the Latin name, so that none of a question was seen in training.

use crate::lexicon::NamePair;
use crate::text::fold_char;

/// What a pair serves for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// To learn from: eight of ten Latin names.
    Train,
    /// To compare ideas by: one of ten.
    Dev,
    /// To be asked about once, at the end: one of ten.
    Test,
}

/// The letters of a Latin name, folded and in lower case: names that differ in nothing else are one name.
///
/// ```
/// assert_eq!(yiming::names::eval::latin_key("Al-Gaddafi"), yiming::names::eval::latin_key("al gaddafi"));
/// ```
pub fn latin_key(latin: &str) -> String {
    latin
        .chars()
        .map(fold_char)
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What the pair with this Latin name serves for.
pub fn part_of(latin: &str) -> Part {
    match hash(&latin_key(latin)) % 10 {
        0 => Part::Test,
        1 => Part::Dev,
        _ => Part::Train,
    }
}

/// The pairs that serve for `part`.
pub fn of_part(pairs: &[NamePair], part: Part) -> Vec<NamePair> {
    pairs
        .iter()
        .filter(|pair| part_of(&pair.latin) == part)
        .cloned()
        .collect()
}

/// FNV-1a (Fowler, Noll and Vo), 64 bits.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
