//! Finds every key of a sorted list in a text: a trie whose nodes lie in one hash table, used as it lies in an image.
//!
//! A node is an entry of the table, and its number is the entry's place. An entry holds the number of its parent and the
//! character that leads to it, so that a step is one look-up and no node has a list of children. The nodes of first characters lie before
//! the others and are found by a table of characters: every step of a text begins there, and they are few enough to stay near the
//! processor. Only what tells keys apart is in the trie: a key leaves it after the first character that no other key shares with it,
//! and the rest is compared with the key's own text. Names tell themselves apart early, so there is little more than one node a key, however long the keys are.
//!
//! Most pairs of characters begin no key, which a table of bits tells of nearly all of them by one look ([`Pairs`]), before the trie is asked.
//!
//! A text is walked from each of its characters. Chinese names are short and most characters begin none, so that this does no more steps than an
//! Aho–Corasick automaton, needs no failure links, and the steps from one character do not wait for those from another.

mod build;

use bytemuck::{Pod, Zeroable};

pub(crate) use build::build;

use crate::lexicon::prefetch::prefetch;
use crate::text::pages::Pages;

/// Stands for no node.
const NONE: u32 = u32::MAX;
/// No key ends at the node.
const NO_KEY: u32 = u32::MAX;
/// Of how many characters the first steps are taken together.
const TOGETHER: usize = 128;
/// The label of a place that is not taken; no character has it.
const FREE: u32 = u32::MAX;
/// Set in the label of a node that has children; characters need 21 bits.
const HAS_CHILDREN: u32 = 1 << 31;
/// The bits of a label that are the character.
const CHARACTER: u32 = (1 << 21) - 1;
/// The bits of a label that tell something of the next character.
const TOLD: u32 = !(HAS_CHILDREN | CHARACTER);

/// Set in the entry of a first character that is a key by itself.
const IS_KEY: u32 = 1 << 31;

/// An entry of the table. Nodes of first characters have no parent. The label is the character that leads there, in bits 0–20; in bits 21–30 what
/// is told of the key's next character ([`told`]), nothing where the key ends; and bit 31, whether there are children.
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

    fn has_children(self) -> bool {
        self.label & HAS_CHILDREN != 0
    }

    /// Whether the key that ends here, if any does, may go on by `next`.
    #[inline(always)]
    fn may_be_key(self, next: char) -> bool {
        let goes_on = self.label & TOLD;
        (self.key != NO_KEY) & ((goes_on == 0) | (goes_on == told(next)))
    }

    /// The key that ends here, after so many characters and bytes, if what it has behind them follows.
    #[inline(always)]
    fn key<'k>(
        self,
        chars: usize,
        bytes: usize,
        behind: impl Iterator<Item = char> + Clone,
        rest: impl Fn(u32, usize) -> Option<&'k [u8]>,
    ) -> Option<Found> {
        // The end of the text is no character that a key goes on by.
        if !self.may_be_key(behind.clone().next().unwrap_or_default()) {
            return None;
        }
        let rest = rest(self.key, bytes)?;
        Some(Found {
            chars: chars + beginning(rest, behind)?,
            bytes: bytes + rest.len(),
            key: self.key,
        })
    }
}

/// Which characters may begin a key together: a bit for the first's number and the second, by hash. Of the bits a sixteenth is set,
/// so that one pair in sixteen is let through that begins none.
#[derive(Debug, Clone, Copy)]
struct Pairs<'a>(&'a [u32]);

impl Pairs<'_> {
    /// How many bits there are for a pair.
    const BITS: usize = 16;

    /// The word and the bit in it, of `len` words.
    #[inline(always)]
    fn place(first: u32, second: char, len: usize) -> (usize, u32) {
        let mixed = (u64::from(first) << 32 | u64::from(second)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        // The hash as a fraction of the number of bits.
        let bit = (mixed * (len as u64 * 32)) >> 32;
        ((bit / 32) as usize, 1 << (bit % 32))
    }

    #[inline(always)]
    fn may_be(self, first: u32, second: char) -> bool {
        let (word, bit) = Self::place(first, second, self.0.len());
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }
}

