//! `yiming dict check`: everything that can be said against a dictionary.

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::LazyLock;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::cli::{counted, tell};
use crate::entity::shipped_rows;
use crate::lexicon::check::{Across, Known, Report, Severity, check_beside};
use crate::lexicon::{DictionaryKind, Problems};
use crate::segment::Segmenter;
use crate::text::{Folded, MatchKey};

/// Tell everything that is wrong with dictionaries
///
/// Each problem is told with its place, as path:line:column, and with a way out. Errors are what makes other commands refuse the dictionary;
/// warnings are what is likely not meant: an alias that is an everyday word, or one that means someone else too; notes are what
/// may be meant.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Dictionaries
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What the files are, where their first lines do not tell
    #[arg(long)]
    kind: Option<Kind>,
    /// Exit with 1 where there are warnings
    #[arg(long)]
    strict: bool,
    /// How to tell: text for people, json for editors and scripts
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  yiming dict check names.csv words.txt
  yiming dict check --kind conversions house-style.txt
  yiming dict check --strict --format json names.csv

Exit codes: 0 no errors; 1 no errors, but warnings, with --strict; 2 errors.";

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Kind {
    /// Words, one a line
    Words,
    /// Conversions in OpenCC's format
    Conversions,
    /// Entities, CSV
    Entities,
}

impl From<Kind> for DictionaryKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Words => DictionaryKind::Words,
            Kind::Conversions => DictionaryKind::Conversions,
            Kind::Entities => DictionaryKind::Entities,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let kind = arguments.kind.map(DictionaryKind::from);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut told = Vec::new();
    let (mut errors, mut warnings) = (0, 0);
    let mut across = Across::of(arguments.files.len());
    with_known(|known| {
        for path in &arguments.files {
            let report = check_beside(path, kind, known, &mut across);
            errors += report.count(Severity::Error);
            warnings += report.count(Severity::Warning);
            match arguments.format {
                Format::Json => told.push(described(&path.display().to_string(), &report)),
                Format::Text => {
                    for finding in report.findings() {
                        writeln!(out, "{finding}")?;
                    }
                    out.flush()?;
                    tell(&format!("{}: {}", path.display(), summary(&report)));
                }
            }
        }
        io::Result::Ok(())
    })??;
    if let Format::Json = arguments.format {
        serde_json::to_writer_pretty(&mut out, &json!({ "files": told }))?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(match (errors, warnings) {
        (1.., _) => ExitCode::from(2),
        (0, 1..) if arguments.strict => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    })
}

/// Calls `each` with what the program knows, which is made when it is first asked for.
pub(super) fn with_known<T>(each: impl FnOnce(&Known<'_>) -> T) -> Result<T, Problems> {
    let rows = shipped_rows()?;
    let shipped = LazyLock::new(|| {
        let sure = rows.iter().filter(|row| !row.kind.demands_context());
        sure.map(|row| (MatchKey::of(&row.alias), row.entity_id.as_str()))
            .collect::<HashMap<_, _>>()
    });
    let segmenter = LazyLock::new(Segmenter::new);
    Ok(each(&Known {
        shipped: &|key| shipped.get(key).map(|id| (*id).to_owned()),
        is_everyday_word: &|form| segmenter.is_everyday_word(Folded::new(form).view()),
    }))
}

fn described(path: &str, report: &Report) -> Value {
    let findings: Vec<Value> = report
        .findings()
        .iter()
        .map(|finding| {
            json!({
                "severity": finding.severity.name(),
                "path": finding.problem.path(),
                "line": finding.problem.line(),
                "column": finding.problem.column(),
                "message": finding.problem.message(),
                "help": finding.problem.way_out(),
            })
        })
        .collect();
    json!({
        "path": path,
        "kind": report.kind.map(DictionaryKind::name),
        "sha256": report.sha256,
        "entries": report.n_entries,
        "errors": report.count(Severity::Error),
        "warnings": report.count(Severity::Warning),
        "notes": report.count(Severity::Note),
        "untold": report.n_untold(),
        "findings": findings,
    })
}

/// One line on a file: `entities, 3 aliases, 1 error, 2 warnings`.
fn summary(report: &Report) -> String {
    let Some(kind) = report.kind else {
        return match report.count(Severity::Error) {
            0 => format!("image, {}", counted(report.n_entries, "entry", "entries")),
            _ => "not read".to_owned(),
        };
    };
    let (one, many) = match kind {
        DictionaryKind::Words => ("word", "words"),
        DictionaryKind::Conversions => ("line", "lines"),
        DictionaryKind::Entities => ("alias", "aliases"),
    };
    let mut parts = vec![kind.name().to_owned(), counted(report.n_entries, one, many)];
    for (severity, one, many) in [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Note, "note", "notes"),
    ] {
        if report.count(severity) > 0 {
            parts.push(counted(report.count(severity), one, many));
        }
    }
    if report.findings().is_empty() {
        parts.push("nothing wrong".to_owned());
    }
    if report.n_untold() > 0 {
        parts.push(format!("of which {} are not shown", report.n_untold()));
    }
    parts.join(", ")
}
