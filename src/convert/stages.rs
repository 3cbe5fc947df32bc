//! Conversion stage by stage, as OpenCC describes it: in, the dictionaries of a configuration and a text; out, the text
//! and pieces that say which bytes became which. It works for every configuration, is what [`compose`](super::compose)
//! computes ahead with, and what the faster engine is tested against. Its cost is a pass over the text for each stage.

use super::ids;
use crate::lexicon::dictionary::{Dictionary, resolve};

/// The dictionaries of a configuration, groups resolved.
#[derive(Debug, Clone, Default)]
pub struct Stages {
    /// Steps over the whole text.
    pub normalization: Vec<Dictionary>,
    /// The dictionary of the segmentation.
    pub segmentation: Option<Dictionary>,
    /// Steps over each segment.
    pub chain: Vec<Dictionary>,
}

/// Consecutive bytes of a source that became consecutive bytes of a target, by their lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Bytes of the source.
    pub source: usize,
    /// Bytes of the target.
    pub target: usize,
}

impl Stages {
    /// Converts a text. `pool` is the text of the pool that the dictionaries refer to.
    pub fn convert(&self, pool: &str, text: &str) -> (String, Vec<Piece>) {
        let mut whole = Tracked::new(text);
        for step in &self.normalization {
            whole = whole.through(step, pool);
        }
        let mut converted = String::with_capacity(text.len());
        let mut pieces = Vec::new();
        for segment in self.segments(&whole.text) {
            let part = self.convert_segment(pool, segment);
            converted.push_str(&part.text);
            pieces.extend(part.pieces);
        }
        (converted, chain_pieces(&whole.pieces, &pieces))
    }

    /// Converts one segment through the chain.
    pub fn convert_segment(&self, pool: &str, segment: &str) -> Tracked {
        self.chain
            .iter()
            .fold(Tracked::new(segment), |text, step| text.through(step, pool))
    }

    /// The normalised text.
    pub fn normalize(&self, pool: &str, text: &str) -> String {
        self.normalization
            .iter()
            .fold(Tracked::new(text), |text, step| text.through(step, pool))
            .text
    }

    /// The normalised text, in pieces that convert independently: a match is one piece.
    pub fn normalize_tracked(&self, pool: &str, text: &str) -> Tracked {
        self.normalization.iter().fold(Tracked::new(text), |before, step| {
            let mut after = Tracked::default();
            apply(step, pool, &before.text, |source, target| {
                after.text.push_str(target);
                after.pieces.push(Piece {
                    source: source.len(),
                    target: target.len(),
                });
            });
            Tracked {
                text: after.text,
                pieces: chain_pieces(&before.pieces, &after.pieces),
            }
        })
    }

    /// The segments of a normalised text: forward longest matches, and the stretches between them. A text without
    /// segmentation is one segment.
    pub fn segments<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let Some(dictionary) = &self.segmentation else {
            return vec![text];
        };
        let mut segments = Vec::new();
        let (mut start, mut at) = (0, 0);
        while at < text.len() {
            let rest = &text[at..];
            if let Some(hit) = dictionary.longest(rest) {
                if start < at {
                    segments.push(&text[start..at]);
                }
                segments.push(&rest[..hit.len]);
                at += hit.len;
                start = at;
            } else {
                at += unmatched_len(rest);
            }
        }
        if start < at {
            segments.push(&text[start..]);
        }
        segments
    }
}

/// A text on its way through the stages, with its pieces relative to the source.
#[derive(Debug, Clone, Default)]
pub struct Tracked {
    /// The text as it stands.
    pub text: String,
    /// What became of the source so far; they tile both sides.
    pub pieces: Vec<Piece>,
}

impl Tracked {
    fn new(text: &str) -> Tracked {
        let pieces = text
            .chars()
            .map(|c| Piece {
                source: c.len_utf8(),
                target: c.len_utf8(),
            })
            .collect();
        Tracked {
            text: text.to_owned(),
            pieces,
        }
    }

    fn through(self, step: &Dictionary, pool: &str) -> Tracked {
        let mut text = String::with_capacity(self.text.len());
        let mut pieces = Vec::with_capacity(self.pieces.len());
        apply(step, pool, &self.text, |source, target| {
            text.push_str(target);
            match_characters(source, target, |source, target| pieces.push(Piece { source, target }));
        });
        Tracked {
            text,
            pieces: chain_pieces(&self.pieces, &pieces),
        }
    }
}

/// One step over a text: calls `emit` with each matched key and its value, and with what is copied.
pub fn apply<'t>(step: &Dictionary, pool: &'t str, text: &'t str, mut emit: impl FnMut(&'t str, &'t str)) {
    let mut rest = text;
    while !rest.is_empty() {
        let (source, target);
        match step.longest(rest) {
            Some(hit) => {
                source = &rest[..hit.len];
                target = resolve(pool, hit.value);
            }
            None => {
                source = &rest[..unmatched_len(rest)];
                target = source;
            }
        }
        emit(source, target);
        rest = &rest[source.len()..];
    }
}

/// How many bytes are copied where nothing matches: a whole ideographic description, or one character.
pub fn unmatched_len(text: &str) -> usize {
    ids::sequence_len(text).unwrap_or_else(|| text.chars().next().map_or(0, char::len_utf8))
}

/// Splits a match into one piece a character where source and target have as many characters, else leaves it whole.
pub fn match_characters(source: &str, target: &str, mut piece: impl FnMut(usize, usize)) {
    if source.chars().count() == target.chars().count() {
        source
            .chars()
            .zip(target.chars())
            .for_each(|(s, t)| piece(s.len_utf8(), t.len_utf8()));
    } else {
        piece(source.len(), target.len());
    }
}

/// Chains two tilings, source to middle and middle to target: a piece of the result ends where both have a border.
pub fn chain_pieces(first: &[Piece], second: &[Piece]) -> Vec<Piece> {
    let mut result = Vec::with_capacity(first.len().min(second.len()));
    let mut second = second.iter();
    let mut open = Piece { source: 0, target: 0 };
    // Bytes of the middle text that `first` has covered beyond `second`.
    let mut ahead = 0isize;
    for piece in first {
        open.source += piece.source;
        ahead += piece.target as isize;
        while ahead > 0 {
            let Some(next) = second.next() else { break };
            open.target += next.target;
            ahead -= next.source as isize;
        }
        if ahead == 0 {
            result.push(std::mem::replace(&mut open, Piece { source: 0, target: 0 }));
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_compose_at_common_borders() {
        let p = |source, target| Piece { source, target };
        assert_eq!(
            chain_pieces(&[p(3, 3), p(3, 3), p(3, 6)], &[p(6, 3), p(3, 3), p(3, 4)]),
            [p(6, 3), p(3, 7)]
        );
        assert_eq!(chain_pieces(&[p(3, 6), p(3, 3)], &[p(3, 3), p(6, 6)]), [p(6, 9)]);
        assert_eq!(chain_pieces(&[], &[]), []);
    }
}
