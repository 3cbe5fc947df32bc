//! A Latin name made ready for alignment: in, a name as written; out, the codes of its letters and the words between them.
//!
//! Letters are folded to a–z and coded 1–26 (ß is ss, æ ae); every run of spaces, hyphens, dots in the middle or commas is one
//! [`BOUNDARY`], and so is each end. Apostrophes and other signs are left out, so that O'Brien is one word.

use crate::text::fold_char;

/// The code of a word's border.
pub(crate) const BOUNDARY: u8 = 0;

/// How many codes an alphabet of letters and the boundary has.
pub(crate) const CODES: usize = 27;

/// Letters beyond this many are left out: no name of a person or place is longer.
pub(crate) const MAX_LETTERS: usize = 62;

/// What a word is to a name, which decides how easily the Chinese form lacks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WordClass {
    /// A given or family name, or any other word.
    Name,
    /// A particle: von, de, bin, al.
    Particle,
    /// A title or generational suffix: Sir, Dr, Jr, III.
    Title,
    /// A single letter.
    Initial,
}

const PARTICLES: [&str; 34] = [
    "al", "an", "bin", "bint", "d", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e",
    "el", "en", "ibn", "la", "las", "le", "les", "los", "of", "ten", "ter", "the", "van", "von", "y", "zu", "zum",
];

const TITLES: [&str; 18] = [
    "capt", "dame", "dr", "ii", "iii", "iv", "jnr", "jr", "junior", "lord", "mr", "mrs", "ms", "prof", "senior", "sir",
    "snr", "sr",
];

/// The letters of a Latin name.
#[derive(Debug, Clone, Default)]
pub struct LatinName {
    /// Boundary, letters, boundary, …, boundary.
    codes: Vec<u8>,
}

impl LatinName {
    /// Prepares `name`.
    pub fn new(name: &str) -> Self {
        let mut prepared = LatinName::default();
        prepared.set(name);
        prepared
    }

    /// Prepares `name` in place of the one before, without allocating once it has seen the longest.
    pub(crate) fn set(&mut self, name: &str) {
        let codes = &mut self.codes;
        codes.clear();
        codes.push(BOUNDARY);
        for c in name.chars() {
            if codes.len() > MAX_LETTERS {
                break;
            }
            match fold_char(c) {
                c @ ('a'..='z' | 'A'..='Z') => codes.push((c as u8 | 0x20) - b'a' + 1),
                'ß' => codes.extend(letters("ss")),
                'æ' | 'Æ' => codes.extend(letters("ae")),
                'œ' | 'Œ' => codes.extend(letters("oe")),
                'þ' | 'Þ' => codes.extend(letters("th")),
                'ð' | 'Ð' => codes.extend(letters("d")),
                'ə' | 'Ə' => codes.extend(letters("a")),
                ' ' | '-' | '·' | ',' | '.' | '/' | '_' if codes.last() != Some(&BOUNDARY) => codes.push(BOUNDARY),
                _ => {}
            }
        }
        if codes.last() != Some(&BOUNDARY) || codes.len() == 1 {
            codes.push(BOUNDARY);
        }
    }

    /// Takes codes that another name was prepared to.
    pub(crate) fn set_codes(&mut self, codes: &[u8]) {
        self.codes.clear();
        self.codes.extend_from_slice(codes);
    }

    /// The same words, the last one first.
    pub(crate) fn set_rotated(&mut self, name: &LatinName) {
        let end = name.codes.len() - 1;
        let last = name.codes[..end]
            .iter()
            .rposition(|&code| code == BOUNDARY)
            .unwrap_or(0);
        self.codes.clear();
        self.codes.extend_from_slice(&name.codes[last..end]);
        self.codes.extend_from_slice(&name.codes[..=last]);
    }

    /// The codes, a boundary first and last.
    #[inline]
    pub(crate) fn codes(&self) -> &[u8] {
        &self.codes
    }

    /// How many letters it has.
    pub fn len(&self) -> usize {
        self.codes.iter().filter(|&&code| code != BOUNDARY).count()
    }

    /// Whether it has no letter.
    pub fn is_empty(&self) -> bool {
        self.codes.len() <= 2
    }

    /// How many words it has.
    pub fn words(&self) -> usize {
        if self.is_empty() {
            0
        } else {
            self.codes.iter().filter(|&&code| code == BOUNDARY).count() - 1
        }
    }

    /// Its letters from code `start` to `end`, words separated by spaces.
    pub(crate) fn text(&self, start: usize, end: usize) -> String {
        self.codes[start..end]
            .iter()
            .map(|&code| {
                if code == BOUNDARY {
                    ' '
                } else {
                    char::from(b'a' + code - 1)
                }
            })
            .collect()
    }
}

fn letters(text: &'static str) -> impl Iterator<Item = u8> {
    text.bytes().map(|letter| letter - b'a' + 1)
}

/// What the word with these letters is.
pub(crate) fn word_class(codes: &[u8]) -> WordClass {
    let listed = |list: &[&str]| {
        list.iter()
            .any(|word| word.len() == codes.len() && letters_equal(word, codes))
    };
    match codes.len() {
        _ if listed(&TITLES) => WordClass::Title,
        _ if listed(&PARTICLES) => WordClass::Particle,
        1 => WordClass::Initial,
        _ => WordClass::Name,
    }
}

fn letters_equal(word: &str, codes: &[u8]) -> bool {
    word.bytes().zip(codes).all(|(letter, &code)| letter - b'a' + 1 == code)
}
