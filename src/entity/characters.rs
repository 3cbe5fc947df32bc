//! A document by its code points: in, the folded view; out, the character at a place and the text of a range, without a search. Made once
//! for a document, since all that looks for names asks for places by the code point.

use crate::text::{ByteSpan, CharSpan, Folded, key_char};

/// The characters of a folded view.
pub(super) struct Characters<'a> {
    folded: &'a Folded,
    chars: &'a [char],
    /// The same as in a [`MatchKey`](crate::text::MatchKey).
    keys: Vec<char>,
}

impl<'a> Characters<'a> {
    /// Those of `folded`.
    pub(super) fn new(folded: &'a Folded) -> Self {
        let chars = folded.characters(CharSpan::new(0, folded.len_chars()));
        let keys = chars.iter().map(|&c| key_char(c)).collect();
        Characters { folded, chars, keys }
    }

    /// The view that they are of.
    pub(super) fn view(&self) -> &'a str {
        self.folded.view()
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
        self.folded.char_of(byte)
    }

    /// The same range in bytes of the view.
    pub(super) fn bytes(&self, span: CharSpan) -> ByteSpan {
        self.folded.bytes(span)
    }

    /// The view of a range.
    pub(super) fn slice(&self, span: CharSpan) -> &'a str {
        self.folded.slice(span)
    }

    /// The view before code point `at`.
    pub(super) fn until(&self, at: usize) -> &'a str {
        &self.view()[..self.folded.byte_of(at)]
    }

    /// The view from code point `at` on.
    pub(super) fn from(&self, at: usize) -> &'a str {
        &self.view()[self.folded.byte_of(at)..]
    }
}
