//! `yiming stats`: what a finished run has in it.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, ValueEnum};

use super::{finished_run, tell};
use crate::results::{Cooccurrence, Count, CountTable, Folder, PAIRED, Period, Stats, write_counts};

/// Count what the tables of a run have in them
///
/// Documents, tokens, different tokens, mentions and entities; scripts, labels and errors; the most frequent words and entities.
/// With --table, one table of counts instead, as CSV.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The folder that `yiming run` wrote
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Write a table of counts to standard output
    #[arg(long, value_enum, value_name = "TABLE")]
    table: Option<Table>,
    /// Of the table timeline, how long the spans are [default: month]
    #[arg(long, value_enum, value_name = "SPAN")]
    by: Option<Span>,
    /// How many words and entities to list [default: 20]; in tables, how many words, keywords a document [default: 10], or entities
    /// with most mentions [default: all; for cooccurrence 500]
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// How to write it [default: text; with --table, csv]
    #[arg(long, value_enum)]
    format: Option<Format>,
}

/// What is listed where nobody says how much.
const TOP: usize = 20;

const EXAMPLES: &str = "\
Examples:
  yiming stats out
  yiming stats out --top 100 --format json
  yiming stats out --table keywords --top 5 > keywords.csv
  yiming stats out --table timeline --by year --top 20 > timeline.csv
  yiming stats out --table cooccurrence --format graphml > network.graphml     for Gephi";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object
    Json,
    /// A table of counts
    Csv,
    /// The table cooccurrence as a graph, for Gephi and others
    Graphml,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Table {
    /// The words of each document that tell it from the others, by TF-IDF
    Keywords,
    /// Words: how often, and in how many documents
    Words,
    /// Entities: how often, and in how many documents
    Entities,
    /// Entities that are mentioned together: in how many documents, and sentences
    Cooccurrence,
    /// Entities by the time of the documents that mention them, where these have dates (run --date-field)
    Timeline,
    /// The forms in which each source names an entity; a source is the first folder of doc_id, or else that of source_path
    Variants,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Span {
    /// A year
    Year,
    /// A month
    Month,
    /// A day
    Day,
}

impl Arguments {
    fn count_table(&self, table: Table) -> CountTable {
        match table {
            Table::Keywords => CountTable::Keywords,
            Table::Words => CountTable::Words,
            Table::Entities => CountTable::Entities,
            Table::Cooccurrence => CountTable::Cooccurrence,
            Table::Timeline => CountTable::Timeline(match self.by {
                Some(Span::Year) => Period::Year,
                Some(Span::Month) | None => Period::Month,
                Some(Span::Day) => Period::Day,
            }),
            Table::Variants => CountTable::Variants,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match (arguments.table, arguments.format) {
        (Some(_), Some(Format::Text | Format::Json)) => {
            bail!("a table is written as csv, or cooccurrence as graphml\nhelp: leave --format out")
        }
        (table, Some(Format::Graphml)) if table != Some(Table::Cooccurrence) => {
            bail!("graphml is a form of the table cooccurrence\nhelp: --table cooccurrence --format graphml")
        }
        (table, _) if table != Some(Table::Timeline) && arguments.by.is_some() => {
            bail!("--by is for the table timeline\nhelp: --table timeline --by year")
        }
        (None, Some(Format::Csv)) => {
            bail!("only a table is written as csv\nhelp: say which by --table, such as --table words")
        }
        _ => {}
    }
    let folder = finished_run(&arguments.folder)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    match (arguments.table, arguments.format) {
        (Some(_), Some(Format::Graphml)) => {
            Cooccurrence::of(&folder, arguments.top.unwrap_or(PAIRED))?.write_graphml(&mut out)?;
        }
        (Some(table), _) => match write_counts(&folder, arguments.count_table(table), arguments.top, &mut out)? {
            0 => {}
            1 => tell("1 document has no date, and does not count"),
            undated => tell(&format!("{undated} documents have no date, and do not count")),
        },
        (None, format) => overview(&folder, arguments.top.unwrap_or(TOP), format, &mut out)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn overview(folder: &Folder, top: usize, format: Option<Format>, out: &mut impl Write) -> anyhow::Result<()> {
    let stats = Stats::of(folder, top)?;
    if format == Some(Format::Json) {
        serde_json::to_writer_pretty(&mut *out, &stats)?;
        writeln!(out)?;
    } else {
        print(&stats, out)?;
    }
    Ok(())
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
