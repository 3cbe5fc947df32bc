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
        Run::with_files(options, &[])
    }

    /// A run with more files in its folder.
    fn with_files(options: &[&str], files: &[(&str, &str)]) -> Run {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("in")).unwrap();
        for (name, text) in ARTICLES {
            fs::write(folder.path().join("in").join(name), text).unwrap();
        }
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        yiming(folder.path(), &[&["run", "in", "-o", "out"], options].concat(), 0);
        let out = folder.path().join("out");
        let tables = if out.join("tokens.csv").exists() {
            Tables::read(&out)
        } else {
            Tables::default()
        };
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

    /// What an export tells that ends with `code`.
    fn forms(&self, options: &[&str], code: i32) -> String {
        yiming(self.folder.path(), &[&["export", "out"], options].concat(), code)
    }

    /// A table of the run.
    fn table(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("out/{name}.csv"))
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

const TABLES: [&str; 5] = ["documents", "tokens", "mentions", "entities", "errors"];

/// The header and all rows of a table.
fn delimited(file: impl std::io::Read, delimiter: u8) -> Vec<Vec<String>> {
    let reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .from_reader(file);
    let rows = reader.into_records().map(Result::unwrap);
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

fn cells(path: &Path, delimiter: u8) -> Vec<Vec<String>> {
    delimited(fs::File::open(path).unwrap(), delimiter)
}

/// The parts of a table, in the order of their names: names and contents.
fn parts(folder: &Path, stem: &str, ending: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let named = entries.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), path));
    let mut parts: Vec<_> = named
        .filter(|(name, _)| name.starts_with(&format!("{stem}-")) && name.ends_with(ending))
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .collect();
    parts.sort();
    parts
}

/// The parts put together again: the header of the first, and the rows of all.
fn joined(parts: &[(String, Vec<u8>)], delimiter: u8) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = Vec::new();
    for (name, part) in parts {
        let mut rows = delimited(part.as_slice(), delimiter);
        let header = rows.remove(0);
        assert_eq!(&header, all.first().unwrap_or(&header), "{name}");
        if all.is_empty() {
            all.push(header);
        }
        all.extend(rows);
    }
    all
}

#[test]
fn tables_with_tabs_hold_the_same_cells() {
    let run = Run::new(&["--with-text"]);
    run.export("tsv", "tokens.tsv");
    for name in TABLES {
        let comma = cells(&run.table(name), b',');
        assert_eq!(cells(&run.path().join(format!("{name}.tsv")), b'\t'), comma, "{name}");
    }
}

#[test]
fn tables_with_commas_are_those_of_the_run() {
    let run = Run::new(&["--with-text"]);
    run.export("csv", "tokens.csv");
    for name in TABLES {
        let theirs = fs::read(run.path().join(format!("{name}.csv"))).unwrap();
        assert_eq!(theirs, fs::read(run.table(name)).unwrap(), "{name}");
    }
    let told = yiming(run.folder.path(), &["export", "out", "--format", "csv"], 2);
    assert!(
        told.contains("are the tables themselves") && told.contains("-o"),
        "{told}"
    );
}

#[test]
fn compressed_files_hold_the_same() {
    let run = Run::new(&["--with-text"]);
    for how in ["gzip", "zstd"] {
        run.forms(&["--format", "csv,jsonl", "--compress", how, "-o", how], 0);
    }
    let [gzip, zstd] = ["gzip", "zstd"].map(|how| run.folder.path().join(how));
    for name in TABLES {
        let wanted = fs::read(run.table(name)).unwrap();
        let mut got = Vec::new();
        let file = fs::File::open(gzip.join(format!("{name}.csv.gz"))).unwrap();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(file), &mut got).unwrap();
        assert!(got == wanted, "{name}");
        let file = fs::File::open(zstd.join(format!("{name}.csv.zst"))).unwrap();
        assert!(zstd::decode_all(file).unwrap() == wanted, "{name}");
    }
    assert!(gzip.join("documents.jsonl.gz").exists() && zstd.join("documents.jsonl.zst").exists());
}

