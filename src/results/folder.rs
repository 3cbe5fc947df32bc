//! The folder of a finished run: what datapackage.json says of it, and which files its tables lie in.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::Value;

use super::layout::Compression;
use super::reader::{Reader, TableFiles};
use crate::records::{CHECKPOINT_FILE, DocumentRow, PACKAGE_FILE, RUN_FILE, Row, SCHEMA_VERSION, Table, UNFINISHED};

/// Why a folder or a table cannot be read as the result of a run.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {message}\nhelp: {help}")]
pub struct ResultsError {
    place: String,
    message: String,
    help: &'static str,
    is_stop: bool,
}

impl ResultsError {
    pub(super) fn new(place: impl ToString, message: impl Into<String>, help: &'static str) -> Self {
        ResultsError {
            place: place.to_string(),
            message: message.into(),
            help,
            is_stop: false,
        }
    }

    /// That `place` was not read to its end, because somebody asked for that.
    pub(super) fn stopped(place: impl ToString) -> Self {
        ResultsError {
            is_stop: true,
            ..ResultsError::new(place, "was not read to its end", "call it again, and let it end")
        }
    }

    /// Whether nothing is wrong but that it was told to stop ([`Folder::until`]).
    pub fn is_stop(&self) -> bool {
        self.is_stop
    }

    /// The file, and the line where there is one.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// The way out where a table is not as it was written.
pub(super) const AGAIN: &str = "run it again; the table was changed since";
/// The way out where the description of the tables is not as it was written.
const DESCRIBE_AGAIN: &str = "run it again; datapackage.json was changed since";

/// A folder with the tables of a run.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    schema_version: u64,
    /// datapackage.json; nothing where the run is about to end, and its tables are the CSV that it has written.
    package: Option<Value>,
    /// run.json, where it is there.
    run: Value,
    /// True from when on nothing more is to be read.
    stop: Arc<AtomicBool>,
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
        let package: Value = serde_json::from_slice(&package).unwrap_or_default();
        let Some(schema_version) = package["schema_version"].as_u64() else {
            return Err(ResultsError::new(
                path.join(PACKAGE_FILE).display(),
                "has no schema_version",
                DESCRIBE_AGAIN,
            ));
        };
        let run = fs::read(path.join(RUN_FILE)).ok();
        Ok(Folder {
            path: path.to_owned(),
            schema_version,
            package: Some(package),
            run: run
                .and_then(|run| serde_json::from_slice(&run).ok())
                .unwrap_or_default(),
            stop: Arc::default(),
        })
    }

    /// The folder of a run whose tables are complete, as CSV, and lack their names. `run` is what its run.json is to say.
    pub fn unfinished(path: &Path, run: Value) -> Self {
        Folder {
            path: path.to_owned(),
            schema_version: SCHEMA_VERSION.into(),
            package: None,
            run,
            stop: Arc::default(),
        }
    }

    /// The same folder, whose tables are read as long as `stop` is not true: then their next row is an error that [is
    /// one](ResultsError::is_stop).
    #[must_use]
    pub fn until(self, stop: Arc<AtomicBool>) -> Self {
        Folder { stop, ..self }
    }

    /// Whether its tables lack their names.
    pub(super) fn is_unfinished(&self) -> bool {
        self.package.is_none()
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What run.json says of `member`; null where it says nothing.
    pub fn said_of_run(&self, member: &str) -> &Value {
        &self.run[member]
    }

    /// The version of the tables' schema.
    pub fn schema_version(&self) -> u64 {
        self.schema_version
    }

    /// Whether a later version of the program wrote the tables, whose new columns this one does not know.
    pub fn is_newer(&self) -> bool {
        self.schema_version > u64::from(SCHEMA_VERSION)
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
    /// A table that is not there as CSV or TSV, or lacks a column.
    pub fn table<R: Row>(&self) -> Result<Reader, ResultsError> {
        let is_older = self.schema_version < u64::from(SCHEMA_VERSION);
        Reader::open(R::TABLE, self.files(&R::TABLE)?, is_older, Arc::clone(&self.stop))
    }

    /// Opens the table of `R`, whose rows must stand in the order of the documents.
    pub(super) fn table_in_order<R: Row>(&self) -> Result<Reader, ResultsError> {
        if self.is_parted_by_label(&R::TABLE) {
            let message = format!(
                "the parts of {} are by label, and not in the order of the documents",
                R::TABLE.name
            );
            return Err(self.lacks(
                &message,
                "name a folder that yiming run wrote without --partition-by label",
            ));
        }
        self.table::<R>()
    }

    /// Whether the rows of `table` stand label by label, and not in the order that it has otherwise.
    pub(super) fn is_parted_by_label(&self, table: &Table) -> bool {
        let resource = self.package.as_ref().and_then(|package| resource(package, table));
        resource.is_some_and(|resource| resource["parted_by"] == "label")
    }

    /// The number of documents.
    ///
    /// # Errors
    ///
    /// A table that cannot be read.
    pub(super) fn n_documents(&self) -> Result<u64, ResultsError> {
        let mut documents = self.table::<DocumentRow>()?;
        let mut number = 0;
        while documents.next_row()? {
            number += 1;
        }
        Ok(number)
    }

    /// The files of `table`, as CSV or TSV.
    fn files(&self, table: &Table) -> Result<TableFiles, ResultsError> {
        let Some(package) = &self.package else {
            return Ok(TableFiles {
                paths: vec![self.path.join(format!("{}.csv{UNFINISHED}", table.name))],
                compression: None,
                delimiter: b',',
            });
        };
        let wrong = |message| ResultsError::new(self.path.join(PACKAGE_FILE).display(), message, DESCRIBE_AGAIN);
        let delimiter = |resource: &Value| match resource["format"].as_str() {
            Some("csv") => Some(b','),
            Some("tsv") => Some(b'\t'),
            _ => None,
        };
        if !resources(package).iter().any(|resource| delimiter(resource).is_some()) {
            return Err(self.lacks(
                "the run wrote its tables neither as CSV nor as TSV, which alone are read again",
                "run it again with csv among the forms: --format csv,…",
            ));
        }
        let resource = resource(package, table).ok_or_else(|| wrong(format!("has no table “{}”", table.name)))?;
        let Some(delimiter) = delimiter(resource) else {
            return Err(wrong(format!(
                "has the table “{}” neither as CSV nor as TSV",
                table.name
            )));
        };
        let paths: Vec<&str> = match &resource["path"] {
            Value::Array(paths) => paths.iter().filter_map(Value::as_str).collect(),
            path => path.as_str().into_iter().collect(),
        };
        // A description that others have made leads to no file elsewhere.
        if paths.is_empty() || paths.iter().any(|path| path.contains(['/', '\\'])) {
            return Err(wrong(format!("the table “{}” has no path in this folder", table.name)));
        }
        Ok(TableFiles {
            paths: paths.iter().map(|path| self.path.join(path)).collect(),
            compression: resource["compression"].as_str().and_then(Compression::of),
            delimiter,
        })
    }
}

/// What the package describes.
fn resources(package: &Value) -> &[Value] {
    package["resources"].as_array().map_or(&[], Vec::as_slice)
}

/// What the package says of `table`.
fn resource<'p>(package: &'p Value, table: &Table) -> Option<&'p Value> {
    resources(package)
        .iter()
        .find(|resource| resource["name"] == table.name)
}
