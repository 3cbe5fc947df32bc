//! A dictionary file as a whole: read strictly, its kind told by its content, its hash taken.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::encoding::{self, Encoding, Guess};
use super::entities::{AliasRow, read_entities};
use super::problem::{Problem, Problems};
use super::words::{Word, read_words};

/// The three kinds of dictionaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DictionaryKind {
    /// `word [frequency] [tag]`, as jieba has it.
    Words,
    /// `source<TAB>target[ target…]`, as OpenCC has it.
    Conversions,
    /// CSV, one row an alias.
    Entities,
}

impl DictionaryKind {
    /// The name used in options and reports.
    pub fn name(self) -> &'static str {
        match self {
            DictionaryKind::Words => "words",
            DictionaryKind::Conversions => "conversions",
            DictionaryKind::Entities => "entities",
        }
    }
}

/// What a dictionary holds.
#[derive(Debug)]
pub enum Dictionary {
    /// Words of a user.
    Words(Vec<Word>),
    /// Names and whom they mean.
    Entities(Vec<AliasRow>),
}

/// A file's text with its name and hash.
#[derive(Debug)]
pub struct SourceFile {
    path: String,
    text: String,
    sha256: [u8; 32],
    has_other_encoding: bool,
}

impl SourceFile {
    /// Reads a file, which must be UTF-8, with or without a byte order mark.
    ///
    /// # Errors
    ///
    /// What the system says, or the line and column of the first byte that is not UTF-8.
    pub fn read(path: &Path) -> Result<Self, Problem> {
        let (source, mut problems) = Self::read_lossy(path)?;
        if problems.is_empty() {
            Ok(source)
        } else {
            Err(problems.swap_remove(0))
        }
    }

    /// Reads a file, and tells of every line the first byte that is not UTF-8, at whose place the text then has U+FFFD. Where the
    /// bytes look like another encoding, that is told once.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub(super) fn read_lossy(path: &Path) -> Result<(Self, Vec<Problem>), Problem> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => {
                Problem::new(&name, 0, 0, "there is no such file").help("check the spelling of the dictionary's path")
            }
            std::io::ErrorKind::IsADirectory => {
                Problem::new(&name, 0, 0, "is a folder").help("name the dictionary files in it")
            }
            _ => Problem::new(&name, 0, 0, format!("cannot be read: {error}")),
        })?;
        let sha256 = Sha256::digest(&bytes).into();
        let mut has_other_encoding = false;
        let (mut text, problems) = match String::from_utf8(bytes) {
            Ok(text) => (text, Vec::new()),
            Err(error) => {
                has_other_encoding = suspect(error.as_bytes()).is_some();
                let problems = not_utf8(&name, error.as_bytes());
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), problems)
            }
        };
        if text.starts_with('\u{FEFF}') {
            text.drain(..'\u{FEFF}'.len_utf8());
        }
        let source = SourceFile {
            path: name,
            text,
            sha256,
            has_other_encoding,
        };
        Ok((source, problems))
    }

    /// A file whose text is in memory.
    pub(super) fn from_text(path: &str, text: &str) -> Self {
        Self::hashed(path, text, Sha256::digest(text).into())
    }

    /// The same where its SHA-256 is known.
    pub(super) fn hashed(path: &str, text: &str, sha256: [u8; 32]) -> Self {
        SourceFile {
            path: path.to_owned(),
            text: text.trim_start_matches('\u{FEFF}').to_owned(),
            sha256,
            has_other_encoding: false,
        }
    }

    /// Whether the file looks like another encoding than UTF-8; its text then means nothing.
    pub(super) fn has_other_encoding(&self) -> bool {
        self.has_other_encoding
    }

    /// The path as it was given.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The file's text, without its byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The SHA-256 of the file's bytes, in hexadecimal.
    pub fn sha256(&self) -> String {
        hex(&self.sha256)
    }

    /// The SHA-256 of the file's bytes.
    pub(crate) fn sha256_bytes(&self) -> [u8; 32] {
        self.sha256
    }

    /// Tells the kind: a first line with the columns `alias` and `entity_id` is an entity dictionary, a first entry with
    /// a TAB a conversion dictionary, anything else a list of words.
    pub fn kind(&self) -> DictionaryKind {
        let mut lines = self
            .text
            .lines()
            .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        let first = lines.next().unwrap_or("");
        let is_header = |column: &str| {
            first
                .split([',', ';', '\t'])
                .any(|cell| cell.trim().trim_matches('"') == column)
        };
        let is_csv = Path::new(&self.path)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
        if is_csv || (is_header("alias") && is_header("entity_id")) {
            DictionaryKind::Entities
        } else if first.contains('\t') {
            DictionaryKind::Conversions
        } else {
            DictionaryKind::Words
        }
    }

    /// Reads what the file holds.
    ///
    /// # Errors
    ///
    /// Every problem in the file.
    pub fn parse(&self) -> Result<Dictionary, Problems> {
        match self.kind() {
            DictionaryKind::Words => read_words(&self.path, &self.text).map(Dictionary::Words),
            DictionaryKind::Entities => read_entities(&self.path, &self.text).map(Dictionary::Entities),
            DictionaryKind::Conversions => Err(self.of_no_use().into()),
        }
    }
}

