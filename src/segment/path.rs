//! The way through a text that the words of the dictionary make likeliest, as jieba goes it: in, the characters of a piece of the folded
//! view; out, the words in order.
//!
//! From the last character of a block to the first, the trie is walked once for each character, and the best of the words
//! that begin there is kept: the walk and the sum are one. What is left as single characters may be a word that no dictionary
//! has, of which a model decides (`unknown.rs`). Ties, sums and their order are jieba's, so that every word is the one that
//! jieba finds; the tests compare the two.

use std::ops::Range;

use super::steps::Steps;
use super::unknown::{self, Choices};
use super::words::{Word, Words};

/// What a text is cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Where it begins in the text, in code points.
    pub start: usize,
    /// Its end.
    pub end: usize,
    /// The dictionary's word that it is. Asked for only where unknown words are looked for.
    pub word: Option<Word>,
}

/// Room for the work on a block, which one text hands on to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    ways: Vec<Way>,
    choices: Choices,
}

/// The best way on from a character to the end of the block.
#[derive(Debug, Clone, Copy)]
struct Way {
    /// The sum of what its words cost.
    sum: f64,
    /// Where its first word ends.
    end: u32,
    word: Option<Word>,
}

/// How many characters of room are kept from one text to the next.
pub(super) const KEPT: usize = 1 << 16;

impl Words<'_> {
    /// Cuts characters `piece` of a text, and hands each piece of it to `emit`: with the words that the model finds where the dictionary
    /// has none if `UNKNOWN` says so, by the dictionary alone otherwise. `steps` are those of the text, which must be shorter than
    /// 2³² characters.
    pub fn cut<const UNKNOWN: bool>(
        self,
        text: &[char],
        steps: &Steps,
        piece: Range<usize>,
        scratch: &mut Scratch,
        mut emit: impl FnMut(Piece),
    ) {
        let mut at = piece.start;
        while at < piece.end {
            let rest = &text[at..piece.end];
            let block = rest.iter().take_while(|&&c| stands_in_words(c)).count();
            if block > 0 {
                self.cut_block::<UNKNOWN>(text, steps, at..at + block, scratch, &mut emit);
                at += block;
                continue;
            }
            // Any other character stands for itself, but the end of a line of Windows is one.
            let is_line_end = rest.starts_with(&['\r', '\n']);
            let end = at + 1 + usize::from(is_line_end);
            emit(Piece {
                start: at,
                end,
                word: if UNKNOWN && !is_line_end {
                    steps.word(self, at, end)
                } else {
                    None
                },
            });
            at = end;
        }
        if scratch.ways.capacity() > KEPT {
            *scratch = Scratch::default();
        }
    }

    /// Cuts the characters of a block.
    #[inline]
    fn cut_block<const UNKNOWN: bool>(
        self,
        text: &[char],
        steps: &Steps,
        block: Range<usize>,
        scratch: &mut Scratch,
        mut emit: impl FnMut(Piece),
    ) {
        let Scratch { ways, choices } = scratch;
        self.weigh(steps, block.clone(), ways);
        let way = |at: usize| ways[at - block.start];
        let mut emit = |start, end, word| emit(Piece { start, end, word });
        let mut at = block.start;
        while at < block.end {
            // A run of single characters that may be more together.
            let is_loose = |at: usize| {
                at < block.end && way(at).end as usize == at + 1 && (UNKNOWN || text[at].is_ascii_alphanumeric())
            };
            let from = at;
            while is_loose(at) {
                at += 1;
            }
            match at - from {
                0 => {
                    at = way(from).end as usize;
                    emit(from, at, way(from).word);
                }
                1 => emit(from, at, way(from).word),
                _ if !UNKNOWN => emit(from, at, None),
                // The dictionary has it as a word, and its characters are likelier all the same.
                _ if steps.word(self, from, at).is_some() => {
                    for single in from..at {
                        emit(single, single + 1, way(single).word);
                    }
                }
                _ => unknown::cut(self.unknown, &text[from..at], choices, |start, end| {
                    let (start, end) = (from + start, from + end);
                    emit(start, end, steps.word(self, start, end));
                }),
            }
        }
    }

    /// Finds the best way from each character of a block to its end, from the last to the first.
    #[inline]
    fn weigh(self, steps: &Steps, block: Range<usize>, ways: &mut Vec<Way>) {
        let end = Way {
            sum: 0.0,
            end: block.end as u32,
            word: None,
        };
        ways.clear();
        ways.resize(block.len() + 1, end);
        for at in block.clone().rev() {
            let here = at - block.start;
            let mut best = Way {
                sum: f64::NEG_INFINITY,
                end: at as u32 + 1,
                word: None,
            };
            steps.each_word(self, at, block.end, |len, word| {
                let sum = self.cost(word) + ways[here + len].sum;
                // Of words that cost the same the longer, which comes later, is taken.
                if sum >= best.sum {
                    best = Way {
                        sum,
                        end: (at + len) as u32,
                        word: Some(word),
                    };
                }
            });
            if best.word.is_none() {
                best.sum = self.unseen() + ways[here + 1].sum;
            }
            ways[here] = best;
        }
    }
}

