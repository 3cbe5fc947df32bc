//! `yiming dict try`: what a dictionary changes in a text, or why it changes nothing.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::super::color::{BAD, Color, GOOD, HEAD, styled};
use super::super::explain::{of_form, of_reading};
use super::super::text::TextArgument;
use crate::convert::Converter;
use crate::lexicon::{Dictionaries, DictionaryKind, OpenedFile, opencc, read_words};
use crate::pipeline::compare::{Mentioned, mentioned, token_changes};
use crate::pipeline::explain::{Form, Outcome, Reading};
use crate::pipeline::{Analysis, Pipeline, Renderings};
use crate::text::{ByteSpan, CharIndex, CharSpan, Folded, Script};

/// Tell what a dictionary changes in a text
///
/// Tokens, mentions and conversion, without the dictionary (-) and with it (+). Then, of its entries that stand in the text, those that have no
/// effect, and why.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in super::super) struct Arguments {
    /// The dictionary, or a folder of dictionaries
    #[arg(value_name = "DICT")]
    dictionary: PathBuf,
    #[command(flatten)]
    text: TextArgument,
    /// Dictionaries that are there with and without it; may be given several times
    #[arg(long = "dict", value_name = "FILE")]
    others: Vec<PathBuf>,
    /// Those of the settings, which come behind.
    #[arg(skip)]
    pub(super) set: Vec<PathBuf>,
    /// The conversion to try, as for `yiming convert` [default: t2s, of texts in Simplified characters s2t]
    #[arg(short, long, value_name = "CONFIG")]
    config: Option<String>,
    #[command(flatten)]
    color: Color,
}

const EXAMPLES: &str = "\
Examples:
  yiming dict try names.csv 週末去小藍鯨買書
  yiming dict try words.txt --file article.txt
  yiming dict try house-style.txt -c s2twp 软件与硬件";

/// A text with and without the dictionary.
struct Trial<'t> {
    original: CharIndex<'t>,
    before: Side,
    after: Side,
}

struct Side {
    pipeline: Pipeline,
    analysis: Analysis,
    /// The text, converted.
    converted: String,
}

