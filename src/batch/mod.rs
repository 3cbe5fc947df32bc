//! Many documents: read, analysed and written by all threads, in the order of the input, in bounded memory.
//!
//! Every thread does the same: it takes the next [`Unit`] from behind a lock, reads and analyses it, formats its rows, and hands
//! them in at `ordered`, which passes them to the `ledger` in the order in which the units were taken. Rows that come before
//! their turn wait in memory up to a limit, beyond which their threads wait with them, so that memory is bounded whatever the
//! corpus. The ledger writes them to files under temporary names (`output`), counts, and saves a checkpoint from time to time
//! that an interrupted run goes on from; at the end other forms are made of the tables (`forms`), and all files get their final names.

mod appended;
mod checkpoint;
mod ending;
mod error;
mod files;
mod forms;
mod identity;
mod journal;
mod ledger;
mod mine;
mod ordered;
mod output;
mod progress;
mod room;
mod seen;
mod tally;

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use error::OutputError;
pub use forms::Forms;
pub use identity::{Identity, Manifest};
pub use mine::{Mined, MinedPair, mine};
pub use output::{Folder, Form};
pub use progress::Telling;
pub use tally::{DocumentMentions, EntityTally};

use crate::input::{Document, Refusal, Unit, Units};
use crate::pipeline::{Pipeline, Rows, TableBuffers, guarded};
use checkpoint::Checkpoint;
use ending::End;
use journal::Entry;
use ledger::{Chunk, Ledger, Reported};
use ordered::Ordered;
use output::{Found, Output};
use progress::Progress;

/// How a run is to be done.
#[derive(Debug, Clone)]
pub struct Options {
    /// The output folder.
    pub out: PathBuf,
    /// How an output folder is taken that has something in it.
    pub folder: Folder,
    /// Whether `documents` carries the texts.
    pub with_text: bool,
    /// The number of threads; 0 for one a core.
    pub threads: usize,
    /// How much may be refused before the run ends.
    pub max_errors: MaxErrors,
    /// How long a run writes before it saves where it is.
    pub checkpoint: Duration,
    /// How many bytes of rows, of each thread, may wait for their turn.
    pub window: usize,
    /// How tables are written.
    pub form: Form,
    /// In which forms they are left, when the run is done.
    pub forms: Forms,
    /// How much is told on standard error.
    pub telling: Telling,
    /// Called with each document before it is analysed. A panic there, as one in the analysis, refuses the document and no other.
    pub before: Option<fn(&Document)>,
}

impl Options {
    /// To write into `out`, and all else as it usually is.
    pub fn new(out: impl Into<PathBuf>) -> Self {
        Options {
            out: out.into(),
            folder: Folder::New,
            with_text: false,
            threads: 0,
            max_errors: MaxErrors::default(),
            checkpoint: Duration::from_secs(30),
            window: 8 << 20,
            form: Form::default(),
            forms: Forms::default(),
            telling: Telling::default(),
            before: None,
        }
    }
}

/// How much may be refused before a run ends.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum MaxErrors {
    /// Everything.
    #[default]
    Unlimited,
    /// So many documents.
    Number(u64),
    /// So many percent of the documents, once there were a hundred.
    Percent(f64),
}

impl MaxErrors {
    fn is_exceeded(self, summary: &Summary) -> bool {
        let read = summary.documents + summary.refused;
        match self {
            MaxErrors::Unlimited => false,
            MaxErrors::Number(number) => summary.refused > number,
            MaxErrors::Percent(percent) => read >= 100 && summary.refused as f64 > read as f64 * percent / 100.0,
        }
    }
}

impl FromStr for MaxErrors {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "neither a number nor a percentage such as 5%";
        match text.strip_suffix('%') {
            Some(percent) => match percent.parse() {
                Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(MaxErrors::Percent(percent)),
                _ => Err(wrong),
            },
            None => text.parse().map(MaxErrors::Number).map_err(|_| wrong),
        }
    }
}

/// What a run did.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Documents written.
    pub documents: u64,
    /// Documents and files refused.
    pub refused: u64,
    /// Documents without any text.
    pub empty: u64,
    /// Bytes of text read.
    pub bytes: u64,
    /// Tokens written.
    pub tokens: u64,
    /// Mentions written.
    pub mentions: u64,
    /// Entities written.
    pub entities: u64,
    /// Cells that were changed so that Excel does not take them for formulas.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub guarded: u64,
    /// How long reading, analysing and writing took.
    #[serde(skip)]
    pub elapsed: Duration,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Summary {
    /// Megabytes of text a second.
    pub fn megabytes_per_second(&self) -> f64 {
        self.bytes as f64 / 1e6 / self.elapsed.as_secs_f64().max(1e-9)
    }
}

/// How a run ended. Its counts are of all that is written.
#[derive(Debug, Clone)]
pub enum Ending {
    /// All is read and written.
    Finished(Summary),
    /// It was to go on with a run that was finished already.
    WasFinished(Summary),
    /// It was told to stop; it can go on.
    Stopped(Summary),
    /// More was refused than [`Options::max_errors`] allows; it can go on.
    TooManyRefused(Summary),
}

impl Ending {
    /// All is read and written, and the end came so far.
    fn of(end: End, summary: Summary) -> Self {
        match end {
            End::Named => Ending::Finished(summary),
            End::Stopped => Ending::Stopped(summary),
        }
    }
}

