//! `yiming dict list`: which dictionaries there are.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::lexicon::{Dictionaries, DictionaryKind, OpenedFile, Problems, SourceFile, hex};
use crate::pipeline::shipped;

/// List the dictionaries that come with the program, and your own
///
/// Your own come first, in the order in which they win. The hashes are SHA-256, as sha256sum prints them; the text shows their first
/// twelve digits. The segmenter's dictionary of words is jieba's and lies inside the program, without a file.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Dictionaries of your own: files, folders, images
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to tell: text for people, json for scripts
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  yiming dict list
  yiming dict list names.csv mine.ymd --format json";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// A line of the list.
struct Line {
    path: String,
    kind: &'static str,
    entries: usize,
    sha256: String,
    /// Licence and origin of what is shipped.
    terms: Option<(&'static str, &'static str)>,
    /// The image that it is in.
    image: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut lines = Vec::new();
    for file in Dictionaries::open(&arguments.files)?.iter() {
        add(file, None, &mut lines)?;
    }
    for shipped in shipped() {
        for file in shipped.dictionary.iter() {
            add(file, Some((shipped.licence, shipped.origin)), &mut lines)?;
        }
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Json => {
            let lines: Vec<Value> = lines.iter().map(described).collect();
            serde_json::to_writer_pretty(&mut out, &json!({ "dictionaries": lines }))?;
            writeln!(out)?;
        }
        Format::Text => {
            writeln!(
                out,
                "{:<12} {:>8}  {:<12}  {:<18} dictionary",
                "kind", "entries", "sha256", "licence"
            )?;
            for line in &lines {
                let Line {
                    path, kind, entries, ..
                } = line;
                let digits = line.sha256.get(..12).unwrap_or("");
                let licence = line.terms.map_or("", |(licence, _)| licence);
                write!(out, "{kind:<12} {entries:>8}  {digits:<12}  {licence:<18} {path}")?;
                match (&line.image, line.terms) {
                    (Some(image), _) => writeln!(out, " in {image}")?,
                    (_, Some((_, origin))) => writeln!(out, " ({origin})")?,
                    _ => writeln!(out)?,
                }
            }
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn add(file: &OpenedFile, terms: Option<(&'static str, &'static str)>, lines: &mut Vec<Line>) -> Result<(), Problems> {
    if let Some(image) = file.image() {
        lines.extend(image.sources().map(|source| Line {
            path: source.path.to_owned(),
            kind: source.kind.name(),
            entries: source.entries as usize,
            sha256: hex(&source.sha256),
            terms: None,
            image: Some(file.path().to_owned()),
        }));
        return Ok(());
    }
    lines.push(Line {
        path: file.path().to_owned(),
        kind: file.kind().map_or("", DictionaryKind::name),
        entries: file.count()?,
        sha256: file.source().map(SourceFile::sha256).unwrap_or_default(),
        terms,
        image: None,
    });
    Ok(())
}

fn described(line: &Line) -> Value {
    json!({
        "path": line.path,
        "image": line.image,
        "kind": line.kind,
        "entries": line.entries,
        "sha256": line.sha256,
        "licence": line.terms.map(|(licence, _)| licence),
        "origin": line.terms.map(|(_, origin)| origin),
        "shipped": line.terms.is_some(),
    })
}
