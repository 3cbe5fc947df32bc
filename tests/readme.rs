//! The README keeps what it says: its commands run, and print what it shows.
#![cfg(unix)]

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A line that stands for any number of lines.
const ANYTHING: &str = "…";

/// A command of the README, with what is shown below it.
struct Example {
    line: usize,
    command: String,
    shown: Vec<String>,
}

/// The commands in the blocks marked `console`: lines that begin with `$ `.
fn examples(readme: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut in_block = false;
    let mut continues = false;
    for (number, line) in (1..).zip(readme.lines()) {
        if line.starts_with("```") {
            in_block = !in_block && line.trim_end() == "```console";
            continues = false;
        } else if in_block {
            match (examples.last_mut(), line.strip_prefix("$ ")) {
                (Some(example), _) if continues => {
                    example.command.pop();
                    example.command += line.trim_start().trim_start_matches("> ");
                    continues = line.ends_with('\\');
                }
                (_, Some(command)) => {
                    continues = command.ends_with('\\');
                    examples.push(Example {
                        line: number,
                        command: command.to_owned(),
                        shown: Vec::new(),
                    });
                }
                (Some(example), None) => example.shown.push(line.to_owned()),
                (None, None) => panic!("README.md:{number}: a block marked console begins with a command"),
            }
        }
    }
    examples
}

/// Whether `printed` is `shown`, where a line `…` is any number of lines.
fn is_as_shown(shown: &[&str], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((&ANYTHING, rest)) => (0..=printed.len()).any(|from| is_as_shown(rest, &printed[from..])),
        Some((line, rest)) => printed
            .split_first()
            .is_some_and(|(first, printed)| without_lines(line) == without_lines(first) && is_as_shown(rest, printed)),
    }
}

/// A line without the numbers of lines in shipped dictionaries, which change with every row that is added.
fn without_lines(line: &str) -> String {
    match line.split_once(".csv:") {
        Some((before, after)) => format!(
            "{before}.csv:{}",
            after.trim_start_matches(|c: char| c.is_ascii_digit())
        ),
        None => line.to_owned(),
    }
}

#[test]
fn the_commands_run_and_print_what_is_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("README.md is there");
    let examples = examples(&readme);
    assert!(!examples.is_empty(), "README.md has commands in blocks marked console");

    let desk = tempfile::tempdir().unwrap();
    fs::create_dir(desk.path().join("corpus")).unwrap();
    for entry in fs::read_dir(root.join("corpus")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), desk.path().join("corpus").join(entry.file_name())).unwrap();
    }
    let program = Path::new(env!("CARGO_BIN_EXE_yiming"));
    let path = format!("{}:{}", program.parent().unwrap().display(), env::var("PATH").unwrap());
    let mut run = 0;
    for example in &examples {
        // What `cargo run` builds is built already; other commands of cargo and git are for a working copy.
        let command = match example
            .command
            .strip_prefix("cargo run ")
            .map(|rest| rest.split_once("-- "))
        {
            Some(Some((_, arguments))) => format!("yiming {arguments}"),
            _ => example.command.clone(),
        };
        let tool = command.split_whitespace().next().unwrap_or("");
        if ["cargo", "git", "cd"].contains(&tool) {
            continue;
        }
        let done = Command::new("sh")
            .current_dir(desk.path())
            .env("PATH", &path)
            .args(["-c", &format!("{{ {command}\n}} 2>&1")])
            .output()
            .unwrap();
        let printed = String::from_utf8(done.stdout).unwrap();
        let place = format!("README.md:{}: {}", example.line, example.command);
        if done.status.code() == Some(127) && tool != "yiming" {
            eprintln!("skipped: {place}: {}", printed.trim_end());
            continue;
        }
        assert!(done.status.success(), "{place}\n{:?}\n{printed}", done.status);
        let mut shown: Vec<&str> = example.shown.iter().map(String::as_str).collect();
        while shown.last() == Some(&"") {
            shown.pop();
        }
        if !shown.is_empty() {
            let lines: Vec<&str> = printed.lines().collect();
            assert!(
                is_as_shown(&shown, &lines),
                "{place}\nshown:\n{}\n\nprinted:\n{printed}",
                shown.join("\n")
            );
        }
        run += 1;
    }
    assert!(run > 0, "README.md has commands that can be run here");
}

#[test]
fn dots_stand_for_any_number_of_lines() {
    assert!(is_as_shown(&["a", "…", "c"], &["a", "b", "b", "c"]));
    assert!(is_as_shown(&["…", "c", "…"], &["c"]));
    assert!(!is_as_shown(&["a", "…"], &["b"]));
    assert!(!is_as_shown(&["a"], &["a", "b"]));
    assert!(!is_as_shown(&["a", "b"], &["a"]));
}
