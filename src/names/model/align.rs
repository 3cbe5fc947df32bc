//! The best alignment of a Chinese and a Latin name: in, two prepared names and the tables; out, its score, and where asked for its steps.
//!
//! Every character renders a chunk of none to some letters, letters that no character renders are dropped, and words and parts that the
//! other side lacks are left out, each at a cost that training found. The score is the largest sum of weights over all ways to do so
//! (Viterbi), found row by row: cell (i, j) holds the best score of the first i characters against the letters before place j.

use super::han::{HanName, MAX_CHARS, SEPARATOR};
use super::latin::{BOUNDARY, CODES, LatinName, MAX_LETTERS, WordClass, word_class};
use super::tables::{BIGRAMS, NO_CHUNK, Row, Tables, single};

/// Places in a Latin name, and one more.
const STRIDE: usize = MAX_LETTERS + 4;
/// Low enough that nothing adds up to it, high enough that adding to it does not overflow.
const NEVER: i32 = i32::MIN / 2;
/// How far a cell may lie behind the best of its row and still be followed, in 256ths of a nat.
const BEAM: i32 = 14 * 256;

/// One step of an alignment. Places count codes of the Latin name, characters rows of the Chinese one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A character renders the letters from `from` to `to`, perhaps none; `slot` is the chunk in its group's trie.
    Chunk {
        char: usize,
        from: usize,
        to: usize,
        slot: u16,
    },
    /// The letter at `at` is rendered by no character.
    Drop { at: usize },
    /// The words from boundary `from` to boundary `to` are left out.
    Word { from: usize, to: usize },
    /// A separator meets the boundary at `at`, or nothing.
    Separator { char: usize, met: Option<usize> },
    /// The characters from `from` to `to` are left out.
    Part { from: usize, to: usize },
    /// A letter in the Chinese name stands for the word from `from` to `to`.
    Initial { char: usize, from: usize, to: usize },
}

/// The scratch of the alignment.
#[derive(Debug, Clone)]
pub(crate) struct Aligner {
    cells: Vec<i32>,
}

impl Default for Aligner {
    fn default() -> Self {
        Aligner {
            cells: vec![NEVER; (MAX_CHARS + 2) * STRIDE],
        }
    }
}

/// The place of the word left out among the words, as the tables count it.
pub(crate) fn word_weight(codes: &[u8], from: usize, to: usize) -> usize {
    let place = if from == 0 {
        0
    } else if to + 1 == codes.len() {
        2
    } else {
        1
    };
    let class = match word_class(&codes[from + 1..to]) {
        WordClass::Name => 0,
        WordClass::Particle => 1,
        WordClass::Title => 2,
        WordClass::Initial => 3,
    };
    single::WORD + class * 3 + place
}

/// The place of the weight of dropping the letter at `at`.
#[inline(always)]
pub(crate) fn drop_weight(codes: &[u8], at: usize) -> usize {
    (usize::from(codes[at - 1]) * CODES + usize::from(codes[at])) * CODES + usize::from(codes[at + 1])
}

/// The bigram of the codes before and at `at`.
#[inline(always)]
pub(crate) fn bigram(codes: &[u8], at: usize) -> usize {
    usize::from(codes[at - 1]) * CODES + usize::from(codes[at])
}

/// What a Latin name says by itself, which is the same for every character of the Chinese one.
struct Letters {
    /// The bigram at each place.
    bigrams: [usize; STRIDE],
    /// What it costs to drop the letter there.
    drops: [i32; STRIDE],
    /// Of a boundary, where the word behind it ends and what it costs to leave it out.
    words: [(usize, i32); STRIDE],
}

