//! Which letters a syllable renders, learned from pairs by expectation maximisation: in, pairs of syllables and letters; out, how probable
//! each chunk of letters is for each syllable, and how often it was seen.
//!
//! Every character of a sample emits a chunk of none to six letters, and all letters are emitted (the many-to-many alignment of
//! Jiampojamarn, Kondrak and Sherif 2007). A syllable's chunks lean on those of its initial and its final, so that a syllable that
//! was hardly seen is not lost. What the characters of each Cantonese initial and final rendered is counted beside, at the end.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Progress;
use super::frame::{Chunk, onset_len};
use super::sounds::{Cantonese, Group, Sounds};

/// The longest chunk one character renders.
pub(crate) const LONGEST: usize = 6;

/// A pair of names of one part each.
pub(crate) struct Sample {
    pub(crate) groups: Vec<u16>,
    /// The Cantonese syllable of each character.
    pub(crate) cantonese: Vec<Option<Cantonese>>,
    pub(crate) letters: Vec<u8>,
}

/// What was learned.
pub(crate) struct Learned {
    /// By group and chunk: its probability and its expected count.
    pub(crate) chunks: Vec<BTreeMap<Chunk, (f64, f64)>>,
    /// By initial: the shares of the onsets of chunks. By final: those of the rest.
    onsets: BTreeMap<u8, BTreeMap<Chunk, f64>>,
    rimes: BTreeMap<u8, BTreeMap<Chunk, f64>>,
    /// The same by Cantonese initial and final.
    cantonese_onsets: BTreeMap<u8, BTreeMap<Chunk, f64>>,
    cantonese_rimes: BTreeMap<u8, BTreeMap<Chunk, f64>>,
}

impl Learned {
    /// Chunks put together from the onsets of the group's initial and the rimes of its final that are at least as probable as `least`.
    pub(crate) fn back_off(&self, group: &Group, least: f64) -> Vec<Chunk> {
        combine(self.onsets.get(&group.initial), self.rimes.get(&group.rime), least)
    }

    /// The same by a Cantonese syllable.
    pub(crate) fn back_off_cantonese(&self, sound: Cantonese, least: f64) -> Vec<Chunk> {
        let (onsets, rimes) = (&self.cantonese_onsets, &self.cantonese_rimes);
        combine(onsets.get(&sound.initial), rimes.get(&sound.rime), least)
    }

    /// How probable a chunk is by a Cantonese syllable.
    pub(crate) fn by_cantonese(&self, sound: Cantonese, chunk: &[u8]) -> f64 {
        let (onset, rime) = chunk.split_at(onset_len(chunk));
        let share = |table: &BTreeMap<u8, BTreeMap<Chunk, f64>>, class: u8, half: &[u8]| {
            table
                .get(&class)
                .and_then(|shares| shares.get(half))
                .copied()
                .unwrap_or_default()
        };
        share(&self.cantonese_onsets, sound.initial, onset) * share(&self.cantonese_rimes, sound.rime, rime)
    }
}

/// Chunks of an onset and a rest whose shares have a product of at least `least`.
fn combine(onsets: Option<&BTreeMap<Chunk, f64>>, rimes: Option<&BTreeMap<Chunk, f64>>, least: f64) -> Vec<Chunk> {
    let mut list = Vec::new();
    let (Some(onsets), Some(rimes)) = (onsets, rimes) else {
        return list;
    };
    for (onset, p) in onsets.iter().filter(|(_, p)| **p >= least) {
        for (rime, q) in rimes.iter().filter(|(_, q)| p * **q >= least) {
            let len = onset.len() + rime.len();
            if (1..=LONGEST).contains(&len) && p * q >= least {
                list.push([&onset[..], rime].concat());
            }
        }
    }
    list
}

/// A chunk as a number, and back.
fn key(letters: &[u8]) -> u64 {
    letters.iter().fold(1, |key, &code| key * 27 + u64::from(code))
}

fn chunk_of(mut key: u64) -> Chunk {
    let mut chunk = Vec::new();
    while key > 1 {
        chunk.push((key % 27) as u8);
        key /= 27;
    }
    chunk.reverse();
    chunk
}

