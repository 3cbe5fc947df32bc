//! Does a form stand here as a word, or is it a piece of other words? 高通 in 提高通膨 is no chip maker.
//!
//! The rule, for a form of Han characters alone, judged by the dictionary's most likely path through its surroundings:
//!
//! 1. No word of the path crosses a border of the form: it stands.
//! 2. One word covers the form and more (海明 in 海明威): it does not stand, unless it is a place at the word's beginning (中國人),
//!    or the rest of the word is a word of two or more characters itself (奧運 in 奧運金牌).
//! 3. Some word crosses a border: a shorter form does not stand. A form of three or more characters does, since such a word
//!    is the likelier accident (德國 in 賴清德國內行程), unless a shorter form of the same entity stands inside it (天使 in 天使隊友).

use super::characters::Characters;
use crate::segment::{Segmenter, WordStarts};
use crate::text::{ByteSpan, CharSpan, is_han};

/// How many characters on either side the path is judged over; longer than the dictionary's usual words.
const AROUND: usize = 6;

/// How a form stands among words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// As a word, or as several.
    Word,
    /// Across a border between words; it is up to other evidence.
    Crossed,
    /// As a piece of another word.
    Piece,
}

/// Forms longer than this, in code points, are no accident wherever they stand.
pub(super) const LONG_ENOUGH: usize = 3;

/// What a form may mean, as far as its borders depend on it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Nature {
    /// A place, which may begin any word.
    pub is_place: bool,
    /// Nothing but an everyday word, which is a part of many others: 自然 in 自然語言.
    pub is_everyday_word: bool,
}

/// How the form at `span` stands.
pub(super) fn standing(
    segmenter: &Segmenter,
    starts: &WordStarts<'_>,
    characters: &Characters<'_>,
    span: CharSpan,
    nature: Nature,
) -> Standing {
    if span.len() > LONG_ENOUGH {
        return Standing::Word;
    }
    // Of Latin forms only single letters are parts of words: X of X光.
    if span.len() > 1 && !characters.all()[span.range()].iter().copied().all(is_han) {
        return Standing::Word;
    }
    let around = surroundings(characters, span);
    // Three forms of four are crossed by no word, and need no path to tell.
    if !segmenter.has_word_across(starts, around, span) {
        return Standing::Word;
    }
    let text = characters.slice(around);
    let ByteSpan { start, end } = inside(characters, around, span);
    let mut crossed = false;
    for word in segmenter.dictionary_path(text) {
        if word.end <= start {
            continue;
        }
        if word.start >= end {
            break;
        }
        let crosses_start = word.start < start;
        let crosses_end = word.end > end;
        if word.start <= start && word.end >= end && (crosses_start || crosses_end) {
            let is_component = is_component(segmenter, &text[word.range()], &text[start..end], nature);
            return if is_component { Standing::Word } else { Standing::Piece };
        }
        crossed |= crosses_start || crosses_end;
    }
    match crossed {
        false => Standing::Word,
        true if span.len() >= LONG_ENOUGH => Standing::Crossed,
        true => Standing::Piece,
    }
}

/// The words of the path that cross a border of the form at `span`, in order: those that speak against it.
pub(super) fn crossing(segmenter: &Segmenter, characters: &Characters<'_>, span: CharSpan) -> Vec<CharSpan> {
    let around = surroundings(characters, span);
    let text = characters.slice(around);
    let form = inside(characters, around, span);
    let words = segmenter.dictionary_path(text);
    let count = |to: usize| text[..to].chars().count();
    words
        .filter(|word| word.overlaps(form) && !form.contains(*word))
        .map(|word| CharSpan::new(around.start + count(word.start), around.start + count(word.end)))
        .collect()
}

/// The bytes of the text of `around` that `span` covers.
fn inside(characters: &Characters<'_>, around: CharSpan, span: CharSpan) -> ByteSpan {
    let (around, span) = (characters.bytes(around), characters.bytes(span));
    ByteSpan::new(span.start - around.start, span.end - around.start)
}

/// Whether `form` is a part of `word` that means itself: a place before anything, or anything beside another word.
fn is_component(segmenter: &Segmenter, word: &str, form: &str, nature: Nature) -> bool {
    let is_word = |rest: &str| !nature.is_everyday_word && rest.chars().count() >= 2 && segmenter.has_word(rest);
    match (word.strip_prefix(form), word.strip_suffix(form)) {
        (Some(rest), _) => nature.is_place || is_word(rest),
        (None, Some(rest)) => is_word(rest),
        (None, None) => false,
    }
}

/// The run of Han characters around the form at `span`, at most [`AROUND`] on either side.
fn surroundings(characters: &Characters<'_>, span: CharSpan) -> CharSpan {
    let (before, behind) = (&characters.all()[..span.start], &characters.all()[span.end..]);
    let before = before.iter().rev().take(AROUND).take_while(|&&c| is_han(c)).count();
    let behind = behind.iter().take(AROUND).take_while(|&&c| is_han(c)).count();
    CharSpan::new(span.start - before, span.end + behind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Folded;

    #[test]
    fn forms_are_weighed_against_words() {
        let segmenter = Segmenter::new();
        let cases = [
            ("高通發表新晶片", "高通", false, Standing::Word),
            ("將提高通膨預期", "高通", false, Standing::Piece),
            ("無法高通過", "高通", false, Standing::Piece),
            ("作家海明威", "海明", false, Standing::Piece),
            ("中國人", "中國", true, Standing::Word),
            ("生於英國倫敦，", "倫敦", true, Standing::Word),
            ("首面奧運金牌", "奧運", false, Standing::Word),
            ("馬斯克服務", "馬斯克", false, Standing::Word),
            ("天使隊友", "天使隊", false, Standing::Crossed),
            ("台大的學生", "台大", false, Standing::Word),
            ("照X光片", "X", false, Standing::Piece),
            ("在X上說", "X", false, Standing::Word),
        ];
        for (text, form, is_place, expected) in cases {
            let folded = Folded::new(text);
            let start = text[..text.find(form).unwrap()].chars().count();
            let span = CharSpan::new(start, start + form.chars().count());
            assert_eq!(
                standing(
                    &segmenter,
                    &segmenter.starts(&folded),
                    &Characters::new(&folded),
                    span,
                    Nature {
                        is_place,
                        is_everyday_word: false
                    }
                ),
                expected,
                "{form} in {text}"
            );
        }
    }
}
