//! A user's own conversions: in, entries; out, the places where one applies. They are found in the text as it is,
//! before anything else.

use crate::lexicon::dictionary::{Dictionary, Entries, Pool, PoolBuilder};
use std::ops::Range;

/// Keys and values that win over every shipped one.
#[derive(Debug)]
pub(crate) struct UserDictionary {
    entries: Entries,
    dictionary: Dictionary,
    pool: Pool,
}

impl UserDictionary {
    /// `None` where the entries outgrow a pool.
    pub(crate) fn build(entries: Entries) -> Option<UserDictionary> {
        let mut pool = PoolBuilder::default();
        let dictionary = Dictionary::build(&entries, &mut pool)?;
        Some(UserDictionary {
            entries,
            dictionary,
            pool: pool.finish(),
        })
    }

    pub(crate) fn entries(&self) -> &Entries {
        &self.entries
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
