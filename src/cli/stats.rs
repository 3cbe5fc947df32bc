//! `yiming stats`: what a finished run has in it.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::finished_run;
use crate::results::{Count, Stats};

/// Count what the tables of a run have in them
///
/// Documents, tokens, different tokens, mentions and entities; scripts, labels and errors; the most frequent words and entities.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The folder that `yiming run` wrote
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// How many words and entities to list
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  yiming stats out
  yiming stats out --top 100 --format json";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object
    Json,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let folder = finished_run(&arguments.folder)?;
    let stats = Stats::of(&folder, arguments.top)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &stats)?;
            writeln!(out)?;
        }
        Format::Text => print(&stats, &mut out)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn print(stats: &Stats, out: &mut impl Write) -> io::Result<()> {
    let totals = [
        ("documents", stats.documents),
        ("refused", stats.refused),
        ("bytes", stats.bytes),
        ("characters", stats.chars),
        ("sentences", stats.sentences),
        ("tokens", stats.tokens),
        ("types", stats.types),
        ("  seen once", stats.once),
        ("mentions", stats.mentions),
        ("entities", stats.entities),
    ];
    for (name, count) in totals {
        writeln!(out, "{name:<12}{count:>12}")?;
    }
    let lists = [
        ("scripts", &stats.scripts),
        ("encodings", &stats.encodings),
        ("kinds of tokens", &stats.kinds),
        ("who cut them", &stats.origins),
        ("labels of mentions", &stats.labels),
        ("how they were found", &stats.match_kinds),
        ("errors", &stats.errors),
        ("most frequent words", &stats.top_words),
        ("most frequent entities", &stats.top_entities),
    ];
    for (title, counts) in lists.into_iter().filter(|(_, counts)| !counts.is_empty()) {
        writeln!(out, "\n{title}")?;
        for Count { name, count } in counts {
            writeln!(out, "{count:>12}  {name}")?;
        }
    }
    Ok(())
}
