//! `yiming bench`: how fast it is, on the user's text or the sample corpus.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use super::dictionaries::DictionaryOptions;
use super::{sizes, tell};
use crate::bench::{self, Measure, Options, Report};
use crate::input::{Fields, Reading, find};
use crate::pipeline::Pipeline;

/// Measure how fast articles become tables on this machine
///
/// Measured are the whole run and each of its stages alone: reading, folding, matching, segmenting, converting, and writing rows, on one
/// thread and on more; and how long the program takes to start. Without INPUT it is the sample corpus that comes with the program. Each figure is
/// the median of several repetitions after one that is not counted; the spread is the difference between the fastest and the slowest,
/// in percent of it. Each pass counts what it makes, and a wrong count is an error. What is written on the way goes to the folder for temporary files.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Files, folders and patterns, as for `yiming run` [default: the sample corpus]
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,
    /// Measure on 1, 2, 4 and so on up to so many threads; 0 means one a core
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1024))]
    threads: u16,
    /// How often each is repeated
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    repetitions: u16,
    /// The field of a record that holds the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    text_field: String,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    pub(super) dictionaries: DictionaryOptions,
}

const EXAMPLES: &str = "\
Examples:
  yiming bench
  yiming bench news --threads 8 --format markdown
  yiming bench wire.jsonl --text-field body --dict names.csv --format csv > speed.csv";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// One JSON object, with everything
    Json,
    /// One row a measurement
    Csv,
    /// Tables to be pasted
    Markdown,
}

