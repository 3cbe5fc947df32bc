//! Names that no dictionary has, told by their form and by what stands around them: in, a folded document and its tokens; out, where
//! names stand, what they name, and how likely each is one.
//!
//! `people` looks for Chinese and Japanese people's names, `foreign` for transliterated ones, `places` for places and institutions
//! that end as such do, `villages` for Taiwan's urban villages, which count for conversion alone. Evidence from the surroundings is
//! in `context`; `signs` tells by a character whom a token concerns. A name that comes again in the document is likelier one.

mod context;
mod explain;
mod foreign;
mod institutions;
mod people;
mod places;
mod repeated;
mod score;
mod signs;
mod villages;

use super::evidence::Document;
use crate::segment::{Origin, Segmenter, Token, TokenKind};
use crate::text::CharSpan;
use context::Context;
use signs::Signs;

pub(crate) use explain::Weighed;
pub(super) use explain::weighed;
pub(crate) use villages::villages;

/// What a name that no dictionary has names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A Chinese or Korean person, with the length of the family name in code points.
    Chinese { family_len: usize },
    /// A Japanese person, likewise.
    Japanese { family_len: usize },
    /// A person with a transliterated name.
    Foreign,
    /// What has a transliterated name, a person or not.
    Sound,
    /// A place.
    Place,
    /// An institution.
    Institution,
}

impl Kind {
    /// The label of what has such a name, where the name tells.
    pub(super) fn label(self) -> Option<&'static str> {
        match self {
            Kind::Chinese { .. } | Kind::Japanese { .. } | Kind::Foreign => Some("PERSON"),
            Kind::Sound => None,
            Kind::Place => Some("LOC"),
            Kind::Institution => Some("ORG"),
        }
    }

    /// Whether it may be a person.
    pub(super) fn may_be_person(self) -> bool {
        !matches!(self, Kind::Place | Kind::Institution)
    }
}

/// A name that no dictionary has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Unlisted {
    /// Where it stands.
    pub span: CharSpan,
    /// What it names.
    pub kind: Kind,
    /// How likely it is one, from 0 to 1.
    pub score: f64,
}

impl Unlisted {
    /// Whether it is likely enough to be a mention.
    pub(crate) fn is_mention(&self) -> bool {
        self.score >= MENTION
    }
}

/// What is less likely a name is none of a document's mentions.
pub(crate) const MENTION: f64 = 0.5;
/// What is less likely a name is not even converted as one.
const LEAST: f64 = 0.2;

/// A place that may be a name.
#[derive(Debug, Clone, Copy)]
struct Proposal {
    span: CharSpan,
    kind: Kind,
    /// What its characters and the segmenter say for a name, in nats.
    form: f32,
    /// What stands around it says so.
    around: f32,
    /// Whether the dictionary has the whole as one word.
    is_word: bool,
}

/// What the finders know of a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mentioned {
    Person,
    Place,
    Other,
}

/// The names in a document, in order, not overlapping, with a score of [`LEAST`] and more. `tokens` are those of the document, and
/// `mentioned` says what its mentions are. What stands in mentions is left alone, but for parts of names with dots and places that
/// begin a longer name.
pub(super) fn find(
    document: &Document<'_>,
    tokens: &[Token],
    mentioned: &[Mentioned],
    segmenter: &Segmenter,
) -> Vec<Unlisted> {
    let context = Context::new(document, tokens, mentioned, segmenter);
    let proposals = proposals(&context);
    let weighed = repeated::weigh(&context, &proposals);
    let found = proposals.iter().zip(weighed).map(|(proposal, (kind, nats))| Unlisted {
        span: proposal.span,
        kind,
        score: score::of(kind, nats),
    });
    best(found.filter(|name| name.score >= LEAST).collect())
}

/// All places that may be names: of people, then with dots, then by sound, then of places and institutions.
fn proposals(context: &Context<'_>) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    people::find(context, &mut proposals);
    foreign::dotted(context, &mut proposals);
    let (mut places, mut institutions) = (Vec::new(), Vec::new());
    let mut behind_sound = 0;
    for (number, token) in context.tokens.iter().enumerate() {
        if token.kind != TokenKind::Han || matches!(token.origin, Origin::User | Origin::Mention(_)) {
            continue;
        }
        if number >= behind_sound && context.signs(context.chars[token.span.start]).has(Signs::SOUND) {
            behind_sound = foreign::plain(context, number, &mut proposals);
        }
        let last = context.signs(context.chars[token.span.end - 1]);
        if token.span.len() > 2 || last.has(Signs::PLACE.or(Signs::LONG_PLACE)) {
            places::find(context, number, &mut places);
        }
        if token.span.len() > 3 || last.has(Signs::INSTITUTION.or(Signs::LISTED)) {
            institutions::find(context, number, &mut institutions);
        }
    }
    proposals.append(&mut places);
    proposals.append(&mut institutions);
    proposals
}

/// The likeliest of overlapping names; among equals the longer, then the first. A name by its sound alone stands back behind one of
/// which it is a piece (古倫美亞 of 古倫美亞公司).
fn best(mut names: Vec<Unlisted>) -> Vec<Unlisted> {
    const BACK: f64 = 0.3;
    let rank = |name: &Unlisted| name.score - if name.kind == Kind::Sound { BACK } else { 0.0 };
    names.sort_by(|a, b| {
        rank(b)
            .total_cmp(&rank(a))
            .then(b.span.len().cmp(&a.span.len()))
            .then(a.span.start.cmp(&b.span.start))
    });
    let mut kept: std::collections::BTreeMap<usize, Unlisted> = std::collections::BTreeMap::new();
    for name in names {
        let before = kept.range(..name.span.end).next_back();
        if before.is_none_or(|(_, other)| other.span.end <= name.span.start) {
            kept.insert(name.span.start, name);
        }
    }
    kept.into_values().collect()
}
