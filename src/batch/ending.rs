//! The end of a run whose tables are whole: other forms are made of them, the files that describe all are written, and every file gets its
//! final name, `run.json` last. It may be done again from any point of it; how far it came is in the checkpoint.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use serde_json::Value;

use super::Form;
use super::checkpoint::{Checkpoint, Stage};
use super::error::OutputError;
use super::files::{IDS, JOURNAL, MANIFEST, csv, remove, rename, save_only, sync_folder, unfinished, write_json};
use super::forms::Forms;
use crate::records::{ALL, CHECKPOINT_FILE, PACKAGE_FILE, RUN_FILE, UNFINISHED, datapackage};

/// How far the end of a run came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// All files have their names.
    Named,
    /// It was told to stop while other forms were made.
    Stopped,
}

/// Ends a run from any point of its end. Where `stop` becomes true while other forms are made, it stays there.
pub(super) fn end(
    folder: &Path,
    form: Form,
    forms: &Forms,
    checkpoint: &mut Checkpoint,
    stop: &Arc<AtomicBool>,
) -> Result<End, OutputError> {
    if checkpoint.stage == Stage::Forming {
        let begun = Instant::now();
        let Some(resources) = forms.make(folder, &checkpoint.run, stop)? else {
            return Ok(End::Stopped);
        };
        write_json(
            &unfinished(folder, PACKAGE_FILE),
            &datapackage(&resources, form == Form::Excel),
        )?;
        let mut names: Vec<String> = resources.into_iter().flat_map(|resource| resource.files).collect();
        checkpoint.run["files"] = names.clone().into();
        checkpoint.run["seconds"]["forming"] = begun.elapsed().as_secs_f64().into();
        write_json(&unfinished(folder, RUN_FILE), &checkpoint.run)?;
        names.extend([PACKAGE_FILE, RUN_FILE].map(str::to_owned));
        checkpoint.outdated.retain(|name| !names.contains(name));
        checkpoint.names = names;
        checkpoint.stage = Stage::Renaming;
        save_only(folder, checkpoint)?;
    }
    give_final_names(folder, checkpoint)?;
    Ok(End::Named)
}

/// Gives all files their names, which may be done again from any point of it: all are there in full, under one name or the other.
fn give_final_names(folder: &Path, checkpoint: &Checkpoint) -> Result<(), OutputError> {
    // Where run.json stands, all other files are of its run.
    if unfinished(folder, RUN_FILE).exists() {
        remove(&folder.join(RUN_FILE))?;
        for name in &checkpoint.outdated {
            remove(&folder.join(name))?;
        }
    }
    for name in &checkpoint.names {
        let from = unfinished(folder, name);
        if from.exists() {
            rename(&from, &folder.join(name))?;
        }
    }
    sync_folder(folder)?;
    // Tables that are wanted in other forms alone, and what was begun and never ended.
    let entries = fs::read_dir(folder).map_err(|error| OutputError::io(folder, "cannot be opened", &error))?;
    for entry in entries.flatten() {
        let name = entry.file_name();
        if name
            .to_str()
            .is_some_and(|name| name.ends_with(UNFINISHED) && is_of_a_run(name))
        {
            remove(&entry.path())?;
        }
    }
    for left in [JOURNAL, MANIFEST, IDS, CHECKPOINT_FILE] {
        remove(&folder.join(left))?;
    }
    sync_folder(folder)
}

/// The files that an older run left in the folder: one that is finished, and one that was about to be.
pub(super) fn outdated(folder: &Path, checkpoint: Option<Checkpoint>) -> Vec<String> {
    let run = fs::read(folder.join(RUN_FILE)).unwrap_or_default();
    let run: Value = serde_json::from_slice(&run).unwrap_or_default();
    let mut names: Vec<String> = match run["files"].as_array() {
        Some(files) => files
            .iter()
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect(),
        None if run.is_object() => ALL.iter().map(csv).collect(),
        None => Vec::new(),
    };
    if let Some(checkpoint) = checkpoint {
        names.extend(checkpoint.outdated);
        names.extend(checkpoint.names);
    }
    // What others have written into these files leads nowhere else.
    names.retain(|name| is_of_a_run(name));
    names
}

/// Whether a file may be called so that holds a table, or documents in one form or another.
fn is_of_a_run(name: &str) -> bool {
    let stems = ALL.iter().map(|table| table.name).chain(["spacy"]);
    let mut rests = stems.filter_map(|stem| name.strip_prefix(stem));
    !name.contains(['/', '\\']) && rests.any(|rest| rest.starts_with(['.', '-']))
}
