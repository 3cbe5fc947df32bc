//! The dictionaries that a person names: in, paths of files, folders and images; out, what they hold, in the order in which they count.
//!
//! This is the one place that says what `--dict` takes and what comes first. Of files the kind is told by their content. A folder
//! stands for the dictionaries in it, by name. What is named first comes first: where two dictionaries say different things and
//! nothing else decides, the earlier one is believed. docs/dictionaries.md has all steps.
//!
//! For each kind the dictionaries become layers, in that order: an image is a layer as it lies, and what stands between images is compiled into
//! one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::compiled::{Image, KeyLayers, KeyTable, KeyTableBuilder};
use super::entities::{AliasRow, each_row};
use super::opencc;
use super::problem::{Problem, Problems};
use super::source::{DictionaryKind, SourceFile};
use super::words::each_word;
use crate::text::Folded;

/// The endings of the files that a folder of dictionaries has.
const ENDINGS: [&str; 4] = ["csv", "tsv", "txt", "ymd"];

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
    contents: Contents,
    path: String,
    is_named: bool,
}

/// What a file holds.
#[derive(Debug)]
enum Contents {
    Text(DictionaryKind, SourceFile),
    Image(Box<Image>),
}

impl OpenedFile {
    fn open(path: &Path, is_named: bool) -> Result<Self, Problem> {
        if Image::is_image(path) {
            let contents = Contents::Image(Box::new(Image::open(path)?));
            return Ok(OpenedFile {
                contents,
                path: path.display().to_string(),
                is_named,
            });
        }
        // What ends as images do and is none would be read as a list of odd words.
        let is_called_image = path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("ymd"));
        if is_called_image && path.is_file() {
            return Err(
                Problem::new(path.display().to_string(), 0, 0, "not an image of dictionaries")
                    .help("name what `yiming dict build` wrote; a dictionary as text ends in .csv, .tsv or .txt"),
            );
        }
        let source = SourceFile::read(path)?;
        Ok(Self::of_text(source.kind(), source, is_named))
    }

    fn of_text(kind: DictionaryKind, source: SourceFile, is_named: bool) -> Self {
        OpenedFile {
            path: source.path().to_owned(),
            contents: Contents::Text(kind, source),
            is_named,
        }
    }

    /// The path as it was given; of a file in a folder, below that folder's.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether it was named itself, and not a folder that has it.
    pub fn is_named(&self) -> bool {
        self.is_named
    }

    /// What the dictionary holds; nothing for an image, which may hold all kinds.
    pub fn kind(&self) -> Option<DictionaryKind> {
        match &self.contents {
            Contents::Text(kind, _) => Some(*kind),
            Contents::Image(_) => None,
        }
    }

    /// The text and its hash; nothing for an image.
    pub fn source(&self) -> Option<&SourceFile> {
        match &self.contents {
            Contents::Text(_, source) => Some(source),
            Contents::Image(_) => None,
        }
    }

    /// How many entries there are.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the lines of a text.
    pub fn count(&self) -> Result<usize, Problems> {
        let mut problems = Problems::default();
        let count = match (&self.contents, self.kind()) {
            (Contents::Image(image), _) => image.sources().map(|source| source.entries as usize).sum(),
            (_, Some(DictionaryKind::Entities)) => each_alias(self, &mut problems, |_| {}),
            (_, Some(DictionaryKind::Conversions)) => {
                add_conversions(self, &mut KeyTableBuilder::default(), &mut problems)
            }
            _ => add_words(self, &mut KeyTableBuilder::default(), &mut problems),
        };
        problems.check()?;
        Ok(count)
    }

    /// The image; nothing for a text.
    pub fn image(&self) -> Option<&Image> {
        match &self.contents {
            Contents::Text(..) => None,
            Contents::Image(image) => Some(image),
        }
    }
}

