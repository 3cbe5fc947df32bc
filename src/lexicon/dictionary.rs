//! A conversion dictionary made ready for matching: in, keys with values after groups were resolved; out, a trie for
//! keys of two or more characters, a table for single characters, and look-ups of the longest match. Values live in a
//! [`Pool`] that many dictionaries share.
//!
//! A group of dictionaries becomes one plain longest-match dictionary ([`flatten`]): under `short_circuit` a key is
//! dropped when a prefix of it stands in an earlier member, because that member would win wherever the key could
//! match; whatever then matches longest is what OpenCC's search through the members finds.

use super::config::{DictionarySpec, MatchPolicy};
use super::trie::{self, Trie};
use crate::text::pages::{self, Pages};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// Keys and values; the longest key that matches wins.
pub type Entries = BTreeMap<String, String>;

/// Resolves a dictionary or group into one longest-match dictionary; `load` gives the entries of a file.
pub fn flatten<V, E>(
    spec: &DictionarySpec,
    load: &mut impl FnMut(&str) -> Result<BTreeMap<String, V>, E>,
) -> Result<BTreeMap<String, V>, E> {
    let (policy, members) = match spec {
        DictionarySpec::Text(file) => return load(file),
        DictionarySpec::Group(policy, members) => (*policy, members),
    };
    let mut merged = BTreeMap::new();
    for member in members {
        let mut entries = flatten(member, load)?;
        if policy == MatchPolicy::ShortCircuit && !merged.is_empty() {
            entries.retain(|key, _| {
                !key.char_indices()
                    .skip(1)
                    .any(|(end, _)| merged.contains_key(&key[..end]))
            });
        }
        for (key, value) in entries {
            merged.entry(key).or_insert(value);
        }
    }
    Ok(merged)
}

/// A reference to a string in a [`Pool`]: bits 0–7 length in bytes, bits 8–31 offset. 0 refers to nothing.
pub type ValueRef = u32;

/// All strings that conversion may write, stored once.
#[derive(Debug, Clone)]
pub struct Pool(pub Cow<'static, str>);

impl Pool {
    /// The string behind a reference.
    #[cfg(test)]
    pub fn get(&self, value: ValueRef) -> &str {
        resolve(&self.0, value)
    }
}

/// The string behind a reference into a pool's text.
#[inline]
pub fn resolve(pool: &str, value: ValueRef) -> &str {
    let start = (value >> 8) as usize;
    &pool[start..start + (value & 0xFF) as usize]
}

/// Collects what dictionaries share: strings, for a [`Pool`], and tries over equal keys.
#[derive(Debug, Default)]
pub struct PoolBuilder {
    text: String,
    known: HashMap<String, ValueRef>,
    tries: HashMap<Vec<Vec<u16>>, Cow<'static, [u64]>>,
}

impl PoolBuilder {
    /// The reference to a string, which is added where it is new. Longer strings than 255 bytes are refused with
    /// `None`, as is a pool beyond 16 MiB.
    pub fn add(&mut self, string: &str) -> Option<ValueRef> {
        if let Some(&known) = self.known.get(string) {
            return Some(known);
        }
        let length = u8::try_from(string.len()).ok()?;
        let offset = u32::try_from(self.text.len()).ok().filter(|&offset| offset < 1 << 24)?;
        let value = (offset << 8) | u32::from(length);
        self.text.push_str(string);
        self.known.insert(string.to_owned(), value);
        Some(value)
    }

    /// The trie over these keys; see [`trie::build`].
    fn trie(&mut self, keys: Vec<Vec<u16>>) -> Cow<'static, [u64]> {
        self.tries
            .entry(keys)
            .or_insert_with_key(|keys| trie::build(keys))
            .clone()
    }

    /// All strings so far, end to end.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The finished pool.
    pub fn finish(&self) -> Pool {
        Pool(Cow::Owned(self.text.clone()))
    }
}

/// A matched key: its length in bytes, and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Bytes of the text that the key covers.
    pub len: usize,
    /// What it becomes.
    pub value: ValueRef,
}

/// A dictionary ready for matching. Its arrays are owned, or lie in an image.
#[derive(Debug, Clone)]
pub struct Dictionary {
    /// Characters to codes of the trie.
    pub codes: (Cow<'static, [u16]>, Cow<'static, [u16]>),
    /// The trie over keys of two or more characters.
    pub nodes: Cow<'static, [u64]>,
    /// The trie's values.
    pub values: Cow<'static, [ValueRef]>,
    /// Single characters to values.
    pub singles: (Cow<'static, [u16]>, Cow<'static, [ValueRef]>),
}

impl Dictionary {
    /// Builds a dictionary. `None` where a value is too long for the pool.
    pub fn build(entries: &Entries, pool: &mut PoolBuilder) -> Option<Dictionary> {
        let mut singles = Vec::new();
        let mut phrases = Vec::new();
        for (key, value) in entries {
            let value = pool.add(value)?;
            let mut characters = key.chars();
            match (characters.next(), characters.next()) {
                (Some(character), None) => singles.push((character, value)),
                _ => phrases.push((key.as_str(), value)),
            }
        }
        let phrases = Phrases::build(&phrases, pool)?;
        Some(Dictionary {
            codes: pages::build(phrases.codes),
            nodes: phrases.nodes,
            values: phrases.values,
            singles: pages::build(singles),
        })
    }

