//! How well mentions are found: the pipeline against the hand-checked mentions of the articles in `corpus`.
//!
//! Two kinds are counted apart. What a dictionary has or a parenthesis introduces must be found where it stands and mean the right
//! entity. What neither has, the gold calls `candidate:` and the name, with a label in a fifth column; it counts as found where a
//! mention of the same label has exactly its place, whether as a candidate or as an entity of a dictionary that has learned it.
//! Mentions found as candidates count for the second kind alone: among people's names those labelled PERSON.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use yiming::entity::shipped_rows;
use yiming::pipeline::Pipeline;

/// What precision and recall must reach.
const GOAL: f64 = 0.98;
/// What they must reach for people's names that no dictionary has, in the articles that have such.
const CANDIDATE_RECALL: f64 = 0.85;
const CANDIDATE_PRECISION: f64 = 0.90;

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
    /// Stated where no dictionary has the entity.
    label: Option<String>,
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
        let header = ["char_start", "char_end", "surface", "entity_id", "label"];
        assert!(header.starts_with(&reader.headers().unwrap().iter().collect::<Vec<_>>()));
        let gold = reader.records().map(|row| {
            let row = row.unwrap();
            Gold {
                start: row[0].parse().unwrap(),
                end: row[1].parse().unwrap(),
                surface: row[2].to_owned(),
                entity: row[3].to_owned(),
                label: row.get(4).filter(|label| !label.is_empty()).map(str::to_owned),
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
            label,
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
            let is_new = entity.starts_with("candidate:");
            if is_new
                && !matches!(
                    label.as_deref(),
                    Some("PERSON" | "ORG" | "LOC" | "PRODUCT" | "WORK" | "EVENT" | "TERM")
                )
            {
                wrong.push(format!("{}: “{surface}” at {start} has no label", article.name));
            }
            if !known.contains(&entity) && !entity.starts_with("found:") && !is_new {
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

/// A mention that the pipeline found.
struct Found {
    entity: String,
    label: Option<String>,
}

impl Found {
    fn is_candidate(&self) -> bool {
        self.entity.starts_with("candidate:")
    }
}

type Place = (usize, usize);

/// The mentions of each article, by place, as the gold has them and as the pipeline finds them.
fn compared(pipeline: &Pipeline, article: &Article) -> (BTreeMap<Place, Gold>, BTreeMap<Place, Found>) {
    let text: String = article.text.iter().collect();
    let analysis = pipeline.analyse(&text);
    let gold = article.gold.iter().map(|gold| ((gold.start, gold.end), gold.clone()));
    let found = analysis.mentions.iter().map(|mention| {
        let entity = pipeline.entity(mention.who, &analysis);
        let found = Found {
            entity: entity.id.clone(),
            label: entity.label.clone(),
        };
        ((mention.span.start, mention.span.end), found)
    });
    (gold.collect(), found.collect())
}

#[test]
fn mentions_are_found_and_few_others() {
    let pipeline = Pipeline::builder().build().unwrap();
    let (mut right, mut wanted, mut given, mut placed) = (0, 0, 0, 0);
    let mut errors = String::new();
    for article in articles() {
        let (gold, found) = compared(&pipeline, &article);
        let places: BTreeSet<Place> = gold.keys().chain(found.keys()).copied().collect();
        for place in places {
            let (gold, found) = (gold.get(&place), found.get(&place));
            let is_new = gold.is_some_and(|gold| gold.entity.starts_with("candidate:"));
            if is_new || gold.is_none() && found.is_some_and(Found::is_candidate) {
                continue;
            }
            wanted += usize::from(gold.is_some());
            given += usize::from(found.is_some());
            placed += usize::from(gold.is_some() && found.is_some());
            let (gold, found) = (gold.map(|gold| &gold.entity), found.map(|found| &found.entity));
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
    let links = right as f64 / placed as f64;
    println!(
        "{errors}mentions in corpus: {wanted} gold, {given} found, {right} right: precision {precision:.4}, recall {recall:.4}, of those at the right place {links:.4} mean the right entity"
    );
    assert!(wanted > 1000, "the gold files are as large as they were");
    assert!(precision >= GOAL && recall >= GOAL, "both must be at least {GOAL}");
    assert!(links >= GOAL);
}

/// How people's names were found that no dictionary has.
#[derive(Default)]
struct Names {
    wanted: usize,
    /// Of them, those that a mention of a person stands for.
    found: usize,
    given: usize,
    /// Of them, those that the gold has.
    right: usize,
    /// Of those found, how many mean whom the name's first mention means.
    linked: usize,
    errors: String,
}

impl Names {
    fn add(&mut self, pipeline: &Pipeline, article: &Article) {
        let (gold, found) = compared(pipeline, article);
        let is_person = |label: &Option<String>| label.as_deref() == Some("PERSON");
        let mut meant: BTreeMap<&str, &str> = BTreeMap::new();
        for (place, gold) in gold.iter().filter(|(_, gold)| is_person(&gold.label)) {
            self.wanted += 1;
            match found.get(place).filter(|found| is_person(&found.label)) {
                Some(found) => {
                    self.found += 1;
                    let first = meant.entry(&gold.entity).or_insert(&found.entity);
                    self.linked += usize::from(*first == found.entity);
                    if *first != found.entity {
                        let found = &found.entity;
                        self.errors +=
                            &format!("  {} links {}: {found}\n", article.name, context(&article.text, *place));
                    }
                }
                None => self.errors += &format!("  {} lacks {}\n", article.name, context(&article.text, *place)),
            }
        }
        for (place, found) in found.iter().filter(|(_, found)| is_person(&found.label)) {
            let label = gold.get(place).map(|gold| &gold.label);
            let is_dictionarys = !found.is_candidate() && label.is_some_and(Option::is_none);
            if is_dictionarys {
                continue;
            }
            self.given += 1;
            match label {
                Some(label) if is_person(label) || label.is_none() => self.right += 1,
                _ => {
                    let entity = &found.entity;
                    self.errors += &format!(
                        "  {} invents {}: {entity}\n",
                        article.name,
                        context(&article.text, *place)
                    );
                }
            }
        }
    }

    fn recall(&self) -> f64 {
        self.found as f64 / self.wanted as f64
    }

    fn precision(&self) -> f64 {
        self.right as f64 / self.given as f64
    }
}

/// The names were found by rules that were made beside the articles up to number 34, and not beside those from 35 on.
#[test]
fn peoples_names_are_found_that_no_dictionary_has() {
    let pipeline = Pipeline::builder().build().unwrap();
    let articles = articles();
    let number = |article: &Article| article.name[..2].parse::<usize>().unwrap();
    let mut all = Names::default();
    for (title, range) in [("earlier", 1..29), ("dev", 29..35), ("test", 35..41)] {
        let mut names = Names::default();
        for article in articles.iter().filter(|article| range.contains(&number(article))) {
            names.add(&pipeline, article);
            if range.start > 28 {
                all.add(&pipeline, article);
            }
        }
        println!(
            "{title}: {} people's names, {} found, of them {} linked right; {} given, {} right: recall {:.3}, precision {:.3}\n{}",
            names.wanted,
            names.found,
            names.linked,
            names.given,
            names.right,
            names.recall(),
            names.precision(),
            names.errors
        );
    }
    assert!(all.wanted > 100, "the gold files are as large as they were");
    assert!(all.recall() >= CANDIDATE_RECALL && all.precision() >= CANDIDATE_PRECISION);
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
