//! The words of jieba's dictionary, with what each costs, used where they lie in an image that is made when the program is built
//! (`words_build.rs`).
//!
//! All that is said of a word lies in the node of the trie that it ends at ([`Word`]), so that whoever walks through a text
//! has it at hand with no look-up more: five thousand different frequencies and some fifty tags are stored beside.

use super::unknown::UnknownWords;
use crate::lexicon::image::{ImageError, Reader};
use crate::lexicon::trie::{Node, Trie};
use crate::text::pages::Pages;

/// The version of the image's form.
pub const VERSION: u32 = 2001;

/// A word of the dictionary: bits 0–12 which of the frequencies it has, bits 13–18 which tag, bit 19 whether all its characters are
/// Han, bit 20 whether the cheapest way through it is the word itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word(pub u32);

impl Word {
    /// How many frequencies and tags there may be.
    pub const FREQUENCIES: usize = 1 << 13;
    /// See there.
    pub const TAGS: usize = 1 << 6;
    const HAN: u32 = 1 << 19;
    const WHOLE: u32 = 1 << 20;

    /// A word of frequency and tag of these numbers.
    pub fn new(frequency: usize, tag: usize, is_han: bool) -> Word {
        let word = frequency | tag << 13;
        Word(word as u32 | if is_han { Self::HAN } else { 0 })
    }

    /// The same, marked as one that is its own cheapest way.
    pub fn whole(self) -> Word {
        Word(self.0 | Self::WHOLE)
    }

    #[inline(always)]
    fn frequency(self) -> usize {
        self.0 as usize & (Self::FREQUENCIES - 1)
    }

    fn tag(self) -> usize {
        (self.0 >> 13) as usize & (Self::TAGS - 1)
    }

    /// Whether all its characters are Han.
    #[inline(always)]
    pub fn is_han(self) -> bool {
        self.0 & Self::HAN != 0
    }

    /// Whether the cheapest way through the word is the word itself.
    pub fn is_whole(self) -> bool {
        self.0 & Self::WHOLE != 0
    }
}

/// The dictionary; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    codes: Pages<'a, u16>,
    trie: Trie<'a>,
    /// The logarithm of each frequency's share in all.
    costs: &'a [f64],
    frequencies: &'a [u32],
    /// The same for a character that begins no word, as if it were counted once.
    unseen: f64,
    tags: &'a str,
    /// The model of the words that the dictionary does not have.
    pub(super) unknown: UnknownWords<'a>,
}

/// The arrays of a dictionary, in their order in the image.
pub struct Arrays<'a> {
    /// Characters to codes of the trie.
    pub codes: (&'a [u16], &'a [u16]),
    /// The trie; its values are [`Word`]s.
    pub nodes: &'a [u64],
    /// The different frequencies, rising.
    pub frequencies: &'a [u32],
    /// The logarithm of each one's share in all.
    pub costs: &'a [f64],
    /// The logarithm of the share of what is counted once.
    pub unseen: f64,
    /// The tags, with a space behind each.
    pub tags: &'a str,
    /// The model of unknown words.
    pub unknown: UnknownWords<'a>,
}

impl<'a> Words<'a> {
    /// A view of arrays.
    pub fn new(arrays: Arrays<'a>) -> Self {
        Words {
            codes: Pages::new(arrays.codes.0, arrays.codes.1),
            trie: Trie::new(arrays.nodes),
            costs: arrays.costs,
            frequencies: arrays.frequencies,
            unseen: arrays.unseen,
            tags: arrays.tags,
            unknown: arrays.unknown,
        }
    }

    /// The dictionary of an image.
    ///
    /// # Errors
    ///
    /// What is wrong with the image.
    pub fn read(image: &'a [u8]) -> Result<Self, ImageError> {
        let mut reader = Reader::new(image, VERSION)?;
        Ok(Self::new(Arrays {
            codes: (reader.array()?, reader.array()?),
            nodes: reader.array()?,
            frequencies: reader.array()?,
            costs: reader.array()?,
            unseen: reader.array()?.first().copied().ok_or(ImageError::Section)?,
            tags: std::str::from_utf8(reader.array()?).map_err(|_| ImageError::Section)?,
            unknown: UnknownWords::read(&mut reader)?,
        }))
    }

    /// The code of a character; 0 for one that is in no word.
    #[inline(always)]
    pub(super) fn code(self, character: char) -> u16 {
        self.codes.get(u32::from(character))
    }

    /// Where the steps begin.
    pub(super) const BEGIN: Node = Node::ROOT;

    /// The node of the trie after one more code.
    #[inline(always)]
    pub(super) fn step(self, node: Node, code: u16) -> Node {
        self.trie.step(node, code)
    }

    /// Has what a step needs fetched from memory.
    #[inline(always)]
    pub(super) fn fetch(self, node: Node, code: u16) {
        self.trie.fetch(node, code);
    }

    /// The word that is this text and no more.
    pub fn get(self, word: &str) -> Option<Word> {
        let step = |node, character| self.step(node, self.code(character));
        word.chars().fold(Self::BEGIN, step).value().map(Word)
    }

    /// What a word costs: the logarithm of its share in all words, below zero.
    #[inline(always)]
    pub(super) fn cost(self, word: Word) -> f64 {
        // The builder numbers no frequency that there is not.
        self.costs.get(word.frequency()).copied().unwrap_or(self.unseen)
    }

    /// What a character costs that begins no word.
    #[inline(always)]
    pub(super) fn unseen(self) -> f64 {
        self.unseen
    }

    /// How often the dictionary counts a word.
    pub fn frequency(self, word: Word) -> usize {
        self.frequencies
            .get(word.frequency())
            .map_or(0, |&count| count as usize)
    }

    /// All tags, in the order of their numbers.
    pub fn tags(self) -> impl Iterator<Item = &'a str> {
        self.tags.split_terminator(' ')
    }

    /// The number of a word's tag among [`Words::tags`].
    pub fn tag_number(self, word: Word) -> usize {
        word.tag()
    }
}
