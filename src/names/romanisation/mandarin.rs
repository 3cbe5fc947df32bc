//! Mandarin syllables in the systems that names are written in: from a syllable in Hanyu Pinyin to its other spellings.
//!
//! In, a syllable without its tone, in lower case (`lü`); out, its spellings without apostrophes and umlauts,
//! because names have lost them more often than not. What is no syllable of Mandarin has its own spelling only.

use super::systems::System;

/// The initials, longest first, with what Wade–Giles, Tongyong and Mandarin Phonetic Symbols II have for them.
const INITIALS: [(&str, [&str; 3]); 21] = [
    ("zh", ["ch", "jh", "j"]),
    ("ch", ["ch", "ch", "ch"]),
    ("sh", ["sh", "sh", "sh"]),
    ("b", ["p", "b", "b"]),
    ("p", ["p", "p", "p"]),
    ("m", ["m", "m", "m"]),
    ("f", ["f", "f", "f"]),
    ("d", ["t", "d", "d"]),
    ("t", ["t", "t", "t"]),
    ("n", ["n", "n", "n"]),
    ("l", ["l", "l", "l"]),
    ("g", ["k", "g", "g"]),
    ("k", ["k", "k", "k"]),
    ("h", ["h", "h", "h"]),
    ("j", ["ch", "j", "j"]),
    ("q", ["ch", "c", "ch"]),
    ("x", ["hs", "s", "sh"]),
    ("r", ["j", "r", "r"]),
    ("z", ["ts", "z", "tz"]),
    ("c", ["ts", "c", "ts"]),
    ("s", ["s", "s", "s"]),
];

/// Finals after an initial, as they sound, with what the three systems have for them. What is not listed is the same in all.
const FINALS: [(&str, [&str; 3]); 16] = [
    ("ao", ["ao", "ao", "au"]),
    ("iao", ["iao", "iao", "iau"]),
    ("ie", ["ieh", "ie", "ie"]),
    ("iou", ["iu", "iou", "iou"]),
    ("ian", ["ien", "ian", "ian"]),
    ("iong", ["iung", "yong", "iung"]),
    ("ong", ["ung", "ong", "ung"]),
    ("uo", ["o", "uo", "uo"]),
    ("uei", ["ui", "uei", "uei"]),
    ("uen", ["un", "un", "uen"]),
    ("ü", ["u", "yu", "iu"]),
    ("üe", ["ueh", "yue", "iue"]),
    ("üan", ["uan", "yuan", "iuan"]),
    ("ün", ["un", "yun", "iun"]),
    ("eng", ["eng", "eng", "eng"]),
    ("e", ["e", "e", "e"]),
];

/// Syllables that no rule gives: those without an initial, and those whose vowel is a buzz.
const WHOLE: [(&str, [&str; 3]); 22] = [
    ("chi", ["chih", "chih", "chr"]),
    ("ci", ["tzu", "cih", "tsz"]),
    ("e", ["o", "e", "e"]),
    ("er", ["erh", "er", "er"]),
    ("feng", ["feng", "fong", "feng"]),
    ("ri", ["jih", "rih", "r"]),
    ("shi", ["shih", "shih", "shr"]),
    ("si", ["ssu", "sih", "sz"]),
    ("wen", ["wen", "wun", "wen"]),
    ("weng", ["weng", "wong", "weng"]),
    ("yan", ["yen", "yan", "yan"]),
    ("yao", ["yao", "yao", "yau"]),
    ("ye", ["yeh", "ye", "ye"]),
    ("yi", ["i", "yi", "yi"]),
    ("yong", ["yung", "yong", "yung"]),
    ("you", ["yu", "you", "you"]),
    ("yue", ["yueh", "yue", "yue"]),
    ("zhi", ["chih", "jhih", "jr"]),
    ("zi", ["tzu", "zih", "tz"]),
    ("ao", ["ao", "ao", "au"]),
    ("yai", ["yai", "yai", "yai"]),
    ("o", ["o", "o", "o"]),
];

/// Spellings of `pinyin` by rule: one a system, in the order Hanyu Pinyin, Wade–Giles, Tongyong, Mandarin Phonetic Symbols II.
pub(super) fn spellings(pinyin: &str) -> [(String, System); 4] {
    let [wade, tongyong, phonetic] = others(pinyin);
    [
        (pinyin.replace('ü', "u"), System::HanyuPinyin),
        (wade, System::WadeGiles),
        (tongyong, System::Tongyong),
        (phonetic, System::MandarinPhonetic),
    ]
}

