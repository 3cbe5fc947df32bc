//! The folder of a finished run, and its tables row by row.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use csv::{ByteRecord, StringRecord};

use crate::records::{CHECKPOINT_FILE, PACKAGE_FILE, Row, SCHEMA_VERSION};

/// Why a folder or a table cannot be read as the result of a run.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {message}\nhelp: {help}")]
pub struct ResultsError {
    place: String,
    message: String,
    help: &'static str,
}

impl ResultsError {
    pub(super) fn new(place: impl ToString, message: impl Into<String>, help: &'static str) -> Self {
        ResultsError {
            place: place.to_string(),
            message: message.into(),
            help,
        }
    }
}

/// The way out where a table is not as it was written.
const AGAIN: &str = "run it again; the table was changed since";

/// A folder with the tables of a run.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    schema_version: u64,
}

impl Folder {
    /// Opens the output folder of a finished run.
    ///
    /// # Errors
    ///
    /// A folder that is none, or an unfinished one.
    pub fn open(path: &Path) -> Result<Self, ResultsError> {
        let wrong = |message: &str, help| ResultsError::new(path.display(), message, help);
        let package = match fs::read(path.join(PACKAGE_FILE)) {
            Ok(package) => package,
            Err(_) if path.join(CHECKPOINT_FILE).exists() => {
                return Err(wrong(
                    "the run in this folder is not finished",
                    "go on with it by yiming run … --resume",
                ));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && path.is_dir() => {
                return Err(wrong(
                    "is not the output of a run: it has no datapackage.json",
                    "name a folder that yiming run wrote (its option -o)",
                ));
            }
            Err(error) => {
                return Err(wrong(
                    &format!("cannot be read: {error}"),
                    "name a folder that yiming run wrote (its option -o)",
                ));
            }
        };
        let version = serde_json::from_slice::<serde_json::Value>(&package)
            .ok()
            .and_then(|package| package["schema_version"].as_u64());
        let Some(schema_version) = version else {
            return Err(ResultsError::new(
                path.join(PACKAGE_FILE).display(),
                "has no schema_version",
                "run it again; datapackage.json was changed since",
            ));
        };
        Ok(Folder {
            path: path.to_owned(),
            schema_version,
        })
    }

    /// Whether a later version of the program wrote the tables, whose new columns this one does not know.
    pub fn is_newer(&self) -> bool {
        self.schema_version > u64::from(SCHEMA_VERSION)
    }

    /// What a file of the folder that is no table says, or nothing where it is not there.
    pub(super) fn read(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.path.join(name)).ok()
    }

    /// That a table says what cannot be.
    pub(super) fn contradicts(&self, table: &str, message: String) -> ResultsError {
        ResultsError::new(self.path.join(format!("{table}.csv")).display(), message, AGAIN)
    }

    /// That the tables lack something.
    pub(super) fn lacks(&self, message: &str, help: &'static str) -> ResultsError {
        ResultsError::new(self.path.display(), message, help)
    }

    /// Opens the table of `R`.
    ///
    /// # Errors
    ///
    /// A table that is not there, or lacks a column.
    pub fn table<R: Row>(&self) -> Result<Reader, ResultsError> {
        let table = R::TABLE;
        let path = self.path.join(format!("{}.csv", table.name));
        let name = path.display().to_string();
        let file =
            File::open(&path).map_err(|error| ResultsError::new(&name, format!("cannot be read: {error}"), AGAIN))?;
        let mut rows = csv::Reader::from_reader(file);
        let header = rows
            .byte_headers()
            .map_err(|error| ResultsError::new(format!("{name}:1"), error.to_string(), AGAIN))?;
        let mut columns = Vec::new();
        for column in table.columns {
            let place = header
                .iter()
                .position(|cell| cell.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(cell) == column.name.as_bytes());
            let Some(place) = place else {
                let message = format!("the header has no column “{}”", column.name);
                return Err(ResultsError::new(format!("{name}:1"), message, AGAIN));
            };
            columns.push((column.name, place));
        }
        Ok(Reader {
            name,
            rows,
            columns,
            row: ByteRecord::new(),
        })
    }
}

/// The rows of a table, one at a time.
pub struct Reader {
    name: String,
    rows: csv::Reader<File>,
    columns: Vec<(&'static str, usize)>,
    row: ByteRecord,
}

impl Reader {
    /// Goes to the next row. False behind the last.
    ///
    /// # Errors
    ///
    /// A row that is none.
    pub fn next_row(&mut self) -> Result<bool, ResultsError> {
        self.rows
            .read_byte_record(&mut self.row)
            .map_err(|error| ResultsError::new(self.place(), error.to_string(), AGAIN))
    }

    /// The row, cells in the order of the schema's columns.
    ///
    /// # Errors
    ///
    /// A cell that is not UTF-8.
    pub fn record(&self) -> Result<StringRecord, ResultsError> {
        let cells = self.columns.iter().map(|&(name, place)| self.text(name, place));
        cells.collect()
    }

    /// That the row belongs to no document.
    pub(super) fn no_document(&self, id: &str) -> ResultsError {
        ResultsError::new(
            self.place(),
            format!("no row of documents has the doc_id “{id}”, or they stand in another order"),
            AGAIN,
        )
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
        let place = self.columns.iter().find(|(name, _)| *name == column);
        let (name, place) = place.unwrap_or_else(|| panic!("no column {column}"));
        self.text(name, *place)
    }

    /// The cell at `place`, of the column with this name.
    fn text(&self, column: &str, place: usize) -> Result<&str, ResultsError> {
        std::str::from_utf8(&self.row[place]).map_err(|_| {
            ResultsError::new(
                self.place(),
                format!("the cell of “{column}” is not UTF-8"),
                "save the table as UTF-8",
            )
        })
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
        cell.parse().map(Some).map_err(|_| {
            let message = format!("the cell of “{column}” is no number: {cell}");
            ResultsError::new(self.place(), message, AGAIN)
        })
    }

    /// The table and the line of the row.
    fn place(&self) -> String {
        let line = self
            .row
            .position()
            .map_or(self.rows.position().line(), csv::Position::line);
        format!("{}:{line}", self.name)
    }
}
