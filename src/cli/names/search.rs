//! `yiming names match`.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Model, read};
use crate::names::{NameIndex, NameMatcher, Score};

/// Find the names of a list that Chinese names render: name, rank, Latin name, score and kind as tab-separated lines
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  yiming names match 伊利亞·蘇茲克維 許家維 --among names.txt --top 3")]
pub(super) struct Arguments {
    /// Chinese names
    #[arg(value_name = "ZH", required = true)]
    names: Vec<String>,
    /// A file with a Latin name a line
    #[arg(long, value_name = "FILE")]
    among: PathBuf,
    /// How many names to give for each
    #[arg(long, value_name = "K", default_value_t = 5)]
    top: usize,
    /// Leave out names with a lower score
    #[arg(long, value_name = "SCORE", default_value_t = 0.0)]
    least: f32,
    #[command(flatten)]
    model: Model,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let model = arguments.model.open()?;
    let mut matcher = NameMatcher::new(&model);
    let list = read(&arguments.among)?;
    let index = NameIndex::new(list.lines().map(str::trim));
    let mut out = io::BufWriter::new(io::stdout().lock());
    for name in &arguments.names {
        let found = index.search(&mut matcher, name, arguments.top);
        for (rank, found) in (1..)
            .zip(found)
            .filter(|(_, found)| found.score.value >= arguments.least)
        {
            let Score { value, kind } = found.score;
            writeln!(
                out,
                "{name}\t{rank}\t{}\t{value:.4}\t{}",
                index.name(found.index),
                kind.name()
            )?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
