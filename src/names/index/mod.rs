//! A list of Latin names to be searched by Chinese ones: in, up to millions of names; out, the few that a name renders best.
//!
//! Every name is listed under its runs of three letters ([`lists`]). A Chinese name says what each run speaks for ([`grams`]), and the
//! names for which most speaks are scored as [`NameMatcher::score`] does. Names that may be a Chinese person's are listed under the
//! family name too ([`families`]), and those of the family name that was asked for are all compared.

mod families;
mod grams;
mod lists;

use std::cmp::Ordering;

use super::matcher::{NameMatcher, Score};
use super::model::LatinName;
use families::Families;
use grams::{Habits, of_latin, telling};
use lists::Lists;

/// How many names are scored at most.
const SCORED: usize = 6000;
/// How many are scored at a time.
const BATCH: usize = 200;
/// How far, in nats, the score of a name may well lie above what its runs say: the others are not scored.
const DOUBT: f32 = 5.5;
/// How many names of the family name that was asked for are scored, those most like the romanised name.
const ROMANISED: usize = 100;

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
    /// Their codes, end to end, and where each begins; one more than there are names.
    codes: Vec<u8>,
    starts: Vec<u32>,
    lists: Lists,
    habits: Habits,
    families: Families,
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
    /// An index of these names, in their order. Names without a letter are never found. It takes about 75 bytes a name.
    ///
    /// # Panics
    ///
    /// Where the names are 4 GiB or more together.
    pub fn new<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> NameIndex {
        let place = |len: usize| u32::try_from(len).unwrap_or_else(|_| panic!("names of 4 GiB and more"));
        let (mut text, mut offsets) = (String::new(), vec![0]);
        let (mut codes, mut starts) = (Vec::new(), vec![0]);
        let (mut lists, mut families) = (lists::Builder::default(), Families::default());
        let mut prepared = LatinName::default();
        for (number, name) in (0..).zip(names) {
            text.push_str(name.as_ref());
            offsets.push(place(text.len()));
            prepared.set(name.as_ref());
            codes.extend_from_slice(prepared.codes());
            starts.push(place(codes.len()));
            lists.add(of_latin(prepared.codes()));
            families.add(number, prepared.codes());
        }
        let lists = lists.finish();
        NameIndex {
            text,
            offsets,
            codes,
            starts,
            habits: Habits::new(|run| lists.count(run)),
            lists,
            families,
        }
    }

    /// How many names it has.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether it has no name.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
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
        if top == 0 {
            return Vec::new();
        }
        let mut found = self.best_by_sound(matcher, han, top);
        // What the sound alone cannot say: the same letters, and romanised names.
        let mut names: Vec<usize> = found.iter().map(|(found, _)| found.index).collect();
        names.extend(
            self.families
                .most_alike(han, |name| self.name(name), top.max(ROMANISED)),
        );
        names.sort_unstable();
        names.dedup();
        found.clear();
        found.extend(names.into_iter().map(|index| {
            let (score, raw) = matcher.score_and_raw(han, self.name(index));
            (Found { index, score }, raw)
        }));
        found.sort_unstable_by(order);
        found.into_iter().take(top).map(|(found, _)| found).collect()
    }

    /// The names, at least `top` where there are so many, that `han` renders best by the model alone, with the sums of their alignments.
    fn best_by_sound(&self, matcher: &mut NameMatcher, han: &str, top: usize) -> Vec<(Found, f32)> {
        let prepared = matcher.model().han(han);
        let count = |run| self.lists.count(run);
        let telling = telling(
            han,
            prepared.rows(),
            &matcher.model().tables,
            &self.habits,
            self.len(),
            count,
        );
        let names = self.lists.best(&telling, SCORED.max(top));
        let mut found: Vec<(Found, f32)> = Vec::new();
        let mut sums: Vec<f32> = Vec::new();
        let mut latin = LatinName::default();
        for batch in names.chunks(BATCH.max(top)) {
            if found.len() >= top {
                let least = *sums.select_nth_unstable_by(top - 1, |a, b| b.total_cmp(a)).1;
                if self.len() > SCORED && batch[0].0 + DOUBT < least {
                    break;
                }
            }
            for &(_, name) in batch {
                let index = name as usize;
                latin.set_codes(&self.codes[self.starts[index] as usize..self.starts[index + 1] as usize]);
                let (score, sum) = matcher.transliteration(&prepared, &latin);
                found.push((Found { index, score }, sum));
                sums.push(sum);
            }
        }
        found.sort_unstable_by(order);
        found.truncate(top.max(ROMANISED));
        found
    }
}

/// The best first: by score, by the sum of the alignment, in the order of the list.
fn order((a, a_sum): &(Found, f32), (b, b_sum): &(Found, f32)) -> Ordering {
    let by_score = b.score.value.total_cmp(&a.score.value);
    by_score.then(b_sum.total_cmp(a_sum)).then(a.index.cmp(&b.index))
}
