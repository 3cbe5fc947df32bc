//! The tables of a run as a reader has them: parsed by the crate `csv`, and held against the documents they were made
//! from.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

/// A row, by the names of its columns.
pub type Row = HashMap<String, String>;

/// The rows of a run.
pub struct Tables {
    pub documents: Vec<Row>,
    pub tokens: Vec<Row>,
    pub mentions: Vec<Row>,
    pub entities: Vec<Row>,
    pub errors: Vec<Row>,
    pub run: serde_json::Value,
}

impl Tables {
    /// Reads an output folder.
    pub fn read(folder: &Path) -> Tables {
        let table = |name: &str| rows(&fs::read(folder.join(name)).unwrap());
        Tables {
            documents: table("documents.csv"),
            tokens: table("tokens.csv"),
            mentions: table("mentions.csv"),
            entities: table("entities.csv"),
            errors: table("errors.csv"),
            run: serde_json::from_slice(&fs::read(folder.join("run.json")).unwrap()).unwrap(),
        }
    }

    /// Checks what every run promises. `text_of` gives the text of a document by its row. Returns what is wrong, or the
    /// number of code points that tokens and white space were found to tile.
    pub fn check(&self, text_of: impl Fn(&Row) -> String) -> Result<usize, String> {
        let tokens = by_document(&self.tokens);
        let mentions = by_document(&self.mentions);
        let none = Vec::new();
        let mut ids = HashSet::new();
        let mut tiled = 0;
        for row in &self.documents {
            let id = row["doc_id"].as_str();
            let text = text_of(row);
            let tokens = tokens.get(id).unwrap_or(&none);
            let mentions = mentions.get(id).unwrap_or(&none);
            check_document(row, &text, tokens, mentions).map_err(|wrong| format!("{id}: {wrong}"))?;
            demand(ids.insert(id), || format!("{id}: two documents have this id"))?;
            tiled += text.chars().count();
        }
        for row in self.tokens.iter().chain(&self.mentions) {
            demand(ids.contains(row["doc_id"].as_str()), || {
                format!("a row of no document: {row:?}")
            })?;
        }
        self.check_entities()?;
        let count = |name: &str| self.run["counts"][name].as_u64().unwrap_or(u64::MAX) as usize;
        for (name, rows) in [
            ("documents", self.documents.len()),
            ("tokens", self.tokens.len()),
            ("mentions", self.mentions.len()),
            ("entities", self.entities.len()),
            ("refused", self.errors.len()),
        ] {
            same(&format!("run.json on {name}"), count(name), rows)?;
        }
        Ok(tiled)
    }

    /// Entities are what mentions say they are.
    fn check_entities(&self) -> Result<(), String> {
        let mut mentioned: HashMap<&str, (usize, HashSet<&str>)> = HashMap::new();
        for row in &self.mentions {
            let counts = mentioned.entry(&row["entity_id"]).or_default();
            counts.0 += 1;
            counts.1.insert(&row["doc_id"]);
        }
        same("entities", self.entities.len(), mentioned.len())?;
        for row in &self.entities {
            let Some((mentions, documents)) = mentioned.get(row["entity_id"].as_str()) else {
                return Err(format!("an entity that nothing mentions: {row:?}"));
            };
            same("n_mentions", number(row, "n_mentions"), *mentions)?;
            same("n_documents", number(row, "n_documents"), documents.len())?;
        }
        Ok(())
    }
}

/// The rows of a table with its header.
pub fn rows(csv: &[u8]) -> Vec<Row> {
    csv::Reader::from_reader(csv)
        .deserialize()
        .map(|row| row.expect("a row as wide as the header"))
        .collect()
}

