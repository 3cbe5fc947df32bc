//! What a run has written so far: its files, its counts, the ids and entities of its documents; and from time to time a
//! checkpoint of it all.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use rayon::ThreadPool;
use serde_json::Value;

use super::checkpoint::Checkpoint;
use super::error::OutputError;
use super::journal::{Entry, replay};
use super::output::Output;
use super::progress::Progress;
use super::seen::Seen;
use super::tally::EntityTally;
use super::{Ending, MaxErrors, Summary};
use crate::input::Refusal;
use crate::pipeline::{TableBuffers, error_row};
use crate::records::{RowWriter, push_row};

/// What one unit came to.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// The rows of its document.
    pub tables: TableBuffers,
    /// What is counted of its document; nothing where there is none.
    pub reported: Option<Reported>,
    /// Why there is no document.
    pub refused: Option<Refusal>,
    /// The bytes of input that it stands for.
    pub input_bytes: u64,
}

impl Chunk {
    pub(super) fn refused(refused: Refusal) -> Self {
        Chunk {
            refused: Some(refused),
            ..Chunk::default()
        }
    }

    /// What its rows take in memory, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let tables = &self.tables;
        [&tables.documents, &tables.tokens, &tables.mentions, &tables.errors]
            .iter()
            .map(|rows| rows.len())
            .sum()
    }
}

/// A document, as far as it is counted.
#[derive(Debug)]
pub(super) struct Reported {
    pub entry: Entry,
    /// The entry's line of the journal, made by the thread that made the rows.
    pub journal: Vec<u8>,
    pub source_path: String,
    pub source_record: Option<u64>,
    pub is_empty: bool,
    pub bytes: u64,
    pub tokens: u64,
}

pub(super) struct Ledger {
    output: Output,
    checkpoint: Checkpoint,
    seen: Seen,
    entities: EntityTally,
    max_errors: MaxErrors,
    progress: Progress,
    interval: Duration,
    begun: Instant,
    saved: Instant,
}

impl Ledger {
    /// A ledger from `checkpoint` on: an empty one, or one that an unfinished run had come to.
    pub(super) fn new(
        output: Output,
        checkpoint: Checkpoint,
        max_errors: MaxErrors,
        progress: Progress,
        interval: Duration,
    ) -> Result<Self, OutputError> {
        let now = Instant::now();
        let mut seen = Seen::create(output.ids())?;
        let mut entities = EntityTally::default();
        if checkpoint.units > 0 {
            replay(&output.journal(), |entry| {
                entities.add(&entry.id, entry.mentions);
                seen.insert(&entry.id).map(|_| ())
            })?;
        }
        Ok(Ledger {
            output,
            checkpoint,
            seen,
            entities,
            max_errors,
            progress,
            interval,
            begun: now,
            saved: now,
        })
    }

    /// Writes what was refused before any unit was taken.
    pub(super) fn begin(&mut self, refused: Vec<Refusal>) -> Result<(), OutputError> {
        for refused in refused {
            self.add(Chunk::refused(refused))?;
        }
        self.save()
    }

    /// Writes the next unit.
    pub(super) fn write(&mut self, chunk: Chunk) -> Result<(), OutputError> {
        self.add(chunk)?;
        self.checkpoint.units += 1;
        if self.saved.elapsed() >= self.interval {
            self.save()?;
        }
        Ok(())
    }

    fn add(&mut self, mut chunk: Chunk) -> Result<(), OutputError> {
        if let Some(reported) = &chunk.reported
            && !self.seen.insert(&reported.entry.id)?
        {
            chunk = Chunk {
                input_bytes: chunk.input_bytes,
                ..Chunk::refused(Refusal::duplicate(
                    &reported.entry.id,
                    &reported.source_path,
                    reported.source_record,
                ))
            };
        }
        let summary = &mut self.checkpoint.summary;
        if let Some(refused) = &chunk.refused {
            push_row(&error_row(refused), &mut chunk.tables.errors);
            summary.refused += 1;
            self.progress.tell(&format!("error: {refused}"));
        }
        let mut journal = Vec::new();
        if let Some(reported) = chunk.reported {
            summary.documents += 1;
            summary.bytes += reported.bytes;
            summary.tokens += reported.tokens;
            summary.mentions += reported.entry.mentions.len();
            if reported.is_empty {
                summary.empty += 1;
                let record = reported
                    .source_record
                    .map_or_else(String::new, |record| format!(":{record}"));
                self.progress.tell(&format!(
                    "warning: {}{record}: the document is empty",
                    reported.source_path
                ));
            }
            journal = reported.journal;
            self.entities.add(&reported.entry.id, reported.entry.mentions);
        }
        self.progress.advance(chunk.input_bytes, &self.checkpoint.summary);
        self.checkpoint.summary.guarded += self.output.write(&chunk.tables, &journal)?;
        Ok(())
    }

    /// Whether so much was refused that the run is to end.
    pub(super) fn is_full(&self) -> bool {
        self.max_errors.is_exceeded(&self.checkpoint.summary)
    }

    /// Makes durable what is written, for a run that goes on later.
    pub(super) fn save(&mut self) -> Result<(), OutputError> {
        let checkpoint = Checkpoint {
            seconds: self.seconds(),
            ..self.checkpoint.clone()
        };
        self.output.save(checkpoint)?;
        self.saved = Instant::now();
        Ok(())
    }

    /// Ends the run: other forms are made, by the threads of `pool`, and all files get their final names.
    pub(super) fn commit(
        mut self,
        pool: &ThreadPool,
        stop: &Arc<AtomicBool>,
        describe: impl FnOnce(&Summary) -> Value,
    ) -> Result<Ending, OutputError> {
        let mut rows = Vec::new();
        self.checkpoint.summary.entities = self.entities.rows(&mut RowWriter::new(&mut rows));
        let mut summary = self.summary();
        self.checkpoint.seconds = summary.elapsed.as_secs_f64();
        self.progress.finish();
        self.checkpoint.run = self.checkpoint.identity.with(describe(&summary));
        drop(self.seen);
        let begun = Instant::now();
        let end = pool.install(|| self.output.commit(&rows, self.checkpoint, stop))?;
        summary.elapsed += begun.elapsed();
        Ok(Ending::of(end, summary))
    }

    /// Counts of what is written.
    pub(super) fn summary(&self) -> Summary {
        Summary {
            elapsed: Duration::from_secs_f64(self.seconds()),
            ..self.checkpoint.summary.clone()
        }
    }

    /// How long the run took, with what came before the checkpoint that it went on from.
    fn seconds(&self) -> f64 {
        self.checkpoint.seconds + self.begun.elapsed().as_secs_f64()
    }
}
