//! `yiming run`: the main job.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::bail;
use clap::Args;
use serde_json::{Value, json};

use super::dictionaries::{DictionaryOptions, described, described_shipped};
use super::forms::{Format, LayoutOptions};
use super::inputs::{InputOptions, KINDS};
use super::overlap::OverlapOption;
use super::stop::Stop;
use super::{counted, sizes, tell};
use crate::batch::{
    self, Ending, Folder, Form, Forms, Identity, Input, Manifest, MaxErrors, Options, Summary, Telling,
};
use crate::input::Units;
use crate::pipeline::Pipeline;
use crate::results;

/// Read articles and write tables
///
/// INPUT is a file, a folder (searched with all folders below it), a pattern in quotes, or - for standard input. Read are .txt and .md,
/// .html (the main text), .jsonl and .json (objects), .csv and .tsv (with a header), and .tar and .zip of these; hidden files and those
/// that .gitignore or .ignore name are left out. What is compressed by gzip, zstd, bzip2 or xz is told by its content; so is the encoding:
/// UTF-8, UTF-16 with a mark, Big5 with HKSCS, GB18030. The tables documents.csv, tokens.csv, mentions.csv, entities.csv and errors.csv go to DIR, described by
/// datapackage.json; run.json says what was done. Other forms (--format) are made of the complete tables when the run ends. What cannot be read is listed in errors.csv, and the run goes on.
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
    /// Go on with the run in DIR that was stopped, with the same inputs, options and dictionaries
    #[arg(long, conflicts_with = "force")]
    resume: bool,
    /// End the run when more than so many documents are refused, or more than so many percent of them (5%); it can be resumed
    #[arg(long, value_name = "N|P%", value_parser = MaxErrors::from_str)]
    max_errors: Option<MaxErrors>,
    /// Save where the run is every so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    checkpoint: u32,
    /// Put the text of each document, and its conversion, into documents.csv
    #[arg(long)]
    with_text: bool,
    /// Write tables that Excel opens as they are: with a byte order mark and CRLF, and an apostrophe before cells that it would take
    /// for formulas
    #[arg(long)]
    excel: bool,
    /// The forms, several with commas between; stats and export need csv or tsv
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FORM", default_value = "csv")]
    format: Vec<Format>,
    #[command(flatten)]
    layout: LayoutOptions,
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
    /// Tell how far the run is every ten seconds where standard error is no terminal
    #[arg(long)]
    progress: bool,
    /// Tell nothing but why a run failed
    #[arg(short, long, conflicts_with_all = ["progress", "verbose"])]
    quiet: bool,
    /// Tell everything that was refused, not the first messages only
    #[arg(short, long)]
    verbose: bool,
    #[command(flatten)]
    overlap: OverlapOption,
    #[command(flatten)]
    pub(super) dictionaries: DictionaryOptions,
}

const EXAMPLES: &str = "\
Examples:
  yiming run corpus -o out
  yiming run 'news/2024-*/*.txt' wire.jsonl --text-field body --id-field uid -o out
  yiming run corpus --dict names.csv --dict words.txt -o out --force
  yiming run corpus --format csv,parquet,jsonl -o out
  yiming run corpus --format csv --compress zstd --partition-by 8 -o out";