/// Whether a character may stand in a word of several: Han characters, and what Latin names and numbers are written with.
#[inline(always)]
fn stands_in_words(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' => true,
        '\0'..='\u{7F}' => c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '&' | '.' | '_' | '%' | '-'),
        _ => matches!(
            c,
            '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2A6DF}' | '\u{2A700}'..='\u{2EBEF}'
                | '\u{2F800}'..='\u{2FA1F}'
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use jieba_rs::Jieba;

    use super::super::Segmenter;
    use super::*;
    use crate::text::Folded;

    static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);
    static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(Segmenter::new);

    fn pieces<const UNKNOWN: bool>(text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut scratch = Scratch::default();
        let chars: Vec<char> = text.chars().collect();
        let words = SEGMENTER.words;
        let steps = Steps::of(words, &chars);
        words.cut::<UNKNOWN>(&chars, &steps, 0..chars.len(), &mut scratch, |piece| pieces.push(piece));
        pieces
    }

    /// Every word, its place, and whether the dictionary has it, are jieba-rs's.
    fn check(text: &str) {
        let places =
            |pieces: &[Piece]| -> Vec<[usize; 2]> { pieces.iter().map(|piece| [piece.start, piece.end]).collect() };
        let expected = |hmm| -> Vec<[usize; 2]> {
            let tokens = JIEBA.cut(text, hmm).into_iter();
            tokens.map(|token| [token.start, token.end]).collect()
        };
        let with_unknown = pieces::<true>(text);
        assert_eq!(places(&with_unknown), expected(true), "{text}");
        assert_eq!(places(&pieces::<false>(text)), expected(false), "{text}");
        let chars: Vec<char> = text.chars().collect();
        for piece in with_unknown {
            let word: String = chars[piece.start..piece.end].iter().collect();
            assert_eq!(piece.word.is_some(), JIEBA.has_word(&word), "{word}");
        }
    }

    #[test]
    fn articles_are_cut_as_jieba_cuts_them() {
        let own = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
        let shared = std::env::var("YIMING_SHARED").map(|folder| format!("{folder}/data/articles"));
        let folders = [Some(own.to_owned()), shared.ok()];
        let mut seen = 0;
        for entry in folders
            .iter()
            .flatten()
            .filter_map(|folder| std::fs::read_dir(folder).ok())
            .flatten()
        {
            if let Ok(text) = std::fs::read_to_string(entry.unwrap().path()) {
                check(&text);
                check(Folded::new(&text).view());
                seen += 1;
            }
        }
        assert!(seen >= 28, "{seen} articles");
    }

    #[test]
    fn words_have_the_tags_that_jieba_gives_them() {
        let list = include_str!("../../dicts/jieba/dict.txt");
        for word in list.lines().filter_map(|line| line.split(' ').next()) {
            assert!(SEGMENTER.has_word(word), "{word}");
            let expected = match JIEBA.tag(word, false).as_slice() {
                [whole] => whole.tag,
                _ => "x",
            };
            assert_eq!(SEGMENTER.class_of(word), expected, "{word}");
        }
        assert_eq!(
            (SEGMENTER.has_word("沒有這個詞"), SEGMENTER.class_of("沒有這個詞")),
            (false, "x")
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cut_as_jieba_cuts_it(
            text in "([的了中国台湾大学研究生命起源高通提伊尔亚·]|[\u{4E00}-\u{4FFF}]|[a-zA-Z0-9+#&._%-]|[\u{9FD0}-\u{A000}]|[\u{20000}-\u{20010}]|[ \r\n，。]|\\PC){0,60}"
        ) {
            check(&text);
        }
    }
}
