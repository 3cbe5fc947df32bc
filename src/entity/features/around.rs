//! What stands around a pair: in, the sides and how they are read; out, features of the text before and behind.

use super::super::Recogniser;
use super::super::parentheses::Sides;
use super::super::reading::Named;
use crate::names::{is_proper_ending, is_term_ending};
use crate::text::{CharSpan, Folded};

/// How much of the text on each side is looked at, in code points.
const AROUND: usize = 8;

pub(super) fn features(
    sides: &Sides,
    named: &Named,
    folded: &Folded,
    recogniser: Recogniser<'_>,
) -> [(&'static str, f64); 7] {
    let yes = |is: bool| f64::from(is);
    let begins = named.span.start.min(sides.latin.start);
    let before = folded.slice(CharSpan::new(begins.saturating_sub(AROUND), begins));
    let is_listed = before.trim_end_matches(MARKS).ends_with('、');
    let (more, behind) = behind(sides, folded);
    [
        ("a name's ending behind", yes(prefixes(behind).any(is_proper_ending))),
        (
            "a deed of institutions behind",
            yes(DEEDS.iter().any(|word| behind.contains(word))),
        ),
        ("a term's ending behind", yes(prefixes(behind).any(is_term_ending))),
        ("a verb behind", yes(begins_with_verb(behind, recogniser))),
        ("a line behind", yes(behind.starts_with(['—', '-']))),
        ("in a list", yes(is_listed || behind.starts_with('、'))),
        ("more in the parenthesis", yes(!more.is_empty())),
    ]
}

/// What else the parenthesis holds, and the text behind it on the line.
pub(super) fn behind<'f>(sides: &Sides, folded: &'f Folded) -> (&'f str, &'f str) {
    const LONGEST: usize = 80;
    let start = sides.han.end.max(sides.latin.end);
    let rest = folded.slice(CharSpan::new(start, (start + LONGEST).min(folded.len_chars())));
    let (more, behind) = rest.split_once(')').unwrap_or((rest, ""));
    let end = behind.char_indices().nth(AROUND).map_or(behind.len(), |(at, _)| at);
    let line = behind[..end].split('\n').next().unwrap_or("");
    let more = more.trim_matches(|c: char| !c.is_alphanumeric());
    (more, line.trim_start_matches(MARKS))
}

/// Whether a verb begins `text`, as behind the name of whoever does something; 是 says what something is.
fn begins_with_verb(text: &str, recogniser: Recogniser<'_>) -> bool {
    let word = recogniser.segmenter.dictionary_path(text).next();
    let word = word.map_or("", |word| &text[word.range()]);
    word != "是" && recogniser.segmenter.class_of(word).starts_with('v')
}

/// What begins `text`, of one code point to four.
fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().take(4).map(|(at, c)| &text[..at + c.len_utf8()])
}

/// Signs that may stand between a pair and the text around it.
const MARKS: [char; 14] = [
    '「', '」', '『', '』', '《', '》', '〈', '〉', '“', '”', '"', ' ', '*', '\'',
];

/// What institutions do.
const DEEDS: [&str; 20] = [
    "成立", "创立", "创办", "宣布", "发布", "推出", "上市", "上线", "发行", "收购", "主办", "举办", "合作", "执导",
    "主演", "开幕", "官方", "总部", "任职", "毕业",
];