/// Something of a character, never nothing. A text that does not go on as the key does is told by it nearly always, without a look at the key.
#[inline(always)]
fn told(character: char) -> u32 {
    (u32::from(character) % 1023 + 1) << 21
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

/// A key found: its length, and its number in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub chars: usize,
    pub bytes: usize,
    pub key: u32,
}

/// A view of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prefixes<'a> {
    firsts: Pages<'a, u32>,
    pairs: Pairs<'a>,
    first_nodes: &'a [Node],
    nodes: &'a [Node],
}

impl<'a> Prefixes<'a> {
    /// A view of a table made by [`build`].
    pub(crate) fn new(firsts: (&'a [u16], &'a [u32]), pairs: &'a [u32], nodes: &'a [Node], first_len: u32) -> Self {
        let (first_nodes, nodes) = nodes.split_at(nodes.len().min(first_len as usize));
        Prefixes {
            firsts: Pages::new(firsts.0, firsts.1),
            pairs: Pairs(pairs),
            first_nodes,
            nodes,
        }
    }

    #[inline(always)]
    fn child(self, parent: u32, character: char) -> Option<(u32, Node)> {
        let character = u32::from(character);
        let mut place = first_place(parent, character, self.nodes.len());
        // A table that was made by `build` has a free place; one that was not must not hold us up for ever.
        for _ in 0..self.nodes.len() {
            let node = *self.nodes.get(place)?;
            if node.parent == parent && node.label & CHARACTER == character {
                return Some(((self.first_nodes.len() + place) as u32, node));
            }
            if node.label == FREE {
                return None;
            }
            place = if place + 1 == self.nodes.len() { 0 } else { place + 1 };
        }
        None
    }

    /// Calls `found` for every key that `characters` begin with, the shortest first. `rest` gives what a key has behind its first so
    /// many bytes.
    #[inline(always)]
    pub(crate) fn find_at<'k>(
        self,
        mut characters: impl Iterator<Item = char> + Clone,
        rest: impl Fn(u32, usize) -> Option<&'k [u8]>,
        found: impl FnMut(Found),
    ) {
        let Some(first) = characters.next() else { return };
        let second = characters.clone().next().unwrap_or_default();
        if let (true, number) = self.begins(first, second)
            && let Some(&node) = self.first_nodes.get(number as usize)
        {
            let reached = Reached {
                number,
                node,
                chars: 1,
                bytes: first.len_utf8(),
            };
            self.follow(reached, characters, rest, found);
        }
    }

    /// Calls `found` for every key that stands in `text`, with the place where it begins, in their order, the shortest first at each. `fetch` has what
    /// `rest` will look at for a key fetched from memory.
    #[inline(always)]
    pub(crate) fn find<'k>(
        self,
        text: &[char],
        fetch: impl Fn(u32),
        rest: impl Fn(u32, usize) -> Option<&'k [u8]> + Copy,
        mut found: impl FnMut(usize, Found),
    ) {
        let second = |at: usize| text.get(at + 1).copied().unwrap_or_default();
        let place = |number, character| first_place(number, u32::from(character), self.nodes.len());
        // What is looked up for one place would wait for memory several times; for many, they wait together.
        let mut begun = [(0, 0); TOGETHER];
        let mut entered = [(0, Node::FREE, None); TOGETHER];
        for from in (0..text.len()).step_by(TOGETHER) {
            let mut count = 0;
            for (at, &first) in (from..).zip(&text[from..]).take(TOGETHER) {
                let (begins, number) = self.begins(first, second(at));
                begun[count] = (at, number);
                count += usize::from(begins);
            }
            let begun = &begun[..count];
            for &(at, number) in begun {
                prefetch(self.nodes, place(number, second(at)));
            }
            count = 0;
            for &(at, number) in begun {
                let first = self.first_nodes.get(number as usize).copied().unwrap_or(Node::FREE);
                let step = self.child(number, second(at));
                entered[count] = (at, first, step);
                count += usize::from(step.is_some() | first.may_be_key(second(at)));
                let Some((number, node)) = step else { continue };
                if node.key != NO_KEY {
                    fetch(node.key);
                }
                if node.has_children()
                    && let Some(&third) = text.get(at + 2)
                {
                    prefetch(self.nodes, place(number, third));
                }
            }
            for &(at, first, step) in &entered[..count] {
                let mut behind = text[at + 1..].iter().copied();
                let bytes = text[at].len_utf8();
                if let Some(key) = first.key(1, bytes, behind.clone(), rest) {
                    found(at, key);
                }
                if let (Some((number, node)), Some(second)) = (step, behind.next()) {
                    let reached = Reached {
                        number,
                        node,
                        chars: 2,
                        bytes: bytes + second.len_utf8(),
                    };
                    self.follow(reached, behind, rest, |key| found(at, key));
                }
            }
        }
    }

    /// Whether a character begins a key that is it alone, or that may go on by `second`; and the character's number then. Nearly everywhere this is all:
    /// no key of one character, and none that goes on so.
    #[inline(always)]
    fn begins(self, first: char, second: char) -> (bool, u32) {
        let entry = self.firsts.get(u32::from(first));
        let number = (entry & !IS_KEY).wrapping_sub(1);
        // All of it is looked up, and nothing decided on.
        let begins = (entry != 0) & ((entry & IS_KEY != 0) | self.pairs.may_be(number, second));
        (begins, number)
    }

    /// Goes on from a node. Apart from the first step, which is taken at every character.
    #[inline(never)]
    fn follow<'k>(
        self,
        mut reached: Reached,
        mut behind: impl Iterator<Item = char> + Clone,
        rest: impl Fn(u32, usize) -> Option<&'k [u8]>,
        mut found: impl FnMut(Found),
    ) {
        loop {
            let Reached {
                number,
                node,
                chars,
                bytes,
            } = reached;
            if let Some(key) = node.key(chars, bytes, behind.clone(), &rest) {
                found(key);
            }
            if !node.has_children() {
                return;
            }
            let Some(character) = behind.next() else { return };
            let Some((number, node)) = self.child(number, character) else {
                return;
            };
            reached = Reached {
                number,
                node,
                chars: chars + 1,
                bytes: bytes + character.len_utf8(),
            };
        }
    }
}

