//! What a run has to remember of each document that it wrote, a line of JSON each: its id, and the entities that it mentions.
//! An unfinished run that goes on reads it again.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::OutputError;
use super::tally::DocumentMentions;

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    pub id: String,
    pub mentions: DocumentMentions,
}

impl Entry {
    /// Appends the entry's line.
    pub(super) fn push(&self, out: &mut Vec<u8>) {
        // Strings and numbers have a form in JSON, and a vector takes any number of bytes.
        let _ = serde_json::to_writer(&mut *out, self);
        out.push(b'\n');
    }
}

/// Hands the entries of the journal at `path` to `each`, in their order.
pub(super) fn replay(path: &Path, mut each: impl FnMut(Entry) -> Result<(), OutputError>) -> Result<(), OutputError> {
    let unreadable = |error: &io::Error| OutputError::io(path, "cannot be read", error);
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    for line in BufReader::with_capacity(1 << 16, file).lines() {
        let line = line.map_err(|error| unreadable(&error))?;
        let entry = serde_json::from_str(&line).map_err(|_| OutputError::not_as_written(path))?;
        each(entry)?;
    }
    Ok(())
}
