//! Words beside a name that tell it is one: titles and forms of address that follow a family name (許先生, 賴總統), and what people
//! do with words (許家維表示).

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::{CharSet, Folded};

static TITLES: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("../../dicts/names/titles.txt")));
static SPEECH: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("../../dicts/names/speech-verbs.txt")));

/// The words of a list, folded.
struct Words {
    /// Their first and last characters: most of what is asked about has none of them.
    firsts: CharSet,
    lasts: CharSet,
    by_first: FxHashMap<char, Vec<String>>,
    by_last: FxHashMap<char, Vec<String>>,
}

impl Words {
    fn read(list: &str) -> Words {
        let mut by_first: FxHashMap<char, Vec<String>> = FxHashMap::default();
        let mut by_last: FxHashMap<char, Vec<String>> = FxHashMap::default();
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            let word = Folded::new(line).view().to_owned();
            if let (Some(first), Some(last)) = (word.chars().next(), word.chars().next_back()) {
                by_first.entry(first).or_default().push(word.clone());
                by_last.entry(last).or_default().push(word);
            }
        }
        Words {
            firsts: by_first.keys().copied().collect(),
            lasts: by_last.keys().copied().collect(),
            by_first,
            by_last,
        }
    }

    fn begin(&self, text: &str) -> bool {
        let first = text.chars().next().filter(|&first| self.firsts.contains(first));
        let words = first.and_then(|first| self.by_first.get(&first));
        words.is_some_and(|words| words.iter().any(|word| text.starts_with(word.as_str())))
    }

    fn end(&self, text: &str) -> bool {
        let last = text.chars().next_back().filter(|&last| self.lasts.contains(last));
        let words = last.and_then(|last| self.by_last.get(&last));
        words.is_some_and(|words| words.iter().any(|word| text.ends_with(word.as_str())))
    }
}

static NO_PEOPLE: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let lists = [
        include_str!("../../dicts/names/loanwords.txt"),
        include_str!("../../dicts/names/no-people.txt"),
    ];
    let words = lists.into_iter().flat_map(str::lines);
    let words = words.filter(|line| !line.starts_with('#'));
    words.map(|word| Folded::new(word).view().to_owned()).collect()
});

/// Whether `word` (folded) looks like somebody's name and is none: it renders the sound of a foreign word for a thing (麥克風), or begins as
/// names do (胡椒).
pub fn is_no_person(word: &str) -> bool {
    NO_PEOPLE.contains(word)
}

/// Whether a title begins with a character (folded).
pub(crate) fn begins_title(c: char) -> bool {
    TITLES.firsts.contains(c)
}

/// Whether `text` (folded) begins with a title.
pub fn starts_with_title(text: &str) -> bool {
    TITLES.begin(text)
}

/// Whether `text` (folded) ends with a title.
pub fn ends_with_title(text: &str) -> bool {
    TITLES.end(text)
}

/// Whether `text` (folded) begins with what follows a speaker's name.
pub fn starts_with_speech(text: &str) -> bool {
    SPEECH.begin(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_have_no_word_twice() {
        for list in [
            include_str!("../../dicts/names/titles.txt"),
            include_str!("../../dicts/names/speech-verbs.txt"),
            include_str!("../../dicts/names/loanwords.txt"),
            include_str!("../../dicts/names/no-people.txt"),
        ] {
            let words: Vec<&str> = list.lines().filter(|line| !line.starts_with('#')).collect();
            assert!(words.is_sorted_by(|a, b| a < b));
        }
        assert!(starts_with_title(Folded::new("總統府").view()) && !starts_with_title("说"));
        assert!(starts_with_speech("说") && !starts_with_speech("先生"));
    }
}
