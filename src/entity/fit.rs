//! The weights of `features`, fitted to the labelled parentheses, and how well such weights do on articles that they were not fitted to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::characters::Characters;
use super::features::{Features, WEIGHTS, features, gloss, sigmoid};
use super::pairs::{LEAST, LEAST_GLOSS, may_be_name};
use super::parentheses::find;
use super::reading::read;
use super::{Gazetteer, Overlap, Rank, Recogniser, shipped_rows};
use crate::segment::Segmenter;
use crate::text::Folded;

/// A labelled parenthesis, read as if the gazetteer did not know that its sides are one.
pub(super) struct Row {
    file: String,
    place: String,
    /// What tells a name.
    pub(super) names: Features,
    /// What tells two words for one thing.
    pub(super) glosses: Features,
    /// Whether its sides may be a name at all.
    may_be_name: bool,
    label: Label,
}

/// What a parenthesis is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Nothing,
    Term,
    Name,
}

/// The labelled parentheses, if the articles are there, and those that are read as nothing.
pub(super) fn labelled() -> Option<(Vec<Row>, Vec<Label>)> {
    let shared = std::env::var_os("YIMING_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let articles = shared.join("data/articles");
    if !articles.is_dir() {
        eprintln!("skipped: no {}", articles.display());
        return None;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mining/dev.tsv");
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_path(path).unwrap();
    let mut labels: BTreeMap<String, Vec<(usize, usize, Label)>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        let number = |column: usize| row[column].parse().unwrap();
        let label = match &row[5] {
            "name" => Label::Name,
            "term" => Label::Term,
            _ => Label::Nothing,
        };
        let place = (number(1), number(2), label);
        labels.entry(row[0].to_owned()).or_default().push(place);
    }
    let segmenter = Segmenter::new();
    let rows = shipped_rows().unwrap();
    let gazetteer = Gazetteer::new(rows.iter().map(|row| (Rank::Shipped, row)));
    let recogniser = Recogniser {
        gazetteer: &gazetteer,
        segmenter: &segmenter,
        overlap: Overlap::default(),
    };
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    for (file, labels) in labels {
        let text = fs::read_to_string(articles.join(&file)).unwrap();
        let folded = Folded::new(&text);
        let sides = find(&Characters::new(&folded));
        for (open, close, label) in labels {
            let inside = |start: usize, end: usize| open < start && end < close;
            let sides = sides
                .iter()
                .find(|sides| inside(sides.han.start, sides.han.end) || inside(sides.latin.start, sides.latin.end));
            let named = sides.and_then(|sides| Some((sides, read(sides, &folded, recogniser)?)));
            let Some((sides, named)) = named else {
                unread.push(label);
                if label != Label::Nothing {
                    println!("  not read: {file}:{open}");
                }
                continue;
            };
            let names = features(sides, &named, &folded, recogniser);
            found.push(Row {
                file: file.clone(),
                place: format!(
                    "{file}:{open} {:?} {}: {}",
                    named.ground,
                    folded.slice(named.span),
                    folded.slice(sides.latin)
                ),
                glosses: gloss::features(&names, sides, &named, &folded, recogniser),
                names,
                may_be_name: may_be_name(sides, &folded, recogniser),
                label,
            });
        }
    }
    Some((found, unread))
}

/// A question that weights answer.
struct Question {
    features: fn(&Row) -> &Features,
    /// Whether it is asked of a row at all, and what is right there.
    is_asked: fn(&Row) -> bool,
    is_right: fn(Label) -> bool,
    least: f64,
}

const QUESTIONS: [(Question, &[(&str, f64)]); 2] = [
    (
        Question {
            features: |row| &row.names,
            is_asked: |row| row.may_be_name,
            is_right: |label| label == Label::Name,
            least: LEAST,
        },
        &WEIGHTS,
    ),
    (
        Question {
            features: |row| &row.glosses,
            is_asked: |_| true,
            is_right: |label| label != Label::Nothing,
            least: LEAST_GLOSS,
        },
        &gloss::WEIGHTS,
    ),
];

/// The weights that make what is labelled likeliest, those of a normal prior with a variance of 2 (Newton's method).
fn fit<'r>(rows: impl Iterator<Item = (&'r Features, bool)> + Clone, n: usize) -> Vec<f64> {
    const STEPS: usize = 8;
    const PRECISION: f64 = 0.5;
    let mut weights = vec![0.0; n];
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = weights.iter().map(|weight| -PRECISION * weight).collect();
        let mut hessian = vec![vec![0.0; n]; n];
        for (i, row) in hessian.iter_mut().enumerate() {
            row[i] = PRECISION;
        }
        for (features, is_pair) in rows.clone() {
            let p = sigmoid(features, weights.iter().copied());
            let present: Vec<(usize, f64)> = features
                .iter()
                .map(|(_, x)| *x)
                .enumerate()
                .filter(|(_, x)| *x != 0.0)
                .collect();
            for &(i, x) in &present {
                gradient[i] += x * (f64::from(is_pair) - p);
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

impl Question {
    fn rows<'r>(
        &'r self,
        rows: impl Iterator<Item = &'r Row> + Clone,
    ) -> impl Iterator<Item = (&'r Features, bool)> + Clone {
        let asked = rows.filter(|row| (self.is_asked)(row));
        asked.map(|row| ((self.features)(row), (self.is_right)(row.label)))
    }
}

/// `cargo test fit -- --nocapture` prints the weights where they are no longer those of the tables.
#[test]
fn the_weights_are_those_that_fit() {
    let Some((rows, _)) = labelled() else { return };
    let mut off = Vec::new();
    for (question, table) in &QUESTIONS {
        let weights = fit(question.rows(rows.iter()), table.len());
        for ((name, known), weight) in table.iter().zip(weights) {
            println!("    (\"{name}\", {weight:.2}),");
            if (known - weight).abs() >= 0.01 {
                off.push(*name);
            }
        }
        println!();
    }
    assert!(off.is_empty(), "{off:?}");
}

/// Each article's parentheses judged by weights that were fitted to the others.
#[test]
fn weights_fitted_to_other_articles_do_nearly_as_well() {
    /// Precision and recall of names, and of all pairs.
    const FLOORS: [(f64, f64); 2] = [(0.91, 0.85), (0.93, 0.92)];
    let Some((rows, unread)) = labelled() else { return };
    let files: BTreeSet<&str> = rows.iter().map(|row| row.file.as_str()).collect();
    for ((question, table), floors) in QUESTIONS.iter().zip(FLOORS) {
        let is_right = question.is_right;
        let (mut given, mut right) = (0, 0);
        for file in &files {
            let weights = fit(question.rows(rows.iter().filter(|row| row.file != *file)), table.len());
            let here = rows.iter().filter(|row| row.file == *file && (question.is_asked)(row));
            for row in here {
                let p = sigmoid((question.features)(row), weights.iter().copied());
                let (is_given, is_right) = (p >= question.least, is_right(row.label));
                given += usize::from(is_given);
                right += usize::from(is_given && is_right);
                if is_given != is_right {
                    println!("  {p:.2} {} {}", if is_right { "missed" } else { "no pair" }, row.place);
                }
            }
        }
        let labels = rows.iter().map(|row| row.label).chain(unread.iter().copied());
        let wanted = labels.filter(|&label| is_right(label)).count();
        let (precision, recall) = (right as f64 / given as f64, right as f64 / wanted as f64);
        println!(
            "{} rows, {wanted} pairs: precision {precision:.3}, recall {recall:.3}",
            rows.len()
        );
        assert!(precision >= floors.0 && recall >= floors.1);
    }
}
