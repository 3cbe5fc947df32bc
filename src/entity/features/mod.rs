//! Whether two sides are two names of one thing: in, the sides and how they are read; out, a probability.
//!
//! Terms are glossed in parentheses as often as names are (大型語言模型（Large Language Model）), and no single sign tells the two apart. So
//! every sign is a feature with a weight, and their sum decides (logistic regression). `gloss` asks less: whether they are two words for one
//! thing, names or terms.

mod around;
mod form;
pub(super) mod gloss;

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
    ("always", 2.00),
    ("romanised", 0.89),
    ("head word in both", 2.38),
    ("title before", 0.63),
    ("title behind", 1.07),
    ("title, and small letters", 1.12),
    ("nothing else", -1.76),
    ("abbreviation and proper ending", 1.26),
    ("a place's ending", 1.09),
    ("an ending of names and terms", -0.20),
    ("an ending of names and terms, abbreviation", -1.86),
    ("a term's ending", -0.49),
    ("a term's ending, abbreviation", -1.37),
    ("everyday words alone", -0.99),
    ("a name inside", -0.38),
    ("characters that are no words", 0.39),
    ("length", 1.13),
    ("Han in quotation marks", -1.11),
    ("Han in parentheses", -1.18),
    ("full name in parentheses", 0.65),
    ("marks, and many words with capitals", 2.08),
    ("capitals, a word of no dictionary", 0.83),
    ("English words", -1.30),
    ("a letter with a mark", 1.53),
    ("small letters, one word", -2.03),
    ("small letters, many words", -2.59),
    ("two capitals", -1.86),
    ("five capitals", 1.15),
    ("where it was published", -2.97),
    ("a name's ending behind", 1.72),
    ("a deed of institutions behind", 1.65),
    ("a term's ending behind", -0.81),
    ("a verb behind", 0.29),
    ("a line behind", -1.09),
    ("in a list", -1.11),
    ("more in the parenthesis", -0.61),
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
    sigmoid(features, WEIGHTS.map(|(_, weight)| weight))
}

/// The probability that features with these weights make.
pub(super) fn sigmoid(features: &Features, weights: impl IntoIterator<Item = f64>) -> f64 {
    let weighed = features.iter().zip(weights).map(|((_, x), weight)| x * weight);
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
        let glosses = gloss::WEIGHTS.map(|(name, _)| name);
        for row in &rows {
            assert!(row.names.iter().map(|(name, _)| *name).eq(names));
            assert!(row.glosses.iter().map(|(name, _)| *name).eq(glosses));
        }
    }
}
