//! Many documents by all threads: in, records; out, tables whose rows are in the order of the records.
//!
//! Records are divided into pieces of about as much text each, several for each thread, and a piece becomes one batch of each table. So what
//! is returned is what the threads made, and is not copied.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use yiming::batch::EntityTally;
use yiming::records::{DocumentRow, EntityRow, ErrorRow, MentionRow, Row, TokenRow};

use super::arrow::{Table, wrong};
use super::columns::{Batches, schema_of};
use super::given::Part;
use super::job::{Job, Made, Piece};
use super::{caught, failed};

/// The rows of all pieces, in order.
pub struct Batch(Vec<Made>);

/// How long a piece may be that nobody waits for: an interrupt is looked for as often.
const PATIENCE: Duration = Duration::from_millis(100);

impl Batch {
    /// Does the job with so many threads, 0 for one a core, while the interpreter is free. Ctrl-C ends it behind the documents in hand.
    pub fn run(py: Python<'_>, job: &Job<'_>, threads: usize) -> PyResult<Self> {
        // Made for this call: a process that is forked later would have a pool without threads.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| PyRuntimeError::new_err(format!("no threads can be started: {error}")))?;
        let is_stopped = AtomicBool::new(false);
        let work = || {
            let duplicates = duplicates(job);
            let pieces = pieces(job, rayon::current_num_threads());
            let made = pieces.par_iter().map(|piece| job.make(piece, &duplicates, &is_stopped));
            made.collect::<Result<Vec<_>, ArrowError>>()
        };
        let (sender, mut receiver) = channel();
        let made = std::thread::scope(|scope| {
            let (pool, work) = (&pool, &work);
            scope.spawn(move || sender.send(caught(|| pool.install(work))));
            loop {
                let receiver = &mut receiver;
                match py.detach(move || receiver.recv_timeout(PATIENCE)) {
                    Ok(made) => return made,
                    Err(RecvTimeoutError::Disconnected) => return Err(failed()),
                    Err(RecvTimeoutError::Timeout) => py
                        .check_signals()
                        .inspect_err(|_| is_stopped.store(true, Ordering::Relaxed))?,
                }
            }
        })?;
        made.map(Batch).map_err(wrong)
    }

    /// The tables, in the order of the schema.
    pub fn tables(self) -> PyResult<[Table; 5]> {
        let mut entities = EntityTally::default();
        let (mut documents, mut tokens, mut mentions, mut errors) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for made in self.0 {
            documents.extend(made.documents);
            tokens.extend(made.tokens);
            mentions.extend(made.mentions);
            errors.extend(made.errors);
            for (doc_id, mentions) in made.entities {
                entities.add(&doc_id, mentions);
            }
        }
        let mut rows = Batches::of::<EntityRow>(0);
        entities.rows(&mut rows);
        let entities = rows.finish().map_err(wrong)?;
        Ok([
            table::<DocumentRow>(documents),
            table::<TokenRow>(tokens),
            table::<MentionRow>(mentions),
            table::<EntityRow>(entities),
            table::<ErrorRow>(errors),
        ])
    }
}

fn table<R: Row>(batches: Vec<RecordBatch>) -> Table {
    Table::new(R::TABLE.name, schema_of::<R>(), batches)
}

/// The records in pieces, several for each of so many threads.
fn pieces<'j>(job: &Job<'j>, threads: usize) -> Vec<Piece<'j>> {
    // A piece should neither be so small that batches are all overhead, nor so large that the last one is waited for.
    const SMALLEST: usize = 1 << 16;
    const LARGEST: usize = 1 << 22;
    let size = |part: &Part| (0..part.texts.len()).map(|place| part.texts.size(place)).sum::<usize>();
    let total: usize = job.parts.iter().map(size).sum();
    let wanted = (total / (8 * threads)).clamp(SMALLEST, LARGEST);
    let mut pieces = Vec::new();
    let mut number = 1;
    for part in job.parts {
        let count = part.texts.len();
        let (mut start, mut size) = (0, 0);
        for place in 0..count {
            size += part.texts.size(place);
            if size >= wanted || place + 1 == count {
                pieces.push(Piece {
                    part,
                    places: start..place + 1,
                    number: number + start as u64,
                });
                (start, size) = (place + 1, 0);
            }
        }
        number += count as u64;
    }
    pieces
}

/// The numbers of records whose id an earlier document has.
fn duplicates(job: &Job<'_>) -> FxHashSet<u64> {
    let mut duplicates = FxHashSet::default();
    // Without ids, all are called by their numbers.
    if job.parts.iter().all(|part| part.ids.is_none()) {
        return duplicates;
    }
    let mut seen = FxHashSet::default();
    let places = job
        .parts
        .iter()
        .flat_map(|part| (0..part.texts.len()).map(move |place| (part, place)));
    for (number, (part, place)) in (1..).zip(places) {
        let id = job.record(part, place, number).id(job.source, job.reading);
        if id.is_ok_and(|id| !seen.insert(id)) {
            duplicates.insert(number);
        }
    }
    duplicates
}
