//! Names that a pair's own name must win against: in, all pairs of the training; out, for each pair names drawn at random, and near
//! misses.
//!
//! Near misses are neighbours in sorted lists: of the names, of the names read backwards, and of their consonants. That finds what an
//! exhaustive search for the most similar ones would, at no cost.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::TrainOptions;
use super::random::Random;
use crate::lexicon::NamePair;
use crate::names::model::han::HanName;
use crate::names::model::latin::LatinName;
use crate::names::model::tables::Tables;

/// How many places a near miss may be away.
const REACH: usize = 6;

/// A name that a pair's own must win against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rival {
    /// Its place in the pool.
    pub(crate) name: u32,
    /// Whether it is a near miss.
    pub(crate) near: bool,
}

/// All names of the training, each once, and the pairs of them.
pub(crate) struct Pool {
    pub(crate) hans: Vec<HanName>,
    pub(crate) latins: Vec<LatinName>,
    /// Chinese name, Latin name.
    pub(crate) pairs: Vec<(u32, u32)>,
    known: FxHashSet<(u32, u32)>,
    latin_orders: [Order; 3],
    han_orders: [Order; 2],
}

impl Pool {
    pub(crate) fn new(pairs: &[NamePair], tables: &Tables) -> Pool {
        let (mut hans, mut latins, mut list) = (Vec::new(), Vec::new(), Vec::new());
        let mut han_ids: BTreeMap<Vec<u16>, u32> = BTreeMap::new();
        let mut latin_ids: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
        for pair in pairs {
            let (mut han, latin) = (HanName::default(), LatinName::new(&pair.latin));
            han.set(&pair.han, tables);
            if han.is_empty() || latin.is_empty() {
                continue;
            }
            let h = *han_ids.entry(han.rows().to_vec()).or_insert_with(|| {
                hans.push(han);
                hans.len() as u32 - 1
            });
            let l = *latin_ids.entry(latin.codes().to_vec()).or_insert_with(|| {
                latins.push(latin);
                latins.len() as u32 - 1
            });
            list.push((h, l));
        }
        Pool {
            latin_orders: [
                Order::new(&latins, |latin| latin.codes().to_vec()),
                Order::new(&latins, |latin| latin.codes().iter().rev().copied().collect::<Vec<_>>()),
                Order::new(&latins, |latin| consonants(latin.codes())),
            ],
            han_orders: [
                Order::new(&hans, |han| han.rows().to_vec()),
                Order::new(&hans, |han| han.rows().iter().rev().copied().collect::<Vec<_>>()),
            ],
            known: list.iter().copied().collect(),
            pairs: list,
            hans,
            latins,
        }
    }

    /// Latin names that the Chinese name of pair `p` is not known to render.
    pub(crate) fn latin_rivals(&self, p: usize, options: &TrainOptions, random: &mut Random) -> Vec<Rival> {
        let (h, l) = self.pairs[p];
        let (near, far) = (options.near, options.random);
        let rivals = rivals(&self.latin_orders, l, near, self.latins.len(), far, random);
        rivals
            .into_iter()
            .filter(|rival| !self.known.contains(&(h, rival.name)))
            .collect()
    }

    /// Chinese names that are not known to render the Latin name of pair `p`; half as many.
    pub(crate) fn han_rivals(&self, p: usize, options: &TrainOptions, random: &mut Random) -> Vec<Rival> {
        let (h, l) = self.pairs[p];
        let (near, far) = (options.near / 2, options.random / 2);
        let rivals = rivals(&self.han_orders, h, near, self.hans.len(), far, random);
        rivals
            .into_iter()
            .filter(|rival| !self.known.contains(&(rival.name, l)))
            .collect()
    }
}

/// Names sorted by a key, and each one's place.
struct Order {
    sorted: Vec<u32>,
    place: Vec<u32>,
}

impl Order {
    fn new<N, K: Ord>(names: &[N], key: impl Fn(&N) -> K) -> Order {
        let mut sorted: Vec<u32> = (0..names.len() as u32).collect();
        sorted.sort_by_cached_key(|&name| key(&names[name as usize]));
        let mut place = vec![0; names.len()];
        for (&name, i) in sorted.iter().zip(0..) {
            place[name as usize] = i;
        }
        Order { sorted, place }
    }

    /// A name at most [`REACH`] places away.
    fn near(&self, name: u32, random: &mut Random) -> u32 {
        let at = self.place[name as usize] as usize + random.below(2 * REACH);
        self.sorted[at.saturating_sub(REACH).min(self.sorted.len() - 1)]
    }
}

/// `near` neighbours of `name` and `far` of all `names`, each once.
fn rivals(orders: &[Order], name: u32, near: usize, names: usize, far: usize, random: &mut Random) -> Vec<Rival> {
    let mut list: Vec<Rival> = Vec::with_capacity(near + far);
    for i in 0..near + far {
        let near = i < near;
        let name = if near {
            orders[i % orders.len()].near(name, random)
        } else {
            random.below(names) as u32
        };
        if list.iter().all(|known| known.name != name) {
            list.push(Rival { name, near });
        }
    }
    list
}

/// The letters without a, e, h, i, o, u, y and boundaries.
fn consonants(codes: &[u8]) -> Vec<u8> {
    codes
        .iter()
        .copied()
        .filter(|&code| !matches!(code, 0 | 1 | 5 | 8 | 9 | 15 | 21 | 25))
        .collect()
}
