//! Forms that hold in one document only: what a parenthesis binds, parts of names, family names before titles.

use std::ops::Deref;

use rustc_hash::FxHashMap;

use super::gazetteer::{has_right_case, is_whole};
use super::{MatchKind, Who};
use crate::names::starts_with_title;
use crate::text::{CharSpan, Folded, MatchKey};

/// A form of this document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LocalForm {
    /// The folded view of the form, case kept.
    pub view: String,
    /// Whom it means.
    pub who: Who,
    /// How its mentions count.
    pub kind: MatchKind,
    /// Whether it counts before a title only.
    pub needs_title: bool,
    /// How sure its mentions are, from 0 to 1.
    pub score: f64,
}

impl LocalForm {
    /// How sure a mention is of a form that a parenthesis binds, and of a part of a name that the document has in full.
    pub fn score_of(kind: MatchKind) -> f64 {
        if kind == MatchKind::Parenthetical { 0.95 } else { 0.9 }
    }
}

/// The forms of a document, in the order in which they came.
#[derive(Default)]
pub(super) struct LocalForms {
    list: Vec<LocalForm>,
    by_view: FxHashMap<String, Vec<usize>>,
}

impl LocalForms {
    pub(super) fn push(&mut self, form: LocalForm) {
        self.by_view.entry(form.view.clone()).or_default().push(self.list.len());
        self.list.push(form);
    }

    /// Those that are written so.
    pub(super) fn of_view(&self, view: &str) -> impl DoubleEndedIterator<Item = &LocalForm> {
        let numbers = self.by_view.get(view).into_iter().flatten();
        numbers.map(|&number| &self.list[number])
    }
}

impl Deref for LocalForms {
    type Target = [LocalForm];

    fn deref(&self) -> &[LocalForm] {
        &self.list
    }
}

/// Every place where one of `forms` stands, with the form's number; at one place, in the order of `forms`.
pub(super) fn find_local(forms: &[LocalForm], key: &MatchKey, folded: &Folded) -> Vec<(CharSpan, usize)> {
    // A hundred forms serve one document: an automaton takes longer to build than this takes to search.
    let mut by_pattern: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    // The lengths of the patterns that begin with a character, in bytes.
    let mut by_first: FxHashMap<char, Vec<usize>> = FxHashMap::default();
    for (number, form) in forms.iter().enumerate() {
        let pattern = MatchKey::of(&form.view);
        if let Some(first) = pattern.chars().next() {
            let lengths = by_first.entry(first).or_default();
            if let Err(place) = lengths.binary_search(&pattern.len()) {
                lengths.insert(place, pattern.len());
            }
            by_pattern.entry(pattern).or_default().push(number);
        }
    }
    let mut found = Vec::new();
    let mut here: Vec<(usize, CharSpan)> = Vec::new();
    if by_first.is_empty() {
        return found;
    }
    // Most characters begin none, which a table tells by the last ten bits.
    let mut may_begin = [false; 1 << 10];
    let place = |c: char| c as usize % (1 << 10);
    for &first in by_first.keys() {
        may_begin[place(first)] = true;
    }
    // The key has one character for each of the text's.
    for (start, (at, c)) in key.key().char_indices().enumerate() {
        if !may_begin[place(c)] {
            continue;
        }
        here.clear();
        for &len in by_first.get(&c).into_iter().flatten() {
            let Some(pattern) = key.key().get(at..at + len) else {
                continue;
            };
            let span = || CharSpan::new(start, start + pattern.chars().count());
            let numbers = by_pattern.get(pattern).into_iter().flatten();
            here.extend(numbers.map(|&number| (number, span())));
        }
        here.sort_unstable_by_key(|&(number, _)| number);
        for &(number, span) in &here {
            let form = &forms[number];
            let bytes = folded.bytes(span);
            let counts = is_whole(folded.view(), bytes)
                && has_right_case(&form.view, &folded.view()[bytes.range()])
                && (!form.needs_title || starts_with_title(&folded.view()[bytes.end..]));
            if counts {
                found.push((span, number));
            }
        }
    }
    found
}
