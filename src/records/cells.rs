//! What single cells become, before it is known where they go: digits, short texts as words of the processor, and cells that are made once and
//! written in many rows.

use std::ops::Range;

use super::csv::cell_of;

/// A cell as it stands in rows, for what many of them have: the id of a document, words of a vocabulary.
#[derive(Debug, Clone)]
pub struct Written {
    /// The first bytes, quoted if need be, with the comma and then zeros behind them: mostly all, and two stores.
    pub(super) first: [u8; 32],
    /// The others, in the same way.
    pub(super) others: Vec<[u8; 32]>,
    /// How many bytes they are, with the comma.
    pub(super) len: usize,
    text: Box<str>,
}

impl Written {
    /// The cell of a text.
    pub fn new(text: &str) -> Self {
        let mut bytes = cell_of(text);
        let len = bytes.len();
        bytes.resize(len.next_multiple_of(32), 0);
        let (chunks, _) = bytes.as_chunks();
        let (first, others) = chunks.split_first().unwrap_or((&[0; 32], &[]));
        Written {
            first: *first,
            others: others.to_vec(),
            len,
            text: text.into(),
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Appends the bytes of the text, which are UTF-8.
    #[inline]
    pub fn push_to(&self, out: &mut Vec<u8>) {
        let end = out.len() + self.text.len();
        // The comma is what a short cell has more than its text, unless there are quotes.
        if self.len == self.text.len() + 1 && self.others.is_empty() {
            out.extend_from_slice(&self.first);
            out.truncate(end);
        } else {
            out.extend_from_slice(self.text.as_bytes());
        }
    }
}

/// A text that is to be a cell, perhaps more than once. Nearly all are short, and are looked at once.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a>(pub(super) Form<'a>);

#[derive(Debug, Clone, Copy)]
pub(super) enum Form<'a> {
    /// Fewer than eight bytes, which need no quotes, with the comma, in a word; and how many there are then.
    Short(u64, usize),
    /// Any other text.
    Long(&'a str),
}

impl<'a> Text<'a> {
    /// A range of a text, which must begin and end at characters.
    #[inline(always)]
    pub fn cut(text: &'a str, range: Range<usize>) -> Self {
        debug_assert!(text.get(range.clone()).is_some());
        let len = range.len();
        // Eight bytes from there on, whatever the length: lengths differ too much for a processor to guess them.
        let word = text.as_bytes().get(range.start..).and_then(|rest| rest.first_chunk());
        if let (..8, Some(&word)) = (len, word) {
            let word = u64::from_le_bytes(word) & !(u64::MAX << (8 * len));
            if is_plain(word, len) {
                return Text(Form::Short(with_comma(word, len), len + 1));
            }
        }
        Text(Form::Long(&text[range]))
    }

    /// Hands the text itself to `take`.
    #[inline]
    pub fn hand_to<R>(self, take: impl FnOnce(&str) -> R) -> R {
        match self.0 {
            // It was cut from a text, so it is one.
            Form::Short(word, len) => take(str::from_utf8(&word.to_le_bytes()[..len - 1]).unwrap_or_default()),
            Form::Long(text) => take(text),
        }
    }

    /// Appends the bytes of the text, which are UTF-8.
    #[inline]
    pub fn push_to(self, out: &mut Vec<u8>) {
        match self.0 {
            Form::Short(word, len) => {
                let end = out.len() + len - 1;
                // All eight bytes are one store.
                out.extend_from_slice(&word.to_le_bytes());
                out.truncate(end);
            }
            Form::Long(text) => out.extend_from_slice(text.as_bytes()),
        }
    }

    /// Whether it has no character.
    #[inline]
    pub fn is_empty(self) -> bool {
        matches!(self.0, Form::Short(_, 1) | Form::Long(""))
    }
}

/// A whole number that is to be a cell, perhaps more than once.
#[derive(Debug, Clone, Copy)]
pub struct Digits {
    number: u64,
    /// Fewer than eight digits, with the comma, in a word; and how many bytes there are then.
    pub(super) short: Option<(u64, usize)>,
}

impl Digits {
    /// The digits of a number.
    #[inline(always)]
    pub fn new(number: u64) -> Self {
        Digits {
            number,
            short: short_digits(number).map(|(word, len)| (with_comma(word, len), len + 1)),
        }
    }

    /// The number.
    #[inline(always)]
    pub fn number(self) -> u64 {
        self.number
    }
}

/// A cell of fewer than eight bytes, which lie in a word with zeros behind them, and the comma.
#[inline(always)]
pub(super) fn with_comma(word: u64, len: usize) -> u64 {
    word | u64::from(b',') << (8 * len)
}

/// Fewer than eight bytes as a word, with zeros behind them.
#[inline(always)]
pub(super) fn short_word(bytes: &[u8]) -> Option<u64> {
    let len = bytes.len();
    if let (4..8, Some(&first), Some(&last)) = (len, bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        // Where the two overlap they say the same.
        let last = u64::from(u32::from_le_bytes(last)) << (8 * (len - 4));
        return Some(u64::from(u32::from_le_bytes(first)) | last);
    }
    match *bytes {
        [] => Some(0),
        [a] => Some(u64::from(a)),
        [a, b] => Some(u64::from(u16::from_le_bytes([a, b]))),
        [a, b, c] => Some(u64::from(u32::from_le_bytes([a, b, c, 0]))),
        _ => None,
    }
}

/// Whether a text of fewer than eight bytes, which lie in a word with zeros behind them, needs no quotes for sure.
#[inline(always)]
pub(super) fn is_plain(word: u64, len: usize) -> bool {
    // The bytes behind it are to be none that make quotes necessary.
    !has_low_byte(word | u64::MAX << (8 * len))
}

/// Whether one of eight bytes is not above the comma.
#[inline(always)]
pub(super) fn has_low_byte(word: u64) -> bool {
    const ONES: u64 = u64::MAX / 255;
    // The high bit of each byte that is below the comma's successor and has no high bit itself.
    word.wrapping_sub(ONES * u64::from(b',' + 1)) & !word & (ONES << 7) != 0
}

/// The two digits of each number below a hundred.
const PAIRS: [u16; 100] = {
    let mut pairs = [0; 100];
    let mut number = 0;
    while number < 100 {
        let [tens, ones] = [number / 10, number % 10];
        pairs[number] = u16::from_le_bytes([b'0' + tens as u8, b'0' + ones as u8]);
        number += 1;
    }
    pairs
};

/// The digits of a number of fewer than eight as a word, and how many there are.
#[inline(always)]
pub(super) fn short_digits(number: u64) -> Option<(u64, usize)> {
    let number = u32::try_from(number).ok().filter(|&number| number < 10_000_000)?;
    if number < 10_000 {
        return Some(first_digits(number));
    }
    let (high, len) = first_digits(number / 10_000);
    Some((high | u64::from(four_digits(number % 10_000)) << (8 * len), len + 4))
}

/// The digits of a number below ten thousand as a word, with zeros before them.
#[inline(always)]
fn four_digits(number: u32) -> u32 {
    let pair = |number: u32| u32::from(PAIRS[number as usize]);
    pair(number / 100) | pair(number % 100) << 16
}

/// The same without the zeros, and how many there are.
#[inline(always)]
fn first_digits(number: u32) -> (u64, usize) {
    let zeros = u32::from(number < 1000) + u32::from(number < 100) + u32::from(number < 10);
    (u64::from(four_digits(number) >> (8 * zeros)), 4 - zeros as usize)
}

/// A number with at most four digits after the point, and none that say nothing, where that takes no exact arithmetic: scores, which are
/// from 0 to 1 and lie clearly nearer to some ten thousandth than to the next.
pub(super) fn short_number(number: f64) -> Option<([u8; 6], usize)> {
    let rounded = ten_thousandths(number)?;
    let digit = |unit: u32| b'0' + (rounded / unit % 10) as u8;
    let digits = [digit(10_000), b'.', digit(1000), digit(100), digit(10), digit(1)];
    let zeros = digits.iter().rev().take_while(|&&digit| digit == b'0').count();
    Some((digits, if zeros >= 4 { 1 } else { digits.len() - zeros }))
}

/// How many ten thousandths are nearest to such a number.
fn ten_thousandths(number: f64) -> Option<u32> {
    let scaled = number * 1e4;
    let is_clear = number.is_sign_positive() && scaled <= 1e4 && (scaled - scaled.floor() - 0.5).abs() > 1e-6;
    is_clear.then(|| scaled.round() as u32)
}

/// The same of any number.
pub(super) fn long_number(number: f64) -> String {
    let written = format!("{number:.4}");
    let short = if written.contains('.') {
        written.trim_end_matches('0').trim_end_matches('.')
    } else {
        &written
    };
    short.to_owned()
}

/// A number as far as it counts in a table: the one that is nearest to what CSV has of it.
pub fn to_four_digits(number: f64) -> f64 {
    match ten_thousandths(number) {
        Some(rounded) => f64::from(rounded) / 1e4,
        None => format!("{number:.4}").parse().unwrap_or(number),
    }
}
