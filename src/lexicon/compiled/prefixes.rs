//! Finds every key of a sorted list in a text: a trie whose nodes lie in one hash table, used as it lies in an image.
//!
//! A node is an entry of the table, and its number is the entry's place. An entry holds the number of its parent and the
//! character that leads to it, so that a step is one look-up and no node has a list of children. The nodes of first characters lie before
//! the others and are found by a table of characters: every step of a text begins there, and they are few enough to stay near the
//! processor. Only what tells keys apart is in
//! the trie: a key leaves it after the first character that no other key shares with it, and the rest is compared with the key's own
//! text. Names tell themselves apart early, so there is little more than one node a key, however long the keys are.
//!
//! A text is walked from each of its characters. Chinese names are short and most characters begin none, so that this does no more steps than an
//! Aho–Corasick automaton, needs no failure links, and the steps from one character do not wait for those from another.

use std::borrow::Cow;
use std::ops::Range;

use bytemuck::{Pod, Zeroable};

use crate::text::pages::{self, Pages};

/// Stands for no node.
const NONE: u32 = u32::MAX;
/// No key ends at the node.
const NO_KEY: u32 = u32::MAX;
/// The label of a place that is not taken; no character has it.
const FREE: u32 = u32::MAX;
/// Set in the label of a node that has children; characters need 21 bits.
const HAS_CHILDREN: u32 = 1 << 31;

/// An entry of the table. Nodes of first characters need no parent, and have in its place what may follow ([`bit_of`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Node {
    parent: u32,
    label: u32,
    key: u32,
}

impl Node {
    const FREE: Node = Node {
        parent: NONE,
        label: FREE,
        key: NO_KEY,
    };
}

/// The bit that stands for a character among those that may follow a first one. Most pairs of characters begin no key, which
/// this tells of many without a search.
#[inline(always)]
fn bit_of(character: u32) -> u32 {
    1 << (character.wrapping_mul(0x9E37_79B9) >> 27)
}

/// Where the search for a node begins, in a table of `len` places.
#[inline(always)]
fn first_place(parent: u32, character: u32, len: usize) -> usize {
    let mixed = (u64::from(parent) << 32 | u64::from(character)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    // The second multiplication brings the parent's bits down to where the first cannot.
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    // The upper half as a fraction of the table's length.
    (((mixed >> 32) * len as u64) >> 32) as usize
}

/// A key found: the bytes of the text, and the key's number in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub start: usize,
    pub end: usize,
    pub key: u32,
}

/// The arrays of a table.
#[derive(Debug)]
pub(crate) struct Table {
    /// For each first character the number of its node + 1, as a table of characters ([`Pages`]): index and entries.
    pub firsts: (Cow<'static, [u16]>, Cow<'static, [u32]>),
    /// The nodes of the first characters, then those that are found by hash.
    pub nodes: Vec<Node>,
    /// How many first characters there are.
    pub first_len: u32,
}

/// A view of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prefixes<'a> {
    firsts: Pages<'a, u32>,
    first_nodes: &'a [Node],
    nodes: &'a [Node],
}

impl<'a> Prefixes<'a> {
    /// A view of a table made by [`build`].
    pub(crate) fn new(firsts: (&'a [u16], &'a [u32]), nodes: &'a [Node], first_len: u32) -> Self {
        let (first_nodes, nodes) = nodes.split_at(nodes.len().min(first_len as usize));
        Prefixes {
            firsts: Pages::new(firsts.0, firsts.1),
            first_nodes,
            nodes,
        }
    }

    #[inline(always)]
    fn first(self, character: char) -> Option<(u32, Node)> {
        let number = self.firsts.get(u32::from(character)).checked_sub(1)?;
        Some((number, *self.first_nodes.get(number as usize)?))
    }

    #[inline(always)]
    fn child(self, parent: u32, character: char) -> Option<(u32, Node)> {
        let character = u32::from(character);
        let mut place = first_place(parent, character, self.nodes.len());
        // A table that was made by `build` has a free place; one that was not must not hold us up for ever.
        for _ in 0..self.nodes.len() {
            let node = *self.nodes.get(place)?;
            if node.parent == parent && node.label & !HAS_CHILDREN == character {
                return Some(((self.first_nodes.len() + place) as u32, node));
            }
            if node.label == FREE {
                return None;
            }
            place = if place + 1 == self.nodes.len() { 0 } else { place + 1 };
        }
        None
    }

