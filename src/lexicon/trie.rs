//! A double-array trie over the codes of a dictionary (see [`dictionary`](super::dictionary)): in, keys as code sequences; out,
//! one array of 64-bit nodes that is used as it lies in an image. It assumes fewer than 2²⁴ nodes and values, and
//! codes from 1 to 65534; code 0 stands for “in no key” and never matches.
//!
//! A child of a node lies at `base + code`, and its label is that code. Since no two nodes share a base, the label
//! alone proves the parent, so that one load decides a step. The children of the root lie at their codes.

use std::borrow::Cow;
use std::hint::select_unpredictable;

use super::prefetch::prefetch;

/// The base of a node without children: beyond every array, so that looking for a child fails by itself.
const LEAF: u32 = 0x00FF_FFFF;
/// The label of a free place; no code has it.
const FREE: u16 = u16::MAX;

/// One node: bits 0–23 base, bits 24–47 value + 1 (0: no key ends here), bits 48–63 label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node(u64);

impl Node {
    const EMPTY: u64 = (LEAF as u64) | ((FREE as u64) << 48);
    /// Where all keys begin: the children lie at their codes.
    pub const ROOT: Node = Node(0);
    /// Where no key leads: neither a value nor children.
    pub const NOWHERE: Node = Node(Node::EMPTY);

    fn pack(base: u32, value: u32, label: u16) -> u64 {
        u64::from(base) | (u64::from(value) << 24) | (u64::from(label) << 48)
    }

    #[inline(always)]
    fn base(self) -> u32 {
        (self.0 & 0x00FF_FFFF) as u32
    }

    /// The value of the key that ends here.
    #[inline(always)]
    pub fn value(self) -> Option<u32> {
        (((self.0 >> 24) & 0x00FF_FFFF) as u32).checked_sub(1)
    }

    /// Whether a longer key goes on from here.
    #[inline(always)]
    pub fn has_children(self) -> bool {
        self.base() != LEAF
    }
}

/// A read-only view of a trie's nodes, cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Trie<'a> {
    nodes: &'a [u64],
}

impl<'a> Trie<'a> {
    /// A trie over an array made by [`build`].
    pub fn new(nodes: &'a [u64]) -> Trie<'a> {
        Trie { nodes }
    }

    /// The node after the first code of a key, if any key starts with it.
    #[inline(always)]
    pub fn first(self, code: u16) -> Option<Node> {
        self.at(0, code)
    }

    /// As [`Trie::next`], with [`Node::NOWHERE`] where there is none. Half of the steps lead nowhere, so that nothing is decided on the way.
    #[inline(always)]
    pub fn step(self, node: Node, code: u16) -> Node {
        let child = self.nodes.get(Self::place(node, code)).copied().unwrap_or(Node::EMPTY);
        let is_child = ((child >> 48) as u16 == code) & (code != 0);
        select_unpredictable(is_child, Node(child), Node::NOWHERE)
    }

    /// Has what [`Trie::step`] looks at fetched from memory, for a step that is taken a little later.
    #[inline(always)]
    pub fn fetch(self, node: Node, code: u16) {
        prefetch(self.nodes, Self::place(node, code));
    }

    /// Where a child lies; that of a leaf at the root, whose label no code is.
    #[inline(always)]
    fn place(node: Node, code: u16) -> usize {
        select_unpredictable(node.has_children(), node.base() as usize + usize::from(code), 0)
    }

    /// The node after one more code.
    #[inline(always)]
    pub fn next(self, node: Node, code: u16) -> Option<Node> {
        self.at(node.base(), code)
    }

    #[inline(always)]
    fn at(self, base: u32, code: u16) -> Option<Node> {
        let node = *self.nodes.get(base as usize + usize::from(code))?;
        ((node >> 48) as u16 == code && code != 0).then_some(Node(node))
    }
}

/// Builds the array for `keys`, which are sorted, distinct and not empty; the value of a key is its index.
///
/// # Panics
/// When the keys need 2²⁴ − 1 nodes or more, which no dictionary of text lines comes near.
pub fn build(keys: &[Vec<u16>]) -> Cow<'static, [u64]> {
    let mut builder = Builder {
        nodes: vec![Node::EMPTY],
        bases: vec![true],
        next_free: vec![1],
        start: 1,
    };
    // Breadth first: sets of siblings near the root are the large ones, and are placed while there is room.
    let mut level = vec![Siblings {
        parent: 0,
        from: 0,
        to: keys.len(),
    }];
    let mut depth = 0;
    while !level.is_empty() {
        let mut sets: Vec<(usize, Vec<Child>)> = level
            .iter()
            .map(|siblings| (siblings.parent, siblings.split(keys, depth)))
            .collect();
        sets.sort_by_key(|(parent, children)| (std::cmp::Reverse(children.len()), *parent));
        depth += 1;
        level.clear();
        for (parent, children) in sets {
            if children.is_empty() {
                continue;
            }
            let base = if depth == 1 { 0 } else { builder.find_base(&children) };
            builder.take(base, &children);
            if depth > 1 {
                builder.nodes[parent] = (builder.nodes[parent] & !u64::from(LEAF)) | base as u64;
            }
            for child in children {
                let place = base + usize::from(child.code);
                // Keys are sorted, so the one that ends here comes first.
                let ends = keys[child.from].len() == depth;
                let value = if ends { child.from as u32 + 1 } else { 0 };
                builder.nodes[place] = Node::pack(LEAF, value, child.code);
                let from = child.from + usize::from(ends);
                if from < child.to {
                    level.push(Siblings {
                        parent: place,
                        from,
                        to: child.to,
                    });
                }
            }
        }
    }
    assert!(builder.nodes.len() < LEAF as usize, "the trie outgrew 24 bits");
    Cow::Owned(builder.nodes)
}