    /// The table of codes.
    #[inline]
    pub fn codes(&self) -> Pages<'_, u16> {
        Pages::new(&self.codes.0, &self.codes.1)
    }

    /// The table of single characters.
    #[inline]
    pub fn singles(&self) -> Pages<'_, ValueRef> {
        Pages::new(&self.singles.0, &self.singles.1)
    }

    /// The trie.
    #[inline]
    pub fn trie(&self) -> Trie<'_> {
        Trie::new(&self.nodes)
    }

    /// The longest key that `text` begins with.
    pub fn longest(&self, text: &str) -> Option<Hit> {
        self.search(text).0
    }

    /// The longest key that `text` begins with, and whether more text could have made a longer key.
    pub fn search(&self, text: &str) -> (Option<Hit>, bool) {
        let (codes, trie) = (self.codes(), self.trie());
        let mut characters = text.chars();
        let Some(first) = characters.next() else {
            return (None, false);
        };
        let single = self.singles().get(first as u32);
        let mut best = (single != 0).then_some(Hit {
            len: first.len_utf8(),
            value: single,
        });
        let mut node = trie.first(codes.get(first as u32));
        let mut len = first.len_utf8();
        while let Some(here) = node {
            if let Some(value) = here.value() {
                best = Some(Hit {
                    len,
                    value: self.values[value as usize],
                });
            }
            if !here.has_children() {
                break;
            }
            let Some(character) = characters.next() else {
                return (best, true);
            };
            len += character.len_utf8();
            node = trie.next(here, codes.get(character as u32));
        }
        (best, false)
    }
}

/// A trie over keys of any length, with the codes of its characters.
#[derive(Debug, Default)]
pub struct Phrases {
    /// Characters to codes. Codes count from 1: first the characters that begin a key, then the others, each kind by
    /// falling frequency, so that the hot part of the trie is dense and a code tells whether it can begin a key.
    pub codes: HashMap<char, u16>,
    /// How many characters begin a key: the highest code that does.
    pub beginnings: u16,
    /// The trie.
    pub nodes: Cow<'static, [u64]>,
    /// The trie's values.
    pub values: Cow<'static, [ValueRef]>,
}

impl Phrases {
    /// Builds a trie. `None` where the keys use more than 32,766 different characters.
    pub fn build(entries: &[(&str, ValueRef)], pool: &mut PoolBuilder) -> Option<Phrases> {
        let mut counts: BTreeMap<char, (bool, usize)> = BTreeMap::new();
        for (key, _) in entries {
            for (position, character) in key.chars().enumerate() {
                let count = counts.entry(character).or_default();
                count.0 |= position == 0;
                count.1 += 1;
            }
        }
        if counts.len() >= usize::from(FIRST_RESERVED_CODE) {
            return None;
        }
        let beginnings = counts.values().filter(|(begins, _)| *begins).count() as u16;
        let mut order: Vec<(char, (bool, usize))> = counts.into_iter().collect();
        order.sort_by_key(|&(character, (begins, count))| (!begins, std::cmp::Reverse(count), character));
        let codes: HashMap<char, u16> = order
            .into_iter()
            .zip(1..FIRST_RESERVED_CODE)
            .map(|((character, _), code)| (character, code))
            .collect();
        let mut keys: Vec<(Vec<u16>, ValueRef)> = entries
            .iter()
            .map(|(key, value)| (key.chars().map(|c| codes[&c]).collect(), *value))
            .collect();
        keys.sort_unstable();
        let (keys, values): (Vec<Vec<u16>>, Vec<ValueRef>) = keys.into_iter().unzip();
        Some(Phrases {
            codes,
            beginnings,
            nodes: pool.trie(keys),
            values: Cow::Owned(values),
        })
    }
}

/// Codes from here on have other uses than naming a character.
pub const FIRST_RESERVED_CODE: u16 = 0x7FFF;

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(list: &[(&str, &str)]) -> Entries {
        list.iter()
            .map(|(key, value)| (key.to_string(), value.to_string()))
            .collect()
    }

    fn group(policy: MatchPolicy, members: &[&str]) -> DictionarySpec {
        DictionarySpec::Group(
            policy,
            members
                .iter()
                .map(|file| DictionarySpec::Text(file.to_string()))
                .collect(),
        )
    }

    fn load(file: &str) -> Result<Entries, ()> {
        Ok(match file {
            "a" => entries(&[("里", "1"), ("里程碑", "2")]),
            _ => entries(&[("里程", "3"), ("程", "4"), ("里", "5")]),
        })
    }

    #[test]
    fn the_first_dictionary_wins_a_short_circuit_and_the_longest_key_a_union() {
        let convert = |policy, text: &str| {
            let mut pool = PoolBuilder::default();
            let entries = flatten(&group(policy, &["a", "b"]), &mut load).unwrap();
            let dictionary = Dictionary::build(&entries, &mut pool).unwrap();
            let hit = dictionary.longest(text).unwrap();
            (hit.len / 3, pool.finish().get(hit.value).to_owned())
        };
        assert_eq!(convert(MatchPolicy::ShortCircuit, "里程表"), (1, "1".into()));
        assert_eq!(convert(MatchPolicy::ShortCircuit, "里程碑"), (3, "2".into()));
        assert_eq!(convert(MatchPolicy::Union, "里程表"), (2, "3".into()));
        assert_eq!(convert(MatchPolicy::Union, "里"), (1, "1".into()));
    }
}
