//! The output folder. While a run goes on, every file of it ends in `.unfinished`; at the end all are made durable and get their
//! final names, `run.json` last. A final name is absent, or old, or complete, whenever the run is ended.
//!
//! Order on disk: write, fsync, rename, fsync of the folder. One run at a time holds the folder's lock.

use std::borrow::Cow;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use super::appended::{Appended, write_whole};
use super::checkpoint::{Checkpoint, Lengths, Stage};
use super::error::OutputError;
use super::identity::{Differences, Identity, Manifest};
use crate::pipeline::TableBuffers;
use crate::records::{
    BYTE_ORDER_MARK, CHECKPOINT_FILE, DocumentRow, EntityRow, ErrorRow, MentionRow, PACKAGE_FILE, RUN_FILE, Row, Table,
    TokenRow, datapackage, push_for_excel, push_header,
};

/// What a name ends in while its file is being written.
const UNFINISHED: &str = ".unfinished";
/// What only an unfinished run has beside its checkpoint: what to read, the entities of the documents that are written, and their ids.
const MANIFEST: &str = "inputs.unfinished";
const JOURNAL: &str = "journal.unfinished";
const IDS: &str = "ids.unfinished";

/// What is in the folder that a run is to write to.
pub(super) enum Found {
    /// Nothing that a run goes on with: it begins at the beginning.
    Fresh(Output),
    /// An unfinished run of the same identity, cut back to its last checkpoint.
    Unfinished(Output, Box<Checkpoint>),
    /// An unfinished run that only lacked its final names, which it has now.
    Renamed(Box<Checkpoint>),
    /// A run that was finished before.
    Finished(Box<Checkpoint>),
}

/// How a folder that is not empty is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    /// Not at all.
    New,
    /// Its tables are replaced when the run is done.
    Replace,
    /// The run in it goes on where it stopped.
    Resume,
}

/// The files of one run that grow with it.
pub(super) struct Output {
    folder: PathBuf,
    /// Held as long as the run.
    _lock: File,
    documents: Appended,
    tokens: Appended,
    mentions: Appended,
    errors: Appended,
    journal: Appended,
    form: Form,
}

/// How tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// As RFC 4180 has it.
    #[default]
    Plain,
    /// As Excel reads it without asking; see [`push_for_excel`].
    Excel,
}

impl Form {
    /// Rows, or a header, in this form. Adds the cells that were changed to `guarded`.
    fn of<'r>(self, rows: &'r [u8], guarded: &mut u64) -> Cow<'r, [u8]> {
        match self {
            Form::Plain => Cow::Borrowed(rows),
            Form::Excel => {
                let mut out = Vec::new();
                *guarded += push_for_excel(rows, &mut out);
                Cow::Owned(out)
            }
        }
    }

    /// What a table begins with.
    fn header(self, table: &Table) -> Vec<u8> {
        let mut header = Vec::new();
        push_header(table, &mut header);
        match self {
            Form::Plain => header,
            Form::Excel => [BYTE_ORDER_MARK, &self.of(&header, &mut 0)].concat(),
        }
    }
}

impl Output {
    /// Looks into the folder, and makes it and the files in it as far as they are not there.
    pub(super) fn open(
        folder: &Path,
        how: Folder,
        form: Form,
        identity: &Identity,
        manifest: &Manifest,
    ) -> Result<Found, OutputError> {
        let is_empty = look(folder)?;
        let lock = lock(folder)?;
        let checkpoint = Checkpoint::read(&folder.join(CHECKPOINT_FILE))?;
        let finished = || folder.join(RUN_FILE).exists();
        match (how, checkpoint) {
            (Folder::Resume, Some(checkpoint)) => {
                let mut differences = Differences::between(&checkpoint.identity, identity);
                differences.add_inputs(&folder.join(MANIFEST), manifest);
                differences.refuse(folder)?;
                if checkpoint.stage == Stage::Renaming {
                    give_final_names(folder)?;
                    return Ok(Found::Renamed(Box::new(checkpoint)));
                }
                let output = Output::reopen(folder, lock, form, &checkpoint.lengths)?;
                Ok(Found::Unfinished(output, Box::new(checkpoint)))
            }
            (Folder::Resume, None) if finished() => {
                let checkpoint = Checkpoint::of_finished(&folder.join(RUN_FILE))?;
                Differences::between(&checkpoint.identity, identity).refuse(folder)?;
                Ok(Found::Finished(Box::new(checkpoint)))
            }
            (Folder::New, Some(_)) => Err(OutputError::usage(
                folder,
                "an unfinished run is in the output folder",
                "go on with it by --resume, or begin anew by --force",
            )),
            (Folder::New | Folder::Resume, None) if !is_empty => Err(OutputError::usage(
                folder,
                "the output folder is not empty",
                "choose another folder, or let --force replace the tables in it",
            )),
            _ => {
                remove(&folder.join(CHECKPOINT_FILE))?;
                let output = Output::create(folder, lock, form)?;
                manifest.write(&folder.join(MANIFEST))?;
                Ok(Found::Fresh(output))
            }
        }
    }

