//! Documents as spaCy's `Doc.from_json` takes them, one a line.
//!
//! spaCy knows one space behind a token; what other white space there is becomes tokens of its own, as its tokenisers have it. Mentions that
//! are tokens are its entities (`doc.ents`). `from_json` reads ids (`kb_id_`) of span groups alone, so they are the group “entities” as well:
//! `doc.ents = list(doc.spans["entities"])` gives them theirs. The group “mentions” has the overlapping ones too, but for those that begin or
//! end inside a token, of which spaCy knows no span. It passes over `doc_id`, which is for whoever reads the lines.

use csv::StringRecord;
use rustc_hash::FxHashSet;
use serde_json::{Value, json};

use super::Lacking;
use crate::records::{DocumentRow, MentionRow, Row, TokenRow};
use crate::results::documents::{DocumentRows, cell};

pub(super) fn push(rows: &DocumentRows, out: &mut Vec<u8>) -> Result<(), Lacking> {
    let text = cell::<DocumentRow>(&rows.document, "text");
    if text.is_empty() && !rows.tokens.is_empty() {
        return Err(Lacking {
            message: "the tables have no texts, which spaCy needs",
            help: "write them with the texts: yiming run … --with-text",
        });
    }
    let chars: Vec<char> = text.chars().collect();
    let mut tokens: Vec<Value> = Vec::new();
    let mut push_token = |start: usize, end: usize| {
        let id = tokens.len();
        tokens.push(json!({ "id": id, "start": start, "end": end }));
    };
    let mut at = 0;
    for row in &rows.tokens {
        let (start, end) = span::<TokenRow>(row)?;
        push_space(&chars, at, start, &mut push_token);
        push_token(start, end);
        at = end;
    }
    push_space(&chars, at, chars.len(), &mut push_token);
    let borders = |end: &str| -> FxHashSet<u64> { tokens.iter().filter_map(|token| token[end].as_u64()).collect() };
    let (starts, ends) = (borders("start"), borders("end"));
    let as_tokens: FxHashSet<&str> = rows
        .tokens
        .iter()
        .map(|row| cell::<TokenRow>(row, "mention_id"))
        .collect();
    let (mut entities, mut mentions) = (Vec::new(), Vec::new());
    for row in &rows.mentions {
        let (start, end) = span::<MentionRow>(row)?;
        let mention = json!({
            "start": start,
            "end": end,
            "label": cell::<MentionRow>(row, "label"),
            "kb_id": cell::<MentionRow>(row, "entity_id"),
        });
        if as_tokens.contains(cell::<MentionRow>(row, "mention_id")) {
            entities.push(mention.clone());
        }
        if starts.contains(&(start as u64)) && ends.contains(&(end as u64)) {
            mentions.push(mention);
        }
    }
    let document = json!({
        "doc_id": cell::<DocumentRow>(&rows.document, "doc_id"),
        "text": text,
        "tokens": tokens,
        "ents": entities,
        "sents": sentences(rows)?,
        "spans": { "entities": entities, "mentions": mentions },
    });
    // A Vec takes whatever is written to it.
    let _ = serde_json::to_writer(&mut *out, &document);
    out.push(b'\n');
    Ok(())
}

/// White space from `start` to `end`: the first space belongs to the token before, the rest is a token.
fn push_space(chars: &[char], start: usize, end: usize, push_token: &mut impl FnMut(usize, usize)) {
    let is_space = start > 0 && start < end && chars.get(start) == Some(&' ');
    let start = start + usize::from(is_space);
    if start < end {
        push_token(start, end);
    }
}

/// From the first token of each sentence to the last.
fn sentences(rows: &DocumentRows) -> Result<Vec<Value>, Lacking> {
    let sentences = rows.sentences().map(|sentence| {
        let (start, _) = span::<TokenRow>(&sentence[0])?;
        let (_, end) = span::<TokenRow>(&sentence[sentence.len() - 1])?;
        Ok(json!({ "start": start, "end": end }))
    });
    sentences.collect()
}

fn span<R: Row>(row: &StringRecord) -> Result<(usize, usize), Lacking> {
    let place = |column| cell::<R>(row, column).parse::<usize>();
    match (place("char_start"), place("char_end")) {
        (Ok(start), Ok(end)) => Ok((start, end)),
        _ => Err(Lacking {
            message: "a place in the tables is no number",
            help: "run it again; the tables were changed since",
        }),
    }
}
