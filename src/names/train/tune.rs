//! Discriminative tuning: in, weights that expectation maximisation found; out, weights under which true pairs win.
//!
//! For every pair, its Latin name must win against other Latin names, and its Chinese name against other Chinese names (both softmax), so
//! that both sides must be accounted for and no name wins by being short. Besides, pairs and near misses must have scores above and
//! below zero (logistic), so that scores of different names can be compared. Alignments are the best ones under the weights of the
//! moment, and candidates are scored by the very tables that the finished model has.

use super::frame::Frame;
use super::negatives::Pool;
use super::parameters::Parameters;
use super::random::Random;
use super::{Progress, TrainOptions};
use crate::names::model::align::Aligner;
use crate::names::model::math::exp;
use crate::names::model::tables::{SCALE, Tables};

/// How many pairs share a step.
const BATCH: usize = 256;
/// Slopes nearer to 0 than this are not worth an alignment.
const SMALLEST: f32 = 0.003;
/// A true pair counts as much as this many near misses where scores are to be above and below zero.
const TRUE_PAIRS: f32 = 2.0;

/// One of the names in question: a pair of places in the pool, whether it takes part in the logistic loss, and its score in nats.
struct Candidate {
    han: u32,
    latin: u32,
    near: bool,
    score: f32,
}

/// Tunes `parameters` and leaves their sums in `tables`.
pub(crate) fn tune(
    pool: &Pool,
    frame: &Frame,
    parameters: &mut Parameters,
    tables: &mut Tables,
    options: &TrainOptions,
    progress: &mut dyn FnMut(Progress),
) {
    let mut random = Random::new(options.seed);
    let mut order: Vec<usize> = (0..pool.pairs.len()).collect();
    let mut aligner = Aligner::default();
    let mut steps = Vec::new();
    for epoch in 0..options.epochs {
        random.shuffle(&mut order);
        let rate = options.rate * (1.0 - epoch as f32 / options.epochs as f32);
        let mut loss = 0.0;
        for (batch, pairs) in order.chunks(BATCH).enumerate() {
            for &p in pairs {
                let (han, latin) = pool.pairs[p];
                let latins = pool
                    .latin_rivals(p, options, &mut random)
                    .into_iter()
                    .map(|rival| (han, rival.name, rival.near));
                let hans = pool
                    .han_rivals(p, options, &mut random)
                    .into_iter()
                    .map(|rival| (rival.name, latin, rival.near));
                let sides: [Vec<(u32, u32, bool)>; 2] = [latins.collect(), hans.collect()];
                for rivals in sides {
                    let mut candidates: Vec<Candidate> = std::iter::once((han, latin, true))
                        .chain(rivals)
                        .map(|(han, latin, near)| {
                            let score = aligner.score(tables, &pool.hans[han as usize], &pool.latins[latin as usize]);
                            Candidate {
                                han,
                                latin,
                                near,
                                score: score as f32 / SCALE,
                            }
                        })
                        .collect();
                    loss += slopes(&mut candidates, options.logistic);
                    for candidate in candidates.iter().filter(|candidate| candidate.score.abs() > SMALLEST) {
                        let (han, latin) = (
                            &pool.hans[candidate.han as usize],
                            &pool.latins[candidate.latin as usize],
                        );
                        aligner.trace(tables, han, latin, &mut steps);
                        parameters.add_steps(frame, tables, han, latin, &steps, candidate.score);
                    }
                }
            }
            parameters.descend(rate, options.decay);
            parameters.compile(frame, tables);
            let done = epoch * order.len() + batch * BATCH + pairs.len();
            let seen = (batch * BATCH + pairs.len()) as f64;
            progress(Progress::Tuning {
                done,
                of: options.epochs * order.len(),
                loss: loss / (2.0 * seen),
            });
        }
    }
}

/// Puts the slope of the loss in the place of each score; the first candidate is the true one. Returns the softmax loss.
fn slopes(candidates: &mut [Candidate], logistic: f32) -> f64 {
    let top = candidates
        .iter()
        .map(|candidate| candidate.score)
        .fold(f32::MIN, f32::max);
    let weight = |score: f32| exp(f64::from(score - top));
    let total: f64 = candidates.iter().map(|candidate| weight(candidate.score)).sum();
    let mut loss = 0.0;
    for (i, candidate) in candidates.iter_mut().enumerate() {
        let share = weight(candidate.score) / total;
        let sure = 1.0 / (1.0 + exp(f64::from(-candidate.score)));
        let truth = if i == 0 { 1.0 } else { 0.0 };
        let mut slope = (share - truth) as f32;
        if candidate.near {
            slope += logistic * (sure - truth) as f32 * if i == 0 { TRUE_PAIRS } else { 1.0 };
        }
        if i == 0 {
            loss = -crate::names::model::math::ln(share.max(1e-300));
        }
        candidate.score = slope;
    }
    loss
}
