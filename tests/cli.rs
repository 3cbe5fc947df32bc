//! The command line as a person meets it: what each command prints, what it says when something is wrong, and what is
//! in the tables all the same.

#[path = "support/check.rs"]
mod check;
#[path = "support/rows.rs"]
mod rows;
#[path = "support/seen.rs"]
mod seen;
#[path = "support/tables.rs"]
mod tables;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use assert_cmd::assert::OutputAssertExt;
use check::check_run;
use rows::{Row, rows};
use serde_json::Value;
use tables::Tables;
use tempfile::TempDir;

const HUANG: &str = "黃仁勳在台大演講。\n";
const ILYA: &str =
    "伊爾亞·蘇茨克維（Ilya Sutskever）離開了OpenAI。\n伊爾亞說：「😀」，然後去了𠮷野家，花了１,２３４.５元。";
const BIG5: &[u8] = b"\xB6\xC0\xA4\xAF\xBE\xB1\xA6\xB3\xA4\xA4\xA4\xE5\n";

/// A folder to work in.
struct Desk(TempDir);

/// What a command did.
struct Done {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Desk {
    fn new() -> Desk {
        Desk(tempfile::tempdir().unwrap())
    }

    /// A folder with two articles, `articles/huang.txt` and `articles/more/ilya.md`.
    fn with_articles() -> Desk {
        let desk = Desk::new();
        desk.write("articles/huang.txt", HUANG);
        desk.write("articles/more/ilya.md", ILYA);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), contents).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yiming"));
        command.current_dir(self.0.path()).args(arguments).stdin(Stdio::null());
        // What is printed must not depend on the terminal that the tests run in.
        command.env_remove("COLUMNS");
        command
    }

    fn yiming(&self, arguments: &[&str]) -> Done {
        self.yiming_reading(arguments, "")
    }

    fn yiming_reading(&self, arguments: &[&str], stdin: impl AsRef<[u8]>) -> Done {
        let mut command = assert_cmd::Command::from_std(self.command(arguments));
        let assert = command.write_stdin(stdin.as_ref()).assert();
        let output = assert.get_output();
        Done {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    fn tables(&self, folder: &str) -> Tables {
        Tables::read(&self.path(folder))
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }
}

/// A snapshot without what differs from run to run, or with every change to the data: times, speeds, hashes, the version.
fn snapshot(name: &str, contents: &str) {
    let version = env!("CARGO_PKG_VERSION").replace('.', r"\.");
    let filters = [
        (r"in \d+\.\d+ s \(\d+\.\d+ MB/s\)", "in [TIME] ([SPEED])"),
        (
            r#""(loading|learning|processing|forming|megabytes_per_second)": [0-9.e-]+"#,
            r#""$1": [MEASURED]"#,
        ),
        (r#""sha256": "[0-9a-f]{64}""#, r#""sha256": "[HASH]""#),
        (&version, "[VERSION]"),
    ];
    seen::snapshot(name, contents, &filters);
}

/// What a person sees of a command.
fn transcript(arguments: &[&str], done: &Done) -> String {
    seen::transcript(arguments, &done.stdout, &done.stderr, done.code)
}

/// Runs a command and snapshots what is seen of it.
fn see(name: &str, desk: &Desk, arguments: &[&str]) -> Done {
    let done = desk.yiming(arguments);
    snapshot(name, &transcript(arguments, &done));
    done
}

fn column<'r>(rows: &'r [Row], name: &str) -> Vec<&'r str> {
    rows.iter().map(|row| row[name].as_str()).collect()
}

// Help and usage.

#[test]
fn help_of_every_command() {
    let desk = Desk::new();
    for command in [
        "run", "segment", "convert", "match", "mine", "names", "dict", "bench", "stats", "report", "view",
    ] {
        let done = see(&format!("help-{command}"), &desk, &[command, "--help"]);
        assert_eq!(done.code, 0);
        assert!(done.stdout.contains("Examples:"), "{}", done.stdout);
    }
    assert_eq!(see("help", &desk, &["--help"]).code, 0);
    assert_eq!(see("version", &desk, &["--version"]).code, 0);
}

#[test]
fn no_command_at_all_shows_the_help() {
    let desk = Desk::new();
    let done = desk.yiming(&[]);
    assert_eq!(done.code, 2);
    assert_eq!(done.stderr, desk.yiming(&["--help"]).stdout);
}

#[test]
fn wrong_usage() {
    let desk = Desk::with_articles();
    for (name, arguments) in [
        ("usage-unknown-command", &["runn", "articles"][..]),
        ("usage-unknown-option", &["run", "articles", "--ou", "out"]),
        ("usage-no-output", &["run", "articles"]),
        ("usage-no-input", &["run", "-o", "out"]),
        ("usage-threads", &["run", "articles", "-o", "out", "--threads", "many"]),
        ("usage-no-configuration", &["convert", "articles/huang.txt"]),
    ] {
        assert_eq!(see(name, &desk, arguments).code, 2, "{name}");
    }
    assert!(!desk.path("out").exists());
}

// run

