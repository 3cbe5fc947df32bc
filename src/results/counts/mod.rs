//! Tables of counts that a finished run does not come with, made when they are asked for. In, the folder of a run; out, rows.
//!
//! Only counts are held: of every different word, or of the entities with most mentions and their pairs. Rows of the tables are read one
//! document at a time.

mod cooccurrence;
mod entities;
mod keywords;
mod source;
mod timeline;
mod variants;
mod words;

use std::io::{self, Write};

use super::folder::{Folder, ResultsError};
use crate::records::{Row, Table, push_header, push_row};

pub use cooccurrence::{Cooccurrence, Pair};
pub use entities::{NamedEntity, most_mentioned};
pub use timeline::{Period, Timeline};
pub use variants::{Variant, Variants};
pub(super) use words::is_word;

/// A table of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountTable {
    /// How often words are, and in how many documents.
    Words,
    /// How often entities are mentioned, and in how many documents.
    Entities,
    /// The words that tell each document from the others, by TF-IDF.
    Keywords,
    /// Which entities are mentioned together.
    Cooccurrence,
    /// When entities are mentioned.
    Timeline(Period),
    /// Which source names an entity how.
    Variants,
}

/// Why a table of counts could not be written.
#[derive(Debug, thiserror::Error)]
pub enum CountsError {
    /// A table of the run cannot be read.
    #[error("{0}")]
    Results(#[from] ResultsError),
    /// The output cannot be written.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// How many keywords a document gets where nobody says how many.
pub const KEYWORDS: usize = 10;
/// Among how many entities, those with most mentions, pairs are counted where nobody says among how many. Their pairs are what memory holds.
pub const PAIRED: usize = 500;

/// Writes `table` of `folder` to `out` as CSV. `top` is the number of words, of entities, or of keywords a document; without it, all are
/// written, but of keywords [`KEYWORDS`] and of entities that occur together [`PAIRED`]. Gives how many documents are left out.
///
/// # Errors
///
/// A table that cannot be read, and what `out` says.
pub fn write_counts(
    folder: &Folder,
    table: CountTable,
    top: Option<usize>,
    out: &mut impl Write,
) -> Result<u64, CountsError> {
    let mut undated = 0;
    match table {
        CountTable::Words => {
            let words = words::Words::of(folder)?;
            write_rows(words.top(top.unwrap_or(usize::MAX)), out)?;
        }
        CountTable::Entities => entities::write(folder, top.unwrap_or(usize::MAX), out)?,
        CountTable::Keywords => keywords::write(folder, top.unwrap_or(KEYWORDS), out)?,
        CountTable::Cooccurrence => {
            let found = Cooccurrence::of(folder, top.unwrap_or(PAIRED))?;
            write_rows(found.rows(), out)?;
        }
        CountTable::Timeline(period) => {
            let found = Timeline::of(folder, period, top.unwrap_or(usize::MAX))?;
            write_rows(found.rows(), out)?;
            undated = found.undated;
        }
        CountTable::Variants => {
            let found = Variants::of(folder, top.unwrap_or(usize::MAX))?;
            write_rows(found.rows(), out)?;
        }
    }
    Ok(undated)
}

/// Writes a table with its header.
fn write_rows<R: Row>(rows: impl Iterator<Item = R>, out: &mut impl Write) -> Result<(), CountsError> {
    let mut sheet = Sheet::begin(&R::TABLE, out);
    for row in rows {
        sheet.push(&row)?;
    }
    sheet.end()
}

/// A table that is being written: its header, then one row after the other.
struct Sheet<'w, W> {
    out: &'w mut W,
    /// What is to be written next.
    buffer: Vec<u8>,
}

impl<'w, W: Write> Sheet<'w, W> {
    /// The header alone.
    fn begin(table: &Table, out: &'w mut W) -> Self {
        let mut buffer = Vec::new();
        push_header(table, &mut buffer);
        Sheet { out, buffer }
    }

    fn push(&mut self, row: &impl Row) -> io::Result<()> {
        push_row(row, &mut self.buffer);
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    /// Writes the header where no row did.
    fn end(self) -> Result<(), CountsError> {
        Ok(self.out.write_all(&self.buffer)?)
    }
}
