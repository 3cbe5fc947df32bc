//! How a conversion comes about: in, a text; out, what each stage of the configuration makes of it, which dictionary's line
//! did what, and what was settled beforehand. It reads the dictionaries line by line and converts in the plainest way, so it
//! is no way to convert much, and a third reading of the rules that the engines follow.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::compose::Sources;
use super::converter::{Converter, Part};
use super::names::Name;
use super::stages::unmatched_len;

/// What becomes of a text, stage by stage. In JSON it has the members that OpenCC's own `--inspect` gives, and beyond them
/// `matches`, `parts` and `by`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Inspection {
    /// The text before.
    pub input: String,
    /// What the segmentation cut the text into.
    pub segments: Vec<String>,
    /// The steps of dictionaries, in order.
    pub stages: Vec<Stage>,
    /// Where the configuration normalises first: that, and then the conversion.
    pub pipeline_stages: Vec<Inspection>,
    /// Where something was settled beforehand: the text in parts, each a text of its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Inspection>,
    /// What settled this part: the file of a user's dictionary, or `name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The text after.
    pub output: String,
}

/// One step of dictionaries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// Its number, from 1.
    pub index: usize,
    /// What has become of the segments.
    pub segments: Vec<String>,
    /// The lines that applied, in the order of the text.
    pub matches: Vec<Match>,
}

/// A line of a dictionary that applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Match {
    /// The number of the segment, from 0.
    pub segment: usize,
    /// What stood there.
    pub key: String,
    /// What it became.
    pub value: String,
    /// The dictionary's file.
    pub dictionary: String,
}

/// Shows how conversions come about.
///
/// ```
/// use yiming::convert::{Config, Converter};
///
/// let inspection = Converter::new(Config::S2twp).inspector()?.inspect("里面的鼠标", &[]);
/// let conversion = &inspection.pipeline_stages[1];
/// assert_eq!(conversion.segments, ["里面", "的鼠标"]);
/// assert_eq!(conversion.stages[1].segments, ["裡面", "的滑鼠"]);
/// assert_eq!(conversion.stages[1].matches[1].dictionary, "TWPhrases.txt");
/// # Ok::<(), yiming::lexicon::Problem>(())
/// ```
pub struct Inspector {
    converter: Converter,
    normalization: Vec<Step>,
    segmentation: Option<Step>,
    chain: Vec<Step>,
}

/// What a line of a dictionary says.
pub(super) struct Line {
    file: String,
    value: String,
}

impl Line {
    pub(super) fn new(file: &str, value: &str) -> Line {
        Line {
            file: file.to_owned(),
            value: value.to_owned(),
        }
    }
}

impl Inspector {
    /// The sources must be those of the converter.
    pub(super) fn new(sources: Sources<Line>, converter: Converter) -> Inspector {
        Inspector {
            converter,
            normalization: sources.normalization.into_iter().map(Step::new).collect(),
            segmentation: sources.segmentation.map(Step::new),
            chain: sources.chain.into_iter().map(Step::new).collect(),
        }
    }

    /// Converts a text and tells how. `names` as in [`Converter::convert_with`].
    ///
    /// # Panics
    ///
    /// As [`Converter::convert_with`].
    pub fn inspect(&self, text: &str, names: &[Name]) -> Inspection {
        super::names::check(text, names);
        let (names, _) = self.converter.take_out(text, names);
        let mut parts = Vec::new();
        self.converter.each_part_with(text, &names, |part| {
            let source = &text[part.range()];
            let by = match &part {
                Part::Free(_) => None,
                Part::Fixed(..) => self.converter.user().and_then(|user| user.file(source)),
                Part::Name(_) | Part::Rendered(..) => Some("name"),
            };
            parts.push(match by {
                None => self.by_stages(source),
                Some(by) => Inspection {
                    by: Some(by.to_owned()),
                    output: self.converter.put_alone(text, part),
                    ..Inspection::empty(source)
                },
            });
        });
        match parts.len() {
            0 => self.by_stages(text),
            1 if parts[0].by.is_none() => parts.swap_remove(0),
            _ => Inspection {
                output: parts.iter().map(|part| part.output.as_str()).collect(),
                parts,
                ..Inspection::empty(text)
            },
        }
    }

    fn by_stages(&self, text: &str) -> Inspection {
        let conversion = |text: &str| chain(text, self.segments(text), &self.chain);
        if self.normalization.is_empty() {
            return conversion(text);
        }
        let normalization = chain(text, vec![text.to_owned()], &self.normalization);
        let conversion = conversion(&normalization.output);
        Inspection {
            output: conversion.output.clone(),
            pipeline_stages: vec![normalization, conversion],
            ..Inspection::empty(text)
        }
    }

