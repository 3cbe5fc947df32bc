//! In which files a form lies: one, or several parts; as it is, or compressed.
//!
//! Parts are files of their own, each with the header; their rows in the order of their names are the rows of the whole.

use std::str::FromStr;

use crate::records::Table;

/// How the files of a form are laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    /// How they are compressed. Parquet compresses what is in it, and is left as it is.
    pub compression: Option<Compression>,
    /// What each of them holds.
    pub parts: Parts,
}

/// How files are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// gzip: `.gz`.
    Gzip,
    /// Zstandard: `.zst`.
    Zstd,
}

impl Compression {
    /// What a name ends in, without the dot. Frictionless' name as well.
    pub const fn ending(self) -> &'static str {
        match self {
            Compression::Gzip => "gz",
            Compression::Zstd => "zst",
        }
    }

    /// The compression of files that end in `ending`.
    pub(super) fn of(ending: &str) -> Option<Self> {
        [Compression::Gzip, Compression::Zstd]
            .into_iter()
            .find(|known| known.ending() == ending)
    }
}

/// What a file holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Parts {
    /// Everything.
    #[default]
    One,
    /// At most so many bytes, before compression; of Parquet, before its encodings. A row that has more is alone in its part.
    Bytes(u64),
    /// An equal share of the documents, in so many parts; what is of a document stands in the part of that number in each table.
    Shares(u64),
    /// The documents of one file of the input; what is of them stands in the part of that number in each table.
    Source,
    /// The mentions, or the entities, of one label. Documents and tokens have none and are not parted.
    Label,
}

impl Parts {
    /// As far as rows of `table` can be parted so.
    pub(super) fn of(self, table: &Table) -> Self {
        let has = |name| table.columns.iter().any(|column| column.name == name);
        match self {
            Parts::Label if !has("label") => Parts::One,
            Parts::Shares(_) | Parts::Source if !has("doc_id") => Parts::One,
            parts => parts,
        }
    }
}

/// Numbers of parts end here, so that names stay in the order of parts.
pub(super) const MOST_PARTS: u64 = 99_999;

impl FromStr for Parts {
    type Err = String;

    /// `label`, `source`, or a number of parts.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text, text.parse()) {
            ("label", _) => Ok(Parts::Label),
            ("source", _) => Ok(Parts::Source),
            (_, Ok(number)) if (1..=MOST_PARTS).contains(&number) => Ok(Parts::Shares(number)),
            _ => Err(format!("neither label, source, nor a number from 1 to {MOST_PARTS}")),
        }
    }
}
