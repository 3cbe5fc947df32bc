//! From the score of an alignment to a probability: in, the score and how much there was to align; out, the share of pairs with such a
//! score that are true among near misses (one true pair to five Latin names that look most like the true one).
//!
//! A logistic regression, so that the score may count differently where there is little to go by: one character, two letters.

use super::math::exp;

/// How many numbers describe a score.
pub(crate) const FEATURES: usize = 9;

/// What is left for a name of one character. There are too few such pairs to fit it; but a syllable is the name of many, so that it never is more
/// likely than not whose.
const ONE_CHARACTER: f32 = 0.5;

/// What is known of an alignment besides its score.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evidence {
    /// The score, in nats.
    pub(crate) score: f32,
    /// Characters, separators left out.
    pub(crate) chars: usize,
    /// Letters.
    pub(crate) letters: usize,
}

impl Evidence {
    /// The numbers that the regression weighs.
    pub(crate) fn features(self) -> [f64; FEATURES] {
        let score = f64::from(self.score.clamp(-30.0, 30.0));
        let is = |condition: bool| f64::from(u8::from(condition));
        let short = is(self.chars <= 1);
        [
            1.0,
            score,
            score.max(0.0),
            (score - 3.0).max(0.0),
            short,
            short * score,
            is(self.chars == 2),
            is(self.letters <= 2),
            is(self.chars >= 5),
        ]
    }
}

/// The weights of the regression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Calibration(pub(crate) [f64; FEATURES]);

impl Default for Calibration {
    /// Scores are log-odds as they stand.
    fn default() -> Self {
        let mut weights = [0.0; FEATURES];
        weights[1] = 1.0;
        Calibration(weights)
    }
}

impl Calibration {
    /// The probability, from 0 to 1.
    pub(crate) fn probability(&self, evidence: Evidence) -> f32 {
        let odds: f64 = self
            .0
            .iter()
            .zip(evidence.features())
            .map(|(weight, feature)| weight * feature)
            .sum();
        let sure = (1.0 / (1.0 + exp(-odds))) as f32;
        if evidence.chars == 1 {
            ONE_CHARACTER * sure
        } else {
            sure
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn untrained_scores_are_log_odds() {
        let evidence = |score| Evidence {
            score,
            chars: 3,
            letters: 8,
        };
        assert!((Calibration::default().probability(evidence(0.0)) - 0.5).abs() < 1e-6);
        assert!(Calibration::default().probability(evidence(2.2)) > 0.89);
    }
}
