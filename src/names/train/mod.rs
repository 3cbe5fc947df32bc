//! Training: in, pairs of a Chinese and a Latin name; out, a [`NameModel`].
//!
//! First, [`em`] learns which letters each syllable renders; then [`tune`] finds weights under which true pairs win against others; last,
//! [`calibrate`] makes scores probabilities, by a tenth of the pairs that a first model did not see. The final model learns from all
//! pairs. The same pairs in the same order, options and seed give the same bytes: one thread, no order of a hash map, and no function
//! whose last place differs between machines.

mod calibrate;
mod em;
mod frame;
mod gazetteer;
mod negatives;
mod parameters;
pub(crate) mod random;
mod sounds;
mod tune;

pub use gazetteer::name_pairs;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use em::{Learned, Sample};
use frame::{Chunk, Frame};
use negatives::Pool;
use parameters::{Layout, Parameters};
use sounds::Sounds;

use super::eval::{hash, latin_key};
use super::model::calibration::Calibration;
use super::model::han::is_between;
use super::model::latin::BOUNDARY;
use super::model::math::ln;
use super::model::tables::{Tables, single};
use super::model::{LatinName, NameModel};
use crate::lexicon::NamePair;
use crate::text::fold_char;

/// How a model is trained. What each option does to the figures is told in DESIGN.md.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TrainOptions {
    /// Rounds of expectation maximisation.
    pub rounds: usize,
    /// How often tuning goes through all pairs.
    pub epochs: usize,
    /// The length of AdaGrad's steps.
    pub rate: f32,
    /// How strongly weights are drawn to where they began.
    pub decay: f32,
    /// Latin names drawn at random that a pair's own must win against; half as many Chinese ones.
    pub random: usize,
    /// The same for near misses.
    pub near: usize,
    /// How much it weighs that scores of different names can be compared.
    pub logistic: f32,
    /// How often a syllable must be expected to render a chunk for it to be taken up.
    pub least_count: f64,
    /// The same for a chunk of five letters or more: one seen once is likely to be the rest of a name of which more was left out.
    pub least_long_count: f64,
    /// How probable a chunk must be by the syllable's initial and final alone for it to be taken up unseen.
    pub least_share: f64,
    /// The same by the Cantonese initial and final of one of the characters of the syllable.
    pub cantonese_share: f64,
    /// How much a character's Cantonese syllable counts, from 0 to 1, in the probabilities that tuning starts from.
    pub cantonese: f64,
    /// How often a character must occur to have weights of its own, if its Cantonese syllable is not known.
    pub own_weights: usize,
    /// The same seed gives the same model.
    pub seed: u64,
}

impl Default for TrainOptions {
    fn default() -> Self {
        TrainOptions {
            rounds: 8,
            epochs: 3,
            rate: 0.1,
            decay: 0.01,
            random: 40,
            near: 9,
            logistic: 0.3,
            least_count: 0.4,
            least_long_count: 2.0,
            least_share: 3e-4,
            cantonese_share: 1e-3,
            cantonese: 0.6,
            own_weights: 2,
            seed: 1,
        }
    }
}

/// How far training is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Progress {
    /// A round of expectation maximisation begins.
    Aligning {
        /// Which, from 1.
        round: usize,
        /// Of how many.
        of: usize,
    },
    /// Pairs were tuned on.
    Tuning {
        /// How many, over all epochs.
        done: usize,
        /// Of how many.
        of: usize,
        /// The mean loss of this epoch so far, in nats.
        loss: f64,
    },
    /// Scores are made probabilities; the final model comes next.
    Calibrating,
}

/// One of this many pairs is kept from the first model, to calibrate by.
const KEPT: u64 = 10;
/// With fewer pairs than this to calibrate by, scores stay as they are.
const ENOUGH_TO_CALIBRATE: usize = 50;

