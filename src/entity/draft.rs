//! One document between two questions: which forms it has and whom they may mean, and who is meant where. In, what
//! [`Recogniser::draft`] reads, and the names that no dictionary has; out, [`Mentions`], as often as they are asked for.

use std::borrow::Cow;
use std::cell::LazyCell;

use super::beside;
use super::binding::BoundPair;
use super::borders::{Nature, Standing, standing};
use super::candidates::{Candidate, Reading, drop_crossed, resolve};
use super::evidence::Document;
use super::forms::{LocalForm, find_local};
use super::gazetteer::Entity;
use super::link::Linker;
use super::unlisted::{self, Mentioned, Unlisted};
use super::{MatchKind, Mention, Recogniser};
use crate::segment::Token;
use crate::text::CharSpan;

/// The mentions of a document.
#[derive(Debug, Default)]
pub struct Mentions {
    /// In order of position, not overlapping.
    pub list: Vec<Mention>,
    /// Those that overlap one of the list, in order of position; none but under [`Overlap::All`](super::Overlap::All).
    pub overlapped: Vec<Mention>,
    /// The entities that only this document introduces.
    pub found: Vec<Entity>,
    /// The pairs in parentheses, in order of position.
    pub pairs: Vec<BoundPair>,
}

/// What a reading of a document has found, before it is decided who is meant.
pub struct Draft<'a> {
    pub(super) recogniser: Recogniser<'a>,
    candidates: Vec<Candidate<'static>>,
    /// How many of the document's forms were looked for: their places are among the candidates.
    searched: usize,
    pub(super) document: Document<'a>,
}

/// How sure a product is that nothing but the document's subject speaks for.
const TOPICAL_SCORE: f64 = 0.7;

impl<'a> Draft<'a> {
    /// A draft of `document`, in which the forms of the gazetteer stand at `candidates`.
    pub(super) fn new(recogniser: Recogniser<'a>, candidates: Vec<Candidate<'static>>, document: Document<'a>) -> Self {
        Draft {
            recogniser,
            candidates,
            searched: 0,
            document,
        }
    }

    /// Decides what stands where.
    pub fn mentions(&mut self) -> Mentions {
        self.search();
        let Draft {
            recogniser, document, ..
        } = &*self;
        let mut candidates = self.evident(&self.candidates);
        drop_crossed(&mut candidates);
        let (kept, others) = resolve(candidates, recogniser.overlap);
        let settle = |list: &[Candidate<'_>]| {
            let settled = list
                .iter()
                .map(|candidate| document.settle(candidate, |who| recogniser.label(who)));
            settled.collect()
        };
        Mentions {
            list: settle(&kept),
            overlapped: settle(&others),
            found: document.found.to_vec(),
            pairs: document.pairs.clone(),
        }
    }

    /// The candidates that count: with the readings that need no context or have it.
    pub(super) fn evident<'c>(&self, candidates: &'c [Candidate<'_>]) -> Vec<Candidate<'c>> {
        let Draft {
            recogniser, document, ..
        } = self;
        let has_topic = LazyCell::new(|| recogniser.names_products(document));
        let has_evidence =
            |reading: &Reading| !reading.demands_context || document.confirmed.contains_key(&reading.who);
        // Evidence may still come in, so what has none now is left out here and kept in the draft.
        let mut evident: Vec<Candidate<'c>> = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            let readings = if candidate.readings.iter().all(has_evidence) {
                Cow::Borrowed(&*candidate.readings)
            } else {
                let counting = candidate.readings.iter().filter_map(|reading| {
                    if has_evidence(reading) {
                        return Some(*reading);
                    }
                    let is_topical =
                        candidate.span.len() > 1 && recogniser.label(reading.who) == Some("PRODUCT") && *has_topic;
                    is_topical.then_some(Reading {
                        score: TOPICAL_SCORE,
                        ..*reading
                    })
                });
                counting.collect()
            };
            if !readings.is_empty() {
                evident.push(Candidate { readings, ..*candidate });
            }
        }
        evident
    }

    /// All forms that stand as words, the document's own among them.
    pub(super) fn standing(&self) -> Vec<Candidate<'static>> {
        let mut candidates = self.candidates.clone();
        candidates.extend(self.local_candidates(self.searched));
        candidates
    }

    /// Where the document's own forms are, and how they stand there.
    pub(super) fn local(&self) -> impl Iterator<Item = (CharSpan, &LocalForm, Standing)> {
        self.local_from(0)
    }

    /// As [`Draft::local`], of the forms from number `first` on.
    fn local_from(&self, first: usize) -> impl Iterator<Item = (CharSpan, &LocalForm, Standing)> {
        let Draft {
            recogniser, document, ..
        } = self;
        let forms = &document.forms[first..];
        let first_named = |form: &LocalForm| {
            let places = document.confirmed.get(&form.who);
            places.and_then(|places| places.first().copied()).unwrap_or_default()
        };
        find_local(forms, &document.characters, first_named)
            .into_iter()
            .map(|(span, form)| {
                let form = &forms[form];
                let standing = if form.needs_title {
                    Standing::Word
                } else if form.kind == MatchKind::Candidate && beside::touches_dot(&document.characters, span) {
                    // 查馬克 in 查馬克·法拉屋樂 is another man's, or too little.
                    Standing::Piece
                } else {
                    standing(
                        recogniser.segmenter,
                        document.starts,
                        &document.characters,
                        span,
                        Nature::default(),
                    )
                };
                (span, form, standing)
            })
    }

    /// Where the document's own forms from number `first` on stand as words.
    fn local_candidates(&self, first: usize) -> Vec<Candidate<'static>> {
        let standing = self
            .local_from(first)
            .filter(|(_, _, standing)| *standing != Standing::Piece);
        let candidates = standing.map(|(span, form, standing)| Candidate {
            span,
            standing,
            readings: vec![Reading::local(form)].into(),
        });
        candidates.collect()
    }

    /// Adds the places of the document's own forms that came since the last time.
    fn search(&mut self) {
        let mut new = self.local_candidates(self.searched);
        self.candidates.append(&mut new);
        self.searched = self.document.forms.len();
    }

    /// Adds the names that no dictionary has, and links them to each other, to the document's Latin names, and to the gazetteer's.
    /// `tokens` are the document's, cut around `mentions`. Returns the names that are likely enough to be mentions and those
    /// that are not; whether there is one of the former is what [`Draft::mentions`] changes by.
    pub(crate) fn add_unlisted(&mut self, tokens: &[Token], mentions: &Mentions) -> Vec<Unlisted> {
        let mentioned = self.mentioned(mentions);
        let names = unlisted::find(&self.document, tokens, &mentioned, self.recogniser.segmenter);
        let linker = Linker::new(self.recogniser, &mentions.list);
        linker.add(&names, &mut self.document, &mut self.candidates);
        names
    }

    /// What the mentions are, as far as names beside them depend on it.
    pub(super) fn mentioned(&self, mentions: &Mentions) -> Vec<Mentioned> {
        let mentioned = |mention: &Mention| match self.recogniser.label(mention.who) {
            Some("PERSON") => Mentioned::Person,
            Some("LOC") => Mentioned::Place,
            _ => Mentioned::Other,
        };
        mentions.list.iter().map(mentioned).collect()
    }
}
