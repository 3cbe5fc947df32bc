//! The forms of entities that stand in a text, and what became of each.

use serde::Serialize;

use super::names::{Rendering, rendering};
use super::{Context, Part};
use crate::entity::{Considered, Fate, Ground, Meant, Mention, Rank, Who, Why};
use crate::text::CharSpan;

/// A form of an entity that stands in the text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Form {
    /// Where.
    #[serde(flatten)]
    pub part: Part,
    /// What became of it.
    pub outcome: Outcome,
    /// Of a mention, its number, as in mentions.csv.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mention_id: Option<usize>,
    /// Of a mention, how sure it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Of a mention, the ids of those whom it may mean as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<String>,
    /// What it lost against: words that it is a piece of, or the mention that it overlaps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub against: Vec<Part>,
    /// Whom it may mean. Of a mention, whom it means comes first.
    pub readings: Vec<Reading>,
    /// Of a name that no dictionary has, how it renders the Latin name of its entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rendering: Option<Rendering>,
}

/// What became of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is a mention.
    Mention,
    /// Latin letters or digits go on across its border, or it is written in another case.
    Latin,
    /// It takes a user's word apart.
    SplitsUserWord,
    /// It is a piece of other words.
    Piece,
    /// It counts only beside another form of its entity, and there is none.
    NoEvidence,
    /// It takes words apart, and a shorter form of the same entity stands inside.
    ShorterForm,
    /// It overlaps a mention of a user's dictionary.
    OverlapsUser,
    /// It overlaps a longer mention.
    OverlapsLonger,
    /// It overlaps a mention of higher priority.
    OverlapsPriority,
    /// It overlaps a mention that is as good and comes first.
    OverlapsFirst,
}

/// Whom a form may mean, and who says so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// Whom.
    pub entity_id: String,
    /// What that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How it is found: exact, partial, parenthetical, transliteration, romanisation or candidate, as in mentions.csv.
    pub match_kind: &'static str,
    /// Who says so: user and shipped for dictionaries, document for what the text itself says.
    pub source: &'static str,
    /// The kind of the alias in its dictionary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias_kind: Option<&'static str>,
    /// The priority of the alias in its dictionary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
    /// Whether the form is no alias itself but a part of one.
    pub is_part: bool,
    /// The dictionary's file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The alias' line in it, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Whether it counts only beside another form of the entity.
    pub demands_context: bool,
    /// The first place that confirms the entity for this document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<Part>,
}

pub(super) fn explain(context: Context<'_>, considered: &[Considered]) -> Vec<Form> {
    let analysis = context.analysis;
    let all: Vec<&Mention> = analysis.mentions_and_overlapped().collect();
    let explain = |form: &Considered| {
        let (outcome, against) = outcome(&form.fate);
        let number = all.partition_point(|mention| mention.span < form.span);
        let mention = all
            .get(number)
            .filter(|mention| mention.span == form.span && outcome == Outcome::Mention);
        let id = |who: &Who| context.pipeline.entity(*who, analysis).id.clone();
        let meant = form.meant.iter();
        Form {
            part: context.part(form.span),
            outcome,
            mention_id: mention.map(|_| number),
            score: mention.map(|mention| (mention.score * 1000.0).round() / 1000.0),
            alternatives: mention.map_or_else(Vec::new, |mention| mention.alternatives.iter().map(id).collect()),
            against: against.into_iter().map(|span| context.part(span)).collect(),
            readings: meant.map(|meant| reading(context, form, meant, considered)).collect(),
            rendering: mention.and_then(|mention| rendering(context, mention)),
        }
    };
    considered.iter().map(explain).collect()
}

fn outcome(fate: &Fate) -> (Outcome, Vec<CharSpan>) {
    match fate {
        Fate::Mention => (Outcome::Mention, Vec::new()),
        Fate::Beside(other) => (Outcome::Mention, vec![*other]),
        Fate::Latin => (Outcome::Latin, Vec::new()),
        Fate::SplitsWord(word) => (Outcome::SplitsUserWord, vec![*word]),
        Fate::Piece(words) => (Outcome::Piece, words.clone()),
        Fate::NoEvidence => (Outcome::NoEvidence, Vec::new()),
        Fate::Shorter(form) => (Outcome::ShorterForm, vec![*form]),
        Fate::Overlapped(mention, why) => {
            let outcome = match why {
                Why::User => Outcome::OverlapsUser,
                Why::Longer => Outcome::OverlapsLonger,
                Why::Priority => Outcome::OverlapsPriority,
                Why::First => Outcome::OverlapsFirst,
            };
            (outcome, vec![*mention])
        }
    }
}

fn reading(context: Context<'_>, form: &Considered, meant: &Meant, all: &[Considered]) -> Reading {
    let entity = context.pipeline.entity(meant.who, context.analysis);
    let (source, alias_kind, priority, is_part, origin) = match meant.ground {
        Ground::Alias {
            kind,
            rank,
            priority,
            is_part,
            origin,
        } => {
            let source = if rank == Rank::User { "user" } else { "shipped" };
            let priority = Some(priority).filter(|&priority| priority != 0);
            (source, Some(kind.name()), priority, is_part, Some(origin))
        }
        Ground::Document => ("document", None, None, false, None),
    };
    // The longest form of the entity at the first place that confirms it.
    let confirmed_by = meant.confirmed.iter().min().map(|&at| {
        let first = all.partition_point(|other| other.span.start < at);
        let forms = all[first..].iter().take_while(|other| other.span.start == at);
        let of_entity = forms.filter(|other| other.meant.iter().any(|other| other.who == meant.who));
        let longest = of_entity.map(|other| other.span).max_by_key(|span| span.len());
        context.part(longest.unwrap_or(CharSpan::new(at, at + 1)))
    });
    Reading {
        entity_id: entity.id.clone(),
        label: entity.label.clone(),
        match_kind: meant.kind.name(),
        source,
        alias_kind,
        priority,
        is_part,
        file: origin.map(|origin| context.pipeline.gazetteer.file(origin).to_owned()),
        line: origin.map(|origin| origin.line as usize),
        demands_context: meant.demands_context,
        confirmed_by: confirmed_by.filter(|part| part.start != form.span.start || part.end != form.span.end),
    }
}
