//! Rows as CSV: UTF-8, comma, LF, quotes only where RFC 4180 needs them.
//!
//! Rows go straight into a byte buffer that the caller owns, because writing them is half of a run's work; the reading
//! side, and the tests of this side, use the crate `csv`. Nearly all cells are short: they are copied by one or two words of the processor,
//! and not by a call.

use super::cells::{
    Digits, Form, Text, Written, has_low_byte, is_plain, long_number, short_number, short_word, with_comma,
};
use super::schema::{CellVisitor, Row, RowSink, Table};

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

/// How many bytes of rows are written before they go to the buffer.
const ROOM: usize = 1 << 10;
type Room = [u8; ROOM];

/// Appends rows to a buffer. They are written to room of a fixed size first, so that a cell needs no more than a comparison with a constant;
/// what is in it goes to the buffer when it is full, and when the writer is dropped.
pub struct RowWriter<'a> {
    out: &'a mut Vec<u8>,
    room: Room,
    /// Where the next byte goes.
    at: usize,
}

impl<'a> RowWriter<'a> {
    /// Goes on behind what `out` has.
    pub fn new(out: &'a mut Vec<u8>) -> Self {
        RowWriter {
            out,
            room: [0; ROOM],
            at: 0,
        }
    }

    #[inline(always)]
    fn push_cells(&mut self, push: impl FnOnce(&mut CsvCells<'_>)) {
        let mut cells = CsvCells {
            out: self.out,
            room: &mut self.room,
            at: self.at,
        };
        push(&mut cells);
        self.at = cells.at;
    }
}

impl RowSink for RowWriter<'_> {
    /// Appends `row` as one line.
    #[inline]
    fn push(&mut self, row: &impl Row) {
        self.push_cells(|cells| row.visit(cells));
        // Every table has at least one column, so the last byte is the comma behind it.
        if let Some(last) = self.at.checked_sub(1).and_then(|last| self.room.get_mut(last)) {
            *last = b'\n';
        }
    }
}

impl Drop for RowWriter<'_> {
    fn drop(&mut self) {
        self.out.extend_from_slice(&self.room[..self.at]);
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

/// Appends each cell with a comma behind it. It is a value of its own, no reference to which is handed on, so that it can stay in registers.
struct CsvCells<'w> {
    out: &'w mut Vec<u8>,
    room: &'w mut Room,
    at: usize,
}

impl CsvCells<'_> {
    /// Sees to it that there is room for so many bytes, at most [`ROOM`].
    #[inline(always)]
    fn make_room(&mut self, len: usize) {
        if self.at > ROOM - len {
            move_out(&self.room[..self.at], self.out);
            self.at = 0;
        }
    }

    /// The first `len` bytes of a word. What is behind them in the room does not count yet, so that they are one store.
    #[inline(always)]
    fn word(&mut self, word: u64, len: usize) {
        self.make_room(size_of::<u64>());
        if let Some(room) = self.room[self.at..].first_chunk_mut() {
            *room = word.to_le_bytes();
        }
        self.at += len;
    }

    /// A cell of fewer than eight bytes, which lie in a word with zeros behind them, and the comma.
    #[inline(always)]
    fn short(&mut self, word: u64, len: usize) {
        self.word(with_comma(word, len), len + 1);
    }

    /// A cell of these bytes as they are, and the comma.
    #[inline(always)]
    fn cell(&mut self, bytes: &[u8]) {
        self.at = push_cell(bytes, self.room, self.at, self.out);
    }
}

/// The cell of a text, with the comma.
pub(super) fn cell_of(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    RowWriter::new(&mut bytes).push_cells(|cells| cells.string(text));
    bytes
}

#[cold]
#[inline(never)]
fn move_out(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(bytes);
}

