//! Calibration: in, a model and pairs that it has not learned from; out, weights that make its scores probabilities.
//!
//! Each pair is set beside its near misses among the Latin names of its source, as the scale is defined. The regression is fitted by
//! Newton's method, a little drawn to zero.

use std::collections::BTreeMap;

use crate::lexicon::NamePair;
use crate::names::NameMatcher;
use crate::names::eval::{hash, latin_key, near_misses};
use crate::names::model::calibration::{Calibration, Evidence, FEATURES};
use crate::names::model::math::{exp, ln};
use crate::names::model::{LatinName, NameModel};

/// How many names of a source near misses are looked for among: the longer the list, the nearer they are.
const LIST: usize = 5000;
/// How strongly weights are drawn to zero.
const RIDGE: f64 = 0.5;
const ROUNDS: usize = 30;

/// Fits the calibration of `model` to those of `pairs` that are `held` out, beside near misses among all.
pub(crate) fn calibrate(model: &NameModel, pairs: &[NamePair], held: &[NamePair]) -> Calibration {
    let mut sources: BTreeMap<&str, BTreeMap<String, &str>> = BTreeMap::new();
    for pair in pairs {
        sources
            .entry(pair.source_group())
            .or_default()
            .insert(latin_key(&pair.latin), &pair.latin);
    }
    let lists: BTreeMap<&str, Vec<(String, &str)>> = sources
        .into_iter()
        .map(|(source, names)| {
            let mut names: Vec<(String, &str)> = names.into_iter().collect();
            names.sort_by_cached_key(|(key, _)| (hash(key), key.clone()));
            names.truncate(LIST);
            (source, names)
        })
        .collect();
    let mut matcher = NameMatcher::new(model);
    let mut points: Vec<([f64; FEATURES], f64)> = Vec::new();
    for pair in held {
        let han = model.han(&pair.han);
        let mut add = |latin: &str, truth: f64| {
            let latin = LatinName::new(latin);
            if !han.is_empty() && !latin.is_empty() {
                let evidence = Evidence {
                    score: matcher.raw(&han, &latin),
                    chars: han.len(),
                    letters: latin.len(),
                };
                points.push((evidence.features(), truth));
            }
        };
        add(&pair.latin, 1.0);
        let names = &lists[pair.source_group()];
        for near in near_misses(
            &latin_key(&pair.latin),
            (0..).zip(names.iter().map(|(key, _)| key.as_str())),
        ) {
            add(names[near as usize].1, 0.0);
        }
    }
    fit(&points)
}

/// The most likely weights: Newton's method, each step halved until it helps.
fn fit(points: &[([f64; FEATURES], f64)]) -> Calibration {
    let mut weights = [0.0; FEATURES];
    let mut known = loss(points, &weights);
    for _ in 0..ROUNDS {
        let step = newton_step(points, &weights);
        let mut length = 1.0;
        let better = loop {
            let moved: [f64; FEATURES] = std::array::from_fn(|i| weights[i] - length * step[i]);
            let loss = loss(points, &moved);
            if loss < known {
                break Some((moved, loss));
            }
            if length < 1e-6 {
                break None;
            }
            length /= 2.0;
        };
        let Some(better) = better else { break };
        (weights, known) = better;
    }
    Calibration(weights)
}

/// How sure the weights are of a point.
fn probability(weights: &[f64; FEATURES], features: &[f64; FEATURES]) -> f64 {
    let odds: f64 = weights
        .iter()
        .zip(features)
        .map(|(weight, feature)| weight * feature)
        .sum();
    1.0 / (1.0 + exp(-odds))
}

fn loss(points: &[([f64; FEATURES], f64)], weights: &[f64; FEATURES]) -> f64 {
    let drawn: f64 = weights.iter().map(|weight| RIDGE / 2.0 * weight * weight).sum();
    let missed = |(features, truth): &([f64; FEATURES], f64)| {
        let sure = probability(weights, features);
        -ln((if *truth > 0.5 { sure } else { 1.0 - sure }).max(1e-12))
    };
    drawn + points.iter().map(missed).sum::<f64>()
}

fn newton_step(points: &[([f64; FEATURES], f64)], weights: &[f64; FEATURES]) -> [f64; FEATURES] {
    let mut slope = weights.map(|weight| RIDGE * weight);
    let mut curvature = [[0.0; FEATURES]; FEATURES];
    for (i, row) in curvature.iter_mut().enumerate() {
        row[i] = RIDGE;
    }
    for (features, truth) in points {
        let sure = probability(weights, features);
        for i in 0..FEATURES {
            slope[i] += (sure - truth) * features[i];
            for j in 0..FEATURES {
                curvature[i][j] += sure * (1.0 - sure) * features[i] * features[j];
            }
        }
    }
    solve(curvature, slope)
}

/// Solves a positive definite system by Gaussian elimination.
fn solve(mut matrix: [[f64; FEATURES]; FEATURES], mut right: [f64; FEATURES]) -> [f64; FEATURES] {
    for i in 0..FEATURES {
        let pivot = matrix[i];
        for k in i + 1..FEATURES {
            let factor = matrix[k][i] / pivot[i];
            for (cell, above) in matrix[k].iter_mut().zip(pivot).skip(i) {
                *cell -= factor * above;
            }
            right[k] -= factor * right[i];
        }
    }
    for i in (0..FEATURES).rev() {
        let known: f64 = (i + 1..FEATURES).map(|j| matrix[i][j] * right[j]).sum();
        right[i] = (right[i] - known) / matrix[i][i];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fit_finds_the_share_of_truth() {
        let features = |score| {
            Evidence {
                score,
                chars: 3,
                letters: 7,
            }
            .features()
        };
        let points: Vec<_> = (0..400)
            .map(|i| {
                (
                    features(if i % 2 == 0 { -1.0 } else { 1.0 }),
                    f64::from(u8::from(i % 10 < 3)),
                )
            })
            .collect();
        // Of even i, 2 of 5 are below 3 (0 and 2); of odd i, 1 of 5 (1).
        let fitted = fit(&points);
        let sure = |score| {
            fitted.probability(Evidence {
                score,
                chars: 3,
                letters: 7,
            })
        };
        assert!((sure(-1.0) - 0.4).abs() < 0.02, "{}", sure(-1.0));
        assert!((sure(1.0) - 0.2).abs() < 0.02, "{}", sure(1.0));
    }
}
