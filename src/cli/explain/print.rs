//! An explanation for people: in, an explanation; out, lines, aligned for characters that are two columns wide.

use std::collections::BTreeMap;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::super::color::{BAD, FAINT, GOOD, HEAD, styled};
use crate::pipeline::explain::{
    Change, Explanation, Form, NameEvidence, Outcome, PairExplanation, Part, PossibleWord, Reading, Rendering,
    SentenceExplanation, TokenExplanation,
};

/// What is less likely a name is not worth a line.
const LEAST: f64 = 0.05;
/// How many of those are told whom a form may mean that is no mention.
const READINGS: usize = 3;

pub(super) fn print(explanation: &Explanation, out: &mut impl Write) -> io::Result<()> {
    for (number, sentence) in explanation.sentences.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let SentenceExplanation { part, .. } = sentence;
        writeln!(out, "{}  {}", place(part), styled(HEAD, one_line(&part.text)))?;
        words(sentence, out)?;
        mentions(sentence, out)?;
        names(&sentence.names, out)?;
        conversion(&sentence.conversion, out)?;
    }
    Ok(())
}

fn words(sentence: &SentenceExplanation, out: &mut impl Write) -> io::Result<()> {
    if sentence.tokens.is_empty() {
        return Ok(());
    }
    writeln!(out, "  words")?;
    let texts = sentence.tokens.iter().map(|token| &token.part);
    let width = Widths::of(
        texts.chain(
            sentence
                .words
                .iter()
                .filter(|word| is_told(word))
                .map(|word| &word.part),
        ),
    );
    for token in &sentence.tokens {
        writeln!(
            out,
            "    {}",
            width.row(&token.part, &of_token(token, &sentence.words)).trim_end()
        )?;
        let inside = |word: &&PossibleWord| token.part.start <= word.part.start && word.part.start < token.part.end;
        for word in sentence.words.iter().filter(inside).filter(|word| is_told(word)) {
            let costs = format!("not taken: costs {:.2}, {:.2} more in all", word.cost, word.behind);
            let row = width.row(&word.part, &costs);
            writeln!(out, "    {}", styled(FAINT, row.trim_end()))?;
        }
    }
    Ok(())
}

/// Whether a word that was not taken is worth a line: single characters always are possible.
fn is_told(word: &PossibleWord) -> bool {
    !word.taken && word.part.end - word.part.start > 1
}

fn of_token(token: &TokenExplanation, words: &[PossibleWord]) -> String {
    let inside =
        |word: &&PossibleWord| token.part.start <= word.part.start && word.part.end <= token.part.end && word.taken;
    let taken: Vec<&PossibleWord> = words.iter().filter(inside).collect();
    match (token.origin, &token.mention_id, &token.file, token.line) {
        ("mention", Some(number), ..) => format!("mention {number}"),
        ("user", _, Some(file), Some(line)) => format!("user, {file}:{line}"),
        ("hmm", ..) => {
            let pieces: Vec<&str> = taken.iter().map(|word| word.part.text.as_str()).collect();
            format!("hmm: the model of unknown words joins {}", pieces.join("|"))
        }
        (origin, ..) if taken.len() == 1 => format!("{origin}, costs {:.2}", taken[0].cost),
        (origin, ..) => origin.to_owned(),
    }
}

fn mentions(sentence: &SentenceExplanation, out: &mut impl Write) -> io::Result<()> {
    if sentence.forms.is_empty() && sentence.pairs.is_empty() {
        return Ok(());
    }
    writeln!(out, "  mentions")?;
    let told = sentence.forms.iter().filter(|form| !is_everywhere(form));
    let width = Widths::of(told.clone().map(|form| &form.part));
    for form in told {
        let is_mention = form.outcome == Outcome::Mention;
        let (mark, style) = mark(is_mention);
        writeln!(
            out,
            "  {} {}",
            styled(style, mark),
            width.row(&form.part, &of_form(form))
        )?;
        let shown = if is_mention { 1 } else { READINGS };
        for reading in form.readings.iter().take(shown) {
            writeln!(out, "      {}", of_reading(reading))?;
        }
        if !form.alternatives.is_empty() {
            writeln!(out, "      or {}", form.alternatives.join(", "))?;
        } else if !is_mention && form.readings.len() > shown {
            writeln!(out, "      and {} more", form.readings.len() - shown)?;
        }
        if let Some(rendering) = &form.rendering {
            writeln!(out, "      {}", of_rendering(rendering))?;
        }
    }
    for pair in &sentence.pairs {
        let PairExplanation {
            han,
            latin,
            relation,
            score,
            rendering,
            entity_id,
        } = pair;
        let (han, latin) = (&han.text, &latin.text);
        writeln!(out, "    pair {han} = {latin}  {entity_id}  {relation} {score}")?;
        if let Some(rendering) = rendering {
            writeln!(out, "      {}", of_rendering(rendering))?;
        }
    }
    Ok(())
}

/// Whether a form is a piece of a Latin word and counts beside another form only, as nearly every word has.
fn is_everywhere(form: &Form) -> bool {
    form.outcome == Outcome::Latin && form.readings.iter().all(|reading| reading.demands_context)
}

