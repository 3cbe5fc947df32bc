//! Questions to a method of matching names: in, pairs that it has not learned from; out, Chinese names, each with its Latin name among many
//! others, and with its near misses.

use std::collections::{BTreeMap, BTreeSet};

use super::near::near_misses;
use super::split::latin_key;
use crate::lexicon::NamePair;
use crate::names::train::random::Random;

/// How questions are drawn.
#[derive(Debug, Clone)]
pub struct QuestionOptions {
    /// How many.
    pub questions: usize,
    /// Among how many Latin names the true one is.
    pub candidates: usize,
    /// The same seed draws the same questions.
    pub seed: u64,
}

impl Default for QuestionOptions {
    fn default() -> Self {
        QuestionOptions {
            questions: 1000,
            candidates: 1000,
            seed: 7,
        }
    }
}

/// A Chinese name and what is asked about it. Latin names are places in [`Questions::latins`].
#[derive(Debug, Clone)]
pub struct Question {
    /// The pair that is true.
    pub pair: NamePair,
    /// Its Latin name.
    pub truth: u32,
    /// Other Latin names of the same source, none twice.
    pub others: Vec<u32>,
    /// The five of the held-out names of the same source that look most like the true one.
    pub near: Vec<u32>,
}

/// Questions, and the Latin names in them.
#[derive(Debug, Clone, Default)]
pub struct Questions {
    /// The questions.
    pub list: Vec<Question>,
    /// The Latin names, each once.
    pub latins: Vec<String>,
}

impl Questions {
    /// Draws questions from those of `held` that are `wanted`. The other names are drawn from `held`, and where a source has too few
    /// there, from `rest`.
    pub fn draw(
        held: &[NamePair],
        rest: &[NamePair],
        options: &QuestionOptions,
        wanted: impl Fn(&NamePair) -> bool,
    ) -> Questions {
        let mut names = Names::default();
        let held_names = names.by_source(held);
        let rest_names = names.by_source(rest);
        let mut random = Random::new(options.seed);
        let mut picked: Vec<&NamePair> = held.iter().filter(|pair| wanted(pair)).collect();
        random.shuffle(&mut picked);
        picked.truncate(options.questions);
        let list = picked
            .into_iter()
            .map(|pair| {
                let key = latin_key(&pair.latin);
                let truth = names.ids[&key];
                let own = &held_names[pair.source_group()];
                let empty = BTreeSet::new();
                let more = rest_names.get(pair.source_group()).unwrap_or(&empty);
                let mut others: Vec<u32> = own.iter().copied().filter(|&name| name != truth).collect();
                random.shuffle(&mut others);
                let mut filled: Vec<u32> = more.difference(own).copied().collect();
                random.shuffle(&mut filled);
                others.extend(filled);
                others.truncate(options.candidates.saturating_sub(1));
                let near = near_misses(&key, own.iter().map(|&name| (name, names.keys[name as usize].as_str())));
                Question {
                    pair: pair.clone(),
                    truth,
                    others,
                    near,
                }
            })
            .collect();
        Questions {
            list,
            latins: names.latins,
        }
    }
}

/// Latin names by their keys.
#[derive(Default)]
struct Names {
    ids: BTreeMap<String, u32>,
    keys: Vec<String>,
    latins: Vec<String>,
}

impl Names {
    fn by_source(&mut self, pairs: &[NamePair]) -> BTreeMap<String, BTreeSet<u32>> {
        let mut sources: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        for pair in pairs {
            let key = latin_key(&pair.latin);
            let next = self.keys.len() as u32;
            let id = *self.ids.entry(key.clone()).or_insert(next);
            if id == next {
                self.keys.push(key);
                self.latins.push(pair.latin.clone());
            }
            sources.entry(pair.source_group().to_owned()).or_default().insert(id);
        }
        sources
    }
}
