//! The fast engine: all stages of a configuration in one pass. In, a text and tables that [`compose`](super::compose)
//! computed ahead; out, what [`Stages`] gives, byte for byte.
//!
//! The cuts of the segmentation hold through all stages, so what a segmentation phrase becomes is known ahead: one
//! **primary** match, one copy. In the stretches between, nearly every character goes its own way, which one table
//! knows for all stages together; **secondary** phrases are those that a stage still finds in a stretch. They may not
//! reach over a cut, so the places inside a secondary match are searched for primary ones first.
//!
//! Where a stage after the secondary one has phrases too (Traditional to Simplified), few characters and phrases are
//! **open**: what they became in the middle may begin a phrase of the last stage. From an open one on, the middle text
//! is written out until the last stage can no longer be in the midst of a phrase.

use super::ids;
use super::sink::Sink;
use super::stages::{Piece, Stages, chain_pieces, unmatched_len};
use super::tables::{CharEntry, Compiled, OPERATOR, PhraseTable};
use crate::lexicon::dictionary::{Dictionary, ValueRef, resolve};
use crate::lexicon::trie::Trie;
use crate::text::pages::Pages;
use std::ops::Range;

/// Memory that conversions use again.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    middle: String,
    units: Vec<Piece>,
    last: Vec<Piece>,
    last_text: String,
}

/// An ideographic description breaks off at the end of the text, which only [`Stages`] follows in all its turns.
pub(crate) struct BrokenDescription;

/// One conversion under way.
pub(crate) struct Run<'a> {
    entries: Pages<'a, u64>,
    primary: View<'a>,
    secondary: View<'a>,
    middle: Option<Middle<'a>>,
    plain: &'a [bool; 256],
    pool: &'a str,
    text: &'a str,
}

#[derive(Clone, Copy)]
struct View<'a> {
    trie: Trie<'a>,
    values: &'a [ValueRef],
    beginnings: u16,
}

#[derive(Clone, Copy)]
struct Middle<'a> {
    values: &'a [ValueRef],
    codes: Pages<'a, u16>,
    last: Trie<'a>,
    stages: &'a Stages,
}

impl<'a> View<'a> {
    fn new(table: &'a PhraseTable) -> View<'a> {
        View {
            trie: Trie::new(&table.nodes),
            values: &table.values,
            beginnings: table.beginnings,
        }
    }

    #[inline(always)]
    fn begins(&self, code: u16) -> bool {
        code.wrapping_sub(1) < self.beginnings
    }
}

impl<'a> Run<'a> {
    pub(crate) fn new(compiled: &'a Compiled, stages: &'a Stages, pool: &'a str, text: &'a str) -> Run<'a> {
        Run {
            entries: Pages::new(&compiled.entries.0, &compiled.entries.1),
            primary: View::new(&compiled.primary),
            secondary: View::new(&compiled.secondary),
            middle: compiled.middle.as_ref().map(|middle| Middle {
                values: &middle.values,
                codes: Pages::new(&middle.codes.0, &middle.codes.1),
                last: stages.chain[1].trie(),
                stages,
            }),
            plain: &compiled.plain,
            pool,
            text,
        }
    }

