//! The command line: one file a subcommand, arguments in, exit code out.
//!
//! Data goes to standard output, everything else to standard error. Exit codes: 0, all done; 1, done, but some documents
//! failed; 2, wrong usage, configuration or dictionary; 130 and 143, stopped by SIGINT or SIGTERM.

mod bench;
mod color;
mod completions;
mod config;
mod convert;
mod dict;
mod dictionaries;
mod explain;
mod export;
mod forms;
mod inputs;
mod lines;
mod man;
mod r#match;
mod mine;
mod names;
mod overlap;
mod report;
mod run;
mod segment;
mod settings;
mod sizes;
mod stats;
mod stop;
mod text;
mod view;

use std::env;
use std::fmt::Display;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::lexicon::Problems;
use crate::results::{Folder, ResultsError};
use settings::{Settings, SettingsOptions};

/// Turns Traditional-Chinese articles into tables: documents, tokens, mentions, entities.
#[derive(Debug, Parser)]
#[command(name = "yiming", version, arg_required_else_help = true, after_help = EXAMPLES, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    settings: SettingsOptions,
}

const EXAMPLES: &str = "\
Examples:
  yiming run corpus -o out                 every article in a folder, as CSV tables in out
  yiming segment article.txt               words, separated by tabs
  yiming convert -c s2t < article.txt      Simplified to Traditional
  yiming stats out                         what the tables have in them
  yiming export out --format jsonl         the tables in other forms
  yiming report out -o report.html         one page to look at: articles, mentions, charts
  yiming view article.txt                  one text, analysed and opened in a browser
  yiming match article.txt                 the entities that an article mentions
  yiming explain 將提高通膨預期              why a text was treated as it was
  yiming mine corpus -o pairs.csv          the name pairs that articles have, as a dictionary
  yiming names match 辛頓 --among names.txt  the Latin names that a Chinese name renders
  yiming bench                             how fast it is on this machine
  yiming dict check names.csv              what is wrong with a dictionary of your own
  yiming config --show                     the settings that hold here

yiming.toml in the current folder sets dicts, threads, overlap and convert for all commands, and YIMING_DICTS, YIMING_THREADS, \
YIMING_OVERLAP and YIMING_CONVERT in the environment win over it; --settings FILE is another file, --no-settings none.

Exit codes: 0 all done; 1 done, but some documents failed; 2 wrong usage, configuration or dictionary,
or a run that could not be finished; 130, 143 stopped by a signal.";

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Arguments),
    Segment(segment::Arguments),
    Convert(convert::Arguments),
    Match(r#match::Arguments),
    Explain(Box<explain::Arguments>),
    Mine(mine::Arguments),
    Names(names::Arguments),
    Dict(dict::Arguments),
    Stats(stats::Arguments),
    Export(export::Arguments),
    Report(report::Arguments),
    View(view::Arguments),
    Bench(bench::Arguments),
    Config(config::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let result = match parse() {
        Ok(command) => run(command),
        Err(problems) => Err(problems.into()),
    };
    match result {
        Ok(code) => code,
        // Whoever reads our output has had enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("error: {error}"));
            ExitCode::from(2)
        }
    }
}

/// The command that this process was given, with the settings that hold for it.
fn parse() -> Result<Command, Problems> {
    let settings = Settings::of(env::args_os())?;
    let matches = settings.as_defaults(Arguments::command()).get_matches();
    let mut command = Arguments::from_arg_matches(&matches)
        .unwrap_or_else(|error| error.exit())
        .command;
    if let Some(dictionaries) = command.dictionaries() {
        *dictionaries = settings.dicts;
    }
    Ok(command)
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Run(arguments) => run::run(arguments),
        Command::Segment(arguments) => segment::run(&arguments),
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Match(arguments) => r#match::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Mine(arguments) => mine::run(&arguments),
        Command::Names(arguments) => names::run(&arguments),
        Command::Dict(arguments) => dict::run(&arguments),
        Command::Stats(arguments) => stats::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::View(arguments) => view::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Config(arguments) => config::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    }
}

impl Command {
    /// The dictionaries that the settings add, where the command takes any.
    fn dictionaries(&mut self) -> Option<&mut Vec<PathBuf>> {
        match self {
            Command::Run(arguments) => Some(&mut arguments.dictionaries.set),
            Command::Segment(arguments) => Some(&mut arguments.dictionaries.set),
            Command::Match(arguments) => Some(&mut arguments.dictionaries.set),
            Command::Explain(arguments) => Some(&mut arguments.dictionaries.set),
            Command::Mine(arguments) => Some(&mut arguments.dictionaries.set),
            Command::View(arguments) => Some(&mut arguments.dictionaries.set),
            Command::Bench(arguments) => Some(&mut arguments.dictionaries.set),
            Command::Convert(arguments) => Some(&mut arguments.set),
            Command::Dict(arguments) => arguments.dictionaries(),
            Command::Names(_)
            | Command::Stats(_)
            | Command::Export(_)
            | Command::Report(_)
            | Command::Config(_)
            | Command::Completions(_)
            | Command::Man(_) => None,
        }
    }
}

/// A number of things, by their word.
fn counted<N: From<u8> + PartialEq + Display>(number: N, one: &str, many: &str) -> String {
    let word = if number == N::from(1) { one } else { many };
    format!("{number} {word}")
}

/// Prints a line to standard error. Where nobody reads that any more, there is nobody to tell.
fn tell(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Opens the folder of a finished run, and says where a later version wrote it.
fn finished_run(path: &Path) -> Result<Folder, ResultsError> {
    let folder = Folder::open(path)?;
    if folder.is_newer() {
        tell(&format!(
            "note: {}: a later version of yiming wrote these tables; what it added is left out\n\
             help: to have it all, take that version",
            path.display()
        ));
    }
    Ok(folder)
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
