//! The invariants of DESIGN.md, on texts of every kind: real sentences, names, variants of characters, emoji, marks,
//! control characters, any Unicode at all.

#[path = "support/check.rs"]
mod check;
#[path = "support/rows.rs"]
mod rows;
#[path = "support/tables.rs"]
mod tables;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::LazyLock;

use check::{check_document, check_run};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rows::{Row, rows};
use tables::Tables;
use yiming::batch::{self, Ending, Identity, Input, Manifest, Options, Summary, Telling};
use yiming::entity::{Mention, shipped_rows};
use yiming::input::{Document, Reading, Units, find};
use yiming::lexicon::{read_entities, read_words};
use yiming::pipeline::{Analysis, Pipeline, Rows, TableBuffers};
use yiming::records::{DocumentRow, MentionRow, Row as _, Table, TokenRow, push_header};
use yiming::segment::{Origin, Token};
use yiming::text::{Folded, MatchKey, simplified};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::builder().build().unwrap());

static ALIASES: LazyLock<Vec<String>> =
    LazyLock::new(|| shipped_rows().unwrap().into_iter().map(|row| row.alias).collect());

static CORPUS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let mut files: Vec<_> = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| fs::read_to_string(path).unwrap().chars().collect())
        .collect()
});

const DOTS: [&str; 11] = ["·", "・", "‧", "．", "•", ".", "･", "∙", "⋅", "-", "‑"];
const SPACES: [&str; 14] = [
    " ", "\u{3000}", "\t", "\n", "\r\n", "\r", "\n\n", "\u{85}", "\u{2028}", "\u{2029}", "\u{B}", "\u{C}", "\u{A0}",
    "\u{205F}",
];
const MARKS: [&str; 34] = [
    "。",
    "！",
    "？",
    "，",
    "、",
    "：",
    "；",
    "「",
    "」",
    "『",
    "』",
    "《",
    "》",
    "…",
    "——",
    "“",
    "”",
    ".",
    "!",
    "?",
    ",",
    "\"",
    "'",
    "(",
    ")",
    "（",
    "）",
    "http://a.b/c,d",
    "a.b@c.org",
    "1,234.5",
    "@",
    "總統",
    "先生",
    "說",
];
const EMOJI: [&str; 12] = [
    "😀",
    "👩\u{200D}💻",
    "👨\u{200D}👩\u{200D}👧\u{200D}👦",
    "🇹🇼",
    "🇭🇰",
    "👍🏽",
    "❤\u{FE0F}",
    "1\u{FE0F}\u{20E3}",
    "🏴\u{E0067}\u{E0062}\u{E007F}",
    "\u{200D}",
    "\u{FE0F}",
    "\u{1F3FB}",
];
const CONTROLS: [&str; 10] = [
    "\0",
    "\u{1}",
    "\u{1B}",
    "\u{7F}",
    "\u{200B}",
    "\u{FEFF}",
    "\u{202E}",
    "\u{AD}",
    "\u{FFFD}",
    "\u{10FFFF}",
];
/// Characters that transliterations, family names and places are written with, in both scripts.
const NAME_CHARS: &str =
    "伊爾尔亞亚蘇苏茨克維维山姆奧奥特曼傑杰佛弗瑞里裡辛頓顿馬马斯賴赖清德陳陈林黃黄仁勳勋許许家衛卫王李簡简高";

fn one_of(list: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(list).prop_map(str::to_owned)
}

fn alias() -> impl Strategy<Value = String> {
    any::<prop::sample::Index>().prop_map(|at| at.get(&ALIASES).clone())
}

/// A name as a transliteration looks, with a dot or without.
fn han_name() -> impl Strategy<Value = String> {
    let part = || vec(select(NAME_CHARS.chars().collect::<Vec<_>>()), 1..5).prop_map(String::from_iter);
    (part(), prop::option::of((select(&DOTS[..]), part()))).prop_map(|(first, more)| match more {
        Some((dot, second)) => format!("{first}{dot}{second}"),
        None => first,
    })
}

fn latin_name() -> impl Strategy<Value = String> {
    "[A-Z][a-zé'’]{1,6}( [A-Z]\\.)?[ -]?([A-Z][a-z]{1,6})?"
}

