//! Texts for the commands that work on standard input or on a few files, as filters do. A file that cannot be read is told,
//! and the next one is taken; the exit code says so at the end.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::process::ExitCode;

use super::tell;
use crate::input::{TO_UTF8, decode};

/// Why a file was given up.
pub(super) enum Failure {
    /// The file is at fault; the message says how, with a line `help:`.
    Input(String),
    /// What was made of it cannot be written, so there is no point in going on.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

/// Calls `each` with every line of `files` (or of standard input, where there are none), without its end, and writes what it
/// appends to the buffer, followed by the end that the line had. The last line of a file is ended before the next file.
///
/// # Errors
///
/// What cannot be written.
pub(super) fn for_each_line(files: &[String], mut each: impl FnMut(&str, &mut Vec<u8>)) -> anyhow::Result<ExitCode> {
    let stdout = io::stdout();
    let flush_lines = stdout.is_terminal();
    let mut out = BufWriter::with_capacity(1 << 16, stdout.lock());
    let mut buffer = Vec::new();
    let mut is_inside_line = false;
    each_file(files, |file| {
        let mut lines = Lines::open(file)?;
        while let Some((text, end)) = lines.next_line()? {
            buffer.clear();
            if std::mem::take(&mut is_inside_line) {
                buffer.push(b'\n');
            }
            each(text, &mut buffer);
            buffer.extend_from_slice(end);
            is_inside_line = end.is_empty();
            out.write_all(&buffer)?;
            if flush_lines {
                out.flush()?;
            }
        }
        // What was read goes out before the next message.
        Ok(out.flush()?)
    })
}

/// Calls `each` with the name and the whole text of every file (or of standard input, where there are none).
///
/// # Errors
///
/// What `each` returns.
pub(super) fn for_each_file(
    files: &[String],
    mut each: impl FnMut(&str, String) -> io::Result<()>,
) -> anyhow::Result<ExitCode> {
    each_file(files, |file| {
        let mut bytes = Vec::new();
        open(file)?
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(file, &error))?;
        let (text, _) =
            decode(bytes).map_err(|(_, message)| Failure::Input(format!("{file}: {message}\nhelp: {TO_UTF8}")))?;
        Ok(each(file, text)?)
    })
}

/// Calls `each` with the name of every file. Exit code 0 where every file was read to its end, 2 where none was, 1 in between.
pub(super) fn each_file(
    files: &[String],
    mut each: impl FnMut(&str) -> Result<(), Failure>,
) -> anyhow::Result<ExitCode> {
    let stdin = files.is_empty().then_some("-");
    let (mut read, mut failed) = (0, 0);
    for file in files.iter().map(String::as_str).chain(stdin) {
        match each(file) {
            Ok(()) => read += 1,
            Err(Failure::Output(error)) => return Err(error.into()),
            Err(Failure::Input(message)) => {
                failed += 1;
                tell(&format!("error: {message}"));
            }
        }
    }
    Ok(match (read, failed) {
        (_, 0) => ExitCode::SUCCESS,
        (0, _) => ExitCode::from(2),
        _ => ExitCode::FAILURE,
    })
}

/// The lines of one file.
struct Lines<'f> {
    file: &'f str,
    reader: BufReader<Box<dyn Read>>,
    line: Vec<u8>,
    number: usize,
    offset: usize,
}

impl<'f> Lines<'f> {
    fn open(file: &'f str) -> Result<Self, Failure> {
        let reader = BufReader::with_capacity(1 << 16, open(file)?);
        Ok(Lines {
            file,
            reader,
            line: Vec::new(),
            number: 0,
            offset: 0,
        })
    }

    /// The next line and its end.
    fn next_line(&mut self) -> Result<Option<(&str, &[u8])>, Failure> {
        self.offset += self.line.len();
        self.number += 1;
        self.line.clear();
        self.reader
            .read_until(b'\n', &mut self.line)
            .map_err(|error| unreadable(self.file, &error))?;
        if self.line.is_empty() {
            return Ok(None);
        }
        let is_end = |byte: &&u8| matches!(byte, b'\n' | b'\r');
        let end = self.line.len() - self.line.iter().rev().take_while(is_end).count();
        let (text, end) = self.line.split_at(end);
        let text = std::str::from_utf8(text).map_err(|error| {
            let at = error.valid_up_to();
            let column = String::from_utf8_lossy(&text[..at]).chars().count() + 1;
            Failure::Input(format!(
                "{}:{}:{column}: byte 0x{:02X} at offset {} is not UTF-8\nhelp: {TO_UTF8}",
                self.file,
                self.number,
                text[at],
                self.offset + at
            ))
        })?;
        Ok(Some((text, end)))
    }
}

pub(super) fn open(file: &str) -> Result<Box<dyn Read>, Failure> {
    if file == "-" {
        return Ok(Box::new(io::stdin()));
    }
    let opened = File::open(file).map_err(|error| unreadable(file, &error))?;
    if opened.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(Failure::Input(format!(
            "{file}: is a folder\nhelp: name files, or use: yiming run {file} -o DIR"
        )));
    }
    Ok(Box::new(opened))
}

pub(super) fn unreadable(file: &str, error: &io::Error) -> Failure {
    Failure::Input(match error.kind() {
        io::ErrorKind::NotFound => {
            format!("{file}: there is no such file\nhelp: check the spelling, or leave it out to read standard input")
        }
        _ => format!("{file}: cannot be read: {error}"),
    })
}
