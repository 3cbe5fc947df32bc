//! Records cut from a stream of bytes: lines, rows of a table, values of JSON. Nothing is decoded and only one record is held at a time.
//! A record beyond the limit is passed over without being kept, so that neither an endless line nor a bomb fills memory.

use std::io::{self, BufRead, ErrorKind};

use super::ends::{Cell, Value};
use super::utf16::source_length;

/// What a stream is cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// Lines, those that are blank left out.
    Lines,
    /// Rows of a table with this delimiter, in which quoted cells may have line ends.
    Rows(u8),
    /// Values of JSON, one behind the other or in an array.
    Values,
}

/// How the bytes of a stream are to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wide {
    /// Every byte of ASCII is itself, as in UTF-8.
    No,
    /// What follows a byte from 0x81 on belongs to it, and may look like ASCII, as in Big5 and GB18030.
    Pairs,
    /// The stream was made from UTF-16, in which offsets are counted.
    FromUtf16,
}

/// A piece of the stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A record: its number, where it begins in the file, and its bytes, without line end.
    Record { number: u64, offset: u64, bytes: Vec<u8> },
    /// A record with more bytes than the limit, and how many it has.
    TooLarge { number: u64, offset: u64, length: u64 },
    /// Something that is no record. Where it says so, nothing comes after it.
    Broken {
        number: u64,
        offset: u64,
        message: &'static str,
    },
}

pub(super) struct Splitter<R> {
    reader: R,
    cut: Cut,
    wide: Wide,
    limit: u64,
    /// Where the reader is in the file, in bytes.
    offset: u64,
    /// How many records, or lines, were begun.
    number: u64,
    place: Place,
}

/// Where the reader is among values of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    /// Behind `[`.
    First,
    /// Behind a value of an array.
    Behind,
    /// Behind a comma.
    Next,
    /// Behind something that is no JSON, or at an end that came too early.
    Lost,
}

/// What was cut out, as far as it is within the limit.
struct Taken {
    bytes: Vec<u8>,
    length: u64,
    is_at_end: bool,
}

impl<R: BufRead> Splitter<R> {
    /// Cuts what `reader` holds, which begins at byte `offset` of its file.
    pub(super) fn new(reader: R, cut: Cut, wide: Wide, offset: u64, limit: u64) -> Self {
        Splitter {
            reader,
            cut,
            wide,
            limit,
            offset,
            number: 0,
            place: Place::Outside,
        }
    }

    /// How far the stream was read, in bytes of the file.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// How many records were begun.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Whether values stand one behind the other, outside an array.
    pub(super) fn is_outside_array(&self) -> bool {
        self.place == Place::Outside
    }

