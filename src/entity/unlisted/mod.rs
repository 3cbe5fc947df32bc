//! Names that no dictionary has, told by their form and by what stands around them: in, a folded document and its tokens; out, where
//! names stand, what they name, and how likely each is one.
//!
//! `people` looks for Chinese and Japanese people's names, `foreign` for transliterated ones, `places` for places and institutions
//! that end as such do, `villages` for Taiwan's urban villages, which count for conversion alone. Evidence from the surroundings is
//! in `context`. A name that comes again in the document is likelier one.

mod context;
mod foreign;
mod people;
mod places;
mod villages;

use rustc_hash::FxHashMap;

use crate::segment::{Segmenter, Token};
use crate::text::{CharSpan, Folded, is_han};
use context::Context;

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
    /// A place.
    Place,
    /// An institution.
    Institution,
}

impl Kind {
    /// The label of what has such a name.
    pub(super) fn label(self) -> &'static str {
        match self {
            Kind::Chinese { .. } | Kind::Japanese { .. } | Kind::Foreign => "PERSON",
            Kind::Place => "LOC",
            Kind::Institution => "ORG",
        }
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

/// The names in a document, in order, not overlapping, with a score of [`LEAST`] and more. `tokens` are those of the document, and
/// `places` says which of its mentions are places. What stands in mentions is left alone, but for parts of names with dots and places
/// that begin a longer name.
pub(crate) fn find(folded: &Folded, tokens: &[Token], places: &[bool], segmenter: &Segmenter) -> Vec<Unlisted> {
    let context = Context::new(folded, tokens, places, segmenter);
    let mut proposals: Vec<(CharSpan, Kind, f32)> = Vec::new();
    people::find(&context, &mut proposals);
    foreign::find(&context, &mut proposals);
    places::find(&context, &mut proposals);
    repeated(&context, &mut proposals);
    let found = proposals.into_iter().map(|(span, kind, nats)| Unlisted {
        span,
        kind,
        score: 1.0 / (1.0 + f64::from(-nats).exp()),
    });
    best(found.filter(|name| name.score >= LEAST).collect())
}

/// A name that comes again is likelier one, everywhere: each place is as sure as the surest, and a little surer for every other. But
/// what always goes on in the same way is a piece of a longer name (藤野誠 of 藤野誠一).
fn repeated(context: &Context<'_>, proposals: &mut [(CharSpan, Kind, f32)]) {
    const AGAIN: f32 = 1.2;
    const MOST: f32 = 3.0;
    const PIECE: f32 = -3.0;
    struct Name {
        most: f32,
        count: usize,
        end: usize,
        goes_on: bool,
    }
    let next = |end: usize| context.chars.get(end).copied().filter(|&c| is_han(c));
    let mut names: FxHashMap<(&str, &str), Name> = FxHashMap::default();
    for (span, kind, nats) in proposals.iter() {
        let name = names.entry((context.slice(*span), kind.label())).or_insert(Name {
            most: f32::MIN,
            count: 0,
            end: span.end,
            goes_on: next(span.end).is_some(),
        });
        name.most = name.most.max(*nats);
        name.count += 1;
        name.goes_on &= next(span.end) == next(name.end);
    }
    for (span, kind, nats) in proposals {
        let Some(name) = names.get(&(context.slice(*span), kind.label())) else {
            continue;
        };
        // What the dictionary has for a place comes again like any word.
        let again = if kind.label() == "PERSON" { AGAIN } else { 0.0 };
        *nats = name.most + again * (name.count as f32).ln().min(MOST);
        let is_piece = || {
            let longer = context.slice(CharSpan::new(span.start, span.end + 1));
            names.contains_key(&(longer, kind.label()))
        };
        if name.goes_on && name.count > 1 && is_piece() {
            *nats += PIECE;
        }
    }
}

/// The likeliest of overlapping names; among equals the longer, then the first.
fn best(mut names: Vec<Unlisted>) -> Vec<Unlisted> {
    names.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
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
