//! What every run promises about its tables, checked document by document, so that a large run takes no more memory than a
//! small one.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use crate::rows::{Row, rows};

/// Checks an output folder; `text_of` gives the text of a document by its row. Returns what is wrong, or the number of
/// code points that tokens and white space were found to tile.
pub fn check_run(folder: &Path, text_of: impl Fn(&Row) -> String) -> Result<usize, String> {
    let table = |name: &str| rows(BufReader::new(File::open(folder.join(name)).unwrap()));
    // Rows are in the order of the documents, so that each document's are the next ones.
    let mut tokens = table("tokens.csv").peekable();
    let mut mentions = table("mentions.csv").peekable();
    let mut ids = HashSet::new();
    let mut entities: HashMap<String, (usize, usize)> = HashMap::new();
    let (mut n_tokens, mut n_mentions, mut tiled) = (0, 0, 0);
    for row in table("documents.csv") {
        let id = &row["doc_id"];
        demand(ids.insert(id.to_owned()), || format!("two documents are called {id}"))?;
        let tokens: Vec<Row> = std::iter::from_fn(|| tokens.next_if(|row| row["doc_id"] == *id)).collect();
        let mentions: Vec<Row> = std::iter::from_fn(|| mentions.next_if(|row| row["doc_id"] == *id)).collect();
        let text = text_of(&row);
        check_document(&row, &text, &tokens, &mentions).map_err(|wrong| format!("{id}: {wrong}"))?;
        let mut mentioned = HashSet::new();
        for mention in &mentions {
            let counts = entities.entry(mention["entity_id"].to_owned()).or_default();
            counts.0 += 1;
            counts.1 += usize::from(mentioned.insert(&mention["entity_id"]));
        }
        n_tokens += tokens.len();
        n_mentions += mentions.len();
        tiled += text.chars().count();
    }
    if let Some(row) = tokens.chain(mentions).next() {
        return Err(format!("a row of no document, or in no order: {row:?}"));
    }
    for row in table("entities.csv") {
        let Some((mentions, documents)) = entities.remove(&row["entity_id"]) else {
            return Err(format!("an entity that nothing mentions, or a second time: {row:?}"));
        };
        same("n_mentions", number(&row, "n_mentions"), mentions)?;
        same("n_documents", number(&row, "n_documents"), documents)?;
    }
    demand(entities.is_empty(), || format!("not in entities: {entities:?}"))?;

    let run: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("run.json")).unwrap()).unwrap();
    for (name, counted) in [
        ("documents", ids.len()),
        ("tokens", n_tokens),
        ("mentions", n_mentions),
        ("entities", table("entities.csv").count()),
        ("refused", table("errors.csv").count()),
    ] {
        let stated = run["counts"][name].as_u64().unwrap_or(u64::MAX);
        same(&format!("run.json on {name}"), stated as usize, counted)?;
    }
    Ok(tiled)
}

/// Checks one document's rows against its text.
pub fn check_document(document: &Row, text: &str, tokens: &[Row], mentions: &[Row]) -> Result<(), String> {
    let chars: Vec<char> = text.chars().collect();
    same("n_bytes", number(document, "n_bytes"), text.len())?;
    same("n_chars", number(document, "n_chars"), chars.len())?;
    same("n_tokens", number(document, "n_tokens"), tokens.len())?;
    same("n_mentions", number(document, "n_mentions"), mentions.len())?;

    let (mut at, mut sentence) = (0, 0);
    let mut mentions_by_tokens = Vec::new();
    for (place, row) in tokens.iter().enumerate() {
        same("token_id", number(row, "token_id"), place)?;
        let (start, end) = check_surface(row, "token", &chars)?;
        demand(at <= start, || format!("tokens overlap: {row:?}"))?;
        check_gap(&chars, at, start)?;
        let may_hold_spaces = matches!(row["origin"].as_str(), "mention" | "user");
        demand(may_hold_spaces || !row["token"].contains(char::is_whitespace), || {
            format!("a word with white space: {row:?}")
        })?;
        let sentence_of_token = number(row, "sentence_id");
        let next_or_same = sentence..=sentence + usize::from(place > 0);
        demand(next_or_same.contains(&sentence_of_token), || {
            format!("sentences out of order: {row:?}")
        })?;
        sentence = sentence_of_token;
        if &row["origin"] == "mention" {
            mentions_by_tokens.push((number(row, "mention_id"), start, end, sentence));
        } else {
            demand(row["mention_id"].is_empty(), || {
                format!("a mention_id without a mention: {row:?}")
            })?;
        }
        at = end;
    }
    check_gap(&chars, at, chars.len())?;
    let sentences = if tokens.is_empty() { 0 } else { sentence + 1 };
    same("n_sentences", number(document, "n_sentences"), sentences)?;

    let mut mentions_themselves = Vec::new();
    for (place, row) in mentions.iter().enumerate() {
        same("mention_id", number(row, "mention_id"), place)?;
        let (start, end) = check_surface(row, "surface", &chars)?;
        mentions_themselves.push((place, start, end, number(row, "sentence_id")));
        let score: f64 = row["score"].parse().map_err(|_| format!("no score: {row:?}"))?;
        demand((0.0..=1.0).contains(&score), || {
            format!("a score outside 0 to 1: {row:?}")
        })?;
        demand((&row["is_ambiguous"] == "1") != row["alternatives"].is_empty(), || {
            format!("is_ambiguous and alternatives disagree: {row:?}")
        })?;
    }
    demand(mentions_themselves == mentions_by_tokens, || {
        format!("mentions are not tokens:\n{mentions_themselves:?}\n{mentions_by_tokens:?}")
    })
}

/// Invariant 1: the offsets of a row cut its surface out of the original.
fn check_surface(row: &Row, column: &str, chars: &[char]) -> Result<(usize, usize), String> {
    let (start, end) = (number(row, "char_start"), number(row, "char_end"));
    demand(start < end && end <= chars.len(), || format!("no such place: {row:?}"))?;
    demand(chars[start..end].iter().copied().eq(row[column].chars()), || {
        format!(
            "{:?} stands at the place of {row:?}",
            String::from_iter(&chars[start..end])
        )
    })?;
    Ok((start, end))
}

/// Invariant 2: nothing but white space lies between tokens.
fn check_gap(chars: &[char], from: usize, to: usize) -> Result<(), String> {
    let gap = &chars[from..to];
    demand(gap.iter().all(|c| c.is_whitespace()), || {
        format!("in no token, at {from}..{to}: {:?}", String::from_iter(gap))
    })
}

fn number(row: &Row, column: &str) -> usize {
    let cell = &row[column];
    cell.parse()
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
