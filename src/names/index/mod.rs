//! A list of Latin names to be searched by Chinese ones: in, up to millions of names; out, the few that a name renders best.
//!
//! Every name is listed under its runs of three letters. A Chinese name says which runs the name that it renders probably has
//! ([`grams`]), each run speaks for the names that have it as much as it is rarer among all names than that, and the names that come
//! out best are scored in full, as [`NameMatcher::score`] does.

mod grams;

use std::collections::BTreeSet;

use super::matcher::{NameMatcher, Score};
use super::model::LatinName;
use super::romanisation::{System, romanise};
use grams::{Expected, GRAMS, Habits, of_latin};

/// How many names are scored in full.
const SCORED: usize = 6000;
/// Runs that are expected less often say nothing.
const LEAST: f32 = 0.001;
/// What each run of a name costs, so that of two names with the same telling runs the shorter comes first, in nats.
const COST: f32 = 1.0;
/// How probable each romanisation is, for a name that may be a Chinese person's.
const ROMANISED: f32 = 0.2;

/// A list of Latin names, made ready for searching. Immutable: one for all threads.
///
/// ```
/// use yiming::names::{NameIndex, NameMatcher, NameModel};
///
/// let index = NameIndex::new(["Elon Musk", "Geoffrey Hinton", "Ilya Sutskever"]);
/// let mut matcher = NameMatcher::new(NameModel::shipped());
/// let found = index.search(&mut matcher, "伊利亞·蘇茲克維", 1);
/// assert_eq!(index.name(found[0].index), "Ilya Sutskever");
/// assert!(found[0].score.value > 0.5);
/// ```
#[derive(Debug, Clone)]
pub struct NameIndex {
    /// The names, end to end, and where each begins; one more than there are names.
    text: String,
    offsets: Vec<u32>,
    /// How many runs each name has.
    lengths: Vec<u8>,
    /// The names under each run, and where those of each begin; one more than there are runs.
    names: Vec<u32>,
    starts: Vec<u32>,
    habits: Habits,
}

/// A name that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Its place in the list, from 0.
    pub index: usize,
    /// How sure it is that the Chinese name renders it.
    pub score: Score,
}

impl NameIndex {
    /// An index of these names, in their order. Names without a letter are never found.
    ///
    /// # Panics
    ///
    /// Where the names are 4 GiB or more together.
    pub fn new<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> NameIndex {
        let mut text = String::new();
        let mut offsets = vec![0];
        let mut lengths = Vec::new();
        let mut listed: Vec<(u32, u32)> = Vec::new();
        let mut prepared = LatinName::default();
        let mut runs: Vec<usize> = Vec::new();
        for (number, name) in (0..).zip(names) {
            text.push_str(name.as_ref());
            offsets.push(u32::try_from(text.len()).unwrap_or_else(|_| panic!("names of 4 GiB and more")));
            prepared.set(name.as_ref());
            runs.clear();
            runs.extend(of_latin(prepared.codes()));
            lengths.push(runs.len() as u8);
            runs.sort_unstable();
            runs.dedup();
            listed.extend(runs.iter().map(|&run| (run as u32, number)));
        }
        let mut starts = vec![0; GRAMS + 1];
        listed.iter().for_each(|&(run, _)| starts[run as usize + 1] += 1);
        for run in 0..GRAMS {
            starts[run + 1] += starts[run];
        }
        let mut next = starts.clone();
        let mut names = vec![0; listed.len()];
        for (run, number) in listed {
            let place = &mut next[run as usize];
            names[*place as usize] = number;
            *place += 1;
        }
        NameIndex {
            text,
            offsets,
            lengths,
            names,
            habits: Habits::new(|run| starts[run + 1] - starts[run]),
            starts,
        }
    }

    /// How many names it has.
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Whether it has no name.
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// A name, by its place in the list.
    ///
    /// # Panics
    ///
    /// Where there are not so many.
    pub fn name(&self, index: usize) -> &str {
        &self.text[self.offsets[index] as usize..self.offsets[index + 1] as usize]
    }

    /// The `top` names that `han` renders best by the matcher's model, or is romanised by, the best first; equal ones in the order of
    /// the list. Of more than 6,000 names some may be passed over, which a scan of all would find; DESIGN.md says how many.
    pub fn search(&self, matcher: &mut NameMatcher, han: &str, top: usize) -> Vec<Found> {
        let mut found: Vec<(Found, f32)> = self
            .candidates(matcher, han, SCORED.max(top))
            .into_iter()
            .map(|name| {
                let index = name as usize;
                let (score, raw) = matcher.score_and_raw(han, self.name(index));
                (Found { index, score }, raw)
            })
            .collect();
        found.sort_unstable_by(|(a, a_raw), (b, b_raw)| {
            let by_score = b.score.value.total_cmp(&a.score.value);
            by_score.then(b_raw.total_cmp(a_raw)).then(a.index.cmp(&b.index))
        });
        found.into_iter().take(top).map(|(found, _)| found).collect()
    }

    /// The names that may be among the best, in the order of the list.
    fn candidates(&self, matcher: &NameMatcher, han: &str, most: usize) -> Vec<u32> {
        if self.len() <= most {
            return (0..self.len() as u32).collect();
        }
        let mut sums = vec![0f32; self.len()];
        let total = self.len() as f32;
        for (run, expected) in self.expected(matcher, han) {
            let (start, end) = (self.starts[run] as usize, self.starts[run + 1] as usize);
            // As many names have the run as have it, and one more that nobody knows.
            let weight = (expected * total / (end - start + 1) as f32).ln();
            if weight > 0.0 {
                for &name in &self.names[start..end] {
                    sums[name as usize] += weight;
                }
            }
        }
        let mut best: Vec<(f32, u32)> = (0..)
            .zip(sums.iter().zip(&self.lengths))
            .filter(|(_, (sum, _))| **sum > 0.0)
            .map(|(name, (sum, &length))| (sum - COST * f32::from(length), name))
            .collect();
        if best.len() > most {
            best.select_nth_unstable_by(most - 1, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            best.truncate(most);
        }
        let mut names: Vec<u32> = best.into_iter().map(|(_, name)| name).collect();
        names.sort_unstable();
        names
    }

    /// The runs to look for, with how probable they are, in a fixed order: sums of numbers depend on it.
    fn expected(&self, matcher: &NameMatcher, han: &str) -> Vec<(usize, f32)> {
        let mut expected = Expected::default();
        expected.add(matcher.model().han(han).rows(), &matcher.model().tables, &self.habits);
        let romanised: BTreeSet<String> = System::ALL.iter().filter_map(|&system| romanise(han, system)).collect();
        for latin in &romanised {
            expected.add_latin(LatinName::new(latin).codes(), ROMANISED);
        }
        let mut grams: Vec<(usize, f32)> = expected.grams.into_iter().collect();
        grams.retain(|&(_, probability)| probability >= LEAST);
        grams
            .iter_mut()
            .for_each(|(_, probability)| *probability = probability.min(1.0));
        grams.sort_unstable_by_key(|&(gram, _)| gram);
        grams
    }
}