    fn create(folder: &Path, lock: File, form: Form) -> Result<Self, OutputError> {
        let table = |table: &Table| {
            let mut file = Appended::create(unfinished(folder, &csv(table)))?;
            file.write(&form.header(table))?;
            Ok(file)
        };
        Ok(Output {
            folder: folder.to_owned(),
            _lock: lock,
            documents: table(&DocumentRow::TABLE)?,
            tokens: table(&TokenRow::TABLE)?,
            mentions: table(&MentionRow::TABLE)?,
            errors: table(&ErrorRow::TABLE)?,
            journal: Appended::create(folder.join(JOURNAL))?,
            form,
        })
    }

    fn reopen(folder: &Path, lock: File, form: Form, lengths: &Lengths) -> Result<Self, OutputError> {
        let table = |table: &Table, length| Appended::reopen(unfinished(folder, &csv(table)), length);
        Ok(Output {
            folder: folder.to_owned(),
            _lock: lock,
            documents: table(&DocumentRow::TABLE, lengths.documents)?,
            tokens: table(&TokenRow::TABLE, lengths.tokens)?,
            mentions: table(&MentionRow::TABLE, lengths.mentions)?,
            errors: table(&ErrorRow::TABLE, lengths.errors)?,
            journal: Appended::reopen(folder.join(JOURNAL), lengths.journal)?,
            form,
        })
    }

    /// The file for the ids that were seen.
    pub(super) fn ids(&self) -> PathBuf {
        self.folder.join(IDS)
    }

    /// The journal's file.
    pub(super) fn journal(&self) -> PathBuf {
        self.folder.join(JOURNAL)
    }

    /// Appends rows to their tables, and lines to the journal. Returns the number of cells that were changed for Excel.
    pub(super) fn write(&mut self, rows: &TableBuffers, journal: &[u8]) -> Result<u64, OutputError> {
        let mut guarded = 0;
        let form = self.form;
        self.documents.write(&form.of(&rows.documents, &mut guarded))?;
        self.tokens.write(&form.of(&rows.tokens, &mut guarded))?;
        self.mentions.write(&form.of(&rows.mentions, &mut guarded))?;
        self.errors.write(&form.of(&rows.errors, &mut guarded))?;
        self.journal.write(journal)?;
        Ok(guarded)
    }

    /// Makes all that was written durable, and then `checkpoint`, with the lengths of the files.
    pub(super) fn save(&mut self, mut checkpoint: Checkpoint) -> Result<(), OutputError> {
        for file in [
            &mut self.documents,
            &mut self.tokens,
            &mut self.mentions,
            &mut self.errors,
            &mut self.journal,
        ] {
            file.sync()?;
        }
        checkpoint.lengths = Lengths {
            documents: self.documents.len(),
            tokens: self.tokens.len(),
            mentions: self.mentions.len(),
            errors: self.errors.len(),
            journal: self.journal.len(),
        };
        self.save_only(&checkpoint)
    }

    fn save_only(&self, checkpoint: &Checkpoint) -> Result<(), OutputError> {
        let path = self.folder.join(CHECKPOINT_FILE);
        let new = self.folder.join(format!("{CHECKPOINT_FILE}.new{UNFINISHED}"));
        write_json(&new, checkpoint)?;
        rename(&new, &path)?;
        sync_folder(&self.folder)
    }