impl Side {
    fn new(text: &str, dictionaries: &Dictionaries, converter: Converter) -> anyhow::Result<Side> {
        let pipeline = Pipeline::builder().dictionaries(dictionaries).build()?;
        let converter = converter.with_dictionaries(dictionaries)?;
        let names = pipeline.names(text, Renderings::of(converter.direction()));
        Ok(Side {
            analysis: pipeline.analyse(text),
            converted: converter.convert_with(text, &names),
            pipeline,
        })
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (_, text) = arguments.text.read()?;
    let tried = Dictionaries::open(&[&arguments.dictionary])?;
    let others = Dictionaries::open(&arguments.others)?.and(&Dictionaries::open(&arguments.set)?);
    let is_simplified = matches!(Script::of(&text), Script::Hans | Script::Mixed);
    let config = arguments
        .config
        .as_deref()
        .unwrap_or(if is_simplified { "s2t" } else { "t2s" });
    let all = tried.clone().and(&others);
    let trial = Trial {
        original: CharIndex::new(&text),
        before: Side::new(&text, &others, Converter::named(config)?)?,
        after: Side::new(&text, &all, Converter::named(config)?)?,
    };
    let mut out = arguments.color.stdout();
    let mut has_changes = trial.tokens(&mut out)?;
    has_changes |= trial.mentions(&mut out)?;
    has_changes |= trial.conversion(config, &mut out)?;
    if !has_changes {
        writeln!(out, "nothing changes")?;
    }
    let idle = trial.idle(&tried, config)?;
    if !idle.is_empty() {
        writeln!(out, "{}", styled(HEAD, "without effect"))?;
        for line in &idle {
            writeln!(out, "  {line}")?;
        }
    } else if !has_changes {
        let help = "none of its entries stands in the text as a form of its own; `yiming dict check` tells what is wrong with a dictionary";
        writeln!(out, "help: {help}")?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

impl Trial<'_> {
    fn tokens(&self, out: &mut impl Write) -> io::Result<bool> {
        let changes = token_changes(&self.before.analysis, &self.after.analysis);
        if !changes.is_empty() {
            writeln!(out, "{}", styled(HEAD, "tokens"))?;
        }
        for change in &changes {
            let tokens = |spans: &[CharSpan]| {
                let tokens: Vec<&str> = spans.iter().map(|&span| self.original.slice(span)).collect();
                tokens.join(" | ")
            };
            let place = place(change.span);
            removed(out, &format!("{place}  {}", tokens(&change.before)))?;
            added(out, &format!("{place}  {}", tokens(&change.after)))?;
        }
        Ok(!changes.is_empty())
    }

    fn mentions(&self, out: &mut impl Write) -> io::Result<bool> {
        let of = |side: &Side| {
            mentioned(&side.pipeline, &side.analysis)
                .into_iter()
                .collect::<BTreeSet<Mentioned>>()
        };
        let (before, after) = (of(&self.before), of(&self.after));
        if before == after {
            return Ok(false);
        }
        writeln!(out, "{}", styled(HEAD, "mentions"))?;
        for mention in before.union(&after) {
            let Mentioned {
                span,
                entity_id,
                match_kind,
            } = mention;
            let line = format!(
                "{}  {}  {entity_id}  {match_kind}",
                place(*span),
                self.original.slice(*span)
            );
            match (before.contains(mention), after.contains(mention)) {
                (true, false) => removed(out, &line)?,
                (false, true) => added(out, &line)?,
                _ => {}
            }
        }
        Ok(true)
    }

    fn conversion(&self, config: &str, out: &mut impl Write) -> io::Result<bool> {
        let (before, after) = (&self.before.converted, &self.after.converted);
        if before == after {
            return Ok(false);
        }
        writeln!(out, "{}", styled(HEAD, format!("conversion ({config})")))?;
        // No conversion changes where lines end.
        for (before, after) in before
            .lines()
            .zip(after.lines())
            .filter(|(before, after)| before != after)
        {
            let (before, after) = differing(before, after);
            removed(out, &before)?;
            added(out, &after)?;
        }
        Ok(true)
    }

    /// The entries of `tried` that stand in the text and have no effect.
    fn idle(&self, tried: &Dictionaries, config: &str) -> anyhow::Result<Vec<String>> {
        let mut idle = Vec::new();
        let files: Vec<String> = tried.iter().flat_map(files_of).collect();
        let explanation = self.after.pipeline.explain(self.original.text())?;
        let before = mentioned(&self.before.pipeline, &self.before.analysis);
        let forms: Vec<&Form> = explanation
            .sentences
            .iter()
            .flat_map(|sentence| &sentence.forms)
            .collect();
        let mut told = BTreeSet::new();
        for form in &forms {
            // What stands inside another entry's mention has its effect there.
            let is_inside = |other: &&&Form| {
                other.outcome == Outcome::Mention
                    && other.part.start <= form.part.start
                    && form.part.end <= other.part.end
                    && other.part != form.part
                    && is_of(other, &files)
            };
            if forms.iter().any(|other| is_inside(&other)) || !is_of(form, &files) {
                continue;
            }
            if let Some(why) = self.idle_form(form, &files, &before)
                && told.insert((&form.part.text, why.clone()))
            {
                idle.push(format!(
                    "{}–{}  {}  {why}",
                    form.part.start, form.part.end, form.part.text
                ));
            }
        }
        for file in tried.iter() {
            let (path, Some(source)) = (file.path(), file.source()) else {
                continue;
            };
            match file.kind() {
                Some(DictionaryKind::Words) => {
                    for word in read_words(path, source.text())? {
                        let told = |why| format!("{}  {why}  ({path}:{})", word.text, word.line);
                        idle.extend(self.idle_word(&word.text).map(told));
                    }
                }
                Some(DictionaryKind::Conversions) if self.before.converted == self.after.converted => {
                    let entries = opencc::parse_strict(path, source.text().as_bytes())?;
                    let stands = |entry: &&opencc::Entry<'_>| self.original.text().contains(entry.key);
                    let told = |entry: &opencc::Entry<'_>| {
                        format!(
                            "{}  {config} gives the same without it  ({path}:{})",
                            entry.key, entry.line
                        )
                    };
                    idle.extend(entries.iter().filter(stands).map(told));
                }
                _ => {}
            }
        }
        Ok(idle)
    }

    /// Why a form that one of `files` has changes nothing where it stands.
    fn idle_form(&self, form: &Form, files: &[String], before: &[Mentioned]) -> Option<String> {
        let reading = form.readings.iter().find(|reading| is_from(reading, files))?;
        let span = CharSpan::new(form.part.start, form.part.end);
        let why = match form.outcome {
            Outcome::Mention if form.readings[0].entity_id != reading.entity_id => {
                format!("means {} here", form.readings[0].entity_id)
            }
            Outcome::Mention => {
                let same = |mention: &&Mentioned| mention.span == span && mention.entity_id == reading.entity_id;
                before.iter().find(same)?;
                "is a mention without it too".to_owned()
            }
            _ => of_form(form),
        };
        Some(format!("{why}\n    {}", of_reading(reading)))
    }

    /// Why a word that stands in the text changes nothing at any of its places.
    fn idle_word(&self, word: &str) -> Option<String> {
        let folded = Folded::new(self.original.text());
        let word = Folded::new(word);
        let places = folded.view().match_indices(word.view());
        let spans: Vec<CharSpan> = places
            .map(|(at, found)| folded.chars(ByteSpan::new(at, at + found.len())))
            .collect();
        let is_token = |side: &Side, span: &CharSpan| side.analysis.tokens.iter().any(|token| token.span == *span);
        let first = spans.first()?;
        if spans
            .iter()
            .any(|span| is_token(&self.after, span) && !is_token(&self.before, span))
        {
            return None;
        }
        if is_token(&self.after, first) {
            return Some("is one token without it too".to_owned());
        }
        let over = self
            .after
            .analysis
            .tokens
            .iter()
            .filter(|token| token.span.overlaps(*first));
        let over: Vec<&str> = over.map(|token| self.original.slice(token.span)).collect();
        Some(format!("stands in {}", over.join(" | ")))
    }
}

/// The files of which forms tell that they are from this dictionary.
fn files_of(file: &OpenedFile) -> Vec<String> {
    let sources = file.image().into_iter().flat_map(|image| image.sources());
    let sources = sources.map(|source| source.path.to_owned());
    sources.chain([file.path().to_owned()]).collect()
}

fn is_from(reading: &Reading, files: &[String]) -> bool {
    reading.file.as_ref().is_some_and(|file| files.contains(file))
}

/// Whether one of `files` has the form.
fn is_of(form: &Form, files: &[String]) -> bool {
    form.readings.iter().any(|reading| is_from(reading, files))
}

fn place(span: CharSpan) -> String {
    format!("{}–{}", span.start, span.end)
}

fn removed(out: &mut impl Write, line: &str) -> io::Result<()> {
    writeln!(out, "  {}", styled(BAD, format!("- {line}")))
}

fn added(out: &mut impl Write, line: &str) -> io::Result<()> {
    writeln!(out, "  {}", styled(GOOD, format!("+ {line}")))
}

/// The middle of two lines that begin and end alike, with a little of what is around it.
fn differing(before: &str, after: &str) -> (String, String) {
    const AROUND: usize = 12;
    let (before, after): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    let shortest = before.len().min(after.len());
    let same_start = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let ends = before.iter().rev().zip(after.iter().rev());
    let same_end = ends.take(shortest - same_start).take_while(|(a, b)| a == b).count();
    let shown = |line: &[char]| {
        let (from, to) = (
            same_start.saturating_sub(AROUND),
            (line.len() - same_end + AROUND).min(line.len()),
        );
        let middle: String = line[from..to].iter().collect();
        let dots = |is_cut: bool| if is_cut { "…" } else { "" };
        format!("{}{middle}{}", dots(from > 0), dots(to < line.len()))
    };
    (shown(&before), shown(&after))
}
