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

/// Appends each cell with a comma behind it.
struct CsvCells<'a>(&'a mut Vec<u8>);

impl CellVisitor for CsvCells<'_> {
    #[inline]
    fn null(&mut self) {
        self.0.push(b',');
    }

    #[inline]
    fn string(&mut self, text: &str) {
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
/// this decides nearly every cell, eight bytes at a time.
#[inline]
fn may_need_quotes(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::MAX / 255;
    let mut words = bytes.chunks_exact(8);
    let some_word = words.any(|word| {
        // A chunk is eight bytes long.
        let word = u64::from_ne_bytes(word.try_into().unwrap_or([0; 8]));
        // The high bit of each byte that is below the comma's successor and has no high bit itself.
        word.wrapping_sub(ONES * u64::from(b',' + 1)) & !word & (ONES << 7) != 0
    });
    some_word || words.remainder().iter().any(|&byte| byte <= b',')
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
