//! `yiming export`: the tables of a finished run in other forms.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::forms::{Format, LayoutOptions};
use super::stop::Stop;
use super::{finished_run, tell};
use crate::results;

/// Write the tables of a run in other forms
///
/// Each form is made from the tables, row by row, and its files have their final names only when all of them are complete. Parts are files
/// of their own, each with the header, and their rows in the order of their names are those of the whole; the part of a number has what is
/// of the same documents in each table. The run must have written CSV or TSV.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The folder that `yiming run` wrote
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The forms, several with commas between
    #[arg(long, value_enum, required = true, value_delimiter = ',', value_name = "FORM")]
    format: Vec<Format>,
    /// The folder for the files [default: DIR]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    layout: LayoutOptions,
}

const EXAMPLES: &str = "\
Examples:
  yiming export out --format jsonl
  yiming export out --format tsv,conllu -o forms
  yiming export out --format parquet --partition-by 8 -o shares
  yiming export out --format csv --compress zstd --split-size 100MB -o parts";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    for format in &arguments.format {
        format.0.check()?;
    }
    let stop = Stop::on_signals()?;
    let folder = finished_run(&arguments.folder)?.until(Arc::clone(stop.asked()));
    let out = arguments.out.as_ref().unwrap_or(&arguments.folder);
    for format in &arguments.format {
        let written = match results::export(&folder, format.0, arguments.layout.layout(), out) {
            Ok(written) => written,
            Err(error) if error.is_stop() => {
                let name = format.0.name();
                tell(&format!(
                    "stopped before {name} was written\nhelp: the same command makes it"
                ));
                return Ok(stop.exit_code());
            }
            Err(error) => return Err(error.into()),
        };
        for written in written {
            match &*written.paths {
                [first, .., last] => tell(&format!(
                    "written to {} … {}, {} parts",
                    first.display(),
                    last.display(),
                    written.paths.len()
                )),
                paths => paths
                    .iter()
                    .for_each(|path| tell(&format!("written to {}", path.display()))),
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
