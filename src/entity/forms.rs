//! Forms that hold in one document only: what a parenthesis binds, parts of names, family names before titles.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::gazetteer::{has_right_case, is_whole};
use super::{MatchKind, Who};
use crate::names::starts_with_title;
use crate::text::{ByteSpan, CharSpan, Folded, MatchKey};

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

/// Every place where one of `forms` stands, with the form's number.
pub(super) fn find_local(forms: &[LocalForm], key: &MatchKey, folded: &Folded) -> Vec<(CharSpan, usize)> {
    if forms.is_empty() {
        return Vec::new();
    }
    let patterns = forms.iter().map(|form| MatchKey::of(&form.view));
    // The cheapest to build, since it serves one document. It fails only beyond 2³¹ bytes of patterns.
    let Ok(automaton) = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::NoncontiguousNFA))
        .build(patterns)
    else {
        return Vec::new();
    };
    automaton
        .find_overlapping_iter(key.key())
        .filter_map(|found| {
            let form = &forms[found.pattern().as_usize()];
            let span = key.chars(ByteSpan::new(found.start(), found.end()));
            let place = folded.bytes(span);
            let counts = is_whole(folded.view(), place)
                && has_right_case(&form.view, &folded.view()[place.range()])
                && (!form.needs_title || starts_with_title(&folded.view()[place.end..]));
            counts.then_some((span, found.pattern().as_usize()))
        })
        .collect()
}
