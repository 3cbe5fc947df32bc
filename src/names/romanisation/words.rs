//! Whether a word of a Latin name reads as Chinese syllables: Meiling does, Audrey does not.
//!
//! In, a word in lower case; out, what it is. It tells another Chinese given name, which speaks against a match, from an English one,
//! which does not. English names that read as syllables by chance (Alan, Jensen) are listed in `dicts/names/english-given-names.txt`.

use std::sync::LazyLock;

use pinyin::ToPinyin;
use rustc_hash::FxHashSet;

use super::cantonese;
use super::latin::Latin;
use super::mandarin;

/// What a word of a Latin name reads as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// One Chinese syllable.
    Syllable,
    /// Two or three, one after another.
    Syllables,
    /// An English given name that is listed.
    English,
    /// Anything else.
    Other,
}

impl Word {
    /// What `word`, in lower case, reads as.
    pub(super) fn of(word: &[u8]) -> Word {
        if ENGLISH.contains(word) {
            return Word::English;
        }
        match count(word, 3) {
            None => Word::Other,
            Some(1) => Word::Syllable,
            Some(_) => Word::Syllables,
        }
    }
}

/// Whether a name is of several words, each of Chinese syllables: Wang Wei-chung, not Tony Wang.
pub(crate) fn reads_as_chinese(name: &str) -> bool {
    let Some(latin) = Latin::new(name) else { return false };
    let of_syllables =
        |(start, end): (usize, usize)| matches!(Word::of(latin.letters(start, end)), Word::Syllable | Word::Syllables);
    latin.word_count() > 1 && latin.words().all(of_syllables)
}

/// The longest spelling of a syllable.
const LONGEST: usize = 7;

/// Every spelling by rule of every syllable that a character of the main block has, and those of Hong Kong. Those without a vowel
/// (jr, sz) are left out, because they are the ends of too many other words.
static SYLLABLES: LazyLock<FxHashSet<Box<[u8]>>> = LazyLock::new(|| {
    let readings: FxHashSet<&str> = ('\u{4E00}'..='\u{9FFF}')
        .filter_map(|c| c.to_pinyin())
        .map(pinyin::Pinyin::plain)
        .collect();
    readings
        .into_iter()
        .flat_map(mandarin::spellings)
        .map(|(spelling, _)| spelling)
        .chain(cantonese::all().map(str::to_owned))
        .filter(|spelling| spelling.len() <= LONGEST && spelling.contains(['a', 'e', 'i', 'o', 'u']))
        .map(|spelling| spelling.into_bytes().into_boxed_slice())
        .collect()
});

static ENGLISH: LazyLock<FxHashSet<&[u8]>> = LazyLock::new(|| english().map(str::as_bytes).collect());

fn english() -> impl Iterator<Item = &'static str> {
    include_str!("../../../dicts/names/english-given-names.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
}

/// The fewest syllables that `word` can be read as, if there are at most `most`.
fn count(word: &[u8], most: usize) -> Option<usize> {
    if SYLLABLES.contains(word) {
        return Some(1);
    }
    if most == 1 {
        return None;
    }
    (1..word.len().min(LONGEST + 1))
        .filter(|&at| SYLLABLES.contains(&word[..at]))
        .filter_map(|at| Some(1 + count(&word[at..], most - 1)?))
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_given_names_are_told_from_english_ones() {
        for (word, expected) in [
            ("meiling", Word::Syllables),
            ("jiawei", Word::Syllables),
            ("yuetngor", Word::Syllables),
            ("hsiaohsien", Word::Syllables),
            ("man", Word::Syllable),
            ("alan", Word::English),
            ("jensen", Word::English),
            ("tony", Word::English),
            ("audrey", Word::English),
            ("cher", Word::English),
            ("freda", Word::Other),
        ] {
            assert_eq!(Word::of(word.as_bytes()), expected, "{word}");
        }
    }

    #[test]
    fn the_list_is_sorted_and_has_no_name_twice() {
        let names: Vec<&str> = english().collect();
        assert!(names.len() > 400);
        assert!(names.is_sorted_by(|a, b| a < b));
        assert!(names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase())));
    }
}
