//! Files and records handed out one by one.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

use super::decode::decode;
use super::document::{Document, Refusal, not_utf8, refusal};
use super::find::InputFile;
use super::records::{Fields, read_record};

/// Something that becomes one document, or one refusal.
#[derive(Debug)]
pub enum Unit {
    /// A whole file.
    File(Arc<InputFile>),
    /// A line of a file.
    Record {
        /// The file.
        file: Arc<InputFile>,
        /// The line, from 1.
        number: u64,
        /// Where it begins, in bytes.
        offset: u64,
        /// The line, without its end.
        line: Vec<u8>,
    },
    /// A file that could not be opened or read on.
    Refused(Refusal),
}

/// Hands out units, file by file.
pub struct Units {
    files: std::vec::IntoIter<InputFile>,
    open: Option<OpenFile>,
}

struct OpenFile {
    file: Arc<InputFile>,
    reader: Box<dyn BufRead + Send>,
    number: u64,
    offset: u64,
}

impl Units {
    /// Units of `files`, in their order.
    pub fn new(files: Vec<InputFile>) -> Self {
        Units {
            files: files.into_iter(),
            open: None,
        }
    }
}

impl Iterator for Units {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        loop {
            if let Some(open) = &mut self.open {
                match open.next_line() {
                    Ok(Some(unit)) => return Some(unit),
                    Ok(None) => self.open = None,
                    Err(error) => {
                        let refused = Refusal {
                            byte_offset: Some(open.offset),
                            ..refusal(&open.file.display, "unreadable", error.to_string())
                        };
                        self.open = None;
                        return Some(Unit::Refused(refused));
                    }
                }
            } else {
                let file = Arc::new(self.files.next()?);
                if !file.has_records {
                    return Some(Unit::File(file));
                }
                match open(&file) {
                    Ok(reader) => {
                        let reader = Box::new(BufReader::with_capacity(1 << 16, reader));
                        self.open = Some(OpenFile {
                            file,
                            reader,
                            number: 0,
                            offset: 0,
                        });
                    }
                    Err(error) => return Some(Unit::Refused(cannot_open(&file, &error))),
                }
            }
        }
    }
}

impl OpenFile {
    /// The next line that is not blank.
    fn next_line(&mut self) -> io::Result<Option<Unit>> {
        loop {
            let mut line = Vec::new();
            let offset = self.offset;
            let read = self.reader.read_until(b'\n', &mut line)?;
            if read == 0 {
                return Ok(None);
            }
            self.offset += read as u64;
            self.number += 1;
            while line.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
                line.pop();
            }
            if line.iter().any(|byte| !byte.is_ascii_whitespace()) {
                return Ok(Some(Unit::Record {
                    file: Arc::clone(&self.file),
                    number: self.number,
                    offset,
                    line,
                }));
            }
        }
    }
}

impl Unit {
    /// Reads and decodes the unit.
    ///
    /// # Errors
    ///
    /// Why it is no document.
    pub fn read(self, fields: &Fields) -> Result<Document, Refusal> {
        match self {
            Unit::File(file) => read_file(&file),
            Unit::Record {
                file,
                number,
                offset,
                line,
            } => read_record(&file, number, offset, line, fields),
            Unit::Refused(refused) => Err(refused),
        }
    }

    /// How many bytes of input the unit stands for, for progress.
    pub fn size(&self) -> u64 {
        match self {
            Unit::File(file) => file.size,
            Unit::Record { line, .. } => line.len() as u64 + 1,
            Unit::Refused(_) => 0,
        }
    }
}

fn read_file(file: &InputFile) -> Result<Document, Refusal> {
    let mut bytes = Vec::with_capacity(file.size as usize);
    open(file)
        .and_then(|mut reader| reader.read_to_end(&mut bytes))
        .map_err(|error| cannot_open(file, &error))?;
    if bytes.len() >= u32::MAX as usize {
        return Err(Refusal {
            help: Some("split the file, or make it JSONL with one article a line"),
            ..refusal(
                &file.display,
                "too_large",
                "a document must be smaller than 4 GiB".to_owned(),
            )
        });
    }
    let (text, encoding) = decode(bytes).map_err(|(at, message)| not_utf8(&file.display, None, at as u64, message))?;
    Ok(Document {
        id: file.id.clone(),
        source_path: file.display.clone(),
        source_record: None,
        encoding,
        text,
    })
}

fn open(file: &InputFile) -> io::Result<Box<dyn Read + Send>> {
    Ok(match &file.path {
        Some(path) => Box::new(File::open(path)?),
        None => Box::new(io::stdin()),
    })
}

fn cannot_open(file: &InputFile, error: &io::Error) -> Refusal {
    let help =
        (error.kind() == io::ErrorKind::PermissionDenied).then_some("give yourself the right to read it: chmod u+r");
    Refusal {
        help,
        ..refusal(&file.display, "unreadable", format!("cannot be read: {error}"))
    }
}
