//! `yiming explain`: why a text was treated as it was.

mod print;

pub(super) use print::{of_form, of_reading};

use std::io::Write;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::color::Color;
use super::dictionaries::DictionaryOptions;
use super::overlap::OverlapOption;
use super::text::TextArgument;
use crate::pipeline::Pipeline;

/// Tell why a text was treated as it was
///
/// Sentence by sentence: the words that were possible and what they cost; the forms of entities that stand there, which line of which
/// dictionary has them, and why those that are no mentions are none; names that no dictionary has, with what speaks for them; how names
/// render each other; and which dictionary converts what.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    text: TextArgument,
    /// Tell some of it only; may be given several times, or as a list with commas
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    only: Vec<Section>,
    /// How to tell: text for people, json for scripts (docs/explain.md)
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Leave out names that no dictionary has
    #[arg(long)]
    no_candidates: bool,
    #[command(flatten)]
    overlap: OverlapOption,
    #[command(flatten)]
    pub(super) dictionaries: DictionaryOptions,
    #[command(flatten)]
    color: Color,
}

const EXAMPLES: &str = "\
Examples:
  yiming explain 將提高通膨預期
  yiming explain --only mentions --dict names.csv 週末去小藍鯨買書
  yiming explain --file article.txt --only words,names
  yiming explain --format json - < article.txt

A figure in nats is a logarithm: one nat more is 2.7 times as unlikely for a word, and 2.7 times as likely for a name.";

/// A part of what is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Section {
    /// Tokens, and the words that were possible
    Words,
    /// Forms of entities, and pairs of names
    Mentions,
    /// Names that no dictionary has
    Names,
    /// What conversion changes
    Conversion,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (file, text) = arguments.text.read()?;
    let builder = Pipeline::builder()
        .overlap(arguments.overlap.policy.0)
        .with_candidates(!arguments.no_candidates);
    let pipeline = arguments.dictionaries.pipeline(builder)?;
    let mut explanation = pipeline.explain(&text)?;
    let is_wanted = |section| arguments.only.is_empty() || arguments.only.contains(&section);
    for sentence in &mut explanation.sentences {
        if !is_wanted(Section::Words) {
            sentence.tokens.clear();
            sentence.words.clear();
        }
        if !is_wanted(Section::Mentions) {
            sentence.forms.clear();
            sentence.pairs.clear();
        }
        if !is_wanted(Section::Names) {
            sentence.names.clear();
        }
        if !is_wanted(Section::Conversion) {
            sentence.conversion.clear();
        }
    }
    let mut out = arguments.color.stdout();
    match arguments.format {
        Format::Text => print::print(&explanation, &mut out)?,
        Format::Json => {
            let mut object = json!({ "schema_version": 1, "file": file });
            if let (Some(all), serde_json::Value::Object(told)) =
                (object.as_object_mut(), serde_json::to_value(&explanation)?)
            {
                all.extend(told);
            }
            serde_json::to_writer_pretty(&mut out, &object)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
