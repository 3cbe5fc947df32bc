//! Institutions by the last words of their names: some 大學 is a University.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::Folded;

/// Last Latin word → the Chinese words (folded) that a name of the same institution ends in.
static ENDINGS: LazyLock<FxHashMap<&str, Vec<String>>> = LazyLock::new(|| {
    include_str!("../../dicts/names/institutions.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(latin, endings)| {
            (
                latin,
                endings
                    .split(' ')
                    .map(|ending| Folded::new(ending).view().to_owned())
                    .collect(),
            )
        })
        .collect()
});

static WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| ENDINGS.values().flatten().map(String::as_str).collect());

/// Whether the names of institutions end in this Chinese word (folded).
pub fn is_institution_ending(word: &str) -> bool {
    WORDS.contains(word)
}

/// Whether `latin` is the name of an institution, and what its Chinese name (folded) may end in.
///
/// ```
/// use yiming::names::institution_endings;
///
/// assert!(institution_endings("Temple University").is_some_and(|endings| endings.iter().any(|ending| ending == "大学")));
/// assert!(institution_endings("Ilya Sutskever").is_none());
/// ```
pub fn institution_endings(latin: &str) -> Option<&'static [String]> {
    let last = latin.rsplit(' ').next()?;
    ENDINGS.get(last).map(Vec::as_slice)
}
