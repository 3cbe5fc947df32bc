//! Chinese and Japanese family names and their Latin forms: is 許家維 the man called Hsu Chia-wei?

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::{CharSet, Folded, fold_char, is_han};

/// Family name (folded) → its Latin forms, in letters only, lower case.
type Surnames = FxHashMap<String, Vec<String>>;

static CHINESE: LazyLock<Surnames> = LazyLock::new(|| read(include_str!("../../dicts/names/surnames.tsv")));
static JAPANESE: LazyLock<Surnames> = LazyLock::new(|| read(include_str!("../../dicts/names/japanese-surnames.tsv")));

fn read(table: &str) -> Surnames {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, forms)| {
            (
                Folded::new(name).view().to_owned(),
                forms.split(' ').map(letters).collect(),
            )
        })
        .collect()
}

/// The Latin forms of a Chinese family name (folded), in letters only, lower case; Hanyu Pinyin first.
pub(super) fn chinese_forms(name: &str) -> Option<&'static [String]> {
    CHINESE.get(name).map(Vec::as_slice)
}

/// The Latin forms of all Chinese family names, in no fixed order; some belong to several.
pub(super) fn all_chinese_forms() -> impl Iterator<Item = &'static str> {
    CHINESE.values().flatten().map(String::as_str)
}

/// The Latin forms of the family names of one and of two characters that a name begins with; nothing is allocated.
pub(crate) fn family_forms(han: &str) -> [&'static [String]; 2] {
    let mut characters = ['\0'; 4];
    let mut len = 0;
    for c in han.chars() {
        if len == characters.len() || !is_han(c) {
            return Default::default();
        }
        characters[len] = fold_char(c);
        len += 1;
    }
    let mut text = [0; 8];
    let mut forms = |count: usize| {
        let mut end = 0;
        for c in &characters[..count] {
            end += c.encode_utf8(&mut text[end..]).len();
        }
        let name = std::str::from_utf8(&text[..end]).ok().filter(|_| count < len);
        name.and_then(chinese_forms).unwrap_or_default()
    };
    [forms(1), forms(2)]
}

/// The letters of a Latin name, without marks and in lower case, as [`family_forms`] have them.
pub(crate) fn latin_letters(latin: &str) -> String {
    letters(&latin.chars().map(fold_char).collect::<String>())
}

/// A Chinese or Japanese person's name, as it stands at the end of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FamilyFirst {
    /// Its length in code points.
    pub len: usize,
    /// How many of them are the family name.
    pub family_len: usize,
}

/// The Chinese name at the end of `text` (folded) that `latin` romanises, judged by the family name (which must be the
/// first or the last word of `latin`) and by the number of syllables.
///
/// ```
/// use yiming::names::chinese_name;
/// use yiming::text::Folded;
///
/// let text = Folded::new("新銳導演許家維");
/// assert_eq!(chinese_name(text.view(), "Hsu Chia-wei").map(|name| name.len), Some(3));
/// assert_eq!(chinese_name(text.view(), "Chia-wei Hsu").map(|name| name.len), Some(3));
/// assert_eq!(chinese_name(text.view(), "Jensen Huang"), None);
/// ```
pub fn chinese_name(text: &str, latin: &str) -> Option<FamilyFirst> {
    let words: Vec<&str> = latin.split(' ').filter(|word| !word.is_empty()).collect();
    let (first, last) = (letters(words.first()?), letters(words.last()?));
    if words.len() < 2 {
        return None;
    }
    let tail: Vec<char> = text
        .chars()
        .rev()
        .take(5)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    // The usual three characters first, then two, then the four and five of double family names.
    [3, 2, 4, 5]
        .into_iter()
        .filter(|&len| len <= tail.len())
        .find_map(|len| {
            let name = &tail[tail.len() - len..];
            [2, 1].into_iter().find_map(|family_len| {
                let family: String = name[..family_len].iter().collect();
                let forms = CHINESE.get(&family)?;
                let given = if forms.contains(&first) {
                    words[1..].join(" ")
                } else if forms.contains(&last) {
                    words[..words.len() - 1].join(" ")
                } else {
                    return None;
                };
                let given_len = len - family_len;
                (given_len > 0 && has_syllables(&given, given_len)).then_some(FamilyFirst { len, family_len })
            })
        })
}

/// The Japanese name at the end of `text` (folded) that `latin` romanises, judged by the family name alone.
///
/// ```
/// use yiming::names::japanese_name;
///
/// assert_eq!(japanese_name("在京都的𠮷田健太", "Kenta Yoshida").map(|name| (name.len, name.family_len)), Some((4, 2)));
/// ```
pub fn japanese_name(text: &str, latin: &str) -> Option<FamilyFirst> {
    let (first, last) = latin.split_once(' ')?;
    let (first, last) = (letters(first), letters(last));
    let chars: Vec<char> = text.chars().collect();
    // Two characters each are usual.
    [(2, 2), (2, 1), (1, 2), (2, 3), (3, 2), (3, 1), (1, 3), (1, 1)]
        .into_iter()
        .find_map(|(family_len, given_len)| {
            let start = chars.len().checked_sub(family_len + given_len)?;
            let family: String = chars[start..start + family_len].iter().collect();
            let forms = JAPANESE.get(&family)?;
            (forms.contains(&first) || forms.contains(&last)).then_some(FamilyFirst {
                len: family_len + given_len,
                family_len,
            })
        })
}

