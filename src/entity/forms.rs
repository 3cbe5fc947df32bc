//! Forms that hold in one document only: what a parenthesis binds, parts of names, family names before titles.

use std::collections::BTreeMap;
use std::ops::Deref;

use rustc_hash::{FxHashMap, FxHashSet};

use super::characters::Characters;
use super::gazetteer::{has_right_case, is_whole};
use super::{MatchKind, Who};
use crate::names::starts_with_title;
use crate::text::{CharSet, CharSpan, key_char};

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

/// Forms by what they are found by, for one search: match keys, sorted, so that those which begin alike lie side by side.
struct Patterns(Vec<(Vec<char>, Numbers)>);

impl Patterns {
    fn of(forms: &[LocalForm]) -> Self {
        let mut by_key: BTreeMap<Vec<char>, Numbers> = BTreeMap::new();
        for (number, form) in forms.iter().enumerate() {
            // The view is folded already.
            let key: Vec<char> = form.view.chars().map(key_char).collect();
            if key.is_empty() {
                continue;
            }
            let numbers = by_key.entry(key).or_default();
            if form.needs_title {
                numbers.titled.push(number);
            } else {
                numbers.bare.push(number);
            }
        }
        Patterns(by_key.into_iter().collect())
    }

    /// What begins one.
    fn firsts(&self) -> CharSet {
        self.0.iter().map(|(key, _)| key[0]).collect()
    }

    /// Calls `found` for every pattern that `keys` begin with, the shorter first, with its length.
    fn each_at(&self, keys: &[char], mut found: impl FnMut(usize, &Numbers)) {
        let mut patterns = &self.0[..];
        for (at, &c) in keys.iter().enumerate() {
            // Of those that agree so far, the ones that go on likewise.
            let from = patterns.partition_point(|(key, _)| key.get(at).is_none_or(|&next| next < c));
            let behind = &patterns[from..];
            patterns = &behind[..behind.partition_point(|(key, _)| key[at] == c)];
            match patterns.first() {
                None => return,
                Some((key, numbers)) if key.len() == at + 1 => found(at + 1, numbers),
                Some(_) => {}
            }
        }
    }
}

/// Every place where one of `forms` stands, with the form's number; at one place, in the order of `forms`. `first_named` says where
/// the bearer of a form is named first.
pub(super) fn find_local(
    forms: &[LocalForm],
    characters: &Characters<'_>,
    first_named: impl Fn(&LocalForm) -> usize,
) -> Vec<(CharSpan, usize)> {
    // A hundred forms serve one document: an automaton takes longer to build than this takes to search.
    let mut patterns = Patterns::of(forms);
    let mut found = Vec::new();
    if patterns.0.is_empty() {
        return found;
    }
    let at = |number: usize| first_named(&forms[number]);
    for (_, numbers) in &mut patterns.0 {
        for numbers in [&mut numbers.bare, &mut numbers.titled] {
            if numbers.len() > MOST {
                // Stable, so that nothing hangs on the table's order.
                numbers.sort_by_key(|&number| at(number));
            }
        }
    }
    let mut here: Vec<(usize, CharSpan)> = Vec::new();
    // Most characters begin none.
    let firsts = patterns.firsts();
    let keys = characters.keys();
    let mut from = 0;
    while let Some(before) = keys[from..].iter().position(|&c| firsts.contains(c)) {
        let start = from + before;
        from = start + 1;
        patterns.each_at(&keys[start..], |len, numbers| {
            let span = CharSpan::new(start, start + len);
            if !is_whole(characters.view(), characters.bytes(span)) {
                return;
            }
            let is_titled = !numbers.titled.is_empty() && starts_with_title(characters.from(span.end));
            let titled = near(&numbers.titled, start, &at).iter().filter(|_| is_titled);
            let counting = near(&numbers.bare, start, &at).iter().chain(titled);
            let written = characters.slice(span);
            let counting = counting.filter(|&&number| has_right_case(&forms[number].view, written));
            here.extend(counting.map(|&number| (number, span)));
        });
        here.sort_unstable_by_key(|&(number, _)| number);
        found.extend(here.drain(..).map(|(number, span)| (span, number)));
    }
    found
}
