//! From a likeness to a probability: in, the rank that a comparison gives; out, the share of such pairs that are true among near misses (one
//! true pair to five names with nearly the same letters).
//!
//! Counted on the dev part of `tests/names/romanised.tsv`, in three orders, beside people who exist and people who do not;
//! `tests/romanisation.rs` counts the test part. About .2 the likeness stands as it is: all there is to go by is the family name,
//! and how many of its bearers a list holds no count can say.

/// Likeness and probability; straight lines between.
const KNOTS: [(f64, f64); 9] = [
    (0.0, 0.0),
    (OTHER_GIVEN, 0.02),
    (0.2, 0.2),
    (SHARED_FAMILY_NAME, SHARED_FAMILY_NAME),
    (0.35, 0.42),
    (0.55, 0.58),
    (0.75, 0.68),
    (0.9, 0.93),
    (1.0, 0.998),
];

/// The family name beside another Chinese given name has this likeness or less.
pub(crate) const OTHER_GIVEN: f64 = 0.15;
/// The same beside an English given name.
pub(crate) const SHARED_FAMILY_NAME: f64 = 0.22;

/// The probability that a pair of this likeness is true. It grows with the likeness.
pub(crate) fn probability(likeness: f64) -> f64 {
    let at = KNOTS
        .partition_point(|&(knot, _)| knot < likeness)
        .clamp(1, KNOTS.len() - 1);
    let ((x0, y0), (x1, y1)) = (KNOTS[at - 1], KNOTS[at]);
    y0 + (y1 - y0) * (likeness - x0) / (x1 - x0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept() {
        let values: Vec<f64> = (0..=1000).map(|i| probability(f64::from(i) / 1000.0)).collect();
        assert!(values.is_sorted_by(|a, b| a < b));
        assert_eq!((values[0], values[1000]), (0.0, 0.998));
    }
}
