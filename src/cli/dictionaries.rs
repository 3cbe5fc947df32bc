//! The dictionaries that a person names: `--dict FILE`, as often as needed.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::entity::Provenance;
use crate::lexicon::{DictionaryKind, SourceFile};
use crate::pipeline::{Pipeline, PipelineBuilder};

/// Options on dictionaries, shared by several commands.
#[derive(Debug, Args)]
pub(super) struct Dictionaries {
    /// A dictionary of your own: words (`word [frequency] [tag]`, one a line) or entities (CSV with the columns
    /// alias,entity_id[,label,name_zh,name_latin,kind,region,priority]). May be given several times; wins over what is shipped
    #[arg(id = "dict", long = "dict", value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Dictionaries {
    /// Reads them all and compiles a pipeline. Returns it with a description of each file.
    ///
    /// # Errors
    ///
    /// The problems of the first file that has any.
    pub(super) fn pipeline(&self, builder: PipelineBuilder) -> anyhow::Result<(Pipeline, Vec<Value>)> {
        let mut builder = builder;
        let mut described = Vec::new();
        for path in &self.files {
            let source = SourceFile::read(path)?;
            described.push(json!({
                "path": source.path(),
                "kind": match source.kind() {
                    DictionaryKind::Words => "words",
                    DictionaryKind::Conversions => "conversions",
                    DictionaryKind::Entities => "entities",
                },
                "sha256": source.sha256(),
            }));
            builder = builder.dictionary(source.parse()?);
        }
        Ok((builder.build()?, described))
    }

    /// Their rows, and the shipped ones, with their places.
    ///
    /// # Errors
    ///
    /// As [`Dictionaries::pipeline`].
    pub(super) fn provenance(&self) -> anyhow::Result<Provenance> {
        let mut all = Provenance::shipped()?;
        for path in &self.files {
            let source = SourceFile::read(path)?;
            all = all.with(source.path(), source.parse()?);
        }
        Ok(all)
    }
}
