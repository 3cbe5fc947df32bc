//! `yiming segment`: words.

use std::process::ExitCode;

use clap::Args;

use super::dictionaries::DictionaryOptions;
use super::lines::for_each_line;
use crate::pipeline::Pipeline;
use crate::text::Walker;

/// Cut text into words: one line in, one line out
///
/// White space between words is dropped. Names of entities stay whole, and so do the words of your dictionaries.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Files; standard input if there are none
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// What to put between words
    #[arg(short, long, value_name = "TEXT", default_value = "\t", hide_default_value = true)]
    delimiter: String,
    /// Do not look for entities
    #[arg(long)]
    no_entities: bool,
    #[command(flatten)]
    pub(super) dictionaries: DictionaryOptions,
}

const EXAMPLES: &str = "\
Examples:
  echo 伊爾亞·蘇茨克維離開了OpenAI | yiming segment -d ' '
  yiming segment --dict words.txt article.txt

The words are separated by tabs unless -d says otherwise.";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let builder = Pipeline::builder();
    let builder = if arguments.no_entities {
        builder.without_shipped_entities()
    } else {
        builder
    };
    let pipeline = arguments.dictionaries.pipeline(builder)?;
    for_each_line(&arguments.files, |line, out| {
        // A byte order mark is no word.
        let line = line.trim_start_matches('\u{FEFF}');
        let tokens = if arguments.no_entities {
            pipeline.segment(line)
        } else {
            pipeline.analyse(line).tokens
        };
        let mut walker = Walker::new(line);
        for (i, token) in tokens.iter().enumerate() {
            if i > 0 {
                out.extend_from_slice(arguments.delimiter.as_bytes());
            }
            out.extend_from_slice(walker.slice(token.span).as_bytes());
        }
    })
}
