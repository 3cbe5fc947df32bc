//! The writer at the end of all threads: takes chunks in any order, writes them in the order of their numbers.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use indicatif::ProgressBar;
use rustc_hash::FxHashSet;

use super::output::{Output, OutputError};
use super::tally::{DocumentMentions, EntityTally};
use super::{Summary, push_refusal};
use crate::input::Refusal;
use crate::pipeline::TableBuffers;

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
}

/// A document, as far as it is counted.
#[derive(Debug)]
pub(super) struct Reported {
    pub doc_id: String,
    pub source_path: String,
    pub source_record: Option<u64>,
    pub is_empty: bool,
    pub bytes: u64,
    pub tokens: u64,
    pub mentions: DocumentMentions,
}

/// How many messages a run prints before it only counts.
const MESSAGES: u64 = 20;

pub(super) struct OrderedWriter {
    state: Mutex<State>,
    moved: Condvar,
    window: u64,
}

struct State {
    output: Output,
    next: u64,
    waiting: BTreeMap<u64, Chunk>,
    seen: FxHashSet<String>,
    entities: EntityTally,
    summary: Summary,
    progress: ProgressBar,
    messages: u64,
    failed: Option<OutputError>,
}

impl OrderedWriter {
    pub(super) fn new(output: Output, window: u64, progress: ProgressBar) -> Self {
        let state = State {
            output,
            next: 0,
            waiting: BTreeMap::new(),
            seen: FxHashSet::default(),
            entities: EntityTally::default(),
            summary: Summary::default(),
            progress,
            messages: 0,
            failed: None,
        };
        OrderedWriter {
            state: Mutex::new(state),
            moved: Condvar::new(),
            window,
        }
    }

    /// Writes what was refused before any unit was taken.
    pub(super) fn begin(&self, refused: Vec<Refusal>) {
        let mut state = self.lock();
        for refused in refused {
            state.write(Chunk::refused(refused));
        }
    }

    /// Waits until unit `number` is inside the window. False where the run has failed and nothing more should be taken.
    pub(super) fn wait_for_turn(&self, number: u64) -> bool {
        let mut state = self.lock();
        while state.failed.is_none() && number >= state.next + self.window {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.failed.is_none()
    }

    /// Hands in what unit `number` came to. Every number that was taken must be handed in once.
    pub(super) fn submit(&self, number: u64, chunk: Chunk) {
        let mut state = self.lock();
        state.waiting.insert(number, chunk);
        loop {
            let next = state.next;
            let Some(chunk) = state.waiting.remove(&next) else {
                break;
            };
            state.write(chunk);
            state.next += 1;
        }
        self.moved.notify_all();
    }

    /// Writes the table of entities. Returns the output, not yet committed, and the counts.
    pub(super) fn finish(self) -> Result<(Output, Summary), OutputError> {
        let mut state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = state.failed {
            return Err(error);
        }
        if state.messages > MESSAGES {
            let more = state.messages - MESSAGES;
            state
                .progress
                .suspend(|| eprintln!("… and {more} more; errors.csv has all of them"));
        }
        let mut rows = Vec::new();
        state.summary.entities = state.entities.write(&mut rows);
        state.output.entities.write(&rows)?;
        Ok((state.output, state.summary))
    }

    /// A panic elsewhere leaves the state as it was between two chunks, which is a valid one.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn write(&mut self, mut chunk: Chunk) {
        if let Some(reported) = &chunk.reported
            && !self.seen.insert(reported.doc_id.clone())
        {
            chunk = Chunk {
                input_bytes: chunk.input_bytes,
                ..Chunk::refused(duplicate(reported))
            };
        }
        if let Some(refused) = &chunk.refused {
            push_refusal(refused, &mut chunk.tables.errors);
            self.summary.refused += 1;
            self.tell(&format!("error: {refused}"));
        }
        if let Some(reported) = chunk.reported {
            self.summary.documents += 1;
            self.summary.bytes += reported.bytes;
            self.summary.tokens += reported.tokens;
            self.summary.mentions += reported.mentions.len();
            if reported.is_empty {
                self.summary.empty += 1;
                let record = reported
                    .source_record
                    .map_or_else(String::new, |record| format!(":{record}"));
                self.tell(&format!(
                    "warning: {}{record}: the document is empty",
                    reported.source_path
                ));
            }
            self.entities.add(&reported.doc_id, reported.mentions);
        }
        if self.failed.is_none() {
            self.failed = self.output.write(&chunk.tables).err();
        }
        self.progress.inc(chunk.input_bytes);
    }

    fn tell(&mut self, message: &str) {
        self.messages += 1;
        if self.messages <= MESSAGES {
            if std::io::stderr().is_terminal() {
                self.progress.suspend(|| eprintln!("{message}"));
            } else {
                eprintln!("{message}");
            }
        }
    }
}

fn duplicate(reported: &Reported) -> Refusal {
    Refusal {
        source_path: reported.source_path.clone(),
        source_record: reported.source_record,
        column: None,
        byte_offset: None,
        stage: "input",
        code: "duplicate_id",
        message: format!("a document “{}” was read before", reported.doc_id),
        help: Some("give every document an id of its own, or take ids from paths: --id-from path"),
    }
}