/// Appends a cell of which the first bytes are written. Returns where the next byte goes.
#[inline]
fn push_others(cell: &Written, room: &mut Room, at: usize, out: &mut Vec<u8>) -> usize {
    let places = room[at..].as_chunks_mut().0;
    match places.get_mut(1..=cell.others.len()) {
        Some(places) => {
            places.copy_from_slice(&cell.others);
            at + cell.len
        }
        None => {
            move_out(&room[..at], out);
            move_out(&cell.first, out);
            // All but the comma, so that a row can end here.
            let others = cell.others.as_flattened();
            move_out(&others[..cell.len - cell.first.len() - 1], out);
            room[0] = b',';
            1
        }
    }
}

/// Appends a cell of any length as it is, and the comma, to what is in the room up to `at`. Returns where the next byte goes.
#[inline(never)]
fn push_cell(bytes: &[u8], room: &mut Room, mut at: usize, out: &mut Vec<u8>) -> usize {
    let len = bytes.len();
    if at + len >= ROOM {
        move_out(&room[..at], out);
        at = 0;
    }
    if len >= ROOM {
        out.extend_from_slice(bytes);
    } else {
        room[at..at + len].copy_from_slice(bytes);
        at += len;
    }
    room[at] = b',';
    at + 1
}

impl CellVisitor for CsvCells<'_> {
    #[inline(always)]
    fn null(&mut self) {
        self.short(0, 0);
    }

    #[inline(always)]
    fn string(&mut self, text: &str) {
        let bytes = text.as_bytes();
        if let Some(word) = short_word(bytes) {
            if is_plain(word, bytes.len()) {
                return self.short(word, bytes.len());
            }
        } else if let (8..17, Some(&first), Some(&last)) = (bytes.len(), bytes.first_chunk(), bytes.last_chunk()) {
            let (first, last) = (u64::from_le_bytes(first), u64::from_le_bytes(last));
            if !has_low_byte(first) && !has_low_byte(last) {
                self.word(first, bytes.len() - size_of::<u64>());
                self.word(last, size_of::<u64>());
                return self.short(0, 0);
            }
        } else if !may_need_quotes(bytes) {
            return self.cell(bytes);
        }
        self.at = push_careful(bytes, self.room, self.at, self.out);
    }

    #[inline(always)]
    fn text(&mut self, text: Text<'_>) {
        match text.0 {
            Form::Short(word, len) => self.word(word, len),
            Form::Long(text) => self.string(text),
        }
    }

    #[inline(always)]
    fn written(&mut self, cell: &Written) {
        self.make_room(cell.first.len());
        if let Some(room) = self.room[self.at..].first_chunk_mut() {
            *room = cell.first;
        }
        if !cell.others.is_empty() {
            self.at = push_others(cell, self.room, self.at, self.out);
        } else {
            self.at += cell.len;
        }
    }

    #[inline(always)]
    fn digits(&mut self, digits: Digits) {
        match digits.short {
            Some((word, len)) => self.word(word, len),
            None => self.cell(itoa::Buffer::new().format(digits.number()).as_bytes()),
        }
    }

    #[inline(always)]
    fn integer(&mut self, number: u64) {
        self.digits(Digits::new(number));
    }

    fn number(&mut self, number: f64) {
        match short_number(number) {
            Some((digits, len)) => self.cell(&digits[..len]),
            None => self.cell(long_number(number).as_bytes()),
        }
    }

    #[inline(always)]
    fn boolean(&mut self, yes: bool) {
        self.short(u64::from(b'0' + u8::from(yes)), 1);
    }
}

/// Whether some byte of eight or more is not above the comma, as all are that make quotes necessary. Han characters and letters are above it,
/// so this decides nearly every cell, eight bytes at a time. The last bytes are looked at together with some before them.
#[inline(always)]
fn may_need_quotes(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    let is_low = |word: &[u8; 8]| has_low_byte(u64::from_le_bytes(*word));
    words.iter().any(is_low) || !rest.is_empty() && bytes.last_chunk().is_some_and(is_low)
}

