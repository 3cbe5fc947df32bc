//! The command line: one file a subcommand, arguments in, exit code out.
//!
//! Data goes to standard output, everything else to standard error. Exit codes: 0, all done; 1, done, but some documents
//! failed; 2, wrong usage, configuration or dictionary.

mod convert;
mod dict;
mod dictionaries;
mod inputs;
mod lines;
mod r#match;
mod mine;
mod names;
mod overlap;
mod run;
mod segment;

use std::io;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Turns Traditional-Chinese articles into tables: documents, tokens, mentions, entities.
#[derive(Debug, Parser)]
#[command(name = "yiming", version, arg_required_else_help = true, after_help = EXAMPLES, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  yiming run corpus -o out                 every article in a folder, as CSV tables in out
  yiming segment article.txt               words, separated by tabs
  yiming convert -c s2t < article.txt      Simplified to Traditional
  yiming match article.txt                 the entities that an article mentions
  yiming mine corpus -o pairs.csv          the name pairs that articles have, as a dictionary
  yiming names match 辛頓 --among names.txt  the Latin names that a Chinese name renders
  yiming dict check names.csv              what is wrong with a dictionary of your own

Exit codes: 0 all done; 1 done, but some documents failed; 2 wrong usage, configuration or dictionary.";

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Arguments),
    Segment(segment::Arguments),
    Convert(convert::Arguments),
    Match(r#match::Arguments),
    Mine(mine::Arguments),
    Names(names::Arguments),
    Dict(dict::Arguments),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Run(arguments) => run::run(arguments),
        Command::Segment(arguments) => segment::run(&arguments),
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Match(arguments) => r#match::run(&arguments),
        Command::Mine(arguments) => mine::run(&arguments),
        Command::Names(arguments) => names::run(&arguments),
        Command::Dict(arguments) => dict::run(&arguments),
    };
    match result {
        Ok(code) => code,
        // Whoever reads our output has had enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
