//! The weights of a model, laid out for alignment: in, what training found or an image holds; out, one load for every question
//! that the alignment asks.
//!
//! Every character has a row. Characters that sound the same (one **group**: a syllable of Hanyu Pinyin without its tone) share a trie
//! of the letter chunks that such a character may render, and each row has a weight for every slot of that trie. Weights are in
//! 256ths of a nat; a larger one speaks more for the pair.

use std::borrow::Cow;

use super::latin::CODES;
use crate::text::is_han;

/// Steps of one nat.
pub(crate) const SCALE: f32 = 256.0;
/// The weight of a slot at which no chunk ends.
pub(crate) const NO_CHUNK: i16 = i16::MIN;
/// The parent of a slot that no chunk passes.
pub(crate) const FREE: u16 = u16::MAX;
/// The first character of the table of characters, and how many it has: the block of CJK Unified Ideographs.
pub(crate) const FIRST_CHAR: u32 = 0x4E00;
pub(crate) const CHARS: usize = 0x9FFF - 0x4E00 + 1;
/// Two neighbouring codes.
pub(crate) const BIGRAMS: usize = CODES * CODES;

/// One slot of a trie: base and parent. The root is slot 0; the child for a letter lies at `base + letter` and names its parent.
pub(crate) type Slot = [u16; 2];

/// Where a character's data lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    /// The first slot of its group's trie.
    pub(crate) slots: u32,
    /// The first of its weights, one a slot.
    pub(crate) weights: u32,
    /// How many slots there are.
    pub(crate) len: u16,
    /// Its pinyin initial, a row of the enter weights.
    pub(crate) initial: u8,
    /// Its pinyin final, a row of the exit weights.
    pub(crate) rime: u8,
}

impl Row {
    /// The row as an image holds it.
    pub(crate) fn pack(self) -> [u32; 3] {
        [
            self.slots,
            self.weights,
            u32::from(self.len) | u32::from(self.initial) << 16 | u32::from(self.rime) << 24,
        ]
    }

    #[inline(always)]
    pub(crate) fn unpack([slots, weights, rest]: [u32; 3]) -> Row {
        Row {
            slots,
            weights,
            len: rest as u16,
            initial: (rest >> 16) as u8,
            rime: (rest >> 24) as u8,
        }
    }
}

/// Weights that stand alone. The numbers are places in [`Tables::single`].
pub(crate) mod single {
    /// Added to every score.
    pub(crate) const BIAS: usize = 0;
    /// A separator meets a word's border.
    pub(crate) const SEPARATOR_MET: usize = 1;
    /// A separator meets nothing.
    pub(crate) const SEPARATOR_ALONE: usize = 2;
    /// A part of the Chinese name is left out, for each of its characters, and once.
    pub(crate) const PART_LEFT_OUT: usize = 3;
    pub(crate) const PART_CHARACTER: usize = 4;
    /// A letter in the Chinese name stands for a whole word.
    pub(crate) const INITIAL: usize = 5;
    /// A word is left out: four classes, each first, in the middle, last.
    pub(crate) const WORD: usize = 6;
    /// Each letter of a word left out.
    pub(crate) const WORD_LETTER: usize = WORD + 12;
    /// How many there are.
    pub(crate) const COUNT: usize = WORD_LETTER + 1;
}

/// All weights.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tables {
    /// The row of every character from U+4E00 to U+9FFF.
    pub(crate) chars: Cow<'static, [u16]>,
    /// First the letters A–Z in Chinese names, then one that knows nothing, then characters.
    pub(crate) rows: Cow<'static, [[u32; 3]]>,
    pub(crate) slots: Cow<'static, [Slot]>,
    pub(crate) weights: Cow<'static, [i16]>,
    /// By initial: the letters before and at the start of a chunk.
    pub(crate) enter: Cow<'static, [i16]>,
    /// By final: the letters at the end of a chunk and after it.
    pub(crate) exit: Cow<'static, [i16]>,
    /// A letter that no character renders, between its neighbours.
    pub(crate) delete: Cow<'static, [i16]>,
    pub(crate) single: Cow<'static, [i16]>,
}

/// The row of a character that has none.
pub(crate) const UNKNOWN_ROW: u16 = 26;

impl Tables {
    /// The row of a folded character; nothing for signs.
    #[inline]
    pub(crate) fn row_of(&self, c: char) -> Option<u16> {
        match c {
            '\u{4E00}'..='\u{9FFF}' => Some(self.chars[(c as u32 - FIRST_CHAR) as usize]),
            'a'..='z' | 'A'..='Z' => Some(u16::from((c as u8 | 0x20) - b'a')),
            c if is_han(c) => Some(UNKNOWN_ROW),
            _ => None,
        }
    }
}
