//! How fast a run is on this machine: the whole of it and its stages, on one thread and on more. In, a pipeline and files; out, a
//! [`Report`]. Every pass counts what it made, and a count that is not the expected one ends the measurement, so that a wrong answer
//! cannot be fast.
//!
//! The whole run comes first, while nothing but the pipeline is in memory, so that its peak is a run's own. The stages work
//! on documents held in memory, of which so many are taken as make some megabytes.

mod memory;
mod report;
mod sample;
mod stages;
mod start;
mod timing;
mod whole;

use std::io;
use std::path::PathBuf;

pub use report::{Corpus, Machine, Measure, Report, StartUp};

use crate::batch::OutputError;
use crate::input::{InputFile, Reading, find};
use crate::pipeline::Pipeline;
use timing::Timing;

/// What is to be measured, and how often.
#[derive(Debug, Clone)]
pub struct Options {
    /// The most threads; everything is measured on 1, 2, 4 and so on, and on as many.
    pub threads: usize,
    /// How many repetitions are counted, after one that is not; at least one.
    pub repetitions: usize,
    /// A folder that is there and empty, for the tables of whole runs and the sample.
    pub scratch: PathBuf,
    /// The program whose start is timed, if any.
    pub program: Option<PathBuf>,
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// A pass made something else than the first one did, or than another way to count says.
    #[error(
        "{what}: {found} {unit} where {expected} were expected\nhelp: this is a fault of the program; please report it, with the text"
    )]
    Count {
        /// The stage.
        what: &'static str,
        /// What is counted.
        unit: &'static str,
        /// The number that it gave.
        found: u64,
        /// The number that it should have given.
        expected: u64,
    },
    /// Nothing in the files is a document.
    #[error("nothing that was given could be read\nhelp: yiming run --dry-run tells why")]
    NoDocuments,
    /// A file or a program of its own that cannot be used.
    #[error("{path}: {error}\nhelp: TMPDIR in the environment names another folder for what is written on the way")]
    Io {
        /// Where.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// Tables that cannot be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// Threads that cannot be had.
    #[error("threads: {0}\nhelp: use fewer: --threads 1")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Ends the measurement where a count is not as it should be.
fn check(what: &'static str, unit: &'static str, found: u64, expected: u64) -> Result<(), BenchError> {
    if found == expected {
        return Ok(());
    }
    Err(BenchError::Count {
        what,
        unit,
        found,
        expected,
    })
}

/// Writes the sample corpus into `options.scratch`, so often that a run over it takes a while, and lists its files.
///
/// # Errors
///
/// Files that cannot be written.
pub fn sample(options: &Options) -> Result<Vec<InputFile>, BenchError> {
    let folder = options.scratch.join("sample");
    sample::write(&folder).map_err(|error| BenchError::Io {
        path: folder.display().to_string(),
        error,
    })?;
    Ok(find(&[folder.display().to_string()]).files)
}

/// Measures everything. `tell` hears what comes next.
///
/// # Errors
///
/// Whatever [`BenchError`] has.
pub fn measure(
    pipeline: &Pipeline,
    files: &[InputFile],
    reading: &Reading,
    options: &Options,
    tell: impl Fn(&str),
) -> Result<Report, BenchError> {
    let mut measures = Vec::new();
    let mut corpus = None;
    for threads in thread_counts(options.threads) {
        tell(&format!("run, {}", of_threads(threads)));
        let (counted, measure) = whole::measure(pipeline, files, reading, threads, options, corpus.as_ref())?;
        corpus.get_or_insert(counted);
        measures.push(measure);
    }
    let mut corpus = corpus.ok_or(BenchError::NoDocuments)?;
    let mut stages = stages::Stages::new(pipeline, files, reading)?;
    corpus.stage_bytes = stages.bytes();
    stages.check_against(&corpus)?;
    let mut alone = Vec::new();
    for threads in thread_counts(options.threads) {
        alone.extend(stages.measure(threads, options, &tell)?);
    }
    let mut start_up = Vec::new();
    if let Some(program) = &options.program {
        tell("start-up");
        start_up = start::measure(program, options)?;
    }
    // Stage by stage, and the whole run at the end.
    let place = |measure: &Measure| stages::NAMES.iter().position(|name| *name == measure.stage);
    alone.sort_by_key(place);
    alone.append(&mut measures);
    report::add_efficiency(&mut alone);
    Ok(Report {
        version: env!("CARGO_PKG_VERSION"),
        machine: Machine::this(),
        corpus,
        repetitions: options.repetitions,
        start_up,
        measures: alone,
    })
}

/// 1, 2, 4 and so on up to `most`, and `most`.
fn thread_counts(most: usize) -> impl Iterator<Item = usize> {
    let powers = std::iter::successors(Some(1), |threads| Some(threads * 2));
    powers.take_while(move |&threads| threads < most).chain([most.max(1)])
}

fn of_threads(threads: usize) -> String {
    format!("{threads} {}", if threads == 1 { "thread" } else { "threads" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_double_up_to_the_most() {
        let counts = |most| thread_counts(most).collect::<Vec<_>>();
        assert_eq!(counts(1), [1]);
        assert_eq!(counts(2), [1, 2]);
        assert_eq!(counts(6), [1, 2, 4, 6]);
    }

    #[test]
    fn a_wrong_count_is_an_error() {
        assert!(check("fold", "code points", 3, 3).is_ok());
        let error = check("fold", "code points", 2, 3).unwrap_err().to_string();
        assert!(
            error.starts_with("fold: 2 code points where 3 were expected\nhelp: "),
            "{error}"
        );
    }
}
