//! The files of an output folder, each as a whole: what they are called while a run goes on, and how they are written, renamed and removed
//! so that it lasts.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::appended::write_whole;
use super::checkpoint::Checkpoint;
use super::error::OutputError;
use crate::records::{CHECKPOINT_FILE, Table, UNFINISHED};

/// What only an unfinished run has beside its checkpoint: what to read, the entities of the documents that are written, and their ids.
pub(super) const MANIFEST: &str = "inputs.unfinished";
pub(super) const JOURNAL: &str = "journal.unfinished";
pub(super) const IDS: &str = "ids.unfinished";

pub(super) fn csv(table: &Table) -> String {
    format!("{}.csv", table.name)
}

pub(super) fn unfinished(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{UNFINISHED}"))
}

pub(super) fn write_json(path: &Path, value: &impl Serialize) -> Result<(), OutputError> {
    let text = serde_json::to_vec_pretty(value);
    let mut text = text.map_err(|error| OutputError::io(path, "cannot be written", &error.into()))?;
    text.push(b'\n');
    write_whole(path, &text)
}

pub(super) fn rename(from: &Path, to: &Path) -> Result<(), OutputError> {
    fs::rename(from, to).map_err(|error| OutputError::io(to, "cannot be renamed", &error))
}

pub(super) fn remove(path: &Path) -> Result<(), OutputError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(OutputError::io(path, "cannot be removed", &error))
        }
        _ => Ok(()),
    }
}

/// Makes renames durable, where the system can.
pub(super) fn sync_folder(folder: &Path) -> Result<(), OutputError> {
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| OutputError::io(folder, "cannot be made durable", &error))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Makes `checkpoint` durable, in place of the one before.
pub(super) fn save_only(folder: &Path, checkpoint: &Checkpoint) -> Result<(), OutputError> {
    let path = folder.join(CHECKPOINT_FILE);
    let new = folder.join(format!("{CHECKPOINT_FILE}.new{UNFINISHED}"));
    write_json(&new, checkpoint)?;
    rename(&new, &path)?;
    sync_folder(folder)
}
