//! The rows of a table, one at a time, from the files that it lies in.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::vec::IntoIter;

use csv::{ByteRecord, ReaderBuilder, StringRecord};
use flate2::read::MultiGzDecoder;

use super::folder::{AGAIN, ResultsError};
use super::layout::Compression;
use crate::records::{Column, Table};

/// Where a table lies.
#[derive(Debug, Clone)]
pub(super) struct TableFiles {
    /// Its files, in the order of its rows, each with a header.
    pub paths: Vec<PathBuf>,
    pub compression: Option<Compression>,
    /// What stands between cells.
    pub delimiter: u8,
}

/// The rows of a table, one at a time.
pub struct Reader {
    table: Table,
    /// The file that is read, for messages.
    name: String,
    rows: csv::Reader<Box<dyn Read>>,
    rest: IntoIter<PathBuf>,
    compression: Option<Compression>,
    delimiter: u8,
    /// Whether a column that need not have values may be missing: the schema has more columns than when the table was written.
    is_older: bool,
    /// For each column of the schema, its place in the file.
    places: Vec<Option<usize>>,
    row: ByteRecord,
    /// True from when on nothing more is to be read.
    stop: Arc<AtomicBool>,
}

impl Reader {
    /// Before the first row of `table`, which an older schema may describe.
    pub(super) fn open(
        table: Table,
        files: TableFiles,
        is_older: bool,
        stop: Arc<AtomicBool>,
    ) -> Result<Self, ResultsError> {
        let empty: Box<dyn Read> = Box::new(std::io::empty());
        let mut reader = Reader {
            table,
            name: String::new(),
            rows: csv::Reader::from_reader(empty),
            rest: files.paths.into_iter(),
            compression: files.compression,
            delimiter: files.delimiter,
            is_older,
            places: Vec::new(),
            row: ByteRecord::new(),
            stop,
        };
        reader.open_next()?;
        Ok(reader)
    }

    /// Goes to the next file. False behind the last.
    fn open_next(&mut self) -> Result<bool, ResultsError> {
        let Some(path) = self.rest.next() else {
            return Ok(false);
        };
        self.name = path.display().to_string();
        let failed = |error: std::io::Error| ResultsError::new(&self.name, format!("cannot be read: {error}"), AGAIN);
        let file = File::open(&path).map_err(failed)?;
        let file: Box<dyn Read> = match self.compression {
            None => Box::new(file),
            Some(Compression::Gzip) => Box::new(MultiGzDecoder::new(file)),
            Some(Compression::Zstd) => Box::new(zstd::Decoder::new(file).map_err(failed)?),
        };
        self.rows = ReaderBuilder::new()
            .delimiter(self.delimiter)
            .buffer_capacity(1 << 16)
            .from_reader(file);
        let header = self
            .rows
            .byte_headers()
            .map_err(|error| ResultsError::new(format!("{}:1", self.name), error.to_string(), AGAIN))?;
        self.places.clear();
        for column in self.table.columns {
            let place = header
                .iter()
                .position(|cell| cell.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(cell) == column.name.as_bytes());
            if place.is_none() && (column.required || !self.is_older) {
                let message = format!("the header has no column “{}”", column.name);
                return Err(ResultsError::new(format!("{}:1", self.name), message, AGAIN));
            }
            self.places.push(place);
        }
        Ok(true)
    }

    /// Goes to the next row. False behind the last.
    ///
    /// # Errors
    ///
    /// A row that is none, a further file that cannot be read, or that it was told to stop.
    pub fn next_row(&mut self) -> Result<bool, ResultsError> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(ResultsError::stopped(&self.name));
        }
        loop {
            let is_row = self
                .rows
                .read_byte_record(&mut self.row)
                .map_err(|error| ResultsError::new(self.place(), error.to_string(), AGAIN))?;
            if is_row || !self.open_next()? {
                return Ok(is_row);
            }
        }
    }

    /// The row, cells in the order of the schema's columns.
    ///
    /// # Errors
    ///
    /// A cell that is not UTF-8.
    pub fn record(&self) -> Result<StringRecord, ResultsError> {
        (0..self.places.len()).map(|number| self.text(number)).collect()
    }

    /// The cell of the row in `column`; empty where there is none.
    ///
    /// # Errors
    ///
    /// A cell that is not UTF-8.
    ///
    /// # Panics
    ///
    /// Where the table has no such column.
    pub fn cell(&self, column: &str) -> Result<&str, ResultsError> {
        self.text(self.table.place(column))
    }

    /// The number in `column`; nothing where the cell is empty.
    ///
    /// # Errors
    ///
    /// A cell that is no whole number.
    ///
    /// # Panics
    ///
    /// Where the table has no such column.
    pub fn number(&self, column: &str) -> Result<Option<u64>, ResultsError> {
        let cell = self.cell(column)?;
        if cell.is_empty() {
            return Ok(None);
        }
        let number = cell.parse().map(Some);
        number.map_err(|_| self.is_no(self.table.place(column), "number"))
    }

    /// The cells in the order of the schema's columns, which are UTF-8, all of them.
    pub(super) fn utf8_cells(&self) -> Result<impl Iterator<Item = &[u8]>, ResultsError> {
        // All cells at once, which is faster than one by one: they are UTF-8 if none ends inside a character.
        let begins_inside = |cell: &[u8]| cell.first().is_some_and(|byte| byte & 0xC0 == 0x80);
        if std::str::from_utf8(self.row.as_slice()).is_err() || self.row.iter().any(begins_inside) {
            for number in 0..self.places.len() {
                self.text(number)?;
            }
        }
        Ok((0..self.places.len()).map(|number| self.bytes(number)))
    }

    /// The cell in the schema's column `number`.
    pub(super) fn bytes(&self, number: usize) -> &[u8] {
        self.places[number].map_or(b"", |place| &self.row[place])
    }

    /// The cell in the schema's column `number`, as text.
    pub(super) fn text(&self, number: usize) -> Result<&str, ResultsError> {
        std::str::from_utf8(self.bytes(number)).map_err(|_| {
            let message = format!("the cell of “{}” is not UTF-8", self.column(number).name);
            ResultsError::new(self.place(), message, "save the table as UTF-8")
        })
    }

    /// That the cell in the schema's column `number` is not `what` it should be.
    pub(super) fn is_no(&self, number: usize, what: &str) -> ResultsError {
        let cell = String::from_utf8_lossy(self.bytes(number));
        let message = format!("the cell of “{}” is no {what}: {cell}", self.column(number).name);
        ResultsError::new(self.place(), message, AGAIN)
    }

    /// That the row belongs to no document.
    pub(super) fn no_document(&self, id: &str) -> ResultsError {
        ResultsError::new(
            self.place(),
            format!("no row of documents has the doc_id “{id}”, or they stand in another order"),
            AGAIN,
        )
    }

    fn column(&self, number: usize) -> &Column {
        &self.table.columns[number]
    }

    /// The file and the line of the row.
    fn place(&self) -> String {
        let line = self
            .row
            .position()
            .map_or(self.rows.position().line(), csv::Position::line);
        format!("{}:{line}", self.name)
    }
}