    fn segments(&self, text: &str) -> Vec<String> {
        let Some(segmentation) = &self.segmentation else {
            return vec![text.to_owned()];
        };
        let mut segments: Vec<String> = Vec::new();
        let mut goes_on = false;
        segmentation.apply(text, |source, line| {
            match segments.last_mut().filter(|_| goes_on && line.is_none()) {
                Some(last) => last.push_str(source),
                None => segments.push(source.to_owned()),
            }
            goes_on = line.is_none();
        });
        segments
    }
}

fn chain(text: &str, segments: Vec<String>, steps: &[Step]) -> Inspection {
    let mut stages: Vec<Stage> = Vec::with_capacity(steps.len());
    for (index, step) in steps.iter().enumerate() {
        let before = stages.last().map_or(&segments, |stage| &stage.segments);
        let mut matches = Vec::new();
        let mut after = Vec::with_capacity(before.len());
        for (segment, text) in before.iter().enumerate() {
            let mut converted = String::with_capacity(text.len());
            step.apply(text, |source, line| {
                converted.push_str(line.map_or(source, |line| &line.value));
                matches.extend(line.map(|line| Match {
                    segment,
                    key: source.to_owned(),
                    value: line.value.clone(),
                    dictionary: line.file.clone(),
                }));
            });
            after.push(converted);
        }
        stages.push(Stage {
            index: index + 1,
            segments: after,
            matches,
        });
    }
    Inspection {
        output: stages
            .last()
            .map_or_else(|| text.to_owned(), |stage| stage.segments.concat()),
        segments,
        stages,
        ..Inspection::empty(text)
    }
}

/// A step of dictionaries, groups resolved.
struct Step {
    lines: BTreeMap<String, Line>,
    /// The longest key, in code points.
    longest: usize,
}

impl Step {
    fn new(lines: BTreeMap<String, Line>) -> Step {
        let longest = lines.keys().map(|key| key.chars().count()).max().unwrap_or(0);
        Step { lines, longest }
    }

    /// Calls `emit` with each piece of the text and the line that applies to it.
    fn apply<'t>(&self, text: &'t str, mut emit: impl FnMut(&'t str, Option<&Line>)) {
        let mut rest = text;
        while !rest.is_empty() {
            let ends = rest.char_indices().map(|(start, c)| start + c.len_utf8());
            let ends: Vec<usize> = ends.take(self.longest).collect();
            let longest = |&end: &usize| Some((end, self.lines.get(&rest[..end])?));
            let found = ends.iter().rev().find_map(longest);
            let end = found.map_or_else(|| unmatched_len(rest), |(end, _)| end);
            emit(&rest[..end], found.map(|(_, line)| line));
            rest = &rest[end..];
        }
    }
}

impl Inspection {
    fn empty(input: &str) -> Inspection {
        Inspection {
            input: input.to_owned(),
            segments: Vec::new(),
            stages: Vec::new(),
            pipeline_stages: Vec::new(),
            parts: Vec::new(),
            by: None,
            output: String::new(),
        }
    }
}

/// For people: the stages below each other, with the lines that applied.
impl fmt::Display for Inspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "input    {}", self.input)?;
        self.fmt_stages(f, "stage")?;
        for part in &self.parts {
            match &part.by {
                Some(by) => writeln!(f, "part     {} → {}  by {by}", part.input, part.output)?,
                None => {
                    writeln!(f, "part     {} → {}", part.input, part.output)?;
                    if part.input != part.output {
                        part.fmt_stages(f, "stage")?;
                    }
                }
            }
        }
        writeln!(f, "output   {}", self.output)
    }
}

impl Inspection {
    fn fmt_stages(&self, f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
        // Normalisation seldom does anything.
        if let [normalization, conversion] = self.pipeline_stages.as_slice() {
            if normalization.input != normalization.output {
                normalization.fmt_stages(f, "normal")?;
            }
            return conversion.fmt_stages(f, name);
        }
        if self.segments.len() > 1 {
            writeln!(f, "segments {}", self.segments.join(" | "))?;
        }
        for stage in &self.stages {
            writeln!(
                f,
                "{:<8} {}",
                format!("{name} {}", stage.index),
                stage.segments.join(" | ")
            )?;
            for Match {
                key, value, dictionary, ..
            } in &stage.matches
            {
                writeln!(f, "           {key} → {value}  {dictionary}")?;
            }
        }
        Ok(())
    }
}
