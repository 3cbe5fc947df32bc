//! From what speaks for a name, in nats, to how likely it is one. The nats rank names well but are no odds, since what they add up is
//! not independent; so a line was fitted to candidates that were judged by hand (`tests/candidates`, the dev set), for each kind.

use super::Kind;

/// More than this nothing says: some candidates are wrong that everything speaks for.
const MOST: f64 = 0.97;

/// How likely a name is right for which `nats` speak, from 0 to 1.
pub(super) fn of(kind: Kind, nats: f32) -> f64 {
    let (at_zero, slope) = match kind {
        Kind::Chinese { .. } | Kind::Japanese { .. } | Kind::Foreign => (-0.5, 1.2),
        Kind::Sound => (-0.3, 0.8),
        Kind::Place | Kind::Institution => (0.3, 1.0),
    };
    let odds = at_zero + slope * f64::from(nats);
    (1.0 / (1.0 + (-odds).exp())).min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_more_speaks_for_is_likelier_and_nothing_is_sure() {
        for kind in [Kind::Foreign, Kind::Sound, Kind::Place, Kind::Institution] {
            let scores: Vec<f64> = [-8.0, -1.0, 0.0, 1.0, 2.0, 50.0].map(|nats| of(kind, nats)).to_vec();
            assert!(scores.is_sorted(), "{kind:?}: {scores:?}");
            assert!(scores[0] < 0.05 && scores[5] < 0.98, "{kind:?}: {scores:?}");
        }
    }
}
