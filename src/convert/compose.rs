//! Computes ahead what the fast engine needs: in, the resolved dictionaries of a configuration; out, its [`Compiled`]
//! tables, or nothing where the configuration has a form that only the slower engine can follow. The build script does
//! this for the shipped configurations, and loading does it for a user's own.

use super::ids;
use super::stages::Stages;
use super::tables::{CharEntry, Compiled, MiddleTables, OPERATOR, PhraseTable};
use crate::lexicon::config::{ConversionConfig, DictionarySpec};
use crate::lexicon::dictionary::{Dictionary, Entries, Phrases, PoolBuilder, ValueRef, flatten};
use crate::text::pages;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// The keys of each part of a configuration, groups resolved, with what is known of each: a value, or more.
#[derive(Debug, Default)]
pub struct Sources<V = String> {
    /// See [`Stages::normalization`].
    pub normalization: Vec<BTreeMap<String, V>>,
    /// See [`Stages::segmentation`].
    pub segmentation: Option<BTreeMap<String, V>>,
    /// See [`Stages::chain`].
    pub chain: Vec<BTreeMap<String, V>>,
}

impl<V> Sources<V> {
    /// Resolves the groups of a configuration; `load` gives the entries of a file.
    pub fn resolve<E>(
        config: &ConversionConfig,
        mut load: impl FnMut(&str) -> Result<BTreeMap<String, V>, E>,
    ) -> Result<Sources<V>, E> {
        let mut step = |spec: &DictionarySpec| flatten(spec, &mut load);
        Ok(Sources {
            normalization: config.normalization.iter().map(&mut step).collect::<Result<_, _>>()?,
            segmentation: config.segmentation.as_ref().map(&mut step).transpose()?,
            chain: config.chain.iter().map(&mut step).collect::<Result<_, _>>()?,
        })
    }
}

impl Sources {
    /// Makes the dictionaries ready for matching. `None` where one does not fit the pool or the codes.
    pub fn stages(&self, pool: &mut PoolBuilder) -> Option<Stages> {
        let mut all = |list: &[Entries]| -> Option<Vec<Dictionary>> {
            list.iter().map(|entries| Dictionary::build(entries, pool)).collect()
        };
        let normalization = all(&self.normalization)?;
        let chain = all(&self.chain)?;
        let segmentation = match &self.segmentation {
            Some(entries) => Some(Dictionary::build(entries, pool)?),
            None => None,
        };
        Some(Stages {
            normalization,
            segmentation,
            chain,
        })
    }

    fn all(&self) -> impl Iterator<Item = &Entries> {
        self.normalization.iter().chain(&self.segmentation).chain(&self.chain)
    }
}

/// Composes the tables. The dictionaries of `stages` are those of `sources`, and refer to `pool`, which grows.
pub(crate) fn compose(sources: &Sources, stages: &Stages, pool: &mut PoolBuilder) -> Option<Compiled> {
    let operators = |text: &str| text.chars().any(ids::is_operator);
    let composable = sources
        .normalization
        .iter()
        .flatten()
        .all(|(key, value)| is_single(key) && is_single(value))
        && !sources
            .all()
            .flatten()
            .any(|(key, value)| operators(key) || operators(value));
    if !composable {
        return None;
    }
    let plan = Plan::of(sources)?;
    let final_of = |pool: &PoolBuilder, key: &str| stages.convert_segment(pool.text(), key).text;

    let mut primary = Vec::new();
    for key in &plan.primary {
        let value = final_of(pool, key);
        primary.push((*key, pool.add(&value)?));
    }
    let mut secondary = Vec::new();
    let mut middle: Vec<(&str, ValueRef)> = Vec::new();
    for (key, value) in &plan.secondary {
        let after = &stages.chain[plan.secondary_stage + 1..];
        let is_open = after.first().is_some_and(|last| ends_open(last, value));
        let end = after
            .iter()
            .fold((*value).clone(), |text, step| one_step(step, pool.text(), &text));
        secondary.push((*key, if is_open { 0 } else { pool.add(&end)? }));
        middle.push((*key, pool.add(value)?));
    }
    let primary = Phrases::build(&primary, pool)?;
    let middle = plan.is_open_ended().then(|| Phrases::build(&middle, pool)).flatten();
    let secondary = Phrases::build(&secondary, pool)?;

    let is_primary: BTreeSet<&str> = plan.primary.iter().copied().collect();
    let is_secondary: BTreeSet<&str> = plan.secondary.iter().map(|(key, _)| *key).collect();
    let mut entries = Vec::new();
    let mut middle_codes = Vec::new();
    let mut plain = Box::new(std::array::from_fn(|byte| byte < 0x80));
    let mut known: BTreeSet<char> = sources.all().flatten().flat_map(|(key, _)| key.chars()).collect();
    // An entry, even of a character that stays as it is, is quicker than none.
    COMMON.iter().for_each(|range| known.extend(range.clone()));
    for character in known {
        let normalized = stages.normalize(pool.text(), character.encode_utf8(&mut [0; 4]));
        let at_secondary = stages.chain[..plan.secondary_stage]
            .iter()
            .fold(normalized.clone(), |text, step| one_step(step, pool.text(), &text));
        let after_secondary = one_step(&stages.chain[plan.secondary_stage], pool.text(), &at_secondary);
        let target = final_of(pool, &normalized);
        let code = |phrases: &Phrases, text: &str| phrases.codes.get(&single(text)?).copied();
        let primary_code = code(&primary, &normalized).unwrap_or(0);
        let secondary_code = code(&secondary, &at_secondary).unwrap_or(0);
        let begins = |code: u16, phrases: &Phrases| code != 0 && code <= phrases.beginnings;
        let is_open = stages
            .chain
            .get(plan.secondary_stage + 1)
            .is_some_and(|last| ends_open(last, &after_secondary));
        // A character that becomes several is a phrase of one character and never asks its entry.
        let target = match single(&target) {
            Some(target) => Some(target),
            None if is_primary.contains(normalized.as_str()) || is_secondary.contains(at_secondary.as_str()) => None,
            None => return None,
        };
        let entry = CharEntry::new(target, primary_code, secondary_code, is_open);
        let begins_any = begins(primary_code, &primary) || begins(secondary_code, &secondary);
        if character.is_ascii() && (target != Some(character) || is_open || begins_any) {
            plain[character as usize] = false;
        }
        entries.push((character, entry.0));
        if let (Some(last), Some(middle)) = (stages.chain.get(plan.secondary_stage + 1), single(&after_secondary)) {
            middle_codes.push((character, last.codes().get(u32::from(middle))));
        }
    }
    for operator in ('\u{2FF0}'..='\u{2FFF}').filter(|&character| ids::is_operator(character)) {
        entries.push((operator, CharEntry::new(None, OPERATOR, 0, false).0));
    }
    Some(Compiled {
        entries: pages::build(entries),
        primary: table(primary),
        secondary: table(secondary),
        middle: middle.map(|middle| MiddleTables {
            values: middle.values,
            codes: pages::build(middle_codes),
        }),
        plain,
    })
}

