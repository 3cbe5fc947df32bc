//! What a file holds, told by the ending of its name once the ending of a compression is off.

use std::fmt;
use std::str::FromStr;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// One document of plain text; Markdown is read as it is.
    #[default]
    Text,
    /// One document, whose main text is taken.
    Html,
    /// A JSON object a line.
    JsonLines,
    /// One JSON object, or an array of them.
    Json,
    /// A table with commas and a header.
    Csv,
    /// A table with tabs and a header.
    Tsv,
    /// An archive of files.
    Tar,
    /// An archive of files.
    Zip,
}

/// The endings, with what they tell.
const ENDINGS: [(&str, Format); 15] = [
    ("txt", Format::Text),
    ("md", Format::Text),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("jsonl", Format::JsonLines),
    ("ndjson", Format::JsonLines),
    ("json", Format::Json),
    ("csv", Format::Csv),
    ("tsv", Format::Tsv),
    ("tar", Format::Tar),
    ("tgz", Format::Tar),
    ("tzst", Format::Tar),
    ("tbz2", Format::Tar),
    ("txz", Format::Tar),
    ("zip", Format::Zip),
];

/// The endings of compression, which come behind those.
const COMPRESSIONS: [&str; 5] = ["gz", "zst", "zstd", "bz2", "xz"];

impl Format {
    /// All of them, in the order in which help names them.
    pub const ALL: [Format; 8] = [
        Format::Text,
        Format::Html,
        Format::JsonLines,
        Format::Json,
        Format::Csv,
        Format::Tsv,
        Format::Tar,
        Format::Zip,
    ];

    /// What the name of a file tells; nothing where its ending is none that is known.
    ///
    /// ```
    /// use yiming::input::Format;
    ///
    /// assert_eq!(Format::of_name("news/2024.JSONL.gz"), Some(Format::JsonLines));
    /// assert_eq!(Format::of_name("news/photo.png"), None);
    /// ```
    pub fn of_name(name: &str) -> Option<Format> {
        let name = name.rsplit('/').next().unwrap_or(name);
        let (stem, ending) = name.rsplit_once('.')?;
        let is_compression = COMPRESSIONS.iter().any(|known| ending.eq_ignore_ascii_case(known));
        let ending = if is_compression {
            stem.rsplit_once('.')?.1
        } else {
            ending
        };
        let known = |&&(known, _): &&(&str, Format)| ending.eq_ignore_ascii_case(known);
        ENDINGS.iter().find(known).map(|&(_, format)| format)
    }

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Html => "html",
            Format::JsonLines => "jsonl",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Tar => "tar",
            Format::Zip => "zip",
        }
    }

    /// Whether a file of this format is an archive.
    pub(super) fn is_archive(self) -> bool {
        matches!(self, Format::Tar | Format::Zip)
    }

    /// Whether a file of this format has records.
    pub(super) fn has_records(self) -> bool {
        matches!(self, Format::JsonLines | Format::Json | Format::Csv | Format::Tsv)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Format::ALL.into_iter().find(|format| format.name() == name);
        found.ok_or_else(|| format!("“{name}” is no format"))
    }
}
