//! What names are looked up by: runs of three codes (letters and word borders). In, a Latin name; out, the runs that it has. In, a
//! Chinese name; out, what each run speaks for its being the name sought.
//!
//! The model's score of a pair says how much likelier the Latin name is beside the Chinese one than alone. Times how likely it is alone, by
//! the letters that follow each other in the list ([`Habits`]), that is how likely the Chinese name makes it: letter by letter the
//! likeliest beginnings are followed, and the runs in them counted. A run speaks for a name as much as it is likelier there than in the list.
//!
//! A long chunk is rarely likely, and yet decides the score of a name that has it (埃: alcala). So each run in a chunk speaks for a
//! name at least by its share of the chunk's weight.

use rustc_hash::FxHashMap;

use super::super::model::LatinName;
use super::super::model::han::SEPARATOR;
use super::super::model::latin::{BOUNDARY, CODES};
use super::super::model::math::{exp, ln};
use super::super::model::tables::{BIGRAMS, NO_CHUNK, Row, SCALE, Tables, UNKNOWN_ROW};

/// How many different runs there are.
pub(super) const GRAMS: usize = CODES * CODES * CODES;

/// How many chunks of a character are followed, the likeliest first.
const CHUNKS: usize = 60;
/// How many endings of what was rendered so far are followed.
const ENDINGS: usize = 80;
/// How probable it is that a separator meets the border of a word, and that a word ends where there is none: 努沃勒埃利耶 is Nuwara Eliya.
const BORDER: f32 = 0.95;
const GAP: f32 = 0.05;
/// Runs that are expected less often say nothing.
const LEAST: f32 = 0.001;
/// Runs that say less are passed over, in nats: many names have them.
const WEAK: f32 = 0.5;
/// What each run of a chunk must add to the score for the chunk to count by itself, in nats.
const SHARE: f32 = 1.0;

/// The runs of a Latin name, given its codes, those with a border in the middle left out: words may stand in any order.
pub(super) fn of_latin(codes: &[u8]) -> impl Iterator<Item = usize> {
    codes
        .windows(3)
        .filter(|run| run[1] != BOUNDARY)
        .map(|run| gram(usize::from(run[0]) * CODES + usize::from(run[1]), run[2]))
}

fn gram(ending: usize, code: u8) -> usize {
    ending * CODES + usize::from(code)
}

/// The last two codes of what was rendered.
type Ending = usize;

/// How probable each code is behind two others, in the words of a list.
#[derive(Debug, Clone)]
pub(super) struct Habits(Vec<f32>);

impl Habits {
    /// From how many names have each run.
    pub(super) fn new(count: impl Fn(usize) -> u32) -> Habits {
        let mut habits = vec![0.0; GRAMS];
        let mut first = [0.0; CODES];
        for ending in 0..BIGRAMS {
            let counts: Vec<f32> = (0..CODES)
                .map(|code| count(ending * CODES + code) as f32 + 0.1)
                .collect();
            let sum: f32 = counts.iter().sum();
            counts
                .iter()
                .enumerate()
                .for_each(|(code, count)| habits[ending * CODES + code] = count / sum);
            if ending / CODES == usize::from(BOUNDARY) {
                first[ending % CODES] = sum;
            }
        }
        // Behind a border, what words begin with, whatever stands before it.
        let all: f32 = first.iter().skip(1).sum();
        for before in 0..CODES {
            let ending = before * CODES + usize::from(BOUNDARY);
            (1..CODES).for_each(|code| habits[ending * CODES + code] = first[code] / all);
        }
        Habits(habits)
    }
}

/// One character as rows and weights.
struct Character<'t> {
    chunks: Vec<(Vec<u8>, f32)>,
    enter: &'t [i16],
    exit: &'t [i16],
}

/// What the runs speak for in a list of `total` names of which `count` have each, in nats, those that say something; in a fixed order.
pub(super) fn telling(
    han: &str,
    rows: &[u16],
    tables: &Tables,
    habits: &Habits,
    total: usize,
    count: impl Fn(usize) -> u32,
) -> Vec<(usize, f32)> {
    let mut expected = Expected::default();
    expected.add(rows, tables, habits);
    // A name in Latin letters may be the one sought, as it stands.
    if rows.iter().all(|&row| row < UNKNOWN_ROW || row == SEPARATOR) {
        let name = LatinName::new(han);
        expected.grams.extend(of_latin(name.codes()).map(|run| (run, 1.0)));
    }
    let mut weights: FxHashMap<usize, f32> = FxHashMap::default();
    for (run, probability) in expected.grams {
        if probability >= LEAST {
            // As many names have the run as have it, and one more that nobody knows.
            let ratio = probability.min(1.0) * total as f32 / (count(run) + 1) as f32;
            weights.insert(run, ln(f64::from(ratio)) as f32);
        }
    }
    let characters = rows.iter().filter(|&&row| row != SEPARATOR);
    for (letters, weight) in characters.flat_map(|&row| chunks(row, tables)) {
        let share = weight / letters.len().saturating_sub(2) as f32;
        if letters.len() > 2 && share >= SHARE {
            for run in of_latin(&letters) {
                let weight = weights.entry(run).or_default();
                *weight = weight.max(share);
            }
        }
    }
    let mut weights: Vec<(usize, f32)> = weights.into_iter().filter(|&(_, weight)| weight > WEAK).collect();
    weights.sort_unstable_by_key(|&(run, _)| run);
    weights
}

/// How often each run is expected in what a Chinese name renders.
#[derive(Debug, Default)]
struct Expected {
    grams: FxHashMap<usize, f32>,
}