impl Letters {
    fn new(tables: &Tables, latin: &LatinName) -> Self {
        let mut letters = Letters {
            bigrams: [0; STRIDE],
            drops: [0; STRIDE],
            words: [(0, 0); STRIDE],
        };
        let (codes, single) = (latin.codes(), &tables.single[..]);
        let end = codes.len() - 1;
        for j in 1..end {
            letters.bigrams[j] = bigram(codes, j);
            letters.drops[j] = i32::from(tables.delete[drop_weight(codes, j)]);
        }
        letters.bigrams[end] = bigram(codes, end);
        // A name of one word has none to leave out.
        let is_worded = latin.words() > 1;
        let mut from = 0;
        while is_worded && from < end {
            let to = next_boundary(codes, from);
            let cost = i32::from(single[word_weight(codes, from, to)])
                + (to - from - 1) as i32 * i32::from(single[single::WORD_LETTER]);
            letters.words[from] = (to, cost);
            from = to;
        }
        letters
    }
}

/// The first boundary after `from`.
fn next_boundary(codes: &[u8], from: usize) -> usize {
    from + 1
        + codes[from + 1..]
            .iter()
            .position(|&code| code == BOUNDARY)
            .unwrap_or(codes.len() - from - 2)
}

/// Where the part of the Chinese name that begins at `from` ends: at a separator or at the end.
fn part_end(rows: &[u16], from: usize) -> usize {
    from + rows[from..]
        .iter()
        .position(|&row| row == SEPARATOR)
        .unwrap_or(rows.len() - from)
}

impl Aligner {
    /// The score, in 256ths of a nat.
    pub(crate) fn score(&mut self, tables: &Tables, han: &HanName, latin: &LatinName) -> i32 {
        let (rows, codes) = (han.rows(), latin.codes());
        let (n, end) = (rows.len(), codes.len() - 1);
        let parted = han.has_parts();
        let worded = latin.words() > 1;
        let single = &tables.single[..];
        for i in 0..=n {
            self.cells[i * STRIDE..i * STRIDE + end + 1].fill(NEVER);
        }
        // Borrowed: to take it apart would copy it.
        let Letters { bigrams, drops, words } = &Letters::new(tables, latin);
        self.cells[0] = 0;
        for i in 0..=n {
            let (here, below) = self.cells[i * STRIDE..].split_at_mut(STRIDE);
            if i == 0 {
                here[1] = 0;
            }
            // Letters that no character renders, and words left out.
            let mut best = NEVER;
            for j in 0..end {
                let value = here[j];
                if value <= NEVER {
                    continue;
                }
                best = best.max(value);
                if j > 0 {
                    here[j + 1] = here[j + 1].max(value + drops[j]);
                }
                if worded && codes[j] == BOUNDARY {
                    let (to, cost) = words[j];
                    here[to] = here[to].max(value + cost);
                }
            }
            best = best.max(here[end]);
            if i == n {
                break;
            }
            let floor = best - BEAM;
            let id = rows[i];
            if parted && (i == 0 || id == SEPARATOR) {
                let to = part_end(rows, if i == 0 { 0 } else { i + 1 });
                // Leaving out the first part takes the separator after it along.
                let to_row = if i == 0 { (to + 1).min(n) } else { to };
                let cost = part_cost(single, i, to);
                let target = &mut below[(to_row - i - 1) * STRIDE..];
                for j in 0..=end {
                    target[j] = target[j].max(here[j].saturating_add(cost));
                }
            }
            if id == SEPARATOR {
                for j in 1..=end {
                    let value = here[j];
                    if value < floor {
                        continue;
                    }
                    below[j] = below[j].max(value + i32::from(single[single::SEPARATOR_ALONE]));
                    if codes[j] == BOUNDARY && j < end {
                        below[j + 1] = below[j + 1].max(value + i32::from(single[single::SEPARATOR_MET]));
                    }
                }
                continue;
            }
            let Row {
                slots,
                weights,
                len,
                initial,
                rime,
            } = Row::unpack(tables.rows[usize::from(id)]);
            let (slots, weights, len) = (slots as usize, weights as usize, usize::from(len));
            let slots = &tables.slots[slots..slots + len];
            let weights = &tables.weights[weights..weights + len];
            let enter = &tables.enter[usize::from(initial) * BIGRAMS..][..BIGRAMS];
            let exit = &tables.exit[usize::from(rime) * BIGRAMS..][..BIGRAMS];
            let root = usize::from(slots[0][0]);
            let empty = i32::from(weights[0]);
            for j in 1..=end {
                let value = here[j];
                if value < floor {
                    continue;
                }
                below[j] = below[j].max(value + empty);
                let mut code = usize::from(codes[j]);
                if code == 0 {
                    continue;
                }
                let mut parent = 0;
                let mut base = root;
                let mut k = j;
                let entered = value + i32::from(enter[bigrams[j]]);
                while code != 0 {
                    let at = base + code;
                    let Some(&[next, _]) = slots.get(at).filter(|slot| slot[1] == parent) else {
                        break;
                    };
                    k += 1;
                    let weight = weights[at];
                    if weight != NO_CHUNK {
                        let value = entered + i32::from(weight) + i32::from(exit[bigrams[k]]);
                        below[k] = below[k].max(value);
                    }
                    parent = at as u16;
                    base = usize::from(next);
                    code = usize::from(codes[k]);
                }
                if id < 26 && codes[j - 1] == BOUNDARY && usize::from(codes[j]) == usize::from(id) + 1 {
                    let to = next_boundary(codes, j);
                    below[to] = below[to].max(value + i32::from(single[single::INITIAL]));
                }
            }
        }
        self.cells[n * STRIDE + end] + i32::from(single[single::BIAS])
    }

