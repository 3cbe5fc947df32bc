//! The names of a text that is converted: in, where they stand; out, each character by character, without phrases, every
//! character in the form that names use.

use std::ops::Range;

use super::engine::Engine;
use super::sink::Sink;
use super::stages::unmatched_len;
use super::{ids, transliteration};
use crate::lexicon::dictionary::{Dictionary, resolve};

/// A name in a text that is converted; see [`Converter::convert_with`](super::Converter::convert_with).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The bytes of the text that it covers.
    pub range: Range<usize>,
    /// What stands in its place in the converted text; where there is nothing, the name itself is converted.
    pub rendering: Option<String>,
}

impl From<Range<usize>> for Name {
    /// A name that is converted character by character.
    fn from(range: Range<usize>) -> Self {
        Name { range, rendering: None }
    }
}

/// Panics before anything is taken from an output, so that a caller's text is never lost.
pub(crate) fn check(text: &str, names: &[Name]) {
    let mut at = 0;
    for Name { range, rendering } in names {
        let sound = at <= range.start && range.start <= range.end;
        assert!(
            sound && text.is_char_boundary(range.start) && text.is_char_boundary(range.end),
            "{range:?} is no range of characters of the text behind byte {at}"
        );
        assert!(
            rendering
                .as_ref()
                .is_none_or(|rendering| !rendering.is_empty() && !range.is_empty()),
            "{range:?}: nothing is no name, and no rendering of one"
        );
        at = range.end;
    }
}

/// From which script to which a configuration leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From Simplified.
    ToTraditional,
    /// From Traditional.
    ToSimplified,
    /// From one Traditional standard to another.
    BetweenTraditional,
    /// Elsewhere: Japanese forms, or a configuration of a user's that changes no script.
    Other,
}

/// Converts a name into a sink.
pub(crate) fn convert<S: Sink>(engine: &Engine, name: &str, sink: &mut S) {
    let direction = engine.direction();
    let mut rest = name;
    while let Some(character) = rest.chars().next() {
        let source = &rest[..unmatched_len(rest)];
        rest = &rest[source.len()..];
        if ids::is_operator(character) {
            sink.copy(source);
            continue;
        }
        match convert_character(engine, direction, character) {
            Converted::One(target) if target == character => sink.copy(source),
            Converted::One(target) => sink.replace(source, target.encode_utf8(&mut [0; 4])),
            Converted::Several(target) => sink.replace(source, target),
        }
    }
}

/// What a character became.
enum Converted<'p> {
    One(char),
    Several(&'p str),
}

fn convert_character(engine: &Engine, direction: Direction, character: char) -> Converted<'_> {
    let stages = &engine.stages;
    let normal = match engine.through_singles(&stages.normalization, character) {
        Ok(normal) => normal,
        Err(several) => return Converted::Several(several),
    };
    let (start, chain) = match direction {
        // The table stands for the first step, which leads to OpenCC's standard; regional variants follow.
        Direction::ToTraditional => match transliteration::form(normal) {
            Some(form) => (form, &stages.chain[1..]),
            None => (normal, &stages.chain[..]),
        },
        Direction::BetweenTraditional => (transliteration::put_right(normal).unwrap_or(normal), &stages.chain[..]),
        Direction::ToSimplified | Direction::Other => (normal, &stages.chain[..]),
    };
    match engine.through_singles(chain, start) {
        Ok(target) => Converted::One(target),
        Err(several) => Converted::Several(several),
    }
}

impl Engine {
    /// What a configuration does, told by what it does to single characters.
    pub(crate) fn direction(&self) -> Direction {
        let becomes = |from: char, to: char| self.through_singles(&self.stages.chain, from) == Ok(to);
        if becomes('马', '馬') {
            Direction::ToTraditional
        } else if becomes('馬', '马') {
            Direction::ToSimplified
        } else if becomes('國', '國') && becomes('国', '国') {
            Direction::BetweenTraditional
        } else {
            Direction::Other
        }
    }

    /// What the steps make of a character, phrases left out; a string ends them where it becomes several characters.
    fn through_singles(&self, steps: &[Dictionary], mut character: char) -> Result<char, &str> {
        for step in steps {
            let value = step.singles().get(u32::from(character));
            if value != 0 {
                let target = resolve(&self.pool.0, value);
                let mut characters = target.chars();
                character = match (characters.next(), characters.next()) {
                    (Some(only), None) => only,
                    _ => return Err(target),
                };
            }
        }
        Ok(character)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::Config;
    use crate::convert::origin::embedded;

    #[test]
    fn directions_are_told_by_characters() {
        let of = |config: Config| embedded(config).unwrap().direction();
        for &config in Config::ALL {
            let (from, to) = config.name().split_once('2').unwrap();
            let expected = match (from, to) {
                ("s", _) => Direction::ToTraditional,
                (_, "s" | "sp") => Direction::ToSimplified,
                ("jp", _) | (_, "jp") => Direction::Other,
                _ => Direction::BetweenTraditional,
            };
            assert_eq!(of(config), expected, "{config}");
        }
    }
}
