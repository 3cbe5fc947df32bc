//! `yiming dict` as a person meets it: every message of `dict check`, and what the other commands make of dictionaries.

use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use tempfile::TempDir;

/// A folder to work in.
struct Desk(TempDir);

impl Desk {
    fn with<B: AsRef<[u8]>>(files: &[(&str, B)]) -> Desk {
        let desk = Desk(tempfile::tempdir().unwrap());
        for (name, contents) in files {
            desk.write(name, contents);
        }
        desk
    }

    fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }

    /// Runs a command: standard output, standard error, exit code.
    fn yiming(&self, arguments: &[&str]) -> (String, String, i32) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yiming"));
        command.current_dir(self.0.path()).args(arguments).env_remove("COLUMNS");
        let done = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(done.stdout), text(done.stderr), done.status.code().unwrap())
    }

    /// Runs a command and snapshots what is seen of it. Returns its exit code.
    fn see(&self, name: &str, arguments: &[&str]) -> i32 {
        let (stdout, stderr, code) = self.yiming(arguments);
        let mut seen = format!("$ yiming {}\n", arguments.join(" "));
        for (stream, text) in [("standard output", stdout), ("standard error", stderr)] {
            if !text.is_empty() {
                seen += &format!("--- {stream}\n{text}");
            }
        }
        seen += &format!("--- exit code {code}\n");
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| assert_snapshot!(format!("dict-{name}"), seen));
        code
    }
}

/// Checks one file that holds `contents`, and snapshots what is seen.
fn check(name: &str, file: &str, contents: impl AsRef<[u8]>) -> i32 {
    Desk::with(&[(file, contents)]).see(name, &["dict", "check", file])
}

#[test]
fn what_two_dictionaries_have_otherwise() {
    let desk = Desk::with(&[
        (
            "a.csv",
            "alias,entity_id,label,kind\n小藍鯨,blue-whale,ORG,\n藍鯨,blue-whale,,\n鯨,blue-whale,,word\n",
        ),
        (
            "b.csv",
            "entity_id,alias,label,kind\nblue-whale,鯨,,short\nblue-whale,小藍鯨,PRODUCT,\nblue-whale,大藍鯨,,\n",
        ),
        ("a.txt", "软件\t程式\n鼠标\t滑鼠\n"),
        ("b.txt", "软件\t軟體\n"),
    ]);
    assert_eq!(desk.see("diff-entities", &["dict", "diff", "a.csv", "b.csv"]), 0);
    assert_eq!(desk.see("diff-conversions", &["dict", "diff", "a.txt", "b.txt"]), 0);
    assert_eq!(desk.see("diff-kinds", &["dict", "diff", "a.txt", "b.csv"]), 2);
    assert_eq!(
        desk.yiming(&["dict", "diff", "a.csv", "a.csv"]),
        (String::new(), String::new(), 0)
    );
}

#[test]
fn help() {
    assert_eq!(Desk::with::<&str>(&[]).see("help-diff", &["dict", "diff", "--help"]), 0);
    assert_eq!(
        Desk::with::<&str>(&[]).see("help-check", &["dict", "check", "--help"]),
        0
    );
}

#[test]
fn what_is_right_is_said_to_be() {
    let desk = Desk::with(&[
        ("words.txt", "# 我的詞\n數位皮夾\n雲端發票 5 n\n"),
        ("house.txt", "软件\t程式\n"),
        ("names.csv", "alias,entity_id,label\n小藍鯨,blue-whale,ORG\n"),
    ]);
    assert_eq!(
        desk.see(
            "check-right",
            &["dict", "check", "--strict", "words.txt", "house.txt", "names.csv"]
        ),
        0
    );
}

#[test]
fn wrong_words() {
    let words = "雲端發票 many\n雲端 1.5\n雲端 -1\n雲端 99999999999999999999 n\n一 1 n x\n雲\0端\n數位皮夾\n数位皮夹\n數位皮夾 3\n\
                 云端發票\n雲\u{200B}端\n\u{202E}雲端甲\n";
    assert_eq!(check("check-words", "words.txt", words), 2);
}

#[test]
fn wrong_entities() {
    let rows = "alias,entity_id,label,name_zh,kind,regoin,priority\n\
                小藍鯨,blue-whale,ORG,小藍鯨書店,,,\n\
                ,blue-whale,,,,,\n\
                小藍鯨,,,,,,\n\
                小藍鯨,blue-whale,,,,,\n\
                藍鯨,blue-whale,PERSON,,,,\n\
                藍鯨,blue-whale,,,,,,\n\
                藍\0鯨,blue-whale,,,,,\n\
                大藍鯨,blue-whale,,,fulll,,high\n\
                大藍鯨,blue-whale,,,,,9999999999\n\
                老藍鯨,blue-whale,,,,,-9999999999\n\
                \"兩\n行\",blue-whale,,,,,\n";
    assert_eq!(check("check-entities", "names.csv", rows), 2);
    assert_eq!(
        check(
            "check-region",
            "names.csv",
            "alias,entity_id,region\n小藍鯨,blue-whale,tw us\n"
        ),
        2
    );
}

#[test]
fn doubtful_entities() {
    let rows = "alias,entity_id,kind\n\
                小藍鯨,blue-whale,\n\
                小蓝鲸,other-whale,\n\
                小藍鯨,third-whale,\n\
                自然,nature-shop,\n\
                鯨,blue-whale,\n\
                開心,happy-shop,word\n\
                台大,my-hospital,\n\
                ·,dot,\n\
                蓝鯨書店,blue-whale,\n\
                藍鯨\u{200E}館,blue-whale,\n";
    assert_eq!(check("check-entities-doubtful", "names.csv", rows), 0);
    let desk = Desk::with(&[("names.csv", rows)]);
    assert_eq!(desk.yiming(&["dict", "check", "--strict", "names.csv"]).2, 1);
}

