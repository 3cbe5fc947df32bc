//! `yiming dict add`: one entry more.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use clap::Args;

use super::check::{Kind, with_known};
use crate::cli::tell;
use crate::lexicon::check::{Severity, check_text};
use crate::lexicon::{Addition, DictionaryKind, append};

/// Add an entry to a dictionary
///
/// With --id it is an alias of an entity, with --to a conversion, else a word. A file that is not there is made. Line ends and byte
/// order mark stay as they are, and cells go into the columns that the file has. What `yiming dict check` would call an error
/// is not written.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The dictionary
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The alias, the word, or what is to be converted
    #[arg(value_name = "ENTRY")]
    entry: String,
    /// What it is to become; several candidates are separated by spaces
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["id", "label", "name_zh", "name_latin", "kind", "region", "priority"])]
    to: Option<String>,
    /// The id of the entity
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// PERSON, ORG, LOC, PRODUCT, WORK, EVENT, TERM, or a label of your own
    #[arg(long, requires = "id")]
    label: Option<String>,
    /// The entity's usual Chinese name
    #[arg(long, value_name = "NAME", requires = "id")]
    name_zh: Option<String>,
    /// The entity's usual name in Latin letters
    #[arg(long, value_name = "NAME", requires = "id")]
    name_latin: Option<String>,
    /// What the alias is: full, short, given, family, abbreviation, nickname, former or word
    #[arg(long, requires = "id")]
    kind: Option<String>,
    /// Where the alias is used: tw, hk, cn, or several with spaces between
    #[arg(long, requires = "id")]
    region: Option<String>,
    /// Of two entities with an alias, the one with the larger number is meant
    #[arg(long, value_name = "N", requires = "id", allow_negative_numbers = true)]
    priority: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  yiming dict add words.txt 數位皮夾
  yiming dict add house-style.txt 软件 --to 程式
  yiming dict add names.csv 小藍鯨 --id blue-whale --label ORG --name-zh 小藍鯨書店 --name-latin 'Blue Whale Books'";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let path = &arguments.file;
    let name = path.display().to_string();
    let before = read(path)?;
    let (kind, addition) = addition(arguments);
    let appended = append(&name, &before, &addition)?;
    let after = format!("{before}{}", appended.text);
    let report = with_known(|known| check_text(&name, &after, Some(kind), known))?;
    let of_severity = |severity| {
        report
            .findings()
            .iter()
            .filter(move |finding| finding.severity == severity)
    };
    let errors: Vec<String> = of_severity(Severity::Error).map(ToString::to_string).collect();
    if !errors.is_empty() {
        bail!("{}\nnothing was written", errors.join("\n"));
    }
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .with_context(|| format!("{name}: cannot be written"))?;
    file.write_all(appended.text.as_bytes())
        .with_context(|| format!("{name}: cannot be written"))?;
    for finding in of_severity(Severity::Warning).filter(|finding| finding.problem.line() == appended.line) {
        tell(&finding.to_string());
    }
    tell(&format!("{name}:{}: added {}", appended.line, appended.row));
    Ok(ExitCode::SUCCESS)
}

/// The file's text, with its byte order mark; empty where there is no file.
fn read(path: &Path) -> anyhow::Result<String> {
    match std::fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(anyhow!("{}: cannot be read: {error}", path.display())),
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(text),
            // The reader of dictionaries knows what to say.
            Err(_) => Err(crate::lexicon::SourceFile::read(path)
                .err()
                .map_or_else(|| anyhow!("{}: not UTF-8", path.display()), Into::into)),
        },
    }
}

fn addition(arguments: &Arguments) -> (DictionaryKind, Addition<'_>) {
    let entry = arguments.entry.as_str();
    match (&arguments.to, &arguments.id) {
        (Some(to), _) => (Kind::Conversions.into(), Addition::Conversion { from: entry, to }),
        (None, Some(id)) => {
            let optional = [
                &arguments.label,
                &arguments.name_zh,
                &arguments.name_latin,
                &arguments.kind,
                &arguments.region,
                &arguments.priority,
            ];
            let mut cells = [""; 8];
            (cells[0], cells[1]) = (entry, id);
            for (cell, given) in cells[2..].iter_mut().zip(optional) {
                *cell = given.as_deref().unwrap_or("");
            }
            (Kind::Entities.into(), Addition::Alias(cells))
        }
        (None, None) => (Kind::Words.into(), Addition::Word(entry)),
    }
}