/// 中文（Latin）, Latin（中文）, and what looks like them.
fn pair() -> impl Strategy<Value = String> {
    let name = || prop_oneof![alias(), han_name(), latin_name()];
    (
        name(),
        select(vec![
            ("（", "）"),
            ("(", ")"),
            (" (", ")"),
            ("（", ""),
            ("（（", "））"),
        ]),
        name(),
    )
        .prop_map(|(outside, (open, close), inside)| format!("{outside}{open}{inside}{close}"))
}

fn excerpt() -> impl Strategy<Value = String> {
    (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1usize..60).prop_map(|(article, at, len)| {
        let article = article.get(&CORPUS);
        let start = at.index(article.len());
        article[start..(start + len).min(article.len())].iter().collect()
    })
}

fn chars_in(ranges: &'static [(u32, u32)], len: usize) -> impl Strategy<Value = String> {
    let one = select(ranges).prop_flat_map(|(from, to)| (from..=to).prop_filter_map("a character", char::from_u32));
    vec(one, 1..=len).prop_map(String::from_iter)
}

/// The text in characters of full width.
fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '!'..='~' => char::from_u32(c as u32 + 0xFEE0).unwrap(),
            ' ' => '\u{3000}',
            c => c,
        })
        .collect()
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => excerpt(),
        4 => alias(),
        3 => pair(),
        2 => han_name(),
        1 => latin_name(),
        3 => one_of(&MARKS),
        3 => one_of(&SPACES),
        1 => one_of(&DOTS),
        1 => one_of(&EMOJI),
        1 => one_of(&CONTROLS),
        1 => alias().prop_map(|alias| full_width(&alias)),
        1 => alias().prop_map(|alias| alias.chars().map(simplified).collect::<String>()),
        // Han of every plane: common, rare, compatibility, beyond the BMP, descriptions, radicals.
        2 => chars_in(&[(0x4E00, 0x9FFF)], 8),
        1 => chars_in(&[(0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2F800, 0x2FA1D), (0xF900, 0xFAFF), (0x30000, 0x3134A)], 4),
        1 => chars_in(&[(0x2E80, 0x303F), (0x3040, 0x30FF)], 4),
        // Marks that join what is before them, whatever that is.
        1 => chars_in(&[(0x300, 0x36F), (0xFE00, 0xFE0F), (0x20D0, 0x20F0), (0x900, 0x97F), (0x1100, 0x11FF)], 3),
        1 => chars_in(&[(0xFF00, 0xFFEF)], 6),
        1 => "[0-9０-９]{1,8}([.,．，][0-9０-９]{1,4})?%?",
        1 => ".{0,6}",
        1 => vec(any::<char>(), 1..6).prop_map(String::from_iter),
    ]
}

fn text() -> impl Strategy<Value = String> {
    vec(piece(), 0..14).prop_map(|pieces| pieces.concat())
}

fn document(id: &str, text: &str) -> Document {
    Document {
        id: id.to_owned(),
        source_path: "some, \"file\".txt".to_owned(),
        source_record: None,
        encoding: "utf-8",
        date: None,
        text: text.to_owned(),
    }
}

fn with_header(table: &Table, rows: &[u8]) -> Vec<u8> {
    let mut csv = Vec::new();
    push_header(table, &mut csv);
    csv.extend_from_slice(rows);
    csv
}

/// The rows that a text comes to, written and read back: document, tokens, mentions.
fn written(text: &str, analysis: &Analysis) -> (Row, Vec<Row>, Vec<Row>) {
    let mut tables = TableBuffers::default();
    let writer = Rows {
        pipeline: &PIPELINE,
        with_text: true,
    };
    writer.write(&document("a, \"b\"\nc", text), analysis, &mut tables);
    let read = |table: &Table, csv: &[u8]| -> Vec<Row> { rows(with_header(table, csv).as_slice()).collect() };
    let mut documents = read(&DocumentRow::TABLE, &tables.documents);
    assert_eq!(documents.len(), 1);
    (
        documents.remove(0),
        read(&TokenRow::TABLE, &tables.tokens),
        read(&MentionRow::TABLE, &tables.mentions),
    )
}

