//! Scores: in, a Chinese and a Latin name as written; out, how sure it is that one renders the other, and on request why.
//!
//! Where the Chinese name may be a Chinese person's, its romanised forms have a say ([`person`](super::person)).

use super::model::align::{Aligner, Step, step_weight};
use super::model::calibration::Evidence;
use super::model::han::{SEPARATOR, symbols};
use super::model::tables::{SCALE, UNKNOWN_ROW};
use super::model::{HanName, LatinName, NameModel};
use super::person::ChinesePerson;
use super::romanisation::{ChineseName, Romanisation};
use crate::text::fold_char;

/// In what way two names match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MatchKind {
    /// Both are the same letters.
    Exact,
    /// The Chinese name renders the sound of the Latin one: 辛頓, Hinton.
    Transliteration,
    /// The Latin name is the Chinese one in Latin letters: 許家維, Hsu Chia-wei.
    Romanisation,
}

impl MatchKind {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            MatchKind::Exact => "exact",
            MatchKind::Transliteration => "transliteration",
            MatchKind::Romanisation => "romanisation",
        }
    }
}

/// How sure it is that two names are one, from 0 to 1, and in what way they match.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Of pairs with this value, about this share is true where one in six is and the others look much like it.
    pub value: f32,
    /// In what way.
    pub kind: MatchKind,
}

/// Why two names have their score.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The score.
    pub score: Score,
    /// The sum of the pieces' weights and the model's bias, in nats.
    pub raw: f32,
    /// Whether the last word of the Latin name was put first to align it.
    pub rotated: bool,
    /// What renders what, in order.
    pub pieces: Vec<Piece>,
    /// How the Latin name romanises the Chinese one, where it does.
    pub romanisation: Option<Romanisation>,
}

/// One piece of an alignment.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// The characters; empty for letters that none renders.
    pub han: String,
    /// The letters, in lower case; empty for characters that render none.
    pub latin: String,
    /// What the piece speaks for (above 0) or against the pair, in nats.
    pub weight: f32,
}

/// What it costs that the Latin name has its words in another order, in 256ths of a nat.
const ROTATION: i32 = 256;

/// Scores pairs by a model: one for each thread, reused, so that no pair allocates.
///
/// ```
/// use yiming::names::{MatchKind, NameMatcher, NameModel};
///
/// let mut matcher = NameMatcher::new(NameModel::shipped());
/// let whole = matcher.score("伊爾亞·蘇茨克維", "Ilya Sutskever");
/// assert!(whole.value > 0.9 && whole.kind == MatchKind::Transliteration);
/// let part = matcher.score("伊爾亞", "Ilya Sutskever");
/// let wrong = matcher.score("伊爾亞", "Elon Musk");
/// assert!(whole.value > part.value && part.value > wrong.value);
/// ```
#[derive(Debug, Clone)]
pub struct NameMatcher<'m> {
    model: &'m NameModel,
    aligner: Aligner,
    han: HanName,
    latin: LatinName,
    rotated: LatinName,
    person: ChinesePerson,
}

impl<'m> NameMatcher<'m> {
    /// A matcher by `model`.
    pub fn new(model: &'m NameModel) -> Self {
        NameMatcher {
            model,
            aligner: Aligner::default(),
            han: HanName::default(),
            latin: LatinName::default(),
            rotated: LatinName::default(),
            person: ChinesePerson::default(),
        }
    }

