//! All Latin forms of a character or of a family name, each with how well it agrees and in which systems.
//!
//! In, characters (folded); out, [`Forms`]: sorted, each form once, at its best. They are made once a name, so that comparing
//! is nothing but looking for equal letters.

use pinyin::{ToPinyin, ToPinyinMulti};

use super::cantonese;
use super::gwoyeu;
use super::mandarin;
use super::systems::{System, Systems};
use crate::names::surnames::chinese_forms;

/// How a piece of a Latin name agrees with a character, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// The spelling of a system, or a family name's own form.
    Usual,
    /// A spelling of habit: Kar for Ka, Kwang for Kuang.
    Variant,
    /// By a reading that the character rarely has in names.
    RareReading,
    /// Nearly the same sound: Lin for Ling, Shen for Sheng.
    NearHomophone,
    /// The first letter alone.
    Initial,
    /// Letters that are alike, no more.
    Similar,
    /// Nothing of the Latin name.
    Absent,
}

/// The longest form; longer ones are no one's.
const LONGEST: usize = 16;

/// One Latin form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    letters: [u8; LONGEST],
    len: u8,
    pub(super) agreement: Agreement,
    pub(super) systems: Systems,
}

impl Form {
    pub(super) fn letters(&self) -> &[u8] {
        &self.letters[..usize::from(self.len)]
    }
}

/// Forms, sorted by their letters.
#[derive(Debug, Clone)]
pub(super) struct Forms {
    forms: Vec<Form>,
    /// Where the forms of each first letter begin; the last is their number.
    starts: [u16; 27],
}

impl Forms {
    /// Those that begin with a letter, given as a number from 0.
    pub(super) fn beginning(&self, letter: usize) -> &[Form] {
        &self.forms[usize::from(self.starts[letter])..usize::from(self.starts[letter + 1])]
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Form> {
        self.forms.iter()
    }

    /// Whether one that is written by a system begins with a letter, given as a number from 0.
    pub(super) fn has_initial(&self, letter: usize) -> bool {
        self.beginning(letter)
            .iter()
            .any(|form| form.agreement <= Agreement::Variant)
    }
}

/// Forms while they are collected.
#[derive(Default)]
struct Collected(Vec<Form>);

impl Collected {
    /// Adds a form; where it is there already, the better agreement stays, and of equal ones the systems of both.
    fn add(&mut self, letters: &str, agreement: Agreement, systems: Systems) {
        let bytes = letters.as_bytes();
        if bytes.is_empty() || bytes.len() > LONGEST || !bytes.iter().all(u8::is_ascii_lowercase) {
            return;
        }
        let mut padded = [0; LONGEST];
        padded[..bytes.len()].copy_from_slice(bytes);
        // No form has a zero byte: with what fills it up it is one comparison of sixteen bytes.
        if let Some(form) = self.0.iter_mut().find(|form| form.letters == padded) {
            if agreement < form.agreement {
                (form.agreement, form.systems) = (agreement, systems);
            } else if agreement == form.agreement {
                form.systems = form.systems.or(systems);
            }
            return;
        }
        self.0.push(Form {
            letters: padded,
            len: bytes.len() as u8,
            agreement,
            systems,
        });
    }

    /// Adds the spellings of a Mandarin syllable, and those of habit where the reading is a usual one.
    fn add_mandarin(&mut self, pinyin: &str, agreement: Agreement) {
        for (spelling, system) in mandarin::spellings(pinyin) {
            self.add(&spelling, agreement, Systems::of(system));
            if agreement == Agreement::Usual {
                for habit in mandarin::habits(&spelling) {
                    self.add(&habit, Agreement::Variant, Systems::of(system));
                }
            }
        }
        // The umlaut of passports: lyu.
        if pinyin.contains('ü') {
            self.add(&pinyin.replace('ü', "yu"), agreement, Systems::of(System::HanyuPinyin));
        }
    }

    /// Adds the Cantonese readings of a character, the first at its best.
    fn add_cantonese(&mut self, character: char) {
        for reading in cantonese::readings(character) {
            self.add(reading, Agreement::Usual, Systems::of(System::HongKong));
            for variant in cantonese::variants(reading) {
                self.add(&variant, Agreement::Variant, Systems::of(System::HongKong));
            }
        }
    }

    /// Adds what sounds nearly like the usual forms; forms of their own are spelt as they are.
    fn add_near_homophones(&mut self) {
        let usual: Vec<Form> = self
            .0
            .iter()
            .filter(|form| form.agreement == Agreement::Usual && form.systems != Systems::ANY)
            .copied()
            .collect();
        for form in usual {
            let letters = String::from_utf8_lossy(form.letters()).into_owned();
            for near in near_homophones(&letters) {
                self.add(&near, Agreement::NearHomophone, form.systems);
            }
        }
    }