    /// Converts the text into a sink. Inlined where it is called, the loop has too few registers.
    #[inline(never)]
    pub(crate) fn convert<S: Sink>(&self, sink: &mut S, buffers: &mut Buffers) -> Result<(), BrokenDescription> {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if self.is_plain(bytes[at]) {
                let run = bytes[at..].iter().take_while(|&&byte| self.is_plain(byte)).count();
                sink.copy(&self.text[at..at + run]);
                at += run;
                continue;
            }
            let (entry, len) = self.entry(at);
            if self.primary.begins(entry.primary()) {
                if let Some((end, value)) = self.longest_primary(at + len, entry) {
                    sink.phrase(&self.text[at..end], self.pool, self.primary.values[value as usize]);
                    at = end;
                    continue;
                }
            } else if entry.primary() == OPERATOR {
                let description = ids::sequence_len(&self.text[at..]);
                if description.is_none() && self.middle.is_some() {
                    return Err(BrokenDescription);
                }
                let end = at + description.unwrap_or(len);
                sink.copy(&self.text[at..end]);
                at = end;
                continue;
            }
            if self.may_be_secondary(at + len, entry)
                && let Some((end, value)) = self.longest_secondary(at + len, entry)
            {
                let target = self.secondary.values[value as usize];
                if target != 0 {
                    sink.phrase(&self.text[at..end], self.pool, target);
                    at = end;
                    continue;
                }
                at = self.convert_open(at, sink, buffers);
                continue;
            }
            if entry.is_open() && self.may_go_on(at + len, at) {
                at = self.convert_open(at, sink, buffers);
                continue;
            }
            match entry.bytes() {
                0 => sink.copy(&self.text[at..at + len]),
                bytes => sink.character(len, bytes),
            }
            at += len;
        }
        Ok(())
    }

    #[inline(always)]
    fn is_plain(&self, byte: u8) -> bool {
        self.plain[usize::from(byte)]
    }

    /// The entry of the character at a byte position, and the character's length.
    #[inline(always)]
    fn entry(&self, at: usize) -> (CharEntry, usize) {
        let (code_point, len) = self.code_point(at);
        (CharEntry(self.entries.get(code_point)), len)
    }

    /// The character at a byte position, and its length.
    #[inline(always)]
    fn code_point(&self, at: usize) -> (u32, usize) {
        let bytes = self.text.as_bytes();
        let first = u32::from(bytes[at]);
        // The text is a `str`, so that the bytes asked for are there.
        let tail = |offset: usize| u32::from(bytes[at + offset] & 0x3F);
        match first {
            0xE0..0xF0 => ((first & 0xF) << 12 | tail(1) << 6 | tail(2), 3),
            0..0x80 => (first, 1),
            0x80..0xE0 => ((first & 0x1F) << 6 | tail(1), 2),
            _ => ((first & 0x7) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4),
        }
    }

    /// The longest primary phrase that begins with `entry` and goes on at `next`: where it ends, and its value.
    #[inline(always)]
    fn longest_primary(&self, next: usize, entry: CharEntry) -> Option<(usize, u32)> {
        self.longest(self.primary.trie, next, entry, CharEntry::primary, |_, _| false)
    }

    /// Whether a secondary phrase may begin with `entry` and go on at `next`: a look at two characters, which answers
    /// nearly always.
    #[inline(always)]
    fn may_be_secondary(&self, next: usize, entry: CharEntry) -> bool {
        self.secondary.begins(entry.secondary())
            && self.secondary.trie.first(entry.secondary()).is_some_and(|node| {
                node.value().is_some()
                    || next < self.text.len()
                        && self.secondary.trie.next(node, self.entry(next).0.secondary()).is_some()
            })
    }

    /// The longest secondary phrase, which ends before any primary one begins.
    #[inline(never)]
    fn longest_secondary(&self, next: usize, entry: CharEntry) -> Option<(usize, u32)> {
        self.longest(self.secondary.trie, next, entry, CharEntry::secondary, |next, entry| {
            self.primary.begins(entry.primary()) && self.longest_primary(next, entry).is_some()
        })
    }

    #[inline(always)]
    fn longest(
        &self,
        trie: Trie,
        mut next: usize,
        first: CharEntry,
        code: impl Fn(CharEntry) -> u16,
        stop: impl Fn(usize, CharEntry) -> bool,
    ) -> Option<(usize, u32)> {
        let mut best = None;
        let mut node = trie.first(code(first));
        while let Some(here) = node {
            if let Some(value) = here.value() {
                best = Some((next, value));
            }
            if !here.has_children() || next >= self.text.len() {
                break;
            }
            let (entry, len) = self.entry(next);
            node = trie.next(here, code(entry));
            if node.is_some() && stop(next + len, entry) {
                break;
            }
            next += len;
        }
        best
    }

    /// Converts from an open character or phrase on, until the last stage is not in the midst of a phrase, and gives
    /// where that is.
    #[inline(never)]
    fn convert_open<S: Sink>(&self, start: usize, sink: &mut S, buffers: &mut Buffers) -> usize {
        let Some(Middle {
            values: middle_values,
            stages,
            ..
        }) = self.middle
        else {
            return start;
        };
        let (first, last) = (&stages.chain[0], &stages.chain[1]);
        let Buffers {
            middle,
            units,
            last: last_pieces,
            last_text,
        } = buffers;
        middle.clear();
        units.clear();
        last_pieces.clear();
        last_text.clear();
        let (mut at, mut done) = (start, 0);
        loop {
            // One more unit of the stretch goes through the first stage.
            let (entry, len) = self.entry(at);
            let before = middle.len();
            let end = match self
                .secondary
                .begins(entry.secondary())
                .then(|| self.longest_secondary(at + len, entry))
            {
                Some(Some((end, value))) => {
                    middle.push_str(resolve(self.pool, middle_values[value as usize]));
                    end
                }
                _ => {
                    middle.push_str(self.single(at..at + len, stages, first));
                    at + len
                }
            };
            units.push(Piece {
                source: end - at,
                target: middle.len() - before,
            });
            at = end;
            let stretch_ends = self.stretch_ends(at);
            while done < middle.len() {
                let rest = &middle[done..];
                let (hit, unfinished) = last.search(rest);
                if unfinished && !stretch_ends {
                    break;
                }
                let (source, target) = match hit {
                    Some(hit) => (hit.len, resolve(self.pool, hit.value)),
                    None => (unmatched_len(rest), &rest[..unmatched_len(rest)]),
                };
                last_text.push_str(target);
                super::stages::match_characters(&rest[..source], target, |source, target| {
                    last_pieces.push(Piece { source, target });
                });
                done += source;
            }
            if done == middle.len() {
                break;
            }
        }
        let (mut source, mut target) = (start, 0);
        for piece in chain_pieces(units, last_pieces) {
            sink.replace(
                &self.text[source..source + piece.source],
                &last_text[target..target + piece.target],
            );
            source += piece.source;
            target += piece.target;
        }
        at
    }

    /// What one character becomes in normalisation and the first stage.
    fn single(&self, character: Range<usize>, stages: &Stages, first: &Dictionary) -> &'a str {
        let step = |character: &'a str, step: &Dictionary| {
            let code_point = character.chars().next().map_or(0, u32::from);
            match step.singles().get(code_point) {
                0 => character,
                value => resolve(self.pool, value),
            }
        };
        let text: &'a str = self.text;
        step(stages.normalization.iter().fold(&text[character], step), first)
    }

    /// Whether what an open character becomes in the middle may begin a phrase of the last stage together with what
    /// follows at `next`. Answers “yes” where that takes more than a look at one character.
    #[inline(always)]
    fn may_go_on(&self, next: usize, at: usize) -> bool {
        let Some(middle) = self.middle else { return false };
        if next >= self.text.len() {
            return false;
        }
        let (entry, len) = self.entry(next);
        if self.may_be_secondary(next + len, entry) {
            return true;
        }
        let node = middle.last.first(middle.codes.get(self.code_point(at).0));
        node.is_some_and(|node| {
            middle
                .last
                .next(node, middle.codes.get(self.code_point(next).0))
                .is_some()
        })
    }

    /// Whether the stretch between primary phrases ends at a byte position.
    fn stretch_ends(&self, at: usize) -> bool {
        if at >= self.text.len() {
            return true;
        }
        let (entry, len) = self.entry(at);
        entry.primary() == OPERATOR
            || self.primary.begins(entry.primary()) && self.longest_primary(at + len, entry).is_some()
    }
}
