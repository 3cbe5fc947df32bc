//! `yiming names train`.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;

use super::read;
use crate::cli::tell;
use crate::entity::shipped_rows;
use crate::lexicon::{NamePair, read_pairs};
use crate::names::{NameModel, Progress, TrainOptions, name_pairs, train};

/// Train a model from name pairs: a Chinese name, a tab, a Latin name a line, or a table with a header (zh, latin, source, region)
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  yiming names train pairs.tsv -o names.model\n  yiming names score --model names.model < candidates.tsv"
)]
pub(super) struct Arguments {
    /// Files of pairs
    #[arg(value_name = "PAIRS", required = true)]
    files: Vec<PathBuf>,
    /// The model's file
    #[arg(short, long, value_name = "MODEL")]
    output: PathBuf,
    /// Learn from the dictionaries that come with the program as well
    #[arg(long)]
    with_dictionaries: bool,
    /// Leave out pairs whose column may_ship says no
    #[arg(long)]
    may_ship: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut pairs = Vec::new();
    for file in &arguments.files {
        pairs.extend(read_pairs(&file.to_string_lossy(), &read(file)?)?);
    }
    pairs.retain(|pair| pair.may_ship || !arguments.may_ship);
    if arguments.with_dictionaries {
        pairs.extend(name_pairs(&shipped_rows()?, "dictionaries"));
    }
    let output = arguments.output.display();
    // Told before half a minute of work, not after.
    let folder = arguments
        .output
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) || arguments.output.is_dir() {
        bail!("{output}: cannot be written\nhelp: -o takes a file in a folder that is there");
    }
    with_progress(&pairs).save(&arguments.output)?;
    tell(&format!("learned from {} pairs, written to {output}", pairs.len()));
    Ok(ExitCode::SUCCESS)
}

/// Trains, and says on a terminal how far it is.
pub(super) fn with_progress(pairs: &[NamePair]) -> NameModel {
    let is_watched = io::stderr().is_terminal();
    let mut told = 0;
    let model = train(pairs, &TrainOptions::default(), |progress| {
        let share = match progress {
            Progress::Aligning { round, of } => 20 * round / of,
            Progress::Tuning { done, of, .. } => 20 + 70 * done / of.max(1),
            Progress::Calibrating => 90,
        };
        if is_watched && share != told {
            told = share;
            eprint!("\rlearning from {} pairs: {share} %", pairs.len());
        }
    });
    if is_watched {
        tell(&format!("\rlearning from {} pairs: done ", pairs.len()));
    }
    model
}