    fn finish(mut self) -> Forms {
        self.0.sort_unstable_by(|a, b| a.letters().cmp(b.letters()));
        let mut starts = [0; 27];
        for (letter, start) in (b'a'..=b'z' + 1).zip(&mut starts) {
            *start = self.0.partition_point(|form| form.letters[0] < letter) as u16;
        }
        Forms { forms: self.0, starts }
    }
}

/// The forms of a character (folded) in a given name.
pub(super) fn of_given(character: char) -> Forms {
    let mut forms = Collected::default();
    for (i, reading) in mandarin_readings(character).enumerate() {
        forms.add_mandarin(
            reading,
            if i == 0 {
                Agreement::Usual
            } else {
                Agreement::RareReading
            },
        );
    }
    // Few names have more than a syllable of it, so it is a habit here.
    if let Some(spelling) = gwoyeu_spelling(character) {
        forms.add(&spelling, Agreement::Variant, Systems::of(System::GwoyeuRomatzyh));
    }
    forms.add_cantonese(character);
    forms.add_near_homophones();
    forms.finish()
}

/// The forms of a family name (folded), of one character or two. Two family names, as married women may have them, are
/// written one after the other.
pub(super) fn of_family(family: &[char]) -> Forms {
    let mut forms = Collected::default();
    match family {
        [character] => collect_family(*character, &mut forms),
        _ => {
            let parts: Vec<Collected> = family
                .iter()
                .map(|&character| {
                    let mut part = Collected::default();
                    collect_family(character, &mut part);
                    part
                })
                .collect();
            for (text, agreement, systems) in one_after_another(&parts) {
                forms.add(&text, agreement, systems);
            }
        }
    }
    let name: String = family.iter().collect();
    for form in chinese_forms(&name).into_iter().flatten() {
        let form = form.replace('ü', "u");
        let known = forms
            .0
            .iter()
            .any(|known| known.letters() == form.as_bytes() && known.agreement == Agreement::Usual);
        if !known {
            forms.add(&form, Agreement::Usual, Systems::ANY);
        }
    }
    if family.len() == 1 {
        forms.add_near_homophones();
    }
    forms.finish()
}

/// What the readings of a character give as a family name.
fn collect_family(character: char, forms: &mut Collected) {
    let usual = family_reading(character);
    if let Some(usual) = usual {
        forms.add_mandarin(usual, Agreement::Usual);
    }
    for reading in mandarin_readings(character) {
        let agreement = if usual.is_none() {
            Agreement::Usual
        } else {
            Agreement::RareReading
        };
        forms.add_mandarin(reading, agreement);
    }
    forms.add_cantonese(character);
    for form in chinese_forms(character.encode_utf8(&mut [0; 4])).into_iter().flatten() {
        let form = form.replace('ü', "u");
        if !forms
            .0
            .iter()
            .any(|known| known.letters() == form.as_bytes() && known.agreement == Agreement::Usual)
        {
            forms.add(&form, Agreement::Usual, Systems::ANY);
        }
    }
}

/// Every form of one after every form of the other, of those that are written by a system.
fn one_after_another(parts: &[Collected]) -> Vec<(String, Agreement, Systems)> {
    let mut texts = vec![(String::new(), Agreement::Usual, Systems::ANY)];
    for part in parts {
        let usual = part.0.iter().filter(|form| form.agreement == Agreement::Usual);
        texts = usual
            .flat_map(|form| {
                texts.iter().map(|(text, agreement, systems)| {
                    let text = format!("{text}{}", String::from_utf8_lossy(form.letters()));
                    let shared = systems.and(form.systems);
                    // Halves of two systems are rarer than halves of one.
                    let agreement = if shared.is_empty() {
                        Agreement::Variant
                    } else {
                        *agreement
                    };
                    (text, agreement, if shared.is_empty() { Systems::ANY } else { shared })
                })
            })
            .collect();
    }
    texts
}

/// How a character is read as a family name, in Pinyin, if the table of family names says: 單 shan, 曾 zeng.
pub(super) fn family_reading(character: char) -> Option<&'static str> {
    let forms = chinese_forms(character.encode_utf8(&mut [0; 4]))?;
    forms.first().map(String::as_str)
}

/// The spelling of a character's first reading in Gwoyeu Romatzyh.
fn gwoyeu_spelling(character: char) -> Option<String> {
    let reading = character.to_pinyin()?;
    let tone = reading.with_tone_num_end().bytes().last()?.checked_sub(b'0')?;
    gwoyeu::spelling(reading.plain(), tone)
}

