//! What the romanised forms of a Chinese person's name say of a pair: in, a pair and what its sounds say; out, the score, and whether the Latin name
//! is the Chinese one romanised.
//!
//! 張震 sounds like Chang Chi and Chang Chen, but is one of them only. So where the Latin name has the family name, the given name decides;
//! where it reads as a Chinese name with another family name, hardly anything is left of what sounds alike. An English
//! given name says nothing either way, and 李·馬文 may be Lee Marvin.

use super::matcher::{MatchKind, Score};
use super::model::LatinName;
use super::model::latin::BOUNDARY;
use super::romanisation::{ChineseName, OTHER_GIVEN, SHARED_FAMILY_NAME, probability, reads_as_chinese};
use super::surnames::family_forms;

/// Another Chinese given name than this, or another family name, leaves this much of what the sounds say: two Chinese names are likely to have some sounds
/// in common.
const ANOTHER_NAME: f32 = 0.2;

/// The Chinese name that was asked about last, as a Chinese person's.
#[derive(Debug, Clone, Default)]
pub(super) struct ChinesePerson {
    han: String,
    /// The forms of the family names that it may begin with.
    families: [&'static [String]; 2],
    /// All its forms, once they were needed.
    name: Option<ChineseName>,
}

impl ChinesePerson {
    /// What a pair's score is, given what its sounds say alone. `latin` and `prepared` are one name.
    pub(super) fn weigh(&mut self, sounds: Score, han: &str, latin: &str, prepared: &LatinName) -> Score {
        let weaker = Score {
            value: sounds.value * ANOTHER_NAME,
            ..sounds
        };
        let Some(name) = self.of(han, prepared) else {
            let is_other_family =
                self.families.iter().any(|forms| !forms.is_empty()) && sounds.value > 0.1 && reads_as_chinese(latin);
            return if is_other_family { weaker } else { sounds };
        };
        let likeness = name.likeness(latin);
        let romanised = Score {
            value: probability(likeness) as f32,
            kind: MatchKind::Romanisation,
        };
        let sounds = match likeness {
            // The sounds have nothing to add to a given name that was found.
            found if found > SHARED_FAMILY_NAME => return romanised,
            other if other <= OTHER_GIVEN => weaker,
            _ => sounds,
        };
        if romanised.value > sounds.value {
            romanised
        } else {
            sounds
        }
    }

    /// All forms of `han`, where it may be a Chinese person's name and `latin` begins or ends with the family name: nothing is made,
    /// nor allocated, for the others.
    fn of(&mut self, han: &str, latin: &LatinName) -> Option<&ChineseName> {
        if self.han != han {
            self.han.clear();
            self.han.push_str(han);
            self.name = None;
            self.families = family_forms(han);
        }
        let mut words = latin
            .codes()
            .split(|&code| code == BOUNDARY)
            .filter(|word| !word.is_empty());
        let first = words.next()?;
        let last = words.next_back().unwrap_or(first);
        let is = |word: &[u8], form: &str| {
            let letters = form.bytes().map(|letter| letter.wrapping_sub(b'a') + 1);
            letters.eq(word.iter().copied())
        };
        let mut forms = self.families.iter().copied().flatten();
        if !forms.any(|form| is(first, form) || is(last, form)) {
            return None;
        }
        if self.name.is_none() {
            self.name = ChineseName::new(han);
        }
        self.name.as_ref()
    }
}