#[test]
fn run_writes_the_tables() {
    let desk = Desk::with_articles();
    let done = see("run", &desk, &["run", "articles", "-o", "out", "--threads", "1"]);
    assert_eq!(done.code, 0);
    assert_eq!(done.stdout, "");
    for table in ["documents", "tokens", "mentions", "entities", "errors"] {
        snapshot(&format!("run-{table}.csv"), &desk.read(&format!("out/{table}.csv")));
    }
    snapshot("run-run.json", &desk.read("out/run.json"));
    let tiled = check_run(&desk.path("out"), |row| desk.read(&row["source_path"]));
    assert_eq!(tiled, Ok(HUANG.chars().count() + ILYA.chars().count()));
    let mut names: Vec<_> = fs::read_dir(desk.path("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = "datapackage.json documents.csv entities.csv errors.csv mentions.csv run.json tokens.csv";
    assert_eq!(names.join(" "), expected, "nothing unfinished is left");
}

#[test]
fn the_datapackage_describes_what_is_there() {
    let desk = Desk::with_articles();
    assert_eq!(desk.yiming(&["run", "articles", "-o", "out"]).code, 0);
    let package = desk.read("out/datapackage.json");
    snapshot("run-datapackage.json", &package);
    let package: Value = serde_json::from_str(&package).unwrap();
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 5);
    for resource in resources {
        let csv = desk.read(&format!("out/{}", resource["path"].as_str().unwrap()));
        let header: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(names, header);
        for field in fields {
            assert!(field["description"].as_str().unwrap().ends_with('.'), "{field}");
        }
        for key in resource["schema"]["primaryKey"].as_array().into_iter().flatten() {
            assert!(names.contains(&key.as_str().unwrap()));
        }
        for row in rows(csv.as_bytes()) {
            for field in fields {
                check_cell(field, &row[field["name"].as_str().unwrap()]);
            }
        }
    }
    let run = desk.tables("out").run;
    assert_eq!(run["schema_version"], package["schema_version"]);
}

fn check_cell(field: &Value, cell: &str) {
    if cell.is_empty() {
        assert_ne!(field["constraints"]["required"], true, "{field}");
        return;
    }
    let fits = match field["type"].as_str().unwrap() {
        "string" => true,
        "integer" => cell.parse::<i64>().is_ok(),
        "number" => cell.parse::<f64>().is_ok(),
        "boolean" => cell == "0" || cell == "1",
        other => panic!("no such type: {other}"),
    };
    assert!(fits, "“{cell}” in {field}");
}

#[test]
fn run_with_text_puts_both_texts_into_documents() {
    let desk = Desk::with_articles();
    desk.write("articles/hans.txt", "黄仁勋离开了软件公司。\r\n\"引号\",逗号");
    assert_eq!(desk.yiming(&["run", "articles", "-o", "out", "--with-text"]).code, 0);
    let documents = desk.tables("out").documents;
    assert_eq!(column(&documents, "doc_id"), ["hans.txt", "huang.txt", "more/ilya.md"]);
    assert_eq!(column(&documents, "script"), ["hans", "hant", "hant"]);
    assert_eq!(documents[0]["text"], "黄仁勋离开了软件公司。\r\n\"引号\",逗号");
    assert_eq!(
        documents[0]["text_converted"],
        "黃仁勳離開了軟件公司。\r\n\"引號\",逗號"
    );
    assert_eq!(documents[1]["text"], HUANG);
    assert_eq!(documents[1]["text_converted"], "黄仁勋在台大演讲。\n");
}

#[test]
fn run_reads_records_by_the_fields_that_are_named() {
    let desk = Desk::new();
    let records =
        "{\"uid\": \"甲\", \"body\": \"黃仁勳\"}\n\n{\"uid\": 7, \"body\": \"鴻海在台灣\", \"text\": \"x\"}\n";
    desk.write("wire.jsonl", records);
    let arguments = [
        "run",
        "wire.jsonl",
        "--text-field",
        "body",
        "--id-field",
        "uid",
        "-o",
        "out",
    ];
    assert_eq!(desk.yiming(&arguments).code, 0);
    let tables = desk.tables("out");
    assert_eq!(column(&tables.documents, "doc_id"), ["甲", "7"]);
    assert_eq!(column(&tables.documents, "source_record"), ["1", "3"]);
    assert_eq!(column(&tables.documents, "n_chars"), ["3", "5"]);
    assert_eq!(tables.run["options"]["text_field"], "body");

    // Without --id-field, the field `id` or else the place names a record; a byte order mark is no text.
    desk.write(
        "plain.jsonl",
        "\u{FEFF}{\"text\": \"鴻海\"}\n{\"text\": \"鴻海\", \"id\": \"x\"}",
    );
    assert_eq!(desk.yiming(&["run", "plain.jsonl", "-o", "plain"]).code, 0);
    assert_eq!(
        column(&desk.tables("plain").documents, "doc_id"),
        ["plain.jsonl#1", "x"]
    );
}

#[test]
fn run_reads_standard_input_and_patterns() {
    let desk = Desk::with_articles();
    let done = desk.yiming_reading(&["run", "-", "articles/*/*.md", "-o", "out"], HUANG);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let documents = desk.tables("out").documents;
    assert_eq!(column(&documents, "doc_id"), ["-", "more/ilya.md"]);
    assert_eq!(column(&documents, "source_path"), ["-", "articles/more/ilya.md"]);
}

#[test]
fn run_passes_other_files_over_and_says_so() {
    let desk = Desk::with_articles();
    desk.write("articles/photo.jpg", b"\xFF\xD8");
    desk.write("articles/page.docx", "PK");
    let done = see("run-passed-over", &desk, &["run", "articles", "-o", "out"]);
    assert_eq!(done.code, 0);
    assert_eq!(desk.tables("out").run["counts"]["passed_over"], 2);
    // A file of another kind that is named itself is read.
    assert_eq!(desk.yiming(&["run", "articles/page.docx", "-o", "page"]).code, 0);
    assert_eq!(desk.tables("page").documents.len(), 1);
}

#[cfg(unix)]
#[test]
fn run_follows_links_to_articles() {
    let desk = Desk::with_articles();
    std::os::unix::fs::symlink("../articles/huang.txt", desk.path("articles/linked.txt")).unwrap();
    assert_eq!(desk.yiming(&["run", "articles", "-o", "out"]).code, 0);
    let documents = desk.tables("out").documents;
    assert_eq!(
        column(&documents, "doc_id"),
        ["huang.txt", "linked.txt", "more/ilya.md"]
    );
}

#[test]
fn an_output_folder_in_use_needs_force() {
    let desk = Desk::with_articles();
    desk.write("out/notes.txt", "mine");
    let done = see("output-not-empty", &desk, &["run", "articles", "-o", "out"]);
    assert_eq!(done.code, 2);
    assert_eq!(fs::read_dir(desk.path("out")).unwrap().count(), 1);
    assert_eq!(desk.yiming(&["run", "articles", "-o", "out", "--force"]).code, 0);
    assert_eq!(desk.tables("out").documents.len(), 2);
    assert_eq!(desk.read("out/notes.txt"), "mine");

    // Force replaces the tables as a whole.
    assert_eq!(
        desk.yiming(&["run", "articles/huang.txt", "-o", "out", "--force"]).code,
        0
    );
    assert_eq!(column(&desk.tables("out").documents, "doc_id"), ["huang.txt"]);
    // A refused run leaves them as they are.
    assert_eq!(desk.yiming(&["run", "articles/more", "-o", "out"]).code, 2);
    assert_eq!(column(&desk.tables("out").documents, "doc_id"), ["huang.txt"]);
}

#[test]
fn an_empty_output_folder_is_taken() {
    let desk = Desk::with_articles();
    fs::create_dir(desk.path("out")).unwrap();
    desk.write("out/tokens.csv.unfinished", "left behind by a run that was stopped");
    assert_eq!(desk.yiming(&["run", "articles", "-o", "out"]).code, 0);
    assert!(!desk.path("out/tokens.csv.unfinished").exists());
}

#[test]
fn an_output_folder_that_cannot_be_made() {
    let desk = Desk::with_articles();
    desk.write("file", "mine");
    assert_eq!(
        see("output-is-a-file", &desk, &["run", "articles", "-o", "file"]).code,
        2
    );
    assert_eq!(
        see("output-below-a-file", &desk, &["run", "articles", "-o", "file/out"]).code,
        2
    );
    assert_eq!(desk.read("file"), "mine");
}

#[cfg(unix)]
#[test]
fn an_output_folder_that_cannot_be_written_to() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_articles();
    fs::create_dir(desk.path("locked")).unwrap();
    fs::set_permissions(desk.path("locked"), fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(desk.path("locked/probe"), "").is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    assert_eq!(
        see("output-locked", &desk, &["run", "articles", "-o", "locked"]).code,
        2
    );
    assert_eq!(
        see("output-below-locked", &desk, &["run", "articles", "-o", "locked/out"]).code,
        2
    );
}

// Inputs that are not there, or not what they should be.

#[test]
fn a_path_that_is_not_there() {
    let desk = Desk::with_articles();
    let done = see("input-missing", &desk, &["run", "artikles", "-o", "out"]);
    assert_eq!(done.code, 2);
    assert!(!desk.path("out").exists());

    let done = see(
        "input-missing-beside-others",
        &desk,
        &["run", "artikles", "articles", "-o", "out"],
    );
    assert_eq!(done.code, 1);
    let tables = desk.tables("out");
    assert_eq!(column(&tables.documents, "doc_id"), ["huang.txt", "more/ilya.md"]);
    assert_eq!(column(&tables.errors, "source_path"), ["artikles"]);
    assert_eq!(column(&tables.errors, "code"), ["not_found"]);
}

#[test]
fn folders_and_patterns_without_documents() {
    let desk = Desk::with_articles();
    fs::create_dir(desk.path("empty")).unwrap();
    desk.write("pages/a.docx", "x");
    for (name, input) in [
        ("input-empty-folder", "empty"),
        ("input-other-files", "pages"),
        ("input-pattern-without-match", "articles/*.jsonl"),
        ("input-bad-pattern", "articles/[ab"),
    ] {
        let done = see(name, &desk, &["run", input, "-o", "out"]);
        assert_eq!(done.code, 2, "{name}");
        assert!(!desk.path("out").exists());
    }
    let done = desk.yiming(&["run", "articles/*.jsonl", "articles/*.txt", "-o", "out"]);
    assert_eq!(done.code, 1);
    assert_eq!(column(&desk.tables("out").documents, "doc_id"), ["huang.txt"]);
    assert_eq!(column(&desk.tables("out").errors, "source_path"), ["articles/*.jsonl"]);
}

#[test]
fn bytes_that_are_not_utf8() {
    let desk = Desk::with_articles();
    desk.write("articles/big5.txt", BIG5);
    desk.write("articles/cut.txt", b"\xE5\xA5\xBD\xE4\xBC");
    desk.write("articles/utf16.txt", b"\xFF\xFE\x2D\x4E");
    let done = see("input-not-utf8", &desk, &["run", "articles", "-o", "out"]);
    assert_eq!(done.code, 1);
    let tables = desk.tables("out");
    assert_eq!(
        column(&tables.documents, "doc_id"),
        ["huang.txt", "more/ilya.md", "utf16.txt"]
    );
    let errors = &tables.errors;
    assert_eq!(column(errors, "source_path"), ["articles/big5.txt", "articles/cut.txt"]);
    assert_eq!(column(errors, "byte_offset"), ["0", "3"]);
    assert_eq!(column(errors, "code"), ["unknown_encoding", "invalid_utf8"]);
    assert_eq!(column(errors, "stage"), ["decode"; 2]);
    // Told, it is read.
    let told = desk.yiming(&["run", "articles/big5.txt", "--encoding", "big5", "-o", "told"]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    assert_eq!(column(&desk.tables("told").documents, "encoding"), ["big5-hkscs"]);
}

#[test]
fn a_dry_run_lists_what_would_be_read() {
    let desk = Desk::with_articles();
    desk.write("articles/wire.jsonl", "{\"text\": \"鴻海\"}\n");
    desk.write("articles/cut.txt", b"\xFF\xFE\x2D");
    desk.write("articles/odd.txt", b"\xFF\xFF");
    assert_eq!(see("dry-run", &desk, &["run", "articles", "--dry-run"]).code, 1);
}

#[test]
fn a_list_of_files_may_come_from_standard_input() {
    let desk = Desk::with_articles();
    let list = "articles/more\0./articles/huang.txt\0";
    let done = desk.yiming_reading(&["run", "--files-from", "-", "-0", "-o", "out"], list);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let documents = desk.tables("out").documents;
    assert_eq!(
        column(&documents, "doc_id"),
        ["articles/more/ilya.md", "articles/huang.txt"]
    );
    let done = see(
        "input-no-list",
        &desk,
        &["run", "--files-from", "nowhere", "-o", "other"],
    );
    assert_eq!(done.code, 2);
    assert_eq!(
        see(
            "input-no-size",
            &desk,
            &["run", "articles", "--max-document", "2T", "-o", "other"]
        )
        .code,
        2
    );
    assert_eq!(
        see(
            "input-no-encoding",
            &desk,
            &["run", "articles", "--encoding", "latin9", "-o", "other"]
        )
        .code,
        2
    );
    assert!(!desk.path("other").exists());
}

#[test]
fn an_empty_article_is_a_document() {
    let desk = Desk::with_articles();
    desk.write("articles/empty.txt", "");
    desk.write("articles/blank.txt", "\n\u{3000}\n");
    desk.write("articles/wire.jsonl", "{\"text\": \"\"}\n");
    let done = see("input-empty-article", &desk, &["run", "articles", "-o", "out"]);
    assert_eq!(done.code, 0);
    let tables = desk.tables("out");
    let ids = ["blank.txt", "empty.txt", "huang.txt", "more/ilya.md", "wire.jsonl#1"];
    assert_eq!(column(&tables.documents, "doc_id"), ids);
    assert_eq!(column(&tables.documents, "n_chars")[..2], ["3", "0"]);
    assert_eq!(tables.run["counts"]["empty"], 3);
}

#[test]
fn records_with_something_wrong() {
    let desk = Desk::new();
    let records = [
        "{\"id\": \"one\", \"text\": \"鴻海\"}",
        "{\"id\": \"two\", \"text\": \"鴻海",
        "{\"id\": \"three\", \"body\": \"鴻海\"}",
        "{\"id\": \"four\", \"text\": 4}",
        "[\"鴻海\"]",
        "鴻海",
        "",
        "{\"id\": \"鴻海\", \"text\": \"鴻海\"} 多",
        "{\"id\": \"one\", \"text\": \"台積電\"}",
        "{\"id\": \"last\", \"text\": \"鴻海\"}",
    ];
    desk.write("wire.jsonl", records.join("\n"));
    let done = see("input-records", &desk, &["run", "wire.jsonl", "-o", "out"]);
    assert_eq!(done.code, 1);
    let tables = desk.tables("out");
    assert_eq!(column(&tables.documents, "doc_id"), ["one", "last"]);
    assert_eq!(
        column(&tables.documents, "n_chars"),
        ["2", "2"],
        "the first of two with one id is kept"
    );
    assert_eq!(
        column(&tables.errors, "source_record"),
        ["2", "3", "4", "5", "6", "8", "9"]
    );
    let codes = [
        "invalid_json",
        "missing_field",
        "wrong_type",
        "invalid_json",
        "invalid_json",
        "invalid_json",
    ];
    assert_eq!(column(&tables.errors, "code")[..6], codes);
    assert_eq!(column(&tables.errors, "code")[6], "duplicate_id");
    snapshot("input-records-errors.csv", &desk.read("out/errors.csv"));

    let arguments = [
        "run",
        "wire.jsonl",
        "-o",
        "named",
        "--id-field",
        "uid",
        "--text-field",
        "body",
    ];
    assert_eq!(see("input-records-no-id", &desk, &arguments).code, 1);
    assert!(desk.tables("named").documents.is_empty());
}

#[test]
fn two_documents_of_one_name() {
    let desk = Desk::with_articles();
    desk.write("other/huang.txt", "另一篇");
    let done = see("input-duplicate", &desk, &["run", "articles", "other", "-o", "out"]);
    assert_eq!(done.code, 1);
    let tables = desk.tables("out");
    assert_eq!(
        column(&tables.documents, "source_path"),
        ["articles/huang.txt", "articles/more/ilya.md"]
    );
    assert_eq!(column(&tables.errors, "source_path"), ["other/huang.txt"]);
}

#[test]
fn many_messages_are_cut_short() {
    let desk = Desk::with_articles();
    for number in 0..25 {
        desk.write(&format!("articles/bad-{number:02}.txt"), b"\xFF");
    }
    let done = desk.yiming(&["run", "articles", "-o", "out"]);
    assert_eq!(done.code, 1);
    assert_eq!(done.stderr.matches("error: ").count(), 20);
    assert!(
        done.stderr.contains("… and 5 more; errors.csv has all of them\n"),
        "{}",
        done.stderr
    );
    let tables = desk.tables("out");
    assert_eq!((tables.documents.len(), tables.errors.len()), (2, 25));
}

#[cfg(unix)]
#[test]
fn files_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_articles();
    desk.write("articles/secret.txt", HUANG);
    fs::set_permissions(desk.path("articles/secret.txt"), fs::Permissions::from_mode(0o0)).unwrap();
    if fs::read(desk.path("articles/secret.txt")).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let done = see("input-unreadable", &desk, &["run", "articles", "-o", "out"]);
    assert_eq!(done.code, 1);
    let tables = desk.tables("out");
    assert_eq!(tables.documents.len(), 2);
    assert_eq!(column(&tables.errors, "code"), ["unreadable"]);
    assert_eq!(
        see("match-unreadable", &desk, &["match", "articles/secret.txt"]).code,
        2
    );
}

/// As above, for every user: a file that opens and then cannot be read.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_fails_while_it_is_read() {
    let desk = Desk::with_articles();
    let done = see(
        "input-read-error",
        &desk,
        &["run", "/proc/self/mem", "articles", "-o", "out"],
    );
    assert_eq!(done.code, 1);
    let tables = desk.tables("out");
    assert_eq!(column(&tables.documents, "doc_id"), ["huang.txt", "more/ilya.md"]);
    assert_eq!(column(&tables.errors, "code"), ["unreadable"]);
}