/// Trains a model.
///
/// ```
/// use yiming::lexicon::NamePair;
/// use yiming::names::{NameMatcher, TrainOptions, train};
///
/// let pairs = [NamePair::new("辛頓", "Hinton"), NamePair::new("辛普森", "Simpson"), NamePair::new("波頓", "Bolton")];
/// let model = train(&pairs, &TrainOptions::default(), |_| {});
/// let mut matcher = NameMatcher::new(&model);
/// assert!(matcher.score("波頓", "Bolton").value > matcher.score("波頓", "Simpson").value);
/// ```
pub fn train(pairs: &[NamePair], options: &TrainOptions, mut progress: impl FnMut(Progress)) -> NameModel {
    let kept = |pair: &NamePair| (hash(&latin_key(&pair.latin)) / 10).is_multiple_of(KEPT);
    let (held, seen): (Vec<NamePair>, Vec<NamePair>) = pairs.iter().cloned().partition(kept);
    let calibration = if held.len() < ENOUGH_TO_CALIBRATE {
        Calibration::default()
    } else {
        let first = fit(&seen, options, &mut progress);
        progress(Progress::Calibrating);
        calibrate::calibrate(&first, pairs, &held)
    };
    NameModel {
        calibration,
        ..fit(pairs, options, &mut progress)
    }
}

/// Trains a model that is not calibrated.
fn fit(pairs: &[NamePair], options: &TrainOptions, progress: &mut dyn FnMut(Progress)) -> NameModel {
    let sounds = Sounds::new();
    let samples = samples(&sounds, pairs);
    let learned = em::learn(&sounds, &samples, options.rounds, progress);
    let chunks = chunks(&sounds, &learned, options);
    let frame = Frame::new(&sounds, &chunks, &frequent(pairs, options.own_weights));
    let layout = Layout::new(&frame);
    let mut parameters = Parameters::new(layout, start(&frame, layout, &learned, options.cantonese));
    let mut tables = Tables {
        chars: Cow::Owned(frame.chars.clone()),
        rows: Cow::Owned(frame.rows.iter().map(|row| row.pack()).collect()),
        slots: Cow::Owned(frame.slots.clone()),
        ..Tables::default()
    };
    parameters.compile(&frame, &mut tables);
    let pool = Pool::new(pairs, &tables);
    tune::tune(&pool, &frame, &mut parameters, &mut tables, options, progress);
    NameModel {
        tables,
        calibration: Calibration::default(),
    }
}

/// How many letters a character renders at most, on average over a part: more are a translation, or leave something out.
const MOST_LETTERS: usize = 5;
/// The same where the letters are of several words, of which a Chinese form is likely to render one only.
const MOST_LETTERS_JOINED: usize = 3;

/// Parts that render each other by all signs: as many Chinese parts as Latin words, one to one, or all letters for one part.
fn samples(sounds: &Sounds, pairs: &[NamePair]) -> Vec<Sample> {
    let mut samples = Vec::new();
    for pair in pairs {
        let folded: Vec<char> = pair.han.chars().map(fold_char).collect();
        let parts: Vec<&[char]> = folded
            .split(|&c| is_between(c))
            .filter(|part| !part.is_empty())
            .collect();
        let latin = LatinName::new(&pair.latin);
        let mut words: Vec<Chunk> = latin
            .codes()
            .split(|&code| code == BOUNDARY)
            .filter(|word| !word.is_empty())
            .map(<[u8]>::to_vec)
            .collect();
        let mut most = MOST_LETTERS;
        if parts.len() == 1 && words.len() > 1 {
            words = vec![words.concat()];
            most = MOST_LETTERS_JOINED;
        }
        if parts.len() != words.len() {
            continue;
        }
        for (part, letters) in parts.into_iter().zip(words) {
            let groups: Option<Vec<u16>> = part.iter().map(|&c| sounds.group(c)).collect();
            if let Some(groups) = groups.filter(|groups| (groups.len()..=most * groups.len()).contains(&letters.len()))
            {
                let cantonese = part.iter().map(|c| sounds.cantonese.get(c).copied()).collect();
                samples.push(Sample {
                    groups,
                    cantonese,
                    letters,
                });
            }
        }
    }
    samples
}

