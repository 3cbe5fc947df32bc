//! Pages of documentation keep what they say: their commands run, and print what they show. What a translation has in blocks is
//! what its original has. Blocks of other languages are run by tests/tables/recipes.py.
#![cfg(unix)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// All pages that have commands, paths below the root of the sources.
const PAGES: [&str; 5] = [
    "README.md",
    "README.zh-Hant.md",
    "docs/guide.md",
    "docs/guide.zh-Hant.md",
    "docs/recipes.md",
];

/// Pages and their translations.
const TRANSLATIONS: [(&str, &str); 3] = [
    ("README.md", "README.zh-Hant.md"),
    ("docs/guide.md", "docs/guide.zh-Hant.md"),
    ("docs/python.md", "docs/python.zh-Hant.md"),
];

/// A line that stands for any number of lines.
const ANYTHING: &str = "…";

/// A fenced block of a page.
struct Block<'a> {
    /// The number of its first line inside the fences.
    line: usize,
    language: &'a str,
    lines: Vec<&'a str>,
}

/// A command of a page, with what is shown below it.
struct Example {
    line: usize,
    command: String,
    shown: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(page: &str) -> String {
    fs::read_to_string(root().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut in_block = false;
    for (number, line) in (1..).zip(page.lines()) {
        match line.strip_prefix("```") {
            Some(language) => {
                in_block = !in_block;
                if in_block {
                    blocks.push(Block {
                        line: number + 1,
                        language: language.trim_end(),
                        lines: Vec::new(),
                    });
                }
            }
            None if in_block => blocks.last_mut().expect("a block is open").lines.push(line),
            None => {}
        }
    }
    blocks
}

/// The commands in the blocks marked `console`: lines that begin with `$ `.
fn examples(name: &str, page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for block in blocks(page).iter().filter(|block| block.language == "console") {
        let mut continues = false;
        let first = examples.len();
        for (number, line) in (block.line..).zip(&block.lines) {
            match (examples[first..].last_mut(), line.strip_prefix("$ ")) {
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
                (Some(example), None) => example.shown.push((*line).to_owned()),
                (None, None) => panic!("{name}:{number}: a block marked console begins with a command"),
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

/// Runs the commands of a page in a folder of its own, where the sample articles are.
fn follow(page: &str) {
    let examples = examples(page, &read(page));
    assert!(!examples.is_empty(), "{page} has commands in blocks marked console");

    let desk = tempfile::tempdir().unwrap();
    fs::create_dir(desk.path().join("corpus")).unwrap();
    for entry in fs::read_dir(root().join("corpus")).unwrap() {
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
        let place = format!("{page}:{}: {}", example.line, example.command);
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
    assert!(run > 0, "{page} has commands that can be run here");
}

#[test]
fn commands_of_the_readme() {
    follow(PAGES[0]);
}

#[test]
fn commands_of_the_translated_readme() {
    follow(PAGES[1]);
}

#[test]
fn commands_of_the_guide() {
    follow(PAGES[2]);
}

#[test]
fn commands_of_the_translated_guide() {
    follow(PAGES[3]);
}

#[test]
fn commands_of_the_recipes() {
    follow(PAGES[4]);
}

/// Files that end in .md, directly in `folder`.
fn pages_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect()
}

#[test]
fn no_page_with_commands_is_left_out() {
    for path in pages_in(root()).into_iter().chain(pages_in(&root().join("docs"))) {
        let page = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        let has_commands = blocks(&read(&page)).iter().any(|block| block.language == "console");
        assert_eq!(
            has_commands,
            PAGES.contains(&page.as_str()),
            "{page}: PAGES has all pages with commands"
        );
    }
}

#[test]
fn a_translation_has_the_blocks_of_its_original() {
    for (original, translation) in TRANSLATIONS {
        let (text, translated) = (read(original), read(translation));
        let (blocks, others) = (blocks(&text), blocks(&translated));
        for (block, other) in blocks.iter().zip(&others) {
            let places = format!("{original}:{} and {translation}:{}", block.line, other.line);
            assert_eq!(block.language, other.language, "{places}");
            for (number, (line, other)) in block.lines.iter().zip(&other.lines).enumerate() {
                assert_eq!(line, other, "{places}: line {} of the block", number + 1);
            }
            assert_eq!(block.lines.len(), other.lines.len(), "{places}: lines of the block");
        }
        assert_eq!(blocks.len(), others.len(), "blocks of {original} and of {translation}");
    }
}

#[test]
fn dots_stand_for_any_number_of_lines() {
    assert!(is_as_shown(&["a", "…", "c"], &["a", "b", "b", "c"]));
    assert!(is_as_shown(&["…", "c", "…"], &["c"]));
    assert!(!is_as_shown(&["a", "…"], &["b"]));
    assert!(!is_as_shown(&["a", "…"], &["b"]));
    assert!(!is_as_shown(&["a"], &["a", "b"]));
    assert!(!is_as_shown(&["a", "b"], &["a"]));
}
