//! The dictionaries that a person names: `--dict FILE`, as often as needed.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::lexicon::{Dictionaries, DictionaryKind, Problems, SourceFile, hex};
use crate::pipeline::{Pipeline, PipelineBuilder, shipped};

/// Options on dictionaries, shared by several commands.
#[derive(Debug, Args)]
pub(super) struct DictionaryOptions {
    /// A dictionary of your own: words (`word [frequency] [tag]`, one a line) or entities (CSV with the columns
    /// alias,entity_id[,label,name_zh,name_latin,kind,region,priority]), or a folder of such. May be given several times; wins over
    /// what is shipped, and the first over the others
    #[arg(id = "dict", long = "dict", value_name = "FILE")]
    paths: Vec<PathBuf>,
    /// Those of the settings, which come behind.
    #[arg(skip)]
    pub(super) set: Vec<PathBuf>,
}

impl DictionaryOptions {
    /// Opens them all.
    ///
    /// # Errors
    ///
    /// Everything that cannot be read or has no use here.
    pub(super) fn open(&self) -> Result<Dictionaries, Problems> {
        let kinds = [DictionaryKind::Words, DictionaryKind::Entities];
        let named = Dictionaries::open(&self.paths)?.only(&kinds)?;
        // Settings are for all commands: what is of no use to one may be of use to another.
        Ok(named.and(&Dictionaries::open(&self.set)?.of(&kinds)))
    }

    /// Opens them all and compiles a pipeline with them.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them.
    pub(super) fn pipeline(&self, builder: PipelineBuilder) -> Result<Pipeline, Problems> {
        builder.dictionaries(&self.open()?).build()
    }
}

/// What `run.json` says of the dictionaries that come with the program.
pub(super) fn described_shipped() -> Vec<Value> {
    let used = shipped().into_iter().filter(|shipped| shipped.is_in_pipelines);
    used.flat_map(|shipped| described(&shipped.dictionary)).collect()
}

/// What `run.json` says of dictionaries.
pub(super) fn described(dictionaries: &Dictionaries) -> Vec<Value> {
    let described = dictionaries.iter().map(|file| match (file.source(), file.image()) {
        (_, Some(image)) => json!({
            "path": file.path(),
            "kind": "image",
            "checksum": format!("{:016x}", image.checksum()),
            "sources": image.sources().map(|source| json!({
                "path": source.path,
                "kind": source.kind.name(),
                "sha256": hex(&source.sha256),
            })).collect::<Vec<_>>(),
        }),
        (source, _) => json!({
            "path": file.path(),
            "kind": file.kind().map(DictionaryKind::name),
            "sha256": source.map(SourceFile::sha256),
        }),
    });
    described.collect()
}
