//! Forms that hold in one document only: what a parenthesis binds, parts of names, family names before titles.

use std::ops::Deref;

use rustc_hash::{FxHashMap, FxHashSet};

use super::characters::Characters;
use super::gazetteer::{has_right_case, is_whole};
use super::{MatchKind, Who};
use crate::names::starts_with_title;
use crate::text::{CharSet, CharSpan, SEPARATORS, key_char};

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

/// Forms by what they are found by, for one search.
#[derive(Default)]
struct Patterns {
    by_key: FxHashMap<String, Numbers>,
    /// The lengths of the keys that begin with a character, in code points, in order.
    lengths: FxHashMap<char, Vec<usize>>,
}

impl Patterns {
    fn of(forms: &[LocalForm]) -> Self {
        let mut patterns = Patterns::default();
        for (number, form) in forms.iter().enumerate() {
            // The view is folded already.
            let key: String = form.view.chars().map(key_char).collect();
            let Some(first) = key.chars().next() else { continue };
            let lengths = patterns.lengths.entry(first).or_default();
            let length = key.chars().count();
            if let Err(place) = lengths.binary_search(&length) {
                lengths.insert(place, length);
            }
            let numbers = patterns.by_key.entry(key).or_default();
            if form.needs_title {
                numbers.titled.push(number);
            } else {
                numbers.bare.push(number);
            }
        }
        patterns
    }

    /// What of a text may begin one.
    fn firsts(&self) -> CharSet {
        let firsts = self.lengths.keys();
        firsts
            .flat_map(|&first| [first, first.to_ascii_uppercase()])
            .chain(
                self.lengths
                    .contains_key(&' ')
                    .then_some(SEPARATORS)
                    .into_iter()
                    .flatten(),
            )
            .collect()
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
    if patterns.by_key.is_empty() {
        return found;
    }
    let at = |number: usize| first_named(&forms[number]);
    for numbers in patterns.by_key.values_mut() {
        for numbers in [&mut numbers.bare, &mut numbers.titled] {
            if numbers.len() > MOST {
                // Stable, so that nothing hangs on the table's order.
                numbers.sort_by_key(|&number| at(number));
            }
        }
    }
    let mut here: Vec<(usize, CharSpan)> = Vec::new();
    let mut key = String::new();
    // Most characters begin none.
    let firsts = patterns.firsts();
    let chars = characters.all();
    let mut from = 0;
    while let Some(found_at) = chars[from..].iter().position(|&c| firsts.contains(c)) {
        let start = from + found_at;
        from = start + 1;
        here.clear();
        key.clear();
        let mut end = start;
        for &length in patterns.lengths.get(&key_char(chars[start])).into_iter().flatten() {
            let Some(more) = chars.get(end..start + length) else {
                break;
            };
            key.extend(more.iter().copied().map(key_char));
            end = start + length;
            let Some(numbers) = patterns.by_key.get(&key) else {
                continue;
            };
            let span = CharSpan::new(start, end);
            if !is_whole(characters.view(), characters.bytes(span)) {
                continue;
            }
            let is_titled = !numbers.titled.is_empty() && starts_with_title(characters.from(end));
            let titled = near(&numbers.titled, start, &at).iter().filter(|_| is_titled);
            let counting = near(&numbers.bare, start, &at).iter().chain(titled);
            let written = characters.slice(span);
            let counting = counting.filter(|&&number| has_right_case(&forms[number].view, written));
            here.extend(counting.map(|&number| (number, span)));
        }
        here.sort_unstable_by_key(|&(number, _)| number);
        found.extend(here.iter().map(|&(number, span)| (span, number)));
    }
    found
}
