//! `yiming dict try` as a person meets it: what changes, and why nothing does.

#[path = "support/seen.rs"]
mod seen;

use std::fs;
use std::path::Path;
use std::process::Command;

use seen::{outputs, snapshot, transcript};

const NAMES: &str = "alias,entity_id,label,kind\n小藍鯨,blue-whale,ORG,\n鯨,blue-whale,,word\n高通,high-pass,,word\n";

fn yiming(arguments: &[&str], folder: &Path) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yiming"));
    outputs(command.current_dir(folder).args(arguments))
}

/// Runs the command on a text and snapshots what is seen. Returns its exit code.
fn see(name: &str, files: &[(&str, &str)], arguments: &[&str]) -> i32 {
    let desk = tempfile::tempdir().unwrap();
    for (name, contents) in files {
        fs::write(desk.path().join(name), contents).unwrap();
    }
    let arguments: Vec<&str> = ["dict", "try"].iter().chain(arguments).copied().collect();
    let (stdout, stderr, code) = yiming(&arguments, desk.path());
    let seen = transcript(&arguments, &stdout, &stderr, code);
    snapshot(&format!("dict-try-{name}"), &seen, &[]);
    code
}

#[test]
fn what_a_dictionary_changes_is_told() {
    let names = [("names.csv", NAMES)];
    assert_eq!(see("entities", &names, &["names.csv", "週末去小藍鯨買書，鯨不在。"]), 0);
    let words = [("words.txt", "數位皮夾\n政府\n收藏家\n位皮\n")];
    assert_eq!(see("words", &words, &["words.txt", "政府推出數位皮夾。"]), 0);
    let house = [("house.txt", "软件\t程式\n")];
    assert_eq!(
        see(
            "conversions",
            &house,
            &["house.txt", "-c", "s2twp", "我们的软件与硬件都很好，请放心购买与使用。"]
        ),
        0
    );
}

#[test]
fn a_dictionary_that_changes_nothing_says_why() {
    let names = [("names.csv", NAMES)];
    assert_eq!(see("without-evidence", &names, &["names.csv", "鯨在海裡。"]), 0);
    assert_eq!(see("nowhere", &names, &["names.csv", "今天下雨。"]), 0);
    let shipped = [("names.csv", "alias,entity_id\n海明威,ernest-hemingway\n")];
    assert_eq!(see("already", &shipped, &["names.csv", "作家海明威"]), 0);
    let house = [("house.txt", "软件\t軟件\n")];
    assert_eq!(see("same-conversion", &house, &["house.txt", "-c", "s2t", "软件"]), 0);
}

#[test]
fn a_wrong_dictionary_is_told_as_everywhere() {
    let wrong = [("names.csv", "alias,id\n小藍鯨,blue-whale\n")];
    assert_eq!(see("wrong", &wrong, &["names.csv", "小藍鯨"]), 2);
    assert_eq!(see("missing", &[], &["nowhere.csv", "小藍鯨"]), 2);
    assert_eq!(see("help", &[], &["--help"]), 0);
}
