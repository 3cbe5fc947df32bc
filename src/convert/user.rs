//! A user's own conversions: in, dictionaries; out, the places where an entry applies. They are found in the text as it is, before anything
//! else.

use std::ops::Range;

use crate::lexicon::compiled::{KeyLayers, KeyMatch, KeyTableBuilder};
use crate::lexicon::{Dictionaries, Problems};

/// The words that Taiwan writes otherwise than OpenCC's tables: the file below `dicts/conversion`, and its text.
pub(crate) const TAIWAN_WORDS: (&str, &str) = ("taiwan.txt", include_str!("../../dicts/conversion/taiwan.txt"));

/// Keys and values that win over every shipped one.
#[derive(Debug)]
pub(crate) struct UserDictionary {
    layers: KeyLayers,
}

impl UserDictionary {
    /// The conversions of `dictionaries`, which come after those of `earlier`; nothing where there are none.
    pub(crate) fn of(earlier: Option<&UserDictionary>, dictionaries: &Dictionaries) -> Result<Option<Self>, Problems> {
        Ok(Self::behind(earlier, dictionaries.conversions()?))
    }

    /// Adds the shipped words of Taiwan behind the entries of `earlier`.
    pub(crate) fn with_taiwan_words(earlier: Option<&UserDictionary>) -> Option<Self> {
        let (file, words) = TAIWAN_WORDS;
        let mut builder = KeyTableBuilder::default();
        builder.begin_file(file);
        for (number, line) in (1..).zip(words.lines()).filter(|(_, line)| !line.starts_with('#')) {
            if let Some((key, value)) = line.split_once('\t') {
                builder.add(key, Some(value), number);
            }
        }
        Self::behind(earlier, KeyLayers::new(vec![builder.finish()]))
    }

    fn behind(earlier: Option<&UserDictionary>, layers: KeyLayers) -> Option<Self> {
        let layers = match earlier {
            Some(earlier) => earlier.layers.and(layers),
            None => layers,
        };
        (!layers.is_empty()).then_some(UserDictionary { layers })
    }

    /// The length of the longest key, in bytes.
    pub(crate) fn longest_key(&self) -> usize {
        self.layers.iter().map(|table| table.longest()).max().unwrap_or(0)
    }

    /// Whether some key has one of these characters.
    pub(crate) fn has_character_of(&self, characters: &[char]) -> bool {
        let has = |c: &char| self.layers.iter().any(|table| table.has_character(*c));
        characters.iter().any(has)
    }

    /// The file that `key` is from.
    pub(crate) fn file(&self, key: &str) -> Option<&str> {
        let found = self.layers.longest_at(key, 0, |end| end == key.len());
        found.map(|found| found.file)
    }

    /// Calls `found` with each match, longest first from left to right, and with what it becomes.
    pub(crate) fn each_match<'s>(&'s self, text: &str, mut found: impl FnMut(Range<usize>, &'s str)) {
        let mut at = 0;
        while let Some(character) = text[at..].chars().next() {
            match self.layers.longest_at(text, at, |_| true) {
                Some(KeyMatch { len, value, .. }) => {
                    found(at..at + len, value);
                    at += len;
                }
                None => at += character.len_utf8(),
            }
        }
    }
}
