//! The other forms of a run's tables hold every row of them, and what their readers ask for.

#[path = "support/rows.rs"]
mod rows;
#[path = "support/tables.rs"]
mod tables;

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use rows::Row;
use serde_json::Value;
use tables::Tables;
use tempfile::TempDir;

/// Articles with whatever a form may take for its own signs.
const ARTICLES: [(&str, &str); 4] = [
    (
        "a b|c%.txt",
        "  伊爾亞·蘇茨克維（Ilya Sutskever）離開 OpenAI，\n\n  他說：「再見！」\t他|她 100% \"同意\"。\n",
    ),
    ("blank.txt", " \n"),
    ("empty.txt", ""),
    (
        "多文.txt",
        "川普见了黄仁勋。\u{3000}Meta 的 GPT-4o\u{2028}下一行，台積電。\r\n#標題 = 一",
    ),
];

/// A finished run, written with the texts.
struct Run {
    folder: TempDir,
    tables: Tables,
}

impl Run {
    fn new(options: &[&str]) -> Run {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("in")).unwrap();
        for (name, text) in ARTICLES {
            fs::write(folder.path().join("in").join(name), text).unwrap();
        }
        yiming(folder.path(), &[&["run", "in", "-o", "out"], options].concat(), 0);
        let tables = Tables::read(&folder.path().join("out"));
        Run { folder, tables }
    }

    /// The file `name` of the form.
    fn export(&self, format: &str, name: &str) -> String {
        yiming(
            self.folder.path(),
            &["export", "out", "--format", format, "-o", "forms"],
            0,
        );
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("forms")
    }

    /// The rows of one document.
    fn of<'r>(rows: &'r [Row], document: &str) -> Vec<&'r Row> {
        rows.iter().filter(|row| row["doc_id"] == *document).collect()
    }
}

fn yiming(folder: &Path, arguments: &[&str], code: i32) -> String {
    let done = Command::cargo_bin("yiming")
        .unwrap()
        .current_dir(folder)
        .args(arguments)
        .assert()
        .code(code);
    String::from_utf8(done.get_output().stderr.clone()).unwrap()
}

