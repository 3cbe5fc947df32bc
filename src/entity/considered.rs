//! Why forms became mentions, or did not: in, a reading of a document in which everything is decided; out, every form that stands in it,
//! with what became of it. The decisions are those of [`Draft::mentions`], taken again step by step.

use std::collections::BTreeMap;

use super::borders::{Standing, crossing};
use super::candidates::{Candidate, Reading, drop_crossed};
use super::gazetteer::{Meaning, Origin, Rank};
use super::recogniser::split_word;
use super::unlisted::{self, Weighed};
use super::{Draft, MatchKind, Mention, Mentions, Overlap, Who};
use crate::lexicon::AliasKind;
use crate::segment::Token;
use crate::text::CharSpan;

/// What became of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// A mention.
    Mention,
    /// Under [`Overlap::All`], a mention beside the one that it overlaps.
    Beside(CharSpan),
    /// Latin letters or digits go on across a border, or it is written in another case.
    Latin,
    /// It takes a user's word apart.
    SplitsWord(CharSpan),
    /// It is a piece of words of the segmenter's.
    Piece(Vec<CharSpan>),
    /// It counts only beside another form of its entity, and the document has none.
    NoEvidence,
    /// A border of words crosses it, and a shorter form of the same entity stands inside.
    Shorter(CharSpan),
    /// It overlaps a mention that comes first.
    Overlapped(CharSpan, Why),
}

/// Why the other of two overlapping forms comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// It is of a user's dictionary.
    User,
    /// It is longer.
    Longer,
    /// Its priority is higher.
    Priority,
    /// It stands before.
    First,
}

/// Where a reading comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ground {
    /// A dictionary.
    Alias {
        kind: AliasKind,
        rank: Rank,
        priority: i32,
        is_part: bool,
        origin: Origin,
    },
    /// The document itself.
    Document,
}

/// Whom a form may mean, and why.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Meant {
    pub who: Who,
    pub kind: MatchKind,
    pub ground: Ground,
    /// Whether it counts only beside another form of the entity.
    pub demands_context: bool,
    /// Where the document confirms the entity, in code points.
    pub confirmed: Vec<usize>,
}

/// A form that stands in the document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Considered {
    pub span: CharSpan,
    pub fate: Fate,
    /// Best first.
    pub meant: Vec<Meant>,
}

