//! From hits to mentions: which readings have evidence, which of two overlapping forms stands, who is meant.
//!
//! The order of decisions, for one document:
//!
//! 1. Every form of the gazetteer that stands as a word is a candidate, with everyone it may mean.
//! 2. Forms that need no context confirm their entities. So do pairs in parentheses, which also add forms of their own.
//! 3. Readings that demand context stay only for confirmed entities.
//! 4. Of overlapping candidates the user's wins, then the longer, then the one of higher priority, then the first; or as another
//!    [`Overlap`] has it.
//! 5. Of several readings of one candidate the best wins by rank and priority; among equals, whoever was named in full last.

use rustc_hash::FxHashMap;

use super::binding::BoundPair;
use super::borders::{Nature, Standing, standing};
use super::candidates::{Candidate, Reading, drop_crossed, resolve};
use super::evidence::Document;
use super::forms::{LocalForm, find_local};
use super::gazetteer::{Entity, Gazetteer, Meaning, Rank};
use super::link::Linker;
use super::parentheses;
use super::unlisted::{self, Mentioned, Unlisted};
use super::{MatchKind, Mention, Overlap, Who};
use crate::lexicon::AliasKind;
use crate::names::family_len;
use crate::segment::{Segmenter, Token};
use crate::text::{CharIndex, CharSpan, Folded, MatchKey};

/// Finds mentions. Borrows what all threads share.
#[derive(Clone, Copy)]
pub struct Recogniser<'a> {
    /// Entities and aliases.
    pub gazetteer: &'a Gazetteer,
    /// The word lattice that forms are weighed against.
    pub segmenter: &'a Segmenter,
    /// Which of overlapping forms become mentions.
    pub overlap: Overlap,
}

/// The mentions of a document.
#[derive(Debug, Default)]
pub struct Mentions {
    /// In order of position, not overlapping.
    pub list: Vec<Mention>,
    /// Those that overlap one of the list, in order of position; none but under [`Overlap::All`].
    pub overlapped: Vec<Mention>,
    /// The entities that only this document introduces.
    pub found: Vec<Entity>,
    /// The pairs in parentheses, in order of position.
    pub pairs: Vec<BoundPair>,
}

/// What a reading of a document has found, before it is decided who is meant.
pub struct Draft<'a> {
    pub(super) recogniser: Recogniser<'a>,
    pub(super) key: MatchKey,
    candidates: Vec<Candidate>,
    pub(super) document: Document<'a>,
}