/// The chunks of each group: those seen, those that its initial and final make likely, or the Cantonese ones of one of its characters, and
/// the syllable itself.
fn chunks(sounds: &Sounds, learned: &Learned, options: &TrainOptions) -> Vec<BTreeSet<Chunk>> {
    let of_group = |(known, group): (&BTreeMap<Chunk, (f64, f64)>, &sounds::Group)| {
        let least = |chunk: &Chunk| match chunk.len() {
            ..LONG => options.least_count,
            _ => options.least_long_count,
        };
        let seen = known
            .iter()
            .filter(|(chunk, (_, count))| !chunk.is_empty() && *count >= least(chunk));
        let syllable = group.syllable.bytes().map(|letter| letter - b'a' + 1).collect();
        seen.map(|(chunk, _)| chunk.clone())
            .chain(learned.back_off(group, options.least_share))
            .chain([syllable])
            .collect()
    };
    let mut chunks: Vec<BTreeSet<Chunk>> = learned.chunks.iter().zip(&sounds.groups).map(of_group).collect();
    for (&c, &sound) in &sounds.cantonese {
        if let Some(group) = sounds.group(c) {
            chunks[usize::from(group)].extend(learned.back_off_cantonese(sound, options.cantonese_share));
        }
    }
    chunks
}

/// How many letters are a long chunk.
const LONG: usize = 5;

/// The characters that occur at least `least` times.
fn frequent(pairs: &[NamePair], least: usize) -> BTreeSet<char> {
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    for c in pairs.iter().flat_map(|pair| pair.han.chars()).map(fold_char) {
        *counts.entry(c).or_default() += 1;
    }
    counts
        .into_iter()
        .filter(|(_, count)| *count >= least)
        .map(|(c, _)| c)
        .collect()
}

/// What a letter weighs before tuning: about what a letter of a name tells, in nats.
const LETTER: f32 = 2.4;
/// Below this, a chunk's probability is a guess.
const LEAST: f64 = 3e-4;

/// The weights that tuning starts from: the probability of a chunk against its letters' own, and guesses.
fn start(frame: &Frame, layout: Layout, learned: &Learned, cantonese: f64) -> Vec<f32> {
    let mut start = vec![0.0; layout.len];
    for (at, end) in frame.ends.iter().enumerate() {
        let Some(end) = end else { continue };
        start[layout.group + at] = match learned.chunks.get(usize::from(end.group)) {
            Some(known) => {
                let probability = known
                    .get(&end.chunk)
                    .map_or(LEAST, |&(probability, _)| probability.max(LEAST));
                ln(probability) as f32 + LETTER * end.chunk.len() as f32
            }
            // A letter in a Chinese name, which renders itself.
            None if end.chunk.is_empty() => -4.0,
            None => LETTER,
        };
    }
    // A character's own weights begin with what its Cantonese syllable makes more or less probable.
    for (row, sound) in frame.rows.iter().zip(&frame.cantonese) {
        let Some(sound) = *sound else { continue };
        for at in 0..usize::from(row.len) {
            let Some(end) = &frame.ends[row.slots as usize + at] else {
                continue;
            };
            let known = learned.chunks[usize::from(end.group)].get(&end.chunk);
            let probability = known.map_or(LEAST, |&(probability, _)| probability.max(LEAST));
            let mixed = (1.0 - cantonese) * probability + cantonese * learned.by_cantonese(sound, &end.chunk);
            start[row.weights as usize + at] = ln(mixed.max(LEAST) / probability) as f32;
        }
    }
    start[layout.delete..layout.single].fill(-2.0);
    let singles = &mut start[layout.single..];
    singles[single::SEPARATOR_MET] = 2.0;
    singles[single::SEPARATOR_ALONE] = -2.0;
    singles[single::PART_LEFT_OUT] = -3.0;
    singles[single::PART_CHARACTER] = -0.5;
    singles[single::INITIAL] = 2.0;
    singles[single::WORD..single::WORD_LETTER].fill(-3.0);
    singles[single::WORD_LETTER] = -0.2;
    start
}
