//! A Latin name cut into words and the pieces of words, in a buffer of fixed size.
//!
//! In, a name as people write it; out, its letters in lower case without accents and apostrophes, one after another, and where
//! words, pieces (split at hyphens too) and initials begin, as bits. Nothing is allocated: callers scan lists of millions.

use crate::text::fold_char;

/// How many letters a name may have: one less than there are bits, because the end of the last word is a bit as well.
const LETTERS: usize = 63;

/// A cut-up name.
pub(super) struct Latin {
    letters: [u8; LETTERS + 1],
    len: usize,
    /// Where words begin, and where the last one ends.
    words: u64,
    /// Where pieces begin, and where the last one ends.
    pieces: u64,
    /// Letters that may stand for a whole syllable.
    initials: u64,
}

/// What stands before a letter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Before {
    Letter,
    Hyphen,
    Space,
}

impl Latin {
    /// Cuts `name`; nothing where it is too long for a romanised Chinese name, or has letters other than Latin ones.
    pub(super) fn new(name: &str) -> Option<Latin> {
        let mut latin = Latin {
            letters: [0; LETTERS + 1],
            len: 0,
            words: 0,
            pieces: 0,
            initials: 0,
        };
        let mut capitals = 0u64;
        let mut before = Before::Space;
        for c in name.chars() {
            let c = if c.is_ascii() { c } else { fold_char(c) };
            if c.is_ascii_alphabetic() {
                if latin.len == LETTERS {
                    return None;
                }
                let here = 1 << latin.len;
                latin.words |= if before == Before::Space { here } else { 0 };
                latin.pieces |= if before == Before::Letter { 0 } else { here };
                capitals |= if c.is_ascii_uppercase() { here } else { 0 };
                latin.letters[latin.len] = c.to_ascii_lowercase() as u8;
                latin.len += 1;
                before = Before::Letter;
            } else if c == '-' {
                before = before.max(Before::Hyphen);
            } else if c == '\'' || c == '`' || ('\u{300}'..='\u{36F}').contains(&c) {
                // The aspiration of Wade–Giles, the syllable mark of Pinyin, accents that stand alone: not written is as good.
            } else if c.is_alphabetic() {
                return None;
            } else {
                before = Before::Space;
            }
        }
        if latin.len == 0 {
            return None;
        }
        latin.words |= 1 << latin.len;
        latin.pieces |= 1 << latin.len;
        latin.mark_initials(capitals);
        Some(latin)
    }

    /// Pieces of one letter are initials; so are two or three capitals, unless the whole name is in capitals.
    fn mark_initials(&mut self, capitals: u64) {
        let mixed = capitals.count_ones() as usize != self.len;
        let mut start = 0;
        while start < self.len {
            let end = self.piece_end(start);
            let piece = bits(start, end);
            if end == start + 1 || (end <= start + 3 && mixed && capitals & piece == piece) {
                self.initials |= piece;
            }
            start = end;
        }
    }

    /// How many letters it has.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Its letters in lower case from `start` to `end`.
    pub(super) fn letters(&self, start: usize, end: usize) -> &[u8] {
        &self.letters[start..end]
    }

    /// The letter at `at`, as a number from 0.
    pub(super) fn letter(&self, at: usize) -> usize {
        usize::from(self.letters[at] - b'a')
    }

    /// Whether a word begins at `at` or the last one ends there.
    pub(super) fn is_word_edge(&self, at: usize) -> bool {
        self.words & (1 << at) != 0
    }

    /// Whether no piece begins between `start` and `end`, both excluded.
    pub(super) fn is_in_one_piece(&self, start: usize, end: usize) -> bool {
        self.pieces & bits(start + 1, end) == 0
    }

    /// Whether the letter at `at` may be an initial.
    pub(super) fn is_initial(&self, at: usize) -> bool {
        self.initials & (1 << at) != 0
    }

    /// Where the piece that begins at `start` ends.
    pub(super) fn piece_end(&self, start: usize) -> usize {
        next(self.pieces, start)
    }

    /// How many words it has.
    pub(super) fn word_count(&self) -> usize {
        self.words.count_ones() as usize - 1
    }

    /// Where its words begin and end.
    pub(super) fn words(&self) -> impl Iterator<Item = (usize, usize)> {
        let mut start = 0;
        std::iter::from_fn(move || {
            let word = (start < self.len).then(|| (start, next(self.words, start)))?;
            start = word.1;
            Some(word)
        })
    }
}

/// The bits from `start` to `end`, the latter excluded; at most 63.
fn bits(start: usize, end: usize) -> u64 {
    if start < end {
        ((1 << (end - start)) - 1) << start
    } else {
        0
    }
}

/// The first bit that is set after `start`. The end of the name always is, and no one asks from there.
fn next(bits: u64, start: usize) -> usize {
    start + 1 + (bits >> (start + 1)).trailing_zeros() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<String> {
        let latin = Latin::new(name).expect("a Latin name");
        latin
            .words()
            .map(|(start, end)| String::from_utf8(latin.letters(start, end).to_vec()).expect("ASCII"))
            .collect()
    }

    #[test]
    fn names_are_cut_at_spaces_and_at_hyphens_inside_words() {
        assert_eq!(words("Tony LEUNG, Chiu–wai"), ["tony", "leung", "chiuwai"]);
        assert_eq!(words("Lü Hsiu-lien"), ["lu", "hsiulien"]);
        assert_eq!(words("Lu\u{308} T’ien"), ["lu", "tien"]);
        let latin = Latin::new("Leung Chiu-wai").expect("a Latin name");
        assert!(latin.is_in_one_piece(5, 9) && !latin.is_in_one_piece(5, 10));
        assert!(!latin.is_word_edge(9) && latin.is_word_edge(12));
    }

    #[test]
    fn initials_are_single_letters_and_short_runs_of_capitals() {
        let initials = |name: &str| Latin::new(name).expect("a Latin name").initials;
        assert_eq!(initials("T.D. Lee"), 0b11);
        assert_eq!(initials("TD Lee"), 0b11);
        assert_eq!(initials("LI NA"), 0);
        assert_eq!(initials("Li Na"), 0);
    }

    #[test]
    fn what_is_no_latin_name_is_none() {
        assert!(Latin::new("").is_none());
        assert!(Latin::new("許家維").is_none());
        assert!(Latin::new("Мао Цзэдун").is_none());
        assert!(Latin::new(&"a".repeat(64)).is_none());
        assert!(Latin::new(&"a".repeat(63)).is_some());
    }
}
