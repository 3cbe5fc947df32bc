//! How well people, places and organisations are found in encyclopaedic text: the shipped dictionaries and the finder of unlisted names
//! against the dev part of UNER's Chinese GSD (CC BY-SA 4.0), on which nothing was trained.
//!
//! The data is where `YIMING_SHARED` says, or else `../shared`; the test passes with a note where it is absent. A mention is right
//! if the gold has one of the same label from the same code point to the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use yiming::pipeline::Pipeline;

/// What micro F1 must reach.
const GOAL: f64 = 0.51;

type Spans = BTreeSet<(usize, usize, String)>;

/// A sentence and its names: from, to (code points) and label.
struct Sentence {
    text: String,
    gold: Spans,
}

/// Reads IOB2 as UNER writes it: `# text = …`, then a line a token: number, token, tag.
fn sentences(iob2: &str) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut open: Option<(usize, usize, String)> = None;
    let mut at = 0;
    for line in iob2.lines().chain([""]) {
        if let Some(text) = line.strip_prefix("# text = ") {
            let text = text.to_owned();
            let gold = Spans::new();
            sentences.push(Sentence { text, gold });
            at = 0;
        }
        let mut fields = line.split('\t').skip(1);
        let (Some(token), Some(tag)) = (fields.next(), fields.next()) else {
            if let (Some(span), Some(sentence)) = (open.take(), sentences.last_mut()) {
                sentence.gold.insert(span);
            }
            continue;
        };
        let sentence = sentences.last_mut().expect("a text before its tokens");
        let spaces = sentence.text.chars().skip(at).take_while(|c| c.is_whitespace()).count();
        let start = at + spaces;
        at = start + token.chars().count();
        assert!(
            sentence.text.chars().skip(start).take(at - start).eq(token.chars()),
            "{token} in {}",
            sentence.text
        );
        match (tag.split_once('-'), &mut open) {
            (Some(("I", _)), Some(span)) => span.1 = at,
            (begins, _) => {
                sentence.gold.extend(open.take());
                open = begins.map(|(_, label)| (start, at, label.to_owned()));
            }
        }
    }
    sentences
}

#[derive(Default)]
struct Tally {
    right: usize,
    given: usize,
    wanted: usize,
}

impl Tally {
    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.given + self.wanted) as f64
    }

    fn print(&self, label: &str) {
        let share = |of: usize| self.right as f64 / of as f64;
        println!(
            "{label:<5} {:>5} gold {:>5} found {:>5} right: precision {:.3}, recall {:.3}, F1 {:.3}",
            self.wanted,
            self.given,
            self.right,
            share(self.given),
            share(self.wanted),
            self.f1()
        );
    }
}

#[test]
fn names_in_encyclopaedic_text() {
    let part = std::env::var("YIMING_NER").unwrap_or("dev".to_owned());
    let shared = std::env::var_os("YIMING_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let path = shared.join(format!("data/ner/zh_gsd-ud-{part}.iob2"));
    let Ok(iob2) = fs::read_to_string(&path) else {
        eprintln!("skipped: no {}", path.display());
        return;
    };
    let pipeline = Pipeline::builder().build().unwrap();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for sentence in sentences(&iob2) {
        let analysis = pipeline.analyse(&sentence.text);
        let chars: Vec<char> = sentence.text.chars().collect();
        let found = analysis.mentions.iter().filter_map(|mention| {
            let label = match pipeline.entity(mention.who, &analysis).label.as_deref()? {
                "PERSON" => "PER",
                label @ ("LOC" | "ORG") => label,
                _ => return None,
            };
            Some((mention.span.start, mention.span.end, label.to_owned()))
        });
        let found: Spans = found.collect();
        for (start, end, label) in sentence.gold.union(&found) {
            let place = (*start, *end, label.clone());
            let (is_gold, is_found) = (sentence.gold.contains(&place), found.contains(&place));
            let tally = tallies.entry(label.clone()).or_default();
            tally.wanted += usize::from(is_gold);
            tally.given += usize::from(is_found);
            tally.right += usize::from(is_gold && is_found);
            if is_gold != is_found && std::env::var_os("YIMING_NER_ERRORS").is_some() {
                let (from, to) = (start.saturating_sub(6), (end + 6).min(chars.len()));
                let text = |range: &[char]| String::from_iter(range);
                let what = if is_gold { "lacks" } else { "invents" };
                println!(
                    "{what} {label} {}【{}】{}",
                    text(&chars[from..*start]),
                    text(&chars[*start..*end]),
                    text(&chars[*end..to])
                );
            }
        }
    }
    let mut all = Tally::default();
    for (label, tally) in &tallies {
        tally.print(label);
        all.right += tally.right;
        all.given += tally.given;
        all.wanted += tally.wanted;
    }
    all.print("all");
    assert!(all.f1() >= GOAL, "micro F1 must be at least {GOAL}");
}