    /// The model.
    pub fn model(&self) -> &'m NameModel {
        self.model
    }

    /// How sure it is that `han` renders `latin`.
    pub fn score(&mut self, han: &str, latin: &str) -> Score {
        self.score_and_raw(han, latin).0
    }

    /// The score, and what orders pairs of the same: the sum of the alignment, in nats.
    pub(crate) fn score_and_raw(&mut self, han: &str, latin: &str) -> (Score, f32) {
        let (mut prepared_han, mut prepared_latin) = (std::mem::take(&mut self.han), std::mem::take(&mut self.latin));
        prepared_han.set(han, &self.model.tables);
        prepared_latin.set(latin);
        let (mut score, raw) = self.transliteration(&prepared_han, &prepared_latin);
        // Only a name without Chinese characters can be the same letters.
        let is_latin = |&row: &u16| row < UNKNOWN_ROW || row == SEPARATOR;
        if prepared_han.rows().iter().all(is_latin) && same_letters(han, latin) {
            score = Score {
                value: 1.0,
                kind: MatchKind::Exact,
            };
        } else {
            score = self.person.weigh(score, han, latin, &prepared_latin);
        }
        (self.han, self.latin) = (prepared_han, prepared_latin);
        (score, raw)
    }

    /// How sure it is that one renders the sound of the other, for names made ready by [`NameModel::han`] of this matcher's model and
    /// [`LatinName::new`].
    pub fn score_prepared(&mut self, han: &HanName, latin: &LatinName) -> Score {
        self.transliteration(han, latin).0
    }

    /// The same, and what orders pairs of the same score.
    pub(crate) fn transliteration(&mut self, han: &HanName, latin: &LatinName) -> (Score, f32) {
        let kind = MatchKind::Transliteration;
        if han.is_empty() || latin.is_empty() {
            return (Score { value: 0.0, kind }, f32::NEG_INFINITY);
        }
        let raw = self.raw(han, latin);
        let evidence = Evidence {
            score: raw,
            chars: han.len(),
            letters: latin.len(),
        };
        let value = self.model.calibration.probability(evidence);
        (Score { value, kind }, raw)
    }

    /// The score that ranks Latin names for one Chinese name, in nats, before it is made a probability.
    pub fn raw(&mut self, han: &HanName, latin: &LatinName) -> f32 {
        let straight = self.aligner.score(&self.model.tables, han, latin);
        let best = if can_rotate(han, latin) {
            self.rotated.set_rotated(latin);
            straight.max(self.aligner.score(&self.model.tables, han, &self.rotated) - ROTATION)
        } else {
            straight
        };
        best as f32 / SCALE
    }

    /// Why `han` and `latin` have their score: character by chunk.
    pub fn explain(&mut self, han: &str, latin: &str) -> Explanation {
        let score = self.score(han, latin);
        let romanisation = ChineseName::new(han).and_then(|name| name.explain(latin));
        let Alignment { raw, rotated, pieces } = self.align(han, latin);
        Explanation {
            score,
            raw,
            rotated,
            pieces,
            romanisation,
        }
    }

    /// What renders what in two names, in order.
    pub(crate) fn pieces(&mut self, han: &str, latin: &str) -> Vec<Piece> {
        self.align(han, latin).pieces
    }

    fn align(&mut self, han: &str, latin: &str) -> Alignment {
        let tables = &self.model.tables;
        let (prepared_han, mut prepared_latin) = (self.model.han(han), LatinName::new(latin));
        if prepared_han.is_empty() || prepared_latin.is_empty() {
            return Alignment::default();
        }
        let mut steps = Vec::new();
        let mut raw = self.aligner.score(tables, &prepared_han, &prepared_latin);
        let mut rotated = false;
        if can_rotate(&prepared_han, &prepared_latin) {
            self.rotated.set_rotated(&prepared_latin);
            let other = self.aligner.score(tables, &prepared_han, &self.rotated) - ROTATION;
            if other > raw {
                (raw, rotated) = (other, true);
                prepared_latin = self.rotated.clone();
            }
        }
        self.aligner.trace(tables, &prepared_han, &prepared_latin, &mut steps);
        let chars: Vec<char> = symbols(han, tables).map(|(c, _)| c).collect();
        let pieces = steps
            .into_iter()
            .map(|step| {
                let (at, from, to) = match step {
                    Step::Chunk { char, from, to, .. } | Step::Initial { char, from, to } => (char..char + 1, from, to),
                    Step::Drop { at } => (0..0, at, at + 1),
                    Step::Word { from, to } => (0..0, from + 1, to),
                    Step::Separator { char, met } => (char..char + 1, met.unwrap_or(1), met.map_or(1, |at| at + 1)),
                    Step::Part { from, to } => (from..to, 1, 1),
                };
                Piece {
                    han: chars[at].iter().collect(),
                    latin: prepared_latin.text(from, to),
                    weight: step_weight(tables, &prepared_han, &prepared_latin, step) as f32 / SCALE,
                }
            })
            .collect();
        Alignment {
            raw: raw as f32 / SCALE,
            rotated,
            pieces,
        }
    }
}

/// The best way to align two names; as in an [`Explanation`].
#[derive(Default)]
struct Alignment {
    raw: f32,
    rotated: bool,
    pieces: Vec<Piece>,
}

/// Whether the order of the words can matter.
fn can_rotate(han: &HanName, latin: &LatinName) -> bool {
    han.has_parts() && latin.words() > 1
}

/// Whether two names are the same letters and digits.
fn same_letters(a: &str, b: &str) -> bool {
    let letters = |text: &str| {
        let folded: Vec<char> = text
            .chars()
            .map(fold_char)
            .flat_map(char::to_lowercase)
            .filter(|c| c.is_alphanumeric())
            .collect();
        folded
    };
    let a = letters(a);
    !a.is_empty() && a == letters(b)
}