/// Characters that are common in Chinese text whether or not a dictionary has them: punctuation, kana, ideographs, and
/// full-width forms.
const COMMON: [RangeInclusive<char>; 4] = [
    '\u{2010}'..='\u{203F}',
    '\u{3000}'..='\u{30FF}',
    '\u{4E00}'..='\u{9FFF}',
    '\u{FF00}'..='\u{FF5F}',
];

/// Which stage's phrases are found where.
struct Plan<'s> {
    primary: Vec<&'s str>,
    secondary: Vec<(&'s str, &'s String)>,
    /// The stage that finds the secondary phrases.
    secondary_stage: usize,
    stages: usize,
}

impl<'s> Plan<'s> {
    fn of(sources: &'s Sources) -> Option<Plan<'s>> {
        let none = Entries::new();
        let segmentation = sources.segmentation.as_ref();
        let cuts = segmentation.unwrap_or(&none);
        // A key of one character that becomes one character needs no trie: the table of characters has it.
        let phrases = |entries: &'s Entries| {
            entries
                .iter()
                .filter(|(key, value)| !(is_single(key) && is_single(value)))
        };
        let is_cut = |key: &str| cuts.contains_key(key);
        match sources.chain.as_slice() {
            [only] if segmentation.is_none() => Some(Plan {
                primary: phrases(only).map(|(key, _)| key.as_str()).collect(),
                secondary: Vec::new(),
                secondary_stage: 0,
                stages: 1,
            }),
            [.., last] if sources.chain.len() <= 2 => {
                let first = &sources.chain[0];
                let only_characters = sources.chain.len() == 2 && phrases(first).all(|(key, _)| is_cut(key));
                let (stage, entries) = if only_characters { (1, last) } else { (0, first) };
                Some(Plan {
                    primary: segmentation
                        .into_iter()
                        .flat_map(Entries::keys)
                        .map(String::as_str)
                        .collect(),
                    // What the segmentation cuts out cannot be found in a stretch, unless a stage made it there.
                    secondary: phrases(entries)
                        .filter(|(key, _)| stage > 0 || !is_cut(key))
                        .map(|(key, value)| (key.as_str(), value))
                        .collect(),
                    secondary_stage: stage,
                    stages: sources.chain.len(),
                })
            }
            _ => None,
        }
    }

    fn is_open_ended(&self) -> bool {
        self.secondary_stage + 1 < self.stages
    }
}

/// One step over a text.
fn one_step(step: &Dictionary, pool: &str, text: &str) -> String {
    let mut result = String::new();
    super::stages::apply(step, pool, text, |_, target| result.push_str(target));
    result
}

/// Whether a step over `text` may be in the midst of a key at its end.
fn ends_open(step: &Dictionary, text: &str) -> bool {
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let (hit, unfinished) = step.search(rest);
        if unfinished {
            return true;
        }
        rest = &rest[hit.map_or(character.len_utf8(), |hit| hit.len)..];
    }
    false
}

fn is_single(text: &str) -> bool {
    single(text).is_some()
}

fn single(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

fn table(phrases: Phrases) -> PhraseTable {
    PhraseTable {
        beginnings: phrases.beginnings,
        nodes: phrases.nodes,
        values: Cow::Owned(phrases.values.into_owned()),
    }
}
