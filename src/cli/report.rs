//! `yiming report`: a finished run as one page to look at.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{finished_run, tell};
use crate::results::{Sample, write_report};

/// Write one page to look at: the articles with their mentions, and charts
///
/// The page is a single HTML file that needs no network. Mentions are coloured by label; filters choose by label, entity, document and doubt.
/// The articles come from a run --with-text; without it, they are put together from their tokens. Of more than --documents documents, or
/// 400,000 characters, a part is shown, at even distances; the charts count all.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The folder that `yiming run` wrote
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The page [default: report.html in DIR]
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How many documents to show at most
    #[arg(long, value_name = "N", default_value_t = Sample::default().documents as u32, value_parser = clap::value_parser!(u32).range(1..))]
    documents: u32,
}

const EXAMPLES: &str = "\
Examples:
  yiming run corpus -o out --with-text
  yiming report out -o report.html
  yiming report out --documents 50";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let folder = finished_run(&arguments.folder)?;
    let sample = Sample {
        documents: arguments.documents as usize,
        ..Sample::default()
    };
    let out = arguments.out.clone();
    let path = write_report(
        &folder,
        sample,
        &out.unwrap_or_else(|| arguments.folder.join("report.html")),
    )?;
    tell(&format!("written to {}", path.display()));
    Ok(ExitCode::SUCCESS)
}
