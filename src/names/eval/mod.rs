//! How good is a model of names? In, pairs that it has not learned from; out, the shares of right answers, by source and region, beside two
//! baselines that need no training.
//!
//! A question is a Chinese name, its Latin name, and 999 others of the same source; other Latin names that share the Chinese form stay in.
//! Near misses are the five Latin names that look most like the true one.

mod jaro;
mod near;
mod questions;
mod report;
mod split;

pub use near::near_misses;
pub use questions::{Question, QuestionOptions, Questions};
pub use report::{Bin, Figures, Report, evaluate};
pub use split::{Part, latin_key, of_part, part_of};

pub(crate) use split::hash;

use pinyin::ToPinyin;

use super::model::{HanName, LatinName, NameModel};
use super::{NameMatcher, likeness};
use crate::text::Folded;

/// Asks a model.
pub fn evaluate_model(model: &NameModel, questions: &Questions) -> Report {
    let mut matcher = NameMatcher::new(model);
    let latins: Vec<LatinName> = questions.latins.iter().map(|latin| LatinName::new(latin)).collect();
    let mut asked: Option<(String, HanName)> = None;
    evaluate(questions, |question, name, _| {
        let known = asked.take().filter(|(han, _)| *han == question.pair.han);
        let (text, han) = known.unwrap_or_else(|| (question.pair.han.clone(), model.han(&question.pair.han)));
        let value = matcher.score_prepared(&han, &latins[name as usize]).value;
        asked = Some((text, han));
        f64::from(value)
    })
}

/// Asks the baseline of pinyin and Jaro–Winkler: how alike are the letters of the reading and of the Latin name?
pub fn evaluate_pinyin(questions: &Questions) -> Report {
    evaluate(questions, |question, _, latin| {
        letters_alike(&Folded::new(&question.pair.han), latin)
    })
}

/// Asks the baseline of consonants in order and Jaro–Winkler, half and half.
pub fn evaluate_skeleton(questions: &Questions) -> Report {
    evaluate(questions, |question, _, latin| {
        let folded = Folded::new(&question.pair.han);
        (likeness(folded.view(), latin) + letters_alike(&folded, latin)) / 2.0
    })
}

/// How alike the letters of a name's reading and of a Latin name are, from 0 to 1.
fn letters_alike(han: &Folded, latin: &str) -> f64 {
    let readings = han.view().chars().filter_map(|c| c.to_pinyin());
    let letters: String = readings.map(|reading| reading.plain()).collect();
    jaro::jaro_winkler(letters.as_bytes(), latin_key(latin).as_bytes())
}
