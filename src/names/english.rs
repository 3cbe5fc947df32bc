//! Whether a word is a common English one.

use std::sync::LazyLock;

/// The words, sorted as they are in their file: a table of them would take longer to make than most texts have questions.
static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../dicts/names/english-words.txt").lines();
    lines.filter(|line| !line.starts_with('#')).collect()
});

fn is_listed(word: &str) -> bool {
    WORDS.binary_search(&word).is_ok()
}

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
    is_listed(&word)
        || ENDINGS.iter().any(|(ending, before)| {
            word.strip_suffix(ending)
                .is_some_and(|stem| stem.len() >= SHORTEST && is_listed(&format!("{stem}{before}")))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_has_no_word_twice() {
        assert!(WORDS.is_sorted_by(|a, b| a < b));
    }
}