/// The readings of a character in Pinyin without tones, the most usual first.
pub(super) fn mandarin_readings(character: char) -> impl Iterator<Item = &'static str> {
    let first = character.to_pinyin().map(pinyin::Pinyin::plain);
    let others = character
        .to_pinyin_multi()
        .into_iter()
        .flatten()
        .map(pinyin::Pinyin::plain);
    first
        .into_iter()
        .chain(others.filter(move |&other| Some(other) != first))
}

/// Beginnings that are taken for one another: by ear (n and l, h and f, zh and z) or between systems (b and p, zh and ch).
const BEGINNINGS: [(&str, &str); 25] = [
    ("n", "l"),
    ("l", "n"),
    ("l", "r"),
    ("r", "l"),
    ("hu", "fu"),
    ("hu", "wu"),
    ("f", "h"),
    ("zh", "z"),
    ("z", "zh"),
    ("c", "ch"),
    ("ch", "c"),
    ("ch", "j"),
    ("j", "ch"),
    ("sh", "s"),
    ("s", "sh"),
    ("x", "sh"),
    ("q", "ch"),
    ("hs", "s"),
    ("p", "b"),
    ("b", "p"),
    ("t", "d"),
    ("d", "t"),
    ("k", "g"),
    ("g", "k"),
    ("y", ""),
];

/// Ends that are taken for one another.
const ENDS: [(&str, &str); 21] = [
    ("in", "ing"),
    ("ing", "in"),
    ("en", "eng"),
    ("eng", "en"),
    ("an", "ang"),
    ("ang", "an"),
    ("un", "ung"),
    ("ung", "un"),
    ("ong", "ung"),
    ("eng", "ong"),
    ("un", "uen"),
    ("uan", "uen"),
    ("ian", "ien"),
    ("yan", "yen"),
    ("uo", "o"),
    ("uang", "wang"),
    ("ou", "ow"),
    ("iu", "ew"),
    ("im", "em"),
    ("in", "een"),
    ("at", "ut"),
];

fn near_homophones(letters: &str) -> Vec<String> {
    let begun = BEGINNINGS
        .iter()
        .filter_map(|(from, to)| Some(format!("{to}{}", letters.strip_prefix(from)?)));
    let ended = ENDS
        .iter()
        .filter_map(|(from, to)| Some(format!("{}{to}", letters.strip_suffix(from)?)));
    // A form must keep a vowel, or what is left is no syllable (ng apart).
    begun.chain(ended).filter(|near| near.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(forms: &Forms, letters: &str) -> Option<(Agreement, Systems)> {
        let form = forms.iter().find(|form| form.letters() == letters.as_bytes())?;
        Some((form.agreement, form.systems))
    }

    #[test]
    fn a_character_has_forms_in_every_system() {
        let forms = of_given('维');
        let (agreement, systems) = find(&forms, "wei").expect("wei");
        assert_eq!(agreement, Agreement::Usual);
        assert!(systems.contains(System::HanyuPinyin) && systems.contains(System::WadeGiles));
        assert_eq!(
            find(&forms, "wai"),
            Some((Agreement::Usual, Systems::of(System::HongKong)))
        );
        assert_eq!(
            find(&of_given('绿'), "lyu").map(|found| found.0),
            Some(Agreement::Usual)
        );
    }

    #[test]
    fn every_character_has_forms_unless_it_has_no_reading() {
        // Every twentieth, for time; and those whose readings are no ordinary syllables.
        for character in ('\u{4E00}'..='\u{9FFF}').step_by(20).chain("欸呣嗯哼".chars()) {
            let some = mandarin_readings(character).any(|reading| reading.is_ascii());
            assert!(!some || of_given(character).iter().count() > 0, "{character}");
        }
    }

    #[test]
    fn family_names_are_read_as_family_names() {
        assert_eq!(
            find(&of_family(&['单']), "shan").map(|found| found.0),
            Some(Agreement::Usual)
        );
        assert_eq!(
            find(&of_family(&['单']), "dan").map(|found| found.0),
            Some(Agreement::RareReading)
        );
        assert_eq!(
            find(&of_family(&['宋']), "soong"),
            Some((Agreement::Usual, Systems::ANY))
        );
        assert_eq!(
            find(&of_family(&['欧', '阳']), "auyeung").map(|found| found.0),
            Some(Agreement::Usual)
        );
        assert_eq!(
            find(&of_family(&['林', '郑']), "lamcheng").map(|found| found.0),
            Some(Agreement::Usual)
        );
    }

    #[test]
    fn forms_are_found_by_their_first_letter() {
        let forms = of_family(&['王']);
        assert!(
            forms
                .beginning(usize::from(b'w' - b'a'))
                .iter()
                .any(|form| form.letters() == b"wong")
        );
        let all: usize = (0..26).map(|letter| forms.beginning(letter).len()).sum();
        assert_eq!(all, forms.iter().count());
    }
}
