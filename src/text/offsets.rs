//! From bytes to code points and back, in constant time, for a quarter of the text's size.

use super::span::{ByteSpan, CharSpan};

/// Bytes between two checkpoints.
const BLOCK: usize = 64;

/// The number of code points before every 64th byte but the first: from bytes to code points. Names are shorter, and take no room.
#[derive(Debug, Clone, Default)]
pub(super) struct Checkpoints {
    before: Vec<u32>,
    total: usize,
}

impl Checkpoints {
    /// Counts the code points of `text`.
    pub(super) fn new(text: &str) -> Self {
        let mut before = Vec::with_capacity(text.len() / BLOCK);
        let mut blocks = text.as_bytes().chunks(BLOCK);
        let mut total = blocks.next().map_or(0, count_chars);
        for block in blocks {
            before.push(total as u32);
            total += count_chars(block);
        }
        Checkpoints { before, total }
    }

    pub(super) fn len_chars(&self) -> usize {
        self.total
    }

    pub(super) fn char_of(&self, text: &str, byte: usize) -> usize {
        debug_assert!(text.is_char_boundary(byte), "a code point begins at the byte asked for");
        let block = byte / BLOCK;
        match behind_zero(&self.before, block) {
            Some(before) => before + count_chars(&text.as_bytes()[block * BLOCK..byte]),
            None => self.total,
        }
    }
}

/// The number at `place` of a list that has its first one, zero, left out.
#[inline(always)]
fn behind_zero(list: &[u32], place: usize) -> Option<usize> {
    match place.checked_sub(1) {
        None => Some(0),
        Some(place) => list.get(place).map(|&number| number as usize),
    }
}

/// Code points between two starts.
const STEP: usize = 8;

/// Where every eighth code point but the first begins: from code points to bytes. Matching asks this very often, so that only few are walked.
#[derive(Debug, Clone, Default)]
pub(super) struct Starts(Vec<u32>);

impl Starts {
    /// Those of `text`, which has `len_chars` code points.
    pub(super) fn new(text: &str, len_chars: usize) -> Self {
        let mut starts = Vec::with_capacity(len_chars / STEP);
        let (mut at, bytes) = (0, text.as_bytes());
        loop {
            // Walking waits for each code point in turn, which those of Chinese texts mostly need not.
            let ahead = bytes[at..].first_chunk();
            at = if ahead.is_some_and(are_all_of_three) {
                at + 3 * STEP
            } else {
                walk(bytes, at, STEP)
            };
            if at >= bytes.len() {
                break Starts(starts);
            }
            starts.push(at as u32);
        }
    }

    #[inline]
    pub(super) fn byte_of(&self, text: &str, position: usize) -> usize {
        let start = behind_zero(&self.0, position / STEP);
        start.map_or(text.len(), |start| walk(text.as_bytes(), start, position % STEP))
    }
}

/// Whether these are code points of three bytes each.
#[inline(always)]
fn are_all_of_three(bytes: &[u8; 3 * STEP]) -> bool {
    // 1110xxxx, then twice 10xxxxxx.
    const TOLD: [u8; 3 * STEP] = repeated([0xF0, 0xC0, 0xC0]);
    const WANTED: [u8; 3 * STEP] = repeated([0xE0, 0x80, 0x80]);
    let wrong = (0..3 * STEP).fold(0, |wrong, i| wrong | (bytes[i] & TOLD[i] ^ WANTED[i]));
    wrong == 0
}

const fn repeated(one: [u8; 3]) -> [u8; 3 * STEP] {
    let mut all = [0; 3 * STEP];
    let mut i = 0;
    while i < all.len() {
        all[i] = one[i % 3];
        i += 1;
    }
    all
}

/// The byte at which the code point begins that is so many behind the one at byte `at`; the length of the text where there are fewer.
#[inline(always)]
fn walk(bytes: &[u8], mut at: usize, code_points: usize) -> usize {
    for _ in 0..code_points {
        let Some(&first) = bytes.get(at) else { break };
        at += utf8_len(first);
    }
    at
}

/// The length of a code point in bytes of UTF-8, which its first byte tells.
#[inline(always)]
pub(crate) fn utf8_len(first: u8) -> usize {
    // By the upper half of the byte; no code point begins with 8 to B. Without branches, since scripts alternate.
    const LENGTHS: [u8; 16] = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4];
    usize::from(LENGTHS[usize::from(first >> 4)])
}

fn is_char_start(byte: u8) -> bool {
    // Continuation bytes are 10xxxxxx, which is below -64 as a signed number.
    byte as i8 >= -0x40
}

/// How many code points begin in eight bytes.
#[inline(always)]
fn starts_in(word: u64) -> usize {
    const ONES: u64 = u64::MAX / 255;
    // All bytes but those of the form 10xxxxxx; the product sums them up in its highest byte.
    let starts = (!word >> 7 | word >> 6) & ONES;
    (starts.wrapping_mul(ONES) >> 56) as usize
}

/// How many code points begin in a block, or in a part of one.
fn count_chars(bytes: &[u8]) -> usize {
    // No more than a block of them, so a byte can hold the sum, and the compiler can add many at once.
    debug_assert!(bytes.len() <= BLOCK);
    usize::from(bytes.iter().map(|&byte| u8::from(is_char_start(byte))).sum::<u8>())
}

