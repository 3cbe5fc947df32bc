//! Rows as CSV: UTF-8, comma, LF, quotes only where RFC 4180 needs them.
//!
//! Rows go straight into a byte buffer that the caller owns, because writing them is half of a run's work; the reading
//! side, and the tests of this side, use the crate `csv`. Nearly all cells are short: they are copied by one or two words of the processor,
//! and not by a call.

use super::schema::{CellVisitor, Row, Table};

/// Appends the header line of `table`.
pub fn push_header(table: &Table, out: &mut Vec<u8>) {
    for (i, column) in table.columns.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        out.extend_from_slice(column.name.as_bytes());
    }
    out.push(b'\n');
}

/// Appends `row` as one line.
///
/// ```
/// use yiming::records::{ErrorRow, push_row};
///
/// let mut out = Vec::new();
/// let row = ErrorRow {
///     source_path: "a,b.txt",
///     source_record: None,
///     byte_offset: Some(3),
///     stage: "decode",
///     code: "invalid_utf8",
///     message: "byte 0xFF",
/// };
/// push_row(&row, &mut out);
/// assert_eq!(out, b"\"a,b.txt\",,3,decode,invalid_utf8,byte 0xFF\n");
/// ```
pub fn push_row(row: &impl Row, out: &mut Vec<u8>) {
    RowWriter::new(out).push(row);
}

/// Appends rows to a buffer. While it does, the buffer is longer than what is written, so that a cell needs no more than a look whether there
/// is room.
pub struct RowWriter<'a> {
    out: &'a mut Vec<u8>,
    /// Where the next byte goes.
    at: usize,
    /// By how much the buffer grows when it is full.
    step: usize,
}

impl<'a> RowWriter<'a> {
    /// Goes on behind what `out` has.
    pub fn new(out: &'a mut Vec<u8>) -> Self {
        let at = out.len();
        RowWriter { out, at, step: 1 << 8 }
    }

    /// Appends `row` as one line.
    #[inline]
    pub fn push(&mut self, row: &impl Row) {
        row.visit(&mut CsvCells(self));
        // Every table has at least one column, so the last byte is the comma behind it.
        if let Some(last) = self.at.checked_sub(1).and_then(|last| self.out.get_mut(last)) {
            *last = b'\n';
        }
    }

    /// Room for `len` bytes, which are taken.
    #[inline(always)]
    fn take(&mut self, len: usize) -> &mut [u8] {
        let start = self.at;
        self.at += len;
        if self.out.len() < self.at {
            self.grow();
        }
        &mut self.out[start..start + len]
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        self.out.resize(self.at + self.step, 0);
        self.step = (self.step * 2).min(1 << 16);
    }

    /// A cell of these bytes as they are, with the comma behind it.
    #[inline(always)]
    fn cell(&mut self, bytes: &[u8]) {
        let to = self.take(bytes.len() + 1);
        if let Some((comma, cell)) = to.split_last_mut() {
            *comma = b',';
            copy(bytes, cell);
        }
    }
}

impl Drop for RowWriter<'_> {
    fn drop(&mut self) {
        self.out.truncate(self.at);
    }
}

/// Copies between slices of one length: up to sixteen bytes as the first and the last of them, which may overlap.
#[inline(always)]
fn copy(from: &[u8], to: &mut [u8]) {
    macro_rules! ends {
        ($word:literal) => {
            if let (Some(first), Some(last)) = (from.first_chunk::<$word>(), from.last_chunk::<$word>()) {
                if let Some(to) = to.first_chunk_mut::<$word>() {
                    *to = *first;
                }
                if let Some(to) = to.last_chunk_mut::<$word>() {
                    *to = *last;
                }
                return;
            }
        };
    }
    if from.len() > 16 {
        to.copy_from_slice(from);
        return;
    }
    ends!(8);
    ends!(4);
    ends!(2);
    ends!(1);
}

/// Appends each cell with a comma behind it.
struct CsvCells<'w, 'a>(&'w mut RowWriter<'a>);

impl CellVisitor for CsvCells<'_, '_> {
    #[inline(always)]
    fn null(&mut self) {
        self.0.cell(b"");
    }

    #[inline(always)]
    fn string(&mut self, text: &str) {
        let bytes = text.as_bytes();
        if may_need_quotes(bytes) {
            push_careful(bytes, self.0);
        } else {
            self.0.cell(bytes);
        }
    }

    #[inline(always)]
    fn integer(&mut self, number: u64) {
        match four_digits(number) {
            Some((digits, len)) => {
                let to = self.0.take(len + 1);
                if let Some((comma, cell)) = to.split_last_mut() {
                    *comma = b',';
                    copy(&digits[..len], cell);
                }
            }
            None => self.0.cell(itoa::Buffer::new().format(number).as_bytes()),
        }
    }

    fn number(&mut self, number: f64) {
        match short_number(number) {
            Some((digits, len)) => self.0.cell(&digits[..len]),
            None => self.0.cell(long_number(number).as_bytes()),
        }
    }

    #[inline(always)]
    fn boolean(&mut self, yes: bool) {
        self.0.cell(if yes { b"1" } else { b"0" });
    }
}

/// Whether some byte is not above the comma, as all are that make quotes necessary. Han characters and letters are above it, so
/// this decides nearly every cell, eight bytes at a time. The last bytes are looked at together with some before them.
#[inline(always)]
fn may_need_quotes(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some((&word, behind)) = rest.split_first_chunk::<8>() {
        if has_low_byte(u64::from_ne_bytes(word)) {
            return true;
        }
        rest = behind;
    }
    if let (Some(&first), Some(&last)) = (rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        return has_low_byte(u64::from(u32::from_ne_bytes(first)) << 32 | u64::from(u32::from_ne_bytes(last)));
    }
    match *rest {
        [] => false,
        [a] => a <= b',',
        [a, b] => a <= b',' || b <= b',',
        [a, b, c, ..] => a <= b',' || b <= b',' || c <= b',',
    }
}

