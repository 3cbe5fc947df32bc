//! Texts for the commands that work on standard input or on a few files, as filters do.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};

use anyhow::{Context, anyhow};

use crate::input::decode;

/// Calls `each` with every line of `files` (or of standard input, where there are none), without its end, and writes what it
/// appends to the buffer, followed by the end that the line had.
///
/// # Errors
///
/// What cannot be read or written; bytes that are not UTF-8, with their place.
pub(super) fn for_each_line(files: &[String], mut each: impl FnMut(&str, &mut Vec<u8>)) -> anyhow::Result<()> {
    let stdout = io::stdout();
    let flush_lines = stdout.is_terminal();
    let mut out = BufWriter::with_capacity(1 << 16, stdout.lock());
    let mut buffer = Vec::new();
    for file in or_stdin(files) {
        let mut reader = BufReader::with_capacity(1 << 16, open(file)?);
        let (mut offset, mut number, mut line) = (0, 0, Vec::new());
        loop {
            line.clear();
            let read = reader
                .read_until(b'\n', &mut line)
                .with_context(|| format!("{file}: cannot be read"))?;
            if read == 0 {
                break;
            }
            number += 1;
            let end = line.len()
                - line
                    .iter()
                    .rev()
                    .take_while(|byte| matches!(byte, b'\n' | b'\r'))
                    .count();
            let mark = if offset == 0 && line.starts_with(b"\xEF\xBB\xBF") {
                3
            } else {
                0
            };
            let text = std::str::from_utf8(&line[mark..end]).map_err(|error| {
                let at = mark + error.valid_up_to();
                let column = String::from_utf8_lossy(&line[mark..at]).chars().count() + 1;
                anyhow!(
                    "{file}:{number}:{column}: byte 0x{:02X} at offset {} is not UTF-8\nhelp: convert the input first, for example by: iconv -f BIG5-HKSCS -t UTF-8",
                    line[at],
                    offset + at
                )
            })?;
            buffer.clear();
            each(text, &mut buffer);
            buffer.extend_from_slice(&line[end..]);
            out.write_all(&buffer)?;
            if flush_lines {
                out.flush()?;
            }
            offset += read;
        }
    }
    out.flush()?;
    Ok(())
}

/// Calls `each` with the name and the whole text of every file (or of standard input, where there are none).
///
/// # Errors
///
/// What cannot be read; bytes that are not UTF-8, with their place; what `each` returns.
pub(super) fn for_each_file(
    files: &[String],
    mut each: impl FnMut(&str, String) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    for file in or_stdin(files) {
        let mut bytes = Vec::new();
        open(file)?
            .read_to_end(&mut bytes)
            .with_context(|| format!("{file}: cannot be read"))?;
        let (text, _) = decode(bytes).map_err(|(_, message)| {
            anyhow!("{file}: {message}\nhelp: convert the input first, for example by: iconv -f BIG5-HKSCS -t UTF-8")
        })?;
        each(file, text)?;
    }
    Ok(())
}

fn or_stdin(files: &[String]) -> impl Iterator<Item = &str> {
    let stdin = files.is_empty().then_some("-");
    files.iter().map(String::as_str).chain(stdin)
}

fn open(file: &str) -> anyhow::Result<Box<dyn Read>> {
    if file == "-" {
        return Ok(Box::new(io::stdin()));
    }
    let opened = File::open(file).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            anyhow!("{file}: there is no such file\nhelp: check the spelling, or leave it out to read standard input")
        }
        _ => anyhow!("{file}: cannot be read: {error}"),
    })?;
    if opened.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(anyhow!(
            "{file}: is a folder\nhelp: name files, or use: yiming run {file} -o DIR"
        ));
    }
    Ok(Box::new(opened))
}
