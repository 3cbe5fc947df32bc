//! Does a Latin name romanise a Chinese person's name? Is 許家維 Hsu Chia-wei, Xu Jiawei, or the Hui Ka-wai of Hong Kong?
//!
//! In, a name in Han characters, Traditional or Simplified, and Latin names; out, a likeness from 0 to 1, and on request what stands
//! for what and in which systems. The family name may stand first or last, the given name may be joined, hyphenated or apart,
//! initials or beside an English one; case, accents and apostrophes do not count. It assumes that the Chinese name is a person's, of
//! two to four characters, without titles.
//!
//! [`ChineseName`] makes all forms of a name once; comparing it with a Latin name then allocates nothing.

pub(super) mod cantonese;
mod compare;
mod explain;
mod forms;
mod gwoyeu;
mod latin;
mod mandarin;
mod misspelt;
mod probability;
mod romanise;
mod systems;
mod words;

pub use explain::{Romanisation, Syllable};
pub use forms::Agreement;
pub use romanise::romanise;
pub use systems::{System, Systems};

use crate::names::surnames::chinese_forms;
use crate::text::{Folded, is_han};
use compare::{Match, compare};
use forms::{Forms, of_family, of_given};
use latin::Latin;

pub(crate) use probability::{OTHER_GIVEN, SHARED_FAMILY_NAME, probability};
pub(crate) use words::reads_as_chinese;

/// A Chinese name and all its Latin forms.
///
/// ```
/// use yiming::names::ChineseName;
///
/// let name = ChineseName::new("許家維").expect("a Chinese name");
/// assert_eq!(name.likeness("Hsu Chia-wei"), 1.0);
/// assert_eq!(name.likeness("Jiawei Xu"), 1.0);
/// assert!(name.likeness("Jonathan Hsu") < 0.5);
/// assert_eq!(name.likeness("Tsai Ing-wen"), 0.0);
/// ```
#[derive(Debug, Clone)]
pub struct ChineseName {
    /// As it was given.
    characters: Vec<char>,
    /// The ways to split it into a family and a given name.
    splits: Vec<Split>,
    /// The forms of each character but the first, as part of a given name.
    given: Vec<Forms>,
}

/// A way to split a name into a family name and the rest.
#[derive(Debug, Clone)]
struct Split {
    /// Where the family name begins and ends, in characters.
    family: (usize, usize),
    /// Where the given name begins.
    given: usize,
    /// The forms of the family name.
    forms: Forms,
}

impl ChineseName {
    /// Makes all forms of `name`, in some tens of microseconds; nothing where it is not of two to four Han characters.
    pub fn new(name: &str) -> Option<Self> {
        let characters: Vec<char> = name.chars().collect();
        if !(2..=4).contains(&characters.len()) || !characters.iter().all(|&c| is_han(c)) {
            return None;
        }
        let folded: Vec<char> = Folded::new(name).view().chars().collect();
        let splits = splits(&folded)
            .into_iter()
            .map(|(family, given)| Split {
                family,
                given,
                forms: of_family(&folded[family.0..family.1]),
            })
            .collect();
        let given = folded[1..].iter().map(|&character| of_given(character)).collect();
        Some(ChineseName {
            characters,
            splits,
            given,
        })
    }

    /// How far `latin` romanises this name, from 0 to 1. About what to expect:
    ///
    /// - 1: every syllable in one system; .97 where the given name has one character;
    /// - .85 to .99: spellings of several systems, or of habit (Kar for Ka), or an English given name beside;
    /// - .5 to .8: near homophones (Lin for Ling), initials, the given name alone in one word;
    /// - .2 to .5: the family name and a given name that is alike;
    /// - about .2: the family name alone, or with a given name that seems to be English and says nothing;
    /// - .05 to .15: the family name with another Chinese given name; 0: another family name.
    ///
    /// These are ranks, not probabilities; a [`NameMatcher`](crate::names::NameMatcher) makes them probabilities.
    ///
    /// ```
    /// use yiming::names::ChineseName;
    ///
    /// let name = ChineseName::new("梁朝偉").expect("a Chinese name");
    /// assert!(name.likeness("Tony Leung Chiu-wai") > 0.95);
    /// assert!(name.likeness("C. W. Leung") > 0.5);
    /// assert!(name.likeness("Tony Leung Ka-fai") < 0.15);
    /// ```
    pub fn likeness(&self, latin: &str) -> f64 {
        let Some(latin) = Latin::new(latin) else { return 0.0 };
        self.best(&latin).map_or(0.0, |(_, found)| found.likeness)
    }

    /// What of `latin` stands for what, where the likeness is above 0.
    ///
    /// ```
    /// use yiming::names::{ChineseName, System};
    ///
    /// let name = ChineseName::new("侯孝賢").expect("a Chinese name");
    /// let found = name.explain("Hou Hsiao-hsien").expect("it is his name");
    /// assert!(found.systems.contains(System::WadeGiles));
    /// assert_eq!(found.to_string(), "侯 hou, 孝 hsiao, 賢 hsien: Wade-Giles");
    /// ```
    pub fn explain(&self, latin: &str) -> Option<Romanisation> {
        let latin = Latin::new(latin)?;
        let (split, found) = self.best(&latin)?;
        Some(Romanisation::new(
            &self.characters,
            split.family,
            split.given,
            &latin,
            &found,
        ))
    }

    fn best(&self, latin: &Latin) -> Option<(&Split, Match)> {
        let mut best: Option<(&Split, Match)> = None;
        for split in &self.splits {
            let (start, end) = split.family;
            let found = compare(&split.forms, end - start > 1, &self.given[split.given - 1..], latin);
            if let Some(found) = found
                && best.as_ref().is_none_or(|best| best.1.likeness < found.likeness)
            {
                best = Some((split, found));
            }
        }
        best
    }
}

/// Where the family name of `name` (folded) may begin and end, and where the given name then begins. The likeliest is first.
fn splits(name: &[char]) -> Vec<((usize, usize), usize)> {
    let is_family = |at: usize| chinese_forms(name[at].encode_utf8(&mut [0; 4])).is_some();
    match name.len() {
        3 if is_double(&name[..2]) => vec![((0, 2), 2), ((0, 1), 1)],
        4 if is_double(&name[..2]) => vec![((0, 2), 2)],
        // Married women's: the husband's family name, their own, the given name. People write both or either.
        4 if is_family(0) && is_family(1) => vec![((0, 2), 2), ((0, 1), 2), ((1, 2), 2)],
        _ => vec![((0, 1), 1)],
    }
}

/// Whether two characters (folded) are one family name: 歐陽.
fn is_double(name: &[char]) -> bool {
    chinese_forms(&name.iter().collect::<String>()).is_some()
}

#[cfg(test)]
mod tests;