#[test]
fn wrong_headers() {
    for (name, header) in [
        ("missing", "小藍鯨,blue-whale\n"),
        ("semicolons", "\u{FEFF}alias;entity_id\r\n小藍鯨;blue-whale\r\n"),
        ("no-id", "alias,label\n小藍鯨,ORG\n"),
        ("twice", "alias,entity_id,alias\n小藍鯨,blue-whale,藍鯨\n"),
        ("empty", ""),
    ] {
        assert_eq!(check(&format!("check-header-{name}"), "names.csv", header), 2);
    }
}

#[test]
fn a_table_from_a_spreadsheet_is_read() {
    let rows = "\u{FEFF}alias,entity_id\r\n\r\n小藍鯨,blue-whale\r\n,blue-whale\r\n";
    assert_eq!(check("check-spreadsheet", "names.csv", rows), 2);
}

#[test]
fn wrong_conversions() {
    let long = "長".repeat(100);
    let lines = format!(
        "软件\t程式\n软件\t軟體\n里程\n\t裏\n里\t\n里\t裏  里\n里\t裏\t里\n雲\0\t云\n长\t{long}\n{long}{long}{long}{long}{long}{long}{long}{long}{long}{long}長\t长\n"
    );
    assert_eq!(check("check-conversions", "house.txt", lines), 2);
}

#[test]
fn doubtful_conversions() {
    let lines = "甲\t乙\n乙\t甲\n丙\t丁\n丁\t戊\n戊\t丙\n里\t里\n鼠标\t滑鼠\n光\t光線\n光鼠标\t光線滑鼠\n发\u{202E}\t發\n 空\t空白\n发發\t發發\n己\t甲\n";
    assert_eq!(check("check-conversions-doubtful", "house.txt", lines), 0);
}

#[test]
fn other_encodings() {
    // 雲端發票 and 數位皮夾 in Big5, 云端发票 in GB18030, 雲 in UTF-16; then single bytes that are wrong.
    assert_eq!(
        check(
            "check-big5",
            "words.txt",
            b"\xB6\xB3\xBA\xDD\xB5\x6F\xB2\xBC\n\xBC\xC6\xA6\xEC\xA5\xD6\xA7\xA8\n"
        ),
        2
    );
    assert_eq!(
        check("check-gb18030", "words.txt", b"\xD4\xC6\xB6\xCB\xB7\xA2\xC6\xB1\n"),
        2
    );
    assert_eq!(check("check-utf16", "words.txt", b"\xFF\xFE\xF2\x96"), 2);
    let mut bytes = "數位皮夾\n雲端發票\n數位皮夾 many\n雲端\n".as_bytes().to_vec();
    bytes[17] = 0xFF;
    let len = bytes.len();
    bytes[len - 2] = b'x';
    assert_eq!(check("check-bytes", "words.txt", bytes), 2);
}

#[test]
fn what_is_no_dictionary() {
    let desk = Desk::with(&[("folder/words.txt", "雲端\n")]);
    assert_eq!(
        desk.see(
            "check-unreadable",
            &["dict", "check", "nowhere.csv", "folder", "folder/words.txt"]
        ),
        2
    );
}

#[test]
fn the_kind_can_be_said() {
    let desk = Desk::with(&[("house.csv", "软件\t程式\n")]);
    assert_eq!(desk.yiming(&["dict", "check", "house.csv"]).2, 2);
    assert_eq!(
        desk.see("check-kind", &["dict", "check", "--kind", "conversions", "house.csv"]),
        0
    );
}

#[test]
fn editors_read_json() {
    let desk = Desk::with(&[
        ("names.csv", "alias,entity_id\n小藍鯨,\n自然,nature-shop\n"),
        ("words.txt", "雲端\n"),
    ]);
    assert_eq!(
        desk.see(
            "check-json",
            &["dict", "check", "--format", "json", "names.csv", "words.txt"]
        ),
        2
    );
}

#[test]
fn what_ships_has_no_errors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [("entities", "csv"), ("conversion", "txt"), ("opencc", "txt")];
    for (folder, extension) in folders {
        let mut arguments = vec!["dict".to_owned(), "check".to_owned()];
        for entry in fs::read_dir(root.join("dicts").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|found| found == extension) {
                arguments.push(path.display().to_string());
            }
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (stdout, _, code) = Desk::with::<&str>(&[]).yiming(&arguments);
        assert_eq!(code, 0, "{folder}:\n{stdout}");
    }
}

#[test]
fn many_problems_and_long_lines_are_told_shortly() {
    let long = "雲".repeat(4 << 20);
    let desk = Desk::with(&[
        ("many.txt", "雲端 many\n".repeat(100_000)),
        ("word.txt", format!("{long}\n雲端\n")),
        ("cells.txt", "雲 ".repeat(4 << 20)),
        ("quote.csv", format!("alias,entity_id\n\"{long},x\n小藍鯨,blue-whale\n")),
        ("key.txt", format!("{long}\t雲\n雲\t{long}\n")),
    ]);
    let (stdout, stderr, code) = desk.yiming(&["dict", "check", "many.txt"]);
    assert_eq!((stdout.lines().count(), code), (2000, 2));
    assert!(
        stderr.contains("100000 errors, of which 99000 are not shown"),
        "{stderr}"
    );
    assert_eq!(
        desk.see(
            "check-long",
            &["dict", "check", "word.txt", "cells.txt", "quote.csv", "key.txt"]
        ),
        2
    );
}
