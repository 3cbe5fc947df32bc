//! `yiming export`: the tables of a finished run in other forms.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::{finished_run, tell};
use crate::results;

/// Write the tables of a run in other forms
///
/// Each form is made from the tables, row by row, and has its final name only when it is complete.
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
}

const EXAMPLES: &str = "\
Examples:
  yiming export out --format jsonl
  yiming export out --format tsv,conllu -o forms";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The same tables, cells separated by tabs
    Tsv,
    /// documents.jsonl: one document a line, with its tokens and mentions
    Jsonl,
    /// spacy.jsonl: one document a line for spaCy's Doc.from_json; needs a run --with-text
    Spacy,
    /// documents.conllu: Universal Dependencies' format, entities in the last column
    Conllu,
}

impl From<Format> for results::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Tsv => results::Format::Tsv,
            Format::Jsonl => results::Format::Jsonl,
            Format::Spacy => results::Format::Spacy,
            Format::Conllu => results::Format::Conllu,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let folder = finished_run(&arguments.folder)?;
    let out = arguments.out.as_ref().unwrap_or(&arguments.folder);
    for &format in &arguments.format {
        for path in results::export(&folder, format.into(), out)? {
            tell(&format!("written to {}", path.display()));
        }
    }
    Ok(ExitCode::SUCCESS)
}
