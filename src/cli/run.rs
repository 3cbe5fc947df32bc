//! `yiming run`: the main job.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::bail;
use clap::Args;
use serde_json::json;

use super::dictionaries::{DictionaryOptions, described, described_shipped};
use super::overlap::OverlapOption;
use crate::batch::{self, Options, Summary};
use crate::input::{Fields, Units, find};
use crate::pipeline::Pipeline;
use crate::records::SCHEMA_VERSION;

/// Read articles and write tables
///
/// INPUT is a file, a folder (searched for .txt, .md and .jsonl, with all folders below it), a pattern in quotes, or - for
/// standard input. The tables documents.csv, tokens.csv, mentions.csv, entities.csv and errors.csv go to DIR, described by
/// datapackage.json; run.json says what was done. What cannot be read is listed in errors.csv, and the run goes on.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Files, folders, patterns, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    /// The folder for the tables; made if it is not there
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// Replace the tables in a folder that is not empty
    #[arg(long)]
    force: bool,
    /// Put the text of each document, and its conversion, into documents.csv
    #[arg(long)]
    with_text: bool,
    /// The field of JSON Lines that holds the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    text_field: String,
    /// The field of JSON Lines that holds the id [default: id, or else the file and line]
    #[arg(long, value_name = "NAME")]
    id_field: Option<String>,
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
    pub(super) dictionaries: DictionaryOptions,
}

const EXAMPLES: &str = "\
Examples:
  yiming run corpus -o out
  yiming run 'news/2024-*/*.txt' wire.jsonl --text-field body --id-field uid -o out
  yiming run corpus --dict names.csv --dict words.txt -o out --force";

pub(super) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let found = find(&arguments.inputs);
    if found.files.is_empty() {
        for refused in &found.refused {
            eprintln!("error: {refused}");
        }
        if found.refused.is_empty() {
            bail!("{}", no_documents(&arguments.inputs, found.passed_over));
        }
        return Ok(ExitCode::from(2));
    }
    let builder = || {
        Pipeline::builder()
            .overlap(arguments.overlap.policy.0)
            .with_candidates(!arguments.no_candidates)
    };
    let dictionaries = arguments.dictionaries.open()?;
    let mut pipeline = builder().dictionaries(&dictionaries).build()?;
    let loading = started.elapsed();
    let mut learnt = 0;
    if arguments.learn {
        if found.files.iter().any(|file| file.path.is_none()) {
            bail!(
                "-: standard input can be read once only, and --learn reads everything twice\nhelp: put it into a file"
            );
        }
        let units = Units::new(found.files.clone());
        let mined = batch::mine(&pipeline, units, usize::from(arguments.threads), &fields(&arguments))?;
        let rows = mined.rows(&pipeline);
        learnt = rows.len();
        pipeline = builder().learnt(rows).dictionaries(&dictionaries).build()?;
    }
    let learning = started.elapsed() - loading;
    let options = Options {
        out: arguments.out.clone(),
        force: arguments.force,
        with_text: arguments.with_text,
        threads: usize::from(arguments.threads),
        fields: fields(&arguments),
    };
    let total_bytes = found.files.iter().map(|file| file.size).sum();
    let describe = |summary: &Summary| {
        json!({
            "program": "yiming",
            "version": env!("CARGO_PKG_VERSION"),
            "schema_version": SCHEMA_VERSION,
            "inputs": arguments.inputs,
            "options": {
                "with_text": arguments.with_text,
                "no_candidates": arguments.no_candidates,
                "text_field": arguments.text_field,
                "id_field": arguments.id_field,
                "threads": arguments.threads,
                "overlap": arguments.overlap.policy.0.name(),
                "learn": arguments.learn,
            },
            "dictionaries": described(&dictionaries),
            "shipped_dictionaries": described_shipped(),
            "counts": {
                "documents": summary.documents,
                "refused": summary.refused,
                "empty": summary.empty,
                "passed_over": found.passed_over,
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
    let summary = batch::run(
        &pipeline,
        Units::new(found.files),
        found.refused,
        total_bytes,
        &options,
        describe,
    )?;
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
        arguments.out.display(),
    );
    if found.passed_over > 0 {
        let files = counted(found.passed_over as u64, "file was", "files were");
        eprintln!("note: {files} passed over, being neither .txt nor .md nor .jsonl");
    }
    Ok(if summary.refused > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn fields(arguments: &Arguments) -> Fields {
    Fields {
        text: arguments.text_field.clone(),
        id: arguments.id_field.clone(),
    }
}

pub(super) fn no_documents(inputs: &[String], passed_over: usize) -> String {
    let others = if passed_over > 0 {
        format!(", only {} of other kinds", counted(passed_over as u64, "file", "files"))
    } else {
        String::new()
    };
    format!(
        "{}: no documents found{others}\nhelp: folders are searched for .txt, .md and .jsonl; name a file of another kind itself to read it as text",
        inputs.join(" ")
    )
}

fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