impl Draft<'_> {
    /// Decides what stands where.
    pub fn mentions(&self) -> Mentions {
        let Draft {
            recogniser, document, ..
        } = self;
        let mut candidates = self.standing();
        self.retain_evident(&mut candidates);
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

    /// All forms that stand as words, the document's own among them.
    pub(super) fn standing(&self) -> Vec<Candidate> {
        let mut candidates = self.candidates.clone();
        for (span, form, standing) in self.local() {
            if standing != Standing::Piece {
                candidates.push(Candidate {
                    span,
                    standing,
                    readings: vec![Reading::local(form)],
                });
            }
        }
        candidates
    }

    /// Where the document's own forms are, and how they stand there.
    pub(super) fn local(&self) -> impl Iterator<Item = (CharSpan, &LocalForm, Standing)> {
        let Draft {
            recogniser,
            key,
            document,
            ..
        } = self;
        let found = find_local(&document.forms, key, document.folded).into_iter();
        found.map(|(span, form)| {
            let form = &document.forms[form];
            let standing = if form.needs_title {
                Standing::Word
            } else {
                standing(recogniser.segmenter, document.folded, span, Nature::default())
            };
            (span, form, standing)
        })
    }

    /// Drops the readings that demand context and have none.
    pub(super) fn retain_evident(&self, candidates: &mut Vec<Candidate>) {
        let Draft {
            recogniser, document, ..
        } = self;
        let has_topic = recogniser.names_products(document);
        for candidate in candidates.iter_mut() {
            candidate.readings.retain_mut(|reading| {
                let counts = !reading.demands_context || document.confirmed.contains_key(&reading.who);
                let is_topical = !counts
                    && has_topic
                    && candidate.span.len() > 1
                    && recogniser.label(reading.who) == Some("PRODUCT");
                if is_topical {
                    reading.score = TOPICAL_SCORE;
                }
                counts || is_topical
            });
        }
        candidates.retain(|candidate| !candidate.readings.is_empty());
    }

    /// Adds the names that no dictionary has, and links them to each other, to the document's Latin names, and to the gazetteer's.
    /// `tokens` are the document's, cut around `mentions`. Returns the names that are likely enough to be mentions and those
    /// that are not; whether there is one of the former is what [`Draft::mentions`] changes by.
    pub(crate) fn add_unlisted(&mut self, tokens: &[Token], mentions: &Mentions) -> Vec<Unlisted> {
        let mentioned = self.mentioned(mentions);
        let names = unlisted::find(self.document.folded, tokens, &mentioned, self.recogniser.segmenter);
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

/// How sure a product is that nothing but the document's subject speaks for.
const TOPICAL_SCORE: f64 = 0.7;

impl<'a> Recogniser<'a> {
    /// Finds the mentions of a document, names aside that no dictionary has. A shipped form that overlaps one of `user_words`
    /// without covering it is no mention.
    pub fn recognise(&self, original: &CharIndex<'_>, folded: &Folded, user_words: &[CharSpan]) -> Mentions {
        self.draft(original, folded, user_words).mentions()
    }

    /// Reads a document: which forms it has, whom it confirms, what it binds to whom.
    pub fn draft<'d>(self, original: &'d CharIndex<'d>, folded: &'d Folded, user_words: &[CharSpan]) -> Draft<'d>
    where
        'a: 'd,
    {
        let key = MatchKey::new(folded);
        let candidates = self.candidates(&key, folded, user_words);
        let mut document = Document {
            original,
            folded,
            confirmed: FxHashMap::default(),
            forms: Vec::new(),
            found: Vec::new(),
            pairs: Vec::new(),
        };
        for candidate in &candidates {
            // Title marks are evidence enough: 《一一》 is the film.
            let is_title = is_in_title_marks(folded, candidate.span);
            for reading in &candidate.readings {
                let is_work = is_title && matches!(self.label(reading.who), Some("WORK" | "ORG"));
                if is_work || !reading.demands_context {
                    document.confirm(reading.who, candidate.span.start);
                }
            }
        }
        for sides in parentheses::find(folded) {
            self.read_pair(&sides, &candidates, &mut document);
        }
        self.add_chinese_parts(&mut document);
        Draft {
            recogniser: self,
            key,
            candidates,
            document,
        }
    }

    /// The forms of the gazetteer that stand as words.
    fn candidates(&self, key: &MatchKey, folded: &Folded, user_words: &[CharSpan]) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for hit in self.gazetteer.find(key, folded) {
            let meanings = &hit.meanings;
            let standing = self.standing(hit.span, meanings, folded, user_words);
            if standing != Standing::Piece {
                candidates.push(Candidate {
                    span: hit.span,
                    standing,
                    readings: meanings.iter().map(Reading::of).collect(),
                });
            }
        }
        candidates
    }

    /// How a form of the gazetteer stands.
    pub(super) fn standing(
        &self,
        span: CharSpan,
        meanings: &[Meaning],
        folded: &Folded,
        user_words: &[CharSpan],
    ) -> Standing {
        let is_users = meanings[0].rank == Rank::User;
        let nature = Nature {
            is_place: meanings
                .iter()
                .any(|m| self.gazetteer.entity(m.entity).label.as_deref() == Some("LOC")),
            is_everyday_word: meanings.iter().all(|meaning| meaning.kind == AliasKind::Word),
        };
        if is_users || is_in_title_marks(folded, span) {
            Standing::Word
        } else if split_word(span, user_words).is_some() {
            Standing::Piece
        } else {
            standing(self.segmenter, folded, span, nature)
        }
    }

    /// Whether the document names so many products that an everyday word which is one more may be taken for it.
    fn names_products(&self, document: &Document<'_>) -> bool {
        const ENOUGH: usize = 3;
        document
            .confirmed
            .keys()
            .filter(|&&who| self.label(who) == Some("PRODUCT"))
            .count()
            >= ENOUGH
    }

    pub(super) fn label(&self, who: Who) -> Option<&str> {
        match who {
            Who::Known(index) => self.gazetteer.entity(index).label.as_deref(),
            Who::Found(_) => None,
        }
    }

    /// The parts of Chinese people's names, for those that the document names in full: 賴 in 賴總統, and 家朗 alone.
    fn add_chinese_parts(&self, document: &mut Document<'_>) {
        let mut known: Vec<Who> = document.confirmed.keys().copied().collect();
        known.sort_unstable();
        for who in known {
            let Who::Known(index) = who else { continue };
            let entity = self.gazetteer.entity(index);
            let Some(name) = entity
                .name_zh
                .as_deref()
                .filter(|_| entity.label.as_deref() == Some("PERSON"))
            else {
                continue;
            };
            let folded = Folded::new(name);
            let Some(len) = family_len(folded.view()) else { continue };
            let family = folded.slice(CharSpan::new(0, len)).to_owned();
            let given = folded.slice(CharSpan::new(len, folded.len_chars())).to_owned();
            // A given name that is a word as well (國強, 建國) would be found wherever the word stands.
            let is_telling = given.chars().count() >= 2 && !self.segmenter.has_word(&given);
            document.forms.push(LocalForm {
                view: family,
                who,
                kind: MatchKind::Partial,
                needs_title: true,
                score: LocalForm::score_of(MatchKind::Partial),
            });
            if is_telling {
                document.forms.push(LocalForm {
                    view: given,
                    who,
                    kind: MatchKind::Partial,
                    needs_title: false,
                    score: LocalForm::score_of(MatchKind::Partial),
                });
            }
        }
    }
}

/// The word of a user's that a form overlaps without covering it.
pub(super) fn split_word(span: CharSpan, user_words: &[CharSpan]) -> Option<CharSpan> {
    let mut overlapping = user_words.iter().filter(|word| word.overlaps(span));
    overlapping.find(|word| !span.contains(**word)).copied()
}

/// Whether the marks of a title stand right around `span`.
fn is_in_title_marks(folded: &Folded, span: CharSpan) -> bool {
    let place = folded.bytes(span);
    folded.view()[..place.start].ends_with(['《', '〈']) && folded.view()[place.end..].starts_with(['》', '〉'])
}
