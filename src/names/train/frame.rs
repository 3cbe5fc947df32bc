//! The frame that training fills with weights: in, the chunks of letters that each sound may render and the characters that have weights
//! of their own; out, rows, tries, and the features whose weights each slot of a trie sums up.

use std::collections::{BTreeMap, BTreeSet};

use super::sounds::{Cantonese, LETTER, Sounds};
use crate::names::model::tables::{FIRST_CHAR, FREE, Row, Slot, UNKNOWN_ROW};

/// A chunk of letters, by their codes.
pub(crate) type Chunk = Vec<u8>;

/// How many letters there are.
const LETTERS: usize = 26;

/// A slot at which a chunk ends.
#[derive(Debug, Clone)]
pub(crate) struct End {
    /// The group, those of the letters A–Z after those of the sounds.
    pub(crate) group: u16,
    pub(crate) chunk: Chunk,
    /// The feature of the group's initial and the chunk's onset.
    pub(crate) onset: u32,
    /// The feature of the group's final and the rest of the chunk.
    pub(crate) rime: u32,
    /// The chunk's onset and rest, numbered for themselves.
    pub(crate) front: u32,
    pub(crate) back: u32,
}

/// Rows, slots and features. Rows and slots are as in [`Tables`](crate::names::model::tables::Tables).
pub(crate) struct Frame {
    pub(crate) chars: Vec<u16>,
    pub(crate) rows: Vec<Row>,
    /// Of each row, whether it has weights of its own.
    pub(crate) own: Vec<bool>,
    /// Of each row, the Cantonese syllable.
    pub(crate) cantonese: Vec<Option<Cantonese>>,
    pub(crate) slots: Vec<Slot>,
    pub(crate) ends: Vec<Option<End>>,
    /// How many weights, onset features, rime features and classes of finals there are.
    pub(crate) weights: usize,
    pub(crate) onsets: usize,
    pub(crate) rimes: usize,
    pub(crate) finals: usize,
    /// How many onsets and rests of chunks there are, and classes of Cantonese initials and finals.
    pub(crate) fronts: usize,
    pub(crate) backs: usize,
    pub(crate) cantonese_initials: usize,
    pub(crate) cantonese_finals: usize,
}

/// How many letters of a chunk stand before its first vowel.
pub(crate) fn onset_len(chunk: &[u8]) -> usize {
    let vowel = |&code: &u8| matches!(code + b'a' - 1, b'a' | b'e' | b'i' | b'o' | b'u');
    chunk.iter().position(vowel).unwrap_or(chunk.len())
}

impl Frame {
    /// A frame for the chunks of each group of `sounds`, with a row for each of the characters `own` and one for each group.
    pub(crate) fn new(sounds: &Sounds, chunks: &[BTreeSet<Chunk>], own: &BTreeSet<char>) -> Frame {
        let groups = sounds.groups.len();
        let letter = |g: usize| {
            if g < groups + LETTERS {
                BTreeSet::from([vec![(g - groups) as u8 + 1]])
            } else {
                BTreeSet::new()
            }
        };
        let (mut slots, mut ends, mut tries) = (Vec::new(), Vec::new(), Vec::new());
        let mut onsets: BTreeMap<(u8, Chunk), u32> = BTreeMap::new();
        let mut rimes: BTreeMap<(u8, Chunk), u32> = BTreeMap::new();
        let mut fronts: BTreeMap<Chunk, u32> = BTreeMap::new();
        let mut backs: BTreeMap<Chunk, u32> = BTreeMap::new();
        // After the sounds come the letters, and one group that renders nothing, for what is unknown.
        for g in 0..=groups + LETTERS {
            let (initial, rime) = sounds
                .groups
                .get(g)
                .map_or((LETTER, 0), |group| (group.initial, group.rime));
            let (trie, places) = chunks.get(g).map_or_else(|| build_trie(&letter(g)), build_trie);
            let start = slots.len();
            tries.push(Row {
                slots: start as u32,
                weights: 0,
                len: trie.len() as u16,
                initial,
                rime,
            });
            ends.resize(start + trie.len(), None);
            for (at, chunk) in places {
                let (front, back) = chunk.split_at(onset_len(&chunk));
                let next = fronts.len() as u32;
                let front_id = *fronts.entry(front.to_vec()).or_insert(next);
                let next = backs.len() as u32;
                let back_id = *backs.entry(back.to_vec()).or_insert(next);
                let next = onsets.len() as u32;
                let onset = *onsets.entry((initial, front.to_vec())).or_insert(next);
                let next = rimes.len() as u32;
                let rime = *rimes.entry((rime, back.to_vec())).or_insert(next);
                ends[start + at] = Some(End {
                    group: g as u16,
                    chunk,
                    onset,
                    rime,
                    front: front_id,
                    back: back_id,
                });
            }
            slots.extend(trie);
        }
        let mut frame = Frame {
            chars: Vec::new(),
            rows: Vec::new(),
            own: Vec::new(),
            cantonese: Vec::new(),
            slots,
            ends,
            weights: 0,
            onsets: onsets.len(),
            rimes: rimes.len(),
            finals: sounds.finals,
            fronts: fronts.len(),
            backs: backs.len(),
            cantonese_initials: sounds.cantonese_initials,
            cantonese_finals: sounds.cantonese_finals,
        };
        for &trie in &tries[groups..] {
            frame.add_row(trie, false, None);
        }
        let of_group: Vec<u16> = tries[..groups]
            .iter()
            .map(|&trie| frame.add_row(trie, false, None))
            .collect();
        frame.chars = sounds
            .of_char
            .iter()
            .map(|group| group.map_or(UNKNOWN_ROW, |g| of_group[usize::from(g)]))
            .collect();
        let known: BTreeSet<char> = sounds.cantonese.keys().chain(own).copied().collect();
        for c in known {
            if let Some(g) = sounds.group(c) {
                frame.chars[(c as u32 - FIRST_CHAR) as usize] =
                    frame.add_row(tries[usize::from(g)], true, sounds.cantonese.get(&c).copied());
            }
        }
        frame
    }

