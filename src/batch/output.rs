//! The output folder: every file is written under a temporary name beside its final one, made durable, and renamed when
//! the whole run is done. A final name is absent, or old, or complete.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::pipeline::TableBuffers;
use crate::records::{
    DocumentRow, EntityRow, ErrorRow, MentionRow, PACKAGE_FILE, Row, Table, TokenRow, datapackage, push_header,
};

/// What a name ends in while its file is being written.
const UNFINISHED: &str = ".unfinished";

/// Why an output folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {message}{}", help.map(|help| format!("\nhelp: {help}")).unwrap_or_default())]
pub struct OutputError {
    path: String,
    message: String,
    help: Option<&'static str>,
    /// Whether the command line is at fault rather than the system.
    pub is_usage: bool,
}

impl OutputError {
    fn io(path: &Path, what: &str, error: &io::Error) -> Self {
        let help = match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Some("choose a folder that you may write to")
            }
            io::ErrorKind::StorageFull => {
                Some("make room, or choose another disk; nothing was left under the final names")
            }
            _ => None,
        };
        OutputError {
            path: path.display().to_string(),
            message: format!("{what}: {error}"),
            help,
            is_usage: false,
        }
    }

    fn usage(path: &Path, message: &str, help: &'static str) -> Self {
        OutputError {
            path: path.display().to_string(),
            message: message.to_owned(),
            help: Some(help),
            is_usage: true,
        }
    }

    pub(super) fn threads(error: rayon::ThreadPoolBuildError) -> Self {
        OutputError {
            path: "threads".to_owned(),
            message: error.to_string(),
            help: Some("use fewer: --threads 1"),
            is_usage: false,
        }
    }
}

/// A table that is being written.
#[derive(Debug)]
pub(super) struct TableFile {
    path: PathBuf,
    file: BufWriter<File>,
}

impl TableFile {
    fn create(folder: &Path, table: &Table) -> Result<Self, OutputError> {
        let path = folder.join(format!("{}.csv", table.name));
        let unfinished = unfinished(&path);
        let file =
            File::create(&unfinished).map_err(|error| OutputError::io(&unfinished, "cannot be written", &error))?;
        let mut table_file = TableFile {
            path,
            file: BufWriter::with_capacity(1 << 16, file),
        };
        let mut header = Vec::new();
        push_header(table, &mut header);
        table_file.write(&header)?;
        Ok(table_file)
    }

    pub(super) fn write(&mut self, rows: &[u8]) -> Result<(), OutputError> {
        self.file
            .write_all(rows)
            .map_err(|error| OutputError::io(&self.path, "cannot be written", &error))
    }

    /// Makes the contents durable, still under the temporary name.
    fn sync(mut self) -> Result<PathBuf, OutputError> {
        self.file
            .flush()
            .and_then(|()| self.file.get_ref().sync_all())
            .map_err(|error| OutputError::io(&self.path, "cannot be written", &error))?;
        Ok(self.path)
    }
}

/// All tables of one run.
#[derive(Debug)]
pub(super) struct Output {
    folder: PathBuf,
    documents: TableFile,
    tokens: TableFile,
    mentions: TableFile,
    errors: TableFile,
    pub(super) entities: TableFile,
}

impl Output {
    /// Makes the folder and opens every table in it.
    pub(super) fn create(folder: &Path, force: bool) -> Result<Self, OutputError> {
        match fs::read_dir(folder) {
            Ok(mut entries) => {
                // What an unfinished run left behind is in nobody's way.
                let in_use = entries
                    .any(|entry| entry.is_ok_and(|entry| !entry.file_name().to_string_lossy().ends_with(UNFINISHED)));
                if in_use && !force {
                    return Err(OutputError::usage(
                        folder,
                        "the output folder is not empty",
                        "choose another folder, or let --force replace the tables in it",
                    ));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(OutputError::usage(
                    folder,
                    "a file stands where a folder is needed",
                    "name a folder for the tables",
                ));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(folder).map_err(|error| OutputError::io(folder, "cannot be made", &error))?;
            }
            Err(error) => return Err(OutputError::io(folder, "cannot be opened", &error)),
        }
        Ok(Output {
            folder: folder.to_owned(),
            documents: TableFile::create(folder, &DocumentRow::TABLE)?,
            tokens: TableFile::create(folder, &TokenRow::TABLE)?,
            mentions: TableFile::create(folder, &MentionRow::TABLE)?,
            errors: TableFile::create(folder, &ErrorRow::TABLE)?,
            entities: TableFile::create(folder, &EntityRow::TABLE)?,
        })
    }

    /// Appends rows to their tables.
    pub(super) fn write(&mut self, rows: &TableBuffers) -> Result<(), OutputError> {
        self.documents.write(&rows.documents)?;
        self.tokens.write(&rows.tokens)?;
        self.mentions.write(&rows.mentions)?;
        self.errors.write(&rows.errors)
    }

    /// Gives every file its final name, `run.json` last: where it is, all the others are.
    pub(super) fn commit(self, run: &Value) -> Result<(), OutputError> {
        let mut written = Vec::new();
        for table in [self.documents, self.tokens, self.mentions, self.entities, self.errors] {
            written.push(table.sync()?);
        }
        for (name, value) in [(PACKAGE_FILE, &datapackage()), ("run.json", run)] {
            written.push(write_json(&self.folder.join(name), value)?);
        }
        for path in &written {
            fs::rename(unfinished(path), path).map_err(|error| OutputError::io(path, "cannot be renamed", &error))?;
        }
        sync_folder(&self.folder)
    }
}

fn write_json(path: &Path, value: &Value) -> Result<PathBuf, OutputError> {
    let write = || {
        let mut file = File::create(unfinished(path))?;
        serde_json::to_writer_pretty(&mut file, value)?;
        file.write_all(b"\n")?;
        file.sync_all()
    };
    write().map_err(|error| OutputError::io(path, "cannot be written", &error))?;
    Ok(path.to_owned())
}

fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(UNFINISHED);
    name.into()
}

/// Makes renames durable, where the system can.
fn sync_folder(folder: &Path) -> Result<(), OutputError> {
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| OutputError::io(folder, "cannot be made durable", &error))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
