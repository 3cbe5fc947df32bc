//! Pairs in parentheses: 中文（Latin） and Latin（中文）.
//!
//! A pair binds its two forms for the rest of the document. This file finds the parentheses and the two sides; whether they
//! are a pair, and of whom, is decided where the gazetteer is known.

use super::characters::Characters;
use crate::text::{CharSpan, is_han};

/// The two sides of a parenthesis, one in Han characters and one in Latin letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sides {
    /// The side in Han characters. Before a parenthesis and without marks it is the whole run, which may hold more than the
    /// name at its end.
    pub han: CharSpan,
    /// The side in Latin letters.
    pub latin: CharSpan,
    /// Whether the Han side is the one before the parenthesis.
    pub han_first: bool,
    /// Whether the side before the parenthesis is a title in its marks: 《自然》（Nature）.
    pub is_title: bool,
    /// Whether it is in quotation marks: 「遊戲基地」（Gamebase）.
    pub is_quoted: bool,
    /// What the parenthesis calls the name in it: 俗稱, 簡稱.
    pub introduced_as: Option<Introduced>,
    /// Whether it is small letters that stand before the parenthesis: flyer（文宣）. No name is written so.
    pub is_lower: bool,
}

impl Sides {
    /// Whether the Han side is one name and no more: inside a parenthesis, and between marks.
    pub(super) fn is_whole(&self) -> bool {
        !self.han_first || self.is_quoted || self.is_title
    }
}

/// What a word at the beginning of a parenthesis says of the name behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Introduced {
    /// A name like the other: 原名, 英文名.
    Name,
    /// A nickname: 俗稱, 藝名.
    Nickname,
    /// A shorter form: 簡稱.
    Abbreviation,
}

/// The longest parenthesis that is looked at, in code points.
const LONGEST: usize = 60;
/// The longest run that is looked at before one.
const LONGEST_BEFORE: usize = 60;

/// All parentheses with a Han side and a Latin side, in order.
pub(super) fn find(characters: &Characters<'_>) -> Vec<Sides> {
    // The folded view has every parenthesis in half width.
    let chars = characters.all();
    let closing = memchr::memchr_iter(b')', characters.view().as_bytes());
    let pairs = closing.filter_map(|byte| {
        let close = characters.at_byte(byte);
        Some((opening(chars, close)?, close))
    });
    pairs.filter_map(|(open, close)| sides(chars, open, close)).collect()
}

/// Where the parenthesis that `close` closes begins, if it is on the same line and not too far.
fn opening(chars: &[char], close: usize) -> Option<usize> {
    let first = close.saturating_sub(LONGEST);
    let near = &chars[first..close];
    let last = near.iter().rposition(|c| matches!(c, '(' | ')' | '\n'))?;
    (near[last] == '(').then_some(first + last)
}

/// Opening marks and their closing ones.
const MARKS: [(char, char); 6] = [
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('〈', '〉'),
    ('“', '”'),
    ('"', '"'),
];

/// What stands before a parenthesis: the end of the name, and where it begins if marks say so.
struct Before {
    end: usize,
    start: Option<usize>,
    is_title: bool,
}

fn before(chars: &[char], open: usize) -> Before {
    let mut end = open;
    while end > 0 && chars[end - 1] == ' ' {
        end -= 1;
    }
    let last = end.checked_sub(1).map_or(' ', |last| chars[last]);
    let Some(&(opening, _)) = MARKS.iter().find(|(_, closing)| *closing == last) else {
        // The parenthesis may stand inside the marks of a title.
        let length = chars[..end].iter().rev().take(LONGEST_BEFORE);
        let length = length.take_while(|&&c| is_han(c) || is_latin_name_char(c)).count();
        let is_title = matches!(end.checked_sub(length + 1).map(|at| chars[at]), Some('《' | '〈'));
        return Before {
            end,
            start: is_title.then_some(end - length),
            is_title,
        };
    };
    end -= 1;
    let length = chars[..end]
        .iter()
        .rev()
        .take(LONGEST_BEFORE)
        .take_while(|&&c| c != '\n');
    let length = length.take_while(|&&c| c != opening).count();
    let is_open = end.checked_sub(length + 1).is_some_and(|at| chars[at] == opening);
    Before {
        end,
        start: is_open.then_some(end - length),
        is_title: matches!(last, '》' | '〉'),
    }
}

