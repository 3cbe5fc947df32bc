//! What one document says about entities while it is read: whom it confirms, which forms it binds to whom.

use rustc_hash::{FxHashMap, FxHashSet};

use super::beside::wanted_label;
use super::binding::BoundPair;
use super::candidates::{Candidate, Reading};
use super::forms::LocalForm;
use super::gazetteer::Entity;
use super::pairs::{Pair, forms_of};
use super::{Mention, Who};
use crate::names::slug;
use crate::segment::Segmenter;
use crate::text::{CharIndex, Folded};

/// What is known of one document while it is read.
pub(super) struct Document<'a> {
    pub original: &'a CharIndex<'a>,
    pub folded: &'a Folded,
    /// Entities with evidence, and where it stands.
    pub confirmed: FxHashMap<Who, Vec<usize>>,
    pub forms: Vec<LocalForm>,
    pub found: Vec<Entity>,
    pub pairs: Vec<BoundPair>,
}

impl Document<'_> {
    /// Notes that `who` is named at code point `at` by something that needs no context.
    pub(super) fn confirm(&mut self, who: Who, at: usize) {
        self.confirmed.entry(who).or_default().push(at);
    }

    /// The entity that `pair` introduces; the same for the same Latin name.
    pub(super) fn introduce(&mut self, pair: &Pair) -> Who {
        let latin = self.original.slice(pair.latin);
        let id = format!("found:{}", slug(latin));
        if let Some(known) = self.found.iter().position(|entity| entity.id == id) {
            return Who::Found(known);
        }
        self.found.push(Entity {
            id,
            label: pair.shape.label().map(str::to_owned),
            name_zh: Some(self.original.slice(pair.han).to_owned()),
            name_latin: Some(latin.to_owned()),
        });
        Who::Found(self.found.len() - 1)
    }

    /// Makes the forms of `pair` valid for `who`.
    pub(super) fn bind(&mut self, pair: &Pair, who: Who, segmenter: &Segmenter) {
        for (view, kind, needs_title) in forms_of(pair, self.folded, segmenter) {
            let form = LocalForm {
                view,
                who,
                kind,
                needs_title,
                score: LocalForm::score_of(kind),
            };
            if !self.forms.contains(&form) {
                self.forms.push(form);
            }
        }
    }

    /// Decides whom a candidate means; `label` says what an entity is.
    pub(super) fn settle<'l>(&self, candidate: &Candidate, label: impl Fn(Who) -> Option<&'l str>) -> Mention {
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
            let places = self.confirmed.get(&who).map_or(&[][..], Vec::as_slice);
            let before = places
                .iter()
                .filter(|&&place| place <= at)
                .map(|&place| (0, at - place))
                .min();
            before
                .or_else(|| places.iter().map(|&place| (1, place.abs_diff(at))).min())
                .unwrap_or((2, 0))
        };
        // Stable: where nothing else tells, the order of the dictionary does.
        let wanted = wanted_label(self.folded, candidate.span);
        let suits = |who: Who| wanted.is_none_or(|wanted| label(who) == Some(wanted));
        equals.sort_by_key(|reading| (!suits(reading.who), distance(reading.who)));
        let best = equals[0];
        let alternatives: Vec<Who> = equals[1..].iter().map(|reading| reading.who).collect();
        let score = best.score / (1 + alternatives.len()) as f64;
        Mention {
            span: candidate.span,
            who: best.who,
            alternatives,
            kind: best.kind,
            score,
        }
    }
}