/// What became of a form, in a clause.
pub(in super::super) fn of_form(form: &Form) -> String {
    let against: Vec<String> = form.against.iter().map(|part| part.text.clone()).collect();
    let against = against.join("|");
    match form.outcome {
        Outcome::Mention => {
            let id = form.mention_id.map_or_else(String::new, |id| id.to_string());
            let score = form.score.unwrap_or_default();
            format!("mention {id}, score {score}")
        }
        Outcome::Latin => "the word goes on, or is written in another case".to_owned(),
        Outcome::SplitsUserWord => format!("would take apart your word {against}"),
        Outcome::Piece if against.is_empty() => "a piece of another word".to_owned(),
        Outcome::Piece => format!("a piece of {against}"),
        Outcome::NoEvidence => "counts only beside another form of the entity, and there is none".to_owned(),
        Outcome::ShorterForm => format!("takes words apart, and {against} is the same entity"),
        Outcome::OverlapsUser => format!("overlaps {against}, which your dictionary has"),
        Outcome::OverlapsLonger => format!("overlaps {against}, which is longer"),
        Outcome::OverlapsPriority => format!("overlaps {against}, which has the higher priority"),
        Outcome::OverlapsFirst => format!("overlaps {against}, which comes first"),
    }
}

/// Whom a form may mean, and who says so.
pub(in super::super) fn of_reading(reading: &Reading) -> String {
    let mut parts = vec![reading.entity_id.clone()];
    parts.extend(reading.label.clone());
    parts.push(reading.match_kind.to_owned());
    let mut told = parts.join(", ");
    if let Some(kind) = reading.alias_kind {
        told += &match reading.is_part {
            true => "; a part of the alias".to_owned(),
            false => format!("; {kind} alias"),
        };
    }
    if let (Some(file), Some(line)) = (&reading.file, reading.line) {
        told += &format!(" in {file}:{line}");
    }
    if let Some(priority) = reading.priority {
        told += &format!(", priority {priority}");
    }
    match &reading.confirmed_by {
        Some(part) if reading.demands_context || reading.source == "document" => {
            told += &format!("; {} at {} confirms it", part.text, part.start);
        }
        _ => {}
    }
    told
}

fn of_rendering(rendering: &Rendering) -> String {
    let Rendering {
        latin,
        score,
        kind,
        pieces,
        romanisation,
    } = rendering;
    let or_dash = |text: &str| {
        if text.trim().is_empty() {
            "–".to_owned()
        } else {
            text.to_owned()
        }
    };
    let how = match romanisation {
        Some(romanisation) => romanisation.clone(),
        None => {
            let pieces = pieces
                .iter()
                .map(|piece| format!("{} {} {:+.2}", or_dash(&piece.han), or_dash(&piece.latin), piece.nats));
            pieces.collect::<Vec<_>>().join(", ")
        }
    };
    format!("{latin}: {kind} {score:.2}; {how}")
}

fn names(names: &[NameEvidence], out: &mut impl Write) -> io::Result<()> {
    let told: Vec<&NameEvidence> = names
        .iter()
        .filter(|name| name.mention || name.score >= LEAST)
        .collect();
    if told.is_empty() {
        return Ok(());
    }
    writeln!(out, "  names that no dictionary has")?;
    let width = Widths::of(told.iter().map(|name| &name.part));
    for name in told {
        let (mark, style) = mark(name.mention);
        let NameEvidence {
            kind,
            form,
            before,
            behind,
            document,
            nats,
            score,
            ..
        } = name;
        let evidence = [("before", before), ("behind", behind), ("in the document", document)];
        let evidence: String = evidence
            .iter()
            .filter(|(_, nats)| **nats != 0.0)
            .map(|(what, nats)| format!(", {what} {nats:+.2}"))
            .collect();
        let row = width.row(
            &name.part,
            &format!("{kind} {score:.2}: {nats:+.2} nats = form {form:+.2}{evidence}"),
        );
        writeln!(out, "  {} {row}", styled(style, mark))?;
    }
    Ok(())
}

fn conversion(changes: &[Change], out: &mut impl Write) -> io::Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(out, "  conversion")?;
    let mut by_file: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for change in changes {
        let told = by_file.entry((change.to, &change.by)).or_default();
        let told_now = format!("{} → {}", change.part.text, change.becomes);
        if !told.contains(&told_now) {
            told.push(told_now);
        }
    }
    for ((to, by), changes) in by_file {
        writeln!(out, "    {to}  {by}  {}", changes.join(", "))?;
    }
    Ok(())
}

fn mark(is_good: bool) -> (&'static str, anstyle::Style) {
    if is_good { ("+", GOOD) } else { ("-", BAD) }
}

fn place(part: &Part) -> String {
    format!("{}–{}", part.start, part.end)
}

/// A sentence may hold line ends and tabs.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

/// The widths of the columns of places and of texts.
struct Widths {
    place: usize,
    text: usize,
}

impl Widths {
    fn of<'p>(parts: impl Iterator<Item = &'p Part>) -> Widths {
        let mut widths = Widths { place: 0, text: 0 };
        for part in parts {
            widths.place = widths.place.max(place(part).width());
            widths.text = widths.text.max(one_line(&part.text).width());
        }
        widths
    }

    fn row(&self, part: &Part, rest: &str) -> String {
        let (place, text) = (place(part), one_line(&part.text));
        let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.width()));
        format!(
            "{place}{}  {text}{}  {rest}",
            pad(&place, self.place),
            pad(&text, self.text)
        )
    }
}
