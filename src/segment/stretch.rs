//! What the dictionary says of a few characters of the folded view: in, the characters, which whoever looks for names has at hand; out,
//! whether they are a word, of what class, and whether words cross a border between them.

use super::words::Word;
use super::{Class, Segmenter};
use crate::text::CharSpan;

impl Segmenter {
    /// Whether the dictionary has the word.
    pub(crate) fn is_word(&self, chars: &[char]) -> bool {
        self.word(chars).is_some()
    }

    /// As [`Segmenter::class`].
    pub(crate) fn class_of_chars(&self, chars: &[char]) -> Class {
        self.class_of_word(self.word(chars))
    }

    fn word(&self, chars: &[char]) -> Option<Word> {
        self.words.of_codes(chars.iter().map(|&c| self.words.code(c)))
    }

    /// Whether a word that stands in `chars` crosses the start or the end of `form`, a range of them. Where none does, no path
    /// through the characters does, which takes a fraction of the time that the path takes.
    pub(crate) fn has_word_across(&self, chars: &[char], form: CharSpan) -> bool {
        // From a character before a border to one behind it.
        let crosses = |start: usize, border: usize| {
            let codes = chars[start..].iter().map(|&c| self.words.code(c));
            let mut longest = 0;
            self.words.each_at(codes, |len, _| longest = len);
            start + longest > border
        };
        // The nearest words are the likeliest.
        (0..form.start).rev().any(|start| crosses(start, form.start))
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
            let chars: Vec<char> = text.chars().collect();
            let form = CharSpan::new(form.start, form.end);
            assert_eq!(segmenter.has_word_across(&chars, form), expected, "{text}");
        }
    }
}
