//! The name pairs of a corpus: every document's by all threads, merged in the order of the documents. In, units; out, pairs with how
//! often and where they were found, as rows of an entity dictionary. Memory grows with the pairs and
//! the ids of documents, not with the corpus.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::OutputError;
use crate::entity::{Entity, Relation};
use crate::input::{Refusal, Unit, Units};
use crate::lexicon::{AliasKind, AliasRow};
use crate::pipeline::{NamePair, Pipeline, guarded};
use crate::records::{PairRow, push_row};
use crate::text::{MatchKey, is_han};

/// The pairs of a corpus.
#[derive(Debug, Default)]
pub struct Mined {
    /// One a Chinese and a Latin name, those found most often first.
    pub pairs: Vec<MinedPair>,
    /// Documents read.
    pub documents: u64,
    /// What was refused, in order.
    pub refused: Vec<Refusal>,
}

/// A Chinese and a Latin name of one entity, with how often and where a corpus has them.
#[derive(Debug, Clone)]
pub struct MinedPair {
    /// The names, their entity and the rest, as they were found first; of the scores the highest.
    pub first: NamePair,
    /// How often they were found.
    pub count: u64,
    /// In how many documents.
    pub documents: u64,
    /// The document that had them first.
    pub doc_id: String,
}

/// What one unit came to.
type Outcome = Result<(String, Vec<NamePair>), Box<Refusal>>;

/// Finds the name pairs of `units` on `threads` threads, 0 for one a core.
///
/// # Errors
///
/// Threads that cannot be started. What cannot be read is no error.
pub fn mine(pipeline: &Pipeline, units: Units, threads: usize) -> Result<Mined, OutputError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(OutputError::threads)?;
    let source = Mutex::new((0u64, units));
    let merging = Mutex::new(Merging::default());
    pool.broadcast(|_| {
        loop {
            let (number, unit) = {
                // A thread that panicked while taking a unit leaves the others nothing to take.
                let Ok(mut source) = source.lock() else { break };
                let Some(unit) = source.1.next() else { break };
                source.0 += 1;
                (source.0, unit)
            };
            let outcome = process(pipeline, unit);
            merging
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(number, outcome);
        }
    });
    Ok(merging.into_inner().unwrap_or_else(PoisonError::into_inner).finish())
}

fn process(pipeline: &Pipeline, unit: Unit) -> Outcome {
    let document = unit.read().map_err(Box::new)?;
    let pairs = guarded(&document, || pipeline.pairs(&document.text))?;
    Ok((document.id, pairs))
}

/// Merges the pairs of documents, in their order. A document that comes again counts once.
#[derive(Default)]
struct Merging {
    mined: Mined,
    /// The match keys of a pair → its place among the pairs.
    places: FxHashMap<(String, String), usize>,
    seen: FxHashSet<String>,
    /// How many units were merged.
    merged: u64,
    /// Units that came before their turn, by their numbers from 1.
    early: BTreeMap<u64, Outcome>,
}

impl Merging {
    fn take(&mut self, number: u64, outcome: Outcome) {
        self.early.insert(number, outcome);
        while let Some(outcome) = self.early.remove(&(self.merged + 1)) {
            self.merged += 1;
            self.merge(outcome);
        }
    }

    fn merge(&mut self, outcome: Outcome) {
        let mined = &mut self.mined;
        let (doc_id, pairs) = match outcome {
            Ok(outcome) => outcome,
            Err(refused) => return mined.refused.push(*refused),
        };
        if !self.seen.insert(doc_id.clone()) {
            return;
        }
        mined.documents += 1;
        let mut here = FxHashSet::default();
        for pair in pairs {
            let key = (MatchKey::of(&pair.han), MatchKey::of(&pair.latin));
            let score = pair.score;
            let place = *self.places.entry(key).or_insert_with(|| {
                mined.pairs.push(MinedPair {
                    first: pair,
                    count: 0,
                    documents: 0,
                    doc_id: doc_id.clone(),
                });
                mined.pairs.len() - 1
            });
            let known = &mut mined.pairs[place];
            known.count += 1;
            known.documents += u64::from(here.insert(place));
            known.first.score = known.first.score.max(score);
        }
    }

    fn finish(self) -> Mined {
        let mut mined = self.mined;
        // Stable: among equals the first stays first.
        mined
            .pairs
            .sort_by_key(|pair| std::cmp::Reverse((pair.documents, pair.count)));
        mined.join_entities();
        mined
    }
}