/// A cell of a table as JSON says it.
fn said(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => u8::from(*yes).to_string(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[test]
fn tables_with_tabs_hold_the_same_cells() {
    let run = Run::new(&["--with-text"]);
    run.export("tsv", "tokens.tsv");
    for name in ["documents", "tokens", "mentions", "entities", "errors"] {
        let comma = csv::Reader::from_path(run.folder.path().join(format!("out/{name}.csv"))).unwrap();
        let tab = csv::ReaderBuilder::new()
            .delimiter(b'\t')
            .from_path(run.path().join(format!("{name}.tsv")))
            .unwrap();
        let all = |mut reader: csv::Reader<fs::File>| {
            let header = reader.headers().unwrap().clone();
            (header, reader.into_records().map(Result::unwrap).collect::<Vec<_>>())
        };
        assert_eq!(all(comma), all(tab), "{name}");
    }
}

#[test]
fn a_line_of_json_holds_a_document_whole() {
    let run = Run::new(&["--with-text"]);
    let text = run.export("jsonl", "documents.jsonl");
    let documents: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(documents.len(), ARTICLES.len());
    for (row, document) in run.tables.documents.iter().zip(&documents) {
        assert!(row.cells().all(|(column, cell)| said(&document[column]) == cell));
        assert!(document["n_tokens"].is_u64() && document["source_record"].is_null());
        for (member, rows) in [("tokens", &run.tables.tokens), ("mentions", &run.tables.mentions)] {
            let (rows, objects) = (Run::of(rows, &row["doc_id"]), document[member].as_array().unwrap());
            assert_eq!(rows.len(), objects.len());
            for (row, object) in rows.iter().zip(objects) {
                let mut cells = row.cells().filter(|(column, _)| *column != "doc_id");
                assert!(
                    cells.all(|(column, cell)| said(&object[column]) == cell),
                    "{row:?} {object}"
                );
            }
        }
    }
    let mention = &documents[0]["mentions"][0];
    assert!(mention["is_ambiguous"].is_boolean() && mention["score"].is_number());
}

/// As `spacy.util.get_words_and_spaces` aligns words with a text: what is no word is a token of its own, but for one space behind a word.
fn aligned(words: &[String], text: &str) -> Vec<String> {
    let (mut tokens, mut rest): (Vec<String>, &str) = (Vec::new(), text);
    for word in words.iter().filter(|word| !word.chars().all(char::is_whitespace)) {
        let at = rest.find(word.as_str()).expect("the word stands in the text");
        if at > 0 {
            tokens.push(rest[..at].to_owned());
        }
        tokens.push(word.clone());
        rest = &rest[at + word.len()..];
        rest = rest.strip_prefix(' ').unwrap_or(rest);
    }
    tokens.extend((!rest.is_empty()).then(|| rest.to_owned()));
    tokens
}

#[test]
fn spacy_gets_its_own_tokens_back() {
    for overlap in ["longest", "all"] {
        let run = Run::new(&["--with-text", "--overlap", overlap]);
        let lines = run.export("spacy", "spacy.jsonl");
        for (line, row) in lines.lines().zip(&run.tables.documents) {
            let document: Value = serde_json::from_str(line).unwrap();
            let chars: Vec<char> = row["text"].chars().collect();
            let cut = |span: &Value| {
                let place = |name: &str| span[name].as_u64().unwrap() as usize;
                chars[place("start")..place("end")].iter().collect::<String>()
            };
            assert_eq!(
                (&document["doc_id"], &document["text"]),
                (&row["doc_id"].as_str().into(), &row["text"].as_str().into())
            );
            let tokens: Vec<String> = document["tokens"].as_array().unwrap().iter().map(cut).collect();
            assert_eq!(aligned(&tokens, &row["text"]), tokens);
            let mentions = Run::of(&run.tables.mentions, &row["doc_id"]);
            let groups = document["spans"]["mentions"].as_array().unwrap();
            assert_eq!(groups.len(), mentions.len());
            for (mention, span) in mentions.iter().zip(groups) {
                assert_eq!(cut(span), mention["surface"]);
                assert_eq!(
                    (said(&span["label"]), said(&span["kb_id"])),
                    (mention["label"].clone(), mention["entity_id"].clone())
                );
            }
            // Entities must not overlap.
            let entities = document["ents"].as_array().unwrap();
            assert!(entities.is_sorted_by(|a, b| a["end"].as_u64() <= b["start"].as_u64()));
            let as_tokens = Run::of(&run.tables.tokens, &row["doc_id"])
                .iter()
                .filter(|row| !row["mention_id"].is_empty())
                .count();
            assert_eq!(entities.len(), as_tokens);
        }
    }
}

#[test]
fn conllu_has_ten_cells_and_the_text_of_its_forms() {
    // Texts are not needed.
    let run = Run::new(&[]);
    let text = run.export("conllu", "documents.conllu");
    assert!(text.ends_with("\n\n") && !text.contains("\n\n\n") && !text.contains('\r'));
    let (mut tokens, mut mentions, mut ids) = (run.tables.tokens.iter(), 0, Vec::new());
    for sentence in text.split_terminator("\n\n") {
        let (mut said, mut joined) = (None, String::new());
        let mut number = 0;
        for line in sentence.lines() {
            if let Some(comment) = line.strip_prefix("# ") {
                match comment.split_once(" = ") {
                    Some(("text", text)) => said = Some(text),
                    Some(("sent_id", id)) => ids.push(id),
                    Some(("newdoc id", id)) => assert!(!id.contains(char::is_whitespace)),
                    _ => panic!("{comment}"),
                }
                continue;
            }
            number += 1;
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!((cells.len(), cells[0]), (10, number.to_string().as_str()), "{line}");
            let row = tokens.next().unwrap();
            assert_eq!(cells[1].replace('\u{FFFD}', "\u{2028}"), row["token"]);
            let misc: Vec<(&str, &str)> = cells[9]
                .split('|')
                .map(|entry| entry.split_once('=').unwrap())
                .collect();
            let value = |wanted: &str| misc.iter().find(|(key, _)| *key == wanted).map(|(_, value)| *value);
            assert_eq!(
                value("TokenRange").unwrap(),
                format!("{}:{}", row["char_start"], row["char_end"])
            );
            assert_eq!(value("EntityId").is_some(), !row["mention_id"].is_empty());
            mentions += usize::from(value("EntityId").is_some());
            joined += cells[1];
            joined += if value("SpaceAfter") == Some("No") { "" } else { " " };
        }
        assert_eq!(said, Some(joined.trim_end_matches(' ')));
    }
    assert!(tokens.next().is_none());
    assert_eq!(mentions, run.tables.mentions.len());
    let n_ids = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert!(n_ids == ids.len() && n_ids > 3);
}

#[test]
fn what_cannot_be_exported_is_told_and_leaves_nothing() {
    let run = Run::new(&[]);
    let folder = run.folder.path();
    let told = yiming(folder, &["export", "out", "--format", "spacy", "-o", "forms"], 2);
    assert!(
        told.contains("the tables have no texts") && told.contains("help: ") && told.contains("--with-text"),
        "{told}"
    );
    assert_eq!(fs::read_dir(run.path()).unwrap().count(), 0);
    let told = yiming(folder, &["export", "in", "--format", "jsonl"], 2);
    assert!(told.contains("is not the output of a run"), "{told}");
    // A row of a document that there is not.
    let tokens = folder.join("out/tokens.csv");
    let changed = fs::read_to_string(&tokens).unwrap() + "nowhere.txt,0,0,0,1,x,x,x,latin,rule,\n";
    fs::write(&tokens, changed).unwrap();
    let told = yiming(folder, &["export", "out", "--format", "jsonl", "-o", "forms"], 2);
    assert!(told.contains("tokens.csv:") && told.contains("nowhere.txt"), "{told}");
    assert_eq!(fs::read_dir(run.path()).unwrap().count(), 0);
}
