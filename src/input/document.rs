//! A document, and what stands in its place when there is none.

use std::io::{self, ErrorKind};

use super::decode::Undecodable;
use super::format::Format;
use super::reading::IdFrom;

/// A text with its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The id used in all tables.
    pub id: String,
    /// The file, as a person would name it; `-` for standard input; a member of an archive by the archive's name, `/` and its own.
    pub source_path: String,
    /// The record in that file, from 1; nothing where the file is the document.
    pub source_record: Option<u64>,
    /// The name of the encoding that it was read in, such as `utf-8`, or `utf-8-sig` with a byte order mark.
    pub encoding: &'static str,
    /// The date that its record gives, as ISO 8601 writes it where it can be read, else as it stands.
    pub date: Option<String>,
    /// The text, without a byte order mark.
    pub text: String,
}

/// Why something is no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The file.
    pub source_path: String,
    /// The record in that file, from 1.
    pub source_record: Option<u64>,
    /// Where in the record, in code points from 1.
    pub column: Option<u64>,
    /// Where in the file, in bytes from 0; in a compressed one, of its content.
    pub byte_offset: Option<u64>,
    /// The stage that failed: `input`, `decode`, `parse` or `process`.
    pub stage: &'static str,
    /// What is wrong, in a fixed vocabulary.
    pub code: &'static str,
    /// What is wrong, for people.
    pub message: String,
    /// The way out, for people.
    pub help: Option<&'static str>,
}

impl Refusal {
    /// The refusal of a document, read from a file and its record, whose id an earlier one has.
    pub fn duplicate(id: &str, source_path: &str, source_record: Option<u64>) -> Self {
        Refusal {
            source_record,
            help: Some("give every document an id of its own, or take ids from paths: --id-from path"),
            ..refusal(
                source_path,
                "duplicate_id",
                format!("a document “{id}” was read before"),
            )
        }
    }
}

impl std::fmt::Display for Refusal {
    /// `path:record:column: what is wrong`, as far as record and column are known, and a line `help:`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.source_path)?;
        if let Some(record) = self.source_record {
            write!(f, ":{record}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        write!(f, ": {}", self.message)?;
        if let Some(help) = self.help {
            write!(f, "\nhelp: {help}")?;
        }
        Ok(())
    }
}

/// Where a document or its records come from: a file, or a member of an archive.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// How a person would name it; a member by the archive's name, `/` and its own.
    pub(super) display: String,
    /// The same from the INPUT on.
    pub(super) id: String,
    pub(super) format: Format,
}

impl Place {
    /// The place of a member.
    pub(super) fn member(&self, name: &str, format: Format) -> Place {
        Place {
            display: format!("{}/{name}", self.display),
            id: format!("{}/{name}", self.id),
            format,
        }
    }

    /// The id of a document, from what its record gives, or else from its place.
    ///
    /// # Errors
    ///
    /// An id that no table should have to carry.
    pub(super) fn doc_id(
        &self,
        given: Option<String>,
        record: Option<u64>,
        id_from: IdFrom,
    ) -> Result<String, Refusal> {
        let by_place = |path: &str| match record {
            Some(record) => format!("{path}#{record}"),
            None => path.to_owned(),
        };
        let id = match (id_from, given) {
            (IdFrom::Path, _) => by_place(&self.display),
            (IdFrom::Field, None) => by_place(&self.id),
            (IdFrom::Field, Some(id)) => id,
        };
        let wrong = if id.len() > LONGEST_ID {
            "the id has more than 1,024 bytes"
        } else if id.contains('\0') {
            "the id has a zero character"
        } else {
            return Ok(id);
        };
        Err(Refusal {
            source_record: record,
            help: Some("give it another id, or take ids from paths: --id-from path"),
            ..refusal(&self.display, "bad_id", wrong.to_owned())
        })
    }

    /// A refusal for bytes that cannot be decoded.
    pub(super) fn undecodable(&self, record: Option<u64>, wrong: Undecodable) -> Refusal {
        Refusal {
            source_record: record,
            byte_offset: Some(wrong.at),
            stage: "decode",
            help: Some(wrong.help),
            ..refusal(&self.display, wrong.code, wrong.message)
        }
    }

    /// A refusal for a document with more bytes than `limit`.
    pub(super) fn too_large(&self, record: Option<u64>, offset: Option<u64>, limit: u64) -> Refusal {
        let what = if record.is_some() { "record" } else { "document" };
        Refusal {
            source_record: record,
            byte_offset: offset,
            help: Some("raise the limit by --max-document, or split it"),
            ..refusal(
                &self.display,
                "too_large",
                format!("the {what} has more than {limit} bytes"),
            )
        }
    }

    /// A refusal for content that could not be read on behind byte `offset`; `packing` is its compression or archive, if it has one.
    pub(super) fn unreadable(&self, error: &io::Error, offset: u64, packing: Option<&str>) -> Refusal {
        let (code, message, help) = match (error.kind(), packing) {
            (ErrorKind::PermissionDenied, _) => (
                "unreadable",
                format!("cannot be read: {error}"),
                Some("give yourself the right to read it: chmod u+r"),
            ),
            (ErrorKind::UnexpectedEof, _) => (
                "truncated",
                format!(
                    "the {} ends too early, behind byte {offset} of its content",
                    packing.unwrap_or("file")
                ),
                Some("fetch the file anew; it is not whole"),
            ),
            (_, Some(packing)) if error.raw_os_error().is_none() => (
                "corrupt",
                format!("the {packing} is damaged behind byte {offset} of its content: {error}"),
                Some("fetch the file anew, or make it anew"),
            ),
            _ => ("unreadable", format!("cannot be read: {error}"), None),
        };
        Refusal {
            byte_offset: (offset > 0 || code != "unreadable").then_some(offset),
            help,
            ..refusal(&self.display, code, message)
        }
    }
}

/// The longest id, in bytes: it stands in every row of its document.
const LONGEST_ID: usize = 1024;

/// A refusal of a whole file, at the first stage.
pub(super) fn refusal(path: &str, code: &'static str, message: String) -> Refusal {
    Refusal {
        source_path: path.to_owned(),
        source_record: None,
        column: None,
        byte_offset: None,
        stage: "input",
        code,
        message,
        help: None,
    }
}

/// The way out for text in another encoding.
pub(crate) const TO_UTF8: &str = "save it as UTF-8, for example by: iconv -f BIG5-HKSCS -t UTF-8 (or UTF-16, GB18030)";