/// A text with its index of code points.
///
/// ```
/// use yiming::text::{ByteSpan, CharIndex, CharSpan};
///
/// let index = CharIndex::new("伊爾亞 Ilya");
/// assert_eq!(index.len_chars(), 8);
/// assert_eq!(index.byte_of(4), 10);
/// assert_eq!(index.char_of(10), 4);
/// assert_eq!(index.bytes(CharSpan::new(0, 3)), ByteSpan::new(0, 9));
/// ```
#[derive(Debug, Clone)]
pub struct CharIndex<'t> {
    text: &'t str,
    checkpoints: Checkpoints,
    starts: Starts,
}

impl<'t> CharIndex<'t> {
    /// Indexes `text`, which must be shorter than 2³² code points.
    pub fn new(text: &'t str) -> Self {
        let checkpoints = Checkpoints::new(text);
        CharIndex {
            text,
            starts: Starts::new(text, checkpoints.len_chars()),
            checkpoints,
        }
    }

    /// The text itself.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The length in code points.
    pub fn len_chars(&self) -> usize {
        self.checkpoints.len_chars()
    }

    /// The code point that begins at `byte`; the length for the end of the text.
    pub fn char_of(&self, byte: usize) -> usize {
        self.checkpoints.char_of(self.text, byte)
    }

    /// The byte at which code point `position` begins; the text's length for any position behind the last.
    pub fn byte_of(&self, position: usize) -> usize {
        self.starts.byte_of(self.text, position)
    }

    /// The same range in bytes.
    pub fn bytes(&self, span: CharSpan) -> ByteSpan {
        ByteSpan::new(self.byte_of(span.start), self.byte_of(span.end))
    }

    /// The same range in code points.
    pub fn chars(&self, span: ByteSpan) -> CharSpan {
        CharSpan::new(self.char_of(span.start), self.char_of(span.end))
    }

    /// The text of a range.
    pub fn slice(&self, span: CharSpan) -> &'t str {
        &self.text[self.bytes(span).range()]
    }
}

/// From how many code points on it pays to look at eight bytes at a time.
const FAR: usize = 16;

/// A text read in step from front to back: from code points to bytes, for ranges that come in order. Where that is so, it is
/// faster than an index.
///
/// ```
/// use yiming::text::{CharSpan, Walker};
///
/// let mut walker = Walker::new("伊爾亞 Ilya");
/// assert_eq!(walker.slice(CharSpan::new(0, 3)), "伊爾亞");
/// assert_eq!(walker.slice(CharSpan::new(4, 8)), "Ilya");
/// ```
#[derive(Debug, Clone)]
pub struct Walker<'t> {
    text: &'t str,
    position: usize,
    byte: usize,
}

impl<'t> Walker<'t> {
    /// Starts at the beginning of `text`.
    pub fn new(text: &'t str) -> Self {
        Walker {
            text,
            position: 0,
            byte: 0,
        }
    }

    /// Goes on to code point `position`, which must not lie before the place reached, and tells the byte at which it begins;
    /// the text's length for any position behind the last.
    #[inline]
    pub fn byte_of(&mut self, position: usize) -> usize {
        debug_assert!(position >= self.position, "a walker does not go back");
        let bytes = self.text.as_bytes();
        if self.position + FAR <= position {
            self.stride(position);
        }
        while self.position < position && self.byte < bytes.len() {
            self.byte += utf8_len(bytes[self.byte]);
            self.position += 1;
        }
        self.byte
    }

    /// Goes on by eight bytes at a time as long as these cannot have too many code points.
    fn stride(&mut self, position: usize) {
        let bytes = self.text.as_bytes();
        while self.position + 8 <= position
            && let Some(word) = bytes.get(self.byte..).and_then(|rest| rest.first_chunk())
        {
            self.position += starts_in(u64::from_le_bytes(*word));
            self.byte += 8;
        }
        // They may end inside of a code point, which was counted.
        while bytes.get(self.byte).is_some_and(|&byte| !is_char_start(byte)) {
            self.byte += 1;
        }
    }

    /// The range in bytes.
    #[inline]
    pub fn bytes(&mut self, span: CharSpan) -> ByteSpan {
        let start = self.byte_of(span.start);
        ByteSpan::new(start, self.byte_of(span.end))
    }

    /// The text of a range.
    pub fn slice(&mut self, span: CharSpan) -> &'t str {
        &self.text[self.bytes(span).range()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_code_point_is_where_the_standard_library_has_it(text in "[a-z\u{e9}\u{4e00}-\u{4fff}\u{20000}-\u{20010}]{0,400}|a{300}\\PC{0,99}") {
            let index = CharIndex::new(&text);
            for (position, (byte, _)) in text.char_indices().enumerate() {
                proptest::prop_assert_eq!(index.byte_of(position), byte);
                proptest::prop_assert_eq!(index.char_of(byte), position);
            }
            proptest::prop_assert_eq!(index.byte_of(index.len_chars()), text.len());
            for step in [1, 2, 15, 16, 17, 30, 100] {
                let mut walker = Walker::new(&text);
                for position in (0..index.len_chars() + step).step_by(step) {
                    proptest::prop_assert_eq!(walker.byte_of(position), index.byte_of(position), "{}", step);
                }
            }
        }
    }
}
