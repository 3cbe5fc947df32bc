//! Makes the table behind [`transliteration`](super::transliteration): in, the lines of
//! `dicts/names/transliteration-characters.tsv` and OpenCC's tables of characters; out, Rust source with the arrays. Used by
//! the build script only.

use crate::lexicon::Problem;
use crate::text::pages;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A character's candidates.
pub type Characters = BTreeMap<char, Vec<char>>;

/// OpenCC's tables of characters that the forms are read against.
pub struct Tables {
    /// `STCharacters.txt`: Simplified to Traditional.
    pub traditional: Characters,
    /// `TSCharacters.txt`: Traditional to Simplified.
    pub simplified: Characters,
    /// `TWVariants.txt` and `HKVariants.txt`: the regions' variants.
    pub variants: [Characters; 2],
}

/// The source of the table. `path` is only used in messages.
pub fn source(path: &str, table: &str, tables: &Tables) -> Result<String, Problem> {
    let mut forms = BTreeMap::new();
    let mut overdone = BTreeMap::new();
    let mut last = None;
    for (number, line) in table.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let problem = |message: &str| Problem::new(path, number + 1, 1, message);
        let mut columns = line.split('\t');
        let (Some(simplified), Some(form), Some(basis), None) = (
            columns.next().and_then(single),
            columns.next().and_then(single),
            columns.next(),
            columns.next(),
        ) else {
            return Err(problem(
                "three columns are needed: a character, its form, and what says so",
            ));
        };
        if last.replace(simplified) >= Some(simplified) {
            return Err(problem(
                "the line is not behind the one before in the order of code points",
            ));
        }
        let candidates = tables.traditional.get(&simplified).map_or(&[][..], Vec::as_slice);
        if !candidates.contains(&form) {
            return Err(problem("OpenCC knows no such form of the character"));
        }
        forms.insert(simplified, u32::from(form));
        // A family name says nothing about what a Traditional text meant.
        if form == simplified && basis != "family-name" {
            let others: BTreeSet<char> = candidates.iter().copied().filter(|&other| other != form).collect();
            let regional = tables
                .variants
                .iter()
                .flat_map(|variants| others.iter().filter_map(|other| variants.get(other)?.first().copied()));
            let all: BTreeSet<char> = others.iter().copied().chain(regional).collect();
            let made = |other: &char| {
                tables
                    .simplified
                    .get(other)
                    .is_some_and(|back| back.first() == Some(&simplified))
            };
            overdone.extend(all.into_iter().filter(made).map(|other| (other, u32::from(form))));
        }
    }
    let mut text = String::new();
    for (name, values) in [("FORM", forms), ("OVERDONE", overdone)] {
        let (index, entries) = pages::build(values);
        // Writing into a String cannot fail.
        let _ = writeln!(text, "static {name}_INDEX: [u16; {}] = {index:?};", index.len());
        let _ = writeln!(text, "static {name}_ENTRIES: [u32; {}] = {entries:?};", entries.len());
    }
    Ok(text)
}

/// The one character of a string.
pub fn single(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}
