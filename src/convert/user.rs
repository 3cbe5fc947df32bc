//! A user's own conversions: in, files in OpenCC's format; out, the places where an entry applies. They are found in the text as
//! it is, before anything else.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::lexicon::dictionary::{Dictionary, Pool, PoolBuilder};
use crate::lexicon::{Dictionaries, Problem, Problems};

/// Keys and values that win over every shipped one.
#[derive(Debug)]
pub(crate) struct UserDictionary {
    /// Keys to values and the files that they are from.
    entries: BTreeMap<String, (String, String)>,
    dictionary: Dictionary,
    pool: Pool,
}

impl UserDictionary {
    /// The conversions of `dictionaries`, which come after those of `earlier`.
    pub(crate) fn of(earlier: Option<&UserDictionary>, dictionaries: &Dictionaries) -> Result<Self, Problems> {
        let mut entries = earlier.map(|earlier| earlier.entries.clone()).unwrap_or_default();
        dictionaries.each_conversion(|file, entry| {
            entries
                .entry(entry.key.to_owned())
                .or_insert_with(|| (entry.value().to_owned(), file.path().to_owned()));
        })?;
        UserDictionary::build(entries)
            .ok_or_else(|| Problem::new("the user dictionaries", 0, 0, "they are too large together").into())
    }

    /// Adds the shipped words of Taiwan behind the entries of `earlier`.
    pub(crate) fn with_taiwan_words(earlier: Option<&UserDictionary>) -> Self {
        const FILE: &str = "taiwan.txt";
        const WORDS: &str = include_str!("../../dicts/conversion/taiwan.txt");
        let mut entries = earlier.map(|earlier| earlier.entries.clone()).unwrap_or_default();
        let words = WORDS.lines().filter(|line| !line.starts_with('#'));
        for (key, value) in words.filter_map(|line| line.split_once('\t')) {
            entries
                .entry(key.to_owned())
                .or_insert_with(|| (value.to_owned(), FILE.to_owned()));
        }
        // A few words more do not fill a pool that the user's did not.
        UserDictionary::build(entries).unwrap_or_else(|| panic!("{FILE} is too large"))
    }

    /// `None` where the entries outgrow a pool.
    fn build(entries: BTreeMap<String, (String, String)>) -> Option<Self> {
        let mut pool = PoolBuilder::default();
        let values = entries
            .iter()
            .map(|(key, (value, _))| (key.clone(), value.clone()))
            .collect();
        let dictionary = Dictionary::build(&values, &mut pool)?;
        Some(UserDictionary {
            entries,
            dictionary,
            pool: pool.finish(),
        })
    }

    /// The keys.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The file that a key is from.
    pub(crate) fn file(&self, key: &str) -> Option<&str> {
        self.entries.get(key).map(|(_, file)| file.as_str())
    }

    /// Calls `found` with each match, longest first from left to right, and with what it becomes.
    pub(crate) fn each_match<'s>(&'s self, text: &str, mut found: impl FnMut(Range<usize>, &'s str)) {
        let mut at = 0;
        while let Some(character) = text[at..].chars().next() {
            match self.dictionary.longest(&text[at..]) {
                Some(hit) => {
                    found(at..at + hit.len, self.pool.get(hit.value));
                    at += hit.len;
                }
                None => at += character.len_utf8(),
            }
        }
    }
}
