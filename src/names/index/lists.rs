//! The names of a list under their runs of letters: in, each name's runs; out, the names for which a set of weighted runs speaks most.
//!
//! Names are kept in blocks of 65,536, so that the sums of a block's names stay in the processor's cache while runs are added to them, and
//! a name's place in its block takes two bytes.

use super::grams::GRAMS;

/// How many names a block has.
const BLOCK: usize = 1 << 16;
/// Steps of one nat in the sums.
const STEPS: f32 = 32.0;
/// The most that one run may weigh, so that no sum overflows: a name has at most 62 runs.
const MOST: f32 = 16.0;
/// What each run of a name costs, so that of two names with the same telling runs the shorter comes first, in nats.
const COST: f32 = 1.0;

#[derive(Debug, Clone)]
struct Block {
    /// Where the names of each run begin; one more than there are runs.
    starts: Vec<u32>,
    /// The names under each run, counted from the block's first.
    names: Vec<u16>,
    /// How many runs each name has.
    lengths: Vec<u8>,
}

/// The lists.
#[derive(Debug, Clone)]
pub(super) struct Lists {
    blocks: Vec<Block>,
    counts: Vec<u32>,
}

/// Lists that are being made.
#[derive(Debug, Default)]
pub(super) struct Builder {
    blocks: Vec<Block>,
    /// The runs of the names since the last block, with their names.
    runs: Vec<(u16, u16)>,
    lengths: Vec<u8>,
    of_name: Vec<usize>,
}

impl Builder {
    /// Takes in the runs of the next name.
    pub(super) fn add(&mut self, runs: impl Iterator<Item = usize>) {
        let name = self.lengths.len() as u16;
        self.of_name.clear();
        self.of_name.extend(runs);
        self.lengths.push(self.of_name.len() as u8);
        self.of_name.sort_unstable();
        self.of_name.dedup();
        self.runs.extend(self.of_name.iter().map(|&run| (run as u16, name)));
        if self.lengths.len() == BLOCK {
            self.close();
        }
    }

    /// The names since the last block become one.
    fn close(&mut self) {
        let mut starts = vec![0u32; GRAMS + 1];
        self.runs.iter().for_each(|&(run, _)| starts[usize::from(run) + 1] += 1);
        for run in 0..GRAMS {
            starts[run + 1] += starts[run];
        }
        let mut next = starts.clone();
        let mut names = vec![0; self.runs.len()];
        for (run, name) in self.runs.drain(..) {
            let place = &mut next[usize::from(run)];
            names[*place as usize] = name;
            *place += 1;
        }
        let lengths = std::mem::take(&mut self.lengths);
        self.blocks.push(Block { starts, names, lengths });
    }

    pub(super) fn finish(mut self) -> Lists {
        if !self.lengths.is_empty() {
            self.close();
        }
        let mut counts = vec![0; GRAMS];
        for block in &self.blocks {
            let lengths = block.starts.windows(2).map(|pair| pair[1] - pair[0]);
            counts
                .iter_mut()
                .zip(lengths)
                .for_each(|(count, length)| *count += length);
        }
        Lists {
            blocks: self.blocks,
            counts,
        }
    }
}

impl Lists {
    /// How many names have a run.
    pub(super) fn count(&self, run: usize) -> u32 {
        self.counts[run]
    }

    /// The `most` names for which these runs speak most, the first most, with what speaks for them in nats; each run is given with its
    /// weight, likewise. Equal ones come in the order of the list.
    pub(super) fn best(&self, runs: &[(usize, f32)], most: usize) -> Vec<(f32, u32)> {
        let steps = |nats: f32| (nats.min(MOST) * STEPS) as i16;
        let order = |a: &(i16, u32), b: &(i16, u32)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
        let mut best: Vec<(i16, u32)> = Vec::with_capacity(2 * most);
        let mut least = i16::MIN;
        let mut sums = Box::new([0; BLOCK]);
        for (block, first) in self.blocks.iter().zip((0..).step_by(BLOCK)) {
            let sums_and_lengths = sums.iter_mut().zip(&block.lengths);
            sums_and_lengths.for_each(|(sum, &length)| *sum = -i16::from(length) * steps(COST));
            for &(run, weight) in runs {
                let weight = steps(weight);
                let (start, end) = (block.starts[run] as usize, block.starts[run + 1] as usize);
                for &name in &block.names[start..end] {
                    sums[usize::from(name)] += weight;
                }
            }
            for (name, &sum) in (first..).zip(&sums[..block.lengths.len()]) {
                if sum > least {
                    best.push((sum, name));
                    if best.len() == 2 * most {
                        best.select_nth_unstable_by(most - 1, order);
                        best.truncate(most);
                        least = best[most - 1].0;
                    }
                }
            }
        }
        best.sort_unstable_by(order);
        best.truncate(most);
        best.into_iter()
            .map(|(sum, name)| (f32::from(sum) / STEPS, name))
            .collect()
    }
}