/// The same trie with other values: `value` gives what a key's index is replaced by, below 2²⁴ − 1.
// Used by the build script.
#[allow(dead_code)]
pub fn with_values(nodes: &[u64], value: impl Fn(u32) -> u32) -> Vec<u64> {
    let replaced = |&node: &u64| {
        let Some(index) = Node(node).value() else { return node };
        let value = value(index) + 1;
        debug_assert!(value <= LEAF, "values have 24 bits");
        node & !(u64::from(LEAF) << 24) | u64::from(value) << 24
    };
    nodes.iter().map(replaced).collect()
}

/// Nodes with one parent, before they have places: where the parent lies, and the range of keys below it.
struct Siblings {
    parent: usize,
    from: usize,
    to: usize,
}

/// One of several siblings: its code and the range of keys below it.
struct Child {
    code: u16,
    from: usize,
    to: usize,
}

impl Siblings {
    /// The siblings one by one, told apart by the code at `depth`.
    fn split(&self, keys: &[Vec<u16>], depth: usize) -> Vec<Child> {
        let mut children: Vec<Child> = Vec::new();
        for (index, key) in keys[self.from..self.to].iter().enumerate() {
            let index = self.from + index;
            match children.last_mut() {
                Some(last) if last.code == key[depth] => last.to = index + 1,
                _ => children.push(Child {
                    code: key[depth],
                    from: index,
                    to: index + 1,
                }),
            }
        }
        children
    }
}

/// After so many free places tried in vain, the search for the next set of siblings begins where this one ended.
const TRIES: usize = 1000;

struct Builder {
    nodes: Vec<u64>,
    /// Bases in use: a base belongs to one node only.
    bases: Vec<bool>,
    /// For each place one at or behind it; following these leads to the next free place.
    next_free: Vec<u32>,
    /// Where the search for room for several siblings begins.
    start: usize,
}

impl Builder {
    fn is_free(&self, place: usize) -> bool {
        self.nodes.get(place).is_none_or(|&node| node == Node::EMPTY)
    }

    /// The first free place at or after `place`.
    fn free_from(&mut self, mut place: usize) -> usize {
        while place < self.next_free.len() {
            let next = self.next_free[place] as usize;
            if next == place {
                break;
            }
            // Halve the way for the next one who comes here.
            if let Some(&after) = self.next_free.get(next) {
                self.next_free[place] = after;
            }
            place = next;
        }
        place
    }

    fn find_base(&mut self, children: &[Child]) -> usize {
        let lowest = usize::from(children[0].code);
        // An only child fits anywhere and fills what the others leave.
        let start = if children.len() == 1 { 0 } else { self.start };
        let mut place = self.free_from(start.max(lowest + 1));
        let mut tries = 0;
        loop {
            let base = place - lowest;
            let unused = !self.bases.get(base).copied().unwrap_or(false);
            if unused
                && children[1..]
                    .iter()
                    .all(|child| self.is_free(base + usize::from(child.code)))
            {
                if tries > TRIES {
                    self.start = place;
                }
                return base;
            }
            tries += 1;
            place = self.free_from(place + 1);
        }
    }

    fn take(&mut self, base: usize, children: &[Child]) {
        let last = children
            .iter()
            .map(|child| base + usize::from(child.code))
            .max()
            .unwrap_or(base);
        if last >= self.nodes.len() {
            self.nodes.resize(last + 1, Node::EMPTY);
            let known = self.next_free.len() as u32;
            self.next_free.extend(known..=last as u32);
        }
        if base >= self.bases.len() {
            self.bases.resize(base + 1, false);
        }
        self.bases[base] = true;
        for child in children {
            let place = base + usize::from(child.code);
            self.next_free[place] = place as u32 + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_key_and_nothing_else() {
        let mut keys: Vec<Vec<u16>> = vec![
            vec![1],
            vec![1, 2],
            vec![1, 2, 3],
            vec![2, 1],
            vec![3, 3, 3, 3],
            vec![7],
        ];
        for a in 10..60u16 {
            for b in 1..(a % 7) {
                keys.push(vec![a, b, a]);
            }
        }
        keys.sort();
        let nodes = build(&keys);
        let trie = Trie::new(&nodes);
        let find = |key: &[u16]| {
            let mut node = trie.first(key[0])?;
            for &code in &key[1..] {
                node = trie.next(node, code)?;
            }
            node.value()
        };
        for (value, key) in keys.iter().enumerate() {
            assert_eq!(find(key), Some(value as u32), "{key:?}");
        }
        assert_eq!(find(&[3, 3]), None);
        assert_eq!(find(&[0]), None);
        assert_eq!(find(&[1, 0]), None);
        assert_eq!(find(&[7, 1]), None);
        assert_eq!(find(&[60_000]), None);
    }
}
