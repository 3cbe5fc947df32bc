//! What of a Latin name stands for what: the answer that a person reads.

use std::fmt;

use super::compare::{Match, Piece};
use super::forms::Agreement;
use super::latin::Latin;
use super::systems::Systems;

/// A Latin name laid beside a Chinese one. It prints as one line: `王 wong, 家 kar (variant), 衛 wai: Hong Kong Cantonese`.
#[derive(Debug, Clone, PartialEq)]
pub struct Romanisation {
    /// From 0 to 1, as [`ChineseName::likeness`](super::ChineseName::likeness) gives it.
    pub likeness: f64,
    /// The systems in which all that agrees is written; none where it is a mixture.
    pub systems: Systems,
    /// The family name; nothing where the Latin name has only the given one.
    pub family: Option<Syllable>,
    /// The characters of the given name.
    pub given: Vec<Syllable>,
    /// Words of the Latin name that stand for nothing here, in lower case: an English given name.
    pub beside: Vec<String>,
}

/// A character, or a family name, and what stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syllable {
    /// As in the Chinese name that was asked for.
    pub han: String,
    /// In lower case, without accents and hyphens; empty where nothing stands for it.
    pub latin: String,
    /// How they agree.
    pub agreement: Agreement,
    /// The systems that write it so.
    pub systems: Systems,
}

impl Romanisation {
    pub(super) fn new(characters: &[char], family: (usize, usize), given: usize, latin: &Latin, found: &Match) -> Self {
        let text = |start: usize, end: usize| String::from_utf8_lossy(latin.letters(start, end)).into_owned();
        let syllable = |characters: &[char], piece: &Piece| Syllable {
            han: characters.iter().collect(),
            latin: text(piece.start, piece.end),
            agreement: piece.agreement,
            systems: piece.systems,
        };
        let given = characters[given..]
            .iter()
            .zip(&found.given)
            .map(|(&character, piece)| syllable(&[character], piece))
            .collect();
        let used = || {
            [&found.family]
                .into_iter()
                .chain(&found.given)
                .filter(|piece| piece.start < piece.end)
        };
        let beside = latin
            .words()
            .filter(|&(start, end)| !used().any(|piece| piece.start < end && start < piece.end))
            .map(|(start, end)| text(start, end))
            .collect();
        Romanisation {
            likeness: found.likeness,
            systems: used().fold(Systems::ANY, |shared, piece| shared.and(piece.systems)),
            family: (found.family.agreement != Agreement::Absent)
                .then(|| syllable(&characters[family.0..family.1], &found.family)),
            given,
            beside,
        }
    }
}

impl fmt::Display for Romanisation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, syllable) in self.family.iter().chain(&self.given).enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            syllable.fmt(f)?;
        }
        for (i, word) in self.beside.iter().enumerate() {
            write!(f, "{} {word}", if i > 0 { "," } else { "; beside" })?;
        }
        if self.systems.is_empty() {
            f.write_str(": of several systems")
        } else if self.systems == Systems::ANY {
            Ok(())
        } else {
            write!(f, ": {}", self.systems)
        }
    }
}

impl fmt::Display for Syllable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.agreement {
            Agreement::Usual => "",
            Agreement::Variant => " (variant)",
            Agreement::RareReading => " (rare reading)",
            Agreement::NearHomophone => " (nearly)",
            Agreement::Initial => " (initial)",
            Agreement::Similar => " (alike)",
            Agreement::Absent => "—",
        };
        write!(f, "{} {}{how}", self.han, self.latin)
    }
}
