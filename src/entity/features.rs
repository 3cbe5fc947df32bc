//! Whether two sides are a pair: in, the sides and how they are read; out, a probability.
//!
//! Terms are glossed in parentheses as often as names are (大型語言模型（Large Language Model）), and no single sign tells the two apart. So
//! every sign is a feature with a weight, and their sum decides (logistic regression).

use super::Recogniser;
use super::latin::{Writing, english_share, is_coined, is_term, writing};
use super::pairs::Relation;
use super::parentheses::Sides;
use super::people::{introduces_people, is_everyday_word};
use super::phrase::is_clean;
use super::reading::{Ground, Named};
use crate::text::{CharSpan, Folded};

/// How many features there are.
pub(super) const N: usize = 42;

/// The features and what each weighs: what `fit` finds on the labelled parentheses of `tests/mining/dev.tsv`.
#[rustfmt::skip]
pub(super) const WEIGHTS: [(&str, f64); N] = [
    ("always", 1.63),
    ("romanised", 0.32),
    ("sounds alike", 1.13),
    ("sounds alike, one word", 0.18),
    ("value of the sound", 0.14),
    ("head word in both", 0.86),
    ("proper ending and sound", 0.28),
    ("proper ending", 0.62),
    ("title before", 0.81),
    ("title behind", -0.22),
    ("full name of a person", 0.47),
    ("nothing else", -2.53),
    ("Han in quotation marks", -0.77),
    ("Latin in quotation marks", 0.93),
    ("Han in parentheses", -0.18),
    ("called so", 0.15),
    ("abbreviation", 0.08),
    ("abbreviation and proper ending", 0.44),
    ("one word with a capital", -0.38),
    ("small letters, one word", -0.84),
    ("small letters, many words", -1.06),
    ("a spelling of its own", -0.59),
    ("English words", 0.14),
    ("English words alone", -0.75),
    ("made like a term", -0.48),
    ("digits in Latin", 0.25),
    ("an everyday word", -0.80),
    ("known as a name", 0.57),
    ("a short name", -0.52),
    ("no name by its words", -0.18),
    ("begins the run", 0.23),
    ("a word for people before", 0.87),
    ("remark on a work", -1.46),
    ("quoted, and capitals", -0.19),
    ("marks, and many words with capitals", 1.28),
    ("Han in parentheses, a word of no dictionary", -0.46),
    ("nothing else, many words with capitals", 0.19),
    ("nothing else, a word of no dictionary", 0.23),
    ("nothing else, abbreviation", -0.38),
    ("title, and small letters", 0.32),
    ("length", 0.38),
    ("proper ending, English words alone", 0.40),
];