    /// Calls `found` for every key that stands in `text` at byte `start`, the shortest first. `rest` gives what
    /// a key has behind its first so many bytes.
    #[inline(always)]
    pub(crate) fn find_at<'k>(
        self,
        text: &str,
        start: usize,
        rest: impl Fn(u32, usize) -> Option<&'k [u8]>,
        found: impl FnMut(Found),
    ) {
        let mut characters = text[start..].chars();
        if let Some(first) = characters.next() {
            self.find_from(text, start, (first, characters.next()), rest, found);
        }
    }

    /// As [`Prefixes::find_at`], for whoever has the character at `start` already, and the next, if there is one.
    #[inline(always)]
    pub(crate) fn find_from<'k>(
        self,
        text: &str,
        start: usize,
        (first, second): (char, Option<char>),
        rest: impl Fn(u32, usize) -> Option<&'k [u8]>,
        found: impl FnMut(Found),
    ) {
        let Some(step) = self.first(first) else { return };
        let may_follow = |second: char| step.1.parent & bit_of(u32::from(second)) != 0;
        // Nearly everywhere this is all: no key of one character, and none that goes on so.
        if step.1.key != NO_KEY || second.is_some_and(may_follow) {
            self.follow(text, start..start + first.len_utf8(), step, rest, found);
        }
    }

    /// Goes on from the node that the text leads to so far. Apart from the first step, which is taken at every character.
    #[inline(never)]
    fn follow<'k>(
        self,
        text: &str,
        Range { start, end: mut at }: Range<usize>,
        (mut reached, mut node): (u32, Node),
        rest: impl Fn(u32, usize) -> Option<&'k [u8]>,
        mut found: impl FnMut(Found),
    ) {
        let mut behind = text[at..].chars();
        loop {
            if node.key != NO_KEY {
                let rest = rest(node.key, at - start);
                // What is left of a key in an image that somebody altered may end inside a character.
                let stands =
                    |rest: &&[u8]| text.as_bytes()[at..].starts_with(rest) && text.is_char_boundary(at + rest.len());
                if let Some(rest) = rest.filter(stands) {
                    found(Found {
                        start,
                        end: at + rest.len(),
                        key: node.key,
                    });
                }
            }
            if node.label & HAS_CHILDREN == 0 {
                return;
            }
            let Some(character) = behind.next() else { return };
            let Some(step) = self.child(reached, character) else {
                return;
            };
            (reached, node) = step;
            at += character.len_utf8();
        }
    }
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
    let (mut all, mut firsts) = (0, Vec::new());
    let mut before = 0;
    for i in 0..len {
        let behind = shared(i + 1);
        all += key(i).chars().take(needed(before, behind)).count() - before;
        if before == 0 {
            firsts.extend(key(i).chars().next());
        }
        before = behind;
    }
    let hashed = all - firsts.len();
    // Two places of three are taken; one at least is free.
    let places = hashed + hashed / 2 + 1;
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
                    // Nothing follows yet.
                    (0, next_first - 1)
                }
                Some(&parent) => {
                    nodes[parent as usize].label |= HAS_CHILDREN;
                    if (parent as usize) < firsts.len() {
                        nodes[parent as usize].parent |= bit_of(u32::from(character));
                    }
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
            nodes[last as usize].key = i as u32;
        }
        before = behind;
    }
    Table {
        first_len: firsts.len() as u32,
        firsts: pages::build(firsts.into_iter().zip(1..)),
        nodes,
    }
}

fn shared_chars(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(keys: &[&str], text: &str) -> Vec<String> {
        let table = build(keys.len(), |i| keys[i]);
        let prefixes = Prefixes::new((&table.firsts.0, &table.firsts.1), &table.nodes, table.first_len);
        let mut all = Vec::new();
        for (start, _) in text.char_indices() {
            let rest = |key: u32, len: usize| keys[key as usize].as_bytes().get(len..);
            prefixes.find_at(text, start, rest, |found| {
                assert_eq!(keys[found.key as usize], &text[found.start..found.end]);
                all.push(format!("{}@{start}", keys[found.key as usize]));
            });
        }
        all
    }

    #[test]
    fn finds_every_key_at_every_place() {
        let keys = ["a", "ab", "abcdef", "b", "台", "台北", "台北市", "台灣大學", "海明威"];
        assert_eq!(find(&keys, "abcdef"), ["a@0", "ab@0", "abcdef@0", "b@1"]);
        assert_eq!(find(&keys, "abcde"), ["a@0", "ab@0", "b@1"]);
        assert_eq!(find(&keys, "在台北市"), ["台@3", "台北@3", "台北市@3"]);
        assert_eq!(find(&keys, "台灣大"), ["台@0"]);
        assert_eq!(find(&keys, "海明海明威"), ["海明威@6"]);
        assert_eq!(find(&[], "海明威"), Vec::<String>::new());
    }

    #[test]
    fn keeps_one_node_a_key_where_keys_differ_early() {
        let keys = ["伊爾亞 蘇茨克維", "傑佛瑞 辛頓", "山姆 阿特曼"];
        let nodes = build(keys.len(), |i| keys[i]).nodes;
        let taken = nodes.iter().filter(|node| node.label != FREE).count();
        assert_eq!(taken, 3);
    }
}
