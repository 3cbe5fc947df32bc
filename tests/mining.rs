//! How well name pairs are told from other parentheses: the pairs of the shared articles, labelled by hand in tests/mining.

#[path = "support/labelled.rs"]
mod labelled;
#[path = "support/shared.rs"]
mod shared;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use labelled::assert_labelled;
use shared::shared;
use yiming::entity::{Relation, Source};
use yiming::pipeline::Pipeline;

/// What a set must reach: precision and recall of pairs, and the share of transliterations whose borders are right.
struct Floors {
    precision: f64,
    recall: f64,
    borders: f64,
}

/// What each set must reach, where it is present.
const SETS: [(&str, Floors); 2] = [
    // The one that decisions were made on, and weights fitted to.
    (
        "dev.tsv",
        Floors {
            precision: 0.94,
            recall: 0.93,
            borders: 0.95,
        },
    ),
    // One that nobody decided on, evaluated once: .975, .952 and 1.
    (
        "test.tsv",
        Floors {
            precision: 0.95,
            recall: 0.90,
            borders: 0.95,
        },
    ),
];

/// A parenthesis, and what it is.
struct Labelled {
    file: String,
    /// From the opening to behind the closing sign, in code points.
    open: usize,
    close: usize,
    hash: String,
    /// Of a pair, where the Chinese name is, the relation, and whether it is a term's.
    pair: Option<(usize, usize, String, bool)>,
}

fn set(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mining").join(name)
}

fn labels(name: &str) -> Vec<Labelled> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_path(set(name)).unwrap();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let number = |column: usize| row[column].parse().unwrap();
        Labelled {
            file: row[0].to_owned(),
            open: number(1),
            close: number(2),
            hash: row[3].to_owned(),
            pair: (&row[4] == "1").then(|| (number(6), number(7), row[8].to_owned(), &row[5] == "term")),
        }
    });
    rows.collect()
}

/// What was found of one set.
#[derive(Default)]
struct Counts {
    wanted: usize,
    given: usize,
    right: usize,
    borders: [usize; 2],
    transliterations: [usize; 2],
    relations: usize,
    /// How many are told rightly to be terms or names.
    labels: usize,
    /// Names and terms: found, wanted.
    of: [[usize; 2]; 2],
}

impl Counts {
    fn precision(&self) -> f64 {
        share(self.right, self.given)
    }

    fn recall(&self) -> f64 {
        share(self.right, self.wanted)
    }

    /// How often the Chinese name of a transliteration begins and ends where it does.
    fn borders(&self) -> f64 {
        share(self.transliterations[0], self.transliterations[1])
    }

    fn check(&self, floors: &Floors) {
        assert!(
            self.precision() >= floors.precision,
            "precision {:.3}",
            self.precision()
        );
        assert!(self.recall() >= floors.recall, "recall {:.3}", self.recall());
        assert!(self.borders() >= floors.borders, "borders {:.3}", self.borders());
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

fn count(name: &str) -> Option<Counts> {
    let articles = shared("data/articles")?;
    // What is missed is told of the set to decide on alone.
    let is_told = name == "dev.tsv";
    let pipeline = Pipeline::builder().build().unwrap();
    let mut counts = Counts::default();
    let mut by_file: BTreeMap<String, Vec<Labelled>> = BTreeMap::new();
    for label in labels(name) {
        by_file.entry(label.file.clone()).or_default().push(label);
    }
    for (file, labels) in by_file {
        let text = fs::read_to_string(articles.join(&file)).unwrap();
        let chars: Vec<char> = text.chars().collect();
        let slice = |start: usize, end: usize| chars[start..end].iter().collect::<String>();
        let pairs = pipeline.pairs(&text);
        let pairs: Vec<_> = pairs.iter().filter(|pair| pair.source == Source::Parentheses).collect();
        for label in labels {
            let parenthesis = slice(label.open, label.close);
            assert_labelled(&file, label.open, &parenthesis, &label.hash);
            // Its pair has one name inside, and ends the other before it.
            let inside = |start: usize, end: usize| label.open < start && end < label.close;
            let found = pairs.iter().find(|pair| {
                inside(pair.span.start, pair.span.end) || inside(pair.latin_span.start, pair.latin_span.end)
            });
            counts.wanted += usize::from(label.pair.is_some());
            if let Some((.., is_term)) = label.pair {
                counts.of[usize::from(is_term)][1] += 1;
            }
            counts.given += usize::from(found.is_some());
            let place = format!(
                "{file}:{}: {}{parenthesis}",
                label.open,
                slice(label.open.saturating_sub(14), label.open)
            );
            match (found, &label.pair) {
                (Some(pair), Some((start, end, kind, is_term))) => {
                    counts.right += 1;
                    counts.labels += usize::from((pair.entity.label.as_deref() == Some("TERM")) == *is_term);
                    counts.of[usize::from(*is_term)][0] += 1;
                    counts.borders[1] += 1;
                    let is_right = (pair.span.start, pair.span.end) == (*start, *end);
                    counts.borders[0] += usize::from(is_right);
                    if kind == Relation::Transliteration.name() {
                        counts.transliterations[1] += 1;
                        counts.transliterations[0] += usize::from(is_right);
                    }
                    if !is_right && is_told {
                        println!("  border: {place}: found {}", slice(pair.span.start, pair.span.end));
                    }
                    counts.relations += usize::from(pair.relation.name() == kind);
                    if pair.relation.name() != kind && is_told {
                        println!("  relation: {place}: {kind}, found {}", pair.relation.name());
                    }
                }
                (Some(pair), None) if is_told => {
                    println!("  no pair: {place}: found {}", slice(pair.span.start, pair.span.end))
                }
                (None, Some(_)) if is_told => println!("  missed: {place}"),
                _ => {}
            }
        }
    }
    println!(
        "{name}: {} pairs, {} found, {} right: precision {:.3}, recall {:.3}; left borders {:.3}, of transliterations {:.3} ({}); relations {:.3}; terms told {:.3}; found of names {:?}, of terms {:?}",
        counts.wanted,
        counts.given,
        counts.right,
        counts.precision(),
        counts.recall(),
        share(counts.borders[0], counts.borders[1]),
        counts.borders(),
        counts.transliterations[1],
        share(counts.relations, counts.right),
        share(counts.labels, counts.right),
        counts.of[0],
        counts.of[1],
    );
    Some(counts)
}

#[test]
fn pairs_are_told_from_other_parentheses() {
    for (name, floors) in &SETS {
        if set(name).is_file()
            && let Some(counts) = count(name)
        {
            counts.check(floors);
        }
    }
}

#[test]
fn one_latin_word_beside_a_chinese_name_may_name_anything() {
    let pipeline = Pipeline::builder().build().unwrap();
    for (text, label) in [
        ("他在 Sylvania 希凡尼亞工作", None),
        ("執行長 Martin Bellini 馬丁貝里尼說", Some("PERSON")),
    ] {
        let pairs = pipeline.pairs(text);
        let labels: Vec<_> = pairs.iter().map(|pair| pair.entity.label.as_deref()).collect();
        assert_eq!(labels, [label], "{text}");
    }
}