fn sides(chars: &[char], open: usize, close: usize) -> Option<Sides> {
    let Before { end, start, is_title } = before(chars, open);
    let last = end.checked_sub(1).map(|last| chars[last])?;
    let (inside, introduced_as) = first_item(chars, open + 1, close, is_title)?;
    let first = chars[inside.start];
    // 成立:1997 says something of the name.
    if is_han(first) && !is_title && chars[inside.end] == ':' {
        return None;
    }
    let is_quoted = start.is_some() && !is_title;
    let sides = |han, latin, han_first| Sides {
        han,
        latin,
        han_first,
        is_title,
        is_quoted,
        introduced_as,
        is_lower: false,
    };
    // A title may hold what it likes, also letters.
    let whole = start.map(|start| CharSpan::new(start, end));
    if is_latin(first)
        && !first.is_ascii_digit()
        && whole.map_or(is_han(last), |span| chars[span.range()].iter().any(|&c| is_han(c)))
    {
        let latin = latin_run(chars, inside, is_title)?;
        let is_name = |span: &CharSpan| chars[span.range()].iter().all(|&c| is_title || is_marked_char(c));
        let han = whole
            .filter(is_name)
            .or_else(|| is_han(last).then(|| CharSpan::new(han_start(chars, end), end)))?;
        Some(sides(han, latin, true))
    } else if is_han(first) && is_latin(last) {
        let length = chars[inside.range()]
            .iter()
            .take_while(|&&c| is_name_char(c) || (is_title && is_marked_char(c)))
            .count();
        let han = CharSpan::new(inside.start, inside.start + length);
        let start = whole.map_or_else(|| latin_start(chars, end), |span| span.start);
        let is_lower = start == end;
        let start = if is_lower { lower_start(chars, end) } else { start };
        // What stands between marks may hold other signs.
        let is_run = |&c: &char| is_latin_name_char(c) || (whole.is_some() && !is_han(c));
        // What goes on in other characters is a remark.
        let is_whole = length == inside.len();
        (start < end && is_whole && chars[start..end].iter().all(is_run)).then(|| Sides {
            is_lower,
            ..sides(han, CharSpan::new(start, end), false)
        })
    } else {
        None
    }
}

/// Words that introduce a name inside a parenthesis.
const INTRODUCING: [(&str, Introduced); 20] = [
    ("英文名称", Introduced::Name),
    ("英文名", Introduced::Name),
    ("英文:", Introduced::Name),
    ("英语:", Introduced::Name),
    ("法语:", Introduced::Name),
    ("德语:", Introduced::Name),
    ("原名", Introduced::Name),
    ("本名", Introduced::Name),
    ("全名", Introduced::Name),
    ("现名", Introduced::Name),
    ("旧名", Introduced::Name),
    ("旧称", Introduced::Name),
    ("又名", Introduced::Name),
    ("又称", Introduced::Name),
    ("俗称", Introduced::Nickname),
    ("昵称", Introduced::Nickname),
    ("绰号", Introduced::Nickname),
    ("艺名", Introduced::Nickname),
    ("简称", Introduced::Abbreviation),
    ("缩写", Introduced::Abbreviation),
];

/// The first of the things that a parenthesis lists: Ilya Sutskever in （Ilya Sutskever，生於1986年）; without quotation marks, and
/// without a word that introduces it.
fn first_item(
    chars: &[char],
    mut start: usize,
    mut end: usize,
    is_title: bool,
) -> Option<(CharSpan, Option<Introduced>)> {
    let mut introduced_as = None;
    let text: String = chars[start..end].iter().take(4).collect();
    if let Some((word, what)) = INTRODUCING.iter().find(|(word, _)| text.starts_with(word)) {
        introduced_as = Some(*what);
        start += word.chars().count();
        start += usize::from(chars[start..end].first() == Some(&':'));
    }
    // The subtitle of a work goes with it.
    let stop = chars[start..end]
        .iter()
        .position(|&c| matches!(c, ',' | '、' | ';' | '/' | '。' | '|') || (c == ':' && !is_title));
    // What is listed between slashes is many things, but for one between capitals: TWCERT/CC.
    if stop.is_some_and(|length| chars[start + length] == '/') {
        let is_one = |c: &char| c.is_uppercase() || c.is_ascii_digit() || *c == '/';
        let item = &chars[start..end];
        if !item.iter().all(is_one) || item.iter().filter(|&&c| c == '/').count() > 1 {
            return None;
        }
    } else {
        end = stop.map_or(end, |length| start + length);
    }
    let is_mark = |c: char| c == ' ' || MARKS.iter().any(|&(opening, closing)| c == opening || c == closing);
    while start < end && is_mark(chars[start]) {
        start += 1;
    }
    while start < end && is_mark(chars[end - 1]) {
        end -= 1;
    }
    (start < end).then(|| (CharSpan::new(start, end), introduced_as))
}

