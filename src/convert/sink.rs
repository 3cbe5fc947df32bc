//! Where converted text goes: plain text, or text with its alignment. The engine is generic over the two, so that plain
//! conversion pays nothing for alignment.

use super::spans::SpanMap;
use super::stages::match_characters;
use crate::lexicon::dictionary::{ValueRef, resolve};
use crate::text::utf8_len;

/// Receives the source's characters in order, each with what it became.
pub(crate) trait Sink {
    /// A state to return to.
    type Mark: Copy;

    /// Text that stays as it is.
    fn copy(&mut self, text: &str);
    /// One character of the source, `len` bytes long, becomes the UTF-8 character in `bytes` (padded with zeros).
    fn character(&mut self, len: usize, bytes: u32);
    /// Text of the source becomes `target`.
    fn replace(&mut self, source: &str, target: &str);
    /// A matched phrase becomes a string of the pool.
    #[inline(always)]
    fn phrase(&mut self, source: &str, pool: &str, value: ValueRef) {
        self.replace(source, resolve(pool, value));
    }
    /// The present state.
    fn mark(&self) -> Self::Mark;
    /// Takes back what came after a mark.
    fn rewind(&mut self, mark: Self::Mark);
}

/// Text only.
pub(crate) struct TextSink<'a>(pub &'a mut Vec<u8>);

impl Sink for TextSink<'_> {
    type Mark = usize;

    #[inline]
    fn copy(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    #[inline(always)]
    fn character(&mut self, _len: usize, bytes: u32) {
        let bytes = bytes.to_le_bytes();
        let end = self.0.len() + utf8_len(bytes[0]);
        // A fixed number of bytes is one store, a variable number a call; what is too much goes again.
        self.0.extend_from_slice(&bytes);
        self.0.truncate(end);
    }

    #[inline]
    fn replace(&mut self, _source: &str, target: &str) {
        self.0.extend_from_slice(target.as_bytes());
    }

    #[inline(always)]
    fn phrase(&mut self, source: &str, pool: &str, value: ValueRef) {
        const STORE: usize = 16;
        let (start, len) = ((value >> 8) as usize, (value & 0xFF) as usize);
        match pool.as_bytes().get(start..start + STORE) {
            Some(bytes) if len <= STORE => {
                let end = self.0.len() + len;
                self.0.extend_from_slice(bytes);
                self.0.truncate(end);
            }
            _ => self.replace(source, resolve(pool, value)),
        }
    }

    fn mark(&self) -> usize {
        self.0.len()
    }

    fn rewind(&mut self, mark: usize) {
        self.0.truncate(mark);
    }
}

/// Text and alignment.
pub(crate) struct AlignedSink<'a> {
    pub text: TextSink<'a>,
    pub spans: &'a mut SpanMap,
}

impl Sink for AlignedSink<'_> {
    type Mark = (usize, (usize, usize, usize));

    fn copy(&mut self, text: &str) {
        self.text.copy(text);
        self.spans.push_linear(text.len());
    }

    #[inline]
    fn character(&mut self, len: usize, bytes: u32) {
        self.text.character(len, bytes);
        let target = utf8_len(bytes.to_le_bytes()[0]);
        if len == target {
            self.spans.push_linear(len)
        } else {
            self.spans.push_whole(len, target)
        }
    }

    fn replace(&mut self, source: &str, target: &str) {
        self.text.replace(source, target);
        if source.chars().count() == target.chars().count() {
            match_characters(source, target, |source, target| {
                if source == target {
                    self.spans.push_linear(source)
                } else {
                    self.spans.push_whole(source, target)
                }
            });
        } else {
            self.spans.push_whole(source.len(), target.len());
        }
    }

    fn mark(&self) -> Self::Mark {
        (self.text.mark(), self.spans.mark())
    }

    fn rewind(&mut self, (text, spans): Self::Mark) {
        self.text.rewind(text);
        self.spans.rewind(spans);
    }
}
