//! Whole runs, from files to tables, as `yiming run` does them, but for loading the pipeline.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::report::Work;
use super::{BenchError, Corpus, Measure, Options, Timing, check, memory};
use crate::batch::{self, Ending, Folder, Identity, Input, Manifest, Summary, Telling};
use crate::input::{InputFile, Reading, Units};
use crate::pipeline::Pipeline;

/// Measures runs on so many threads. `before` is what runs on others had counted.
pub(super) fn measure(
    pipeline: &Pipeline,
    files: &[InputFile],
    reading: &Reading,
    threads: usize,
    options: &Options,
    before: Option<&Corpus>,
) -> Result<(Corpus, Measure), BenchError> {
    let mut corpus = before.cloned();
    let is_told = memory::begin();
    let timing = Timing::measure(options.repetitions, || {
        let summary = run(pipeline, files, reading, threads, options)?;
        let first = corpus.get_or_insert_with(|| counted(files, &summary));
        check("run", "documents", summary.documents, first.documents)?;
        check("run", "tokens", summary.tokens, first.tokens)?;
        check("run", "mentions", summary.mentions, first.mentions)
    })?;
    let corpus = corpus
        .filter(|corpus| corpus.documents > 0)
        .ok_or(BenchError::NoDocuments)?;
    let work = Work {
        bytes: corpus.bytes,
        documents: corpus.documents,
        tokens: corpus.tokens,
    };
    let mut measure = Measure::new("run", threads, timing, work, (corpus.tokens, "tokens"));
    measure.peak_megabytes = is_told.then(memory::peak).flatten();
    Ok((corpus, measure))
}

fn counted(files: &[InputFile], summary: &Summary) -> Corpus {
    Corpus {
        files: files.len() as u64,
        documents: summary.documents,
        refused: summary.refused,
        bytes: summary.bytes,
        tokens: summary.tokens,
        mentions: summary.mentions,
        stage_bytes: 0,
    }
}

fn run(
    pipeline: &Pipeline,
    files: &[InputFile],
    reading: &Reading,
    threads: usize,
    options: &Options,
) -> Result<Summary, BenchError> {
    let manifest = Manifest::new(files, &[]);
    let identity = Identity::new(BTreeMap::new(), Vec::new(), Vec::new(), &manifest);
    let input = Input {
        units: Units::new(files.to_vec(), reading.clone()),
        refused: Vec::new(),
        total_bytes: 0,
        manifest,
    };
    let how = batch::Options {
        folder: Folder::Replace,
        threads,
        telling: Telling::Quiet,
        ..batch::Options::new(options.scratch.join("tables"))
    };
    let no_description = |_: &Summary| serde_json::Value::Null;
    match batch::run(pipeline, input, &how, identity, &Arc::default(), no_description)? {
        Ending::Finished(summary) => Ok(summary),
        // Nobody stops it, nothing is too much, and the folder is replaced.
        Ending::WasFinished(summary) | Ending::Stopped(summary) | Ending::TooManyRefused(summary) => {
            Err(BenchError::Count {
                what: "run",
                unit: "documents at its end",
                found: 0,
                expected: summary.documents,
            })
        }
    }
}
