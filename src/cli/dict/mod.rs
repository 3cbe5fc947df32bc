//! `yiming dict`: dictionaries of one's own.

mod import;

use std::process::ExitCode;

use clap::{Args, Subcommand};

/// Make dictionaries of your own
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Dict,
}

#[derive(Debug, Subcommand)]
enum Dict {
    Import(import::Arguments),
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.command {
        Dict::Import(arguments) => import::run(arguments),
    }
}