// segment, convert, match

#[test]
fn segment_prints_words() {
    let desk = Desk::with_articles();
    assert_eq!(see("segment", &desk, &["segment", "articles/more/ilya.md"]).code, 0);
    let spaced = ["segment", "-d", " / ", "articles/huang.txt", "articles/more/ilya.md"];
    assert_eq!(see("segment-delimiter", &desk, &spaced).code, 0);
    let plain = ["segment", "--no-entities", "-d", " ", "articles/more/ilya.md"];
    assert_eq!(see("segment-no-entities", &desk, &plain).code, 0);
    let done = desk.yiming_reading(&["segment", "-d", "|"], "\u{FEFF}台大演講\r\n\n  台大  演講");
    assert_eq!(done.stdout, "台大|演講\r\n\n台大|演講");
}

#[test]
fn convert_prints_converted_text() {
    let desk = Desk::with_articles();
    assert_eq!(
        see("convert", &desk, &["convert", "-c", "t2s", "articles/more/ilya.md"]).code,
        0
    );
    let done = desk.yiming_reading(&["convert", "-c", "s2t"], "\u{FEFF}头发发现\r\n\n里面");
    assert_eq!((done.code, done.stdout.as_str()), (0, "\u{FEFF}頭髮發現\r\n\n裏面"));
}

