//! What one document says about entities while it is read: whom it confirms, which forms it binds to whom.

use std::collections::BTreeSet;
use std::ops::Deref;

use rustc_hash::{FxHashMap, FxHashSet};

use super::beside::wanted_label;
use super::binding::BoundPair;
use super::candidates::{Candidate, Reading};
use super::characters::Characters;
use super::forms::{LocalForm, LocalForms};
use super::gazetteer::Entity;
use super::pairs::{Pair, forms_of};
use super::{MatchKind, Mention, Recogniser, Who};
use crate::names::slug;
use crate::segment::{Segmenter, WordStarts};
use crate::text::{CharIndex, Folded};

/// What is known of one document while it is read.
pub(super) struct Document<'a> {
    pub original: &'a CharIndex<'a>,
    pub folded: &'a Folded,
    pub starts: &'a WordStarts<'a>,
    pub characters: Characters<'a>,
    /// Entities with evidence, and where it stands.
    pub confirmed: FxHashMap<Who, BTreeSet<usize>>,
    pub forms: LocalForms,
    pub found: Found,
    pub pairs: Vec<BoundPair>,
}

/// The entities that only the document introduces, one for each id.
#[derive(Default)]
pub(super) struct Found {
    list: Vec<Entity>,
    by_id: FxHashMap<String, usize>,
}

impl Found {
    /// The entity with this id, which is `made` where there is none yet.
    pub(super) fn of_id(&mut self, id: String, made: impl FnOnce(String) -> Entity) -> Who {
        let next = self.list.len();
        let place = *self.by_id.entry(id.clone()).or_insert(next);
        if place == next {
            self.list.push(made(id));
        }
        Who::Found(place)
    }
}

impl Deref for Found {
    type Target = Vec<Entity>;

    fn deref(&self) -> &Vec<Entity> {
        &self.list
    }
}

impl<'a> Document<'a> {
    /// Of which nothing is known yet.
    pub(super) fn new(original: &'a CharIndex<'a>, starts: &'a WordStarts<'a>, characters: Characters<'a>) -> Self {
        Document {
            original,
            folded: starts.folded(),
            starts,
            characters,
            confirmed: FxHashMap::default(),
            forms: LocalForms::default(),
            found: Found::default(),
            pairs: Vec::new(),
        }
    }

    /// Notes that `who` is named at code point `at` by something that needs no context.
    pub(super) fn confirm(&mut self, who: Who, at: usize) {
        self.confirmed.entry(who).or_default().insert(at);
    }

    /// The entity that `pair` introduces; the same for the same Latin name.
    pub(super) fn introduce(&mut self, pair: &Pair) -> Who {
        let latin = self.original.slice(pair.latin);
        let id = format!("found:{}", slug(latin));
        self.found.of_id(id, |id| Entity {
            id,
            label: pair.shape.label().map(str::to_owned),
            name_zh: Some(self.original.slice(pair.han).to_owned()),
            name_latin: Some(latin.to_owned()),
        })
    }

    /// Makes the forms of `pair` valid for `who`.
    pub(super) fn bind(&mut self, pair: &Pair, who: Who, segmenter: &Segmenter) {
        self.add_forms(pair, who, segmenter, |_, _| true);
    }

    /// Adds the parts of the names alone, of which dictionaries have the whole ones; not those that dictionaries have, for whomever.
    pub(super) fn bind_parts(&mut self, pair: &Pair, who: Who, recogniser: Recogniser<'_>) {
        self.add_forms(pair, who, recogniser.segmenter, |view, kind| {
            kind == MatchKind::Partial && !recogniser.gazetteer.has_form(view)
        });
    }

    fn add_forms(&mut self, pair: &Pair, who: Who, segmenter: &Segmenter, is_wanted: impl Fn(&str, MatchKind) -> bool) {
        for (view, kind, needs_title) in forms_of(pair, self.folded, segmenter) {
            if !is_wanted(&view, kind) {
                continue;
            }
            let form = LocalForm {
                view,
                who,
                kind,
                needs_title,
                score: LocalForm::score_of(kind),
            };
            self.forms.push(form);
        }
    }

    /// Decides whom a candidate means; `label` says what an entity is.
    pub(super) fn settle<'l>(&self, candidate: &Candidate<'_>, label: impl Fn(Who) -> Option<&'l str>) -> Mention {
        let mention = |best: &Reading, alternatives: Vec<Who>| Mention {
            span: candidate.span,
            who: best.who,
            score: best.score / (1 + alternatives.len()) as f64,
            alternatives,
            kind: best.kind,
        };
        if let [only] = &*candidate.readings {
            return mention(only, Vec::new());
        }
        let standing = candidate.readings.iter().map(Reading::standing).max();
        let mut equals: Vec<&Reading> = candidate
            .readings
            .iter()
            .filter(|reading| Some(reading.standing()) == standing)
            .collect();
        let mut seen = FxHashSet::default();
        equals.retain(|reading| seen.insert(reading.who));
        // Whoever was named last before this place, else first behind it.
        let distance = |who: Who| {
            let at = candidate.span.start;
            let Some(places) = self.confirmed.get(&who) else {
                return (2, 0);
            };
            let before = places.range(..=at).next_back().map(|place| (0, at - place));
            before
                .or_else(|| places.first().map(|place| (1, place.abs_diff(at))))
                .unwrap_or((2, 0))
        };
        // Stable: where nothing else tells, the order of the dictionary does.
        let wanted = wanted_label(&self.characters, candidate.span);
        let suits = |who: Who| wanted.is_none_or(|wanted| label(who) == Some(wanted));
        equals.sort_by_key(|reading| (!suits(reading.who), distance(reading.who)));
        mention(equals[0], equals[1..].iter().map(|reading| reading.who).collect())
    }
}
