//! How far the names that no dictionary has can be trusted, and their scores: candidates of the shared articles, labelled by hand in
//! tests/candidates.
//!
//! The articles are where `YIMING_SHARED` says, or else `../shared`; the tests pass with a note where they are absent.

#[path = "support/labelled.rs"]
mod labelled;
#[path = "support/shared.rs"]
mod shared;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use labelled::assert_labelled;
use shared::shared;
use yiming::entity::MatchKind;
use yiming::pipeline::Pipeline;

/// What a set must reach: precision of people and of all, the share of its names that are found, and how far the scores may be off.
struct Floors {
    people: f64,
    all: f64,
    recall: f64,
    off: f64,
}

/// A place that was a candidate when the set was drawn.
struct Labelled {
    file: String,
    start: usize,
    end: usize,
    hash: String,
    /// PERSON, LOC, ORG; `other` for other names; empty for what is no name, or not all of one.
    label: String,
}

fn labels(name: &str) -> Vec<Labelled> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/candidates")
        .join(name);
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_path(path).unwrap();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        Labelled {
            file: row[0].to_owned(),
            start: row[1].parse().unwrap(),
            end: row[2].parse().unwrap(),
            hash: row[3].to_owned(),
            label: row[4].to_owned(),
        }
    });
    rows.collect()
}

/// What was found of one label.
#[derive(Default)]
struct Counts {
    given: usize,
    right: usize,
    wanted: usize,
    kept: usize,
}

impl Counts {
    fn precision(&self) -> f64 {
        self.right as f64 / self.given as f64
    }
}

/// What was found of one set: by label, and every score with whether it was right.
#[derive(Default)]
struct Found {
    by_label: BTreeMap<String, Counts>,
    scores: Vec<(f64, bool)>,
}

impl Found {
    fn all(&self) -> Counts {
        let mut all = Counts::default();
        for counts in self.by_label.values() {
            all.given += counts.given;
            all.right += counts.right;
            all.wanted += counts.wanted;
            all.kept += counts.kept;
        }
        all
    }

    /// Prints how often candidates of each band of scores are right. Returns how far the scores are off on average: the difference
    /// between mean score and share of right ones, by band, weighed by how many it has.
    fn reliability(&self) -> f64 {
        const BANDS: [f64; 6] = [0.5, 0.6, 0.7, 0.8, 0.9, 1.01];
        let mut off = 0.0;
        for band in BANDS.windows(2) {
            let inside = self
                .scores
                .iter()
                .filter(|(score, _)| (band[0]..band[1]).contains(score));
            let (count, sum, right) = inside.fold((0, 0.0, 0), |(count, sum, right), (score, is_right)| {
                (count + 1, sum + score, right + usize::from(*is_right))
            });
            if count > 0 {
                println!(
                    "  scores from {:.1}: {count:>4}, mean {:.3}, right {:.3}",
                    band[0],
                    sum / f64::from(count),
                    right as f64 / f64::from(count)
                );
                off += (sum - right as f64).abs();
            }
        }
        off / self.scores.len() as f64
    }

    fn check(&self, name: &str, floors: &Floors) {
        for (label, counts) in &self.by_label {
            println!(
                "{name} {label}: {} given, {} right: precision {:.3}; {} of {} names found",
                counts.given,
                counts.right,
                counts.precision(),
                counts.kept,
                counts.wanted
            );
        }
        let all = self.all();
        let recall = all.kept as f64 / all.wanted as f64;
        let off = self.reliability();
        println!(
            "{name}: precision {:.3}, recall {recall:.3}, scores off by {off:.3}",
            all.precision()
        );
        let people = self.by_label["PERSON"].precision();
        assert!(people >= floors.people, "precision of people {people:.3}");
        assert!(all.precision() >= floors.all, "precision {:.3}", all.precision());
        assert!(recall >= floors.recall, "recall {recall:.3}");
        assert!(off <= floors.off, "scores off by {off:.3}");
    }
}

fn find(name: &str) -> Option<Found> {
    let articles = shared("data/articles")?;
    let pipeline = Pipeline::builder().build().unwrap();
    let mut found = Found::default();
    let mut by_file: BTreeMap<String, Vec<Labelled>> = BTreeMap::new();
    for label in labels(name) {
        by_file.entry(label.file.clone()).or_default().push(label);
    }
    for (file, labels) in by_file {
        let text = fs::read_to_string(articles.join(&file)).unwrap();
        let chars: Vec<char> = text.chars().collect();
        let analysis = pipeline.analyse(&text);
        for label in labels {
            let surface: String = chars[label.start..label.end].iter().collect();
            assert_labelled(&file, label.start, &surface, &label.hash);
            let is_known = analysis.mentions.iter().any(|mention| {
                let covers = mention.span.start <= label.start && label.end <= mention.span.end;
                covers && mention.kind == MatchKind::Exact
            });
            // What the gazetteer has learnt since is no candidate any more.
            if is_known {
                continue;
            }
            if matches!(label.label.as_str(), "PERSON" | "LOC" | "ORG") {
                found.by_label.entry(label.label.clone()).or_default().wanted += 1;
            }
            let mention = analysis.mentions.iter().find(|mention| {
                let is_new = matches!(
                    mention.kind,
                    MatchKind::Candidate | MatchKind::Transliteration | MatchKind::Romanisation
                );
                is_new && (mention.span.start, mention.span.end) == (label.start, label.end)
            });
            let Some(mention) = mention else { continue };
            let given = pipeline.entity(mention.who, &analysis).label.clone();
            // A candidate without a label says no more than that it is a name.
            let is_right = match &given {
                Some(given) => *given == label.label,
                None => !label.label.is_empty(),
            };
            let counts = found.by_label.entry(given.clone().unwrap_or_default()).or_default();
            counts.given += 1;
            counts.right += usize::from(is_right);
            if is_right && let Some(counts) = found.by_label.get_mut(&label.label) {
                counts.kept += 1;
            }
            found.scores.push((mention.score, is_right));
            if !is_right && std::env::var_os("YIMING_CANDIDATE_ERRORS").is_some() {
                println!(
                    "  wrong: {file}:{}: {surface}, {given:?}, {:.2}",
                    label.start, mention.score
                );
            }
        }
    }
    Some(found)
}

/// The set that rules were made on, and scores fitted to.
#[test]
fn candidates_can_be_trusted() {
    let Some(found) = find("dev.tsv") else { return };
    found.check(
        "dev",
        &Floors {
            people: 0.88,
            all: 0.90,
            recall: 0.83,
            off: 0.08,
        },
    );
}

/// The set that was labelled before any rule was made. What it reached, the goals being .90 and .85. Of both sets, the well-known names
/// have become entries of the gazetteer since, and the harder ones are left.
#[test]
fn candidates_can_be_trusted_that_were_labelled_before_the_rules() {
    let Some(found) = find("test.tsv") else { return };
    found.check(
        "test",
        &Floors {
            people: 0.88,
            all: 0.84,
            recall: 0.82,
            off: 0.09,
        },
    );
}

/// People alone, drawn after the others: labelled before rules that were made with its errors known.
#[test]
fn people_can_be_trusted_that_were_drawn_later() {
    let Some(found) = find("people.tsv") else { return };
    found.check(
        "people",
        &Floors {
            people: 0.87,
            all: 0.87,
            recall: 0.95,
            off: 0.12,
        },
    );
}
