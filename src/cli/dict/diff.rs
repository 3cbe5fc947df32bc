//! `yiming dict diff`: what one dictionary has otherwise than another.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;

use crate::lexicon::{AliasRow, Dictionary, DictionaryKind, Problem, Region, SourceFile, opencc};

/// Tell what a dictionary has otherwise than another
///
/// Rows are compared by what they are about (an alias and its entity, a word, the source of a conversion), wherever they stand: + is a row of B
/// only, - one of A only, ~ one whose other cells differ.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The dictionary to begin with
    #[arg(value_name = "A")]
    old: PathBuf,
    /// The dictionary to end with, of the same kind
    #[arg(value_name = "B")]
    new: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  yiming dict diff names-2024.csv names.csv";

/// What rows are about, to the cells beside that, with their names.
type Rows = BTreeMap<String, Vec<(&'static str, String)>>;

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (old_kind, old) = read(&arguments.old)?;
    let (new_kind, new) = read(&arguments.new)?;
    if old_kind != new_kind {
        bail!(
            "{} has {}, and {} has {}\nhelp: compare dictionaries of one kind",
            arguments.old.display(),
            old_kind.name(),
            arguments.new.display(),
            new_kind.name()
        );
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let keys: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for key in keys {
        match (old.get(key), new.get(key)) {
            (Some(old), Some(new)) if old != new => {
                let changes: Vec<String> = old
                    .iter()
                    .zip(new)
                    .filter(|(old, new)| old != new)
                    .map(|((name, old), (_, new))| format!("{name} “{old}” → “{new}”"))
                    .collect();
                writeln!(out, "~ {key}: {}", changes.join(", "))?;
            }
            (Some(_), None) => writeln!(out, "- {key}")?,
            (None, Some(_)) => writeln!(out, "+ {key}")?,
            _ => {}
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> anyhow::Result<(DictionaryKind, Rows)> {
    let source = SourceFile::read(path)?;
    let kind = source.kind();
    if kind == DictionaryKind::Conversions {
        let wrong = |error: io::Error| Problem::new(source.path(), 0, 0, format!("cannot be read: {error}"));
        let bytes = std::fs::read(path).map_err(wrong)?;
        let entries = opencc::parse_strict(source.path(), &bytes)?;
        let row = |entry: &opencc::Entry<'_>| {
            let targets: Vec<&str> = entry.candidates().collect();
            (entry.key.to_owned(), vec![("target", targets.join(" "))])
        };
        return Ok((kind, entries.iter().map(row).collect()));
    }
    let rows = match source.parse()? {
        Dictionary::Words(words) => words.into_iter().map(|word| (word.text, Vec::new())).collect(),
        Dictionary::Entities(rows) => rows
            .into_iter()
            .map(|row| (format!("{},{}", row.alias, row.entity_id), cells(&row)))
            .collect(),
    };
    Ok((kind, rows))
}

fn cells(row: &AliasRow) -> Vec<(&'static str, String)> {
    let stated = |cell: &Option<String>| cell.clone().unwrap_or_default();
    let regions = row.regions.iter().map(|region| match region {
        Region::Tw => "tw",
        Region::Hk => "hk",
        Region::Cn => "cn",
    });
    vec![
        ("label", stated(&row.label)),
        ("name_zh", stated(&row.name_zh)),
        ("name_latin", stated(&row.name_latin)),
        ("kind", row.kind.name().to_owned()),
        ("region", regions.collect::<Vec<_>>().join(" ")),
        ("priority", row.priority.to_string()),
    ]
}
