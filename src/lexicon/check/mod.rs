//! Everything that can be said against a dictionary: what its reader refuses, and what is likely not meant.
//!
//! In, a file; out, a [`Report`] with [`Finding`]s in the order of their lines. What is an error is decided by the readers alone: a file without
//! errors here is one that every command takes. Warnings and notes are added, a file a kind: `keys` looks at single keys, `words`,
//! `conversions` and `entities` at what the lines say together.

mod across;
mod conversions;
mod entities;
mod keys;
mod words;

pub use across::Across;

use std::fmt;
use std::path::Path;

use super::compiled::Image;
use super::problem::{Problem, Problems};
use super::source::{DictionaryKind, SourceFile};

/// How bad something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing may be wrong at all.
    Note,
    /// Likely not what was meant.
    Warning,
    /// The dictionary is refused.
    Error,
}

impl Severity {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One thing that can be said against a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What it is, and where.
    pub problem: Problem,
}

impl fmt::Display for Finding {
    /// As a [`Problem`], after whose place `warning:` or `note:` stands where it is no error.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, line, column) = (self.problem.path(), self.problem.line(), self.problem.column());
        match self.severity {
            Severity::Error => self.problem.fmt(f),
            severity => {
                let message = format!("{}: {}", severity.name(), self.problem.message());
                let problem = Problem::new(path, line, column, message);
                match self.problem.way_out() {
                    Some(help) => problem.help(help).fmt(f),
                    None => problem.fmt(f),
                }
            }
        }
    }
}

/// What a check found.
#[derive(Debug, Default)]
pub struct Report {
    /// The kind of the dictionary; nothing where the file could not be read, or is an image of several.
    pub kind: Option<DictionaryKind>,
    /// The SHA-256 of the file's bytes, in hexadecimal; empty where it could not be read, or is an image.
    pub sha256: String,
    /// How many words, conversions or aliases are right.
    pub n_entries: usize,
    /// How many findings there are of each severity, from notes to errors.
    counts: [usize; 3],
    findings: Vec<Finding>,
}

impl Report {
    /// The findings, by line and column. Of very many those are kept that were found first.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many findings of a severity there are, whether kept or not.
    pub fn count(&self, severity: Severity) -> usize {
        self.counts[severity as usize]
    }

    /// How many findings were not kept.
    pub fn n_untold(&self) -> usize {
        self.counts.iter().sum::<usize>() - self.findings.len()
    }

    fn add(&mut self, severity: Severity, problem: Problem) {
        let count = &mut self.counts[severity as usize];
        *count += 1;
        // For each severity apart, so that a thousand warnings do not hide an error.
        if *count <= Problems::MOST {
            self.findings.push(Finding { severity, problem });
        }
    }

    fn error(&mut self, problem: Problem) {
        self.add(Severity::Error, problem);
    }

    fn warn(&mut self, problem: Problem) {
        self.add(Severity::Warning, problem);
    }

    fn note(&mut self, problem: Problem) {
        self.add(Severity::Note, problem);
    }
}

/// What the floors above know, for checks that need it. Asked of entity dictionaries only.
pub struct Known<'k> {
    /// Whom a key (see [`crate::text::MatchKey`]) means without any context in the shipped dictionaries.
    pub shipped: &'k dyn Fn(&str) -> Option<String>,
    /// Whether a form is an everyday word.
    pub is_everyday_word: &'k dyn Fn(&str) -> bool,
}

/// Checks a file, of the kind that it looks like unless `kind` says otherwise.
///
/// ```
/// use yiming::lexicon::check::{Known, Severity, check};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("words.txt");
/// std::fs::write(&path, "雲端發票\n數位皮夾 many\n云端发票\n")?;
/// let known = Known { shipped: &|_| None, is_everyday_word: &|_| false };
/// let report = check(&path, None, &known);
/// let found: Vec<_> = report.findings().iter().map(|finding| (finding.problem.line(), finding.severity)).collect();
/// assert_eq!(found, [(2, Severity::Error), (3, Severity::Warning)]);
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn check(path: &Path, kind: Option<DictionaryKind>, known: &Known<'_>) -> Report {
    check_beside(path, kind, known, &mut Across::default())
}

/// Checks a file, and notes what those before it, which `across` knows, say otherwise.
pub fn check_beside(path: &Path, kind: Option<DictionaryKind>, known: &Known<'_>, across: &mut Across) -> Report {
    if Image::is_image(path) {
        return check_image(path);
    }
    match SourceFile::read_lossy(path) {
        Ok((source, problems)) => check_source(&source, problems, kind, known, across),
        Err(problem) => {
            let mut report = Report::default();
            report.error(problem);
            report
        }
    }
}

/// Says whether an image is whole. What it was built of was right when it was built.
fn check_image(path: &Path) -> Report {
    let mut report = Report::default();
    match Image::open(path) {
        Ok(image) => {
            report.n_entries = image.sources().map(|source| source.entries as usize).sum();
            let name = path.display().to_string();
            let problem = Problem::new(
                &name,
                0,
                0,
                "an image of dictionaries; it is whole, and nothing else is checked",
            );
            report.note(problem.help(format!(
                "check the dictionaries that it was built of: yiming dict list {name}"
            )));
        }
        Err(problem) => report.error(problem),
    }
    report
}

/// Checks a text; `name` stands for its path.
pub fn check_text(name: &str, text: &str, kind: Option<DictionaryKind>, known: &Known<'_>) -> Report {
    let source = SourceFile::from_text(name, text);
    check_source(&source, Vec::new(), kind, known, &mut Across::default())
}

/// Checks what was read, with the problems that reading it had.
fn check_source(
    source: &SourceFile,
    problems: Vec<Problem>,
    kind: Option<DictionaryKind>,
    known: &Known<'_>,
    across: &mut Across,
) -> Report {
    across.begin(source.path());
    let mut report = Report {
        sha256: source.sha256(),
        ..Report::default()
    };
    // What was written in another encoding has no lines that could be checked.
    let is_other_encoding = source.has_other_encoding();
    for problem in problems {
        report.error(problem);
    }
    let kind = kind.unwrap_or_else(|| source.kind());
    report.kind = Some(kind);
    if !is_other_encoding {
        match kind {
            DictionaryKind::Words => words::check(source, &mut report),
            DictionaryKind::Conversions => conversions::check(source, across, &mut report),
            DictionaryKind::Entities => entities::check(source, known, across, &mut report),
        }
    }
    report
        .findings
        .sort_by_key(|finding| (finding.problem.line(), finding.problem.column()));
    report
}
