//! Whether two sides are two words for one thing, be it a name or a term: in, the features that tell a name and what else they need;
//! out, features and their weights. What speaks against it is that a parenthesis holds a remark, a source or a list.

use super::super::Recogniser;
use super::super::latin::{Writing, writing};
use super::super::parentheses::Sides;
use super::super::reading::{Ground, Named};
use super::around::behind;
use super::{Features, sigmoid};
use crate::text::{CharSpan, Folded};

/// The features of names that count here too.
const SHARED: [&str; 15] = [
    "always",
    "head word in both",
    "title, and small letters",
    "nothing else",
    "everyday words alone",
    "length",
    "Han in parentheses",
    "marks, and many words with capitals",
    "capitals, a word of no dictionary",
    "two capitals",
    "where it was published",
    "a name's ending behind",
    "a verb behind",
    "a line behind",
    "in a list",
];

/// The features and what each weighs, found as those of names are.
#[rustfmt::skip]
pub(in crate::entity) const WEIGHTS: [(&str, f64); 34] = [
    ("always", 4.96),
    ("head word in both", 1.42),
    ("title, and small letters", 0.98),
    ("nothing else", -1.61),
    ("everyday words alone", -0.48),
    ("length", -0.92),
    ("Han in parentheses", -1.76),
    ("marks, and many words with capitals", 1.34),
    ("capitals, a word of no dictionary", -0.83),
    ("two capitals", -0.87),
    ("where it was published", -3.32),
    ("a name's ending behind", 1.18),
    ("a verb behind", 0.63),
    ("a line behind", -1.29),
    ("in a list", -1.15),
    ("everyday words in parentheses", 1.17),
    ("long in parentheses", -1.00),
    ("a place in parentheses", -1.45),
    ("a list in the parenthesis", -3.02),
    ("a second Latin item", 1.33),
    ("the line ends behind", -1.75),
    ("an abbreviation", -0.65),
    ("unlike numbers of words", -1.29),
    ("five words", 0.82),
    ("a verb inside", 0.93),
    ("a particle inside", -1.41),
    ("for a use", -1.81),
    ("numbers alone", -1.85),
    ("a remark", -1.91),
    ("a unit", -2.01),
    ("a digit", -1.87),
    ("a sign between", -1.06),
    ("a Latin sentence", -2.54),
    ("a species", 2.05),
];

/// The features of two sides of which `names` are those that tell a name.
pub(in crate::entity) fn features(
    names: &Features,
    sides: &Sides,
    named: &Named,
    folded: &Folded,
    recogniser: Recogniser<'_>,
) -> Features {
    const LONG: usize = 8;
    const MANY: usize = 5;
    let yes = |is: bool| f64::from(is);
    let (han, latin) = (folded.slice(named.span), folded.slice(sides.latin));
    let is_inside = !sides.han_first;
    let value = |wanted| names.iter().find(|(name, _)| *name == wanted).map_or(0.0, |(_, x)| *x);
    let words: Vec<&str> = recogniser
        .segmenter
        .dictionary_path(han)
        .map(|word| &han[word.range()])
        .collect();
    let is_of = |word: &str, class: &str| recogniser.segmenter.class_of(word) == class;
    let latin_words: Vec<&str> = latin.split(' ').filter(|word| !word.is_empty()).collect();
    let is_abbreviation = writing(latin) == Writing::Abbreviation || is_mostly_capitals(&latin_words);
    let numbers = (latin_words.len() as f64, words.len() as f64);
    let unlike = (numbers.0 - numbers.1).abs() / numbers.0.max(numbers.1).max(1.0);
    let is_place = named.ground != Ground::Sounds && !words.is_empty() && words.iter().all(|word| is_of(word, "ns"));
    let rest = behind_item(sides, folded);
    let has = |signs: &[char]| yes(latin.contains(signs));
    let mut features: Features = SHARED.iter().map(|&name| (name, value(name))).collect();
    features.extend([
        (
            "everyday words in parentheses",
            yes(is_inside) * value("everyday words alone"),
        ),
        ("long in parentheses", yes(is_inside && named.span.len() > LONG)),
        ("a place in parentheses", yes(is_inside && is_place)),
        ("a list in the parenthesis", yes(rest.starts_with('、'))),
        ("a second Latin item", yes(is_latin_item(rest))),
        ("the line ends behind", yes(behind(sides, folded).1.is_empty())),
        ("an abbreviation", yes(is_abbreviation && !is_inside)),
        ("unlike numbers of words", if is_abbreviation { 0.0 } else { unlike }),
        ("five words", yes(words.len() >= MANY)),
        (
            "a verb inside",
            yes(words.iter().rev().skip(1).any(|word| is_of(word, "v"))),
        ),
        (
            "a particle inside",
            yes(words.iter().any(|word| PARTICLES.contains(word))),
        ),
        ("for a use", yes(is_inside && han.ends_with('用'))),
        ("numbers alone", yes(han.chars().all(|c| NUMBERS.contains(c)))),
        ("a remark", yes(REMARKS.contains(&han))),
        ("a unit", yes(UNITS.contains(&latin))),
        ("a digit", yes(latin.contains(|c: char| c.is_ascii_digit()))),
        ("a sign between", has(&['+', '/', ':', '?'])),
        ("a Latin sentence", yes(is_sentence(&latin_words))),
        ("a species", yes(is_species(&latin_words))),
    ]);
    features
}

