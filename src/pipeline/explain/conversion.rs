//! What conversion changes in a text, and by which line of which dictionary.

use serde::Serialize;

use super::{Context, Part};
use crate::convert::{Config, Converter, Inspection, Name};
use crate::lexicon::Problem;
use crate::text::{CharSpan, Script};

/// A place that conversion changes, or keeps from being changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Where.
    #[serde(flatten)]
    pub part: Part,
    /// To which script: hans or hant.
    pub to: &'static str,
    /// What it becomes.
    pub becomes: String,
    /// The file of the dictionary whose line applies; `name` where a name converts as one.
    pub by: String,
}

/// The changes of the conversions that the document has.
pub(super) fn changes(context: Context<'_>) -> Result<Vec<Change>, Problem> {
    let (text, analysis) = (context.original.text(), context.analysis);
    let mut changes = Vec::new();
    let mut add = |to, config, names: &[Name]| {
        let inspection = Converter::new(config).inspector()?.inspect(text, names);
        each_change(&inspection, 0, &mut |start, source, becomes, by| {
            let span = CharSpan::new(start, start + source.chars().count());
            changes.push(Change {
                part: context.part(span),
                to,
                becomes: becomes.to_owned(),
                by: by.to_owned(),
            });
        });
        Ok::<(), Problem>(())
    };
    if analysis.script != Script::Hans {
        let names: Vec<Name> = analysis
            .names
            .iter()
            .map(|name| Name::from(name.range.clone()))
            .collect();
        add("hans", Config::T2s, &names)?;
    }
    if analysis.hant.is_some() {
        add("hant", Config::S2t, &analysis.names)?;
    }
    Ok(changes)
}

/// Calls `change` with the place in code points, the source, the result and the author of every change.
///
/// What comes before the first step of dictionaries changes one character into one, and both directions between the scripts have no
/// second step; so all places are those of the text.
fn each_change<'i>(
    inspection: &'i Inspection,
    start: usize,
    change: &mut impl FnMut(usize, &'i str, &'i str, &'i str),
) {
    if let Some(by) = &inspection.by {
        return change(start, &inspection.input, &inspection.output, by);
    }
    let mut at = start;
    for part in &inspection.parts {
        each_change(part, at, change);
        at += part.input.chars().count();
    }
    for conversion in &inspection.pipeline_stages {
        each_change(conversion, start, change);
    }
    let Some(stage) = inspection.stages.first() else { return };
    let mut matches = stage.matches.iter().peekable();
    let mut segment_start = start;
    for (number, segment) in inspection.segments.iter().enumerate() {
        let (mut rest, mut at) = (segment.as_str(), segment_start);
        while let Some(found) = matches.next_if(|found| found.segment == number) {
            // Whatever else is before it has no line of its own.
            let Some((before, behind)) = rest.split_once(found.key.as_str()) else {
                continue;
            };
            at += before.chars().count();
            if found.key != found.value {
                change(at, &found.key, &found.value, &found.dictionary);
            }
            at += found.key.chars().count();
            rest = behind;
        }
        segment_start += segment.chars().count();
    }
}
