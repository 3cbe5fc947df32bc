//! The weights of `features`, fitted to the labelled parentheses, and how well such weights do on articles that they were not fitted to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::characters::Characters;
use super::features::{Features, WEIGHTS, features};
use super::pairs::LEAST;
use super::parentheses::find;
use super::reading::read;
use super::{Gazetteer, Overlap, Rank, Recogniser, shipped_rows};
use crate::segment::Segmenter;
use crate::text::Folded;

/// A labelled parenthesis, read as if the gazetteer knew none of its sides.
pub(super) struct Row {
    file: String,
    place: String,
    pub(super) features: Features,
    is_pair: bool,
}

/// The labelled parentheses, if the articles are there, and the number of pairs that are read as nothing.
pub(super) fn labelled() -> Option<(Vec<Row>, usize)> {
    let shared = std::env::var_os("YIMING_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let articles = shared.join("data/articles");
    if !articles.is_dir() {
        eprintln!("skipped: no {}", articles.display());
        return None;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mining/dev.tsv");
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_path(path).unwrap();
    let mut labels: BTreeMap<String, Vec<(usize, usize, bool)>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        let number = |column: usize| row[column].parse().unwrap();
        let label = (number(1), number(2), &row[4] == "1");
        labels.entry(row[0].to_owned()).or_default().push(label);
    }
    let segmenter = Segmenter::new();
    let rows = shipped_rows().unwrap();
    let gazetteer = Gazetteer::new(rows.iter().map(|row| (Rank::Shipped, row)));
    let recogniser = Recogniser {
        gazetteer: &gazetteer,
        segmenter: &segmenter,
        overlap: Overlap::default(),
    };
    let (mut found, mut unread) = (Vec::new(), 0);
    for (file, labels) in labels {
        let text = fs::read_to_string(articles.join(&file)).unwrap();
        let folded = Folded::new(&text);
        let sides = find(&Characters::new(&folded));
        for (open, close, is_pair) in labels {
            let inside = |start: usize, end: usize| open < start && end < close;
            let sides = sides
                .iter()
                .find(|sides| inside(sides.han.start, sides.han.end) || inside(sides.latin.start, sides.latin.end));
            let named = sides.and_then(|sides| Some((sides, read(sides, &folded, recogniser)?)));
            let Some((sides, named)) = named else {
                unread += usize::from(is_pair);
                if is_pair {
                    println!("  not read: {file}:{open}");
                }
                continue;
            };
            found.push(Row {
                file: file.clone(),
                place: format!(
                    "{file}:{open} {:?} {}: {}",
                    named.ground,
                    folded.slice(named.span),
                    folded.slice(sides.latin)
                ),
                features: features(sides, &named, &folded, recogniser),
                is_pair,
            });
        }
    }
    Some((found, unread))
}

/// The weights that make what is labelled likeliest, those of a normal prior with a variance of 2 (Newton's method).
fn fit<'r>(rows: impl Iterator<Item = &'r Row> + Clone) -> Vec<f64> {
    const STEPS: usize = 8;
    const PRECISION: f64 = 0.5;
    let n = WEIGHTS.len();
    let mut weights = vec![0.0; n];
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = weights.iter().map(|weight| -PRECISION * weight).collect();
        let mut hessian = vec![vec![0.0; n]; n];
        for (i, row) in hessian.iter_mut().enumerate() {
            row[i] = PRECISION;
        }
        for row in rows.clone() {
            let p = sigmoid(&row.features, &weights);
            let present: Vec<(usize, f64)> = row
                .features
                .iter()
                .map(|(_, x)| *x)
                .enumerate()
                .filter(|(_, x)| *x != 0.0)
                .collect();
            for &(i, x) in &present {
                gradient[i] += x * (f64::from(row.is_pair) - p);
                for &(j, y) in &present {
                    hessian[i][j] += p * (1.0 - p) * x * y;
                }
            }
        }
        let step = solve(hessian, gradient);
        for (weight, step) in weights.iter_mut().zip(step) {
            *weight += step;
        }
    }
    weights
}

fn sigmoid(x: &Features, weights: &[f64]) -> f64 {
    let sum: f64 = x.iter().zip(weights).map(|((_, x), weight)| x * weight).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Solves `matrix` · x = `right`, for a matrix that is positive definite.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for i in 0..n {
        let (pivot, value) = (matrix[i].clone(), right[i]);
        for j in i + 1..n {
            let factor = matrix[j][i] / pivot[i];
            for k in i..n {
                matrix[j][k] -= factor * pivot[k];
            }
            right[j] -= factor * value;
        }
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| matrix[i][j] * right[j]).sum();
        right[i] = (right[i] - known) / matrix[i][i];
    }
    right
}

/// `cargo test fit -- --nocapture` prints the weights where they are no longer those of the table.
#[test]
fn the_weights_are_those_that_fit() {
    let Some((rows, _)) = labelled() else { return };
    let weights = fit(rows.iter());
    for ((name, _), &weight) in WEIGHTS.iter().zip(&weights) {
        println!("    (\"{name}\", {weight:.2}),");
    }
    for ((name, known), weight) in WEIGHTS.iter().zip(weights) {
        assert!((known - weight).abs() < 0.01, "{name}: {weight:.2}");
    }
}

/// Each article's parentheses judged by weights that were fitted to the others.
#[test]
fn weights_fitted_to_other_articles_do_nearly_as_well() {
    const PRECISION: f64 = 0.92;
    const RECALL: f64 = 0.84;
    let Some((rows, unread)) = labelled() else { return };
    let files: BTreeSet<&str> = rows.iter().map(|row| row.file.as_str()).collect();
    let (mut given, mut right) = (0, 0);
    for file in files {
        let weights = fit(rows.iter().filter(|row| row.file != file));
        for row in rows.iter().filter(|row| row.file == file) {
            let p = sigmoid(&row.features, &weights);
            given += usize::from(p >= LEAST);
            right += usize::from(p >= LEAST && row.is_pair);
            if (p >= LEAST) != row.is_pair {
                println!(
                    "  {p:.2} {} {}",
                    if row.is_pair { "missed" } else { "no pair" },
                    row.place
                );
            }
        }
    }
    let wanted = rows.iter().filter(|row| row.is_pair).count() + unread;
    let (precision, recall) = (right as f64 / given as f64, right as f64 / wanted as f64);
    println!(
        "{} rows, {wanted} pairs: precision {precision:.3}, recall {recall:.3}",
        rows.len()
    );
    assert!(precision >= PRECISION && recall >= RECALL);
}
