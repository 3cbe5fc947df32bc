//! `yiming run`: the main job.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Instant;

use anyhow::bail;
use clap::Args;
use serde_json::json;

use super::dictionaries::Dictionaries;
use super::inputs::{InputOptions, KINDS};
use super::overlap::OverlapOption;
use crate::batch::{self, Options, Summary};
use crate::input::Units;
use crate::pipeline::Pipeline;
use crate::records::SCHEMA_VERSION;

/// Read articles and write tables
///
/// INPUT is a file, a folder (searched with all folders below it), a pattern in quotes, or - for standard input. Read are .txt and .md,
/// .html (the main text), .jsonl and .json (objects), .csv and .tsv (with a header), and .tar and .zip of these; hidden files and those
/// that .gitignore or .ignore name are left out. What is compressed by gzip, zstd, bzip2 or xz is told by its content; so is the encoding:
/// UTF-8, UTF-16 with a mark, Big5 with HKSCS, GB18030. The tables documents.csv, tokens.csv, mentions.csv, entities.csv and errors.csv go to DIR, described by
/// datapackage.json; run.json says what was done. What cannot be read is listed in errors.csv, and the run goes on.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, override_usage = "yiming run [OPTIONS] --out <DIR> <INPUT>...\n       yiming run [OPTIONS] --dry-run <INPUT>...")]
pub(super) struct Arguments {
    #[command(flatten)]
    input: InputOptions,
    /// The folder for the tables; made if it is not there
    #[arg(short, long, value_name = "DIR", required_unless_present = "dry_run")]
    out: Option<PathBuf>,
    /// Write nothing, and list what would be read: size, format, compression, encoding and path
    #[arg(long)]
    dry_run: bool,
    /// Replace the tables in a folder that is not empty
    #[arg(long)]
    force: bool,
    /// Put the text of each document, and its conversion, into documents.csv
    #[arg(long)]
    with_text: bool,
    /// How many threads to use; 0 means one a core
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1024))]
    threads: u16,
    /// Read everything twice: first for the pairs of names that the articles have (see `yiming mine`), so that a name which one
    /// article introduces is known in all
    #[arg(long)]
    learn: bool,
    /// Leave out names that no dictionary has
    #[arg(long)]
    no_candidates: bool,
    #[command(flatten)]
    overlap: OverlapOption,
    #[command(flatten)]
    dictionaries: Dictionaries,
}

const EXAMPLES: &str = "\
Examples:
  yiming run corpus -o out
  yiming run 'news/2024-*/*.txt' wire.jsonl --text-field body --id-field uid -o out
  yiming run corpus --dict names.csv --dict words.txt -o out --force";

pub(super) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let found = arguments.input.find()?;
    if found.files.is_empty() {
        for refused in &found.refused {
            eprintln!("error: {refused}");
        }
        if found.refused.is_empty() {
            bail!("{}", arguments.input.nothing_found(&found));
        }
        return Ok(ExitCode::from(2));
    }
    if arguments.dry_run {
        let is_clean = arguments.input.list(&found)?;
        return Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    // Required but where nothing is written.
    let out = arguments.out.clone().unwrap_or_default();
    let builder = || {
        Pipeline::builder()
            .overlap(arguments.overlap.policy.0)
            .with_candidates(!arguments.no_candidates)
    };
    let (mut pipeline, dictionaries) = arguments.dictionaries.pipeline(builder())?;
    let loading = started.elapsed();
    let mut learnt = 0;
    if arguments.learn {
        if found.files.iter().any(|file| file.path.is_none()) {
            bail!(
                "-: standard input can be read once only, and --learn reads everything twice\nhelp: put it into a file"
            );
        }
        let units = Units::new(found.files.clone(), arguments.input.reading());
        let mined = batch::mine(&pipeline, units, usize::from(arguments.threads))?;
        let rows = mined.rows(&pipeline);
        learnt = rows.len();
        pipeline = arguments.dictionaries.pipeline(builder().learnt(rows))?.0;
    }
    let learning = started.elapsed() - loading;
    let options = Options {
        out: out.clone(),
        force: arguments.force,
        with_text: arguments.with_text,
        threads: usize::from(arguments.threads),
    };
    let total_bytes = found.files.iter().map(|file| file.size).sum();
    let units = Units::new(found.files, arguments.input.reading());
    let in_archives = units.passed_over();
    let passed_over = || found.passed_over as u64 + in_archives.load(Ordering::Relaxed);
    let describe = |summary: &Summary| {
        json!({
            "program": "yiming",
            "version": env!("CARGO_PKG_VERSION"),
            "schema_version": SCHEMA_VERSION,
            "inputs": arguments.input.inputs,
            "options": {
                "input": arguments.input.describe(),
                "with_text": arguments.with_text,
                "no_candidates": arguments.no_candidates,
                "threads": arguments.threads,
                "overlap": arguments.overlap.policy.0.name(),
                "learn": arguments.learn,
            },
            "dictionaries": dictionaries,
            "counts": {
                "documents": summary.documents,
                "refused": summary.refused,
                "empty": summary.empty,
                "passed_over": passed_over(),
                "bytes": summary.bytes,
                "tokens": summary.tokens,
                "mentions": summary.mentions,
                "entities": summary.entities,
                "learnt": learnt,
            },
            "seconds": { "loading": loading.as_secs_f64(), "learning": learning.as_secs_f64(), "processing": summary.elapsed.as_secs_f64() },
            "megabytes_per_second": summary.megabytes_per_second(),
        })
    };
    let summary = batch::run(&pipeline, units, found.refused, total_bytes, &options, describe)?;
    // The process is about to end, and the system takes memory back faster than we could give it.
    std::mem::forget(pipeline);
    eprintln!(
        "{}, {} refused, {}, {} of {}, {:.1} MB in {:.2} s ({:.1} MB/s), written to {}",
        counted(summary.documents, "document", "documents"),
        summary.refused,
        counted(summary.tokens, "token", "tokens"),
        counted(summary.mentions, "mention", "mentions"),
        counted(summary.entities, "entity", "entities"),
        summary.bytes as f64 / 1e6,
        summary.elapsed.as_secs_f64(),
        summary.megabytes_per_second(),
        out.display(),
    );
    if passed_over() > 0 {
        let files = counted(passed_over(), "file was", "files were");
        eprintln!("note: {files} passed over, being none of {KINDS}");
    }
    Ok(if summary.refused > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