/// A folder that is removed when it is done with.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> io::Result<Scratch> {
        let folder = std::env::temp_dir().join(format!("yiming-bench-{}", std::process::id()));
        fs::create_dir(&folder)?;
        Ok(Scratch(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left behind there the system removes in its time.
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let scratch = Scratch::new().with_context(|| {
        format!(
            "{}: no folder can be made in it\nhelp: TMPDIR in the environment names another",
            std::env::temp_dir().display()
        )
    })?;
    let options = Options {
        threads: match arguments.threads {
            0 => thread::available_parallelism().map_or(1, usize::from),
            threads => usize::from(threads),
        },
        repetitions: usize::from(arguments.repetitions),
        scratch: scratch.0.clone(),
        program: std::env::current_exe().ok(),
    };
    let files = if arguments.inputs.is_empty() {
        bench::sample(&options)?
    } else {
        let found = find(&arguments.inputs);
        if let Some(refused) = found.refused.first() {
            bail!("{refused}");
        }
        if found.files.is_empty() {
            bail!(
                "{}: no documents found\nhelp: yiming run --dry-run tells what would be read",
                arguments.inputs.join(" ")
            );
        }
        if found.files.iter().any(|file| file.path.is_none()) {
            bail!("-: standard input can be read once only, and this reads everything often\nhelp: put it into a file");
        }
        found.files
    };
    let reading = Reading {
        fields: Fields {
            text: arguments.text_field.clone(),
            ..Fields::default()
        },
        ..Reading::default()
    };
    let dictionaries = arguments.dictionaries.open()?;
    let pipeline = Pipeline::builder().dictionaries(&dictionaries).build()?;
    let watched = io::stderr().is_terminal();
    let say = |next: &str| {
        if watched {
            tell(&format!("measuring: {next}"));
        }
    };
    let report = bench::measure(&pipeline, &files, &reading, &options, say)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Table => print_table(&report, &mut out)?,
        Format::Markdown => print_markdown(&report, &mut out)?,
        Format::Csv => print_csv(&report, &mut out)?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &report)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

const COLUMNS: [&str; 8] = [
    "stage",
    "threads",
    "MB/s",
    "spread",
    "documents/s",
    "tokens/s",
    "efficiency",
    "peak MB",
];

/// A row of the tables that people read.
fn cells(measure: &Measure) -> [String; 8] {
    let spread = (measure.megabytes_per_second_high - measure.megabytes_per_second_low) / measure.megabytes_per_second;
    [
        measure.stage.to_owned(),
        measure.threads.to_string(),
        format!("{:.1}", measure.megabytes_per_second),
        format!("{:.0} %", spread * 100.0),
        format!("{:.0}", measure.documents_per_second),
        format!("{:.0}", measure.tokens_per_second),
        format!("{:.2}", measure.efficiency),
        measure
            .peak_megabytes
            .map_or_else(String::new, |peak| format!("{peak:.0}")),
    ]
}

/// What was measured, where and on what.
fn heading(report: &Report) -> String {
    let corpus = &report.corpus;
    let processor = report.machine.processor.as_deref().unwrap_or("unknown processor");
    let part = if corpus.stage_bytes < corpus.bytes {
        format!("; the stages on the first {}", sizes::told(corpus.stage_bytes))
    } else {
        String::new()
    };
    format!(
        "yiming {}, {processor}, {} cores; {} documents, {}, {} tokens, {} mentions{part}; median of {}",
        report.version,
        report.machine.cores,
        corpus.documents,
        sizes::told(corpus.bytes),
        corpus.tokens,
        corpus.mentions,
        report.repetitions,
    )
}

/// What the table has no column for.
fn notes(report: &Report) -> Vec<String> {
    let rows = report.measures.iter().filter_map(|measure| {
        let speed = measure.rows_megabytes_per_second?;
        Some(format!("{speed:.0} MB of rows a second, threads: {}", measure.threads))
    });
    let starts = report.start_up.iter().map(|start| {
        format!(
            "{:.0} ms from start to end of yiming {} on 1 kB ({:.0} to {:.0})",
            start.seconds * 1e3,
            start.command,
            start.seconds_low * 1e3,
            start.seconds_high * 1e3
        )
    });
    rows.chain(starts).collect()
}

fn print_table(report: &Report, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}\n", heading(report))?;
    let line = |cells: &[&str; 8]| {
        let [stage, threads, speed, spread, documents, tokens, efficiency, peak] = cells;
        format!("{stage:<9}{threads:>7}{speed:>10}{spread:>8}{documents:>13}{tokens:>13}{efficiency:>12}{peak:>9}")
    };
    writeln!(out, "{}", line(&COLUMNS))?;
    for measure in &report.measures {
        let cells = cells(measure);
        writeln!(out, "{}", line(&cells.each_ref().map(String::as_str)).trim_end())?;
    }
    writeln!(out)?;
    for note in notes(report) {
        writeln!(out, "{note}")?;
    }
    Ok(())
}

fn print_markdown(report: &Report, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}\n", heading(report))?;
    writeln!(out, "| {} |", COLUMNS.join(" | "))?;
    writeln!(out, "|---{}", "|--:".repeat(COLUMNS.len() - 1) + "|")?;
    for measure in &report.measures {
        writeln!(out, "| {} |", cells(measure).join(" | "))?;
    }
    writeln!(out)?;
    for note in notes(report) {
        writeln!(out, "- {note}")?;
    }
    Ok(())
}

fn print_csv(report: &Report, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "stage,threads,seconds,megabytes_per_second,megabytes_per_second_low,megabytes_per_second_high,documents_per_second,\
         tokens_per_second,efficiency,rows_megabytes_per_second,peak_megabytes,count,unit"
    )?;
    for start in &report.start_up {
        writeln!(out, "start-up {},1,{},,,,,,,,,,", start.command, start.seconds)?;
    }
    let number = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
    for measure in &report.measures {
        writeln!(
            out,
            "{},{},{},{},{},{},{},{},{},{},{},{},{}",
            measure.stage,
            measure.threads,
            measure.seconds,
            measure.megabytes_per_second,
            measure.megabytes_per_second_low,
            measure.megabytes_per_second_high,
            measure.documents_per_second,
            measure.tokens_per_second,
            measure.efficiency,
            number(measure.rows_megabytes_per_second),
            number(measure.peak_megabytes),
            measure.count,
            measure.unit,
        )?;
    }
    Ok(())
}
