//! Candidates: places where a form stands, with all that it may mean there; and which of them stay.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::borders::{LONG_ENOUGH, Standing};
use super::forms::LocalForm;
use super::gazetteer::{Meaning, Rank};
use super::{MatchKind, Overlap, Who};
use crate::lexicon::AliasKind;
use crate::text::CharSpan;

/// One way to read a candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reading {
    pub who: Who,
    pub kind: MatchKind,
    pub demands_context: bool,
    pub rank: Rank,
    pub priority: i32,
    pub score: f64,
}

/// A place where a form stands.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'r> {
    pub span: CharSpan,
    pub standing: Standing,
    /// Best first; never empty. Borrowed from a candidate of which all of them count.
    pub readings: Cow<'r, [Reading]>,
}

impl Reading {
    pub(super) fn of(meaning: &Meaning) -> Self {
        let partial = meaning.derived || matches!(meaning.kind, AliasKind::Given | AliasKind::Family);
        Reading {
            who: Who::Known(meaning.entity),
            kind: if partial { MatchKind::Partial } else { MatchKind::Exact },
            demands_context: meaning.kind.demands_context(),
            rank: meaning.rank,
            priority: meaning.priority,
            score: if meaning.kind.demands_context() { 0.9 } else { 1.0 },
        }
    }

    pub(super) fn local(form: &LocalForm) -> Self {
        Reading {
            who: form.who,
            kind: form.kind,
            demands_context: false,
            rank: Rank::Shipped,
            priority: 0,
            score: form.score,
        }
    }

    /// What must be equal for two readings to be equally good.
    pub(super) fn standing(&self) -> (Rank, i32, bool) {
        (self.rank, self.priority, !self.demands_context)
    }
}

/// The candidates of a document by where they stand.
pub(super) struct Places<'c> {
    by_start: &'c [Candidate<'c>],
    by_end: Vec<&'c Candidate<'c>>,
}

impl<'c> Places<'c> {
    /// Of candidates in the order of their starts, the shorter first.
    pub(super) fn new(by_start: &'c [Candidate<'c>]) -> Self {
        let mut by_end: Vec<&Candidate<'_>> = by_start.iter().collect();
        by_end.sort_by_key(|candidate| candidate.span.end);
        Places { by_start, by_end }
    }

    /// The one at `span`.
    pub(super) fn at(&self, span: CharSpan) -> Option<&'c Candidate<'c>> {
        let place = self.by_start.partition_point(|candidate| candidate.span < span);
        self.by_start.get(place).filter(|candidate| candidate.span == span)
    }

    /// Those that end at `end`, in the order of their starts.
    pub(super) fn ending_at(&self, end: usize) -> impl Iterator<Item = &'c Candidate<'c>> {
        let first = self.by_end.partition_point(|candidate| candidate.span.end < end);
        let from_there = self.by_end[first..].iter().copied();
        from_there.take_while(move |candidate| candidate.span.end == end)
    }

    /// Those inside `span`.
    pub(super) fn inside(&self, span: CharSpan) -> impl Iterator<Item = &'c Candidate<'c>> {
        let first = self
            .by_start
            .partition_point(|candidate| candidate.span.start < span.start);
        let from_there = self.by_start[first..].iter();
        let near = from_there.take_while(move |candidate| candidate.span.start < span.end);
        near.filter(move |candidate| span.contains(candidate.span))
    }
}