/// Likeness of a syllable and a chunk before anything was learned.
fn first_guess(syllable: &str, chunk: &[u8]) -> f64 {
    let class = |letter: u8| match letter {
        b'b' | b'p' => 1,
        b'd' | b't' => 2,
        b'g' | b'k' | b'h' | b'c' => 3,
        b'j' | b'q' | b'x' | b's' | b'z' => 4,
        b'f' | b'v' | b'w' => 5,
        b'l' | b'r' => 6,
        b'm' => 7,
        b'n' => 8,
        _ => 0,
    };
    let sound = syllable.as_bytes();
    let away = (sound.len() as i32 - chunk.len() as i32).abs();
    let first = match chunk.first() {
        None => 0.02,
        Some(&code) if class(code + b'a' - 1) == class(sound[0]) => 1.0,
        Some(_) => 0.05,
    };
    first * 0.5f64.powi(away) * 0.2f64.powi(chunk.len() as i32)
}

/// Learns from `samples` in `rounds` rounds.
pub(crate) fn learn(sounds: &Sounds, samples: &[Sample], rounds: usize, progress: &mut dyn FnMut(Progress)) -> Learned {
    let mut index: FxHashMap<(u16, u64), u32> = FxHashMap::default();
    let mut list: Vec<(u16, u64)> = Vec::new();
    // The edges of each sample, in the order in which the passes meet them.
    let mut edges: Vec<u32> = Vec::new();
    let mut starts = Vec::with_capacity(samples.len());
    for sample in samples {
        starts.push(edges.len());
        each_edge(sample, |i, j, k| {
            let id = (sample.groups[i], key(&sample.letters[j..k]));
            let next = list.len() as u32;
            let edge = *index.entry(id).or_insert_with(|| {
                list.push(id);
                next
            });
            edges.push(edge);
        });
    }
    let chunks: Vec<Chunk> = list.iter().map(|&(_, key)| chunk_of(key)).collect();
    let mut probability: Vec<f64> = list
        .iter()
        .zip(&chunks)
        .map(|(&(g, _), chunk)| first_guess(&sounds.groups[usize::from(g)].syllable, chunk))
        .collect();
    let mut count = vec![0.0; list.len()];
    for round in 1..=rounds {
        progress(Progress::Aligning { round, of: rounds });
        count.fill(0.0);
        for (sample, &start) in samples.iter().zip(&starts) {
            expect(sample, &edges[start..], &probability, |_, edge, amount| {
                count[edge as usize] += amount
            });
        }
        maximise(sounds, &list, &chunks, &count, &mut probability);
    }
    let mut learned = Learned {
        chunks: vec![BTreeMap::new(); sounds.groups.len()],
        onsets: BTreeMap::new(),
        rimes: BTreeMap::new(),
        cantonese_onsets: BTreeMap::new(),
        cantonese_rimes: BTreeMap::new(),
    };
    for (sample, &start) in samples.iter().zip(&starts) {
        expect(sample, &edges[start..], &probability, |i, edge, amount| {
            let Some(sound) = sample.cantonese[i] else { return };
            let chunk = &chunks[edge as usize];
            let (onset, rime) = chunk.split_at(onset_len(chunk));
            let halves = [
                (&mut learned.cantonese_onsets, sound.initial, onset),
                (&mut learned.cantonese_rimes, sound.rime, rime),
            ];
            for (table, class, half) in halves {
                *table.entry(class).or_default().entry(half.to_vec()).or_default() += amount;
            }
        });
    }
    for ((&(g, _), chunk), &count) in list.iter().zip(&chunks).zip(&count) {
        let group = &sounds.groups[usize::from(g)];
        let (onset, rime) = chunk.split_at(onset_len(chunk));
        *learned
            .onsets
            .entry(group.initial)
            .or_default()
            .entry(onset.to_vec())
            .or_default() += count;
        *learned
            .rimes
            .entry(group.rime)
            .or_default()
            .entry(rime.to_vec())
            .or_default() += count;
    }
    for table in [
        &mut learned.onsets,
        &mut learned.rimes,
        &mut learned.cantonese_onsets,
        &mut learned.cantonese_rimes,
    ] {
        for shares in table.values_mut() {
            let sum: f64 = shares.values().sum();
            shares.values_mut().for_each(|share| *share /= sum);
        }
    }
    for (edge, chunk) in chunks.into_iter().enumerate() {
        learned.chunks[usize::from(list[edge].0)].insert(chunk, (probability[edge], count[edge]));
    }
    learned
}

