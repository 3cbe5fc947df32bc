//! The dictionaries that a person names: in, paths of files and folders; out, what they hold, in the order in which they count.
//!
//! This is the one place that says what `--dict` takes and what comes first. Of files the kind is told by their content. A folder
//! stands for the dictionaries in it, by name. What is named first comes first: where two dictionaries say different things and
//! nothing else decides, the earlier one is believed. docs/dictionaries.md has all steps.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::entities::{AliasRow, each_row};
use super::opencc::{self, Entry};
use super::problem::{Problem, Problems};
use super::source::{DictionaryKind, SourceFile};
use super::words::each_word;

/// The endings of the files that a folder of dictionaries has.
const ENDINGS: [&str; 3] = ["csv", "tsv", "txt"];

/// Dictionaries that were opened, in the order of precedence. Cloning is cheap.
///
/// ```
/// use yiming::lexicon::Dictionaries;
/// use yiming::pipeline::Pipeline;
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("names.csv"), "alias,entity_id\n小藍鯨,blue-whale\n")?;
/// std::fs::write(folder.path().join("words.txt"), "數位皮夾\n")?;
/// let dictionaries = Dictionaries::open(&[folder.path()])?;
/// assert_eq!(dictionaries.iter().count(), 2);
/// let pipeline = Pipeline::builder().dictionaries(&dictionaries).build()?;
/// assert_eq!(pipeline.analyse("去小藍鯨").mentions.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Dictionaries {
    files: Vec<Arc<OpenedFile>>,
}

/// A dictionary that was opened.
#[derive(Debug)]
pub struct OpenedFile {
    source: SourceFile,
    kind: DictionaryKind,
    is_named: bool,
}

impl OpenedFile {
    /// The path as it was given; of a file in a folder, below that folder's.
    pub fn path(&self) -> &str {
        self.source.path()
    }

    /// What the dictionary holds.
    pub fn kind(&self) -> DictionaryKind {
        self.kind
    }

    /// The SHA-256 of the file's bytes, in hexadecimal.
    pub fn sha256(&self) -> &str {
        self.source.sha256()
    }
}

impl Dictionaries {
    /// Opens files, and the files of folders. What is wrong with their lines is told when they are compiled.
    ///
    /// # Errors
    ///
    /// Everything that cannot be read, or is not UTF-8.
    pub fn open<P: AsRef<Path>>(paths: &[P]) -> Result<Self, Problems> {
        let mut files = Vec::new();
        let mut problems = Problems::default();
        for path in paths {
            let path = path.as_ref();
            let is_named = !path.is_dir();
            let inside = if is_named {
                Ok(vec![path.to_owned()])
            } else {
                files_of(path)
            };
            let inside = inside.unwrap_or_else(|problem| {
                problems.push(problem);
                Vec::new()
            });
            for path in inside {
                match SourceFile::read(&path) {
                    Ok(source) => files.push(Arc::new(OpenedFile {
                        kind: source.kind(),
                        source,
                        is_named,
                    })),
                    Err(problem) => problems.push(problem),
                }
            }
        }
        problems.check()?;
        Ok(Dictionaries { files })
    }

    /// Files of one kind, whatever they look like.
    ///
    /// # Errors
    ///
    /// As [`Dictionaries::open`].
    pub fn open_as<P: AsRef<Path>>(kind: DictionaryKind, paths: &[P]) -> Result<Self, Problems> {
        let mut files = Vec::new();
        let mut problems = Problems::default();
        for path in paths {
            match SourceFile::read(path.as_ref()) {
                Ok(source) => files.push(Arc::new(OpenedFile {
                    source,
                    kind,
                    is_named: true,
                })),
                Err(problem) => problems.push(problem),
            }
        }
        problems.check()?;
        Ok(Dictionaries { files })
    }

    /// A dictionary whose text is in memory; `name` stands for its path.
    #[must_use]
    pub fn from_text(name: &str, text: &str) -> Self {
        let source = SourceFile::from_text(name, text);
        let file = OpenedFile {
            kind: source.kind(),
            source,
            is_named: true,
        };
        Dictionaries {
            files: vec![Arc::new(file)],
        }
    }

    /// These, and behind them `others`.
    #[must_use]
    pub fn and(mut self, others: &Dictionaries) -> Self {
        self.files.extend(others.files.iter().cloned());
        self
    }

    /// Those of some kinds. Of the others, those that folders have are left out.
    ///
    /// # Errors
    ///
    /// Each file of another kind that was named itself.
    pub fn only(self, kinds: &[DictionaryKind]) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let (kept, others): (Vec<_>, Vec<_>) = self.files.into_iter().partition(|file| kinds.contains(&file.kind));
        for file in others.iter().filter(|file| file.is_named) {
            problems.push(file.source.of_no_use());
        }
        problems.check()?;
        Ok(Dictionaries { files: kept })
    }

    /// Each of them, in the order of precedence.
    pub fn iter(&self) -> impl Iterator<Item = &OpenedFile> {
        self.files.iter().map(Arc::as_ref)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Calls `each` with every entry of the entity dictionaries and the file that it is from.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the lines of these dictionaries.
    pub(crate) fn each_alias(&self, mut each: impl FnMut(&OpenedFile, &AliasRow)) -> Result<(), Problems> {
        self.each_of(DictionaryKind::Entities, |file, problems| {
            each_row(file.path(), file.source.text(), |_, row| match row {
                Ok(row) => each(file, &row),
                Err(problem) => problems.push(problem),
            });
        })
    }

    /// The same for words, with their lines.
    pub(crate) fn each_word(&self, mut each: impl FnMut(&OpenedFile, usize, &str)) -> Result<(), Problems> {
        self.each_of(DictionaryKind::Words, |file, problems| {
            each_word(file.path(), file.source.text(), |line, word| match word {
                Ok(word) => each(file, line, word),
                Err(problem) => problems.push(problem),
            });
        })
    }

    /// The same for conversions.
    pub(crate) fn each_conversion(&self, mut each: impl FnMut(&OpenedFile, Entry<'_>)) -> Result<(), Problems> {
        self.each_of(DictionaryKind::Conversions, |file, problems| {
            opencc::each(file.path(), file.source.text().as_bytes(), |entry| match entry {
                Ok(entry) => each(file, entry),
                Err(problem) => problems.push(problem),
            });
        })
    }

    fn each_of(&self, kind: DictionaryKind, mut each: impl FnMut(&OpenedFile, &mut Problems)) -> Result<(), Problems> {
        let mut problems = Problems::default();
        for file in self.iter().filter(|file| file.kind == kind) {
            each(file, &mut problems);
        }
        problems.check()
    }
}

/// The dictionaries in a folder, by name. Folders below it, and hidden files, are passed over.
fn files_of(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let name = folder.display().to_string();
    let unreadable = |error: std::io::Error| Problem::new(&name, 0, 0, format!("cannot be read: {error}"));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let is_hidden = path
            .file_name()
            .is_none_or(|name| name.to_string_lossy().starts_with('.'));
        let has_ending = |ending: &std::ffi::OsStr| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known));
        if !is_hidden && path.extension().is_some_and(has_ending) && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        let message = "there is no dictionary in this folder".to_owned();
        let help = format!(
            "dictionaries end in .{}; folders below are not searched",
            ENDINGS.join(", .")
        );
        return Err(Problem::new(&name, 0, 0, message).help(help));
    }
    Ok(files)
}
