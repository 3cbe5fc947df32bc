//! How well mentions are found: the pipeline against the hand-checked mentions of the articles in `corpus`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use yiming::entity::shipped_rows;
use yiming::pipeline::Pipeline;

/// What precision and recall must reach.
const GOAL: f64 = 0.97;

struct Article {
    name: String,
    text: Vec<char>,
    gold: Vec<Gold>,
}

#[derive(Clone)]
struct Gold {
    start: usize,
    end: usize,
    surface: String,
    entity: String,
}

fn articles() -> Vec<Article> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = fs::read_dir(root.join("tests/gold"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(root.join("corpus").join(format!("{name}.txt"))).unwrap();
        let mut reader = csv::Reader::from_path(&path).unwrap();
        assert_eq!(
            reader.headers().unwrap(),
            vec!["char_start", "char_end", "surface", "entity_id"]
        );
        let gold = reader.records().map(|row| {
            let row = row.unwrap();
            Gold {
                start: row[0].parse().unwrap(),
                end: row[1].parse().unwrap(),
                surface: row[2].to_owned(),
                entity: row[3].to_owned(),
            }
        });
        Article {
            gold: gold.collect(),
            text: text.chars().collect(),
            name,
        }
    };
    files.into_iter().map(read).collect()
}

/// The gold files say what stands where, in order, and name entities that there are.
#[test]
fn gold_is_right_about_the_texts() {
    let known: BTreeSet<String> = shipped_rows().unwrap().into_iter().map(|row| row.entity_id).collect();
    let mut wrong = Vec::new();
    for article in articles() {
        let mut at = 0;
        for Gold {
            start,
            end,
            surface,
            entity,
        } in article.gold
        {
            let found: String = article.text.get(start..end).unwrap_or_default().iter().collect();
            if found != surface {
                wrong.push(format!(
                    "{}: {start}..{end} is “{found}”, not “{surface}”",
                    article.name
                ));
            }
            if start < at {
                wrong.push(format!(
                    "{}: “{surface}” at {start} overlaps what is before, or is out of order",
                    article.name
                ));
            }
            if !known.contains(&entity) && !entity.starts_with("found:") {
                wrong.push(format!(
                    "{}: “{surface}” at {start} is {entity}, which no dictionary has",
                    article.name
                ));
            }
            at = end;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn mentions_are_found_and_few_others() {
    let pipeline = Pipeline::builder().build().unwrap();
    let (mut right, mut wanted, mut given) = (0, 0, 0);
    let mut errors = String::new();
    for article in articles() {
        let text: String = article.text.iter().collect();
        let analysis = pipeline.analyse(&text);
        let gold: BTreeMap<(usize, usize), String> = article
            .gold
            .into_iter()
            .map(|gold| ((gold.start, gold.end), gold.entity))
            .collect();
        let found: BTreeMap<(usize, usize), String> = analysis
            .mentions
            .iter()
            .map(|mention| {
                let entity = pipeline.entity(mention.who, &analysis);
                ((mention.span.start, mention.span.end), entity.id.clone())
            })
            .collect();
        wanted += gold.len();
        given += found.len();
        let places: BTreeSet<_> = gold.keys().chain(found.keys()).copied().collect();
        for place in places {
            let (gold, found) = (gold.get(&place), found.get(&place));
            if gold == found {
                right += 1;
                continue;
            }
            let nothing = "nothing".to_owned();
            errors += &format!(
                "  {} {:>4}: {} is {}, found {}\n",
                article.name,
                place.0,
                context(&article.text, place),
                gold.unwrap_or(&nothing),
                found.unwrap_or(&nothing),
            );
        }
    }
    let (precision, recall) = (right as f64 / given as f64, right as f64 / wanted as f64);
    println!(
        "{errors}mentions in corpus: {wanted} gold, {given} found, {right} right: precision {precision:.4}, recall {recall:.4}"
    );
    assert!(wanted > 1000, "the gold files are as large as they were");
    assert!(precision >= GOAL && recall >= GOAL, "both must be at least {GOAL}");
}

/// A place with what stands around it: 出任…【蘇茨克維】說….
fn context(text: &[char], (start, end): (usize, usize)) -> String {
    const AROUND: usize = 8;
    let line = |range: &[char]| String::from_iter(range).replace('\n', "⏎");
    format!(
        "{}【{}】{}",
        line(&text[start.saturating_sub(AROUND)..start]),
        line(&text[start..end]),
        line(&text[end..(end + AROUND).min(text.len())])
    )
}
