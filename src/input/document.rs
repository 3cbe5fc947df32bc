//! A document, and what stands in its place when there is none.

/// A text with its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The id used in all tables.
    pub id: String,
    /// The file, as a person would name it; `-` for standard input.
    pub source_path: String,
    /// The record in that file, from 1; nothing where the file is the document.
    pub source_record: Option<u64>,
    /// The encoding it was read in: `utf-8`, or `utf-8-sig` with a byte order mark.
    pub encoding: &'static str,
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
    /// Where in the file, in bytes.
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

/// A refusal for a byte that is not UTF-8, at offset `at` of the file.
pub(super) fn not_utf8(path: &str, record: Option<u64>, at: u64, message: String) -> Refusal {
    Refusal {
        source_path: path.to_owned(),
        source_record: record,
        column: None,
        byte_offset: Some(at),
        stage: "decode",
        code: "invalid_utf8",
        message,
        help: Some(TO_UTF8),
    }
}

/// The way out for text in another encoding.
pub(crate) const TO_UTF8: &str = "save it as UTF-8, for example by: iconv -f BIG5-HKSCS -t UTF-8 (or UTF-16, GB18030)";