/// What is to be read.
pub struct Input {
    /// The documents and records.
    pub units: Units,
    /// Inputs that were refused before any was read. They are written first.
    pub refused: Vec<Refusal>,
    /// What progress counts up to, in bytes; 0 where it is unknown.
    pub total_bytes: u64,
    /// The files, as they are now.
    pub manifest: Manifest,
}

/// Runs `pipeline` over `input` and writes the tables.
///
/// `identity` says what the rows depend on; an unfinished run is gone on with only where it is the same. Where `stop` becomes true,
/// the documents in hand are finished and the run ends; other forms of the tables that are being made then are made when it goes on.
/// `describe` gives what `run.json` says beside the identity.
///
/// # Errors
///
/// An output folder that cannot be used, or a table that cannot be written. What cannot be read is no error.
pub fn run(
    pipeline: &Pipeline,
    input: Input,
    options: &Options,
    identity: Identity,
    stop: &Arc<AtomicBool>,
    describe: impl FnOnce(&Summary) -> serde_json::Value,
) -> Result<Ending, OutputError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads)
        .build()
        .map_err(OutputError::threads)?;
    // What is left to be made of a run that was killed at its end is made there, by as many threads.
    let (output, checkpoint) = match pool.install(|| Output::open(options, &identity, &input.manifest, stop))? {
        Found::Fresh(output) => (output, None),
        Found::Unfinished(output, checkpoint) => (output, Some(*checkpoint)),
        Found::Ended(checkpoint, end) => return Ok(Ending::of(end, checkpoint.summary())),
        Found::Finished(checkpoint) => return Ok(Ending::WasFinished(checkpoint.summary)),
    };
    // It has a line a file.
    drop(input.manifest);
    let goes_on = checkpoint.is_some();
    let checkpoint = checkpoint.unwrap_or_else(|| Checkpoint::new(identity));
    let first = checkpoint.units;
    let mut progress = Progress::new(input.total_bytes, options.telling);
    let forms = options.forms.sizes();
    if let Some(warning) = room::warning(&options.out, input.total_bytes, checkpoint.lengths.sum(), forms) {
        progress.tell(&warning);
    }
    let mut ledger = Ledger::new(output, checkpoint, options.max_errors, progress, options.checkpoint)?;
    if !goes_on {
        ledger.begin(input.refused)?;
    }

    let ordered = Ordered::new(ledger, first, options.window * pool.current_num_threads());
    let mut units = input.units;
    if let Some(last) = first.checked_sub(1) {
        // What is written is passed over; plain files are not even opened.
        units.nth(last as usize);
    }
    let source = Mutex::new(Source {
        units,
        next: first,
        is_exhausted: false,
    });
    let rows = Rows {
        pipeline,
        with_text: options.with_text,
    };
    pool.broadcast(|_| {
        while !stop.load(Ordering::Relaxed) && !ordered.is_over() {
            // A thread that panicked while taking a unit leaves the others nothing to take.
            let Ok(Some((number, unit))) = source.lock().map(|mut source| source.take()) else {
                break;
            };
            ordered.submit(number, process(&rows, unit, options));
        }
    });
    let mut ledger = ordered.finish()?;
    let is_exhausted = source.into_inner().is_ok_and(|source| source.is_exhausted);
    if ledger.is_full() {
        ledger.save()?;
        Ok(Ending::TooManyRefused(ledger.summary()))
    } else if is_exhausted {
        ledger.commit(&pool, stop, describe)
    } else {
        ledger.save()?;
        Ok(Ending::Stopped(ledger.summary()))
    }
}

/// The units that are still to be taken.
struct Source {
    units: Units,
    next: u64,
    is_exhausted: bool,
}

impl Source {
    /// The next unit, with its number.
    fn take(&mut self) -> Option<(u64, Unit)> {
        let Some(unit) = self.units.next() else {
            self.is_exhausted = true;
            return None;
        };
        let number = self.next;
        self.next += 1;
        Some((number, unit))
    }
}

/// One unit, from bytes to rows. A panic inside becomes a refusal of this unit alone.
fn process(rows: &Rows<'_>, unit: Unit, options: &Options) -> Chunk {
    let size = unit.size();
    let mut chunk = match unit.read() {
        Ok(document) => {
            let analysed = guarded(&document, || {
                if let Some(before) = options.before {
                    before(&document);
                }
                analyse(rows, &document)
            });
            analysed.unwrap_or_else(|refused| Chunk::refused(*refused))
        }
        Err(refused) => Chunk::refused(refused),
    };
    chunk.input_bytes = size;
    chunk
}

fn analyse(rows: &Rows<'_>, document: &Document) -> Chunk {
    let analysis = rows.pipeline.analyse(&document.text);
    let mut tables = TableBuffers::default();
    rows.write(document, &analysis, &mut tables);
    let entry = Entry {
        id: document.id.clone(),
        mentions: DocumentMentions::of(rows.pipeline, document, &analysis),
    };
    let mut journal = Vec::new();
    entry.push(&mut journal);
    Chunk {
        tables,
        reported: Some(Reported {
            entry,
            journal,
            source_path: document.source_path.clone(),
            source_record: document.source_record,
            is_empty: document.text.trim().is_empty(),
            bytes: document.text.len() as u64,
            tokens: analysis.tokens.len() as u64,
        }),
        refused: None,
        input_bytes: 0,
    }
}