#[test]
fn parts_of_a_size_are_together_the_whole() {
    let run = Run::new(&["--with-text"]);
    run.forms(&["--format", "csv,jsonl", "--split-size", "1KB", "-o", "forms"], 0);
    for name in TABLES {
        let parts = parts(&run.path(), name, ".csv");
        let whole = cells(&run.table(name), b',');
        assert_eq!(joined(&parts, b','), whole, "{name}");
        assert_eq!(parts[0].0, format!("{name}-00001.csv"));
        for (name, part) in &parts {
            // A row that is longer is alone.
            assert!(
                part.len() <= 1000 || delimited(part.as_slice(), b',').len() == 2,
                "{name}"
            );
        }
        assert!(parts.len() > 1 || name != "tokens");
    }
    let lines = parts(&run.path(), "documents", ".jsonl").into_iter();
    let lines: Vec<u8> = lines.flat_map(|(_, part)| part).collect();
    assert_eq!(String::from_utf8(lines).unwrap().lines().count(), ARTICLES.len());
}

#[test]
fn parts_by_documents_hold_the_same_documents_in_each_table() {
    // Two documents of one file, beside four that are files themselves.
    let records = "{\"text\": \"黃仁勳來了。\"}\n{\"text\": \"\"}\n";
    let run = Run::with_files(&[], &[("in/z.jsonl", records)]);
    for (by, number) in [("4", 4), ("100", 6), ("source", 5)] {
        let out = format!("by-{by}");
        run.forms(&["--format", "tsv,conllu", "--partition-by", by, "-o", &out], 0);
        let out = run.folder.path().join(out);
        let documents = parts(&out, "documents", ".tsv");
        assert_eq!(documents.len(), number, "{by}");
        for name in ["tokens", "mentions"] {
            let parts = parts(&out, name, ".tsv");
            assert_eq!(joined(&parts, b'\t'), cells(&run.table(name), b','), "{name} by {by}");
            assert_eq!(parts.len(), number, "{name} by {by}");
            for ((_, documents), (_, part)) in documents.iter().zip(&parts) {
                let documents = delimited(documents.as_slice(), b'\t');
                let rows = delimited(part.as_slice(), b'\t');
                let is_there = |row: &Vec<String>| documents.iter().any(|document| document[0] == row[0]);
                assert!(rows.iter().all(is_there), "{name} by {by}");
            }
        }
        assert_eq!(parts(&out, "documents", ".conllu").len(), number, "{by}");
        // Entities and errors are not of one document.
        assert!(out.join("entities.tsv").exists() && out.join("errors.tsv").exists());
    }
}

#[test]
fn parts_by_label_hold_each_row_once() {
    let user = "alias,entity_id,label\n他,he,../a b\n再見,bye,person\n";
    let run = Run::with_files(&["--dict", "user.csv"], &[("user.csv", user)]);
    run.forms(&["--format", "csv", "--partition-by", "label", "-o", "forms"], 0);
    for name in ["mentions", "entities"] {
        let parts = parts(&run.path(), name, ".csv");
        let mut whole = cells(&run.table(name), b',');
        let place = whole[0].iter().position(|column| column == "label").unwrap();
        for (name, part) in &parts {
            let wanted = name.split_once('-').unwrap().1.trim_end_matches(".csv");
            let wanted = wanted.replace("%2E", ".").replace("%2F", "/").replace("%20", " ");
            for row in &delimited(part.as_slice(), b',')[1..] {
                // Some systems take names for one that differ in case.
                let label = if row[place].is_empty() { "none" } else { &row[place] };
                assert_eq!(label.to_uppercase(), wanted.to_uppercase(), "{name}");
            }
        }
        let mut together = joined(&parts, b',');
        together.sort();
        whole.sort();
        assert_eq!(together, whole);
        assert!(parts.iter().any(|(name, _)| name.contains("-%2E%2E%2Fa%20b.")));
        assert_eq!(
            parts
                .iter()
                .filter(|(name, _)| name.to_uppercase().contains("PERSON"))
                .count(),
            1
        );
    }
    assert!(run.path().join("tokens.csv").exists());
}