/// The same of a cell that needs quotes, or may.
#[inline(never)]
fn push_careful(bytes: &[u8], room: &mut Room, at: usize, out: &mut Vec<u8>) -> usize {
    if bytes.iter().any(|byte| matches!(byte, b'"' | b',' | b'\n' | b'\r')) {
        let mut quoted = Vec::with_capacity(bytes.len() + 16);
        push_quoted(bytes, &mut quoted);
        push_cell(&quoted, room, at, out)
    } else {
        push_cell(bytes, room, at, out)
    }
}

/// Appends a cell in quotes, those inside it doubled.
fn push_quoted(cell: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for &byte in cell {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::to_four_digits;

    fn written(number: f64) -> String {
        let mut out = Vec::new();
        RowWriter::new(&mut out).push_cells(|cells| cells.number(number));
        assert_eq!(out.pop(), Some(b','));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn whole_numbers_are_as_the_standard_library_writes_them() {
        for number in (0..20_000).chain(99_900..100_100).chain([
            9_999_999,
            10_000_000,
            1_000_000,
            1_020_304,
            u64::from(u32::MAX),
            u64::MAX,
            1 << 32,
        ]) {
            let mut out = Vec::new();
            RowWriter::new(&mut out).push_cells(|cells| cells.integer(number));
            assert_eq!(String::from_utf8(out).unwrap(), format!("{number},"));
            assert_eq!(Digits::new(number).number(), number);
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
            assert_eq!(Ok(to_four_digits(number)), written(number).parse());
        }
    }

    #[test]
    fn cells_of_any_length_are_quoted_where_a_sign_needs_it() {
        for length in 0..40 {
            for place in 0..=length {
                for sign in [None, Some(','), Some('"'), Some('\n'), Some('!')] {
                    let mut text = "字".repeat(place / 3) + &"-".repeat(length - place / 3 * 3);
                    if let Some(sign) = sign {
                        text.insert(place / 3 * 3, sign);
                    }
                    let mut out = b"before".to_vec();
                    assert_eq!(Written::new(&text).text(), text);
                    let mut pushed = b"before".to_vec();
                    Written::new(&text).push_to(&mut pushed);
                    assert_eq!(pushed, format!("before{text}").as_bytes());
                    for whole in [text.clone(), format!("{text}12345678")] {
                        let cut = Text::cut(&whole, 0..text.len());
                        cut.hand_to(|handed| assert_eq!(handed, text));
                        let mut pushed = b"before".to_vec();
                        cut.push_to(&mut pushed);
                        assert_eq!(pushed, format!("before{text}").as_bytes());
                        assert_eq!(cut.is_empty(), text.is_empty());
                    }
                    RowWriter::new(&mut out).push_cells(|cells| {
                        cells.string(&text);
                        cells.written(&Written::new(&text));
                        let longer = format!("{text}12345678");
                        cells.text(Text::cut(&longer, 0..text.len()));
                        cells.text(Text::cut(&text, 0..text.len()));
                    });
                    let expected = match sign {
                        Some(',' | '"' | '\n') => format!("\"{}\",", text.replace('"', "\"\"")),
                        _ => format!("{text},"),
                    };
                    assert_eq!(String::from_utf8(out).unwrap(), format!("before{}", expected.repeat(4)));
                }
            }
        }
    }

    #[test]
    fn rows_go_to_the_buffer_whole_whatever_their_length() {
        for length in (0..40).chain(ROOM - 40..ROOM + 40).chain([3 * ROOM]) {
            let text = "x".repeat(length);
            let (mut out, mut expected) = (Vec::new(), String::new());
            let mut writer = RowWriter::new(&mut out);
            for number in 0..60 {
                writer.push_cells(|cells| {
                    cells.integer(number);
                    cells.written(&Written::new(&text));
                    cells.string(&text);
                });
                expected += &format!("{number},{text},{text},");
            }
            drop(writer);
            assert!(out == expected.as_bytes(), "{length}");
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