/// Whether one of eight bytes is not above the comma.
#[inline(always)]
fn has_low_byte(word: u64) -> bool {
    const ONES: u64 = u64::MAX / 255;
    // The high bit of each byte that is below the comma's successor and has no high bit itself.
    word.wrapping_sub(ONES * u64::from(b',' + 1)) & !word & (ONES << 7) != 0
}

#[inline(never)]
fn push_careful(bytes: &[u8], out: &mut RowWriter<'_>) {
    if bytes.iter().any(|byte| matches!(byte, b'"' | b',' | b'\n' | b'\r')) {
        let mut quoted = Vec::with_capacity(bytes.len() + 16);
        quoted.push(b'"');
        for &byte in bytes {
            if byte == b'"' {
                quoted.push(b'"');
            }
            quoted.push(byte);
        }
        quoted.push(b'"');
        out.cell(&quoted);
    } else {
        out.cell(bytes);
    }
}

/// The digits of a number below ten thousand, and how many there are.
#[inline(always)]
fn four_digits(number: u64) -> Option<([u8; 4], usize)> {
    let number = u32::try_from(number).ok().filter(|&number| number < 10_000)?;
    let (upper, lower) = (number / 100, number % 100);
    let digits = [upper / 10, upper % 10, lower / 10, lower % 10];
    let digits = u32::from_le_bytes(digits.map(|digit| b'0' + digit as u8));
    let zeros = u32::from(number < 1000) + u32::from(number < 100) + u32::from(number < 10);
    Some(((digits >> (8 * zeros)).to_le_bytes(), 4 - zeros as usize))
}

/// A number with at most four digits after the point, and none that say nothing, where that takes no exact arithmetic: scores, which are
/// from 0 to 1 and lie clearly nearer to some ten thousandth than to the next.
fn short_number(number: f64) -> Option<([u8; 6], usize)> {
    let scaled = number * 1e4;
    if !(number.is_sign_positive() && scaled <= 1e4 && (scaled - scaled.floor() - 0.5).abs() > 1e-6) {
        return None;
    }
    let rounded = scaled.round() as u32;
    let digit = |unit: u32| b'0' + (rounded / unit % 10) as u8;
    let digits = [digit(10_000), b'.', digit(1000), digit(100), digit(10), digit(1)];
    let zeros = digits.iter().rev().take_while(|&&digit| digit == b'0').count();
    Some((digits, if zeros >= 4 { 1 } else { digits.len() - zeros }))
}

/// The same of any number.
fn long_number(number: f64) -> String {
    let written = format!("{number:.4}");
    let short = if written.contains('.') {
        written.trim_end_matches('0').trim_end_matches('.')
    } else {
        &written
    };
    short.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(number: f64) -> String {
        let mut out = Vec::new();
        let mut row = RowWriter::new(&mut out);
        CsvCells(&mut row).number(number);
        drop(row);
        assert_eq!(out.pop(), Some(b','));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn whole_numbers_are_as_the_standard_library_writes_them() {
        for number in (0..20_000).chain([u64::from(u32::MAX), u64::MAX, 1 << 32]) {
            let mut out = Vec::new();
            let mut row = RowWriter::new(&mut out);
            CsvCells(&mut row).integer(number);
            drop(row);
            assert_eq!(String::from_utf8(out).unwrap(), format!("{number},"));
        }
    }

    #[test]
    fn numbers_are_short_and_exact_to_four_digits() {
        for (number, expected) in [
            (1.0, "1"),
            (0.0, "0"),
            (0.9, "0.9"),
            (0.123_456, "0.1235"),
            (0.5, "0.5"),
        ] {
            assert_eq!(written(number), expected);
        }
    }

    #[test]
    fn numbers_are_as_the_standard_library_rounds_them() {
        let near_ties = (0..20_000).flat_map(|n| [-1e-9, 0.0, 1e-9].map(|off| f64::from(n) / 20_000.0 + off));
        for number in near_ties.chain([1.5, 12.0, -0.0, -0.25, 1e9]) {
            let exact = format!("{number:.4}");
            assert_eq!(written(number), exact.trim_end_matches('0').trim_end_matches('.'));
        }
    }

    #[test]
    fn a_sign_that_needs_quotes_is_seen_anywhere() {
        for length in 0..40 {
            assert!(!may_need_quotes("-".repeat(length).as_bytes()));
            for place in 0..length {
                let mut text = "字".repeat(length).into_bytes();
                text.truncate(length);
                text[place] = b',';
                assert!(may_need_quotes(&text), "{length} {place}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_back_unchanged(path in "\\PC*|[\",\r\n ]*", message in ".*") {
            use crate::records::ErrorRow;
            let row = ErrorRow {
                source_path: &path, source_record: None, byte_offset: None, stage: "input", code: "x", message: &message,
            };
            let mut out = Vec::new();
            push_header(&ErrorRow::TABLE, &mut out);
            push_row(&row, &mut out);
            let mut reader = ::csv::Reader::from_reader(out.as_slice());
            let record = reader.records().next().unwrap().unwrap();
            proptest::prop_assert_eq!(&record[0], path);
            proptest::prop_assert_eq!(&record[5], message);
            proptest::prop_assert!(reader.records().next().is_none());
        }
    }
}
