//! Pairs in parentheses: 中文（Latin） and Latin（中文）.
//!
//! A pair binds its two forms for the rest of the document. This file finds the parentheses and the two sides; whether they
//! are a pair, and of whom, is decided where the gazetteer is known.

use crate::text::{CharSpan, Folded, is_han};

/// The two sides of a parenthesis, one in Han characters and one in Latin letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sides {
    /// The side in Han characters. Before a parenthesis it is the whole run, which may hold more than the name at its end.
    pub han: CharSpan,
    /// The side in Latin letters.
    pub latin: CharSpan,
    /// Whether the Han side is the one before the parenthesis.
    pub han_first: bool,
    /// Whether the side before the parenthesis is a title in its marks: 《自然》（Nature）.
    pub is_title: bool,
}

/// The longest parenthesis that is looked at, in code points.
const LONGEST: usize = 60;
/// The longest run that is looked at before one.
const LONGEST_BEFORE: usize = 40;

/// All parentheses with a Han side and a Latin side, in order.
pub(super) fn find(folded: &Folded) -> Vec<Sides> {
    // The folded view has every parenthesis in half width.
    if !folded.view().contains('(') {
        return Vec::new();
    }
    let chars: Vec<char> = folded.view().chars().collect();
    let mut found = Vec::new();
    let mut open = None;
    for (i, &c) in chars.iter().enumerate() {
        match c {
            '(' => open = Some(i),
            '\n' => open = None,
            ')' => {
                if let Some(start) = open.take().filter(|start| i - start <= LONGEST) {
                    found.extend(sides(&chars, start, i));
                }
            }
            _ => {}
        }
    }
    found
}

fn sides(chars: &[char], open: usize, close: usize) -> Option<Sides> {
    let inside = first_item(chars, open + 1, close)?;
    let mut end = open;
    while end > 0 && matches!(chars[end - 1], ' ' | '」' | '』' | '》' | '〉') {
        end -= 1;
    }
    let is_title = end < open && matches!(chars[end], '》' | '〉');
    let before = end.checked_sub(1).map(|last| chars[last])?;
    let first = chars[inside.start];
    if is_han(before) && is_latin(first) && !first.is_ascii_digit() {
        let latin = latin_run(chars, inside)?;
        Some(Sides {
            han: CharSpan::new(han_start(chars, end), end),
            latin,
            han_first: true,
            is_title,
        })
    } else if is_latin(before) && is_han(first) {
        let han = CharSpan::new(
            inside.start,
            inside.start + chars[inside.range()].iter().take_while(|&&c| is_name_char(c)).count(),
        );
        let start = latin_start(chars, end);
        (start < end).then_some(Sides {
            han,
            latin: CharSpan::new(start, end),
            han_first: false,
            is_title,
        })
    } else {
        None
    }
}

/// The first of the things that a parenthesis lists: Ilya Sutskever in （Ilya Sutskever，生於1986年）.
fn first_item(chars: &[char], mut start: usize, mut end: usize) -> Option<CharSpan> {
    let stop = chars[start..end]
        .iter()
        .position(|c| matches!(c, ',' | '、' | ';' | ':' | '/' | '。' | '|'));
    end = stop.map_or(end, |length| start + length);
    while start < end && chars[start] == ' ' {
        start += 1;
    }
    while start < end && chars[end - 1] == ' ' {
        end -= 1;
    }
    (start < end).then(|| CharSpan::new(start, end))
}

/// The item, if it is Latin from end to end.
fn latin_run(chars: &[char], item: CharSpan) -> Option<CharSpan> {
    chars[item.range()]
        .iter()
        .all(|&c| is_latin(c) || matches!(c, ' ' | '-' | '\'' | '.' | '·' | '&' | '/'))
        .then_some(item)
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
    // A name begins with a capital.
    while start < end && !(chars[start].is_uppercase() && (start == 0 || !is_latin(chars[start - 1]))) {
        start += 1;
    }
    start
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || (c.is_alphabetic() && c < '\u{250}')
}

fn is_name_char(c: char) -> bool {
    is_han(c) || c == '·' || c == '-'
}

/// Whether `latin` is written like a name: two to five words, each with a capital or a particle, letters only.
pub(super) fn looks_like_a_name(latin: &str) -> bool {
    let words: Vec<&str> = latin.split(' ').filter(|word| !word.is_empty()).collect();
    let capitalised = |word: &&&str| word.starts_with(char::is_uppercase);
    let lettered = |word: &&str| {
        word.chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '.' | '·'))
    };
    (2..=5).contains(&words.len())
        && words.iter().all(lettered)
        && words.first().is_some_and(|word| capitalised(&word))
        && words.last().is_some_and(|word| capitalised(&word))
        && words.iter().filter(capitalised).count() + 2 >= words.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        let folded = Folded::new(text);
        let chars: Vec<char> = text.chars().collect();
        let slice = |span: CharSpan| chars[span.range()].iter().collect::<String>();
        find(&folded)
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

    #[test]
    fn names_are_told_from_phrases() {
        for name in [
            "Ilya Sutskever",
            "Ursula von der Leyen",
            "Hsu Chia-wei",
            "J. K. Rowling",
        ] {
            assert!(looks_like_a_name(name), "{name}");
        }
        for phrase in ["large language model", "GPT-4 Turbo", "AI", "a Name"] {
            assert!(!looks_like_a_name(phrase), "{phrase}");
        }
    }
}
