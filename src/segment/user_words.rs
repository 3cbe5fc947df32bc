//! Words that a user adds: found in the folded view, longest first, and never cut again.

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use rustc_hash::FxHashSet;

use crate::lexicon::{Dictionaries, Problems};
use crate::text::{ByteSpan, CharSpan, Folded};

/// The words of all dictionaries that a user names.
#[derive(Default)]
pub struct UserWords {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
}

impl UserWords {
    /// Compiles the words of `dictionaries`; variants that fold to the same form are one.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the lines of these lists.
    pub fn new(dictionaries: &Dictionaries) -> Result<Self, Problems> {
        let mut forms: FxHashSet<String> = FxHashSet::default();
        dictionaries.each_word(|_, _, word| {
            let folded = Folded::new(word);
            if !folded.view().trim().is_empty() {
                forms.insert(folded.view().to_owned());
            }
        })?;
        let mut forms: Vec<String> = forms.into_iter().collect();
        forms.sort_unstable();
        // No form is empty and none stands twice; there is nothing else that the builder refuses below 2³² characters.
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&forms)
            .ok()
            .filter(|_| !forms.is_empty());
        Ok(UserWords { automaton })
    }

    /// Where they stand: leftmost first, then longest. Words in Latin letters count only as whole words.
    pub fn find(&self, folded: &Folded) -> Vec<CharSpan> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let view = folded.view();
        automaton
            .leftmost_find_iter(view)
            .map(|found| ByteSpan::new(found.start(), found.end()))
            .filter(|found| is_whole_latin(view, *found))
            .map(|found| folded.chars(found))
            .collect()
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
