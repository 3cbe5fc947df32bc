//! Strings as ranges of one text.

use std::ops::Range;

use bytemuck::{Pod, Zeroable};

/// A range of bytes of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Slice {
    start: u32,
    len: u32,
}

impl Slice {
    /// Stands for no string at all.
    pub(crate) const NONE: Slice = Slice {
        start: u32::MAX,
        len: 0,
    };

    /// Appends `string` to `text`.
    ///
    /// # Panics
    ///
    /// When the text grows to 4 GiB.
    pub(crate) fn push(text: &mut String, string: &str) -> Slice {
        let start = text.len();
        text.push_str(string);
        assert!(
            text.len() < u32::MAX as usize,
            "the strings of a compiled dictionary take less than 4 GiB"
        );
        Slice {
            start: start as u32,
            len: string.len() as u32,
        }
    }

    pub(crate) fn is_none(self) -> bool {
        self == Slice::NONE
    }

    pub(crate) fn start(self) -> u32 {
        self.start
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }

    /// The string; empty where the text has none there.
    pub(crate) fn of(self, text: &[u8]) -> &str {
        // What was stored is UTF-8; what somebody else wrote need not be.
        std::str::from_utf8(self.bytes_of(text)).unwrap_or_default()
    }

    /// The bytes of the string, which are in the order of the strings.
    pub(crate) fn bytes_of(self, text: &[u8]) -> &[u8] {
        text.get(self.range()).unwrap_or_default()
    }
}
