//! Whether two sides are a pair: in, the sides and how they are read; out, a probability.
//!
//! Terms are glossed in parentheses as often as names are (大型語言模型（Large Language Model）), and no single sign tells the two apart. So
//! every sign is a feature with a weight, and their sum decides (logistic regression).

mod around;
mod form;

use super::Recogniser;
use super::parentheses::Sides;
use super::reading::Named;
use crate::text::Folded;

/// What speaks for or against a pair, from 0 to 1 each, as [`WEIGHTS`] names it.
pub(super) type Features = Vec<(&'static str, f64)>;

/// The features and what each weighs: what `fit` finds on the labelled parentheses of `tests/mining/dev.tsv`.
#[rustfmt::skip]
pub(super) const WEIGHTS: [(&str, f64); 32] = [
    ("always", 2.67),
    ("romanised", 0.55),
    ("head word in both", 1.78),
    ("title before", 1.04),
    ("title behind", 0.61),
    ("title, and small letters", 0.56),
    ("nothing else", -2.00),
    ("abbreviation and proper ending", 1.43),
    ("a place's ending", 0.94),
    ("an ending of names and terms", -1.10),
    ("an ending of names and terms, abbreviation", -1.68),
    ("a term's ending", -0.58),
    ("a term's ending, abbreviation", -1.11),
    ("everyday words alone", -1.30),
    ("a name inside", -0.62),
    ("length", 1.10),
    ("Han in quotation marks", -1.47),
    ("Han in parentheses", -0.98),
    ("full name in parentheses", 0.10),
    ("marks, and many words with capitals", 1.81),
    ("capitals, a word of no dictionary", 0.92),
    ("English words", -1.22),
    ("small letters, one word", -1.85),
    ("small letters, many words", -2.27),
    ("two capitals", -2.14),
    ("five capitals", 1.29),
    ("where it was published", -2.45),
    ("a name's ending behind", 1.06),
    ("a deed of institutions behind", 1.18),
    ("a line behind", -1.54),
    ("in a list", -1.21),
    ("more in the parenthesis", -0.91),
];

/// The features of two sides.
pub(super) fn features(sides: &Sides, named: &Named, folded: &Folded, recogniser: Recogniser<'_>) -> Features {
    let mut features = vec![("always", 1.0)];
    features.extend(form::features(sides, named, folded, recogniser));
    features.extend(around::features(sides, named, folded));
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
