//! Rows as CSV: UTF-8, comma, LF, quotes only where RFC 4180 needs them.
//!
//! Rows go straight into a byte buffer that the caller owns, because writing them is half of a run's work; the reading
//! side, and the tests of this side, use the crate `csv`.

use std::io::Write;

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
    row.visit(&mut CsvCells(out));
    // Every table has at least one column, so the last byte is the comma behind it.
    if let Some(last) = out.last_mut() {
        *last = b'\n';
    }
}

/// Appends `cells` as one line with `delimiter` between them, quoted where that is necessary.
pub fn push_cells<'c>(cells: impl Iterator<Item = &'c [u8]>, delimiter: u8, out: &mut Vec<u8>) {
    for (number, cell) in cells.enumerate() {
        if number > 0 {
            out.push(delimiter);
        }
        if cell
            .iter()
            .any(|&byte| byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r'))
        {
            push_quoted(cell, out);
        } else {
            out.extend_from_slice(cell);
        }
    }
    out.push(b'\n');
}

/// Appends each cell with a comma behind it.
struct CsvCells<'a>(&'a mut Vec<u8>);

impl CellVisitor for CsvCells<'_> {
    #[inline]
    fn null(&mut self) {
        self.0.push(b',');
    }

    #[inline]
    fn string(&mut self, text: &str) {
        self.0.reserve(text.len() + 1);
        push_text(text, self.0);
        self.0.push(b',');
    }

    #[inline]
    fn integer(&mut self, number: u64) {
        self.0.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
        self.0.push(b',');
    }

    fn number(&mut self, number: f64) {
        push_number(number, self.0);
        self.0.push(b',');
    }

    #[inline]
    fn boolean(&mut self, yes: bool) {
        self.0.extend_from_slice(if yes { b"1," } else { b"0," });
    }
}

#[inline]
fn push_text(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    if may_need_quotes(bytes) {
        push_careful(bytes, out);
    } else {
        out.extend_from_slice(bytes);
    }
}

/// Whether some byte is not above the comma, as all are that make quotes necessary. Han characters and letters are above it, so
/// this decides nearly every cell, eight bytes at a time. The last bytes are looked at together with some before them.
#[inline]
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
#[inline]
fn has_low_byte(word: u64) -> bool {
    const ONES: u64 = u64::MAX / 255;
    // The high bit of each byte that is below the comma's successor and has no high bit itself.
    word.wrapping_sub(ONES * u64::from(b',' + 1)) & !word & (ONES << 7) != 0
}

fn push_careful(bytes: &[u8], out: &mut Vec<u8>) {
    if bytes.iter().any(|byte| matches!(byte, b'"' | b',' | b'\n' | b'\r')) {
        push_quoted(bytes, out);
    } else {
        out.extend_from_slice(bytes);
    }
}

#[cold]
fn push_quoted(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for &byte in bytes {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

/// At most four digits after the point, and none that say nothing.
fn push_number(number: f64, out: &mut Vec<u8>) {
    let start = out.len();
    // Scores are from 0 to 1. One that lies clearly nearer to some ten thousandth than to the next needs no exact arithmetic.
    let scaled = number * 1e4;
    if number.is_sign_positive() && scaled <= 1e4 && (scaled - scaled.floor() - 0.5).abs() > 1e-6 {
        push_ten_thousandths(scaled.round() as u32, out);
        return;
    }
    // Writing into a Vec cannot fail.
    let _ = write!(out, "{number:.4}");
    if out[start..].contains(&b'.') {
        while out.ends_with(b"0") {
            out.pop();
        }
        if out.ends_with(b".") {
            out.pop();
        }
    }
}

fn push_ten_thousandths(number: u32, out: &mut Vec<u8>) {
    out.push(b'0' + (number / 10_000) as u8);
    let mut rest = number % 10_000;
    if rest > 0 {
        out.push(b'.');
    }
    let mut unit = 1000;
    while rest > 0 {
        out.push(b'0' + (rest / unit) as u8);
        rest %= unit;
        unit /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_exact_to_four_digits() {
        for (number, expected) in [
            (1.0, "1"),
            (0.0, "0"),
            (0.9, "0.9"),
            (0.123_456, "0.1235"),
            (0.5, "0.5"),
        ] {
            let mut out = Vec::new();
            push_number(number, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    #[test]
    fn numbers_are_as_the_standard_library_rounds_them() {
        let near_ties = (0..20_000).flat_map(|n| [-1e-9, 0.0, 1e-9].map(|off| f64::from(n) / 20_000.0 + off));
        for number in near_ties.chain([1.5, 12.0, -0.0, -0.25, 1e9]) {
            let mut out = Vec::new();
            push_number(number, &mut out);
            let exact = format!("{number:.4}");
            assert_eq!(
                String::from_utf8(out).unwrap(),
                exact.trim_end_matches('0').trim_end_matches('.')
            );
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
