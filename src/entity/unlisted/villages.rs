//! Taiwan's urban villages (里), told by what stands around them: in, a folded text; out, where they stand. What is found is likely,
//! not sure: good enough to say how a name is written in Traditional characters, where the alternative is a guess for words.

use crate::segment::Segmenter;
use crate::text::{CharSpan, Folded, is_han};

/// Urban villages, which are called by two characters and 里: behind a district (南屯区的春安里), in a list after another one
/// (高中里、桃源里), or before one of their own words (华岗里里长). A word of the dictionary takes a district right before it.
pub(crate) fn villages(folded: &Folded, segmenter: &Segmenter) -> Vec<CharSpan> {
    const NAME: usize = 2;
    let chars = folded.characters(CharSpan::new(0, folded.len_chars()));
    let mut found: Vec<CharSpan> = Vec::new();
    for (at, _) in chars.iter().enumerate().filter(|&(_, &c)| c == '里') {
        let Some(start) = at.checked_sub(NAME) else { continue };
        let name = &chars[start..at];
        if !name.iter().all(|&c| is_han(c) && c != '里') {
            continue;
        }
        let is_word = || segmenter.has_word(folded.slice(CharSpan::new(start, at)));
        let is_district = |before: &[char]| matches!(before, [.., name, '区' | '镇'] if is_han(*name));
        let stands = match &chars[..start] {
            [before @ .., '的'] => is_district(before) && !is_word(),
            [.., '里', '、' | '及' | '与' | '和'] => found.last().is_some_and(|last| last.end + 1 == start),
            before => is_district(before),
        };
        let is_before_own_word = matches!(
            chars[at + 1..],
            ['里', '长' | '民' | '办' | '邻', ..] | ['活', '动', '中', '心', ..]
        );
        if stands || is_before_own_word {
            found.push(CharSpan::new(start, at + 1));
        }
    }
    found
}
