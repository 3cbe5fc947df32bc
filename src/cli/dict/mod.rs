//! `yiming dict`: dictionaries of one's own.

mod check;
mod diff;
mod import;
mod r#try;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

/// Write dictionaries of your own
///
/// A dictionary is a text file: words, one a line (`word [frequency] [tag]`); conversions (`source<TAB>target`); or entities (CSV with the
/// columns alias,entity_id[,label,name_zh,name_latin,kind,region,priority]). Other commands take it with --dict.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  yiming dict check names.csv words.txt
  yiming dict try names.csv 週末去小藍鯨買書
  yiming dict diff names-2024.csv names.csv
  yiming dict import --from jieba userdict.txt -o words.txt";

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Arguments),
    Diff(diff::Arguments),
    Import(Box<import::Arguments>),
    Try(Box<r#try::Arguments>),
}

impl Arguments {
    /// The dictionaries that the settings add, where the command takes any.
    pub(super) fn dictionaries(&mut self) -> Option<&mut Vec<PathBuf>> {
        match &mut self.command {
            Command::Try(arguments) => Some(&mut arguments.set),
            _ => None,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.command {
        Command::Check(arguments) => check::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Import(arguments) => import::run(arguments),
        Command::Try(arguments) => r#try::run(arguments),
    }
}
