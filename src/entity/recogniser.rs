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

use super::beside;
use super::borders::{Nature, Standing, standing};
use super::candidates::{Candidate, Places, Reading};
use super::characters::Characters;
use super::draft::{Draft, Mentions};
use super::evidence::Document;
use super::forms::LocalForm;
use super::gazetteer::{Gazetteer, Meaning, Rank};
use super::parentheses;
use super::{MatchKind, Overlap, Who};
use crate::lexicon::AliasKind;
use crate::names::family_len;
use crate::segment::{Segmenter, WordStarts};
use crate::text::{CharIndex, CharSpan, Folded};

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

impl<'a> Recogniser<'a> {
    /// Finds the mentions of a document, names aside that no dictionary has. A shipped form that overlaps one of `user_words`
    /// without covering it is no mention.
    pub fn recognise(&self, original: &CharIndex<'_>, folded: &Folded, user_words: &[CharSpan]) -> Mentions {
        self.draft(original, &self.segmenter.starts(folded), user_words)
            .mentions()
    }

    /// Reads a document: which forms it has, whom it confirms, what it binds to whom.
    pub fn draft<'d>(
        self,
        original: &'d CharIndex<'d>,
        starts: &'d WordStarts<'d>,
        user_words: &[CharSpan],
    ) -> Draft<'d>
    where
        'a: 'd,
    {
        let characters = Characters::new(starts.folded());
        let candidates = self.candidates(starts, &characters, user_words);
        let mut document = Document::new(original, starts, characters);
        for candidate in &candidates {
            let is_title = beside::is_in_title_marks(&document.characters, candidate.span);
            let is_firm = beside::is_before_firm_word(&document.characters, candidate.span);
            for reading in &*candidate.readings {
                let is_told = match self.label(reading.who) {
                    Some("WORK") => is_title,
                    Some("ORG") => is_title || is_firm && reading.kind == MatchKind::Exact,
                    _ => false,
                };
                if is_told || !reading.demands_context {
                    document.confirm(reading.who, candidate.span.start);
                }
            }
        }
        let sides = parentheses::find(&document.characters);
        if !sides.is_empty() {
            let places = Places::new(&candidates);
            for sides in sides.iter().filter(|sides| !sides.is_lower) {
                self.read_pair(sides, &places, &mut document);
            }
        }
        self.add_chinese_parts(&mut document);
        Draft::new(self, candidates, document)
    }

    /// The forms of the gazetteer that stand as words.
    fn candidates(
        &self,
        starts: &WordStarts<'_>,
        characters: &Characters<'_>,
        user_words: &[CharSpan],
    ) -> Vec<Candidate<'static>> {
        let mut candidates = Vec::new();
        self.gazetteer.each(characters, |span, meanings| {
            let standing = self.standing(span, meanings, starts, characters, user_words);
            if standing != Standing::Piece {
                candidates.push(Candidate {
                    span,
                    standing,
                    readings: meanings.iter().map(Reading::of).collect(),
                });
            }
        });
        candidates
    }

    /// How a form of the gazetteer stands.
    pub(super) fn standing(
        &self,
        span: CharSpan,
        meanings: &[Meaning],
        starts: &WordStarts<'_>,
        characters: &Characters<'_>,
        user_words: &[CharSpan],
    ) -> Standing {
        let is_users = meanings[0].rank == Rank::User;
        let nature = Nature {
            is_place: meanings
                .iter()
                .any(|m| self.gazetteer.entity(m.entity).label.as_deref() == Some("LOC")),
            is_everyday_word: meanings.iter().all(|meaning| meaning.kind == AliasKind::Word),
        };
        let is_no_name = || {
            split_word(span, user_words).is_some()
                || beside::is_sign(characters, span)
                || nature.is_everyday_word && beside::is_thing(characters, span)
        };
        if is_users || beside::is_in_title_marks(characters, span) {
            Standing::Word
        } else if is_no_name() {
            Standing::Piece
        } else {
            standing(self.segmenter, starts, characters, span, nature)
        }
    }

    /// Whether the document names so many products that an everyday word which is one more may be taken for it.
    pub(super) fn names_products(&self, document: &Document<'_>) -> bool {
        const ENOUGH: usize = 3;
        document
            .confirmed
            .keys()
            .filter(|&&who| self.label(who) == Some("PRODUCT"))
            .take(ENOUGH)
            .count()
            == ENOUGH
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

/// The word of a user's that a form overlaps without covering it. The words are in order and do not overlap.
pub(super) fn split_word(span: CharSpan, user_words: &[CharSpan]) -> Option<CharSpan> {
    let first = user_words.partition_point(|word| word.end <= span.start);
    let mut overlapping = user_words[first..].iter().take_while(|word| word.start < span.end);
    overlapping.find(|word| !span.contains(**word)).copied()
}
