//! The tables of the fast engine: in, what [`compose`](super::compose) computed, or an image; out, arrays that
//! [`compiled`](super::compiled) reads. They assume nothing but the soundness of entries, see [`CharEntry::is_sound`].

use std::borrow::Cow;

use crate::lexicon::dictionary::ValueRef;
use crate::text::utf8_len;

/// What a character becomes, and its codes in both tries.
///
/// Bits 0–31: the UTF-8 bytes, first byte lowest, 0 for “as it is”. Bits 32–47: primary code. Bits 48–62: secondary
/// code. Bit 63: open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct CharEntry(pub u64);

/// The primary code of operators of ideographic descriptions.
pub(crate) const OPERATOR: u16 = u16::MAX;
const OPEN: u64 = 1 << 63;

impl CharEntry {
    pub(crate) fn new(target: Option<char>, primary: u16, secondary: u16, open: bool) -> CharEntry {
        let mut bytes = [0; 4];
        if let Some(target) = target {
            target.encode_utf8(&mut bytes);
        }
        let bytes = u64::from(u32::from_le_bytes(bytes));
        CharEntry(bytes | u64::from(primary) << 32 | u64::from(secondary) << 48 | if open { OPEN } else { 0 })
    }

    /// Whether the bytes are nothing or one character, as [`CharEntry::new`] makes them. Entries from elsewhere must be
    /// asked before use.
    pub(crate) fn is_sound(self) -> bool {
        let bytes = self.bytes().to_le_bytes();
        let (character, rest) = bytes.split_at(utf8_len(bytes[0]));
        std::str::from_utf8(character).is_ok_and(|text| text.chars().count() == 1) && rest.iter().all(|&byte| byte == 0)
    }

    #[inline(always)]
    pub(crate) fn bytes(self) -> u32 {
        self.0 as u32
    }

    #[inline(always)]
    pub(crate) fn primary(self) -> u16 {
        (self.0 >> 32) as u16
    }

    #[inline(always)]
    pub(crate) fn secondary(self) -> u16 {
        (self.0 >> 48) as u16 & 0x7FFF
    }

    #[inline(always)]
    pub(crate) fn is_open(self) -> bool {
        self.0 & OPEN != 0
    }
}

/// A trie over composed codes with what its keys become in the end.
#[derive(Debug, Clone, Default)]
pub(crate) struct PhraseTable {
    /// Codes up to this one begin a key.
    pub beginnings: u16,
    pub nodes: Cow<'static, [u64]>,
    /// Final values; 0 for an open phrase.
    pub values: Cow<'static, [ValueRef]>,
}

/// The tables of one configuration.
#[derive(Debug, Clone)]
pub(crate) struct Compiled {
    /// Characters to [`CharEntry`].
    pub entries: (Cow<'static, [u16]>, Cow<'static, [u64]>),
    pub primary: PhraseTable,
    pub secondary: PhraseTable,
    /// For configurations with open phrases.
    pub middle: Option<MiddleTables>,
    /// Bytes that are ASCII characters which stay as they are and begin no phrase.
    pub plain: Box<[bool; 256]>,
}

/// What the text is between the stage of the secondary phrases and the last one.
#[derive(Debug, Clone)]
pub(crate) struct MiddleTables {
    /// What each secondary phrase becomes in the stage that finds it.
    pub values: Cow<'static, [ValueRef]>,
    /// Characters to the codes, in the last stage's trie, of what they became.
    pub codes: (Cow<'static, [u16]>, Cow<'static, [u16]>),
}
