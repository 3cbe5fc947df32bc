//! The forms that `run` and `export` write tables in, and how their files are laid out.

use std::str::FromStr;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::sizes;
use crate::results::{self, Layout, Parts};

/// In which files a form lies.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct LayoutOptions {
    /// Compress the files; Parquet, which compresses what is in it, is left as it is
    #[arg(long, value_enum, value_name = "HOW")]
    compress: Option<Compression>,
    /// Write parts of at most SIZE bytes each, before compression (512K, 100MB): tokens-00001.csv and so on
    #[arg(long, value_name = "SIZE", value_parser = part_size, conflicts_with = "partition_by")]
    split_size: Option<u64>,
    /// Write parts: of the mentions and the entities by label; or of documents, tokens and mentions by the file that they come from
    /// (source), or into N shares of the documents
    #[arg(long, value_name = "label|source|N", value_parser = Parts::from_str)]
    partition_by: Option<Parts>,
}

impl LayoutOptions {
    pub(super) fn layout(&self) -> Layout {
        Layout {
            compression: self.compress.map(Into::into),
            parts: match (self.split_size, self.partition_by) {
                (Some(bytes), _) => Parts::Bytes(bytes),
                (_, Some(parts)) => parts,
                _ => Parts::One,
            },
        }
    }

    /// The options, for `run.json`.
    pub(super) fn describe(&self) -> [(&'static str, Value); 3] {
        let compression = self.compress.map(|how| results::Compression::from(how).ending());
        let partition = self.partition_by.map(|parts| match parts {
            Parts::Label => json!("label"),
            Parts::Source => json!("source"),
            Parts::Shares(number) => json!(number),
            Parts::One | Parts::Bytes(_) => Value::Null,
        });
        [
            ("compress", json!(compression)),
            ("split_size", json!(self.split_size)),
            ("partition_by", json!(partition)),
        ]
    }
}

/// The size of a part.
fn part_size(text: &str) -> Result<u64, String> {
    let bytes = sizes::bytes(text).filter(|&bytes| bytes > 0);
    bytes.ok_or_else(|| "a number of bytes is needed, such as 500000, 512K or 100MB".to_owned())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Compression {
    Gzip,
    Zstd,
}

impl From<Compression> for results::Compression {
    fn from(compression: Compression) -> Self {
        match compression {
            Compression::Gzip => results::Compression::Gzip,
            Compression::Zstd => results::Compression::Zstd,
        }
    }
}

/// A form of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// The tables, with commas between cells
    Csv,
    /// The same tables, cells separated by tabs
    Tsv,
    /// The same tables typed and compressed, in builds with the feature parquet
    Parquet,
    /// documents.jsonl: one document a line, with its tokens and mentions
    Jsonl,
    /// spacy.jsonl: one document a line for spaCy's Doc.from_json; needs a run --with-text
    Spacy,
    /// documents.conllu: Universal Dependencies' format, entities in the last column
    Conllu,
}

impl From<Format> for results::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => results::Format::Csv,
            Format::Tsv => results::Format::Tsv,
            Format::Parquet => results::Format::Parquet,
            Format::Jsonl => results::Format::Jsonl,
            Format::Spacy => results::Format::Spacy,
            Format::Conllu => results::Format::Conllu,
        }
    }
}
