//! What was measured, as it is printed and as JSON.

use std::fs;
use std::thread;

use serde::Serialize;

use super::Timing;

/// Everything that was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The program's version.
    pub version: &'static str,
    /// Where.
    pub machine: Machine,
    /// On what.
    pub corpus: Corpus,
    /// How many repetitions each figure is the median of.
    pub repetitions: usize,
    /// From the start of a process to its end.
    pub start_up: Vec<StartUp>,
    /// The stages, in the order of a run, and the whole run; each on one thread and on more.
    pub measures: Vec<Measure>,
}

/// The machine.
#[derive(Debug, Serialize)]
pub struct Machine {
    /// The processor's name, where the system tells (Linux).
    pub processor: Option<String>,
    /// How many threads run at once.
    pub cores: usize,
}

impl Machine {
    pub(super) fn this() -> Machine {
        let information = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let name = information.lines().find_map(|line| line.strip_prefix("model name"));
        Machine {
            processor: name.map(|name| name.trim_start_matches(['\t', ' ', ':']).to_owned()),
            cores: thread::available_parallelism().map_or(1, usize::from),
        }
    }
}

/// What a whole run read and wrote.
#[derive(Debug, Clone, Serialize)]
pub struct Corpus {
    /// Files.
    pub files: u64,
    /// Documents written.
    pub documents: u64,
    /// Documents and files refused.
    pub refused: u64,
    /// Bytes of text.
    pub bytes: u64,
    /// Tokens written.
    pub tokens: u64,
    /// Mentions written.
    pub mentions: u64,
    /// The bytes of text, of the first documents, that the stages alone were measured on.
    pub stage_bytes: u64,
}

/// From the start of a process to its end, with a kilobyte of input.
#[derive(Debug, Serialize)]
pub struct StartUp {
    /// The command.
    pub command: &'static str,
    /// In seconds: the median, the least and the most.
    pub seconds: f64,
    /// The least.
    pub seconds_low: f64,
    /// The most.
    pub seconds_high: f64,
}

/// One stage, or the whole run, on so many threads.
#[derive(Debug, Serialize)]
pub struct Measure {
    /// Which.
    pub stage: &'static str,
    /// On how many threads.
    pub threads: usize,
    /// Seconds that one pass took: the median.
    pub seconds: f64,
    /// Megabytes (10⁶) of text a second, by the median time.
    pub megabytes_per_second: f64,
    /// By the longest time.
    pub megabytes_per_second_low: f64,
    /// By the shortest time.
    pub megabytes_per_second_high: f64,
    /// Documents a second.
    pub documents_per_second: f64,
    /// Tokens a second.
    pub tokens_per_second: f64,
    /// Times as fast as on one thread, by the number of threads: 1 is perfect.
    pub efficiency: f64,
    /// Megabytes of rows a second; of the stage that writes them.
    pub rows_megabytes_per_second: Option<f64>,
    /// Peak resident memory in megabytes; of the whole run.
    pub peak_megabytes: Option<f64>,
    /// What every pass counted, and had to.
    pub count: u64,
    /// What that is a count of.
    pub unit: &'static str,
}

/// How much work one pass is.
#[derive(Clone, Copy)]
pub(super) struct Work {
    pub bytes: u64,
    pub documents: u64,
    pub tokens: u64,
}

impl Measure {
    pub(super) fn new(
        stage: &'static str,
        threads: usize,
        timing: Timing,
        work: Work,
        counted: (u64, &'static str),
    ) -> Self {
        let megabytes = work.bytes as f64 / 1e6;
        Measure {
            stage,
            threads,
            seconds: timing.median,
            megabytes_per_second: megabytes / timing.median,
            megabytes_per_second_low: megabytes / timing.most,
            megabytes_per_second_high: megabytes / timing.least,
            documents_per_second: work.documents as f64 / timing.median,
            tokens_per_second: work.tokens as f64 / timing.median,
            efficiency: 1.0,
            rows_megabytes_per_second: None,
            peak_megabytes: None,
            count: counted.0,
            unit: counted.1,
        }
    }
}

/// Compares what was measured on several threads with the same stage on one.
pub(super) fn add_efficiency(measures: &mut [Measure]) {
    let mut alone = None;
    for measure in measures {
        if measure.threads == 1 {
            alone = Some((measure.stage, measure.megabytes_per_second));
        }
        if let Some((_, speed)) = alone.filter(|(stage, _)| *stage == measure.stage) {
            measure.efficiency = measure.megabytes_per_second / speed / measure.threads as f64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_as_fast_on_two_threads_is_perfect() {
        let work = Work {
            bytes: 2_000_000,
            documents: 10,
            tokens: 100,
        };
        let measure =
            |stage, threads, seconds| Measure::new(stage, threads, Timing::of(vec![seconds]), work, (1, "code points"));
        let mut measures = [
            measure("fold", 1, 2.0),
            measure("fold", 2, 1.0),
            measure("read", 1, 1.0),
            measure("read", 2, 1.0),
        ];
        add_efficiency(&mut measures);
        assert_eq!(
            measures.map(|m| (m.megabytes_per_second, m.efficiency)),
            [(1.0, 1.0), (2.0, 1.0), (2.0, 1.0), (2.0, 0.5)]
        );
    }
}