    /// The next piece; nothing at the end.
    ///
    /// # Errors
    ///
    /// What the reader returns. The record at which it happened is lost, and nothing may be asked for after it.
    pub(super) fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        match self.cut {
            Cut::Lines => self.next_line(),
            Cut::Rows(delimiter) => self.next_row(delimiter),
            Cut::Values => self.next_value(),
        }
    }

    fn next_line(&mut self) -> io::Result<Option<Piece>> {
        loop {
            let offset = self.offset;
            let taken = self.take(|chunk| memchr::memchr(b'\n', chunk).map(|at| at + 1))?;
            if taken.length == 0 {
                return Ok(None);
            }
            self.number += 1;
            let is_blank = taken.bytes.iter().all(u8::is_ascii_whitespace) && taken.length <= self.limit;
            if !is_blank {
                return Ok(Some(self.piece(offset, taken)));
            }
        }
    }

    fn next_row(&mut self, delimiter: u8) -> io::Result<Option<Piece>> {
        loop {
            let offset = self.offset;
            let mut cell = Cell::Start;
            let taken = self.take(|chunk| {
                let is_end = |&byte: &u8| {
                    cell = cell.after(byte, delimiter);
                    cell == Cell::RowEnd
                };
                chunk.iter().position(is_end).map(|at| at + 1)
            })?;
            if taken.length == 0 {
                return Ok(None);
            }
            if taken.bytes.iter().all(|byte| matches!(byte, b'\r' | b'\n')) && taken.length <= self.limit {
                continue;
            }
            self.number += 1;
            if taken.is_at_end && cell == Cell::Quoted {
                return Ok(Some(
                    self.broken(offset, "a quote is opened in this row and never closed"),
                ));
            }
            return Ok(Some(self.piece(offset, taken)));
        }
    }

    fn next_value(&mut self) -> io::Result<Option<Piece>> {
        loop {
            let byte = self.peek()?;
            let offset = self.offset;
            let place = match (byte, self.place) {
                (_, Place::Lost) | (None, Place::Outside) => return Ok(None),
                (None, _) => {
                    self.number += 1;
                    self.place = Place::Lost;
                    return Ok(Some(self.broken(offset, "the file ends inside an array")));
                }
                (Some(b'['), Place::Outside) => Place::First,
                (Some(b']'), Place::First | Place::Behind) => Place::Outside,
                (Some(b','), Place::Behind) => Place::Next,
                (Some(b',' | b']' | b'}' | b':'), _) | (_, Place::Behind) => {
                    self.number += 1;
                    let wrong = if self.place == Place::Behind {
                        "a comma is missing here; what follows is not read"
                    } else {
                        "a value is missing here; what follows is not read"
                    };
                    self.place = Place::Lost;
                    return Ok(Some(self.broken(offset, wrong)));
                }
                (Some(_), place) => {
                    let mut value = Value::new(self.wide == Wide::Pairs);
                    let taken = self.take(|chunk| value.end_in(chunk))?;
                    self.number += 1;
                    if place != Place::Outside {
                        self.place = Place::Behind;
                    }
                    return Ok(Some(self.piece(offset, taken)));
                }
            };
            self.take(|_| Some(1))?;
            self.place = place;
        }
    }

    fn piece(&self, offset: u64, mut taken: Taken) -> Piece {
        let number = self.number;
        if taken.length > self.limit {
            return Piece::TooLarge {
                number,
                offset,
                length: taken.length,
            };
        }
        while taken.bytes.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            taken.bytes.pop();
        }
        Piece::Record {
            number,
            offset,
            bytes: taken.bytes,
        }
    }

    fn broken(&self, offset: u64, message: &'static str) -> Piece {
        Piece::Broken {
            number: self.number,
            offset,
            message,
        }
    }

    /// Takes bytes up to the end that `end_in` finds in one chunk after the other, or to the end of the stream.
    fn take(&mut self, mut end_in: impl FnMut(&[u8]) -> Option<usize>) -> io::Result<Taken> {
        let mut taken = Taken {
            bytes: Vec::new(),
            length: 0,
            is_at_end: false,
        };
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                taken.is_at_end = true;
                return Ok(taken);
            }
            let end = end_in(chunk);
            let part = &chunk[..end.unwrap_or(chunk.len())];
            taken.length += part.len() as u64;
            if taken.length <= self.limit {
                taken.bytes.extend_from_slice(part);
            } else {
                taken.bytes = Vec::new();
            }
            self.offset += match self.wide {
                Wide::FromUtf16 => source_length(part),
                Wide::No | Wide::Pairs => part.len() as u64,
            };
            let length = part.len();
            self.reader.consume(length);
            if end.is_some() {
                return Ok(taken);
            }
        }
    }

    /// The next byte that is no white space, which is not taken.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let mut found = None;
            let taken = self.take(|chunk| {
                let at = chunk.iter().position(|byte| !byte.is_ascii_whitespace())?;
                found = Some(chunk[at]);
                Some(at)
            })?;
            if found.is_some() || taken.is_at_end {
                return Ok(found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;

    use super::*;

    /// The pieces of a text, read `buffer` bytes at a time.
    fn pieces(text: &[u8], cut: Cut, buffer: usize, limit: u64) -> Vec<Piece> {
        let mut splitter = Splitter::new(BufReader::with_capacity(buffer, text), cut, Wide::No, 0, limit);
        std::iter::from_fn(|| splitter.next_piece().unwrap()).collect()
    }

    fn records(text: &str, cut: Cut) -> Vec<(u64, u64, String)> {
        let record = |piece| match piece {
            Piece::Record { number, offset, bytes } => (number, offset, String::from_utf8(bytes).unwrap()),
            other => panic!("{other:?}"),
        };
        pieces(text.as_bytes(), cut, 3, 1000).into_iter().map(record).collect()
    }

    #[test]
    fn lines_are_numbered_with_the_blank_ones() {
        let found = records("a\n\n \r\nb\r\nc", Cut::Lines);
        assert_eq!(found, [(1, 0, "a".into()), (4, 6, "b".into()), (5, 9, "c".into())]);
    }

    #[test]
    fn quoted_cells_hold_line_ends_and_quotes_inside_cells_do_not_open() {
        let found = records("a,\"b\nc\"\"\n\",d\r\ne\"f,g\n\n\"h\"\n", Cut::Rows(b','));
        let expected = [
            (1, 0, "a,\"b\nc\"\"\n\",d".into()),
            (2, 14, "e\"f,g".into()),
            (3, 21, "\"h\"".into()),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn values_are_cut_from_arrays_and_from_sequences() {
        let expected = [
            (1, 2, r#"{"a":"]}\""}"#.into()),
            (2, 17, "[1, {}]".into()),
            (3, 26, "-5".into()),
        ];
        assert_eq!(records(r#"[ {"a":"]}\""} , [1, {}], -5 ]"#, Cut::Values), expected);
        assert_eq!(records("{}\n{\"b\":1} 7", Cut::Values).len(), 3);
        assert_eq!(records(" [ ] \n", Cut::Values), []);
    }

    #[test]
    fn what_is_no_sequence_of_values_is_broken_once() {
        for (text, offset) in [
            ("[{} {}]", 4),
            ("[{},]", 4),
            ("[,{}]", 1),
            ("[{},", 4),
            ("[{}", 3),
            ("] {}", 0),
            ("{} ,", 3),
        ] {
            let found = pieces(text.as_bytes(), Cut::Values, 2, 100);
            let broken: Vec<_> = found
                .iter()
                .filter(|piece| matches!(piece, Piece::Broken { .. }))
                .collect();
            assert!(
                matches!(broken[..], [Piece::Broken { offset: at, .. }] if *at == offset),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn what_is_too_large_is_passed_over() {
        let found = pieces(b"ab\nabcdefgh\ncd\n", Cut::Lines, 4, 4);
        let lengths: Vec<u64> = found
            .iter()
            .map(|piece| match piece {
                Piece::TooLarge { length, .. } => *length,
                Piece::Record { .. } => 0,
                Piece::Broken { .. } => panic!(),
            })
            .collect();
        assert_eq!(lengths, [0, 9, 0]);
    }

    #[test]
    fn a_bracket_inside_a_character_of_big5_is_none() {
        // 功 is A5 5C, whose second byte is a backslash; 珢 is D6 7D, whose second byte is a brace.
        let text = b"[{\"a\":\"\xA5\x5C\"},{\"b\":\"\xD6\x7D\xA5\x5B\"}]";
        let mut splitter = Splitter::new(&text[..], Cut::Values, Wide::Pairs, 0, 100);
        let count = std::iter::from_fn(|| splitter.next_piece().unwrap()).count();
        assert_eq!(count, 2);
    }

    proptest! {
        #[test]
        fn how_a_stream_comes_changes_nothing(
            text in "[\\[\\]{}\",:a\\\\ \n\r\t1]{0,40}", buffer in 1usize..9, kind in 0usize..3, limit in 0u64..30,
        ) {
            let cut = [Cut::Lines, Cut::Rows(b','), Cut::Values][kind];
            let whole = pieces(text.as_bytes(), cut, 1000, limit);
            prop_assert_eq!(pieces(text.as_bytes(), cut, buffer, limit), whole);
        }

        #[test]
        fn rows_are_those_of_a_reader_of_csv(cells in prop::collection::vec(prop::collection::vec("[a\",\n\r;]{0,5}", 2), 1..5)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in &cells {
                writer.write_record(row).unwrap();
            }
            let text = writer.into_inner().unwrap();
            prop_assert_eq!(pieces(&text, Cut::Rows(b','), 5, 1000).len(), cells.len());
        }
    }
}
