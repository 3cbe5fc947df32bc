//! A document by its code points: in, the folded view; out, the character at a place and the text of a range, without a search. Made once
//! for a document, since all that looks for names asks for places by the code point.

use crate::text::{ByteSpan, CharSpan, Folded, key_char};

/// The characters of a folded view.
pub(super) struct Characters<'a> {
    view: &'a str,
    chars: &'a [char],
    /// The same as in a [`MatchKey`](crate::text::MatchKey).
    keys: Vec<char>,
    /// The byte that each begins at, and the view's length.
    bytes: Vec<u32>,
}

impl<'a> Characters<'a> {
    /// Those of `folded`, which must be shorter than 2³² bytes.
    pub(super) fn new(folded: &'a Folded) -> Self {
        let view = folded.view();
        let chars = folded.characters(CharSpan::new(0, folded.len_chars()));
        let mut bytes = Vec::with_capacity(chars.len() + 1);
        let mut at = 0;
        for c in chars {
            bytes.push(at);
            at += c.len_utf8() as u32;
        }
        bytes.push(at);
        let keys = chars.iter().map(|&c| key_char(c)).collect();
        Characters {
            view,
            chars,
            keys,
            bytes,
        }
    }

    /// The view that they are of.
    pub(super) fn view(&self) -> &'a str {
        self.view
    }

    /// All of them.
    pub(super) fn all(&self) -> &'a [char] {
        self.chars
    }

    /// All of them as in a match key, which has a character for each.
    pub(super) fn keys(&self) -> &[char] {
        &self.keys
    }

    /// The one at `at`, if the text does not end before it.
    pub(super) fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// The one before `at`.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.get(at.checked_sub(1)?)
    }

    /// The place of the one that begins at byte `byte` of the view.
    pub(super) fn at_byte(&self, byte: usize) -> usize {
        self.bytes.partition_point(|&start| (start as usize) < byte)
    }

    /// The same range in bytes of the view.
    pub(super) fn bytes(&self, span: CharSpan) -> ByteSpan {
        ByteSpan::new(self.bytes[span.start] as usize, self.bytes[span.end] as usize)
    }

    /// The view of a range.
    pub(super) fn slice(&self, span: CharSpan) -> &'a str {
        &self.view[self.bytes(span).range()]
    }

    /// The view before code point `at`.
    pub(super) fn until(&self, at: usize) -> &'a str {
        &self.view[..self.bytes[at] as usize]
    }

    /// The view from code point `at` on.
    pub(super) fn from(&self, at: usize) -> &'a str {
        &self.view[self.bytes[at] as usize..]
    }
}
