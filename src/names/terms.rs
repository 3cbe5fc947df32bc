//! What names no single thing, by its last word: 碳足跡.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::text::Folded;

/// The endings, folded.
static ENDINGS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let lines = lines(include_str!("../../dicts/names/term-endings.txt"));
    lines.map(|word| Folded::new(word).view().to_owned()).collect()
});

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#'))
}

/// The ending of a Chinese word (folded) that makes it a term: the longest there is, which may be the whole word.
///
/// ```
/// use yiming::names::term_ending;
///
/// assert_eq!(term_ending("生态系统"), Some("生态系统"));
/// assert_eq!(term_ending("文化部"), None);
/// ```
pub fn term_ending(word: &str) -> Option<&str> {
    const LONGEST: usize = 4;
    let starts: Vec<usize> = word.char_indices().rev().take(LONGEST).map(|(at, _)| at).collect();
    let endings = starts.into_iter().rev().map(|at| &word[at..]);
    endings.into_iter().find(|ending| ENDINGS.contains(*ending))
}

/// Whether a Chinese word (folded) is one that terms end in.
pub fn is_term_ending(word: &str) -> bool {
    ENDINGS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_has_no_word_twice() {
        let words: Vec<&str> = lines(include_str!("../../dicts/names/term-endings.txt")).collect();
        assert!(words.len() > 400);
        assert!(words.is_sorted_by(|a, b| a < b));
    }
}
