//! Where words of the dictionary may begin in a document: in, its folded view; out, what the segmenter cuts it by, and whoever looks for names asks:
//! whether characters are a word, of what class, and whether words cross a border between them.

use super::steps::Steps;
use super::words::Word;
use super::{Class, Segmenter};
use crate::text::{CharSpan, Folded};

/// A document with what the dictionary has at each of its characters. Made once, for all that asks for words.
pub struct WordStarts<'f> {
    folded: &'f Folded,
    characters: &'f [char],
    steps: Steps,
}

impl<'f> WordStarts<'f> {
    /// The document.
    pub fn folded(&self) -> &'f Folded {
        self.folded
    }

    pub(super) fn characters(&self) -> &'f [char] {
        self.characters
    }

    pub(super) fn steps(&self) -> &Steps {
        &self.steps
    }
}

impl Segmenter {
    /// Where words may begin in a document.
    pub fn starts<'f>(&self, folded: &'f Folded) -> WordStarts<'f> {
        let characters = folded.characters(CharSpan::new(0, folded.len_chars()));
        WordStarts {
            folded,
            characters,
            steps: Steps::of(self.words, characters),
        }
    }

    /// Whether the dictionary has the word at `span`.
    pub(crate) fn is_word_at(&self, starts: &WordStarts<'_>, span: CharSpan) -> bool {
        self.word_at(starts, span).is_some()
    }

    /// As [`Segmenter::class`], of the word at `span`.
    pub(crate) fn class_at(&self, starts: &WordStarts<'_>, span: CharSpan) -> Class {
        self.class_of_word(self.word_at(starts, span))
    }

    fn word_at(&self, starts: &WordStarts<'_>, span: CharSpan) -> Option<Word> {
        starts.steps.word(self.words, span.start, span.end)
    }

    /// Whether a word that lies in `around` crosses the start or the end of `form`, which lies there too. Where none does, no path
    /// through the characters does, which takes a fraction of the time that the path takes.
    pub(crate) fn has_word_across(&self, starts: &WordStarts<'_>, around: CharSpan, form: CharSpan) -> bool {
        // From a character before a border to one behind it.
        let crosses = |start: usize, border: usize| {
            let mut longest = 0;
            starts
                .steps
                .each_word(self.words, start, around.end, |len, _| longest = len);
            start + longest > border
        };
        // The nearest words are the likeliest.
        (around.start..form.start).rev().any(|start| crosses(start, form.start))
            || form.range().any(|start| crosses(start, form.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_across_an_end_are_found() {
        let segmenter = Segmenter::new();
        for (text, form, expected) in [
            ("提高通膨", 1..3, true),
            ("作家海明威", 2..4, true),
            ("在台湾的", 1..3, false),
            ("中国人", 0..2, true),
            ("海明威", 0..3, false),
        ] {
            let folded = Folded::new(text);
            let around = CharSpan::new(0, folded.len_chars());
            let form = CharSpan::new(form.start, form.end);
            assert_eq!(
                segmenter.has_word_across(&segmenter.starts(&folded), around, form),
                expected,
                "{text}"
            );
        }
    }
}
