//! Universal Dependencies' CoNLL-U: tokens and sentences, with entities in the last column, and without tags and syntax, which the tables do
//! not have.
//!
//! A token that is a mention has `Entity`, `EntityId` and `Score` in MISC, percent-encoded where they have a character that MISC or a line
//! gives another meaning. White space between tokens is one space in `# text`, as the format has it; `TokenRange` tells the place in the
//! original text, in code points.

use std::io::Write;

use csv::StringRecord;
use rustc_hash::FxHashMap;

use super::Lacking;
use crate::records::{DocumentRow, MentionRow, TokenRow};
use crate::results::documents::{DocumentRows, cell};

pub(super) fn push(rows: &DocumentRows, out: &mut Vec<u8>) -> Result<(), Lacking> {
    let mentions = rows
        .mentions
        .iter()
        .map(|row| (cell::<MentionRow>(row, "mention_id"), row));
    let mentions: FxHashMap<&str, &StringRecord> = mentions.collect();
    let id = encoded(cell::<DocumentRow>(&rows.document, "doc_id"));
    let mut behind = rows
        .tokens
        .iter()
        .skip(1)
        .map(|row| cell::<TokenRow>(row, "char_start"));
    for (number, sentence) in rows.sentences().enumerate() {
        if number == 0 {
            line(out, format_args!("# newdoc id = {id}"));
        }
        line(
            out,
            format_args!("# sent_id = {id}#{}", cell::<TokenRow>(&sentence[0], "sentence_id")),
        );
        // The text needs the tokens, and the tokens know whether a space follows.
        let mut text = String::new();
        let mut lines = Vec::new();
        for (at, row) in (1..).zip(sentence) {
            let form = one_line(cell::<TokenRow>(row, "token"));
            let (start, end) = (cell::<TokenRow>(row, "char_start"), cell::<TokenRow>(row, "char_end"));
            let is_joined = behind.next() == Some(end);
            text.push_str(&form);
            if !is_joined && at < sentence.len() {
                text.push(' ');
            }
            let mut misc = Vec::new();
            if let Some(mention) = mentions.get(cell::<TokenRow>(row, "mention_id")) {
                for (key, column) in [("Entity", "label"), ("EntityId", "entity_id"), ("Score", "score")] {
                    let value = cell::<MentionRow>(mention, column);
                    if !value.is_empty() {
                        misc.push(format!("{key}={}", encoded(value)));
                    }
                }
            }
            if is_joined {
                misc.push("SpaceAfter=No".to_owned());
            }
            misc.push(format!("TokenRange={start}:{end}"));
            line(
                &mut lines,
                format_args!("{at}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{}", misc.join("|")),
            );
        }
        line(out, format_args!("# text = {text}"));
        out.extend_from_slice(&lines);
        out.push(b'\n');
    }
    Ok(())
}

fn line(out: &mut Vec<u8>, line: std::fmt::Arguments<'_>) {
    // A Vec takes whatever is written to it.
    let _ = writeln!(out, "{line}");
}

/// A token without what ends cells and lines.
fn one_line(token: &str) -> String {
    token.replace(
        |c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}',
        "\u{FFFD}",
    )
}

/// A value without white space, bars, and what ends lines.
fn encoded(value: &str) -> String {
    let mut encoded = String::with_capacity(value.len());
    for c in value.chars() {
        if c.is_whitespace() || c.is_control() || matches!(c, '|' | '%') {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        } else {
            encoded.push(c);
        }
    }
    encoded
}
