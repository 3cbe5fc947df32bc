//! `yiming match`: entities.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;

use super::dictionaries::DictionaryOptions;
use super::lines::for_each_file;
use super::overlap::OverlapOption;
use crate::input::Document;
use crate::pipeline::{Pipeline, Rows};
use crate::records::{MentionRow, Row, push_header};

/// List the entities that texts mention, as CSV
///
/// The columns are those of mentions.csv. Each file is one document, or each line with --lines.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Files; standard input if there are none
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// Take each line for a document of its own
    #[arg(long)]
    lines: bool,
    /// Leave out names that no dictionary has
    #[arg(long)]
    no_candidates: bool,
    #[command(flatten)]
    overlap: OverlapOption,
    #[command(flatten)]
    pub(super) dictionaries: DictionaryOptions,
}

const EXAMPLES: &str = "\
Examples:
  yiming match article.txt
  echo 黃仁勳在台大演講 | yiming match
  yiming match --lines headlines.txt --dict names.csv";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let pipeline = arguments.dictionaries.pipeline(
        Pipeline::builder()
            .overlap(arguments.overlap.policy.0)
            .with_candidates(!arguments.no_candidates),
    )?;
    let rows = Rows {
        pipeline: &pipeline,
        with_text: false,
    };
    let mut out = io::stdout().lock();
    let mut buffer = Vec::new();
    push_header(&MentionRow::TABLE, &mut buffer);
    let code = for_each_file(&arguments.files, |name, text| {
        let mut add = |id: String, source_record: Option<u64>, text: String| -> io::Result<()> {
            let document = Document {
                id,
                source_path: name.to_owned(),
                source_record,
                encoding: "utf-8",
                date: None,
                text,
            };
            rows.write_mentions(&document, &pipeline.analyse(&document.text), &mut buffer);
            out.write_all(&buffer)?;
            buffer.clear();
            Ok(())
        };
        if arguments.lines {
            for (number, line) in (1..).zip(text.lines()) {
                add(format!("{name}#{number}"), Some(number), line.to_owned())?;
            }
        } else {
            add(name.to_owned(), None, text)?;
        }
        Ok(())
    })?;
    out.write_all(&buffer)?;
    out.flush()?;
    Ok(code)
}