#[test]
fn match_prints_mentions() {
    let desk = Desk::with_articles();
    let both = ["match", "articles/huang.txt", "articles/more/ilya.md"];
    assert_eq!(see("match", &desk, &both).code, 0);
    assert_eq!(
        see("match-lines", &desk, &["match", "--lines", "articles/more/ilya.md"]).code,
        0
    );
    let done = desk.yiming_reading(&["match"], HUANG);
    let mentions: Vec<Row> = rows(done.stdout.as_bytes()).collect();
    assert_eq!(column(&mentions, "doc_id"), ["-", "-"]);
    assert_eq!(
        column(&mentions, "entity_id"),
        ["jensen-huang", "national-taiwan-university"]
    );
}

#[test]
fn filters_tell_what_they_cannot_read() {
    let desk = Desk::with_articles();
    desk.write("big5.txt", BIG5);
    desk.write("cut.txt", b"\xE5\xA5\xBD\n\xE5\xA5\xBD\xE4\xBC\n");
    for command in [&["segment"][..], &["convert", "-c", "s2t"], &["match"]] {
        for (case, input) in [
            ("missing", "artikles.txt"),
            ("folder", "articles"),
            ("big5", "big5.txt"),
            ("cut", "cut.txt"),
        ] {
            let arguments = [command, &[input]].concat();
            let done = see(&format!("{}-{case}", command[0]), &desk, &arguments);
            assert_eq!(done.code, 2, "{arguments:?}");
        }
        // What is readable is there, before the bad file and behind it.
        for files in [["articles/huang.txt", "big5.txt"], ["big5.txt", "articles/huang.txt"]] {
            let done = desk.yiming(&[command, &files].concat());
            assert!(done.stdout.contains("黃仁勳"), "{command:?}: {}", done.stdout);
            assert_eq!(done.code, 1);
        }
        let empty = desk.yiming_reading(command, "");
        assert_eq!((empty.code, empty.stderr.as_str()), (0, ""));
    }
}

