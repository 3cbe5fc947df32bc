//! UTF-16 as a stream of UTF-8, so that records can be cut from it. Half a pair of surrogates becomes the three bytes that it would
//! have in UTF-8, and an odd byte at the end 0xFF: neither is UTF-8, and so the record that holds them is refused, and no other.

use std::io::{self, BufRead, Read};

pub(super) struct Utf16<R> {
    reader: R,
    is_big_endian: bool,
    low_half: Option<u8>,
    high: Option<u16>,
    ready: Vec<u8>,
    given: usize,
}

impl<R: BufRead> Utf16<R> {
    /// The text of `reader`, which is behind the byte order mark.
    pub(super) fn new(reader: R, is_big_endian: bool) -> Self {
        Utf16 {
            reader,
            is_big_endian,
            low_half: None,
            high: None,
            ready: Vec::new(),
            given: 0,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.given = 0;
        while self.ready.is_empty() {
            let chunk = self.reader.fill_buf()?;
            if chunk.is_empty() {
                if let Some(high) = self.high.take() {
                    push_surrogate(high, &mut self.ready);
                }
                if self.low_half.take().is_some() {
                    self.ready.push(0xFF);
                }
                return Ok(());
            }
            for &byte in chunk {
                let Some(first) = self.low_half.take() else {
                    self.low_half = Some(byte);
                    continue;
                };
                let unit = if self.is_big_endian {
                    u16::from_be_bytes([first, byte])
                } else {
                    u16::from_le_bytes([first, byte])
                };
                push_unit(unit, &mut self.high, &mut self.ready);
            }
            let read = chunk.len();
            self.reader.consume(read);
        }
        Ok(())
    }
}

fn push_unit(unit: u16, high: &mut Option<u16>, out: &mut Vec<u8>) {
    if let Some(before) = high.take() {
        if let Some(Ok(c)) = char::decode_utf16([before, unit]).next() {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            return;
        }
        push_surrogate(before, out);
    }
    match (unit, char::from_u32(u32::from(unit))) {
        (_, Some(c)) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        (0xD800..=0xDBFF, None) => *high = Some(unit),
        (_, None) => push_surrogate(unit, out),
    }
}

fn push_surrogate(unit: u16, out: &mut Vec<u8>) {
    out.extend([0xED, 0x80 | (unit >> 6 & 0x3F) as u8, 0x80 | (unit & 0x3F) as u8]);
}

/// How many bytes of UTF-16 some bytes of this stream stand for.
pub(super) fn source_length(bytes: &[u8]) -> u64 {
    let length = |&byte: &u8| match byte {
        0x80..=0xBF => 0,
        0xF0..=0xF4 => 4,
        0xFF => 1,
        _ => 2,
    };
    bytes.iter().map(length).sum()
}

impl<R: BufRead> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.ready.len() {
            self.fill()?;
        }
        let length = buffer.len().min(self.ready.len() - self.given);
        buffer[..length].copy_from_slice(&self.ready[self.given..self.given + length]);
        self.given += length;
        Ok(length)
    }
}
