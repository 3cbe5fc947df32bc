//! One document between two questions: which forms it has and whom they may mean, and who is meant where. In, what
//! [`Recogniser::draft`] reads, and the names that no dictionary has; out, [`Mentions`], as often as they are asked for.

use super::beside;
use super::binding::BoundPair;
use super::borders::{Nature, Standing, standing};
use super::candidates::{Candidate, Reading, drop_crossed, resolve};
use super::evidence::Document;
use super::forms::find_local;
use super::gazetteer::Entity;
use super::known::KnownNames;
use super::link::Linker;
use super::unlisted::{self, Mentioned, Unlisted};
use super::{MatchKind, Mention, Recogniser};
use crate::segment::Token;
use crate::text::MatchKey;

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
    recogniser: Recogniser<'a>,
    key: MatchKey,
    candidates: Vec<Candidate>,
    /// How many of the document's forms were looked for: their places are among the candidates.
    searched: usize,
    document: Document<'a>,
}

/// How sure a product is that nothing but the document's subject speaks for.
const TOPICAL_SCORE: f64 = 0.7;

impl<'a> Draft<'a> {
    /// A draft of `document`, in which the forms of the gazetteer stand at `candidates`.
    pub(super) fn new(
        recogniser: Recogniser<'a>,
        key: MatchKey,
        candidates: Vec<Candidate>,
        document: Document<'a>,
    ) -> Self {
        Draft {
            recogniser,
            key,
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
        } = self;
        let has_topic = recogniser.names_products(document);
        // Evidence may still come in, so what has none now is left out here and kept in the draft.
        let mut candidates: Vec<Candidate> = Vec::with_capacity(self.candidates.len());
        for candidate in &self.candidates {
            let counting = candidate.readings.iter().filter_map(|reading| {
                if !reading.demands_context || document.confirmed.contains_key(&reading.who) {
                    return Some(*reading);
                }
                let is_topical =
                    has_topic && candidate.span.len() > 1 && recogniser.label(reading.who) == Some("PRODUCT");
                is_topical.then_some(Reading {
                    score: TOPICAL_SCORE,
                    ..*reading
                })
            });
            let readings: Vec<Reading> = counting.collect();
            if !readings.is_empty() {
                candidates.push(Candidate { readings, ..*candidate });
            }
        }
        drop_crossed(&mut candidates);
        let (kept, others) = resolve(candidates, recogniser.overlap);
        let settle = |list: &[Candidate]| {
            let settled = list
                .iter()
                .map(|candidate| document.settle(candidate, |who| recogniser.label(who)));
            settled.collect()
        };
        Mentions {
            list: settle(&kept),
            overlapped: settle(&others),
            found: document.found.clone(),
            pairs: document.pairs.clone(),
        }
    }

    /// Adds the places of the document's own forms that came since the last time.
    fn search(&mut self) {
        let Draft {
            recogniser, document, ..
        } = self;
        for (span, form) in find_local(&document.forms[self.searched..], &self.key, document.folded) {
            let form = &document.forms[self.searched + form];
            let standing = if form.needs_title {
                Standing::Word
            } else if form.kind == MatchKind::Candidate && beside::touches_dot(document.folded, span) {
                // 查馬克 in 查馬克·法拉屋樂 is another man's, or too little.
                Standing::Piece
            } else {
                standing(recogniser.segmenter, document.folded, span, Nature::default())
            };
            if standing != Standing::Piece {
                self.candidates.push(Candidate {
                    span,
                    standing,
                    readings: vec![Reading::local(form)],
                });
            }
        }
        self.searched = document.forms.len();
    }

    /// Adds the names that no dictionary has, and links them to each other, to the document's Latin names, and to `known` ones.
    /// `tokens` are the document's, cut around `mentions`. Returns the names that are likely enough to be mentions and those
    /// that are not; whether there is one of the former is what [`Draft::mentions`] changes by.
    pub(crate) fn add_unlisted(&mut self, tokens: &[Token], mentions: &Mentions, known: &KnownNames) -> Vec<Unlisted> {
        let mentioned = |mention: &Mention| match self.recogniser.label(mention.who) {
            Some("PERSON") => Mentioned::Person,
            Some("LOC") => Mentioned::Place,
            _ => Mentioned::Other,
        };
        let mentioned: Vec<Mentioned> = mentions.list.iter().map(mentioned).collect();
        let names = unlisted::find(self.document.folded, tokens, &mentioned, self.recogniser.segmenter);
        let linker = Linker::new(self.recogniser, known, &mentions.list);
        linker.add(&names, &mut self.document, &mut self.candidates);
        names
    }
}