#[test]
fn the_last_line_of_a_file_is_ended_before_the_next() {
    let desk = Desk::with_articles();
    desk.write("one.txt", "甲".as_bytes());
    desk.write("two.txt", "乙\n丙".as_bytes());
    let done = desk.yiming(&["segment", "one.txt", "two.txt"]);
    assert_eq!(done.stdout, "甲\n乙\n丙");
}

#[test]
fn more_threads_than_anyone_has_are_refused() {
    let desk = Desk::with_articles();
    let done = desk.yiming(&["run", "articles", "-o", "out", "--threads", "1000000"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("1000000"), "{}", done.stderr);
}

#[test]
fn convert_takes_dictionaries_and_configurations_of_ones_own() {
    let desk = Desk::with_articles();
    desk.write("house.txt", "软件\t程式\n".as_bytes());
    let done = desk.yiming_reading(&["convert", "-c", "s2twp", "--dict", "house.txt"], "软件与硬件");
    assert_eq!((done.code, done.stdout.as_str()), (0, "程式與硬體"));
    desk.write("wrong.txt", "软件\t程式\n硬件 硬體\n".as_bytes());
    let wrong = ["convert", "-c", "s2t", "--dict", "wrong.txt", "articles/huang.txt"];
    assert_eq!(see("convert-wrong-dictionary", &desk, &wrong).code, 2);

    desk.write(
        "own.json",
        br#"{"name":"own","conversion_chain":[{"dict":{"type":"text","file":"house.txt"}}]}"#,
    );
    let done = desk.yiming_reading(&["convert", "-c", "own.json"], "软件与硬件");
    assert_eq!((done.code, done.stdout.as_str()), (0, "程式与硬件"));
    desk.write(
        "wrong.json",
        b"{\"name\":\"own\",\n \"conversion_chain\":[{\"dict\":{\"type\":\"txt\"}}]}",
    );
    let wrong = ["convert", "-c", "wrong.json", "articles/huang.txt"];
    assert_eq!(see("convert-wrong-configuration", &desk, &wrong).code, 2);
    // OpenCC's own file names are names as well.
    let done = desk.yiming_reading(&["convert", "-c", "s2t.json"], "软件");
    assert_eq!(done.stdout, "軟件");
}

#[test]
fn convert_finds_names() {
    let desk = Desk::with_articles();
    desk.write(
        "ritchie.txt",
        "丹尼斯·里奇离开实验室，范宗沛为里奇配乐。\n里面的里奇公布了结果。\n".as_bytes(),
    );
    let convert = |arguments: &[&str]| {
        let done = desk.yiming(&[&["convert"], arguments, &["ritchie.txt"]].concat());
        assert_eq!(done.code, 0, "{}", done.stderr);
        done.stdout
    };
    assert_eq!(
        convert(&["-c", "s2tw"]),
        "丹尼斯·裡奇離開實驗室，範宗沛為裡奇配樂。\n裡面的裡奇公佈了結果。\n"
    );
    assert_eq!(
        convert(&["-c", "s2tw", "--names"]),
        "丹尼斯·里奇離開實驗室，范宗沛為里奇配樂。\n裡面的里奇公布了結果。\n"
    );
    // A name of one's own is found too, beside conversions of one's own.
    desk.write("names.csv", "alias,entity_id\n实验室,lab\n");
    desk.write("house.txt", "实验室\t研究室\n结果\t成果\n");
    assert_eq!(
        convert(&["-c", "s2hk", "--names", "--dict", "names.csv", "--dict", "house.txt"]),
        "丹尼斯·里奇離開研究室，范宗沛為里奇配樂。\n裏面的里奇公佈了成果。\n"
    );
    // Without --names a dictionary of names is no use, and said to be none.
    let done = desk.yiming(&["convert", "-c", "s2hk", "--dict", "names.csv", "ritchie.txt"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("names.csv:1:"), "{}", done.stderr);
}

#[test]
fn convert_says_what_a_region_calls_someone() {
    let desk = Desk::with_articles();
    let convert = |config: &str, text: &str| {
        let done = desk.yiming_reading(&["convert", "-c", config, "--regional-names"], text);
        assert_eq!(done.code, 0, "{}", done.stderr);
        done.stdout
    };
    assert_eq!(convert("tw2s", "川普與裴洛西談輝達"), "特朗普与佩洛西谈英伟达");
    assert_eq!(convert("s2tw", "特朗普与佩洛西谈英伟达"), "川普與裴洛西談輝達");
    assert_eq!(convert("s2hk", "唐纳德·特朗普谈英伟达"), "唐納德·特朗普談英偉達");
    assert_eq!(convert("t2hk", "唐納·川普談輝達"), "唐納德·特朗普談英偉達");
    let no_region = ["convert", "-c", "s2t", "--regional-names", "articles/huang.txt"];
    assert_eq!(see("convert-no-region", &desk, &no_region).code, 2);
}

#[test]
fn convert_shows_how() {
    let desk = Desk::with_articles();
    desk.write("text.txt", "里面的鼠标软件\n丹尼斯·里奇，樂園\n".as_bytes());
    desk.write("house.txt", "乐园\t遊樂園\n软件\t程式\n".as_bytes());
    let inspect = |form: &'static str| ["convert", "-c", "s2twp", form, "text.txt"];
    assert_eq!(see("convert-inspect", &desk, &inspect("--inspect")).code, 0);
    assert_eq!(see("convert-inspect-json", &desk, &inspect("--inspect=json")).code, 0);
    let all = [&inspect("--inspect")[..], &["--names", "--dict", "house.txt"]].concat();
    assert_eq!(see("convert-inspect-names", &desk, &all).code, 0);
}

// names

// mine

/// Three articles of which the first introduces what the others name.
fn desk_with_pairs() -> Desk {
    let desk = Desk::new();
    desk.write(
        "pairs/a.txt",
        "導演許嘉棠（Hsu Chia-tang）得獎。青草文化基金會（QCF）資助，大型語言模型（Large Language Model）則否。\n",
    );
    desk.write("pairs/b.txt", "許嘉棠與青草文化基金會（QCF）合作。\n");
    desk.write("pairs/c.txt", "觀眾等許嘉棠出場。QCF 也到了。\n");
    desk
}

#[test]
fn pairs_are_mined_and_serve_as_a_dictionary() {
    let desk = desk_with_pairs();
    assert_eq!(see("mine", &desk, &["mine", "pairs"]).code, 0);
    assert_eq!(see("mine-out", &desk, &["mine", "pairs", "-o", "pairs.csv"]).code, 0);
    for threads in ["1", "2", "5"] {
        let done = desk.yiming(&["mine", "pairs", "--threads", threads]);
        assert_eq!(done.stdout, desk.read("pairs.csv"), "{threads} threads");
    }
    assert_eq!(
        desk.yiming(&["run", "pairs", "-o", "out", "--dict", "pairs.csv"]).code,
        0
    );
    let mentions = desk.tables("out").mentions;
    let third: Vec<(&str, &str)> = mentions
        .iter()
        .filter(|row| row["doc_id"] == "c.txt")
        .map(|row| (row["surface"].as_str(), row["entity_id"].as_str()))
        .collect();
    assert_eq!(third, [("許嘉棠", "found:hsu-chia-tang"), ("QCF", "found:qcf")]);
    // What a dictionary has is not found again.
    let again = desk.yiming(&["mine", "pairs", "--dict", "pairs.csv"]);
    assert_eq!(again.stdout.lines().count(), 1, "{}", again.stdout);
}

#[test]
fn a_run_learns_from_all_its_articles() {
    let desk = desk_with_pairs();
    assert_eq!(desk.yiming(&["run", "pairs", "-o", "plain"]).code, 0);
    let in_third = |folder: &str| {
        desk.tables(folder)
            .mentions
            .iter()
            .filter(|row| row["doc_id"] == "c.txt" && row["match_kind"] != "candidate")
            .count()
    };
    assert_eq!(in_third("plain"), 0);
    for threads in ["1", "4"] {
        let out = format!("out-{threads}");
        let done = desk.yiming(&["run", "pairs", "-o", &out, "--learn", "--threads", threads]);
        assert_eq!(done.code, 0, "{}", done.stderr);
        assert_eq!(in_third(&out), 2);
    }
    for table in ["documents", "tokens", "mentions", "entities"] {
        let (one, four) = (
            desk.read(&format!("out-1/{table}.csv")),
            desk.read(&format!("out-4/{table}.csv")),
        );
        assert_eq!(one, four, "{table}");
    }
    let run: Value = serde_json::from_str(&desk.read("out-1/run.json")).unwrap();
    assert_eq!(run["counts"]["learnt"], 6);
    // A stream cannot be read twice.
    let done = desk.yiming_reading(&["run", "-", "-o", "stream", "--learn"], "許家維");
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("help: put it into a file"), "{}", done.stderr);
}

#[test]
fn names_are_scored_and_explained() {
    let desk = Desk::with_articles();
    let pairs =
        "伊爾亞·蘇茨克維\tIlya Sutskever\n伊爾亞·蘇茨克維\tElon Musk\n許家維\tHsu Chia-wei\n許家維\tHsu Chih-wei\n";
    let done = desk.yiming_reading(&["names", "score"], pairs);
    let scores: Vec<f32> = done.stdout.lines().map(|line| line.parse().unwrap()).collect();
    assert!(scores[0] > 0.9 && scores[1] < 0.1, "{scores:?}");
    assert!(scores[2] > 0.9 && scores[3] < 0.7, "{scores:?}");
    desk.write("pairs.tsv", "辛頓\tHinton\n許家維\tJiawei Xu\n辛頓 Hilton\n");
    let explained = see("names-explain", &desk, &["names", "score", "--explain", "pairs.tsv"]);
    assert_eq!(explained.code, 1);
}

#[test]
fn names_are_found_in_a_list() {
    let desk = Desk::with_articles();
    desk.write(
        "names.txt",
        "Elon Musk\nGeoffrey Hinton\nParis Hilton\nHsu Chia-wei\nIlya Sutskever\n",
    );
    let arguments = ["names", "match", "辛頓", "許家維", "--among", "names.txt", "--top", "1"];
    let done = desk.yiming(&arguments);
    let found: Vec<Vec<&str>> = done.stdout.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(found[0][..3], ["辛頓", "1", "Geoffrey Hinton"]);
    assert_eq!((found[1][2], found[1][4]), ("Hsu Chia-wei", "romanisation"));
    assert_eq!(
        see(
            "names-no-list",
            &desk,
            &["names", "match", "辛頓", "--among", "nowhere.txt"]
        )
        .code,
        2
    );
}

#[test]
fn a_model_is_trained_saved_and_judged() {
    let desk = Desk::with_articles();
    let syllables = [
        ("巴", "ba"),
        ("多", "do"),
        ("米", "mi"),
        ("尼", "ni"),
        ("卡", "ka"),
        ("里", "ri"),
        ("索", "so"),
        ("托", "to"),
    ];
    let mut pairs = String::new();
    for (a, first) in syllables {
        for (b, second) in syllables {
            for (c, third) in syllables {
                pairs.push_str(&format!("{a}{b}{c}\t{first}{second}{third}\n"));
            }
        }
    }
    desk.write("pairs.tsv", &pairs);
    for model in ["one.model", "two.model"] {
        let done = desk.yiming(&["names", "train", "pairs.tsv", "-o", model]);
        assert_eq!((done.code, done.stdout.as_str()), (0, ""), "{}", done.stderr);
    }
    assert!(std::fs::read(desk.path("one.model")).unwrap() == std::fs::read(desk.path("two.model")).unwrap());
    let done = desk.yiming_reading(&["names", "score", "--model", "one.model"], "米多\tmido\n米多\tkari\n");
    let scores: Vec<f32> = done.stdout.lines().map(|line| line.parse().unwrap()).collect();
    assert!(scores[0] > scores[1], "{scores:?}");
    let done = desk.yiming(&["names", "eval", "pairs.tsv", "--train"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let model = done.stdout.lines().find(|line| line.starts_with("model\tall")).unwrap();
    let accuracy: f64 = model.split('\t').nth(3).unwrap().parse().unwrap();
    assert!(accuracy > 0.8, "{model}");

    desk.write("wrong.tsv", "巴多\tbado\n巴多 bado\n巴多\t\n");
    assert_eq!(
        see(
            "names-wrong-pairs",
            &desk,
            &["names", "train", "wrong.tsv", "-o", "x.model"]
        )
        .code,
        2
    );
    desk.write("cut.model", &std::fs::read(desk.path("one.model")).unwrap()[..1000]);
    assert_eq!(
        see(
            "names-cut-model",
            &desk,
            &["names", "score", "--model", "cut.model", "pairs.tsv"]
        )
        .code,
        2
    );
}

#[test]
fn convert_streams() {
    let desk = Desk::with_articles();
    // One line of several buffers' length.
    let line = "从头到尾，里面有软件。".repeat(20_000);
    let done = desk.yiming_reading(&["convert", "-c", "s2tw"], &line);
    assert_eq!(done.code, 0);
    assert!(done.stdout == "從頭到尾，裡面有軟件。".repeat(20_000));

    desk.write("cut.txt", b"\xE5\x8F\x91\xE5\n\xE5\x8F\x91");
    let done = Command::new(env!("CARGO_BIN_EXE_yiming"))
        .args(["convert", "-c", "s2t", "--lossy"])
        .arg(desk.path("cut.txt"))
        .output()
        .unwrap();
    assert!(done.status.success());
    assert_eq!(done.stdout, b"\xE7\x99\xBC\xE5\n\xE7\x99\xBC");
}

#[test]
fn an_unknown_configuration() {
    let desk = Desk::with_articles();
    for (name, config) in [
        ("convert-unknown", "s2twpp"),
        ("convert-unknown-case", "T2S"),
        ("convert-unknown-far", "traditional"),
    ] {
        let done = see(name, &desk, &["convert", "-c", config, "articles/huang.txt"]);
        assert_eq!(done.code, 2);
        assert_eq!(done.stdout, "");
    }
}

// Dictionaries of a user's own.

#[test]
fn a_users_words_and_entities_win() {
    let desk = Desk::with_articles();
    desk.write("words.txt", "# 我的詞\n黃仁勳在\n台大演講 5 n\n");
    let done = desk.yiming(&["segment", "--dict", "words.txt", "--no-entities", "articles/huang.txt"]);
    assert_eq!(done.stdout, "黃仁勳在\t台大演講\t。\n");

    let names = "alias,entity_id,label,name_zh\n台大,my:hospital,HOSPITAL,台大醫院\n演講,my:talk,,\n";
    desk.write("names.csv", names);
    let dictionaries = ["--dict", "names.csv", "--dict", "words.txt"];
    let done = desk.yiming(&[&["match", "articles/huang.txt"], &dictionaries[..2]].concat());
    let mentions: Vec<Row> = rows(done.stdout.as_bytes()).collect();
    assert_eq!(
        column(&mentions, "entity_id"),
        ["jensen-huang", "my:hospital", "my:talk"]
    );
    assert_eq!(mentions[1]["label"], "HOSPITAL");
    assert_eq!(mentions[1]["name_zh"], "台大醫院");
    assert_eq!(mentions[1]["is_ambiguous"], "0");

    assert_eq!(
        desk.yiming(&[&["run", "articles", "-o", "out"], &dictionaries[..]].concat())
            .code,
        0
    );
    let tables = desk.tables("out");
    assert!(column(&tables.entities, "entity_id").contains(&"my:hospital"));
    let described = tables.run["dictionaries"].as_array().unwrap();
    assert_eq!(described.len(), 2);
    assert_eq!(
        (&described[0]["path"], &described[0]["kind"]),
        (&"names.csv".into(), &"entities".into())
    );
    use sha2::Digest;
    let hash: String = sha2::Sha256::digest(names)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(described[0]["sha256"], hash.as_str());
}

#[test]
fn dictionaries_with_something_wrong() {
    let desk = Desk::with_articles();
    desk.write("words.txt", "雲端發票\n有效 加速\n大 家 好 嗎\n");
    desk.write(
        "names.csv",
        "alias,entity_id,kind,label\n小黃,jensen-huang,given,\n老黃,jensen-huang,given name,PERSON\n,x,,\n\
         阿黃,jensen-huang,full,ORG,extra\n小黃,jensen-huang,family,\n",
    );
    desk.write("conversions.txt", "# 我的\n软件\t軟體\n");
    desk.write("semicolons.csv", "alias;entity_id\n小黃;jensen-huang\n");
    desk.write("columns.csv", "name,id\n小黃,jensen-huang\n");
    desk.write("empty.csv", "");
    desk.write("big5-words.txt", BIG5);
    desk.write("cut.csv", b"alias,entity_id\n\xE5\xA5\xBD\xE4\xBC,x\n");
    desk.write("drafts/notes.md", "小黃\n");
    for dictionary in [
        "words.txt",
        "names.csv",
        "conversions.txt",
        "semicolons.csv",
        "columns.csv",
        "empty.csv",
        "big5-words.txt",
        "cut.csv",
        "nowhere.csv",
        "drafts",
    ] {
        let stem = dictionary.replace('.', "-");
        let done = see(
            &format!("dictionary-{stem}"),
            &desk,
            &["run", "articles", "-o", "out", "--dict", dictionary],
        );
        assert_eq!(done.code, 2, "{dictionary}");
        assert!(!desk.path("out").exists(), "{dictionary}");
    }
}

// Pipes.

#[test]
fn a_broken_pipe_is_quiet() {
    let desk = Desk::new();
    desk.write("long.txt", HUANG.repeat(20_000));
    for command in [&["segment"][..], &["convert", "-c", "t2s"], &["match", "--lines"]] {
        let mut child = desk
            .command(&[command, &["long.txt"]].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::with_capacity(16, child.stdout.take().unwrap())
            .read_line(&mut first)
            .unwrap();
        assert!(first.ends_with('\n'));
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(said, "", "{command:?}");
        assert!(child.wait().unwrap().success(), "{command:?}");
    }
}

/// A reader may keep the other end of standard input open: lines come out as they go in, at the latest at its end.
#[test]
fn a_filter_ends_with_its_input() {
    let desk = Desk::new();
    let mut child = desk
        .command(&["convert", "-c", "t2s"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all("開".as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap().assert().success().stdout("开");
}

#[test]
fn paths_are_printed_as_given() {
    let desk = Desk::with_articles();
    let absolute = desk.path("articles");
    let done = desk.yiming(&["run", absolute.to_str().unwrap(), "-o", "out"]);
    assert_eq!(done.code, 0);
    let documents = desk.tables("out").documents;
    assert_eq!(
        documents[0]["source_path"],
        Path::new(&absolute).join("huang.txt").to_str().unwrap()
    );
    assert_eq!(documents[0]["doc_id"], "huang.txt");
}

/// Without `--excel` cells are as they are; with it, they are the same behind an apostrophe, and it says so.
#[test]
fn tables_for_excel_hold_the_same() {
    let desk = Desk::new();
    desk.write("in/a.txt", "=1+1，-5度，@某人：'=甲");
    assert_eq!(desk.yiming(&["run", "in", "-o", "plain", "--with-text"]).code, 0);
    let done = desk.yiming(&["run", "in", "-o", "excel", "--with-text", "--excel"]);
    assert_eq!(done.code, 0);
    assert!(
        done.stderr.contains("like a formula, with an apostrophe before"),
        "{}",
        done.stderr
    );
    let written = desk.read("excel/tokens.csv");
    assert!(
        written.starts_with('\u{FEFF}') && !written.replace("\r\n", "").contains('\n'),
        "{written}"
    );
    let (plain, excel) = (desk.tables("plain"), desk.tables("excel"));
    let is_formula = |cell: &str| {
        cell.trim_start_matches('\'')
            .starts_with(['=', '+', '-', '@', '\t', '\r'])
    };
    for (column, table) in [("token", "tokens"), ("text", "documents")] {
        let [plain, excel] = [&plain, &excel].map(|tables| {
            if table == "tokens" {
                &tables.tokens
            } else {
                &tables.documents
            }
        });
        assert_eq!(plain.len(), excel.len());
        for (plain, excel) in plain.iter().zip(excel) {
            let (plain, excel) = (&plain[column], &excel[column]);
            let back = if is_formula(excel) { &excel[1..] } else { excel };
            assert_eq!(back, plain);
            assert!(!excel.starts_with(['=', '+', '-', '@']), "{excel}");
        }
    }
    assert!(plain.tokens.iter().any(|row| row["token"].starts_with('=')));
}

/// What a folder of tables has, counted; and what is none.
#[test]
fn a_finished_run_is_counted() {
    let desk = Desk::with_articles();
    desk.write("articles/bad.txt", b"\xFF");
    assert_eq!(desk.yiming(&["run", "articles", "-o", "out"]).code, 1);
    assert_eq!(see("stats", &desk, &["stats", "out", "--top", "3"]).code, 0);
    let done = desk.yiming(&["stats", "out", "--format", "json"]);
    let stats: Value = serde_json::from_str(&done.stdout).unwrap();
    let tables = desk.tables("out");
    assert_eq!(stats["tokens"], tables.tokens.len());
    assert_eq!(stats["mentions"], tables.mentions.len());
    assert_eq!(stats["entities"], tables.entities.len());
    assert_eq!(stats["errors"][0]["name"], "unknown_encoding");
    assert_eq!(see("stats-no-output", &desk, &["stats", "articles"]).code, 2);
    desk.write("out/tokens.csv", "doc_id,token\na,b\n");
    assert_eq!(see("stats-changed-table", &desk, &["stats", "out"]).code, 2);
    desk.write("out/tokens.csv", "");
    assert_eq!(see("stats-empty-table", &desk, &["stats", "out"]).code, 2);
    assert_eq!(see("stats-no-folder", &desk, &["stats", "nowhere"]).code, 2);
}
