//! Words that a user adds: found in the folded view, leftmost first, then longest, and never cut again.

use crate::lexicon::compiled::{KeyLayers, KeyMatch};
use crate::lexicon::{Dictionaries, Problems};
use crate::text::{ByteSpan, CharSpan, Folded};

/// The words of all dictionaries that a user names.
#[derive(Debug, Clone, Default)]
pub struct UserWords {
    layers: KeyLayers,
}

/// A place where a user's word stands, and where it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserWord<'w> {
    /// Where it stands, in code points.
    pub span: CharSpan,
    /// The dictionary that has it.
    pub file: &'w str,
    /// The line there, from 1.
    pub line: usize,
}

impl UserWords {
    /// Compiles the words of `dictionaries`; variants that fold to the same form are one.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the lines of these lists.
    pub fn new(dictionaries: &Dictionaries) -> Result<Self, Problems> {
        Ok(UserWords {
            layers: dictionaries.words()?,
        })
    }

    /// Where they stand: leftmost first, then longest. Words in Latin letters count only as whole words.
    pub fn find(&self, folded: &Folded) -> Vec<CharSpan> {
        self.find_with_origin(folded).map(|word| word.span).collect()
    }

    /// The same, with where each was written.
    pub fn find_with_origin<'w>(&'w self, folded: &'w Folded) -> impl Iterator<Item = UserWord<'w>> {
        let view = if self.layers.is_empty() { "" } else { folded.view() };
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some(character) = view[at..].chars().next() {
                let start = at;
                let counts = |end| is_whole_latin(view, ByteSpan::new(start, end));
                let Some(KeyMatch { len, file, line, .. }) = self.layers.longest_at(view, start, counts) else {
                    at += character.len_utf8();
                    continue;
                };
                at += len;
                let span = folded.chars(ByteSpan::new(start, at));
                return Some(UserWord { span, file, line });
            }
            None
        })
    }
}

/// Whether no Latin letter or digit goes on across a border of `found`.
pub(crate) fn is_whole_latin(view: &str, found: ByteSpan) -> bool {
    let bytes = view.as_bytes();
    let crosses = |left: Option<usize>, right: usize| {
        let at = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_alphanumeric);
        left.is_some_and(at) && at(right)
    };
    !crosses(found.start.checked_sub(1), found.start) && !crosses(found.end.checked_sub(1), found.end)
}
