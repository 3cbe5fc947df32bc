//! Records of JSON Lines, JSON and tables: cut from their file under the lock of the units, read on any thread.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;

use super::Encoding;
use super::compression::{self, Bytes};
use super::date::iso_date;
use super::decode::{self, Undecodable, decode_as, tell, with_mark};
use super::document::{Document, Place, Refusal, refusal};
use super::format::Format;
use super::json::{Field, pick};
use super::reading::{IdFrom, Reading};
use super::split::{Cut, Piece, Splitter, Wide};
use super::table::{Columns, cells};
use super::utf16::{Utf16, source_length};

/// What all records of a file share.
#[derive(Debug)]
struct Shape {
    place: Place,
    encoding: Encoding,
    wide: Wide,
    /// The columns of a table.
    columns: Option<Columns>,
}

/// The records of one file, one after the other.
pub(super) struct Records {
    shape: Arc<Shape>,
    reading: Arc<Reading>,
    splitter: Splitter<Box<dyn BufRead + Send>>,
    packing: Option<String>,
    /// An error that comes after what was handed out last.
    failed: Option<io::Error>,
    is_done: bool,
}

/// A record, not yet read.
#[derive(Debug)]
pub(super) struct Record {
    shape: Arc<Shape>,
    /// Its number; nothing where the file has only this one and is one object.
    number: Option<u64>,
    offset: u64,
    bytes: Vec<u8>,
}

/// How much of a file is looked at to tell its encoding.
const BEGINNING: u64 = 1 << 16;

impl Records {
    /// Opens the records of `content`, inside `archive` if that is named.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, an encoding that cannot be told, a table without the columns that are needed.
    pub(super) fn open(
        place: Place,
        content: Bytes,
        archive: Option<&str>,
        reading: Arc<Reading>,
    ) -> Result<Self, Refusal> {
        let (mut content, compression) =
            compression::open(content).map_err(|error| place.unreadable(&error, 0, archive))?;
        let packing = compression
            .map(|compression| format!("{} data", compression.name()))
            .or_else(|| archive.map(str::to_owned));
        let mut beginning = Vec::new();
        let failed = (&mut content).take(BEGINNING).read_to_end(&mut beginning).err();
        let encoding = match reading.encoding {
            Some(encoding) => with_mark(encoding, &beginning),
            None => tell(&beginning).map_err(|wrong| place.undecodable(None, wrong))?,
        };
        let mark = match Encoding::of_mark(&beginning) {
            Some((marked, length)) if marked == encoding => length as u64,
            _ => 0,
        };
        let mut cursor = Cursor::new(beginning);
        cursor.set_position(mark);
        // An error is not asked for twice: it may not come again.
        let rest: Bytes = match failed {
            Some(error) => Box::new(Failing(Some(error))),
            None => content,
        };
        let whole = cursor.chain(rest);
        let (wide, stream): (_, Box<dyn BufRead + Send>) = match encoding {
            Encoding::Utf8 | Encoding::Utf8Sig => (Wide::No, Box::new(buffered(whole))),
            Encoding::Big5 | Encoding::Gb18030 => (Wide::Pairs, Box::new(buffered(whole))),
            Encoding::Utf16Le | Encoding::Utf16Be => {
                let is_big_endian = encoding == Encoding::Utf16Be;
                (
                    Wide::FromUtf16,
                    Box::new(buffered(Utf16::new(buffered(whole), is_big_endian))),
                )
            }
        };
        let cut = match place.format {
            Format::Json => Cut::Values,
            Format::Csv => Cut::Rows(b','),
            Format::Tsv => Cut::Rows(b'\t'),
            _ => Cut::Lines,
        };
        let mut records = Records {
            splitter: Splitter::new(stream, cut, wide, mark, reading.limit()),
            shape: Arc::new(Shape {
                place,
                encoding,
                wide,
                columns: None,
            }),
            reading,
            packing,
            failed: None,
            is_done: false,
        };
        if let Cut::Rows(delimiter) = cut {
            records.read_header(delimiter)?;
        }
        Ok(records)
    }

    fn read_header(&mut self, delimiter: u8) -> Result<(), Refusal> {
        let place = self.shape.place.clone();
        let header = match self.next_piece()? {
            None => {
                self.is_done = true;
                return Ok(());
            }
            Some(Piece::Record { offset, bytes, .. }) => self
                .shape
                .text(offset, bytes)
                .map_err(|wrong| place.undecodable(None, wrong))?,
            Some(Piece::TooLarge { offset, .. }) => {
                return Err(place.too_large(Some(0), Some(offset), self.reading.limit()));
            }
            Some(Piece::Broken { offset, message, .. }) => return Err(self.shape.broken(None, offset, message)),
        };
        let fields = &self.reading.fields;
        let id = fields.id.as_deref().filter(|_| self.reading.id_from == IdFrom::Field);
        let header = cells(&header, delimiter);
        let columns = Columns::find(&header, &fields.text, id, fields.date.as_deref()).map_err(|name| Refusal {
            stage: "parse",
            help: Some("name the columns by --text-field, --id-field and --date-field"),
            ..refusal(
                &place.display,
                "missing_field",
                format!("the table has no column “{name}”"),
            )
        })?;
        self.shape = Arc::new(Shape {
            place,
            columns: Some(columns),
            ..*self.shape
        });
        Ok(())
    }