/// The item, if it is Latin from end to end.
fn latin_run(chars: &[char], item: CharSpan, is_title: bool) -> Option<CharSpan> {
    chars[item.range()]
        .iter()
        .all(|&c| is_latin_name_char(c) || (is_title && matches!(c, '—' | '–')))
        .then_some(item)
}

/// What a name in marks may hold: 亞答屋 84 號圖書館, 三毛:沙漠的新娘.
fn is_marked_char(c: char) -> bool {
    is_name_char(c) || is_latin(c) || matches!(c, ' ' | ':' | '/')
}

fn is_latin_name_char(c: char) -> bool {
    is_latin(c) || matches!(c, ' ' | '-' | '\'' | '.' | '·' | '&' | '/' | '!' | '?' | ':' | '+')
}

/// Where the run of Han characters and dots that ends before `end` begins.
fn han_start(chars: &[char], end: usize) -> usize {
    let length = chars[..end]
        .iter()
        .rev()
        .take(LONGEST_BEFORE)
        .take_while(|&&c| is_name_char(c))
        .count();
    end - length
}

/// Where the capitalised words that end before `end` begin.
fn latin_start(chars: &[char], end: usize) -> usize {
    let inside = |c: char| is_latin(c) || matches!(c, ' ' | '-' | '\'' | '.' | '·');
    let length = chars[..end]
        .iter()
        .rev()
        .take(LONGEST_BEFORE)
        .take_while(|&&c| inside(c))
        .count();
    let mut start = end - length;
    // A name begins with a capital, or with a word that has one inside: iKala.
    let has_capital = |start: usize| {
        chars[start..end]
            .iter()
            .take_while(|&&c| is_latin(c))
            .any(|c| c.is_uppercase())
    };
    while start < end && !(has_capital(start) && (start == 0 || !is_latin(chars[start - 1]))) {
        start += 1;
    }
    start
}

/// Where the words in small letters that end before `end` begin: no more of them than a term has, and all that stand together, or none.
fn lower_start(chars: &[char], end: usize) -> usize {
    const LONGEST: usize = 40;
    let run = chars[..end].iter().rev().take(LONGEST + 1);
    let length = run
        .take_while(|&&c| is_latin(c) || matches!(c, ' ' | '-' | '\''))
        .count();
    if length > LONGEST {
        return end;
    }
    let spaces = chars[end - length..end].iter().take_while(|&&c| c == ' ').count();
    end - length + spaces
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || (c.is_alphabetic() && c < '\u{2b0}')
}

fn is_name_char(c: char) -> bool {
    is_han(c) || c == '·' || c == '-'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Folded;

    fn pairs(text: &str) -> Vec<(String, String)> {
        let folded = Folded::new(text);
        let chars: Vec<char> = text.chars().collect();
        let slice = |span: CharSpan| chars[span.range()].iter().collect::<String>();
        find(&Characters::new(&folded))
            .iter()
            .map(|sides| (slice(sides.han), slice(sides.latin)))
            .collect()
    }

    #[test]
    fn both_orders_and_widths_are_found() {
        let cases = [
            (
                "，伊爾亞·蘇茨克維（Ilya Sutskever）說",
                ("伊爾亞·蘇茨克維", "Ilya Sutskever"),
            ),
            ("導演 Hsu Chia-wei(許家維)的", ("許家維", "Hsu Chia-wei")),
            ("「辛頓」（Geoffrey Hinton，1947年生）", ("辛頓", "Geoffrey Hinton")),
            ("見 the Yu Shien Yang（楊于賢）", ("楊于賢", "Yu Shien Yang")),
        ];
        for (text, (han, latin)) in cases {
            assert_eq!(pairs(text), [(han.to_owned(), latin.to_owned())], "{text}");
        }
        assert_eq!(pairs("台積電（2330）、國內生產毛額（約3%）、台北（一〇一）").len(), 0);
    }
}
