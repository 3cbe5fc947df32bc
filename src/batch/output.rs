//! The output folder. While a run goes on, every file of it ends in `.unfinished`; at the end (`ending`) all are made durable and get their
//! final names, `run.json` last. A final name is absent, or old, or complete, whenever the run is ended.
//!
//! Order on disk: write, fsync, rename, fsync of the folder. One run at a time holds the folder's lock.

use std::borrow::Cow;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::Options;
use super::appended::Appended;
use super::checkpoint::{Checkpoint, Lengths, Stage};
use super::ending::{End, end, outdated};
use super::error::OutputError;
use super::files::{IDS, JOURNAL, MANIFEST, csv, remove, save_only, unfinished};
use super::forms::Forms;
use super::identity::{Differences, Identity, Manifest};
use crate::pipeline::TableBuffers;
use crate::records::{
    BYTE_ORDER_MARK, CHECKPOINT_FILE, DocumentRow, EntityRow, ErrorRow, MentionRow, RUN_FILE, Row, Table, TokenRow,
    UNFINISHED, push_for_excel, push_header,
};

/// What is in the folder that a run is to write to.
pub(super) enum Found {
    /// Nothing that a run goes on with: it begins at the beginning.
    Fresh(Output),
    /// An unfinished run of the same identity, cut back to its last checkpoint.
    Unfinished(Output, Box<Checkpoint>),
    /// An unfinished run that only lacked other forms of its tables or its final names, and how far its end came.
    Ended(Box<Checkpoint>, End),
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
    forms: Forms,
    /// Files of an older run, which go at the end.
    outdated: Vec<String>,
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
        options: &Options,
        identity: &Identity,
        manifest: &Manifest,
        stop: &Arc<AtomicBool>,
    ) -> Result<Found, OutputError> {
        let folder = options.out.as_path();
        let is_empty = look(folder)?;
        let lock = lock(folder)?;
        let checkpoint = Checkpoint::read(&folder.join(CHECKPOINT_FILE))?;
        let finished = || folder.join(RUN_FILE).exists();
        match (options.folder, checkpoint) {
            (Folder::Resume, Some(mut checkpoint)) => {
                let mut differences = Differences::between(&checkpoint.identity, identity);
                differences.add_inputs(&folder.join(MANIFEST), manifest);
                differences.refuse(folder)?;
                if checkpoint.stage == Stage::Writing {
                    let output = Output::reopen(options, lock, &checkpoint)?;
                    return Ok(Found::Unfinished(output, Box::new(checkpoint)));
                }
                let came = end(folder, options.form, &options.forms, &mut checkpoint, stop)?;
                Ok(Found::Ended(Box::new(checkpoint), came))
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
            (_, checkpoint) => {
                let outdated = outdated(folder, checkpoint);
                remove(&folder.join(CHECKPOINT_FILE))?;
                let output = Output::create(options, lock, outdated)?;
                manifest.write(&folder.join(MANIFEST))?;
                Ok(Found::Fresh(output))
            }
        }
    }

    fn create(options: &Options, lock: File, outdated: Vec<String>) -> Result<Self, OutputError> {
        let (folder, form) = (&options.out, options.form);
        let table = |table: &Table| {
            let mut file = Appended::create(unfinished(folder, &csv(table)))?;
            file.write(&form.header(table))?;
            Ok(file)
        };
        Ok(Output {
            folder: folder.clone(),
            _lock: lock,
            documents: table(&DocumentRow::TABLE)?,
            tokens: table(&TokenRow::TABLE)?,
            mentions: table(&MentionRow::TABLE)?,
            errors: table(&ErrorRow::TABLE)?,
            journal: Appended::create(folder.join(JOURNAL))?,
            form,
            forms: options.forms.clone(),
            outdated,
        })
    }

    fn reopen(options: &Options, lock: File, checkpoint: &Checkpoint) -> Result<Self, OutputError> {
        let (folder, lengths) = (&options.out, &checkpoint.lengths);
        let table = |table: &Table, length| Appended::reopen(unfinished(folder, &csv(table)), length);
        Ok(Output {
            folder: folder.clone(),
            _lock: lock,
            documents: table(&DocumentRow::TABLE, lengths.documents)?,
            tokens: table(&TokenRow::TABLE, lengths.tokens)?,
            mentions: table(&MentionRow::TABLE, lengths.mentions)?,
            errors: table(&ErrorRow::TABLE, lengths.errors)?,
            journal: Appended::reopen(folder.join(JOURNAL), lengths.journal)?,
            form: options.form,
            forms: options.forms.clone(),
            outdated: checkpoint.outdated.clone(),
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
        self.fill(&mut checkpoint)?;
        save_only(&self.folder, &checkpoint)
    }

    /// Makes all that was written durable, and says so in `checkpoint`.
    fn fill(&mut self, checkpoint: &mut Checkpoint) -> Result<(), OutputError> {
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
        checkpoint.outdated.clone_from(&self.outdated);
        Ok(())
    }

    /// Writes the table that is made at the end, and ends the run.
    pub(super) fn commit(
        mut self,
        entities: &[u8],
        mut checkpoint: Checkpoint,
        stop: &Arc<AtomicBool>,
    ) -> Result<End, OutputError> {
        let mut table = Appended::create(unfinished(&self.folder, &csv(&EntityRow::TABLE)))?;
        table.write(&self.form.header(&EntityRow::TABLE))?;
        table.write(&self.form.of(entities, &mut 0))?;
        table.sync()?;
        checkpoint.stage = Stage::Forming;
        self.fill(&mut checkpoint)?;
        save_only(&self.folder, &checkpoint)?;
        end(&self.folder, self.form, &self.forms, &mut checkpoint, stop)
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