    fn add_row(&mut self, trie: Row, own: bool, cantonese: Option<Cantonese>) -> u16 {
        self.rows.push(Row {
            weights: self.weights as u32,
            ..trie
        });
        self.own.push(own);
        self.cantonese.push(cantonese);
        self.weights += usize::from(trie.len);
        (self.rows.len() - 1) as u16
    }
}

/// A trie of chunks as slots, and the slot of each chunk; the empty chunk is always there, in slot 0.
fn build_trie(chunks: &BTreeSet<Chunk>) -> (Vec<Slot>, Vec<(usize, Chunk)>) {
    const EMPTY: Slot = [0, FREE];
    let mut children: BTreeMap<&[u8], BTreeSet<u8>> = BTreeMap::new();
    for chunk in chunks {
        for len in 0..chunk.len() {
            children.entry(&chunk[..len]).or_default().insert(chunk[len]);
        }
    }
    let mut slots = vec![EMPTY];
    let mut ends = vec![(0, Chunk::new())];
    // Nodes to lay out, shorter ones first: the chunk that leads there, and its slot.
    let mut nodes = vec![(Chunk::new(), 0)];
    let mut next = 0;
    while let Some((node, parent)) = nodes.get(next).cloned() {
        next += 1;
        let Some(letters) = children.get(&node[..]) else {
            continue;
        };
        let taken = |base: usize| {
            letters.iter().any(|&letter| {
                slots
                    .get(base + usize::from(letter))
                    .is_some_and(|slot| slot[1] != FREE)
            })
        };
        let base = (0..).find(|&base| !taken(base)).unwrap_or_default();
        slots[parent][0] = base as u16;
        for &letter in letters {
            let at = base + usize::from(letter);
            if slots.len() <= at {
                slots.resize(at + 1, EMPTY);
            }
            slots[at][1] = parent as u16;
            let chunk = [&node[..], &[letter]].concat();
            if chunks.contains(&chunk) {
                ends.push((at, chunk.clone()));
            }
            nodes.push((chunk, at));
        }
    }
    (slots, ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trie_leads_to_each_chunk_and_to_nothing_else() {
        let chunks: BTreeSet<Chunk> = [&[12u8][..], &[12, 12], &[12, 5], &[18, 12, 5]]
            .map(<[u8]>::to_vec)
            .into();
        let (slots, ends) = build_trie(&chunks);
        let walk = |chunk: &[u8]| {
            chunk.iter().try_fold(0usize, |parent, &letter| {
                let at = usize::from(slots[parent][0]) + usize::from(letter);
                (usize::from(slots.get(at)?[1]) == parent && slots[at][1] != FREE).then_some(at)
            })
        };
        for (at, chunk) in &ends {
            assert_eq!(walk(chunk), Some(*at));
        }
        assert_eq!(ends.len(), chunks.len() + 1);
        assert!(walk(&[18, 12]).is_some());
        assert_eq!(walk(&[5]), None);
        assert_eq!(walk(&[12, 5, 12]), None);
    }
}
