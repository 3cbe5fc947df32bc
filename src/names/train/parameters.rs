//! The weights while they are learned: in, alignments and how much each should score more or less; out, better weights, and the tables that
//! scoring uses.
//!
//! The weight of a chunk is a sum: of its character, of its syllable, of its initial with the chunk's onset, and of its final with the rest,
//! both by Mandarin and by Cantonese.
//! What is seen often is settled by the first, what is new by the last. Steps are AdaGrad's (Duchi, Hazan and Singer 2011), and weights
//! are drawn to where they began.

use std::borrow::Cow;

use super::frame::{End, Frame};
use super::sounds::{Cantonese, INITIAL_CLASSES};
use crate::names::model::align::{Step, bigram, drop_weight, word_weight};
use crate::names::model::han::HanName;
use crate::names::model::latin::{CODES, LatinName};
use crate::names::model::tables::{BIGRAMS, NO_CHUNK, Row, SCALE, Tables, single};

/// Where each kind of weight begins in the list of parameters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) group: usize,
    pub(crate) onset: usize,
    pub(crate) rime: usize,
    pub(crate) cantonese_onset: usize,
    pub(crate) cantonese_rime: usize,
    pub(crate) enter: usize,
    pub(crate) exit: usize,
    pub(crate) delete: usize,
    pub(crate) single: usize,
    pub(crate) len: usize,
}

impl Layout {
    /// The layout of the weights of `frame`.
    pub(crate) fn new(frame: &Frame) -> Layout {
        let group = frame.weights;
        let onset = group + frame.slots.len();
        let rime = onset + frame.onsets;
        let cantonese_onset = rime + frame.rimes;
        let cantonese_rime = cantonese_onset + frame.cantonese_initials * frame.fronts;
        let enter = cantonese_rime + frame.cantonese_finals * frame.backs;
        let exit = enter + INITIAL_CLASSES * BIGRAMS;
        let delete = exit + frame.finals * BIGRAMS;
        let single = delete + CODES * CODES * CODES;
        Layout {
            group,
            onset,
            rime,
            cantonese_onset,
            cantonese_rime,
            enter,
            exit,
            delete,
            single,
            len: single + single::COUNT,
        }
    }

    /// The weights of a chunk beside a Cantonese syllable.
    fn beside(&self, frame: &Frame, sound: Cantonese, end: &End) -> [usize; 2] {
        [
            self.cantonese_onset + usize::from(sound.initial) * frame.fronts + end.front as usize,
            self.cantonese_rime + usize::from(sound.rime) * frame.backs + end.back as usize,
        ]
    }
}

/// The most that one character may weigh with what it renders, in nats. A chunk of many letters that few names have would otherwise speak for every
/// name that has it: 京 renders utin in Putin.
const MOST: f32 = 4.5;

/// Parameters, and what AdaGrad remembers of each.
pub(crate) struct Parameters {
    pub(crate) layout: Layout,
    pub(crate) values: Vec<f32>,
    start: Vec<f32>,
    squares: Vec<f32>,
    gradient: Vec<f32>,
    touched: Vec<u32>,
}

impl Parameters {
    /// Weights that begin at `start`.
    pub(crate) fn new(layout: Layout, start: Vec<f32>) -> Parameters {
        Parameters {
            layout,
            values: start.clone(),
            squares: vec![0.0; layout.len],
            gradient: vec![0.0; layout.len],
            touched: Vec::new(),
            start,
        }
    }

    /// Adds to the slope of one weight.
    fn add(&mut self, at: usize, amount: f32) {
        if self.gradient[at] == 0.0 {
            self.touched.push(at as u32);
        }
        self.gradient[at] += amount;
    }

