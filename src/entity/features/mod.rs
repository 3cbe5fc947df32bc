//! Whether two sides are a pair: in, the sides and how they are read; out, a probability.
//!
//! Terms are glossed in parentheses as often as names are (大型語言模型（Large Language Model）), and no single sign tells the two apart. So
//! every sign is a feature with a weight, and their sum decides (logistic regression).

mod around;
mod form;

pub(super) use form::is_publisher;

use super::Recogniser;
use super::parentheses::Sides;
use super::reading::Named;
use crate::text::Folded;

/// What speaks for or against a pair, from 0 to 1 each, as [`WEIGHTS`] names it.
pub(super) type Features = Vec<(&'static str, f64)>;

/// The features and what each weighs: what `fit` finds on the labelled parentheses of `tests/mining/dev.tsv`.
#[rustfmt::skip]
pub(super) const WEIGHTS: [(&str, f64); 36] = [
    ("always", 1.79),
    ("romanised", 0.79),
    ("head word in both", 2.37),
    ("title before", 0.51),
    ("title behind", 0.83),
    ("title, and small letters", 0.95),
    ("nothing else", -2.08),
    ("abbreviation and proper ending", 1.33),
    ("a place's ending", 1.36),
    ("an ending of names and terms", -0.84),
    ("an ending of names and terms, abbreviation", -1.69),
    ("a term's ending", -0.47),
    ("a term's ending, abbreviation", -1.08),
    ("everyday words alone", -0.61),
    ("a name inside", 0.03),
    ("characters that are no words", 1.02),
    ("length", 1.14),
    ("Han in quotation marks", -1.15),
    ("Han in parentheses", -1.28),
    ("full name in parentheses", 0.44),
    ("marks, and many words with capitals", 2.21),
    ("capitals, a word of no dictionary", 0.66),
    ("English words", -1.10),
    ("a letter with a mark", 0.91),
    ("small letters, one word", -2.25),
    ("small letters, many words", -2.92),
    ("two capitals", -1.86),
    ("five capitals", 1.36),
    ("where it was published", -2.87),
    ("a name's ending behind", 1.45),
    ("a deed of institutions behind", 1.40),
    ("a term's ending behind", -0.95),
    ("a verb behind", 0.68),
    ("a line behind", -1.37),
    ("in a list", -1.25),
    ("more in the parenthesis", -0.82),
];

/// The features of two sides.
pub(super) fn features(sides: &Sides, named: &Named, folded: &Folded, recogniser: Recogniser<'_>) -> Features {
    let mut features = vec![("always", 1.0)];
    features.extend(form::features(sides, named, folded, recogniser));
    features.extend(around::features(sides, named, folded, recogniser));
    features
}

/// How likely two sides with these features are a pair.
pub(super) fn probability(features: &Features) -> f64 {
    let weighed = features.iter().zip(&WEIGHTS).map(|((_, x), (_, weight))| x * weight);
    1.0 / (1.0 + (-weighed.sum::<f64>()).exp())
}

#[cfg(test)]
mod tests {
    use super::super::fit;
    use super::*;

    #[test]
    fn every_feature_has_its_weight() {
        let Some((rows, _)) = fit::labelled() else { return };
        let names = WEIGHTS.map(|(name, _)| name);
        for row in &rows {
            assert!(row.features.iter().map(|(name, _)| *name).eq(names));
        }
    }
}