/// The features of two sides, as `WEIGHTS` names them, from 0 to 1.
pub(super) fn features(
    sides: &Sides,
    named: &Named,
    folded: &Folded,
    recogniser: Recogniser<'_>,
) -> [(&'static str, f64); N] {
    const SHORT: usize = 2;
    const LONG: f64 = 10.0;
    let (text, latin) = (folded.slice(named.span), folded.slice(sides.latin));
    let ground = |ground| f64::from(named.ground == ground);
    let writing = writing(latin);
    let yes = |is: bool| f64::from(is);
    let is_sound = matches!(named.ground, Ground::Sounds | Ground::EndingSounds);
    let is_one = matches!(writing, Writing::Word | Writing::Abbreviation | Writing::Small);
    let class = recogniser.segmenter.class_of(text);
    let is_name = ["nr", "ns", "nt", "nz"].iter().any(|tag| class.starts_with(tag));
    let run = folded.slice(CharSpan::new(sides.han.start, named.span.start));
    let share = english_share(latin);
    let is_quoted = sides.is_quoted && sides.han_first;
    let last = latin.rsplit(' ').next().unwrap_or(latin);
    [
        ("always", 1.0),
        ("romanised", ground(Ground::Romanised)),
        ("sounds alike", yes(is_sound)),
        ("sounds alike, one word", yes(is_sound && is_one)),
        (
            "value of the sound",
            if is_sound { f64::from(named.value) } else { 0.0 },
        ),
        ("head word in both", ground(Ground::HeadWord)),
        ("proper ending and sound", ground(Ground::EndingSounds)),
        ("proper ending", ground(Ground::Ending)),
        ("title before", yes(named.ground == Ground::Title && sides.han_first)),
        ("title behind", yes(named.ground == Ground::Title && !sides.han_first)),
        ("full name of a person", ground(Ground::FullName)),
        ("nothing else", ground(Ground::Nothing)),
        ("Han in quotation marks", yes(is_quoted)),
        ("Latin in quotation marks", yes(sides.is_quoted && !sides.han_first)),
        ("Han in parentheses", yes(!sides.han_first)),
        ("called so", ground(Ground::Called)),
        ("abbreviation", yes(writing == Writing::Abbreviation)),
        (
            "abbreviation and proper ending",
            yes(named.relation == Relation::Abbreviation && named.ground == Ground::Ending),
        ),
        ("one word with a capital", yes(writing == Writing::Word)),
        ("small letters, one word", yes(writing == Writing::Small)),
        ("small letters, many words", yes(writing == Writing::Phrase)),
        ("a spelling of its own", yes(latin.split(' ').any(is_coined))),
        ("English words", share),
        ("English words alone", yes(share == 1.0)),
        ("made like a term", yes(is_term(last))),
        ("digits in Latin", yes(latin.contains(|c: char| c.is_ascii_digit()))),
        ("an everyday word", yes(is_everyday_word(text, recogniser))),
        ("known as a name", yes(is_name)),
        ("a short name", yes(named.span.len() <= SHORT)),
        ("no name by its words", yes(!is_clean(text, recogniser.segmenter))),
        ("begins the run", yes(run.is_empty())),
        ("a word for people before", yes(introduces_people(run))),
        ("remark on a work", yes(is_remark(text, latin))),
        (
            "quoted, and capitals",
            yes(is_quoted && matches!(writing, Writing::Words | Writing::Word | Writing::Abbreviation)),
        ),
        (
            "marks, and many words with capitals",
            yes(sides.is_quoted && writing == Writing::Words),
        ),
        (
            "Han in parentheses, a word of no dictionary",
            yes(!sides.han_first && is_one && share == 0.0),
        ),
        (
            "nothing else, many words with capitals",
            yes(named.ground == Ground::Nothing && writing == Writing::Words),
        ),
        (
            "nothing else, a word of no dictionary",
            yes(named.ground == Ground::Nothing && writing == Writing::Word && share == 0.0),
        ),
        (
            "nothing else, abbreviation",
            yes(named.ground == Ground::Nothing && writing == Writing::Abbreviation),
        ),
        (
            "title, and small letters",
            yes(sides.is_title && writing == Writing::Phrase),
        ),
        ("length", named.span.len() as f64 / LONG),
        (
            "proper ending, English words alone",
            yes(named.ground == Ground::Ending && share == 1.0),
        ),
    ]
}

/// How likely two sides with these features are a pair.
pub(super) fn probability(features: &[(&'static str, f64); N]) -> f64 {
    let sum: f64 = features
        .iter()
        .zip(&WEIGHTS)
        .map(|((_, x), (_, weight))| x * weight)
        .sum();
    1.0 / (1.0 + (-sum).exp())
}

/// What names of kinds and languages end in.
pub(super) const KINDS: [char; 10] = ['语', '科', '属', '目', '类', '碱', '酸', '素', '病', '灵'];

/// Whether a parenthesis remarks on the work before it: where it is, who plays, what was made of it.
fn is_remark(text: &str, latin: &str) -> bool {
    const REMARKS: [&str; 16] = [
        "YouTube", "Netflix", "Spotify", "Facebook", "Medium", "PDF", "CC", "feat", "ft", "vs", "EP", "Photo", "HBO",
        "DVD", "CD", "MV",
    ];
    const ABOUT: [&str; 14] = [
        "入围", "取自", "改编", "确立", "收录", "发行", "导演", "演唱", "主演", "荣获", "获", "与", "由", "曾",
    ];
    latin.split([' ', '.']).any(|word| REMARKS.contains(&word)) || ABOUT.iter().any(|word| text.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::super::fit;
    use super::*;

    #[test]
    fn every_feature_has_its_weight() {
        let names = WEIGHTS.map(|(name, _)| name);
        let Some((rows, _)) = fit::labelled() else { return };
        assert!(rows.iter().all(|row| row.features.map(|(name, _)| name) == names));
    }
}