    /// Adds `amount` times the features of an alignment to the gradient.
    pub(crate) fn add_steps(
        &mut self,
        frame: &Frame,
        tables: &Tables,
        han: &HanName,
        latin: &LatinName,
        steps: &[Step],
        amount: f32,
    ) {
        let layout = self.layout;
        let codes = latin.codes();
        self.add(layout.single + single::BIAS, amount);
        for &step in steps {
            match step {
                Step::Chunk { char, from, to, slot } => {
                    let id = usize::from(han.rows()[char]);
                    let row = Row::unpack(tables.rows[id]);
                    let at = row.slots as usize + usize::from(slot);
                    if frame.own[id] {
                        self.add(row.weights as usize + usize::from(slot), amount);
                    }
                    self.add(layout.group + at, amount);
                    if let Some(end) = &frame.ends[at] {
                        self.add(layout.onset + end.onset as usize, amount);
                        self.add(layout.rime + end.rime as usize, amount);
                        if let Some(sound) = frame.cantonese[id] {
                            for at in layout.beside(frame, sound, end) {
                                self.add(at, amount);
                            }
                        }
                    }
                    if to > from {
                        self.add(
                            layout.enter + usize::from(row.initial) * BIGRAMS + bigram(codes, from),
                            amount,
                        );
                        self.add(
                            layout.exit + usize::from(row.rime) * BIGRAMS + bigram(codes, to),
                            amount,
                        );
                    }
                }
                Step::Drop { at } => self.add(layout.delete + drop_weight(codes, at), amount),
                Step::Word { from, to } => {
                    self.add(layout.single + word_weight(codes, from, to), amount);
                    self.add(layout.single + single::WORD_LETTER, amount * (to - from - 1) as f32);
                }
                Step::Separator { met, .. } => {
                    let which = if met.is_some() {
                        single::SEPARATOR_MET
                    } else {
                        single::SEPARATOR_ALONE
                    };
                    self.add(layout.single + which, amount);
                }
                Step::Part { from, to } => {
                    self.add(layout.single + single::PART_LEFT_OUT, amount);
                    self.add(layout.single + single::PART_CHARACTER, amount * (to - from) as f32);
                }
                Step::Initial { .. } => self.add(layout.single + single::INITIAL, amount),
            }
        }
    }

    /// One step of AdaGrad against the gradient.
    pub(crate) fn descend(&mut self, rate: f32, decay: f32) {
        for at in self.touched.drain(..) {
            let at = at as usize;
            let slope = self.gradient[at] + decay * (self.values[at] - self.start[at]);
            self.gradient[at] = 0.0;
            self.squares[at] += slope * slope;
            self.values[at] -= rate * slope / (self.squares[at].sqrt() + 1e-3);
        }
    }

    /// Sums the features up into tables.
    pub(crate) fn compile(&self, frame: &Frame, tables: &mut Tables) {
        let layout = self.layout;
        let fixed = |value: f32| (value * SCALE).round().clamp(-32000.0, 32000.0) as i16;
        let shared: Vec<Option<f32>> = frame
            .ends
            .iter()
            .zip(&self.values[layout.group..])
            .map(|(end, group)| {
                let end = end.as_ref()?;
                Some(
                    group
                        + self.values[layout.onset + end.onset as usize]
                        + self.values[layout.rime + end.rime as usize],
                )
            })
            .collect();
        let weights = tables.weights.to_mut();
        weights.resize(frame.weights, NO_CHUNK);
        for (row, sound) in frame.rows.iter().zip(&frame.cantonese) {
            let (own, slots) = (row.weights as usize, row.slots as usize);
            for at in 0..usize::from(row.len) {
                weights[own + at] = match (shared[slots + at], &frame.ends[slots + at]) {
                    (Some(sum), Some(end)) => {
                        let beside = sound.map_or(0.0, |sound| {
                            let [onset, rime] = layout.beside(frame, sound, end);
                            self.values[onset] + self.values[rime]
                        });
                        fixed((sum + self.values[own + at] + beside).min(MOST))
                    }
                    _ => NO_CHUNK,
                };
            }
        }
        let copy =
            |from: usize, to: usize| Cow::Owned(self.values[from..to].iter().map(|&value| fixed(value)).collect());
        tables.enter = copy(layout.enter, layout.exit);
        tables.exit = copy(layout.exit, layout.delete);
        tables.delete = copy(layout.delete, layout.single);
        tables.single = copy(layout.single, layout.len);
    }
}
