//! `yiming view`: one text, analysed and looked at. It is a run and a report in a folder that goes when all is done.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::Args;
use serde_json::json;

use super::dictionaries::{DictionaryOptions, described, described_shipped};
use super::overlap::OverlapOption;
use super::tell;
use crate::batch::{self, Ending, Identity, Input, Manifest, Options, Summary};
use crate::input::{Finder, Format, Reading, Units};
use crate::pipeline::Pipeline;
use crate::results::{Folder, Sample, write_report};

/// Analyse one text and look at it in a browser
///
/// FILE is read as `yiming run` reads it. The page is that of `yiming report`. It is written to a temporary file, whose name is printed, and
/// opened by whatever opens web pages here.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The file, or - for standard input
    #[arg(value_name = "FILE")]
    file: String,
    /// The page [default: a new file in the system's folder for temporary files]
    #[arg(short, long, value_name = "PAGE")]
    out: Option<PathBuf>,
    /// Write the page and open nothing
    #[arg(long)]
    no_open: bool,
    /// Leave out names that no dictionary has
    #[arg(long)]
    no_candidates: bool,
    #[command(flatten)]
    overlap: OverlapOption,
    #[command(flatten)]
    pub(super) dictionaries: DictionaryOptions,
}

const EXAMPLES: &str = "\
Examples:
  yiming view article.txt
  yiming view article.txt --dict names.csv
  yiming view article.txt --no-open -o article.html";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if Path::new(&arguments.file).is_dir() {
        bail!(
            "{0}: is a folder, and view takes one file\nhelp: yiming run {0} -o out --with-text, then yiming report out",
            arguments.file
        );
    }
    let folder = tempfile::Builder::new().prefix("yiming-").tempdir();
    let folder = folder.context("the folder for temporary files cannot be written to")?;
    let summary = analyse(arguments, folder.path())?;
    if summary.documents == 0 {
        bail!(
            "{}: has no document that can be read, so there is nothing to look at\nhelp: see the message before",
            arguments.file
        );
    }
    let page = match &arguments.out {
        Some(page) => page.clone(),
        None => {
            let page = tempfile::Builder::new().prefix("yiming-").suffix(".html").tempfile();
            page.and_then(|page| Ok(page.keep()?.1))
                .context("no temporary file can be made")?
        }
    };
    write_report(&Folder::open(folder.path())?, Sample::default(), &page)?;
    writeln!(io::stdout(), "{}", page.display())?;
    if !arguments.no_open
        && let Err(error) = open(&page)
    {
        tell(&format!(
            "note: the page could not be opened: {error}\nhelp: open it in a browser yourself"
        ));
    }
    Ok(ExitCode::from(u8::from(summary.refused > 0)))
}

/// Writes the tables of the file into `out`, texts included.
fn analyse(arguments: &Arguments, out: &Path) -> anyhow::Result<Summary> {
    let finder = match Finder::new(&[], &[], Format::default()) {
        Ok(finder) => finder,
        Err(refused) => bail!("{refused}"),
    };
    let found = finder.find(std::slice::from_ref(&arguments.file));
    if let (true, Some(refused)) = (found.files.is_empty(), found.refused.first()) {
        bail!("{refused}");
    }
    let dictionaries = arguments.dictionaries.open()?;
    let builder = Pipeline::builder()
        .overlap(arguments.overlap.policy.0)
        .with_candidates(!arguments.no_candidates);
    let pipeline = builder.dictionaries(&dictionaries).build()?;
    let manifest = Manifest::new(&found.files, &found.refused);
    let identity = Identity::new(
        BTreeMap::new(),
        described(&dictionaries),
        described_shipped(),
        &manifest,
    );
    let input = Input {
        total_bytes: found.files.iter().map(|file| file.size).sum(),
        units: Units::new(found.files, Reading::default()),
        refused: found.refused,
        manifest,
    };
    let options = Options {
        with_text: true,
        ..Options::new(out)
    };
    let describe = |summary: &Summary| {
        json!({
            "program": "yiming",
            "counts": summary,
            "seconds": { "processing": summary.elapsed.as_secs_f64() },
            "megabytes_per_second": summary.megabytes_per_second(),
        })
    };
    match batch::run(&pipeline, input, &options, identity, &Arc::default(), describe)? {
        Ending::Finished(summary)
        | Ending::WasFinished(summary)
        | Ending::Stopped(summary)
        | Ending::TooManyRefused(summary) => Ok(summary),
    }
}

/// Hands the page to the system, and does not wait for the browser.
fn open(page: &Path) -> io::Result<()> {
    let mut command = if cfg!(target_os = "windows") {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else if cfg!(target_os = "macos") {
        Command::new("open")
    } else {
        Command::new("xdg-open")
    };
    let page = page.canonicalize()?;
    let silent = command
        .arg(page)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    silent.spawn().map(drop)
}
