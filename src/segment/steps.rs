//! The first steps through the trie of words from each character of a text: in, the characters; out, what every walk that begins at one
//! of them goes on from.
//!
//! The trie is larger than what lies near the processor, and a step through it waits for memory. Taken for many characters
//! together, the steps wait together; taken along a way through the text, each would wait by itself. Few words are longer than these
//! steps, so that little is left to the way.

use super::words::{Word, Words};
use crate::lexicon::trie::Node;

/// How many steps are taken from each character.
const AHEAD: usize = 3;

/// For how many characters they are taken together.
const TOGETHER: usize = 64;

/// The steps of one text. Its room serves the next.
#[derive(Debug, Default)]
pub struct Steps {
    /// The code of each character in the trie, and as many as are needed behind the last.
    codes: Vec<u16>,
    /// The nodes that the steps from it lead to.
    nodes: Vec<[Node; AHEAD]>,
}

impl Steps {
    /// Those of a text.
    pub fn of(words: Words<'_>, text: &[char]) -> Steps {
        let mut steps = Steps::default();
        steps.take(words, text);
        steps
    }

    /// Takes those of a text in place of another's.
    pub fn take(&mut self, words: Words<'_>, text: &[char]) {
        let Steps { codes, nodes } = self;
        codes.clear();
        codes.extend(text.iter().map(|&character| words.code(character)));
        codes.extend([0; AHEAD]);
        nodes.clear();
        nodes.resize(text.len(), [Words::BEGIN; AHEAD]);
        for from in (0..text.len()).step_by(TOGETHER) {
            let to = text.len().min(from + TOGETHER);
            let nodes = &mut nodes[from..to];
            for step in 0..AHEAD {
                for (nodes, codes) in nodes.iter_mut().zip(codes[from + step..].windows(2)) {
                    let before = step.checked_sub(1).map_or(Words::BEGIN, |before| nodes[before]);
                    let node = words.step(before, codes[0]);
                    words.fetch(node, codes[1]);
                    nodes[step] = node;
                }
            }
        }
    }

    /// Calls `found` for every word that begins at character `at` and ends at `end` at the latest, the shorter first, with its length in code points.
    #[inline(always)]
    pub(super) fn each_word(&self, words: Words<'_>, at: usize, end: usize, mut found: impl FnMut(usize, Word)) {
        let ahead = self.nodes[at];
        let longest = end - at;
        for (len, node) in (1..=longest).zip(ahead) {
            if let Some(word) = node.value() {
                found(len, Word(word));
            }
        }
        let (mut node, mut len) = (ahead[AHEAD - 1], AHEAD);
        while len < longest && node.has_children() {
            node = words.step(node, self.codes[at + len]);
            len += 1;
            if let Some(word) = node.value() {
                found(len, Word(word));
            }
        }
    }

    /// The word that is characters `from` to `to`, and no more.
    pub(super) fn word(&self, words: Words<'_>, from: usize, to: usize) -> Option<Word> {
        let last_ahead = (to - from).min(AHEAD).checked_sub(1)?;
        let ahead = self.nodes.get(from)?[last_ahead];
        let rest = &self.codes[from + last_ahead + 1..to];
        let node = rest.iter().fold(ahead, |node, &code| words.step(node, code));
        node.value().map(Word)
    }
}