    /// The next record, or why there is none in its place.
    pub(super) fn next_record(&mut self) -> Option<Result<Record, Refusal>> {
        if self.is_done {
            return None;
        }
        let piece = match self.next_piece() {
            Ok(piece) => piece?,
            Err(refused) => return Some(Err(refused)),
        };
        let is_table = self.shape.columns.is_some();
        // The header is the first row, and no record.
        let number = |number: u64| number - u64::from(is_table);
        Some(match piece {
            Piece::Record {
                number: at,
                offset,
                bytes,
            } => {
                let number = Some(number(at)).filter(|_| !self.is_only_object(at, &bytes));
                Ok(Record {
                    shape: Arc::clone(&self.shape),
                    number,
                    offset,
                    bytes,
                })
            }
            Piece::TooLarge { number: at, offset, .. } => {
                let limit = self.reading.limit();
                Err(self.shape.place.too_large(Some(number(at)), Some(offset), limit))
            }
            Piece::Broken {
                number: at,
                offset,
                message,
            } => Err(self.shape.broken(Some(number(at)), offset, message)),
        })
    }

    fn next_piece(&mut self) -> Result<Option<Piece>, Refusal> {
        let piece = match self.failed.take() {
            Some(error) => Err(error),
            None => self.splitter.next_piece(),
        };
        piece.map_err(|error| {
            self.is_done = true;
            let offset = self.splitter.offset();
            let refused = self.shape.place.unreadable(&error, offset, self.packing.as_deref());
            Refusal {
                source_record: Some(self.splitter.number() + 1 - u64::from(self.shape.columns.is_some())),
                ..refused
            }
        })
    }

    /// Whether a value is an object, and all that its file has: then the file is the document.
    fn is_only_object(&mut self, number: u64, bytes: &[u8]) -> bool {
        let is_first_object = self.shape.place.format == Format::Json
            && number == 1
            && self.splitter.is_outside_array()
            && bytes.starts_with(b"{");
        is_first_object
            && match self.splitter.peek() {
                Ok(byte) => byte.is_none(),
                Err(error) => {
                    self.failed = Some(error);
                    false
                }
            }
    }
}

fn buffered<R: Read>(reader: R) -> BufReader<R> {
    BufReader::with_capacity(1 << 16, reader)
}

/// A reader that fails at once.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl Shape {
    /// The text of a record that begins at byte `offset`.
    fn text(&self, offset: u64, bytes: Vec<u8>) -> Result<String, Undecodable> {
        if self.wide != Wide::FromUtf16 {
            return decode_as(bytes, self.encoding, offset);
        }
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let at = offset + source_length(&error.as_bytes()[..at]);
            Undecodable {
                message: format!("half a character at offset {at}"),
                ..decode::wrong(self.encoding, at, None)
            }
        })
    }

    /// Where in the file the byte `at` of a record's text is, as far as that is known.
    fn offset_of(&self, offset: u64, text: &str, at: usize) -> u64 {
        match self.wide {
            Wide::No => offset + at as u64,
            Wide::FromUtf16 => offset + source_length(&text.as_bytes()[..at]),
            Wide::Pairs => offset,
        }
    }

    fn broken(&self, number: Option<u64>, offset: u64, message: &str) -> Refusal {
        let (code, help) = if self.place.format == Format::Json {
            (
                "invalid_json",
                "the file must be one JSON object or an array of them, or be named .jsonl",
            )
        } else {
            (
                "invalid_csv",
                "put cells with quotes, delimiters or line ends into quotes, and write a quote in them twice",
            )
        };
        Refusal {
            source_record: number,
            byte_offset: Some(offset),
            stage: "parse",
            help: Some(help),
            ..refusal(&self.place.display, code, message.to_owned())
        }
    }
}

/// What a record is read for.
struct Parts {
    text: String,
    id: Option<String>,
    date: Option<String>,
}