impl Draft<'_> {
    /// Every form that stands in the document, in order. `mentions` are those of the draft.
    pub(crate) fn considered(&self, mentions: &Mentions, user_words: &[CharSpan]) -> Vec<Considered> {
        let (recogniser, characters) = (self.recogniser, &self.document.characters);
        let mut forms: BTreeMap<CharSpan, Considered> = BTreeMap::new();
        let piece = |span| Fate::Piece(crossing(recogniser.segmenter, characters, span));
        // What stands as a word is told from what follows.
        let mut add = |span, fate: Option<Fate>, meant: Vec<Meant>| {
            let form = forms.entry(span).or_insert_with(|| Considered {
                span,
                fate: Fate::NoEvidence,
                meant: Vec::new(),
            });
            form.fate = fate.unwrap_or(Fate::NoEvidence);
            form.meant.extend(meant);
        };
        recogniser.gazetteer.each_of_all(characters, |span, meanings, counts| {
            let fate = if !counts {
                Some(Fate::Latin)
            } else if recogniser.standing(span, meanings, self.document.starts, characters, user_words)
                == Standing::Piece
            {
                let split = split_word(span, user_words);
                Some(split.map_or_else(|| piece(span), Fate::SplitsWord))
            } else {
                None
            };
            let meant = meanings
                .iter()
                .map(|meaning| self.meant(Reading::of(meaning), Some(meaning)));
            add(span, fate, meant.collect());
        });
        for (span, form, standing) in self.local() {
            let fate = (standing == Standing::Piece).then(|| piece(span));
            add(span, fate, vec![self.meant(Reading::local(form), None)]);
        }
        let standing = self.standing();
        let mut candidates = self.evident(&standing);
        let evident = candidates.clone();
        drop_crossed(&mut candidates);
        let worth = |span: CharSpan| worth(&candidates, span);
        for candidate in &evident {
            let span = candidate.span;
            let by = first_overlapping(mentions, span);
            let fate = match by {
                Some(mention) if mention.span == span => Fate::Mention,
                _ if worth(span).is_none() => {
                    let inside = |other: &&Candidate<'_>| {
                        span.contains(other.span) && other.span != span && shares(other, candidate)
                    };
                    Fate::Shorter(evident.iter().find(inside).map_or(span, |other| other.span))
                }
                Some(mention) if recogniser.overlap == Overlap::All => Fate::Beside(mention.span),
                Some(mention) => {
                    let (this, other) = (worth(span), worth(mention.span));
                    Fate::Overlapped(mention.span, why(this, other, span, mention.span, recogniser.overlap))
                }
                None => Fate::NoEvidence,
            };
            if let Some(form) = forms.get_mut(&span) {
                form.fate = fate;
            }
        }
        let mut forms: Vec<Considered> = forms.into_values().collect();
        for form in &mut forms {
            form.meant.dedup();
            // Stable: what may count stays in the order of the dictionaries.
            form.meant
                .sort_by_key(|meant| meant.demands_context && meant.confirmed.is_empty());
            if let Some(mention) = first_overlapping(mentions, form.span).filter(|mention| mention.span == form.span) {
                put_first(form, mention);
            }
        }
        forms
    }

    fn meant(&self, reading: Reading, meaning: Option<&Meaning>) -> Meant {
        let confirmed = self.document.confirmed.get(&reading.who);
        Meant {
            who: reading.who,
            kind: reading.kind,
            ground: meaning.map_or(Ground::Document, |meaning| Ground::Alias {
                kind: meaning.kind,
                rank: meaning.rank,
                priority: meaning.priority,
                is_part: meaning.derived,
                origin: meaning.origin,
            }),
            demands_context: reading.demands_context,
            confirmed: confirmed.into_iter().flatten().copied().collect(),
        }
    }

    /// Everything in the document that may be a name which no dictionary has. `tokens` and `mentions` as for
    /// [`Draft::add_unlisted`], before it is called.
    pub(crate) fn weighed(&self, tokens: &[Token], mentions: &Mentions) -> Vec<Weighed> {
        unlisted::weighed(
            &self.document,
            tokens,
            &self.mentioned(mentions),
            self.recogniser.segmenter,
        )
    }
}

/// The first mention that shares a character with `span`.
fn first_overlapping(mentions: &Mentions, span: CharSpan) -> Option<&Mention> {
    let next = mentions.list.partition_point(|mention| mention.span.end <= span.start);
    mentions.list.get(next).filter(|mention| mention.span.overlaps(span))
}

/// Whom the mention means comes first.
fn put_first(form: &mut Considered, mention: &Mention) {
    form.meant
        .sort_by_key(|meant| (meant.who != mention.who, meant.kind != mention.kind));
}

fn shares(one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    one.readings
        .iter()
        .any(|a| other.readings.iter().any(|b| a.who == b.who))
}

/// The rank and priority of what stands at `span`; nothing where nothing does.
fn worth(candidates: &[Candidate<'_>], span: CharSpan) -> Option<(Rank, i32)> {
    let here = candidates.iter().filter(|candidate| candidate.span == span);
    here.flat_map(|candidate| &*candidate.readings)
        .map(|reading| (reading.rank, reading.priority))
        .max()
}

/// Why the form at `other_span` comes before the one at `span`.
fn why(
    this: Option<(Rank, i32)>,
    other: Option<(Rank, i32)>,
    span: CharSpan,
    other_span: CharSpan,
    overlap: Overlap,
) -> Why {
    let rank = |worth: Option<(Rank, i32)>| worth.map(|(rank, _)| rank);
    let is_longer = other_span.len() > span.len();
    if rank(other) > rank(this) {
        Why::User
    } else if overlap == Overlap::Priority && other > this {
        Why::Priority
    } else if is_longer {
        Why::Longer
    } else if other > this {
        Why::Priority
    } else {
        Why::First
    }
}