/// One document's rows against its text.
pub fn check_document(document: &Row, text: &str, tokens: &[&Row], mentions: &[&Row]) -> Result<(), String> {
    let chars: Vec<char> = text.chars().collect();
    same("n_bytes", number(document, "n_bytes"), text.len())?;
    same("n_chars", number(document, "n_chars"), chars.len())?;
    same("n_tokens", number(document, "n_tokens"), tokens.len())?;
    same("n_mentions", number(document, "n_mentions"), mentions.len())?;

    let mut at = 0;
    let mut sentence = 0;
    let mut mentions_of_tokens = Vec::new();
    for (number_of_token, row) in tokens.iter().enumerate() {
        same("token_id", number(row, "token_id"), number_of_token)?;
        let (start, end) = check_surface(row, "token", &chars)?;
        demand(at <= start, || format!("tokens overlap: {row:?}"))?;
        check_gap(&chars, at, start)?;
        let may_hold_spaces = matches!(row["origin"].as_str(), "mention" | "user");
        demand(may_hold_spaces || !row["token"].contains(char::is_whitespace), || {
            format!("a word with white space: {row:?}")
        })?;
        let sentence_of_token = number(row, "sentence_id");
        demand(
            sentence <= sentence_of_token && sentence_of_token <= sentence + 1,
            || format!("sentences out of order: {row:?}"),
        )?;
        sentence = sentence_of_token;
        demand((row["origin"] == "mention") != row["mention_id"].is_empty(), || {
            format!("origin and mention_id disagree: {row:?}")
        })?;
        if row["origin"] == "mention" {
            mentions_of_tokens.push((row["mention_id"].clone(), start, end, sentence_of_token));
        }
        at = end;
    }
    check_gap(&chars, at, chars.len())?;
    let sentences = if tokens.is_empty() { 0 } else { sentence + 1 };
    same("n_sentences", number(document, "n_sentences"), sentences)?;

    let mut mentions_of_mentions = Vec::new();
    for (number_of_mention, row) in mentions.iter().enumerate() {
        same("mention_id", number(row, "mention_id"), number_of_mention)?;
        let (start, end) = check_surface(row, "surface", &chars)?;
        mentions_of_mentions.push((row["mention_id"].clone(), start, end, number(row, "sentence_id")));
        let score: f64 = row["score"].parse().map_err(|_| format!("no score: {row:?}"))?;
        demand((0.0..=1.0).contains(&score), || {
            format!("a score outside 0 to 1: {row:?}")
        })?;
        demand((row["is_ambiguous"] == "1") != row["alternatives"].is_empty(), || {
            format!("is_ambiguous and alternatives disagree: {row:?}")
        })?;
    }
    demand(mentions_of_mentions == mentions_of_tokens, || {
        format!("mentions are not tokens:\n{mentions_of_mentions:?}\n{mentions_of_tokens:?}")
    })
}

/// Invariant 1: the offsets of a row cut its surface out of the original.
fn check_surface(row: &Row, column: &str, chars: &[char]) -> Result<(usize, usize), String> {
    let (start, end) = (number(row, "char_start"), number(row, "char_end"));
    demand(start < end && end <= chars.len(), || format!("no such place: {row:?}"))?;
    let found: String = chars[start..end].iter().collect();
    demand(found == row[column], || {
        format!("“{found}” stands at the place of {row:?}")
    })?;
    Ok((start, end))
}

/// Invariant 2: nothing but white space lies between tokens.
fn check_gap(chars: &[char], from: usize, to: usize) -> Result<(), String> {
    let gap = &chars[from..to];
    demand(gap.iter().all(|c| c.is_whitespace()), || {
        format!("in no token, at {from}..{to}: {:?}", gap.iter().collect::<String>())
    })
}

fn by_document(rows: &[Row]) -> HashMap<&str, Vec<&Row>> {
    let mut by_id: HashMap<&str, Vec<&Row>> = HashMap::new();
    for row in rows {
        by_id.entry(&row["doc_id"]).or_default().push(row);
    }
    by_id
}

fn number(row: &Row, column: &str) -> usize {
    row[column]
        .parse()
        .unwrap_or_else(|_| panic!("{column} is no number: {row:?}"))
}

fn same(what: &str, stated: usize, counted: usize) -> Result<(), String> {
    demand(stated == counted, || {
        format!("{what}: {stated} stated, {counted} counted")
    })
}

fn demand(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}