    /// The score, and the steps of an alignment that has it, in order.
    pub(crate) fn trace(&mut self, tables: &Tables, han: &HanName, latin: &LatinName, steps: &mut Vec<Step>) -> i32 {
        let score = self.score(tables, han, latin);
        let (rows, codes) = (han.rows(), latin.codes());
        steps.clear();
        let (mut i, mut j) = (rows.len(), codes.len() - 1);
        while !(i == 0 && j <= 1) {
            let Some((step, from)) = self.step_to(tables, rows, codes, i, j) else {
                break;
            };
            steps.push(step);
            (i, j) = from;
        }
        steps.reverse();
        score
    }

    /// A step that leads to a cell with that cell's score, and the cell it comes from.
    fn step_to(
        &self,
        tables: &Tables,
        rows: &[u16],
        codes: &[u8],
        i: usize,
        j: usize,
    ) -> Option<(Step, (usize, usize))> {
        let cell = |i: usize, j: usize| self.cells[i * STRIDE + j];
        let single = |index: usize| i32::from(tables.single[index]);
        let value = cell(i, j);
        if let Some(char) = i.checked_sub(1) {
            if rows[char] == SEPARATOR {
                if j > 1 && codes[j - 1] == BOUNDARY && cell(char, j - 1) + single(single::SEPARATOR_MET) == value {
                    return Some((Step::Separator { char, met: Some(j - 1) }, (char, j - 1)));
                }
                if cell(char, j) + single(single::SEPARATOR_ALONE) == value {
                    return Some((Step::Separator { char, met: None }, (char, j)));
                }
            } else if let Some(found) = self.chunk_to(tables, rows, codes, i, j) {
                return Some(found);
            }
        }
        if j > 1 && cell(i, j - 1) + i32::from(tables.delete[drop_weight(codes, j - 1)]) == value {
            return Some((Step::Drop { at: j - 1 }, (i, j - 1)));
        }
        if codes[j] == BOUNDARY && j > 0 {
            let from = codes[..j].iter().rposition(|&code| code == BOUNDARY)?;
            let cost = single(word_weight(codes, from, j)) + (j - from - 1) as i32 * single(single::WORD_LETTER);
            if cell(i, from) + cost == value {
                return Some((Step::Word { from, to: j }, (i, from)));
            }
        }
        for from in (0..i).filter(|&from| from == 0 || rows[from] == SEPARATOR) {
            let to = part_end(rows, if from == 0 { 0 } else { from + 1 });
            let to_row = if from == 0 { (to + 1).min(rows.len()) } else { to };
            if to_row == i && cell(from, j) + part_cost(&tables.single, from, to) == value {
                return Some((Step::Part { from, to }, (from, j)));
            }
        }
        None
    }

