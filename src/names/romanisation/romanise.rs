//! A Chinese name in Latin letters, as a system writes names.

use crate::text::{Folded, is_han};

use super::cantonese;
use super::forms::{family_reading, mandarin_readings};
use super::mandarin::spellings;
use super::systems::System;
use super::{is_double, splits};

/// `name` (two to four Han characters, a person's) romanised in `system`, family name first, with the first reading of each
/// character. Pinyin joins the given name, the others hyphenate it; apostrophes and umlauts of Wade–Giles are left out, as names do.
/// Nothing where it is no such name, where a character has no reading, and for [`System::Customary`] and
/// [`System::GwoyeuRomatzyh`], in which no names are made.
///
/// ```
/// use yiming::names::{System, romanise};
///
/// assert_eq!(romanise("許家維", System::HanyuPinyin).as_deref(), Some("Xu Jiawei"));
/// assert_eq!(romanise("許家維", System::WadeGiles).as_deref(), Some("Hsu Chia-wei"));
/// assert_eq!(romanise("許家維", System::HongKong).as_deref(), Some("Hui Ka-wai"));
/// assert_eq!(romanise("林鄭月娥", System::HongKong).as_deref(), Some("Lam Cheng Yuet-ngo"));
/// assert_eq!(romanise("單西安", System::HanyuPinyin).as_deref(), Some("Shan Xi'an"));
/// ```
pub fn romanise(name: &str, system: System) -> Option<String> {
    if !(2..=4).contains(&name.chars().count()) || !name.chars().all(is_han) {
        return None;
    }
    let folded: Vec<char> = Folded::new(name).view().chars().collect();
    // The likeliest family name begins the name, and the given name begins where it ends.
    let family_end = splits(&folded)[0].1;
    let married = family_end == 2 && !is_double(&folded[..2]);
    let mut text = String::new();
    for (i, &character) in folded.iter().enumerate() {
        let syllable = syllable(character, system, i < family_end)?;
        let first = i == 0 || i == family_end || (married && i == 1);
        if first && i > 0 {
            text.push(' ');
        } else if !first && i > family_end && system != System::HanyuPinyin {
            text.push('-');
        } else if !first && syllable.starts_with(['a', 'e', 'o']) {
            text.push('\'');
        }
        let mut letters = syllable.chars();
        if first {
            text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        }
        text.extend(letters);
    }
    Some(text)
}

/// One character in lower case.
fn syllable(character: char, system: System, is_family: bool) -> Option<String> {
    match system {
        System::Customary | System::GwoyeuRomatzyh => None,
        System::HongKong => cantonese::readings(character).first().cloned(),
        _ => {
            let family = is_family.then(|| family_reading(character)).flatten();
            let reading = family.or_else(|| mandarin_readings(character).next())?;
            spellings(reading)
                .into_iter()
                .find(|(_, of)| *of == system)
                .map(|(spelling, _)| spelling)
        }
    }
}
