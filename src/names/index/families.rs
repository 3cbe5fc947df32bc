//! Latin names under the Chinese family names that they begin or end with: in, names; out, those that are most like a romanised one.

use rustc_hash::FxHashMap;

use super::super::model::latin::BOUNDARY;
use super::super::romanisation::ChineseName;
use super::super::surnames::{all_chinese_forms, family_forms};

/// The numbers of names, by the letters of a form of a Chinese family name.
#[derive(Debug, Clone)]
pub(super) struct Families(FxHashMap<Vec<u8>, Vec<u32>>);

impl Default for Families {
    fn default() -> Self {
        Families(all_chinese_forms().map(|form| (codes(form), Vec::new())).collect())
    }
}

/// The codes of a word in lower case.
fn codes(word: &str) -> Vec<u8> {
    word.bytes().map(|letter| letter.wrapping_sub(b'a') + 1).collect()
}

impl Families {
    /// Takes in a name, given by its codes.
    pub(super) fn add(&mut self, number: u32, codes: &[u8]) {
        let mut words = codes.split(|&code| code == BOUNDARY).filter(|word| !word.is_empty());
        let first = words.next();
        let last = words.next_back().filter(|&last| Some(last) != first);
        for word in [first, last].into_iter().flatten() {
            if let Some(names) = self.0.get_mut(word) {
                names.push(number);
            }
        }
    }

    /// The `most` names that `han` is likeliest romanised by, where it may be a Chinese person's name; equal ones in the order of the list.
    pub(super) fn most_alike<'a>(&self, han: &str, name: impl Fn(usize) -> &'a str, most: usize) -> Vec<usize> {
        let forms = family_forms(han);
        let Some(chinese) = ChineseName::new(han).filter(|_| !forms.iter().all(|forms| forms.is_empty())) else {
            return Vec::new();
        };
        let mut numbers: Vec<u32> = forms
            .iter()
            .copied()
            .flatten()
            .filter_map(|form| self.0.get(&codes(form)))
            .flatten()
            .copied()
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let likeness = |number: u32| (chinese.likeness(name(number as usize)), number as usize);
        let mut alike: Vec<(f64, usize)> = numbers
            .into_iter()
            .map(likeness)
            .filter(|alike| alike.0 > 0.0)
            .collect();
        alike.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        alike.into_iter().take(most).map(|(_, number)| number).collect()
    }
}
