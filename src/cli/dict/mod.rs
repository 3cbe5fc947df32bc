//! `yiming dict`: dictionaries of one's own.

mod add;
mod build;
mod check;
mod diff;
mod import;
mod list;
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
  yiming dict add names.csv 小藍鯨 --id blue-whale --label ORG
  yiming dict check names.csv words.txt
  yiming dict try names.csv 週末去小藍鯨買書
  yiming dict build names.csv words.txt -o mine.ymd
  yiming dict diff names-2024.csv names.csv
  yiming dict import --from jieba userdict.txt -o words.txt";

#[derive(Debug, Subcommand)]
enum Command {
    Add(add::Arguments),
    Build(build::Arguments),
    Check(check::Arguments),
    List(list::Arguments),
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
        Command::Add(arguments) => add::run(arguments),
        Command::Build(arguments) => build::run(arguments),
        Command::List(arguments) => list::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Import(arguments) => import::run(arguments),
        Command::Try(arguments) => r#try::run(arguments),
    }
}
