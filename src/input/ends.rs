//! Where a row of a table or a value of JSON ends: bytes in, one after the other and in pieces of any size; out, the end.

/// Where a row is being read. Quotes count only at the beginning of a cell, as readers of CSV have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    Start,
    Plain,
    Quoted,
    /// Behind a quote in a quoted cell: the end of it, or the first of two.
    Quote,
    RowEnd,
}

impl Cell {
    /// Where it is behind `byte`.
    pub(super) fn after(self, byte: u8, delimiter: u8) -> Cell {
        match (self, byte) {
            (Cell::Quoted, b'"') => Cell::Quote,
            (Cell::Quoted, _) | (Cell::Start | Cell::Quote, b'"') => Cell::Quoted,
            (_, b'\n') => Cell::RowEnd,
            (_, byte) if byte == delimiter => Cell::Start,
            _ => Cell::Plain,
        }
    }
}

/// A value of JSON that is being read.
pub(super) struct Value {
    has_pairs: bool,
    depth: u64,
    is_in_string: bool,
    /// Whether the next byte belongs to the one before.
    passes_over: bool,
    is_begun: bool,
}

impl Value {
    /// Before a value; `has_pairs` as [`Wide::Pairs`](super::split::Wide).
    pub(super) fn new(has_pairs: bool) -> Self {
        Value {
            has_pairs,
            depth: 0,
            is_in_string: false,
            passes_over: false,
            is_begun: false,
        }
    }

    /// Where the value ends in `chunk`, if it does.
    pub(super) fn end_in(&mut self, chunk: &[u8]) -> Option<usize> {
        for (at, &byte) in chunk.iter().enumerate() {
            if std::mem::take(&mut self.passes_over) {
                continue;
            }
            let is_behind = match byte {
                b'\\' if self.is_in_string => {
                    self.passes_over = true;
                    false
                }
                b'"' => {
                    self.is_in_string = !self.is_in_string;
                    !self.is_in_string && self.depth == 0
                }
                0x81.. if self.has_pairs => {
                    self.passes_over = true;
                    false
                }
                _ if self.is_in_string => false,
                b'{' | b'[' => {
                    self.depth += 1;
                    false
                }
                // The end of a number or a word, which does not belong to it.
                b'}' | b']' | b',' if self.depth == 0 => return Some(at),
                _ if self.depth == 0 && self.is_begun && byte.is_ascii_whitespace() => return Some(at),
                b'}' | b']' => {
                    self.depth -= 1;
                    self.depth == 0
                }
                _ => false,
            };
            self.is_begun = true;
            if is_behind {
                return Some(at + 1);
            }
        }
        None
    }
}
