//! `yiming mine`: the name pairs of a corpus, as an entity dictionary.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;

use super::dictionaries::DictionaryOptions;
use super::inputs::InputOptions;
use super::{counted, tell};
use crate::batch;
use crate::input::Units;
use crate::pipeline::Pipeline;
use crate::records::{PairRow, Row, push_header};

/// Find pairs of a Chinese and a Latin name in articles, as a dictionary of entities
///
/// A pair is found in parentheses, either way round; side by side; or apart in one article, where the one renders the sound of the
/// other. It must name one person, people, organisation, place, product, event or work: a term with its translation is none. The
/// rows are those that no dictionary has yet, entities found most often first. Look them over, and the file serves as --dict.
#[derive(Debug, Args)]
#[command(after_help = NOTES, override_usage = "yiming mine [OPTIONS] <INPUT>...")]
pub(super) struct Arguments {
    #[command(flatten)]
    input: InputOptions,
    /// The file for the pairs [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How many threads to use; 0 means one a core
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1024))]
    threads: u16,
    #[command(flatten)]
    pub dictionaries: DictionaryOptions,
}

const NOTES: &str = "\
Columns, beside those of a dictionary (alias, entity_id, label, name_zh, name_latin, kind):
  relation     transliteration, romanisation, translation, abbreviation or nickname
  source       where the pair was found first: parentheses, apposition or cooccurrence
  score        how sure it is that both name the same, from 0 to 1
  n_pairs      how often the pair was found
  n_documents  in how many articles
  doc_id, char_start, char_end
               where its Chinese name stands in the first of them, in code points

Examples:
  yiming mine corpus -o pairs.csv
  yiming run corpus --dict pairs.csv -o out
  yiming run corpus --learn -o out         both in one";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let found = arguments.input.find()?;
    if found.files.is_empty() && found.refused.is_empty() {
        bail!("{}", arguments.input.nothing_found(&found));
    }
    for refused in &found.refused {
        tell(&format!("error: {refused}"));
    }
    if found.files.is_empty() {
        return Ok(ExitCode::from(2));
    }
    let pipeline = arguments.dictionaries.pipeline(Pipeline::builder())?;
    let threads = usize::from(arguments.threads);
    let units = Units::new(found.files, arguments.input.reading());
    let mined = batch::mine(&pipeline, units, threads)?;
    for refused in &mined.refused {
        tell(&format!("error: {refused}"));
    }
    let mut rows = Vec::new();
    push_header(&PairRow::TABLE, &mut rows);
    let count = mined.write(&pipeline, &mut rows);
    match &arguments.out {
        None => {
            let mut out = io::stdout().lock();
            out.write_all(&rows)?;
            out.flush()?;
        }
        Some(path) => {
            // Under its final name only when complete.
            let mut unfinished = path.as_os_str().to_owned();
            unfinished.push(".unfinished");
            let unfinished = PathBuf::from(unfinished);
            fs::write(&unfinished, &rows)
                .and_then(|()| fs::rename(&unfinished, path))
                .with_context(|| format!("{}: cannot be written", path.display()))?;
            tell(&format!(
                "{}, {}, {}, written to {}",
                counted(mined.documents, "document", "documents"),
                counted(mined.pairs.len(), "pair", "pairs"),
                counted(count, "row", "rows"),
                path.display()
            ));
        }
    }
    let all_done = mined.refused.is_empty() && found.refused.is_empty();
    Ok(if all_done { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
