//! `yiming names`: which Latin name does a Chinese name render?

mod eval;
mod score;
mod search;
mod train;

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::anyhow;
use clap::{Args, Subcommand};

use crate::names::NameModel;

/// Match Chinese names with the Latin names that they render
///
/// Transliterations (辛頓, Hinton) are scored by a model that comes with the program or is trained from pairs of your own, romanised Chinese
/// names (許家維, Hsu Chia-wei) by their syllables in seven systems.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true, after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  printf '辛頓\\tHinton\\n' | yiming names score --explain
  yiming names match 伊利亞·蘇茲克維 --among names.txt --top 3
  yiming names train pairs.tsv -o names.model
  yiming names eval pairs.tsv --train";

#[derive(Debug, Subcommand)]
enum Command {
    Score(score::Arguments),
    Match(search::Arguments),
    Train(train::Arguments),
    Eval(eval::Arguments),
}

#[derive(Debug, Args)]
struct Model {
    /// A model of your own, made by `yiming names train`
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
}

impl Model {
    fn open(&self) -> anyhow::Result<Cow<'static, NameModel>> {
        Ok(match &self.model {
            Some(path) => Cow::Owned(NameModel::open(path)?),
            None => Cow::Borrowed(NameModel::shipped()),
        })
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.command {
        Command::Score(arguments) => score::run(arguments),
        Command::Match(arguments) => search::run(arguments),
        Command::Train(arguments) => train::run(arguments),
        Command::Eval(arguments) => eval::run(arguments),
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    let name = path.display();
    let bytes = fs::read(path).map_err(|error| anyhow!("{name}: cannot be read: {error}"))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
        anyhow!("{name}:{line}: the byte at offset {at} is not UTF-8\nhelp: save the file as UTF-8")
    })
}
