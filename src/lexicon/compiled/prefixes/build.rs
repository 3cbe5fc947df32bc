//! Makes the table that [`Prefixes`](super::Prefixes) reads: in, keys in order; out, the arrays for an image.

use std::borrow::Cow;

use super::{FREE, HAS_CHILDREN, IS_KEY, NO_KEY, NONE, Node, Pairs, first_place, told};
use crate::text::pages;

/// The arrays of a table.
#[derive(Debug)]
pub(crate) struct Table {
    /// For each first character the number of its node + 1, and whether it is a key, as a table of characters ([`Pages`]): index and
    /// entries.
    pub firsts: (Cow<'static, [u16]>, Cow<'static, [u32]>),
    /// What may follow them.
    pub pairs: Vec<u32>,
    /// The nodes of the first characters, then those that are found by hash.
    pub nodes: Vec<Node>,
    /// How many first characters there are.
    pub first_len: u32,
}

/// Makes the table for `len` keys, which are sorted, distinct and not empty.
///
/// # Panics
///
/// When the keys need 2³² − 1 nodes or more.
pub(crate) fn build<'k>(len: usize, key: impl Fn(usize) -> &'k str) -> Table {
    // How many characters a key shares with its neighbours, and so how many of it are needed.
    let shared = |i: usize| {
        if i == 0 || i == len {
            0
        } else {
            shared_chars(key(i - 1), key(i))
        }
    };
    let needed = |before: usize, behind: usize| before.max(behind) + 1;
    let (mut all, mut firsts, mut pairs) = (0, Vec::new(), Vec::new());
    let mut before = 0;
    for i in 0..len {
        let behind = shared(i + 1);
        all += key(i).chars().take(needed(before, behind)).count() - before;
        let mut characters = key(i).chars();
        let (first, second) = (characters.next(), characters.next());
        if before == 0 {
            let number = firsts.len() as u32;
            firsts.extend(first.map(|first| (first, number + 1)));
        }
        match (second, firsts.last_mut()) {
            (None, Some((_, entry))) => *entry |= IS_KEY,
            (Some(second), Some(_)) if before < 2 => pairs.push((firsts.len() as u32 - 1, second)),
            _ => {}
        }
        before = behind;
    }
    let hashed = all - firsts.len();
    // Every second place is taken; one at least is free.
    let places = hashed * 2 + 1;
    let total = firsts.len() + places;
    assert!(total < NONE as usize, "the names need fewer than 2³² nodes");
    let mut nodes = vec![Node::FREE; total];
    let mut path: Vec<u32> = Vec::new();
    let mut next_first = 0;
    before = 0;
    for i in 0..len {
        let behind = shared(i + 1);
        path.truncate(before);
        for character in key(i).chars().take(needed(before, behind)).skip(before) {
            let (parent, place) = match path.last() {
                None => {
                    next_first += 1;
                    (NONE, next_first - 1)
                }
                Some(&parent) => {
                    nodes[parent as usize].label |= HAS_CHILDREN;
                    let mut place = first_place(parent, u32::from(character), places);
                    while nodes[firsts.len() + place].label != FREE {
                        place = (place + 1) % places;
                    }
                    (parent, firsts.len() + place)
                }
            };
            nodes[place] = Node {
                parent,
                label: u32::from(character),
                key: NO_KEY,
            };
            path.push(place as u32);
        }
        if let Some(&last) = path.last() {
            let node = &mut nodes[last as usize];
            node.key = i as u32;
            node.label |= key(i).chars().nth(path.len()).map_or(0, told);
        }
        before = behind;
    }
    Table {
        first_len: firsts.len() as u32,
        firsts: pages::build(firsts),
        pairs: bits(&pairs),
        nodes,
    }
}

fn shared_chars(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

/// The bits for pairs of a first character's number and the second.
fn bits(pairs: &[(u32, char)]) -> Vec<u32> {
    let mut bits = vec![0; pairs.len() * Pairs::BITS / 32 + 1];
    for &(first, second) in pairs {
        let (word, bit) = Pairs::place(first, second, bits.len());
        bits[word] |= bit;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_one_node_a_key_where_keys_differ_early() {
        let keys = ["伊爾亞 蘇茨克維", "傑佛瑞 辛頓", "山姆 阿特曼"];
        let nodes = build(keys.len(), |i| keys[i]).nodes;
        let taken = nodes.iter().filter(|node| node.label != FREE).count();
        assert_eq!(taken, 3);
    }
}