fn others(pinyin: &str) -> [String; 3] {
    if let Some((_, whole)) = WHOLE.iter().find(|(syllable, _)| *syllable == pinyin) {
        return whole.map(str::to_owned);
    }
    let Some((initial, initials)) = INITIALS.iter().find(|(initial, _)| pinyin.starts_with(initial)) else {
        return [(); 3].map(|()| pinyin.to_owned());
    };
    let rest = &pinyin[initial.len()..];
    // As it sounds: after j, q and x a written u is ü, and iu, ui, un have lost a vowel.
    let palatal = matches!(*initial, "j" | "q" | "x");
    let sound = match rest {
        "u" if palatal => "ü",
        "ue" if palatal => "üe",
        "uan" if palatal => "üan",
        "un" if palatal => "ün",
        "iu" => "iou",
        "ui" => "uei",
        "un" => "uen",
        rest => rest,
    };
    let finals = FINALS
        .iter()
        .find(|(last, _)| *last == sound)
        .map_or([sound; 3], |(_, finals)| *finals);
    let mut spelt = [0, 1, 2].map(|i| format!("{}{}", initials[i], finals[i]));
    // Wade–Giles keeps the u of guo, kuo, huo, shuo and the e of gui, kui, and has o for the e of ge, ke, he.
    match (*initial, rest) {
        ("g" | "k" | "h" | "sh", "uo") => spelt[0].insert(initials[0].len(), 'u'),
        ("g" | "k", "ui") => spelt[0].insert(initials[0].len() + 1, 'e'),
        ("g" | "k" | "h", "e") => spelt[0].replace_range(initials[0].len().., "o"),
        _ => {}
    }
    spelt
}

/// Whether a habit of names (not a rule of any system) may write `from` as `to`: at the beginning or at the end.
struct Habit {
    from: &'static str,
    to: &'static str,
}

const fn habit(from: &'static str, to: &'static str) -> Habit {
    Habit { from, to }
}

/// Beginnings and ends that Taiwan's names take from other systems, from Gwoyeu Romatzyh, or from the ear.
const BEGINNINGS: [Habit; 7] = [
    habit("hs", "sh"),
    habit("ss", "s"),
    habit("tz", "ts"),
    habit("tz", "z"),
    habit("ku", "kw"),
    habit("hu", "hw"),
    habit("gu", "gw"),
];
const ENDS: [Habit; 19] = [
    habit("ih", "i"),
    habit("ieh", "ie"),
    habit("ueh", "ue"),
    habit("ien", "ian"),
    habit("e", "eh"),
    habit("i", "ih"),
    habit("i", "ee"),
    habit("o", "uo"),
    habit("ung", "ong"),
    habit("uei", "uey"),
    habit("ui", "uei"),
    habit("ai", "ay"),
    habit("ei", "ey"),
    habit("iu", "iou"),
    habit("iou", "iow"),
    habit("ao", "aw"),
    habit("u", "uh"),
    habit("ua", "uah"),
    habit("uo", "uoh"),
];

/// Spellings of Taiwan's habits for one spelling by rule, in no order; some of them are no one's.
pub(super) fn habits(spelling: &str) -> impl Iterator<Item = String> {
    let begun = BEGINNINGS.iter().filter_map(move |habit| {
        let rest = spelling.strip_prefix(habit.from)?;
        // kwo and hwang, never kw alone.
        (!habit.to.ends_with('w') || rest.starts_with(['a', 'e', 'o'])).then(|| format!("{}{rest}", habit.to))
    });
    let ended = ENDS.iter().filter_map(move |habit| {
        let rest = spelling.strip_suffix(habit.from)?;
        // After another vowel it is no end of its own: the e of ue, the i of ai.
        (!rest.ends_with(['a', 'e', 'i', 'o', 'u'])).then(|| format!("{rest}{}", habit.to))
    });
    begun.chain(ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pinyin: &str) -> [String; 4] {
        spellings(pinyin).map(|(spelling, _)| spelling)
    }

    #[test]
    fn syllables_are_spelt_by_the_rules_of_each_system() {
        for (pinyin, wade, tongyong, phonetic) in [
            ("xu", "hsu", "syu", "shiu"),
            ("jia", "chia", "jia", "jia"),
            ("wei", "wei", "wei", "wei"),
            ("zhi", "chih", "jhih", "jr"),
            ("qing", "ching", "cing", "ching"),
            ("guo", "kuo", "guo", "guo"),
            ("gui", "kuei", "guei", "guei"),
            ("hui", "hui", "huei", "huei"),
            ("duo", "to", "duo", "duo"),
            ("shuo", "shuo", "shuo", "shuo"),
            ("he", "ho", "he", "he"),
            ("de", "te", "de", "de"),
            ("xiong", "hsiung", "syong", "shiung"),
            ("jun", "chun", "jyun", "jiun"),
            ("xue", "hsueh", "syue", "shiue"),
            ("lüe", "lueh", "lyue", "liue"),
            ("quan", "chuan", "cyuan", "chiuan"),
            ("liu", "liu", "liou", "liou"),
            ("xian", "hsien", "sian", "shian"),
            ("zhong", "chung", "jhong", "jung"),
            ("yuan", "yuan", "yuan", "yuan"),
            ("rui", "jui", "ruei", "ruei"),
            ("zi", "tzu", "zih", "tz"),
        ] {
            let [_, w, t, p] = row(pinyin);
            assert_eq!(
                (w.as_str(), t.as_str(), p.as_str()),
                (wade, tongyong, phonetic),
                "{pinyin}"
            );
        }
    }

    #[test]
    fn habits_of_names_are_among_the_spellings() {
        let habits = |spelling: &str| habits(spelling).collect::<Vec<_>>();
        assert!(habits("kuang").contains(&"kwang".to_owned()));
        assert!(habits("te").contains(&"teh".to_owned()));
        assert!(habits("hsien").contains(&"shien".to_owned()));
        assert!(!habits("yue").contains(&"yueh".to_owned()));
    }
}
