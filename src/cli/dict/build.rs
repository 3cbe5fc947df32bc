//! `yiming dict build`: dictionaries into one image.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use crate::cli::{counted, sizes, tell};
use crate::lexicon::Dictionaries;
use crate::pipeline::compile;

/// Compile dictionaries into one file that loads at once
///
/// Dictionaries of all kinds, or folders of them, become an image, which --dict takes as it takes them. It is read where it lies, however
/// large it is, and gives the results that the dictionaries give in the same order. It holds their names and hashes; when they
/// change, or the program, build it anew.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Dictionaries, or folders of them; the first wins over the others
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The image to write
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  yiming dict build names.csv words.txt house-style.txt -o mine.ymd
  yiming run corpus --dict mine.ymd -o out";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let dictionaries = Dictionaries::open(&arguments.files)?;
    let image = compile(&dictionaries)?;
    let out = &arguments.out;
    // Under its final name only when complete; whoever has the old one open keeps it.
    let mut unfinished = out.as_os_str().to_owned();
    unfinished.push(".unfinished");
    fs::write(&unfinished, image.as_bytes())
        .and_then(|()| fs::rename(&unfinished, out))
        .with_context(|| format!("{}: cannot be written", out.display()))?;
    let [words, conversions, aliases] = image.entries;
    tell(&format!(
        "{}, {}, {} of {}, {}, written to {}",
        counted(words, "word", "words"),
        counted(conversions, "conversion", "conversions"),
        counted(aliases, "alias", "aliases"),
        counted(dictionaries.iter().count(), "dictionary", "dictionaries"),
        sizes::told(image.as_bytes().len() as u64),
        out.display()
    ));
    Ok(ExitCode::SUCCESS)
}
