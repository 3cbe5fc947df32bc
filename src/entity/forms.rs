//! Forms that hold in one document only: what a parenthesis binds, parts of names, family names before titles.

use std::ops::Deref;

use rustc_hash::{FxHashMap, FxHashSet};

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
    by_view: FxHashMap<String, View>,
}

/// The forms that are written alike.
#[derive(Default)]
struct View {
    numbers: Vec<usize>,
    /// What they say, since one family name may have very many bearers.
    known: FxHashSet<(Who, MatchKind, bool, u64)>,
}

impl LocalForms {
    /// Adds a form, unless it is there.
    pub(super) fn push(&mut self, form: LocalForm) {
        let view = self.by_view.entry(form.view.clone()).or_default();
        let said = (form.who, form.kind, form.needs_title, form.score.to_bits());
        if view.known.insert(said) {
            view.numbers.push(self.list.len());
            self.list.push(form);
        }
    }

    /// Those that are written so.
    pub(super) fn of_view(&self, view: &str) -> impl DoubleEndedIterator<Item = &LocalForm> {
        let numbers = self.by_view.get(view).into_iter().flat_map(|view| &view.numbers);
        numbers.map(|&number| &self.list[number])
    }
}

impl Deref for LocalForms {
    type Target = [LocalForm];

    fn deref(&self) -> &[LocalForm] {
        &self.list
    }
}

/// The forms that one pattern finds.
#[derive(Default)]
struct Numbers {
    bare: Vec<usize>,
    /// Those that count before a title only.
    titled: Vec<usize>,
}

/// How many forms that are written alike may stand at one place, so that a list of a thousand people called 王 takes no more than its
/// length: those of the people named last before it, or else first behind it.
const MOST: usize = 16;

/// Those of the forms `numbers`, which are in the order of the places `at` where their bearers are named first, that count at `place`.
fn near<'n>(numbers: &'n [usize], place: usize, at: &impl Fn(usize) -> usize) -> &'n [usize] {
    if numbers.len() <= MOST {
        return numbers;
    }
    let before = numbers.partition_point(|&number| at(number) <= place);
    let first = before.saturating_sub(MOST);
    &numbers[first..numbers.len().min(first + MOST)]
}

/// Every place where one of `forms` stands, with the form's number; at one place, in the order of `forms`. `first_named` says where
/// the bearer of a form is named first.
pub(super) fn find_local(
    forms: &[LocalForm],
    key: &MatchKey,
    folded: &Folded,
    first_named: impl Fn(&LocalForm) -> usize,
) -> Vec<(CharSpan, usize)> {
    // A hundred forms serve one document: an automaton takes longer to build than this takes to search.
    let mut by_pattern: FxHashMap<String, Numbers> = FxHashMap::default();
    // The lengths of the patterns that begin with a character, in bytes.
    let mut by_first: FxHashMap<char, Vec<usize>> = FxHashMap::default();
    for (number, form) in forms.iter().enumerate() {
        let pattern = MatchKey::of(&form.view);
        if let Some(first) = pattern.chars().next() {
            let lengths = by_first.entry(first).or_default();
            if let Err(place) = lengths.binary_search(&pattern.len()) {
                lengths.insert(place, pattern.len());
            }
            let numbers = by_pattern.entry(pattern).or_default();
            if form.needs_title {
                numbers.titled.push(number);
            } else {
                numbers.bare.push(number);
            }
        }
    }
    let at = |number: usize| first_named(&forms[number]);
    for numbers in by_pattern.values_mut() {
        for numbers in [&mut numbers.bare, &mut numbers.titled] {
            if numbers.len() > MOST {
                // Stable, so that nothing hangs on the table's order.
                numbers.sort_by_key(|&number| at(number));
            }
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
    for (start, (byte, c)) in key.key().char_indices().enumerate() {
        if !may_begin[place(c)] {
            continue;
        }
        here.clear();
        for &len in by_first.get(&c).into_iter().flatten() {
            let Some(pattern) = key.key().get(byte..byte + len) else {
                continue;
            };
            let Some(numbers) = by_pattern.get(pattern) else {
                continue;
            };
            let span = CharSpan::new(start, start + pattern.chars().count());
            let bytes = folded.bytes(span);
            if !is_whole(folded.view(), bytes) {
                continue;
            }
            let written = &folded.view()[bytes.range()];
            let is_titled = !numbers.titled.is_empty() && starts_with_title(&folded.view()[bytes.end..]);
            let titled = near(&numbers.titled, start, &at).iter().filter(|_| is_titled);
            let counting = near(&numbers.bare, start, &at).iter().chain(titled);
            let counting = counting.filter(|&&number| has_right_case(&forms[number].view, written));
            here.extend(counting.map(|&number| (number, span)));
        }
        here.sort_unstable_by_key(|&(number, _)| number);
        found.extend(here.iter().map(|&(number, span)| (span, number)));
    }
    found
}