/// How many code points of `name` (folded, a whole name of two to four Han characters) are its family name; nothing where it
/// does not begin with one.
pub fn family_len(name: &str) -> Option<usize> {
    let len = name.chars().take(5).count();
    let fits = |&count: &usize| count < len && CHINESE.contains_key(head(name, count));
    (2..=4).contains(&len).then(|| [2, 1].into_iter().find(fits)).flatten()
}

/// The first `count` code points of a name that has more.
fn head(name: &str, count: usize) -> &str {
    name.char_indices().nth(count).map_or(name, |(end, _)| &name[..end])
}

static FIRST: LazyLock<CharSet> = LazyLock::new(|| firsts(CHINESE.keys().chain(JAPANESE.keys())));
/// Those that are Chinese family names by themselves.
static SINGLE: LazyLock<CharSet> = LazyLock::new(|| firsts(CHINESE.keys().filter(|name| !is_longer(name))));
/// Those that begin Chinese family names of two characters.
static BEGINS_DOUBLE: LazyLock<CharSet> = LazyLock::new(|| firsts(CHINESE.keys().filter(|name| is_longer(name))));
/// The first characters of Japanese family names of two and three, and the second ones.
static JAPANESE_FIRST: LazyLock<CharSet> = LazyLock::new(|| firsts(JAPANESE.keys().filter(|name| is_longer(name))));
static JAPANESE_SECOND: LazyLock<CharSet> =
    LazyLock::new(|| JAPANESE.keys().filter_map(|name| name.chars().nth(1)).collect());

fn firsts<'n>(names: impl Iterator<Item = &'n String>) -> CharSet {
    names.filter_map(|name| name.chars().next()).collect()
}

fn is_longer(name: &str) -> bool {
    name.chars().nth(1).is_some()
}

/// The characters (folded) that family names, Chinese or Japanese, begin with.
pub(crate) fn family_firsts() -> &'static CharSet {
    &FIRST
}

/// Whether a character (folded) is a Chinese family name.
pub(crate) fn is_single_family(c: char) -> bool {
    SINGLE.contains(c)
}

/// Whether a Chinese family name of two characters begins a name (folded) whose first character is `first`; `begins` gives its first so
/// many code points. Nearly all texts begin otherwise, which the character tells.
pub(crate) fn begins_with_double_family<'n>(first: char, begins: impl FnOnce(usize) -> &'n str) -> bool {
    BEGINS_DOUBLE.contains(first) && CHINESE.contains_key(begins(2))
}

/// Whether `name` (folded) is a Chinese or a Japanese family name.
pub(crate) fn is_family(name: &str) -> bool {
    CHINESE.contains_key(name) || JAPANESE.contains_key(name)
}

/// How many of the characters of a name (folded) are a Japanese family name of two or three, with at least one behind it; nothing where
/// it begins with none. `begins` gives its first so many code points.
pub(crate) fn japanese_family_len<'n>(chars: &[char], begins: impl Fn(usize) -> &'n str) -> Option<usize> {
    match chars {
        [first, second, _, ..] if JAPANESE_FIRST.contains(*first) && JAPANESE_SECOND.contains(*second) => {
            let fits = |&count: &usize| count < chars.len() && JAPANESE.contains_key(begins(count));
            [3, 2].into_iter().find(fits)
        }
        _ => None,
    }
}

/// Whether `given` can be read as `count` Chinese syllables. Exact where syllables are set apart, by the groups of
/// vowels where they are joined.
fn has_syllables(given: &str, count: usize) -> bool {
    let pieces = given.split([' ', '-']).filter(|piece| !piece.is_empty());
    let (pieces, groups) = pieces.fold((0, 0), |(pieces, groups), piece| {
        (pieces + 1, groups + vowel_groups(piece))
    });
    // A given name of one's own choice (Jensen) has no say over the number of characters, so only the pinyin-like count.
    count == pieces || (pieces == 1 && count == groups)
}

fn vowel_groups(word: &str) -> usize {
    let mut groups = 0;
    let mut inside = false;
    for c in word.chars() {
        let vowel = matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'ü' | 'y');
        groups += usize::from(vowel && !inside);
        inside = vowel;
    }
    groups
}

fn letters(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_have_no_name_twice() {
        for table in [
            include_str!("../../dicts/names/surnames.tsv"),
            include_str!("../../dicts/names/japanese-surnames.tsv"),
        ] {
            let names: Vec<&str> = table
                .lines()
                .filter(|line| !line.starts_with('#'))
                .map(|line| line.split_once('\t').expect("name, TAB, forms").0)
                .collect();
            assert!(names.len() > 100);
            assert!(names.is_sorted_by(|a, b| a < b));
        }
    }

    #[test]
    fn names_are_told_from_what_stands_before_them() {
        let name = |text: &str, latin: &str| {
            chinese_name(Folded::new(text).view(), latin).map(|name| (name.len, name.family_len))
        };
        assert_eq!(name("創辦人楊于賢", "Yu Shien Yang"), Some((3, 1)));
        assert_eq!(name("主廚歐陽靖", "Ouyang Jing"), Some((3, 2)));
        assert_eq!(name("主席陳嘉敏", "Chan Ka-man"), Some((3, 1)));
        assert_eq!(name("教授李遠", "Li Yuan"), Some((2, 1)));
        assert_eq!(name("學者王小明", "Xiaoming Wang"), Some((3, 1)));
        assert_eq!(name("大型語言模型", "Large Language Model"), None);
        assert_eq!(name("碩士課程", "Studio Composition"), None);
    }
}