/// Whether `pieces` stand in `whole` in this order with nothing but white space around them.
fn tiles<'a>(whole: &str, pieces: impl IntoIterator<Item = &'a str>) -> bool {
    let mut rest = whole;
    for piece in pieces {
        let Some(behind) = rest.trim_start().strip_prefix(piece.trim_start()) else {
            return false;
        };
        rest = behind;
    }
    rest.trim().is_empty()
}

/// What is left of a mention when its document's text is taken away.
fn outline(mention: &Mention, analysis: &Analysis) -> (usize, usize, String, &'static str, usize) {
    let entity = PIPELINE.entity(mention.who, analysis);
    (
        mention.span.start,
        mention.span.end,
        entity.id.clone(),
        mention.kind.name(),
        mention.alternatives.len(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// Invariants 1 and 2, through the library and through the tables as they are read back.
    #[test]
    fn offsets_cut_the_surfaces_and_tokens_tile_the_document(text in text()) {
        let chars: Vec<char> = text.chars().collect();
        let analysis = PIPELINE.analyse(&text);
        prop_assert_eq!(analysis.n_chars, chars.len());

        let mut covered = vec![0; chars.len()];
        for token in &analysis.tokens {
            prop_assert!(token.span.start < token.span.end && token.span.end <= chars.len(), "{:?}", token);
            covered[token.span.range()].iter_mut().for_each(|times| *times += 1);
            prop_assert!(analysis.sentences[token.sentence].contains(token.span), "{:?}", token);
        }
        for (i, (&times, &c)) in covered.iter().zip(&chars).enumerate() {
            prop_assert!(times == 1 || times == 0 && c.is_whitespace(), "{:?} at {} lies in {} tokens", c, i, times);
        }
        let tokens_that_are_mentions: Vec<_> = analysis.tokens.iter().filter_map(|token| match token.origin {
            Origin::Mention(number) => Some((number, token.span)),
            _ => None,
        }).collect();
        let mentions: Vec<_> = analysis.mentions.iter().map(|mention| mention.span).enumerate().collect();
        prop_assert_eq!(tokens_that_are_mentions, mentions);

        let (document, tokens, mentions) = written(&text, &analysis);
        let all = |rows: &'_ [Row]| rows.iter().all(|row| &row["doc_id"] == "a, \"b\"\nc");
        prop_assert!(all(&tokens) && all(&mentions));
        check_document(&document, &text, &tokens, &mentions).map_err(TestCaseError::fail)?;
        prop_assert_eq!(&document["text"], text.as_str());

        // The other forms are slices of one conversion, and together all of it.
        let hans = tokens.iter().map(|row| row["token_hans"].as_str());
        prop_assert!(tiles(&analysis.hans.text, hans), "{:?}", analysis.hans.text);
        let hant = tokens.iter().map(|row| row["token_hant"].as_str());
        let whole = analysis.hant.as_ref().map_or(&text, |hant| &hant.text);
        prop_assert!(tiles(whole, hant), "{:?}", whole);
    }

    /// Invariant 5: folding keeps positions, and it, not conversion, is what matching and segmentation see. So the
    /// Traditional and the Simplified spelling of a text, character for character, have the same tokens and mentions,
    /// though conversion gives the two different texts.
    #[test]
    fn both_scripts_have_the_same_tokens_and_mentions(text in text().prop_map(|text| text.replace('薴', ""))) {
        let n_chars = text.chars().count();
        let folded = Folded::new(&text);
        prop_assert_eq!(folded.view().chars().count(), n_chars);
        prop_assert_eq!(folded.len_chars(), n_chars);
        prop_assert_eq!(MatchKey::new(&folded).key().chars().count(), n_chars);

        let hans: String = text.chars().map(simplified).collect();
        let folded_again = Folded::new(&hans);
        prop_assert_eq!(folded_again.view(), folded.view());
        let (one, other) = (PIPELINE.analyse(&text), PIPELINE.analyse(&hans));
        prop_assert_eq!(&one.tokens, &other.tokens);
        prop_assert_eq!(&one.sentences, &other.sentences);
        let outlines = |analysis: &Analysis| -> Vec<_> {
            analysis.mentions.iter().map(|mention| outline(mention, analysis)).collect()
        };
        prop_assert_eq!(outlines(&one), outlines(&other));
    }

    /// Invariant 5 again: `segment`, which converts nothing, cuts like `analyse` wherever nothing is mentioned.
    #[test]
    fn words_are_those_of_the_text_alone(text in text()) {
        let analysis = PIPELINE.analyse(&text);
        let plain: Vec<Token> = PIPELINE.segment(&text);
        let sentences_without_mentions: Vec<usize> = (0..analysis.sentences.len())
            .filter(|&number| !analysis.mentions.iter().any(|m| m.span.overlaps(analysis.sentences[number])))
            .collect();
        for number in sentences_without_mentions {
            let sentence = analysis.sentences[number];
            let of = |tokens: &[Token]| -> Vec<_> {
                let inside = tokens.iter().filter(|token| sentence.contains(token.span));
                inside.map(|token| (token.span, token.kind, token.origin)).collect()
            };
            prop_assert_eq!(of(&analysis.tokens), of(&plain));
        }
    }

    /// Invariant 3, one document: no state is kept between two analyses.
    #[test]
    fn an_analysis_does_not_depend_on_the_one_before(first in text(), second in text()) {
        let tables = |text: &str| written(text, &PIPELINE.analyse(text));
        let alone = tables(&second);
        tables(&first);
        prop_assert_eq!(tables(&second), alone);
    }
}

/// Runs over `inputs` with so many threads, and so many bytes of rows that may wait.
fn run(inputs: &[&Path], out: &Path, threads: usize, window: usize) -> Summary {
    let options = Options {
        with_text: true,
        threads,
        window,
        telling: Telling::Quiet,
        ..Options::new(out)
    };
    run_with(inputs, &options)
}

/// Runs over `inputs`.
fn run_with(inputs: &[&Path], options: &Options) -> Summary {
    let inputs: Vec<String> = inputs.iter().map(|path| path.display().to_string()).collect();
    let found = find(&inputs);
    let manifest = Manifest::new(&found.files, &found.refused);
    let identity = Identity::new(BTreeMap::new(), Vec::new(), Vec::new(), &manifest);
    let input = Input {
        units: Units::new(found.files, Reading::default()),
        refused: found.refused,
        total_bytes: 0,
        manifest,
    };
    let describe = |summary: &Summary| {
        serde_json::json!({ "counts": {
            "documents": summary.documents, "refused": summary.refused, "tokens": summary.tokens,
            "mentions": summary.mentions, "entities": summary.entities,
        }})
    };
    let ending = batch::run(&PIPELINE, input, options, identity, &Arc::default(), describe).unwrap();
    let Ending::Finished(summary) = ending else {
        panic!("{ending:?}");
    };
    summary
}

const TABLES: [&str; 6] = [
    "documents.csv",
    "tokens.csv",
    "mentions.csv",
    "entities.csv",
    "errors.csv",
    "datapackage.json",
];

/// A file of any kind: an article, an article with something wrong in it, records.
fn file() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let article = || text().prop_map(String::into_bytes);
    let broken =
        (article(), vec(any::<u8>(), 1..4), any::<prop::sample::Index>()).prop_map(|(mut bytes, noise, at)| {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..at, noise);
            bytes
        });
    let line = prop_oneof![
        4 => text().prop_map(|text| serde_json::json!({ "text": text }).to_string().into_bytes()),
        1 => text().prop_map(|text| serde_json::json!({ "body": text }).to_string().into_bytes()),
        1 => Just(b"{\"text\": 5}".to_vec()),
        1 => Just(b"  ".to_vec()),
        1 => vec(prop_oneof![9 => any::<u8>(), 1 => Just(0)].prop_filter("one line", |&byte| byte != b'\n'), 0..9),
    ];
    let records = vec(line, 0..6).prop_map(|lines| lines.join(&b'\n'));
    prop_oneof![
        4 => article().prop_map(|bytes| ("txt", bytes)),
        1 => article().prop_map(|bytes| ("md", [b"\xEF\xBB\xBF", bytes.as_slice()].concat())),
        2 => broken.prop_map(|bytes| ("txt", bytes)),
        1 => vec(prop_oneof![9 => any::<u8>(), 1 => Just(0)], 0..9).prop_map(|bytes| ("txt", bytes)),
        2 => records.prop_map(|bytes| ("jsonl", bytes)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Invariants 1 to 4 on whole runs over good and bad files.
    #[test]
    fn runs_lose_nothing_and_do_not_depend_on_threads_or_order(files in vec(file(), 0..24)) {
        let folder = tempfile::tempdir().unwrap();
        let (source, out) = (folder.path().join("in"), folder.path().join("out"));
        fs::create_dir(&source).unwrap();
        let mut paths = Vec::new();
        for (number, (ending, bytes)) in files.iter().enumerate() {
            paths.push(source.join(format!("{number:02}.{ending}")));
            fs::write(&paths[number], bytes).unwrap();
        }
        let summary = run(&[&source], &out, 1, 1 << 20);
        check_run(&out, |row| row["text"].to_owned()).map_err(TestCaseError::fail)?;
        let tables = Tables::read(&out);

        // Every file is accounted for: by one row, or by one row for each record that is not blank.
        let (mut documents, mut errors) = (by_source(&tables.documents), by_source(&tables.errors));
        for (path, (ending, bytes)) in paths.iter().zip(&files) {
            let path = path.display().to_string();
            let documents = documents.remove(&path).unwrap_or_default();
            let errors = errors.remove(&path).unwrap_or_default();
            if *ending == "jsonl" {
                let lines = bytes.split(|&byte| byte == b'\n');
                let records = (1..).zip(lines).filter(|(_, line)| !line.iter().all(|b| b.is_ascii_whitespace()));
                // Bytes that nobody can read are refused as a file.
                if errors.iter().any(|row| row["source_record"].is_empty()) {
                    prop_assert!(std::str::from_utf8(bytes).is_err() || is_rich_in_zeros(bytes));
                    prop_assert_eq!((documents.len(), errors.len()), (0, 1));
                    continue;
                }
                let mut accounted: Vec<u64> = documents.iter().chain(&errors)
                    .map(|row| row["source_record"].parse().unwrap()).collect();
                accounted.sort_unstable();
                prop_assert_eq!(accounted, records.map(|(number, _)| number).collect::<Vec<u64>>());
            } else {
                match std::str::from_utf8(bytes) {
                    Ok(_) if is_rich_in_zeros(bytes) => {
                        prop_assert_eq!((documents.len(), errors.len()), (0, 1));
                        prop_assert_eq!(&errors[0]["code"], "unknown_encoding");
                    }
                    Ok(text) => {
                        prop_assert_eq!((documents.len(), errors.len()), (1, 0));
                        prop_assert_eq!(&documents[0]["text"], text.strip_prefix('\u{FEFF}').unwrap_or(text));
                    }
                    Err(error) => {
                        prop_assert_eq!(documents.len() + errors.len(), 1);
                        for row in documents.iter().filter(|row| row["encoding"].starts_with("utf-8")) {
                            prop_assert!(false, "read as UTF-8, which it is not: {row:?}");
                        }
                        for row in errors.iter().filter(|row| row["code"] == "invalid_utf8") {
                            prop_assert_eq!(&row["byte_offset"], &error.valid_up_to().to_string());
                        }
                    }
                }
            }
        }
        prop_assert!(documents.is_empty() && errors.is_empty());
        prop_assert_eq!(summary.documents + summary.refused, (tables.documents.len() + tables.errors.len()) as u64);

        // The same bytes from any number of threads and any window.
        for (threads, window) in [(2, 1 << 20), (8, 1 << 20), (8, 0)] {
            let again = folder.path().join(format!("out-{threads}-{window}"));
            run(&[&source], &again, threads, window);
            for name in TABLES {
                prop_assert!(fs::read(out.join(name)).unwrap() == fs::read(again.join(name)).unwrap(), "{name} with {threads} threads");
            }
        }
        // The same rows for each document when the files come the other way round.
        let turned: Vec<&Path> = paths.iter().rev().map(|path| path.as_path()).collect();
        if !turned.is_empty() {
            let again = folder.path().join("out-turned");
            run(&turned, &again, 2, 1 << 20);
            let again = Tables::read(&again);
            prop_assert_eq!(by_source(&tables.documents), by_source(&again.documents));
            prop_assert_eq!(by_source(&tables.errors), by_source(&again.errors));
            let of_document = |rows: &[Row]| by_column(rows, "doc_id");
            prop_assert_eq!(of_document(&tables.tokens), of_document(&again.tokens));
            prop_assert_eq!(of_document(&tables.mentions), of_document(&again.mentions));
        }
    }
}

/// What is zeros for more than a tenth is UTF-16 or no text, unless a mark says that it is UTF-8.
fn is_rich_in_zeros(bytes: &[u8]) -> bool {
    !bytes.starts_with(b"\xEF\xBB\xBF") && bytes.iter().filter(|&&byte| byte == 0).count() * 10 > bytes.len()
}

fn by_source(rows: &[Row]) -> BTreeMap<String, Vec<Row>> {
    by_column(rows, "source_path")
}

fn by_column(rows: &[Row], column: &str) -> BTreeMap<String, Vec<Row>> {
    let mut by: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows {
        by.entry(row[column].to_owned()).or_default().push(row.clone());
    }
    by
}

/// Invariant 5, character by character: one step of folding settles a character, or a Simplified text could look different
/// from a Traditional one. OpenCC has one chain, 薴 → 苧 → 苎.
#[test]
fn folding_a_character_twice_changes_nothing_more() {
    let unsettled: Vec<char> = ('\0'..=char::MAX)
        .filter(|&c| simplified(simplified(c)) != simplified(c))
        .collect();
    assert_eq!(unsettled, ['薴']);
}

/// Invariant 6, through the program: wherever the bad document stands, the others are there and the exit code tells.
#[test]
fn one_bad_document_never_ends_a_run() {
    let bad: [(&str, &[u8], &str); 5] = [
        ("x.txt", b"\xA4\xA4\xA4\xE5", "unknown_encoding"),
        ("x.txt", b"\xE4\xBC\x8A\xE7\x88\xBE\xE4\xBA\x9E\xE4\xBC", "invalid_utf8"),
        ("x.txt", b"\xFF\xFE-N\x87", "invalid_utf16"),
        (
            "x.jsonl",
            b"{\"text\": \"\xE4\xBC\x8A\xE7\x88\xBE\xE4\xBA\x9E\xE4\xBC",
            "invalid_utf8",
        ),
        ("x.jsonl", b"{\"text\": ", "invalid_json"),
    ];
    for (at, (name, bytes, code)) in (0..3).flat_map(|at| bad.iter().map(move |bad| (at, bad))) {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<String> = (0..3)
            .map(|number| {
                if number == at {
                    format!("{number}-{name}")
                } else {
                    format!("{number}.txt")
                }
            })
            .collect();
        for (number, name) in names.iter().enumerate() {
            let text: &[u8] = if number == at {
                bytes
            } else {
                "黃仁勳在台大演講。".as_bytes()
            };
            fs::write(folder.path().join(name), text).unwrap();
        }
        let out = folder.path().join("out");
        let status = Command::new(env!("CARGO_BIN_EXE_yiming"))
            .current_dir(folder.path())
            .args(["run"])
            .args(&names)
            .args(["-o", "out"])
            .output()
            .unwrap();
        assert_eq!(status.status.code(), Some(1), "{at} {name}: {status:?}");
        let tables = Tables::read(&out);
        assert_eq!(tables.documents.len(), 2, "{at} {name}");
        assert!(tables.documents.iter().all(|row| &row["n_mentions"] == "2"));
        assert_eq!(tables.errors.len(), 1, "{at} {name}");
        assert_eq!(tables.errors[0]["source_path"], names[at]);
        assert_eq!(&tables.errors[0]["code"], *code);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Invariant 7: wherever a wrong line stands among right ones, it is told with its place, and so is nothing else.
    #[test]
    fn a_wrong_line_of_a_dictionary_is_told_with_its_place(
        before in 0usize..20, after in 0usize..20, quoted in any::<bool>(),
        (word, word_column) in select(vec![("雲端 多", 4), ("雲端 1 n 多", 8), ("𠮷野家 -1", 5), ("  雲 端", 5), ("雲\0端", 2)]),
        (alias, line, alias_column) in select(vec![
            ("某", "x,PERSON", 11), ("某", "", 3), ("", "x,PERSON,full,", 1), ("某", "x,PERSON,whole,", 12),
            ("𠮷", "x,PERSON,full,1.5", 17), ("某", "x,PERSON,full,1,2", 19),
        ]),
    ) {
        let right = |number: usize| format!("字詞{number} {number} n\n");
        let lines: String = (0..before).map(right).collect::<String>() + word + "\n" + &(0..after).map(right).collect::<String>();
        let problems = read_words("w.txt", &lines).unwrap_err();
        let places: Vec<_> = problems.iter().map(|problem| (problem.line(), problem.column())).collect();
        prop_assert_eq!(places, [(before + 1, word_column)]);

        // A quoted cell may hold a line break, which counts.
        let right = |number: usize| if quoted {
            format!("\"甲,{number}\n乙\",e{number},,full,\n")
        } else {
            format!("甲{number},e{number},,full,\n")
        };
        let header = "alias,entity_id,label,kind,priority\n".to_owned();
        let wrong = format!("{alias},{line}\n");
        let rows = header + &(0..before).map(right).collect::<String>() + &wrong
            + &(before..before + after).map(right).collect::<String>();
        let problems = read_entities("e.csv", &rows).unwrap_err();
        let places: Vec<_> = problems.iter().map(|problem| (problem.line(), problem.column())).collect();
        let lines_before = 1 + before * if quoted { 2 } else { 1 };
        prop_assert_eq!(places.len(), 1, "{}", problems);
        prop_assert_eq!(places[0], (lines_before + 1, alias_column), "{}", problems);
    }
}

/// Invariant 7, through the program: the place on standard error, exit code 2, and no table made from the rest.
#[test]
fn a_wrong_line_of_a_dictionary_ends_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.txt", "黃仁勳在台大演講。");
    write("words.txt", "雲端發票\n有效 加速\n");
    write(
        "names.csv",
        "alias,entity_id,kind\n小黃,jensen-huang,given\n老黃,jensen-huang,given name\n",
    );
    for (dictionary, place) in [
        (
            "words.txt",
            "error: words.txt:2:4: the frequency “加速” is no whole number\n",
        ),
        ("names.csv", "error: names.csv:3:17: “given name” is no kind of alias\n"),
    ] {
        let done = Command::new(env!("CARGO_BIN_EXE_yiming"))
            .current_dir(folder.path())
            .args(["run", "a.txt", "-o", "out", "--dict", dictionary])
            .output()
            .unwrap();
        let told = String::from_utf8(done.stderr).unwrap();
        assert!(told.starts_with(place), "{told}");
        assert_eq!(done.status.code(), Some(2), "{told}");
        assert!(!folder.path().join("out").exists());
    }
}

/// A panic inside one document is its row in errors; the others are complete.
#[test]
fn a_panic_refuses_one_document() {
    let folder = tempfile::tempdir().unwrap();
    let (source, out) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&source).unwrap();
    for name in ["a", "bad", "c"] {
        fs::write(source.join(format!("{name}.txt")), "黃仁勳在台大演講。").unwrap();
    }
    let before = |document: &Document| assert!(!document.id.contains("bad"), "a panic that the test makes");
    let options = Options {
        threads: 2,
        before: Some(before),
        ..Options::new(&out)
    };
    let summary = run_with(&[&source], &options);
    assert_eq!((summary.documents, summary.refused), (2, 1));
    let tables = Tables::read(&out);
    let ids: Vec<&String> = tables.documents.iter().map(|row| &row["doc_id"]).collect();
    assert_eq!(ids, ["a.txt", "c.txt"]);
    assert_eq!(
        (&*tables.errors[0]["code"], &*tables.errors[0]["stage"]),
        ("panic", "process")
    );
    assert!(tables.errors[0]["source_path"].ends_with("bad.txt"));
}
