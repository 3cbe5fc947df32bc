//! `yiming man`: the manual pages, one a command, from the same definitions as `--help`.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, CommandFactory as _};

/// Write the manual pages, one a command
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The folder to write them to; it is made
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  yiming man -o ~/.local/share/man/man1    then: man yiming-run";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let folder = &arguments.output;
    let told = || folder.display().to_string();
    fs::create_dir_all(folder).with_context(told)?;
    clap_mangen::generate_to(super::Arguments::command(), folder).with_context(told)?;
    Ok(ExitCode::SUCCESS)
}
