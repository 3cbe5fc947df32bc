//! What stands right beside a form and tells whether it is a name there, or whose: title marks, words for what a firm has, measure
//! words, letters in a row. In, the characters of the folded view and a place; out, an answer.

use super::characters::Characters;
use crate::names::starts_with_title;
use crate::text::CharSpan;

/// Whether the marks of a title stand right around `span`: 《一一》 is the film.
pub(super) fn is_in_title_marks(characters: &Characters<'_>, span: CharSpan) -> bool {
    matches!(characters.before(span.start), Some('《' | '〈')) && matches!(characters.get(span.end), Some('》' | '〉'))
}

/// Whether what follows is a word for a firm, or for what only firms have: 蘋果執行長, 小米集團.
pub(super) fn is_before_firm_word(characters: &Characters<'_>, span: CharSpan) -> bool {
    const WORDS: [&str; 8] = ["公司", "集团", "执行长", "创办人", "创始人", "财报", "股价", "营收"];
    // Asked of every form, and hardly any goes on like this.
    let may_be = matches!(
        characters.get(span.end),
        Some('公' | '集' | '执' | '创' | '财' | '股' | '营')
    );
    may_be && WORDS.iter().any(|word| characters.from(span.end).starts_with(word))
}

/// Whether what stands before an everyday word says that it is one: it is counted by a measure word (一顆蘋果), or eaten or grown.
pub(super) fn is_thing(characters: &Characters<'_>, span: CharSpan) -> bool {
    const MEASURES: &str = "颗个斤箱片篮株棵粒枝条只盘碗杯瓶包袋串块";
    const NUMBERS: &str = "一二两三四五六七八九十百千半几数每这那";
    const VERBS: &str = "吃喝削咬啃种摘切";
    let mut backwards = characters.all()[..span.start].iter().rev().copied();
    match backwards.next() {
        Some(last) if VERBS.contains(last) => true,
        Some(last) if MEASURES.contains(last) => {
            let number = backwards.find(|c| *c != ' ');
            number.is_some_and(|c| NUMBERS.contains(c) || c.is_ascii_digit())
        }
        _ => false,
    }
}

/// Whether a single letter is a sign rather than a name: an axis, a ray, a chromosome, or one of several letters (X 與 Y).
pub(super) fn is_sign(characters: &Characters<'_>, span: CharSpan) -> bool {
    const THINGS: [&str; 8] = ["轴", "光", "射线", "染色体", "坐标", "座标", "世代", "="];
    if span.len() != 1 || !characters.get(span.start).is_some_and(|c| c.is_ascii_alphabetic()) {
        return false;
    }
    let (before, behind) = (characters.until(span.start), characters.from(span.end));
    let (before, behind) = (before.trim_end_matches(' '), behind.trim_start_matches(' '));
    let is_joint = |c: char| matches!(c, '与' | '和' | '、' | '或' | '及' | ',' | '/');
    let is_letter = |text: &mut dyn Iterator<Item = char>| {
        let mut text = text.skip_while(|&c| c == ' ');
        let is_joined = text.next().is_some_and(is_joint);
        let mut rest = text.skip_while(|&c| c == ' ');
        let is_letter = rest.next().is_some_and(|c| c.is_ascii_alphabetic());
        is_joined && is_letter && !rest.next().is_some_and(|c| c.is_ascii_alphanumeric())
    };
    THINGS.iter().any(|thing| behind.starts_with(thing))
        || is_letter(&mut behind.chars())
        || is_letter(&mut before.chars().rev())
}

/// Whether a dot stands right before or behind, as inside longer names.
pub(super) fn touches_dot(characters: &Characters<'_>, span: CharSpan) -> bool {
    characters.before(span.start) == Some('·') || characters.get(span.end) == Some('·')
}

/// What the words beside a form say it is: a person before a title, a place behind 在 and 於.
pub(super) fn wanted_label(characters: &Characters<'_>, span: CharSpan) -> Option<&'static str> {
    if starts_with_title(characters.from(span.end)) {
        Some("PERSON")
    } else if matches!(characters.before(span.start), Some('在' | '于' | '赴' | '抵')) {
        Some("LOC")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Folded;

    fn place(text: &str, form: &str) -> (Folded, CharSpan) {
        let start = text[..text.find(form).unwrap()].chars().count();
        (Folded::new(text), CharSpan::new(start, start + form.chars().count()))
    }

    #[test]
    fn single_letters_are_told_from_signs() {
        for (text, expected) in [
            ("沿著 X 軸移動", true),
            ("照 X 光", true),
            ("變數 X 與 Y 相加", true),
            ("變數 Y、X 相加", true),
            ("他在 X 上說", false),
            ("從 X 和 Meta 下載", false),
            ("改名為X，", false),
        ] {
            let (folded, span) = place(text, "X");
            assert_eq!(is_sign(&Characters::new(&folded), span), expected, "{text}");
        }
    }

    #[test]
    fn things_are_counted_or_eaten() {
        for (text, expected) in [
            ("桌上有三顆蘋果", true),
            ("每天吃蘋果", true),
            ("買 2 斤蘋果", true),
            ("有的蘋果", false),
            ("個別蘋果", false),
            ("今年蘋果", false),
        ] {
            let (folded, span) = place(text, "蘋果");
            assert_eq!(is_thing(&Characters::new(&folded), span), expected, "{text}");
        }
    }
}
