//! Whether a word is a common English one.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

static WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../dicts/names/english-words.txt").lines();
    lines.filter(|line| !line.starts_with('#')).collect()
});

/// What words of the list may add: an ending, and what it takes the place of.
const ENDINGS: [(&str, &str); 11] = [
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("ly", ""),
    ("ness", ""),
];

/// Whether `word` is a common English word, in whatever case.
///
/// ```
/// use yiming::names::is_english_word;
///
/// assert!(is_english_word("Farm") && is_english_word("languages"));
/// assert!(!is_english_word("Hinton"));
/// ```
pub fn is_english_word(word: &str) -> bool {
    const SHORTEST: usize = 3;
    let word = word.to_lowercase();
    WORDS.contains(word.as_str())
        || ENDINGS.iter().any(|(ending, before)| {
            word.strip_suffix(ending)
                .is_some_and(|stem| stem.len() >= SHORTEST && WORDS.contains(format!("{stem}{before}").as_str()))
        })
}
