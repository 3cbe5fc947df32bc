//! Forms that hold in one document only: what a parenthesis binds, parts of names, family names before titles.

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

/// Every place where one of `forms` stands, with the form's number; at one place, in the order of `forms`.
pub(super) fn find_local(forms: &[LocalForm], key: &MatchKey, folded: &Folded) -> Vec<(CharSpan, usize)> {
    // A hundred forms serve one document: an automaton takes longer to build than this takes to search.
    let mut by_first: FxHashMap<char, Vec<(String, usize)>> = FxHashMap::default();
    for (number, form) in forms.iter().enumerate() {
        let pattern = MatchKey::of(&form.view);
        if let Some(first) = pattern.chars().next() {
            by_first.entry(first).or_default().push((pattern, number));
        }
    }
    let mut found = Vec::new();
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
        for (pattern, number) in by_first.get(&c).into_iter().flatten() {
            if !key.key()[at..].starts_with(pattern.as_str()) {
                continue;
            }
            let form = &forms[*number];
            let span = CharSpan::new(start, start + pattern.chars().count());
            let bytes = folded.bytes(span);
            let counts = is_whole(folded.view(), bytes)
                && has_right_case(&form.view, &folded.view()[bytes.range()])
                && (!form.needs_title || starts_with_title(&folded.view()[bytes.end..]));
            if counts {
                found.push((span, *number));
            }
        }
    }
    found
}