/// What makes one layer of a kind.
pub(crate) enum Part<'d> {
    /// Texts of the kind, to be compiled together.
    Files(Vec<&'d OpenedFile>),
    /// An image.
    Image(&'d Image),
}

impl Dictionaries {
    /// Opens files, and the files of folders. What is wrong with the lines of a text is told when it is compiled.
    ///
    /// # Errors
    ///
    /// Everything that cannot be read, or is not UTF-8, or an image that is cut short, changed or of another version.
    pub fn open<P: AsRef<Path>>(paths: &[P]) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let mut dictionaries = Dictionaries::default();
        for path in paths {
            let path = path.as_ref();
            let files = if path.is_dir() {
                files_of(path)
            } else {
                Ok(vec![path.to_owned()])
            };
            match files {
                Ok(files) => dictionaries.add(&files, &mut problems, |file| OpenedFile::open(file, file == path)),
                Err(problem) => problems.push(problem),
            }
        }
        problems.check()?;
        Ok(dictionaries)
    }

    /// Texts of one kind, whatever they look like.
    ///
    /// # Errors
    ///
    /// Everything that cannot be read, or is not UTF-8.
    pub fn open_as<P: AsRef<Path>>(kind: DictionaryKind, paths: &[P]) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let mut dictionaries = Dictionaries::default();
        dictionaries.add(paths, &mut problems, |file| {
            Ok(OpenedFile::of_text(kind, SourceFile::read(file)?, true))
        });
        problems.check()?;
        Ok(dictionaries)
    }

    fn add<P: AsRef<Path>>(
        &mut self,
        paths: &[P],
        problems: &mut Problems,
        open: impl Fn(&Path) -> Result<OpenedFile, Problem>,
    ) {
        for path in paths {
            match open(path.as_ref()) {
                Ok(file) => self.files.push(Arc::new(file)),
                Err(problem) => problems.push(problem),
            }
        }
    }

    /// A dictionary whose text is in memory; `name` stands for its path.
    #[must_use]
    pub fn from_text(name: &str, text: &str) -> Self {
        Self::of_source(SourceFile::from_text(name, text))
    }

    /// The same where the SHA-256 of the text is known.
    pub(crate) fn from_hashed(name: &str, text: &str, sha256: [u8; 32]) -> Self {
        Self::of_source(SourceFile::hashed(name, text, sha256))
    }

    fn of_source(source: SourceFile) -> Self {
        let file = OpenedFile::of_text(source.kind(), source, true);
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

    /// Those of some kinds, and images. Of the others, those that folders have are left out.
    ///
    /// # Errors
    ///
    /// Each file of another kind that was named itself.
    pub fn only(self, kinds: &[DictionaryKind]) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let is_wanted = |file: &Arc<OpenedFile>| file.kind().is_none_or(|kind| kinds.contains(&kind));
        let (kept, others): (Vec<_>, Vec<_>) = self.files.into_iter().partition(is_wanted);
        for file in others.iter().filter(|file| file.is_named) {
            if let Some(source) = file.source() {
                problems.push(source.of_no_use());
            }
        }
        problems.check()?;
        Ok(Dictionaries { files: kept })
    }

    /// Those of some kinds, and images; the others are left out.
    #[must_use]
    pub fn of(mut self, kinds: &[DictionaryKind]) -> Self {
        self.files
            .retain(|file| file.kind().is_none_or(|kind| kinds.contains(&kind)));
        self
    }

    /// Each of them, in the order of precedence.
    pub fn iter(&self) -> impl Iterator<Item = &OpenedFile> {
        self.files.iter().map(Arc::as_ref)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// What makes the layers of a kind, in the order of precedence.
    pub(crate) fn parts(&self, kind: DictionaryKind) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        for file in self.iter() {
            match (&file.contents, parts.last_mut()) {
                (Contents::Image(image), _) => parts.push(Part::Image(image)),
                (Contents::Text(of, _), _) if *of != kind => {}
                (_, Some(Part::Files(files))) => files.push(file),
                _ => parts.push(Part::Files(vec![file])),
            }
        }
        parts
    }

    /// The words, folded.
    pub(crate) fn words(&self) -> Result<KeyLayers, Problems> {
        self.keys(DictionaryKind::Words, Image::words, add_words)
    }

    /// The conversions.
    pub(crate) fn conversions(&self) -> Result<KeyLayers, Problems> {
        self.keys(DictionaryKind::Conversions, Image::conversions, add_conversions)
    }

    fn keys(
        &self,
        kind: DictionaryKind,
        of_image: impl Fn(&Image) -> &KeyTable,
        add: impl Fn(&OpenedFile, &mut KeyTableBuilder, &mut Problems) -> usize,
    ) -> Result<KeyLayers, Problems> {
        let mut problems = Problems::default();
        let mut tables = Vec::new();
        for part in self.parts(kind) {
            tables.push(match part {
                Part::Image(image) => of_image(image).clone(),
                Part::Files(files) => {
                    let mut builder = KeyTableBuilder::default();
                    for file in files {
                        add(file, &mut builder, &mut problems);
                    }
                    builder.finish()
                }
            });
        }
        problems.check()?;
        Ok(KeyLayers::new(tables))
    }
}

/// Adds a list of words, of which a table keeps how they are folded. How many there are.
pub(crate) fn add_words(file: &OpenedFile, builder: &mut KeyTableBuilder, problems: &mut Problems) -> usize {
    let Some(source) = file.source() else { return 0 };
    builder.begin_file(file.path());
    let mut count = 0;
    each_word(source.path(), source.text(), |line, word| match word {
        Ok(word) => {
            count += 1;
            let folded = Folded::new(word);
            if !folded.view().trim().is_empty() {
                builder.add(folded.view(), None, line);
            }
        }
        Err(problem) => problems.push(problem),
    });
    count
}

/// Adds a dictionary of conversions. How many there are.
pub(crate) fn add_conversions(file: &OpenedFile, builder: &mut KeyTableBuilder, problems: &mut Problems) -> usize {
    let Some(source) = file.source() else { return 0 };
    builder.begin_file(file.path());
    let mut count = 0;
    opencc::each(source.path(), source.text().as_bytes(), |entry| match entry {
        Ok(entry) => {
            count += 1;
            builder.add(entry.key, Some(entry.value()), entry.line);
        }
        Err(problem) => problems.push(problem),
    });
    count
}

/// Calls `each` with every alias of a dictionary of entities. How many there are.
pub(crate) fn each_alias(file: &OpenedFile, problems: &mut Problems, mut each: impl FnMut(&AliasRow)) -> usize {
    let Some(source) = file.source() else { return 0 };
    let mut count = 0;
    each_row(source.path(), source.text(), |_, row| match row {
        Ok(row) => {
            count += 1;
            each(&row);
        }
        Err(problem) => problems.push(problem),
    });
    count
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
