//! What is no person, by the words of its name: some 大學 is a University, and what ends in 族 or 部落 is a people or its place.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::terms::is_term_ending;
use crate::text::{CharSet, Folded};

/// What an English head word says of a name: the label, and the Chinese words (folded) that end a name of the same thing.
#[derive(Debug)]
pub struct Head {
    /// ORG, LOC or EVENT.
    pub label: &'static str,
    /// The endings.
    pub endings: Vec<String>,
}

/// Head word → what it says.
static HEADS: LazyLock<FxHashMap<&str, Head>> = LazyLock::new(|| {
    rows(include_str!("../../dicts/names/institutions.tsv"))
        .filter_map(|(word, rest)| {
            let (endings, label) = rest.split_once('\t')?;
            let endings = endings.split(' ').map(folded).collect();
            Some((word, Head { label, endings }))
        })
        .collect()
});

/// The endings (folded) of names that tell what they name.
struct Endings {
    labels: FxHashMap<String, &'static str>,
    /// The length of the longest, in code points.
    longest: usize,
}

static ENDINGS: LazyLock<Endings> = LazyLock::new(|| {
    let mut endings: Vec<(String, &str)> = rows(include_str!("../../dicts/names/endings.tsv"))
        .map(|(ending, label)| (folded(ending), label))
        .collect();
    // Those of head words count as well, unless a single character says too little (會, 處) or terms end in the word too (系統).
    for head in HEADS.values() {
        let says_enough = |ending: &&String| ending.chars().nth(1).is_some() && !is_term_ending(ending);
        let long = head.endings.iter().filter(says_enough);
        endings.extend(long.map(|ending| (ending.clone(), head.label)));
    }
    // Of several labels the first by name, so that nothing hangs on the order of a table.
    let mut labels: FxHashMap<String, &'static str> = FxHashMap::default();
    for (ending, label) in endings {
        let known = labels.entry(ending).or_insert(label);
        *known = label.min(known);
    }
    Endings {
        longest: labels.keys().map(|ending| ending.chars().count()).max().unwrap_or(0),
        labels,
    }
});

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
}

fn folded(word: &str) -> String {
    Folded::new(word).view().to_owned()
}

/// The Chinese words (folded) that end names of institutions.
static INSTITUTIONS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let institutions = HEADS.values().filter(|head| head.label == "ORG");
    institutions
        .flat_map(|head| &head.endings)
        .map(String::as_str)
        .filter(|ending| !is_term_ending(ending))
        .collect()
});

/// Their last characters.
static INSTITUTIONS_LAST: LazyLock<CharSet> = LazyLock::new(|| {
    INSTITUTIONS
        .iter()
        .filter_map(|ending| ending.chars().next_back())
        .collect()
});

/// Whether a word that names of institutions end in may have `last` for its last character (folded).
pub(crate) fn ends_institution(last: char) -> bool {
    INSTITUTIONS_LAST.contains(last)
}

/// Whether the names of institutions end in this Chinese word (folded).
pub(crate) fn is_institution_ending(word: &str) -> bool {
    INSTITUTIONS.contains(word)
}

/// The legal forms of companies, which are no part of what they are called.
const LEGAL_FORMS: [&str; 10] = [
    "Inc", "Inc.", "Co", "Co.", "Corp", "Corp.", "Ltd", "Ltd.", "LLC", "Limited",
];

/// What the head word of an English name says: its last word, or the last before “of”, “for” or “on”. The legal forms of companies
/// count for Company, where no other word does.
///
/// ```
/// use yiming::names::head;
///
/// assert!(head("Temple University").is_some_and(|head| head.endings.iter().any(|ending| ending == "大学")));
/// assert!(head("Ministry of Culture").is_some_and(|head| head.label == "ORG"));
/// assert!(head("Ilya Sutskever").is_none());
/// ```
pub fn head(latin: &str) -> Option<&'static Head> {
    let mut words: Vec<&str> = latin.split(' ').filter(|word| !word.is_empty()).collect();
    let mut is_company = false;
    while words.last().is_some_and(|word| LEGAL_FORMS.contains(word)) {
        words.pop();
        is_company = true;
    }
    let inner = words.iter().position(|word| ["of", "for", "on"].contains(word));
    let inner = inner.and_then(|at| words.get(at.checked_sub(1)?));
    let first = words
        .first()
        .filter(|word| words.len() > 1 && ["Fort", "Hotel", "Clan", "Lake"].contains(word));
    let mut candidates = inner.into_iter().chain(words.last()).chain(first);
    let found = candidates.find_map(|word| HEADS.get(*word));
    found.or_else(|| HEADS.get("Company").filter(|_| is_company))
}

/// The ending of a Chinese name (folded) that tells what it names, and the label: 族 of 達悟族. The longest there is; it never is the
/// whole name.
///
/// ```
/// use yiming::names::proper_ending;
///
/// assert_eq!(proper_ending("开放文化基金会"), Some(("基金会", "ORG")));
/// assert_eq!(proper_ending("模型"), None);
/// ```
pub fn proper_ending(name: &str) -> Option<(&'static str, &'static str)> {
    let Endings { labels, longest } = &*ENDINGS;
    let starts = name.char_indices().rev().take(*longest).map(|(at, _)| at);
    // The last that is found is the longest.
    let endings = starts
        .filter(|&at| at > 0)
        .filter_map(|at| labels.get_key_value(&name[at..]));
    endings.last().map(|(ending, label)| (ending.as_str(), *label))
}

/// Whether names end in this Chinese word (folded).
pub fn is_proper_ending(word: &str) -> bool {
    ENDINGS.labels.contains_key(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_have_no_word_twice() {
        for table in [
            include_str!("../../dicts/names/institutions.tsv"),
            include_str!("../../dicts/names/endings.tsv"),
        ] {
            let words: Vec<&str> = rows(table).map(|(word, _)| word).collect();
            assert!(words.len() > 50);
            assert!(words.is_sorted_by(|a, b| a < b));
        }
    }
}