    /// Writes the files that are made at the end, and gives every file its final name.
    pub(super) fn commit(
        mut self,
        entities: &[u8],
        run: &Value,
        mut checkpoint: Checkpoint,
    ) -> Result<(), OutputError> {
        let mut table = Appended::create(unfinished(&self.folder, &csv(&EntityRow::TABLE)))?;
        table.write(&self.form.header(&EntityRow::TABLE))?;
        table.write(&self.form.of(entities, &mut 0))?;
        table.sync()?;
        write_json(
            &unfinished(&self.folder, PACKAGE_FILE),
            &datapackage(self.form == Form::Excel),
        )?;
        write_json(&unfinished(&self.folder, RUN_FILE), run)?;
        checkpoint.stage = Stage::Renaming;
        self.save(checkpoint)?;
        give_final_names(&self.folder)
    }
}

/// Whether the folder, which is made where it is not there, has nothing in it. What an unfinished run left behind does not count.
fn look(folder: &Path) -> Result<bool, OutputError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            Ok(!entries
                .any(|entry| entry.is_ok_and(|entry| !entry.file_name().to_string_lossy().ends_with(UNFINISHED))))
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Err(OutputError::usage(
            folder,
            "a file stands where a folder is needed",
            "name a folder for the tables",
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder).map_err(|error| OutputError::io(folder, "cannot be made", &error))?;
            Ok(true)
        }
        Err(error) => Err(OutputError::io(folder, "cannot be opened", &error)),
    }
}

/// Locks the folder for this process, until the file that is returned is closed.
fn lock(folder: &Path) -> Result<File, OutputError> {
    // A folder can be locked itself where it can be opened as a file.
    let path = if cfg!(unix) {
        folder.to_owned()
    } else {
        folder.join(format!("lock{UNFINISHED}"))
    };
    let opened = if cfg!(unix) {
        File::open(&path)
    } else {
        File::create(&path)
    };
    let file = opened.map_err(|error| OutputError::io(folder, "cannot be opened", &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OutputError::usage(
            folder,
            "another run is writing to this folder",
            "wait for it, or choose another folder",
        )),
        // Some network file systems have no locks. One run at a time is then the user's to see to.
        Err(TryLockError::Error(_)) => Ok(file),
    }
}

/// The end of a run, which may be done again from any point of it: all files are there in full, under one name or the other.
fn give_final_names(folder: &Path) -> Result<(), OutputError> {
    let run = folder.join(RUN_FILE);
    // Where run.json stands, all other files are of its run.
    if unfinished(folder, RUN_FILE).exists() {
        remove(&run)?;
    }
    let tables = [
        DocumentRow::TABLE,
        TokenRow::TABLE,
        MentionRow::TABLE,
        EntityRow::TABLE,
        ErrorRow::TABLE,
    ];
    let tables: Vec<String> = tables.iter().map(csv).collect();
    let names = tables.iter().map(String::as_str).chain([PACKAGE_FILE, RUN_FILE]);
    for name in names {
        let from = unfinished(folder, name);
        if from.exists() {
            rename(&from, &folder.join(name))?;
        }
    }
    sync_folder(folder)?;
    for left in [JOURNAL, MANIFEST, IDS, CHECKPOINT_FILE] {
        remove(&folder.join(left))?;
    }
    sync_folder(folder)
}

fn csv(table: &Table) -> String {
    format!("{}.csv", table.name)
}

fn unfinished(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{UNFINISHED}"))
}

fn write_json(path: &Path, value: &impl Serialize) -> Result<(), OutputError> {
    let text = serde_json::to_vec_pretty(value);
    let mut text = text.map_err(|error| OutputError::io(path, "cannot be written", &error.into()))?;
    text.push(b'\n');
    write_whole(path, &text)
}

fn rename(from: &Path, to: &Path) -> Result<(), OutputError> {
    fs::rename(from, to).map_err(|error| OutputError::io(to, "cannot be renamed", &error))
}

fn remove(path: &Path) -> Result<(), OutputError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(OutputError::io(path, "cannot be removed", &error))
        }
        _ => Ok(()),
    }
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