impl Mined {
    /// Gives pairs that share a name the entity of the one found most often: 開放文化基金會 is OCF and Open Culture Foundation.
    fn join_entities(&mut self) {
        const LONG_ENOUGH: usize = 4;
        let mut entities: FxHashMap<String, Entity> = FxHashMap::default();
        let mut by_han: FxHashMap<String, String> = FxHashMap::default();
        // What the gazetteer has comes before what was found.
        let mut order: Vec<usize> = (0..self.pairs.len()).collect();
        order.sort_by_key(|&i| self.pairs[i].first.entity.id.starts_with("found:"));
        for i in order {
            let pair = &mut self.pairs[i].first;
            let han = MatchKey::of(&pair.han);
            let id = by_han.get(&han).filter(|_| pair.han.chars().count() >= LONG_ENOUGH);
            let id = id.cloned().unwrap_or_else(|| pair.entity.id.clone());
            pair.entity = entities
                .entry(id.clone())
                .or_insert_with(|| pair.entity.clone())
                .clone();
            by_han.entry(han).or_insert(id);
        }
    }

    /// The aliases that no dictionary has, one entity after the other.
    fn aliases<'a>(&'a self, pipeline: &Pipeline) -> Vec<Alias<'a>> {
        let mut aliases = Vec::new();
        let mut order: Vec<&str> = Vec::new();
        let mut by_entity: FxHashMap<&str, Vec<&MinedPair>> = FxHashMap::default();
        for pair in &self.pairs {
            let id = pair.first.entity.id.as_str();
            let pairs = by_entity.entry(id).or_default();
            if pairs.is_empty() {
                order.push(id);
            }
            pairs.push(pair);
        }
        for id in order {
            let mut seen = FxHashSet::default();
            for pair in &by_entity[id] {
                let NamePair {
                    han,
                    latin,
                    is_han_known,
                    is_latin_known,
                    ..
                } = &pair.first;
                for (form, is_known) in [(han, is_han_known), (latin, is_latin_known)] {
                    if !is_known && seen.insert(form.as_str()) {
                        let kind = kind_of(form, &pair.first, pipeline);
                        aliases.push(Alias { form, kind, pair });
                    }
                }
            }
        }
        aliases
    }

    /// Appends the rows of an entity dictionary. Returns their number.
    pub fn write(&self, pipeline: &Pipeline, out: &mut Vec<u8>) -> usize {
        let aliases = self.aliases(pipeline);
        for Alias { form, kind, pair } in &aliases {
            let NamePair {
                entity,
                relation,
                source,
                score,
                span,
                ..
            } = &pair.first;
            let row = PairRow {
                alias: form,
                entity_id: &entity.id,
                label: entity.label.as_deref(),
                name_zh: entity.name_zh.as_deref(),
                name_latin: entity.name_latin.as_deref(),
                kind: kind.name(),
                relation: relation.name(),
                source: source.name(),
                score: *score,
                n_pairs: pair.count,
                n_documents: pair.documents,
                doc_id: &pair.doc_id,
                char_start: span.start as u64,
                char_end: span.end as u64,
            };
            push_row(&row, out);
        }
        aliases.len()
    }

    /// The same as rows of a dictionary.
    pub fn rows(&self, pipeline: &Pipeline) -> Vec<AliasRow> {
        let row = |(i, alias): (usize, Alias<'_>)| {
            let entity = &alias.pair.first.entity;
            AliasRow {
                alias: alias.form.to_owned(),
                entity_id: entity.id.clone(),
                label: entity.label.clone(),
                name_zh: entity.name_zh.clone(),
                name_latin: entity.name_latin.clone(),
                kind: alias.kind,
                regions: Vec::new(),
                priority: 0,
                // As `write` has it, below a header.
                line: i + 2,
            }
        };
        self.aliases(pipeline).into_iter().enumerate().map(row).collect()
    }
}

/// A form to be listed.
struct Alias<'a> {
    form: &'a str,
    kind: AliasKind,
    pair: &'a MinedPair,
}

/// What a form is to its entity. Short forms and everyday words count only beside another form of the entity: such a name is many a
/// thing elsewhere.
fn kind_of(form: &str, pair: &NamePair, pipeline: &Pipeline) -> AliasKind {
    const SHORT: usize = 2;
    let length = form.chars().count();
    if form.chars().any(is_han) {
        return if length <= SHORT || pipeline.is_everyday_word(form) {
            AliasKind::Word
        } else {
            AliasKind::Full
        };
    }
    let is_one_word = !form.contains([' ', '-']) && !form.chars().skip(1).any(char::is_uppercase);
    let is_capitals = form.chars().all(|c| !c.is_lowercase());
    match pair.relation {
        _ if is_one_word || length <= SHORT => AliasKind::Word,
        Relation::Abbreviation => AliasKind::Abbreviation,
        Relation::Nickname if is_capitals => AliasKind::Word,
        Relation::Nickname => AliasKind::Nickname,
        _ => AliasKind::Full,
    }
}
