//! The sounds of characters: in, the readings of the crate `pinyin` and Hong Kong's spellings; out, groups of characters that sound the
//! same, with the initial and the final of their syllable, through which training generalises to characters it has not seen; and of
//! single characters the Cantonese syllable, by which Hong Kong renders.
//!
//! Tones are left out; of several readings or spellings the first counts.

use std::collections::{BTreeMap, BTreeSet};

use pinyin::ToPinyin;

use crate::names::model::tables::{CHARS, FIRST_CHAR};
use crate::names::romanisation::cantonese;

/// The initials of pinyin, y and w among them, longer ones before their beginnings.
const INITIALS: [&str; 23] = [
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "y",
    "w",
];
/// The class of a syllable without an initial, and that of a Latin letter in a Chinese name.
const NO_INITIAL: u8 = INITIALS.len() as u8;
pub(crate) const LETTER: u8 = NO_INITIAL + 1;
/// How many classes of initials there are.
pub(crate) const INITIAL_CLASSES: usize = LETTER as usize + 1;

/// Characters that sound the same.
pub(crate) struct Group {
    /// In pinyin, without the tone, ü as v.
    pub(crate) syllable: String,
    /// Its initial, below [`INITIAL_CLASSES`].
    pub(crate) initial: u8,
    /// Its final, from 1.
    pub(crate) rime: u8,
}

/// A Cantonese syllable as Hong Kong writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cantonese {
    /// Its initial, below [`Sounds::cantonese_initials`].
    pub(crate) initial: u8,
    /// Its final, below [`Sounds::cantonese_finals`].
    pub(crate) rime: u8,
}

/// All groups, in the order of their syllables.
pub(crate) struct Sounds {
    pub(crate) groups: Vec<Group>,
    /// The group of every character from U+4E00 on that has a reading.
    pub(crate) of_char: Vec<Option<u16>>,
    /// How many classes of finals there are, the one of no syllable among them.
    pub(crate) finals: usize,
    /// The Cantonese syllable of every folded character of which it is known, and how many classes of initials and finals those have.
    pub(crate) cantonese: BTreeMap<char, Cantonese>,
    pub(crate) cantonese_initials: usize,
    pub(crate) cantonese_finals: usize,
}

impl Sounds {
    pub(crate) fn new() -> Sounds {
        let readings: Vec<Option<String>> = (0..CHARS as u32).map(|i| reading(FIRST_CHAR + i)).collect();
        let syllables: BTreeSet<&String> = readings.iter().flatten().collect();
        let mut finals: BTreeMap<&str, u8> = BTreeMap::new();
        let mut groups = Vec::new();
        for syllable in &syllables {
            let initial = INITIALS.iter().position(|initial| syllable.starts_with(initial));
            let rest = &syllable[initial.map_or(0, |at| INITIALS[at].len())..];
            let next = finals.len() as u8 + 1;
            let rime = *finals.entry(rest).or_insert(next);
            groups.push(Group {
                syllable: (*syllable).clone(),
                initial: initial.map_or(NO_INITIAL, |at| at as u8),
                rime,
            });
        }
        let place: BTreeMap<&String, u16> = syllables.iter().zip(0..).map(|(syllable, i)| (*syllable, i)).collect();
        let of_char = readings
            .iter()
            .map(|reading| reading.as_ref().map(|reading| place[reading]))
            .collect();
        let mut initials: BTreeMap<&str, u8> = BTreeMap::new();
        let mut rimes: BTreeMap<&str, u8> = BTreeMap::new();
        let mut cantonese = BTreeMap::new();
        for c in (0..CHARS as u32).filter_map(|i| char::from_u32(FIRST_CHAR + i)) {
            let Some(form) = cantonese::readings(c).first() else {
                continue;
            };
            let (initial, rime) = halves(form);
            let next = initials.len() as u8;
            let initial = *initials.entry(initial).or_insert(next);
            let next = rimes.len() as u8;
            let rime = *rimes.entry(rime).or_insert(next);
            cantonese.insert(c, Cantonese { initial, rime });
        }
        Sounds {
            cantonese_initials: initials.len(),
            cantonese_finals: rimes.len(),
            cantonese,
            groups,
            of_char,
            finals: finals.len() + 1,
        }
    }

    /// The group of a folded character.
    pub(crate) fn group(&self, c: char) -> Option<u16> {
        let at = (c as u32).checked_sub(FIRST_CHAR)? as usize;
        self.of_char.get(at).copied().flatten()
    }
}

/// The initial and the final of a Cantonese form, those that are spelt in several ways under one spelling.
fn halves(form: &str) -> (&str, &str) {
    if matches!(form, "ng" | "m") {
        return ("", form);
    }
    let at = form
        .find(['a', 'e', 'i', 'o', 'u'])
        .unwrap_or_else(|| form.find('z').unwrap_or(form.len()));
    let initial = match &form[..at] {
        "ts" => "ch",
        initial => initial,
    };
    let rime = match &form[at..] {
        "ah" | "ar" => "a",
        "ee" | "ie" => "i",
        "oo" => "u",
        "oh" | "or" => "o",
        "eh" => "e",
        "oon" => "un",
        "ook" => "uk",
        "eong" => "eung",
        rime => rime,
    };
    (initial, rime)
}

/// The syllable of a character, in the letters a–z.
fn reading(code: u32) -> Option<String> {
    let reading = char::from_u32(code)?.to_pinyin()?.plain().replace('ü', "v");
    Some(reading.chars().filter(char::is_ascii_lowercase).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_sound_the_same_are_in_one_group() {
        let sounds = Sounds::new();
        assert_eq!(sounds.group('尔'), sounds.group('耳'));
        assert_ne!(sounds.group('尔'), sounds.group('斯'));
        assert!(sounds.groups.iter().all(|group| !group.syllable.is_empty()));
        let of = |c: char| &sounds.groups[usize::from(sounds.group(c).unwrap())];
        assert_eq!(of('申').rime, of('本').rime);
        assert_eq!(of('申').initial, of('沙').initial);
        assert_eq!(sounds.group('A'), None);
    }

    #[test]
    fn a_character_has_the_initial_and_the_final_of_its_cantonese_spelling() {
        let sounds = Sounds::new();
        let of = |c: char| sounds.cantonese[&c];
        assert_eq!(of('基').initial, of('家').initial);
        assert_eq!(of('德').rime, of('特').rime);
        assert_ne!(of('基').initial, of('治').initial);
        for (form, initial, rime) in [
            ("tsoi", "ch", "oi"),
            ("kar", "k", "a"),
            ("ng", "", "ng"),
            ("tsz", "ch", "z"),
        ] {
            assert_eq!(halves(form), (initial, rime));
        }
    }
}