/// Drops candidates across a border between words, where a shorter form of the same entity stands as a word inside.
pub(super) fn drop_crossed(candidates: &mut Vec<Candidate<'_>>) {
    let crossed = candidates
        .iter()
        .filter(|candidate| candidate.standing == Standing::Crossed);
    let whose: FxHashSet<Who> = crossed
        .flat_map(|candidate| candidate.readings.iter().map(|reading| reading.who))
        .collect();
    if whose.is_empty() {
        return;
    }
    let mut words: Vec<(CharSpan, Who)> = candidates
        .iter()
        .filter(|candidate| candidate.standing == Standing::Word && candidate.span.len() <= LONG_ENOUGH)
        .flat_map(|candidate| candidate.readings.iter().map(|reading| (candidate.span, reading.who)))
        .filter(|(_, who)| whose.contains(who))
        .collect();
    words.sort_unstable_by_key(|&(span, _)| span);
    candidates.retain(|candidate| {
        let first = words.partition_point(|(span, _)| span.start < candidate.span.start);
        let mut near = words[first..]
            .iter()
            .take_while(|(span, _)| span.start < candidate.span.end);
        candidate.standing != Standing::Crossed
            || !near.any(|&(span, who)| {
                candidate.span.contains(span) && candidate.readings.iter().any(|reading| reading.who == who)
            })
    });
}

/// Keeps the best of overlapping candidates. Out come those that are kept, which do not overlap, and of the others those that are
/// mentions all the same; both in order of position.
pub(super) fn resolve(candidates: Vec<Candidate<'_>>, overlap: Overlap) -> (Vec<Candidate<'_>>, Vec<Candidate<'_>>) {
    // Two candidates at one place are one, with the readings of both.
    let mut by_span: Vec<Candidate<'_>> = Vec::with_capacity(candidates.len());
    let mut sorted = candidates;
    sorted.sort_by_key(|candidate| candidate.span);
    for candidate in sorted {
        match by_span.last_mut() {
            Some(last) if last.span == candidate.span => last.readings.to_mut().extend_from_slice(&candidate.readings),
            _ => by_span.push(candidate),
        }
    }
    let (mut kept, mut others) = (Vec::with_capacity(by_span.len()), Vec::new());
    let mut by_span = by_span.into_iter().peekable();
    let mut entangled = Vec::new();
    while let Some(first) = by_span.next() {
        // Those that hang together by overlaps: nothing outside has a say in which of them stay, and most stand alone.
        let mut end = first.span.end;
        let mut next = |end: usize| by_span.next_if(|next| next.span.start < end);
        let Some(second) = next(end) else {
            kept.push(first);
            continue;
        };
        end = end.max(second.span.end);
        entangled.extend([first, second]);
        while let Some(more) = next(end) {
            end = end.max(more.span.end);
            entangled.push(more);
        }
        let keep = best(&entangled, overlap);
        for (candidate, keep) in entangled.drain(..).zip(keep) {
            if keep {
                kept.push(candidate);
            } else if overlap == Overlap::All {
                others.push(candidate);
            }
        }
    }
    (kept, others)
}

/// What decides between overlapping candidates; the larger is kept.
fn worth(candidate: &Candidate<'_>, overlap: Overlap) -> impl Ord + use<> {
    let best = candidate
        .readings
        .iter()
        .map(|reading| (reading.rank, reading.priority))
        .max();
    let rank = best.map(|(rank, _)| rank);
    let before_len = best.filter(|_| overlap == Overlap::Priority);
    (rank, before_len, candidate.span.len(), best)
}

/// Which of overlapping candidates, in order of position, are kept.
fn best(candidates: &[Candidate<'_>], overlap: Overlap) -> Vec<bool> {
    // Most that overlap are two.
    if let [first, second] = candidates {
        let is_first = worth(first, overlap) >= worth(second, overlap);
        return vec![is_first, !is_first];
    }
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_cached_key(|&i| Reverse((worth(&candidates[i], overlap), Reverse(i))));
    // Taken places, by start: neighbours are all that can overlap.
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let mut keep = vec![false; candidates.len()];
    for i in order {
        let span = candidates[i].span;
        let before = taken.range(..span.end).next_back();
        if before.is_none_or(|(_, &end)| end <= span.start) {
            taken.insert(span.start, span.end);
            keep[i] = true;
        }
    }
    keep
}