impl Record {
    /// Decodes and parses the record.
    pub(super) fn read(mut self, reading: &Reading) -> Result<Document, Refusal> {
        let bytes = std::mem::take(&mut self.bytes);
        let text = self
            .shape
            .text(self.offset, bytes)
            .map_err(|wrong| self.shape.place.undecodable(self.number, wrong))?;
        let Parts { text, id, date } = match &self.shape.columns {
            Some(columns) => self.read_row(&text, columns, reading)?,
            None => self.read_json(&text, reading)?,
        };
        Ok(Document {
            id: self.shape.place.doc_id(id, self.number, reading.id_from)?,
            source_path: self.shape.place.display.clone(),
            source_record: self.number,
            encoding: self.shape.encoding.name(),
            date: date.map(|date| iso_date(&date).unwrap_or(date)),
            text,
        })
    }

    fn read_row(&self, row: &str, columns: &Columns, reading: &Reading) -> Result<Parts, Refusal> {
        let delimiter = if self.shape.place.format == Format::Tsv {
            b'\t'
        } else {
            b','
        };
        let mut cells = cells(row, delimiter);
        if cells.len() != columns.count {
            let message = format!("the row has {} cells, the header {}", cells.len(), columns.count);
            return Err(self.shape.broken(self.number, self.offset, &message));
        }
        // One column may be several things.
        let date = columns.date.map(|at| cells[at].clone()).filter(|date| !date.is_empty());
        let mut cell = |at: usize| std::mem::take(&mut cells[at]);
        let id = match columns.id {
            Some(at) if at == columns.text => None,
            Some(at) => Some(cell(at)).filter(|id| !id.is_empty()),
            None => None,
        };
        if id.is_none() && reading.fields.id.is_some() && columns.id.is_some() {
            let name = reading.fields.id.as_deref().unwrap_or_default();
            return Err(self.refused("missing_field", format!("the column “{name}” is empty here"), FIELDS));
        }
        let text = cell(columns.text);
        Ok(Parts { text, id, date })
    }

    fn read_json(&self, text: &str, reading: &Reading) -> Result<Parts, Refusal> {
        let what = if self.shape.place.format == Format::Json {
            "value"
        } else {
            "line"
        };
        let not_json = |at: usize, message: String| Refusal {
            column: Some(text[..at].chars().count() as u64 + 1),
            byte_offset: Some(self.shape.offset_of(self.offset, text, at)),
            ..self.refused("invalid_json", message, if what == "line" { LINES } else { VALUES })
        };
        let fields = &reading.fields;
        let id_name = fields.id.as_deref().unwrap_or("id");
        let date_name = fields.date.as_deref().unwrap_or("date");
        let picked = pick(text, [&fields.text, id_name, date_name]).map_err(|error| {
            let at = place_of(&error, text);
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or("");
            not_json(
                at,
                if error.is_eof() {
                    format!("the {what} ends too early")
                } else {
                    format!("the {what} is no JSON: {reason}")
                },
            )
        })?;
        let [text_field, id_field, date_field] =
            picked.map_err(|kind| not_json(0, format!("the {what} is {kind}, not an object")))?;
        let missing = |name: &str| self.refused("missing_field", format!("the record has no field “{name}”"), FIELDS);
        let wrong_type = |name: &str, wanted: &str, field: &Field| {
            let message = format!("the field “{name}” is {}, not {wanted}", field.kind());
            self.refused("wrong_type", message, OTHER_FIELDS)
        };
        let id = match (&fields.id, id_field) {
            _ if reading.id_from == IdFrom::Path => None,
            (Some(name), None) => return Err(missing(name)),
            (_, Some(Field::Text(id))) if !id.is_empty() => Some(id),
            (_, Some(Field::Number(id))) => Some(id),
            (Some(name), Some(other)) => return Err(wrong_type(name, "text or a number", &other)),
            (None, _) => None,
        };
        let date = match date_field {
            Some(Field::Text(date)) if !date.is_empty() => Some(date),
            Some(Field::Number(date)) => Some(date),
            _ => None,
        };
        match text_field {
            Some(Field::Text(text)) => Ok(Parts { text, id, date }),
            Some(other) => Err(wrong_type(&fields.text, "text", &other)),
            None => Err(missing(&fields.text)),
        }
    }

    fn refused(&self, code: &'static str, message: String, help: &'static str) -> Refusal {
        Refusal {
            source_record: self.number,
            byte_offset: Some(self.offset),
            stage: "parse",
            help: Some(help),
            ..refusal(&self.shape.place.display, code, message)
        }
    }
}

const LINES: &str = "each line must be one JSON object";
const VALUES: &str = "the file must be one JSON object or an array of them";
const FIELDS: &str = "name the fields by --text-field and --id-field";
const OTHER_FIELDS: &str = "name other fields by --text-field and --id-field";

/// The byte of `text` at which an error was found: the parser counts lines and columns from 1, columns in bytes.
fn place_of(error: &serde_json::Error, text: &str) -> usize {
    if error.is_eof() {
        return text.len();
    }
    let line = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let at = line.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
    (0..=at.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}