/// How likely two sides with these features are two words for one thing.
pub(in crate::entity) fn probability(features: &Features) -> f64 {
    sigmoid(features, WEIGHTS.map(|(_, weight)| weight))
}

/// Whether a word is written mostly in capitals: HBase, eID.
fn is_mostly_capitals(words: &[&str]) -> bool {
    const SHARE: f64 = 0.6;
    let [word] = words else { return false };
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    capitals >= 2 && capitals as f64 >= SHARE * letters as f64
}

/// Whether words of a language stand here that names and terms do not have.
fn is_sentence(words: &[&str]) -> bool {
    const VERBS: [&str; 22] = [
        "is", "are", "was", "were", "be", "been", "shall", "will", "can", "has", "have", "had", "do", "does", "did",
        "that", "which", "per", "from", "you", "we", "I",
    ];
    words.len() > 2 && words.iter().any(|word| VERBS.contains(word))
}

/// Whether words are made like the scientific name of a species: Troides magellanus.
fn is_species(words: &[&str]) -> bool {
    const ENDINGS: [&str; 9] = ["us", "a", "um", "is", "ii", "ae", "es", "ns", "i"];
    let [genus, species] = words else { return false };
    genus.starts_with(char::is_uppercase)
        && species.chars().all(char::is_lowercase)
        && ENDINGS.iter().any(|ending| species.ends_with(ending))
}

/// What the parenthesis holds behind the item that is one of the sides, closing marks aside.
fn behind_item<'f>(sides: &Sides, folded: &'f Folded) -> &'f str {
    let end = sides.han.end.max(sides.latin.end);
    let length = folded.len_chars().min(end + 4);
    let rest = folded.slice(CharSpan::new(end, length));
    rest.trim_start_matches(['」', '』', '”', '》', '〉', ' '])
}

/// Whether `rest` goes on with a Latin item of a list.
fn is_latin_item(rest: &str) -> bool {
    let item = rest.strip_prefix([',', ';']).map(str::trim_start);
    item.is_some_and(|item| item.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Particles and verbs that stand between words rather than in them.
const PARTICLES: [&str; 14] = [
    "的", "是", "在", "被", "和", "与", "就", "都", "也", "很", "不", "把", "让", "了",
];

/// Characters of numbers, dates and quantities.
const NUMBERS: &str = "一二三四五六七八九十百千万亿〇零两几多约第年月日公斤里尺分元";

/// What is said of a name in a parenthesis and is no other name.
const REMARKS: [&str; 8] = ["化名", "同前", "一手", "暂名", "音译", "官网", "官方", "自称"];

/// Units of measure.
const UNITS: [&str; 26] = [
    "MW", "GW", "kW", "TW", "MWh", "GWh", "TWh", "kWh", "km", "kg", "cm", "mm", "ha", "TB", "GB", "MB", "Gbps", "Mbps",
    "GBps", "MBps", "TBps", "Hz", "MHz", "GHz", "UTC", "USD",
];
