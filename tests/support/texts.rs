//! Texts to test conversion on: those of a folder, and OpenCC's cases where the shared data is there.

use std::fs;
use std::path::{Path, PathBuf};

use super::shared::shared;

/// A text and the name of its file.
pub struct Text {
    pub name: String,
    pub text: String,
}

/// The texts of a folder, by name.
pub fn texts(folder: &Path) -> Vec<Text> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "no texts in {}", folder.display());
    let read = |path: &PathBuf| Text {
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        text: fs::read_to_string(path).unwrap(),
    };
    paths.iter().map(read).collect()
}

/// One of OpenCC's own cases.
pub struct Case {
    pub config: String,
    pub input: String,
    pub expected: String,
    pub id: String,
}

/// OpenCC's own cases, where they are there.
pub fn cases() -> Option<Vec<Case>> {
    let table = fs::read_to_string(shared("data/conversion/opencc-1.4.2-cases.tsv")?).unwrap();
    let case = |line: &str| {
        let [config, input, expected, id] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("four columns are expected: {line}")
        };
        Case {
            config: config.to_owned(),
            input: input.to_owned(),
            expected: expected.to_owned(),
            id: id.to_owned(),
        }
    };
    let cases: Vec<Case> = table.lines().skip(1).map(case).collect();
    assert_eq!(cases.len(), 371);
    Some(cases)
}
