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
    ("always", 1.64),
    ("romanised", 0.85),
    ("head word in both", 2.57),
    ("title before", 0.65),
    ("title behind", 0.90),
    ("title, and small letters", 0.98),
    ("nothing else", -1.81),
    ("abbreviation and proper ending", 1.52),
    ("a place's ending", 1.39),
    ("an ending of names and terms", -0.67),
    ("an ending of names and terms, abbreviation", -1.77),
    ("a term's ending", -0.41),
    ("a term's ending, abbreviation", -1.16),
    ("everyday words alone", -0.70),
    ("a name inside", 0.02),
    ("characters that are no words", 0.96),
    ("length", 1.09),
    ("Han in quotation marks", -1.05),
    ("Han in parentheses", -1.23),
    ("full name in parentheses", 0.55),
    ("marks, and many words with capitals", 2.14),
    ("capitals, a word of no dictionary", 0.74),
    ("English words", -1.26),
    ("a letter with a mark", 0.92),
    ("small letters, one word", -2.24),
    ("small letters, many words", -2.88),
    ("two capitals", -1.93),
    ("five capitals", 1.25),
    ("where it was published", -2.82),
    ("a name's ending behind", 1.46),
    ("a deed of institutions behind", 1.48),
    ("a term's ending behind", -0.96),
    ("a verb behind", 0.56),
    ("a line behind", -1.33),
    ("in a list", -1.19),
    ("more in the parenthesis", -0.78),
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
