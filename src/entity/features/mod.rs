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
    ("always", 2.76),
    ("romanised", 0.65),
    ("head word in both", 1.76),
    ("title before", 1.05),
    ("title behind", 0.57),
    ("title, and small letters", 0.49),
    ("nothing else", -2.01),
    ("abbreviation and proper ending", 1.33),
    ("a place's ending", 0.89),
    ("an ending of names and terms", -1.11),
    ("an ending of names and terms, abbreviation", -1.69),
    ("a term's ending", -0.71),
    ("a term's ending, abbreviation", -1.05),
    ("everyday words alone", -1.29),
    ("a name inside", -0.63),
    ("length", 1.17),
    ("Han in quotation marks", -1.45),
    ("Han in parentheses", -0.99),
    ("marks, and many words with capitals", 1.79),
    ("capitals, a word of no dictionary", 0.93),
    ("English words", -1.28),
    ("small letters, one word", -1.88),
    ("small letters, many words", -2.21),
    ("two capitals", -2.13),
    ("five capitals", 1.20),
    ("where it was published", -2.50),
    ("a name's ending behind", 0.96),
    ("a deed of institutions behind", 1.12),
    ("a line behind", -1.53),
    ("in a list", -1.27),
    ("more in the parenthesis", -0.87),
    ("in the heading", -0.86),
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
