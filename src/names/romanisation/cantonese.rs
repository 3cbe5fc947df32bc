//! Cantonese readings of characters as Hong Kong writes them.
//!
//! In, a character (folded); out, its Latin forms from `dicts/names/cantonese.tsv`, in lower case, and by rule the other
//! spellings of each that people's names have. A character that the table does not have has none.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::simplified;

/// Character (folded) → its forms in lower case, the most usual first.
static READINGS: LazyLock<FxHashMap<char, Vec<String>>> = LazyLock::new(|| {
    let mut readings: FxHashMap<char, Vec<String>> = FxHashMap::default();
    for (character, forms) in rows() {
        // Several Traditional characters may be one when folded; theirs are the forms of all.
        let all = readings.entry(simplified(character)).or_default();
        for form in forms.split(' ').map(str::to_ascii_lowercase) {
            if !all.contains(&form) {
                all.push(form);
            }
        }
    }
    readings
});

fn rows() -> impl Iterator<Item = (char, &'static str)> {
    include_str!("../../../dicts/names/cantonese.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(character, forms)| Some((character.chars().next()?, forms)))
}

/// The forms of a character (folded), the most usual first.
pub(in crate::names) fn readings(character: char) -> &'static [String] {
    READINGS.get(&character).map_or(&[], Vec::as_slice)
}

/// All forms that the table has.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    READINGS.values().flatten().map(String::as_str)
}

/// Beginnings and ends that are written in either way; each is tried from left to right.
const BEGINNINGS: [(&str, &str); 5] = [("ch", "ts"), ("ts", "ch"), ("sh", "s"), ("s", "sh"), ("ng", "")];
const ENDS: [(&str, &str); 30] = [
    ("a", "ah"),
    ("a", "ar"),
    ("i", "ee"),
    ("i", "ie"),
    ("ee", "i"),
    ("ei", "i"),
    ("ei", "ee"),
    ("ei", "ey"),
    ("o", "oh"),
    ("o", "or"),
    ("or", "o"),
    ("e", "eh"),
    ("u", "oo"),
    ("oo", "u"),
    ("un", "oon"),
    ("oon", "un"),
    ("um", "am"),
    ("am", "um"),
    ("an", "un"),
    ("un", "an"),
    ("uk", "ook"),
    ("ik", "ick"),
    ("ue", "u"),
    ("u", "ue"),
    ("uen", "un"),
    ("eung", "eong"),
    ("eung", "iong"),
    ("sz", "sze"),
    ("tsz", "tze"),
    ("tsz", "tse"),
];

/// The other spellings of one form, in no order; some of them are no one's.
pub(super) fn variants(form: &str) -> impl Iterator<Item = String> {
    let vowel = |rest: &str| rest.starts_with(['a', 'e', 'i', 'o', 'u']);
    let begun = BEGINNINGS.iter().filter_map(move |(from, to)| {
        let rest = form.strip_prefix(from)?;
        vowel(rest).then(|| format!("{to}{rest}"))
    });
    let ended = ENDS.iter().filter_map(move |(from, to)| {
        let rest = form.strip_suffix(from)?;
        // What is left is the initial alone, for the ends are whole finals.
        (!rest.ends_with(['a', 'e', 'i', 'o', 'u'])).then(|| format!("{rest}{to}"))
    });
    // Apart from the rules: syllables that have several usual spellings, whatever the character.
    let whole: &[&str] = match form {
        "sze" => &["si", "see", "szee", "sz"],
        "si" => &["sze"],
        "tsz" => &["chi", "tsze", "tzu"],
        "yin" => &["in"],
        "yi" | "yee" => &["yi", "yee", "i"],
        "yu" => &["yue", "yui"],
        "yuk" => &["yok"],
        "wah" => &["wa"],
        "fan" => &["fun"],
        "man" => &["mun"],
        _ => &[],
    };
    let nasal = (vowel(form) && form.len() > 1).then(|| format!("ng{form}"));
    begun
        .chain(ended)
        .chain(nasal)
        .chain(whole.iter().map(|&form| form.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_han;

    #[test]
    fn the_table_is_sorted_and_has_no_character_or_form_twice() {
        let characters: Vec<char> = rows().map(|(character, _)| character).collect();
        assert!(characters.len() > 1400);
        assert!(characters.is_sorted_by(|a, b| a < b));
        assert!(characters.iter().all(|&c| is_han(c)));
        for (character, forms) in rows() {
            let forms: Vec<&str> = forms.split(' ').collect();
            for (i, form) in forms.iter().enumerate() {
                assert!(!forms[..i].contains(form), "{character} {form}");
                assert!(form.starts_with(|c: char| c.is_ascii_uppercase()), "{character} {form}");
                assert!(form[1..].bytes().all(|b| b.is_ascii_lowercase()), "{character} {form}");
            }
        }
    }

    #[test]
    fn spellings_differ_by_habits_that_hold_for_every_character() {
        let spelt = |form: &str, other: &str| variants(form).any(|variant| variant == other);
        for (form, other) in [
            ("ka", "kar"),
            ("chi", "chee"),
            ("shing", "sing"),
            ("choi", "tsoi"),
            ("cheung", "cheong"),
            ("oi", "ngoi"),
            ("sze", "si"),
            ("kei", "kee"),
        ] {
            assert!(spelt(form, other), "{form} {other}");
        }
    }
}