pub(super) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let forms = arguments.forms()?;
    let found = arguments.input.find()?;
    if found.files.is_empty() {
        for refused in &found.refused {
            tell(&format!("error: {refused}"));
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
    let dictionaries = arguments.dictionaries.open()?;
    let mut pipeline = builder().dictionaries(&dictionaries).build()?;
    let loading = started.elapsed();
    let mut learnt = 0;
    let reads_standard_input = found.files.iter().any(|file| file.path.is_none());
    if arguments.resume && reads_standard_input {
        bail!(
            "-: standard input cannot be gone back to, and --resume needs what was read before\nhelp: put it into a file"
        );
    }
    if arguments.learn {
        if reads_standard_input {
            bail!(
                "-: standard input can be read once only, and --learn reads everything twice\nhelp: put it into a file"
            );
        }
        let units = Units::new(found.files.clone(), arguments.input.reading());
        let mined = batch::mine(&pipeline, units, usize::from(arguments.threads))?;
        let rows = mined.rows(&pipeline);
        learnt = rows.len();
        pipeline = builder().learnt(rows).dictionaries(&dictionaries).build()?;
    }
    let learning = started.elapsed() - loading;
    let options = Options {
        folder: match (arguments.force, arguments.resume) {
            (true, _) => Folder::Replace,
            (_, true) => Folder::Resume,
            _ => Folder::New,
        },
        with_text: arguments.with_text,
        threads: usize::from(arguments.threads),
        max_errors: arguments.max_errors.unwrap_or_default(),
        checkpoint: Duration::from_secs(arguments.checkpoint.into()),
        form: if arguments.excel { Form::Excel } else { Form::Plain },
        forms,
        telling: arguments.telling(),
        ..Options::new(&out)
    };
    let manifest = Manifest::new(&found.files, &found.refused);
    let identity = Identity::new(
        arguments.row_options(&options.forms),
        described(&dictionaries),
        described_shipped(),
        &manifest,
    );
    let total_bytes = found.files.iter().map(|file| file.size).sum();
    let units = Units::new(found.files, arguments.input.reading());
    let in_archives = units.passed_over();
    let passed_over = || found.passed_over as u64 + in_archives.load(Ordering::Relaxed);
    let describe = |summary: &Summary| {
        let mut counts = json!(summary);
        counts["passed_over"] = json!(passed_over());
        counts["learnt"] = json!(learnt);
        json!({
            "program": "yiming",
            "inputs": arguments.input.inputs,
            "threads": arguments.threads,
            "counts": counts,
            "seconds": {
                "loading": loading.as_secs_f64(),
                "learning": learning.as_secs_f64(),
                "processing": summary.elapsed.as_secs_f64(),
            },
            "megabytes_per_second": summary.megabytes_per_second(),
        })
    };
    let input = Input {
        units,
        total_bytes,
        refused: found.refused,
        manifest,
    };
    let stop = Stop::on_signals()?;
    let ending = batch::run(&pipeline, input, &options, identity, stop.asked(), describe)?;
    // The process is about to end, and the system takes memory back faster than we could give it.
    std::mem::forget(pipeline);
    let out = out.display();
    let (summary, code) = match &ending {
        Ending::Finished(summary) => (summary, ExitCode::from(u8::from(summary.refused > 0))),
        Ending::WasFinished(summary) => (summary, ExitCode::SUCCESS),
        Ending::Stopped(summary) => (summary, stop.exit_code()),
        Ending::TooManyRefused(summary) => (summary, ExitCode::from(2)),
    };
    if !arguments.quiet {
        tell(&match &ending {
            Ending::Finished(_) => format!("{}, written to {out}", told(summary)),
            Ending::WasFinished(_) => format!(
                "{out}: the run was finished before: {}, {} refused",
                counted(summary.documents, "document", "documents"),
                summary.refused
            ),
            Ending::Stopped(_) => format!(
                "stopped after {}\nhelp: the same command with --resume goes on",
                told(summary)
            ),
            Ending::TooManyRefused(_) => String::new(),
        });
        if summary.guarded > 0 {
            let cells = counted(summary.guarded, "cell begins", "cells begin");
            tell(&format!(
                "note: {cells} like a formula, with an apostrophe before it; without --excel they are as they are"
            ));
        }
        if passed_over() > 0 {
            let files = counted(passed_over(), "file was", "files were");
            tell(&format!("note: {files} passed over, being none of {KINDS}"));
        }
    }
    if let Ending::TooManyRefused(_) = ending {
        bail!(
            "{out}: the run ended because too much was refused: {} of {} documents\nhelp: see errors.csv.unfinished there; the same command with --resume and a higher --max-errors goes on",
            summary.refused,
            summary.documents + summary.refused
        );
    }
    Ok(code)
}

impl Arguments {
    fn telling(&self) -> Telling {
        match (self.quiet, self.verbose, self.progress) {
            (true, ..) => Telling::Quiet,
            (_, true, _) => Telling::All,
            (.., true) => Telling::Lines,
            _ => Telling::Usual,
        }
    }

    /// In which forms the tables are left.
    fn forms(&self) -> anyhow::Result<Forms> {
        let formats = self.format.iter().map(|format| format.0).collect();
        let forms = Forms::new(formats, self.layout.layout());
        for format in forms.formats() {
            format.check()?;
        }
        if forms.formats().contains(&results::Format::Spacy) && !self.with_text {
            bail!("--format spacy needs the texts of the documents\nhelp: add --with-text");
        }
        if self.excel && !forms.is_tables_alone() {
            bail!(
                "--excel is for CSV in whole files, which Excel opens as they are\nhelp: make other forms by a run without --excel"
            );
        }
        Ok(forms)
    }

    /// The options that rows and files depend on, for `run.json`.
    fn row_options(&self, forms: &Forms) -> BTreeMap<String, Value> {
        let formats: Vec<&str> = forms.formats().iter().map(|format| format.name()).collect();
        let options = [
            ("with_text", json!(self.with_text)),
            ("no_candidates", json!(self.no_candidates)),
            ("overlap", json!(self.overlap.policy.0.name())),
            ("learn", json!(self.learn)),
            ("excel", json!(self.excel)),
            ("format", json!(formats)),
        ];
        let all = options
            .into_iter()
            .chain(self.layout.describe())
            .chain(self.input.describe());
        all.map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// What was done, in words.
fn told(summary: &Summary) -> String {
    format!(
        "{}, {} refused, {}, {} of {}, {} in {:.2} s ({} MB/s)",
        counted(summary.documents, "document", "documents"),
        summary.refused,
        counted(summary.tokens, "token", "tokens"),
        counted(summary.mentions, "mention", "mentions"),
        counted(summary.entities, "entity", "entities"),
        sizes::told(summary.bytes),
        summary.elapsed.as_secs_f64(),
        speed(summary.megabytes_per_second()),
    )
}

/// Megabytes a second, with two digits after the point where one would be 0.0.
fn speed(megabytes: f64) -> String {
    let digits = if megabytes < 0.05 { 2 } else { 1 };
    format!("{megabytes:.digits$}")
}
