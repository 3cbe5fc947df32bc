//! Many documents: read, analysed and written by all threads, in the order of the input, in bounded memory.
//!
//! Every thread does the same: it takes the next [`Unit`] from behind a lock, reads and analyses it, formats its rows, and hands
//! them to the writer in `ordered`, which writes them in the order in which the units were taken. A unit may be taken only while it
//! is less than a window ahead of what is written, so memory is bounded by the window whatever the corpus. Files are written
//! under temporary names and renamed when all is done.

mod mine;
mod ordered;
mod output;
mod tally;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

pub use mine::{Mined, MinedPair, mine};
pub use output::OutputError;

use crate::input::{Document, Refusal, Unit, Units};
use crate::pipeline::{Pipeline, Rows, TableBuffers};
use crate::records::{ErrorRow, push_row};
use ordered::{Chunk, OrderedWriter, Reported};
use output::Output;

/// How a run is to be done.
#[derive(Debug, Clone)]
pub struct Options {
    /// The output folder.
    pub out: PathBuf,
    /// Whether an output folder with something in it is taken all the same.
    pub force: bool,
    /// Whether `documents` carries the texts.
    pub with_text: bool,
    /// The number of threads; 0 for one a core.
    pub threads: usize,
}

/// What a run did.
#[derive(Debug, Clone, Default)]
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
    /// How long reading, analysing and writing took.
    pub elapsed: Duration,
}

impl Summary {
    /// Megabytes of text a second.
    pub fn megabytes_per_second(&self) -> f64 {
        self.bytes as f64 / 1e6 / self.elapsed.as_secs_f64().max(1e-9)
    }
}

/// How many units beyond the last one written each thread may work on.
const WINDOW_PER_THREAD: u64 = 16;

/// Runs `pipeline` over `units` and writes the tables.
///
/// `refused` are inputs that were refused before; they are written first. `total_bytes` is what progress counts up to.
/// `describe` gives the contents of `run.json` for the finished run.
///
/// # Errors
///
/// An output folder that cannot be used, or a table that cannot be written. What cannot be read is no error.
pub fn run(
    pipeline: &Pipeline,
    units: Units,
    refused: Vec<Refusal>,
    total_bytes: u64,
    options: &Options,
    describe: impl FnOnce(&Summary) -> serde_json::Value,
) -> Result<Summary, OutputError> {
    let output = Output::create(&options.out, options.force)?;
    let started = Instant::now();
    let progress = progress_bar(total_bytes);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads)
        .build()
        .map_err(OutputError::threads)?;
    let window = WINDOW_PER_THREAD * pool.current_num_threads() as u64;
    let writer = OrderedWriter::new(output, window, progress.clone());

    writer.begin(refused);
    let source = Mutex::new((0u64, units));
    let rows = Rows {
        pipeline,
        with_text: options.with_text,
    };
    pool.broadcast(|_| {
        loop {
            let (number, unit) = {
                // A thread that panicked while taking a unit leaves the others nothing to take.
                let Ok(mut source) = source.lock() else { break };
                let number = source.0;
                if !writer.wait_for_turn(number) {
                    break;
                }
                let Some(unit) = source.1.next() else { break };
                source.0 += 1;
                (number, unit)
            };
            writer.submit(number, process(&rows, unit));
        }
    });
    let (output, mut summary) = writer.finish()?;
    summary.elapsed = started.elapsed();
    progress.finish_and_clear();
    output.commit(&describe(&summary))?;
    Ok(summary)
}

/// One unit, from bytes to rows. A panic inside becomes a refusal of this unit alone.
fn process(rows: &Rows<'_>, unit: Unit) -> Chunk {
    let size = unit.size();
    let mut chunk = match unit.read() {
        Ok(document) => catch_unwind(AssertUnwindSafe(|| analyse(rows, &document)))
            .unwrap_or_else(|_| Chunk::refused(panicked(&document))),
        Err(refused) => Chunk::refused(refused),
    };
    chunk.input_bytes = size;
    chunk
}

fn panicked(document: &Document) -> Refusal {
    Refusal {
        source_path: document.source_path.clone(),
        source_record: document.source_record,
        column: None,
        byte_offset: None,
        stage: "process",
        code: "panic",
        message: "the program failed on this document; the others are not affected".to_owned(),
        help: Some("please report it, with the document"),
    }
}

fn analyse(rows: &Rows<'_>, document: &Document) -> Chunk {
    let analysis = rows.pipeline.analyse(&document.text);
    let mut tables = TableBuffers::default();
    rows.write(document, &analysis, &mut tables);
    let mentions = tally::of_document(rows.pipeline, document, &analysis);
    Chunk {
        tables,
        reported: Some(Reported {
            doc_id: document.id.clone(),
            source_path: document.source_path.clone(),
            source_record: document.source_record,
            is_empty: document.text.trim().is_empty(),
            bytes: document.text.len() as u64,
            tokens: analysis.tokens.len() as u64,
            mentions,
        }),
        refused: None,
        input_bytes: 0,
    }
}

/// Appends the row of a refusal.
fn push_refusal(refused: &Refusal, out: &mut Vec<u8>) {
    let row = ErrorRow {
        source_path: &refused.source_path,
        source_record: refused.source_record,
        byte_offset: refused.byte_offset,
        stage: refused.stage,
        code: refused.code,
        message: &refused.message,
    };
    push_row(&row, out);
}

/// A bar on standard error, drawn only where that is a terminal.
fn progress_bar(total_bytes: u64) -> ProgressBar {
    let bar = ProgressBar::new(total_bytes);
    let template = "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {msg} eta {eta}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