    fn chunk_to(
        &self,
        tables: &Tables,
        rows: &[u16],
        codes: &[u8],
        i: usize,
        j: usize,
    ) -> Option<(Step, (usize, usize))> {
        let char = i - 1;
        let cell = |j: usize| self.cells[char * STRIDE + j];
        let value = self.cells[i * STRIDE + j];
        let row = Row::unpack(tables.rows[usize::from(rows[char])]);
        let weights = &tables.weights[row.weights as usize..];
        for from in (1..j).rev().take_while(|&from| codes[from] != BOUNDARY) {
            let Some(slot) = find(tables, row, &codes[from..j]) else {
                continue;
            };
            let weight = weights[usize::from(slot)];
            let enter = tables.enter[usize::from(row.initial) * BIGRAMS + bigram(codes, from)];
            let exit = tables.exit[usize::from(row.rime) * BIGRAMS + bigram(codes, j)];
            if weight != NO_CHUNK && cell(from) + i32::from(weight) + i32::from(enter) + i32::from(exit) == value {
                return Some((
                    Step::Chunk {
                        char,
                        from,
                        to: j,
                        slot,
                    },
                    (char, from),
                ));
            }
        }
        if cell(j) + i32::from(weights[0]) == value {
            return Some((
                Step::Chunk {
                    char,
                    from: j,
                    to: j,
                    slot: 0,
                },
                (char, j),
            ));
        }
        if rows[char] < 26 && codes[j] == BOUNDARY {
            let from = codes[..j].iter().rposition(|&code| code == BOUNDARY)? + 1;
            if cell(from) + i32::from(tables.single[single::INITIAL]) == value {
                return Some((Step::Initial { char, from, to: j }, (char, from)));
            }
        }
        None
    }
}

fn part_cost(single: &[i16], from: usize, to: usize) -> i32 {
    i32::from(single[single::PART_LEFT_OUT]) + (to - from) as i32 * i32::from(single[single::PART_CHARACTER])
}

/// The slot that the letters lead to.
pub(crate) fn find(tables: &Tables, row: Row, letters: &[u8]) -> Option<u16> {
    let slots = &tables.slots[row.slots as usize..][..usize::from(row.len)];
    letters.iter().try_fold(0u16, |parent, &code| {
        let at = usize::from(slots[usize::from(parent)][0]) + usize::from(code);
        (slots.get(at)?[1] == parent).then_some(at as u16)
    })
}

/// What a step adds to the score.
pub(crate) fn step_weight(tables: &Tables, han: &HanName, latin: &LatinName, step: Step) -> i32 {
    let codes = latin.codes();
    let single = |index: usize| i32::from(tables.single[index]);
    match step {
        Step::Chunk { char, from, to, slot } => {
            let row = Row::unpack(tables.rows[usize::from(han.rows()[char])]);
            let own = i32::from(tables.weights[row.weights as usize + usize::from(slot)]);
            let enter = tables.enter[usize::from(row.initial) * BIGRAMS + bigram(codes, from)];
            let exit = tables.exit[usize::from(row.rime) * BIGRAMS + bigram(codes, to)];
            own + if to > from {
                i32::from(enter) + i32::from(exit)
            } else {
                0
            }
        }
        Step::Drop { at } => i32::from(tables.delete[drop_weight(codes, at)]),
        Step::Word { from, to } => {
            single(word_weight(codes, from, to)) + (to - from - 1) as i32 * single(single::WORD_LETTER)
        }
        Step::Separator { met, .. } => single(if met.is_some() {
            single::SEPARATOR_MET
        } else {
            single::SEPARATOR_ALONE
        }),
        Step::Part { from, to } => part_cost(&tables.single, from, to),
        Step::Initial { .. } => single(single::INITIAL),
    }
}