/// Calls `edge` for every character i that may emit the letters from j to k.
fn each_edge(sample: &Sample, mut edge: impl FnMut(usize, usize, usize)) {
    let (n, m) = (sample.groups.len(), sample.letters.len());
    for i in 0..n {
        let (low, high) = (m.saturating_sub(LONGEST * (n - i)), m.min(LONGEST * i));
        for j in low..=high {
            for k in j.max(m.saturating_sub(LONGEST * (n - i - 1)))..=m.min(j + LONGEST) {
                edge(i, j, k);
            }
        }
    }
}

/// Adds what one sample tells to the counts: the forward and backward pass.
fn expect(sample: &Sample, edges: &[u32], probability: &[f64], mut add: impl FnMut(usize, u32, f64)) {
    let (n, m) = (sample.groups.len(), sample.letters.len());
    let mut forward = vec![0.0; (n + 1) * (m + 1)];
    forward[0] = 1.0;
    let mut list = Vec::new();
    let mut next = 0;
    each_edge(sample, |i, j, k| {
        let edge = edges[next];
        next += 1;
        list.push((i, j, k, edge));
        forward[(i + 1) * (m + 1) + k] += forward[i * (m + 1) + j] * probability[edge as usize];
    });
    let total: f64 = forward[n * (m + 1) + m];
    if total <= 0.0 {
        return;
    }
    let mut backward = vec![0.0; (n + 1) * (m + 1)];
    backward[n * (m + 1) + m] = 1.0 / total;
    for &(i, j, k, edge) in list.iter().rev() {
        let below = backward[(i + 1) * (m + 1) + k];
        backward[i * (m + 1) + j] += below * probability[edge as usize];
        add(i, edge, forward[i * (m + 1) + j] * probability[edge as usize] * below);
    }
}

/// How much the back-off to initial and final weighs, in observations.
const BACK_OFF: f64 = 3.0;

/// New probabilities out of the counts.
fn maximise(sounds: &Sounds, list: &[(u16, u64)], chunks: &[Chunk], count: &[f64], probability: &mut [f64]) {
    let mut onsets: FxHashMap<(u8, &[u8]), f64> = FxHashMap::default();
    let mut rimes: FxHashMap<(u8, &[u8]), f64> = FxHashMap::default();
    let mut initials = [0.0; 32];
    let mut finals = [0.0; 64];
    let mut groups = vec![0.0; sounds.groups.len()];
    for ((&(g, _), chunk), &count) in list.iter().zip(chunks).zip(count) {
        let group = &sounds.groups[usize::from(g)];
        let (onset, rime) = chunk.split_at(onset_len(chunk));
        *onsets.entry((group.initial, onset)).or_default() += count;
        *rimes.entry((group.rime, rime)).or_default() += count;
        initials[usize::from(group.initial)] += count;
        finals[usize::from(group.rime)] += count;
        groups[usize::from(g)] += count;
    }
    for ((&(g, _), chunk), (probability, &count)) in list.iter().zip(chunks).zip(probability.iter_mut().zip(count)) {
        let group = &sounds.groups[usize::from(g)];
        let (onset, rime) = chunk.split_at(onset_len(chunk));
        let back_off = onsets[&(group.initial, onset)] / (initials[usize::from(group.initial)] + 1e-9)
            * rimes[&(group.rime, rime)]
            / (finals[usize::from(group.rime)] + 1e-9);
        *probability = (count + BACK_OFF * back_off) / (groups[usize::from(g)] + BACK_OFF);
    }
}
