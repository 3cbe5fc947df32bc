//! Lines of a stream, one at a time, in bounded memory.

use std::io::{self, BufRead, Read};

use crate::lexicon::Problem;

/// The longest line that is read, in bytes.
pub(super) const LONGEST: usize = 64 << 20;

/// Reads a stream line by line.
pub(super) struct Lines<'a, R> {
    path: &'a str,
    input: R,
    buffer: Vec<u8>,
    /// The number of the line read last, from 1.
    number: usize,
    /// How many bytes were read.
    pub(super) bytes: u64,
}

/// A line with its number from 1, or what is wrong with it.
pub(super) type Line<'a, T> = (usize, Result<&'a T, Problem>);

impl<'a, R: BufRead> Lines<'a, R> {
    /// `path` is only used in messages.
    pub(super) fn new(path: &'a str, input: R) -> Self {
        Lines {
            path,
            input,
            buffer: Vec::new(),
            number: 0,
            bytes: 0,
        }
    }

    /// The next line with its number, without its end, or nothing at the end of the stream. A byte order mark is left out.
    ///
    /// # Errors
    ///
    /// What keeps the stream from being read on.
    pub(super) fn next(&mut self) -> Result<Option<Line<'_, [u8]>>, Problem> {
        self.buffer.clear();
        let read = self.read();
        let is_long = read.map_err(|error| {
            let after = format!("cannot be read on after line {}: {error}", self.number);
            Problem::new(self.path, 0, 0, after).help("it may have been cut short: fetch it again")
        })?;
        if self.buffer.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        if is_long {
            let message = format!("a line of more than {} MB", LONGEST >> 20);
            return Ok(Some((
                self.number,
                Err(Problem::new(self.path, self.number, 0, message)),
            )));
        }
        let mut line = self.buffer.as_slice();
        if self.number == 1 {
            line = line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line);
        }
        line = line.strip_suffix(b"\n").unwrap_or(line);
        Ok(Some((self.number, Ok(line.strip_suffix(b"\r").unwrap_or(line)))))
    }

    /// The next line, which must be UTF-8.
    ///
    /// # Errors
    ///
    /// What keeps the stream from being read on.
    pub(super) fn next_text(&mut self) -> Result<Option<Line<'_, str>>, Problem> {
        let path = self.path;
        let line = self.next()?;
        Ok(line.map(|(number, line)| (number, line.and_then(|line| utf8(path, number, line)))))
    }

    /// Reads a line into the buffer; whether it is too long, in which case its rest was passed over.
    fn read(&mut self) -> io::Result<bool> {
        let mut limited = self.input.by_ref().take(LONGEST as u64 + 1);
        self.bytes += limited.read_until(b'\n', &mut self.buffer)? as u64;
        let is_long = self.buffer.len() > LONGEST && !self.buffer.ends_with(b"\n");
        if is_long {
            loop {
                let rest = self.input.fill_buf()?;
                let end = memchr::memchr(b'\n', rest);
                let len = end.map_or(rest.len(), |end| end + 1);
                self.input.consume(len);
                self.bytes += len as u64;
                if end.is_some() || len == 0 {
                    break;
                }
            }
        }
        Ok(is_long)
    }
}

/// The text of a line.
pub(super) fn utf8<'a>(path: &str, number: usize, line: &'a [u8]) -> Result<&'a str, Problem> {
    std::str::from_utf8(line).map_err(|error| {
        let (before, rest) = line.split_at(error.valid_up_to());
        let column = String::from_utf8_lossy(before).chars().count() + 1;
        let byte = rest.first().copied().unwrap_or(0);
        Problem::new(path, number, column, format!("the byte 0x{byte:02X} is not UTF-8")).help("save the file as UTF-8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_any_length_is_passed_over_in_bounded_memory() {
        let long = std::io::repeat(b'x').take(LONGEST as u64 + 9_000_000);
        let input = io::BufReader::new(
            "a\r\n"
                .as_bytes()
                .chain(long)
                .chain("\nbé".as_bytes())
                .chain(&b"\xFF"[..]),
        );
        let mut lines = Lines::new("l.txt", input);
        assert_eq!(lines.next_text().unwrap(), Some((1, Ok("a"))));
        let (number, line) = lines.next_text().unwrap().unwrap();
        assert_eq!(
            (number, line.unwrap_err().to_string().as_str()),
            (2, "l.txt:2: a line of more than 64 MB")
        );
        assert!(lines.buffer.capacity() < 3 * LONGEST);
        let (_, line) = lines.next_text().unwrap().unwrap();
        assert!(
            line.unwrap_err()
                .to_string()
                .starts_with("l.txt:3:3: the byte 0xFF is not UTF-8")
        );
        assert_eq!(lines.next().unwrap(), None);
    }
}
