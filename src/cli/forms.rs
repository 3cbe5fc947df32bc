//! The forms that `run` and `export` write tables in, and how their files are laid out.

use std::str::FromStr;

use clap::builder::PossibleValue;
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

/// A form of the tables, as the command line knows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Format(pub results::Format);

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Format(results::Format::Csv),
            Format(results::Format::Tsv),
            Format(results::Format::Parquet),
            Format(results::Format::Jsonl),
            Format(results::Format::Spacy),
            Format(results::Format::Conllu),
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self.0 {
            results::Format::Csv => "The tables, with commas between cells",
            results::Format::Tsv => "The same tables, cells separated by tabs",
            results::Format::Parquet => "The same tables typed and compressed, in builds with the feature parquet",
            results::Format::Jsonl => "documents.jsonl: one document a line, with its tokens and mentions",
            results::Format::Spacy => {
                "spacy.jsonl: one document a line for spaCy's Doc.from_json; needs a run --with-text"
            }
            results::Format::Conllu => "documents.conllu: Universal Dependencies' format, entities in the last column",
        };
        Some(PossibleValue::new(self.0.name()).help(help))
    }
}
