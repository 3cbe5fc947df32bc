//! What the shipped dictionaries look for: keys to make texts of that provoke matches.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Keys and values of OpenCC's dictionaries, every so many of the large ones.
pub static KEYS: LazyLock<Vec<String>> = LazyLock::new(|| {
    // Included by a crate in a folder of this one, too.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = root.ancestors().map(|folder| folder.join("dicts/opencc"));
    let folder = folders.find(|folder| folder.is_dir()).unwrap();
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    let mut keys = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        // Phrases of the last stage are all there: the middle text may make or break them.
        let step = match text.lines().count() {
            _ if path.ends_with("TSPhrases.txt") => 1,
            0..=5000 => 3,
            _ => 23,
        };
        for line in text.lines().filter(|line| !line.starts_with('#')).step_by(step) {
            let words = line.split(['\t', ' ']).filter(|word| !word.is_empty());
            keys.extend(words.map(str::to_owned));
        }
    }
    keys
});

/// Characters that conversion treats in ways of their own.
pub const SPECIAL: [&str; 11] = [
    "⿰",
    "⿲",
    "⿾",
    "\u{F914}",
    "\u{2F80A}",
    "埠",
    "·",
    "-",
    "A",
    "\n",
    "，",
];

/// The characters of a key between two places.
pub fn piece(key: &str, a: usize, b: usize) -> String {
    key.chars().skip(a.min(b)).take(a.abs_diff(b)).collect()
}