impl Expected {
    /// Takes in a Chinese name, given by its rows.
    fn add(&mut self, rows: &[u16], tables: &Tables, habits: &Habits) {
        // Before the first letter there is a border.
        let mut endings: Vec<(Ending, f32)> = vec![(0, 1.0)];
        let mut exit: Option<&[i16]> = None;
        for &row in rows {
            if row == SEPARATOR {
                endings = self.close(&endings, exit, BORDER);
                exit = None;
                continue;
            }
            if exit.is_some() {
                endings = self.close(&endings, exit, GAP);
            }
            let character = Character::new(row, tables, habits);
            endings = self.render(&endings, &character, exit, habits);
            exit = Some(character.exit);
        }
        self.close(&endings, exit, 1.0);
    }

    /// A word ends, with this probability.
    fn close(&mut self, endings: &[(Ending, f32)], exit: Option<&[i16]>, border: f32) -> Vec<(Ending, f32)> {
        let mut next: FxHashMap<Ending, f32> = FxHashMap::default();
        let odds = |ending: Ending| exit.map_or(1.0, |exit| nats(exit[ending % CODES * CODES]));
        let sum: f32 = endings.iter().map(|&(ending, share)| share * odds(ending)).sum();
        for &(ending, share) in endings {
            let closed = share * odds(ending) / sum * border;
            if ending % CODES != usize::from(BOUNDARY) {
                *self.grams.entry(gram(ending, BOUNDARY)).or_default() += closed;
            }
            *next.entry(ending % CODES * CODES).or_default() += closed;
            *next.entry(ending).or_default() += share * (1.0 - border);
        }
        likeliest(next)
    }

    /// One more character: each ending goes on by each chunk.
    fn render(
        &mut self,
        endings: &[(Ending, f32)],
        character: &Character,
        exit: Option<&[i16]>,
        habits: &Habits,
    ) -> Vec<(Ending, f32)> {
        let mut next: FxHashMap<Ending, f32> = FxHashMap::default();
        let mut found: Vec<(f32, &[u8], Ending)> = Vec::with_capacity(endings.len() * character.chunks.len());
        let mut sum = 0.0;
        for &(ending, share) in endings {
            for (chunk, odds) in &character.chunks {
                let mut odds = share * odds;
                if let Some(&first) = chunk.first() {
                    let bigram = ending % CODES * CODES + usize::from(first);
                    odds *= nats(character.enter[bigram].saturating_add(exit.map_or(0, |exit| exit[bigram])));
                }
                let mut end = ending;
                for &code in chunk {
                    odds *= habits.0[gram(end, code)];
                    end = gram(end, code) % BIGRAMS;
                }
                sum += odds;
                found.push((odds, chunk, ending));
            }
        }
        for (odds, chunk, ending) in found {
            let share = odds / sum;
            let mut end = ending;
            for &code in chunk {
                if end % CODES != usize::from(BOUNDARY) {
                    *self.grams.entry(gram(end, code)).or_default() += share;
                }
                end = gram(end, code) % BIGRAMS;
            }
            *next.entry(end).or_default() += share;
        }
        likeliest(next)
    }
}

/// The likeliest endings, in a fixed order: that of a hash map has no say.
fn likeliest(endings: FxHashMap<Ending, f32>) -> Vec<(Ending, f32)> {
    let mut endings: Vec<(Ending, f32)> = endings.into_iter().collect();
    endings.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    endings.truncate(ENDINGS);
    endings
}

/// e to the power of a weight.
fn nats(weight: i16) -> f32 {
    exp(f64::from(f32::from(weight) / SCALE)) as f32
}

impl<'t> Character<'t> {
    fn new(row: u16, tables: &'t Tables, habits: &Habits) -> Character<'t> {
        // How likely the letters are by themselves: behind a border, for want of knowing what comes before.
        let alone = |letters: &[u8]| {
            let step = |(odds, ending): (f32, Ending), &code: &u8| {
                (odds * habits.0[gram(ending, code)], gram(ending, code) % BIGRAMS)
            };
            letters.iter().fold((1.0, 0), step).0
        };
        let mut chunks: Vec<(f32, Vec<u8>, f32)> = chunks(row, tables)
            .map(|(letters, weight)| {
                let odds = exp(f64::from(weight)) as f32;
                (odds * alone(&letters), letters, odds)
            })
            .collect();
        chunks.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        chunks.truncate(CHUNKS);
        let row = Row::unpack(tables.rows[usize::from(row)]);
        Character {
            chunks: chunks.into_iter().map(|(_, letters, odds)| (letters, odds)).collect(),
            enter: &tables.enter[usize::from(row.initial) * BIGRAMS..][..BIGRAMS],
            exit: &tables.exit[usize::from(row.rime) * BIGRAMS..][..BIGRAMS],
        }
    }
}

/// The chunks that a row may render, with their weights in nats.
fn chunks(row: u16, tables: &Tables) -> impl Iterator<Item = (Vec<u8>, f32)> {
    let row = Row::unpack(tables.rows[usize::from(row)]);
    let slots = &tables.slots[row.slots as usize..][..usize::from(row.len)];
    let weights = &tables.weights[row.weights as usize..][..usize::from(row.len)];
    (0..)
        .zip(weights)
        .filter(|&(_, &weight)| weight != NO_CHUNK)
        .map(|(slot, &weight)| (letters(slots, slot), f32::from(weight) / SCALE))
}

/// The letters that lead to a slot of a trie: from it to the root, whose number is 0, and back.
fn letters(slots: &[[u16; 2]], mut slot: usize) -> Vec<u8> {
    let mut letters = Vec::new();
    while slot != 0 {
        let parent = usize::from(slots[slot][1]);
        letters.push((slot - usize::from(slots[parent][0])) as u8);
        slot = parent;
    }
    letters.reverse();
    letters
}