#[test]
fn parts_of_two_exports_are_not_mixed() {
    let run = Run::new(&[]);
    let export = |more: &[&str], code| run.forms(&[&["--format", "tsv", "-o", "forms"], more].concat(), code);
    export(&["--split-size", "2K"], 0);
    export(&["--split-size", "2K"], 0);
    let told = export(&["--split-size", "1M"], 2);
    assert!(
        told.contains("is of another export") && told.contains("help: remove it"),
        "{told}"
    );
    let names = fs::read_dir(run.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    assert!(
        names
            .into_iter()
            .all(|name| !name.to_str().unwrap().ends_with("unfinished"))
    );
    for wrong in [
        &["--partition-by", "0"][..],
        &["--split-size", "0"],
        &["--split-size", "2K", "--partition-by", "3"],
    ] {
        export(wrong, 2);
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_the_same_cells_typed() {
    use parquet::basic::{Compression, Encoding, Type};
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let said = |field: &Field| match field {
        Field::Null => String::new(),
        Field::Bool(yes) => u8::from(*yes).to_string(),
        Field::Long(number) => number.to_string(),
        Field::Double(number) => number.to_string(),
        Field::Str(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    let run = Run::new(&["--with-text"]);
    run.forms(&["--format", "parquet", "--compress", "gzip", "-o", "forms"], 0);
    let about: Value = serde_json::from_slice(&fs::read(run.folder.path().join("out/run.json")).unwrap()).unwrap();
    for name in TABLES {
        let file = fs::File::open(run.path().join(format!("{name}.parquet"))).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let metadata = reader.metadata().file_metadata();
        let entries = metadata.key_value_metadata().unwrap();
        let entry = |key: &str| {
            entries
                .iter()
                .find(|entry| entry.key == key)
                .unwrap()
                .value
                .clone()
                .unwrap()
        };
        assert_eq!(entry("yiming:schema_version"), "2");
        assert_eq!(entry("yiming:version"), env!("CARGO_PKG_VERSION"));
        let shipped: Value = serde_json::from_str(&entry("yiming:shipped_dictionaries")).unwrap();
        assert_eq!(shipped, about["shipped_dictionaries"]);
        let header: Vec<String> = metadata
            .schema()
            .get_fields()
            .iter()
            .map(|field| field.name().to_owned())
            .collect();
        let rows = reader.get_row_iter(None).unwrap().map(Result::unwrap);
        let rows = rows.map(|row| row.get_column_iter().map(|(_, field)| said(field)).collect());
        let all: Vec<Vec<String>> = [header].into_iter().chain(rows).collect();
        assert_eq!(all, cells(&run.table(name), b','), "{name}");
        for column in reader.metadata().row_groups().iter().flat_map(|group| group.columns()) {
            assert!(matches!(column.compression(), Compression::ZSTD(_)), "{name}");
            let has_dictionary = column.encodings().any(|encoding| encoding == Encoding::RLE_DICTIONARY);
            assert!(
                column.column_type() != Type::BYTE_ARRAY || has_dictionary,
                "{name}: {}",
                column.column_path()
            );
        }
    }
}

#[cfg(feature = "parquet")]
#[test]
fn a_cell_that_is_not_of_its_type_is_told() {
    let run = Run::new(&[]);
    let tokens = run.table("tokens");
    let changed = fs::read_to_string(&tokens).unwrap().replacen(",0,0,", ",0,zero,", 1);
    fs::write(&tokens, changed).unwrap();
    let told = run.forms(&["--format", "parquet", "-o", "forms"], 2);
    assert!(
        told.contains("tokens.csv:2: the cell of “token_id” is no number: zero"),
        "{told}"
    );
    // The documents, which were complete, go as well.
    assert_eq!(fs::read_dir(run.path()).unwrap().count(), 0);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_parquet_says_how_to_get_one() {
    let run = Run::new(&[]);
    for told in [
        run.forms(&["--format", "tsv,parquet", "-o", "forms"], 2),
        yiming(
            run.folder.path(),
            &["run", "in", "-o", "forms", "--format", "csv,parquet"],
            2,
        ),
    ] {
        assert!(told.contains("this build of yiming cannot write it"), "{told}");
        assert!(told.contains("help: ") && told.contains("--features parquet"), "{told}");
    }
    assert!(!run.path().exists());
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
            // spaCy refuses a document with a span that begins or ends inside a token.
            let borders = |end: &str| -> Vec<&Value> {
                let tokens = document["tokens"].as_array().unwrap();
                tokens.iter().map(|token| &token[end]).collect()
            };
            let (starts, ends) = (borders("start"), borders("end"));
            let mentions = Run::of(&run.tables.mentions, &row["doc_id"]);
            let mentions: Vec<_> = mentions
                .iter()
                .filter(|row| {
                    let place = |column: &str| Value::from(row[column].parse::<u64>().unwrap());
                    starts.contains(&&place("char_start")) && ends.contains(&&place("char_end"))
                })
                .collect();
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
            assert_eq!(document["spans"]["entities"], document["ents"]);
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

/// The forms that this build has and a run without texts can write.
const FORMS: &str = if cfg!(feature = "parquet") {
    "csv,tsv,parquet,jsonl,conllu"
} else {
    "csv,tsv,jsonl,conllu"
};

/// The names of the files in a folder, but for those that describe the others.
fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.retain(|name| name != "run.json" && name != "datapackage.json");
    names.sort();
    names
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn a_run_writes_the_forms_that_export_makes() {
    let run = Run::new(&["--with-text"]);
    let folder = run.folder.path();
    for layout in [
        &[][..],
        &["--compress", "zstd"],
        &["--split-size", "2K"],
        &["--partition-by", "3"],
        &["--partition-by", "label"],
    ] {
        for formats in [format!("{FORMS},spacy"), "tsv".to_owned(), "jsonl".to_owned()] {
            let what = format!("{formats} {layout:?}");
            let options = [&["--format", &formats, "--force"], layout].concat();
            yiming(
                folder,
                &[&["run", "in", "--with-text", "-o", "other"], &*options].concat(),
                0,
            );
            let _ = fs::remove_dir_all(run.path());
            run.forms(&[&["--format", &formats, "-o", "forms"], layout].concat(), 0);
            let (other, wanted) = (folder.join("other"), names(&run.path()));
            assert_eq!(names(&other), wanted, "{what}");
            for name in &wanted {
                // Parquet has the dictionaries' hashes and options do not change them, so that it is the same to the byte.
                assert!(
                    fs::read(other.join(name)).unwrap() == fs::read(run.path().join(name)).unwrap(),
                    "{what}: {name}"
                );
            }
            let about = json(&other.join("run.json"));
            let mut told: Vec<&str> = about["files"]
                .as_array()
                .unwrap()
                .iter()
                .map(|name| name.as_str().unwrap())
                .collect();
            told.sort_unstable();
            assert_eq!(told, wanted, "{what}");
            let package = json(&other.join("datapackage.json"));
            let resources = package["resources"].as_array().unwrap();
            let mut paths: Vec<&str> = Vec::new();
            for resource in resources {
                match &resource["path"] {
                    Value::Array(all) => paths.extend(all.iter().map(|path| path.as_str().unwrap())),
                    path => paths.push(path.as_str().unwrap()),
                }
            }
            paths.sort_unstable();
            assert_eq!(paths, wanted, "{what}");
            let mut known: Vec<&str> = resources
                .iter()
                .map(|resource| resource["name"].as_str().unwrap())
                .collect();
            known.sort_unstable();
            known.dedup();
            assert_eq!(known.len(), resources.len(), "{what}: {known:?}");
        }
    }
}

#[test]
fn tables_in_parts_and_compressed_are_read_again() {
    let run = Run::new(&["--with-text"]);
    let folder = run.folder.path();
    let read = |out: &str| {
        [&[][..], &["--table", "entities", "--top", "3"]].map(|options| {
            let done = Command::cargo_bin("yiming")
                .unwrap()
                .current_dir(folder)
                .args(["stats", out])
                .args(options)
                .assert()
                .code(0);
            String::from_utf8(done.get_output().stdout.clone()).unwrap()
        })
    };
    let (wanted, lines) = (read("out"), run.export("jsonl", "documents.jsonl"));
    for options in [
        &["--compress", "gzip"][..],
        &["--compress", "zstd", "--split-size", "1K"],
        &[
            "--format",
            &format!("{},tsv", FORMS.trim_start_matches("csv,")),
            "--partition-by",
            "source",
        ],
        &["--partition-by", "label"],
    ] {
        yiming(
            folder,
            &[&["run", "in", "--with-text", "--force", "-o", "other"], options].concat(),
            0,
        );
        assert_eq!(read("other"), wanted, "{options:?}");
        let is_in_order = !options.contains(&"label");
        let code = if is_in_order { 0 } else { 2 };
        let told = yiming(folder, &["export", "other", "--format", "jsonl", "-o", "lines"], code);
        if is_in_order {
            assert_eq!(
                fs::read_to_string(folder.join("lines/documents.jsonl")).unwrap(),
                lines,
                "{options:?}"
            );
        } else {
            assert!(told.contains("the parts of mentions are by label"), "{told}");
            assert!(
                told.contains("help: ") && told.contains("without --partition-by label"),
                "{told}"
            );
        }
        yiming(folder, &["export", "other", "--format", "tsv", "-o", "again"], 0);
        assert_eq!(
            cells(&folder.join("again/tokens.tsv"), b'\t'),
            cells(&run.table("tokens"), b',')
        );
    }
}

#[test]
fn a_table_that_has_no_parts_is_not_made_of_itself() {
    // More rows than any reader holds at once.
    let text = "黃仁勳在台北談話，輝達的執行長聽了。\n".repeat(3000);
    let run = Run::with_files(&[], &[("in/long.txt", &text)]);
    for by in ["label", "2"] {
        let options = ["run", "in", "-o", "other", "--force", "--partition-by", by];
        yiming(run.folder.path(), &options, 0);
        for name in TABLES {
            let (out, wanted) = (run.folder.path().join("other"), cells(&run.table(name), b','));
            let whole = out.join(format!("{name}.csv"));
            let got = if whole.exists() {
                cells(&whole, b',')
            } else {
                joined(&parts(&out, name, ".csv"), b',')
            };
            let sorted = |mut rows: Vec<Vec<String>>| {
                rows.sort();
                rows
            };
            assert!(sorted(got) == sorted(wanted), "{name} by {by}");
        }
    }
}

#[test]
fn other_forms_replace_those_of_an_older_run() {
    let run = Run::new(&["--format", "jsonl,csv", "--compress", "gzip"]);
    let folder = run.folder.path();
    fs::write(folder.join("out/mine.csv"), "a\n").unwrap();
    yiming(folder, &["run", "in", "-o", "out", "--force", "--format", "conllu"], 0);
    assert_eq!(names(&folder.join("out")), ["documents.conllu", "mine.csv"]);
    let told = yiming(folder, &["run", "in", "-o", "out", "--resume", "--format", "tsv"], 2);
    assert!(
        told.contains("the option format: [\"conllu\"] then, [\"tsv\"] now"),
        "{told}"
    );
}

#[test]
fn what_a_run_cannot_write_is_told_before_it_begins() {
    let run = Run::new(&[]);
    for (options, says) in [
        (&["--format", "spacy"][..], "--format spacy needs the texts"),
        (&["--excel", "--format", "csv,tsv"], "--excel is for CSV"),
        (&["--excel", "--compress", "gzip"], "--excel is for CSV"),
        (&["--partition-by", "name"], "neither label, source, nor a number"),
        (&["--split-size", "much"], "a number of bytes is needed"),
    ] {
        let told = yiming(run.folder.path(), &[&["run", "in", "-o", "forms"], options].concat(), 2);
        assert!(told.contains(says), "{told}");
        assert!(!run.path().exists());
    }
}

/// What both programs that read a run tell of one that is not as it was, or is none.
fn both(run: &Run, name: &str, code: i32) -> [String; 2] {
    [
        &["stats", name][..],
        &["export", name, "--format", "tsv", "-o", "forms"],
    ]
    .map(|arguments| yiming(run.folder.path(), arguments, code))
}

#[test]
fn folders_that_cannot_be_read_are_told_with_the_way_out() {
    let change = |change: &dyn Fn(&Path), says: &[&str]| {
        let run = Run::new(&[]);
        change(&run.folder.path().join("out"));
        for told in both(&run, "out", 2) {
            assert!(
                says.iter().all(|says| told.contains(says)) && told.contains("\nhelp: "),
                "{told}"
            );
        }
        assert!(!run.path().exists() || names(&run.path()).is_empty());
    };
    let replace = |out: &Path, name: &str, from: &str, to: &str| {
        let text = fs::read_to_string(out.join(name)).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(out.join(name), text.replacen(from, to, 1)).unwrap();
    };
    change(
        &|out| replace(out, "tokens.csv", "token_id", "id"),
        &["tokens.csv:1: the header has no column “token_id”"],
    );
    change(
        &|out| replace(out, "mentions.csv", ",score", ""),
        &["mentions.csv:1: the header has no column “score”"],
    );
    change(
        &|out| fs::write(out.join("errors.csv"), "").unwrap(),
        &["errors.csv:1: the header has no column"],
    );
    change(
        &|out| replace(out, "tokens.csv", ",0,0,", ",0,"),
        &["tokens.csv", "record"],
    );
    change(
        &|out| fs::remove_file(out.join("entities.csv")).unwrap(),
        &["entities.csv: cannot be read"],
    );
    change(
        &|out| fs::remove_file(out.join("datapackage.json")).unwrap(),
        &["out: is not the output of a run"],
    );
    change(
        &|out| fs::write(out.join("datapackage.json"), "{").unwrap(),
        &["datapackage.json: has no schema_version"],
    );
    change(
        &|out| replace(out, "datapackage.json", "\"tokens.csv\"", "\"../in/tokens.csv\""),
        &["datapackage.json: the table “tokens” has no path in this folder"],
    );
    change(
        &|out| replace(out, "datapackage.json", "\"tokens\"", "\"words\""),
        &["has no table “tokens”"],
    );
    let run = Run::new(&["--format", "jsonl"]);
    for (name, says) in [
        ("out", "out: the run wrote its tables neither as CSV nor as TSV"),
        ("in", "in: is not the output of a run: it has no datapackage.json"),
        ("nowhere", "nowhere: cannot be read"),
        ("in/empty.txt", "in/empty.txt: cannot be read"),
    ] {
        for told in both(&run, name, 2) {
            assert!(told.contains(says) && told.contains("\nhelp: "), "{told}");
        }
    }
}

#[test]
fn tables_of_a_newer_schema_are_read_as_far_as_they_are_known() {
    let run = Run::new(&[]);
    let out = run.folder.path().join("out");
    let package = fs::read_to_string(out.join("datapackage.json")).unwrap();
    fs::write(
        out.join("datapackage.json"),
        package.replace("\"schema_version\": 2", "\"schema_version\": 999"),
    )
    .unwrap();
    let errors = fs::read_to_string(run.table("errors")).unwrap();
    fs::write(run.table("errors"), errors.replace("message\n", "message,severity\n")).unwrap();
    for told in both(&run, "out", 0) {
        assert!(
            told.contains("note: out: a later version of yiming wrote these tables"),
            "{told}"
        );
        assert!(told.contains("\nhelp: "), "{told}");
    }
    assert_eq!(
        fs::read_to_string(run.path().join("errors.tsv")).unwrap(),
        errors.replace(',', "\t")
    );
}

/// Runs that found nothing, or nothing that could be read.
#[test]
fn runs_without_documents_have_empty_forms() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    fs::create_dir_all(path.join("bad")).unwrap();
    fs::write(path.join("bad/a.txt"), b"\xFF").unwrap();
    fs::write(path.join("none.jsonl"), "").unwrap();
    for (input, code, refused) in [("bad", 1, 1), ("none.jsonl", 0, 0)] {
        for layout in [
            &[][..],
            &["--split-size", "1K"],
            &["--partition-by", "4"],
            &["--partition-by", "label"],
        ] {
            let options = ["run", input, "-o", "out", "--force", "--format", FORMS];
            yiming(path, &[&options, layout].concat(), code);
            let done = Command::cargo_bin("yiming")
                .unwrap()
                .current_dir(path)
                .args(["stats", "out", "--format", "json"])
                .assert()
                .code(0);
            let stats: Value = serde_json::from_slice(&done.get_output().stdout).unwrap();
            assert_eq!(
                (&stats["documents"], &stats["refused"]),
                (&0.into(), &refused.into()),
                "{input}"
            );
            // A table without rows has its header, in one part.
            let tokens: Vec<String> = names(&path.join("out"))
                .into_iter()
                .filter(|name| name.starts_with("tokens") && name.ends_with(".tsv"))
                .collect();
            assert_eq!(tokens.len(), 1, "{input} {layout:?}");
            assert_eq!(cells(&path.join("out").join(&tokens[0]), b'\t').len(), 1);
            yiming(path, &["export", "out", "--format", "jsonl,conllu", "-o", "forms"], 0);
            assert_eq!(fs::read(path.join("forms/documents.jsonl")).unwrap(), b"");
        }
    }
}