/// Where a walk has come to: a node, and how long what led there is.
struct Reached {
    number: u32,
    node: Node,
    chars: usize,
    bytes: usize,
}

/// How many of the characters are those of `key`, if they begin with all of it.
#[inline(always)]
fn beginning(mut key: &[u8], mut characters: impl Iterator<Item = char>) -> Option<usize> {
    let mut count = 0;
    while !key.is_empty() {
        let character = characters.next()?;
        key = key.strip_prefix(character.encode_utf8(&mut [0; 4]).as_bytes())?;
        count += 1;
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(keys: &[&str], text: &str) -> Vec<String> {
        let table = build(keys.len(), |i| keys[i]);
        let prefixes = Prefixes::new(
            (&table.firsts.0, &table.firsts.1),
            &table.pairs,
            &table.nodes,
            table.first_len,
        );
        let mut all = Vec::new();
        for (start, _) in text.char_indices() {
            let rest = |key: u32, len: usize| keys[key as usize].as_bytes().get(len..);
            prefixes.find_at(text[start..].chars(), rest, |found| {
                let key = keys[found.key as usize];
                assert_eq!(key, &text[start..start + found.bytes]);
                assert_eq!(found.chars, key.chars().count());
                all.push(format!("{}@{start}", keys[found.key as usize]));
            });
        }
        let characters: Vec<(usize, char)> = text.char_indices().collect();
        let alone: Vec<char> = characters.iter().map(|&(_, c)| c).collect();
        let mut together = Vec::new();
        let rest = |key: u32, len: usize| keys[key as usize].as_bytes().get(len..);
        prefixes.find(
            &alone,
            |_| (),
            rest,
            |start, found| {
                together.push(format!("{}@{}", keys[found.key as usize], characters[start].0));
            },
        );
        assert_eq!(together, all);
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
        // More than are looked at together.
        assert_eq!(find(&keys, &"在台北".repeat(2 * TOGETHER)).len(), 4 * TOGETHER);
    }
}