impl SourceFile {
    /// What is wrong with the file where dictionaries of its kind have no use.
    pub(super) fn of_no_use(&self) -> Problem {
        match self.kind() {
            DictionaryKind::Conversions => {
                let (line, column) = self.first_tab();
                let message = "a TAB: this looks like a conversion dictionary, which has no use here";
                Problem::new(&self.path, line, column, message).help(
                    "write words as `word frequency tag` with spaces, entities as CSV with the columns alias,entity_id",
                )
            }
            kind => {
                let message = format!("this looks like a dictionary of {}, which has no use here", kind.name());
                Problem::new(&self.path, 1, 1, message)
                    .help("write conversions as `source<TAB>target`, one a line; for words and entities, add --names")
            }
        }
    }

    /// The line and column of the first TAB in an entry.
    fn first_tab(&self) -> (usize, usize) {
        let entries = (1..).zip(self.text.lines()).filter(|(_, line)| !line.starts_with('#'));
        let place = |(number, line): (usize, &str)| Some((number, line[..line.find('\t')?].chars().count() + 1));
        entries.filter_map(place).next().unwrap_or((1, 1))
    }
}

/// The encoding that a file looks like, as a hint for people: a single candidate will do.
fn suspect(bytes: &[u8]) -> Option<Encoding> {
    match encoding::guess(bytes) {
        Guess::Sure(encoding) => Some(encoding),
        Guess::Unsure(candidates) if candidates.len() == 1 => candidates.first().copied(),
        Guess::DamagedUtf8 | Guess::Unsure(_) => None,
    }
}

/// The first byte of every line that is not UTF-8, or one problem where the encoding can be guessed.
fn not_utf8(path: &str, bytes: &[u8]) -> Vec<Problem> {
    let suspect = suspect(bytes);
    let mut problems = Vec::new();
    let mut line_start = 0;
    for (number, line) in (1..).zip(bytes.split(|&byte| byte == b'\n')) {
        if let Err(error) = std::str::from_utf8(line) {
            let at = error.valid_up_to();
            let column = String::from_utf8_lossy(&line[..at]).chars().count() + 1;
            let offset = line_start + at;
            // A line break cuts the characters of other encodings; of UTF-8, none.
            let byte = line.get(at).copied().unwrap_or(b'\n');
            let message = format!("byte 0x{byte:02X} at offset {offset} is not UTF-8");
            if let Some(suspect) = suspect {
                let message = format!("{message}; the file looks like {}", suspect.spoken());
                return vec![Problem::new(path, number, column, message).help(suspect.help(path))];
            }
            problems.push(
                Problem::new(path, number, column, message)
                    .help("save the file as UTF-8; dictionaries have no other encoding"),
            );
            if problems.len() == Problems::MOST {
                break;
            }
        }
        line_start += line.len() + 1;
    }
    problems
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
