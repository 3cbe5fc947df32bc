//! What a pair in parentheses says: that its two sides are one person or institution.
//!
//! Where the gazetteer knows one side, the other becomes a form of the same entity. Where it knows neither, the pair
//! introduces an entity of the document, if the two sides look like a name: a romanised Chinese name (許家維（Hsu Chia-wei）), a
//! transliteration with dots, characters that form no words (𠮷田健太), or an institution by its last word.

use super::parentheses::{Sides, looks_like_a_name};
use super::{MatchKind, Recogniser};
use crate::names::{chinese_name, parts};
use crate::segment::Segmenter;
use crate::text::{ByteSpan, CharSpan, Folded, is_han};

/// The two forms of a pair, with where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    /// The Chinese form.
    pub han: CharSpan,
    /// The Latin form.
    pub latin: CharSpan,
    /// What the forms name.
    pub shape: Shape,
}

/// What the form of a name tells about its bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A Chinese person, with the length of the family name in code points.
    Chinese { family_len: usize },
    /// Another person.
    Foreign,
    /// An institution.
    Institution,
}

/// Last words of institutions' Latin names, with the Chinese words that may end the Chinese one.
const INSTITUTIONS: [&str; 30] = [
    "Academy",
    "Agency",
    "Association",
    "Bakery",
    "Bank",
    "Bureau",
    "Capital",
    "Center",
    "Centre",
    "Club",
    "College",
    "Company",
    "Corporation",
    "Council",
    "Foundation",
    "Group",
    "Hospital",
    "Institute",
    "Lab",
    "Laboratory",
    "Labs",
    "Museum",
    "Orchestra",
    "Press",
    "School",
    "Society",
    "Studio",
    "Studios",
    "Technologies",
    "University",
];

/// Reads the two sides as the names of something that no dictionary knows.
pub(super) fn introduce(sides: &Sides, folded: &Folded, recogniser: Recogniser<'_>) -> Option<Pair> {
    let latin = folded.slice(sides.latin);
    if !looks_like_a_name(latin) {
        return None;
    }
    if latin
        .rsplit(' ')
        .next()
        .is_some_and(|last| INSTITUTIONS.contains(&last))
    {
        let han = institution(sides, folded)?;
        return Some(Pair {
            han,
            latin: sides.latin,
            shape: Shape::Institution,
        });
    }
    let (han, shape) = person(sides, folded, recogniser)?;
    Some(Pair {
        han,
        latin: sides.latin,
        shape,
    })
}

/// The person's name at the end of the Han side (or the whole of it where it stands inside the parenthesis).
pub(super) fn person(sides: &Sides, folded: &Folded, recogniser: Recogniser<'_>) -> Option<(CharSpan, Shape)> {
    let (text, latin) = (folded.slice(sides.han), folded.slice(sides.latin));
    let length = sides.han.len();
    let (len, shape) = if let Some(name) = chinese_name(text, latin) {
        (
            name.len,
            Shape::Chinese {
                family_len: name.family_len,
            },
        )
    } else {
        let dotted = text.contains('·').then(|| dotted_name_len(text, recogniser));
        (
            dotted.unwrap_or_else(|| plain_name_len(text, recogniser.segmenter))?,
            Shape::Foreign,
        )
    };
    // Inside a parenthesis a name stands alone.
    let whole = sides.han_first || len == length;
    whole.then(|| (CharSpan::new(sides.han.end - len, sides.han.end), shape))
}

/// The length of the name with dots at the end of `text`. It goes back from dot to dot as long as what stands between two
/// dots is all name, and from the first dot as far as characters look like one.
fn dotted_name_len(text: &str, recogniser: Recogniser<'_>) -> Option<usize> {
    const LONGEST_PART: usize = 7;
    let mut parts = text.rsplit('·');
    let mut len = parts.next()?.chars().count();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let name = transliterated_len(part, recogniser);
        if !(1..=LONGEST_PART).contains(&name) {
            return None;
        }
        len += 1 + name;
        if parts.peek().is_none() || name < part.chars().count() {
            return Some(len);
        }
    }
    None
}

/// How many code points at the end of `part` look like a transliterated name: characters that are no words of the dictionary
/// with others, and words made of nothing but characters that transliterations use.
fn transliterated_len(part: &str, recogniser: Recogniser<'_>) -> usize {
    let mut len = 0;
    let words: Vec<ByteSpan> = recogniser.segmenter.dictionary_path(part).collect();
    for word in words.iter().rev().map(|word| &part[word.range()]) {
        let mut chars = word.chars();
        let belongs = match (chars.next(), chars.next()) {
            (Some(c), None) => !NO_NAME.contains(&c),
            _ => word.chars().all(|c| recogniser.gazetteer.transliterates(c)),
        };
        if !belongs {
            break;
        }
        len += word.chars().count();
    }
    len
}

/// The length of the transliterated or Japanese name without dots at the end of `text`: the characters that form no word of the
/// dictionary, or one name of three that it has.
fn plain_name_len(text: &str, segmenter: &Segmenter) -> Option<usize> {
    let words: Vec<&str> = segmenter
        .dictionary_path(text)
        .map(|word| &text[word.range()])
        .collect();
    let mut len = 0;
    for word in words.iter().rev() {
        let mut chars = word.chars();
        match (chars.next(), chars.count()) {
            (Some(c), 0) if !(len > 0 && NO_NAME.contains(&c)) => len += 1,
            (Some(_), 2) if len == 0 => len += 3,
            _ => break,
        }
    }
    (3..=6).contains(&len).then_some(len)
}

/// Words of one character that stand before names and belong to none.
const NO_NAME: [char; 52] = [
    '的', '是', '在', '和', '与', '由', '了', '者', '及', '或', '对', '向', '把', '被', '让', '给', '从', '到', '于',
    '以', '说', '称', '请', '邀', '找', '问', '叫', '有', '为', '也', '就', '而', '且', '但', '并', '像', '如', '跟',
    '同', '当', '拍', '演', '见', '看', '写', '读', '教', '骂', '选', '友', '家', '人',
];

/// The whole Han side, if it can be one name: not too long, and begun by punctuation.
fn institution(sides: &Sides, folded: &Folded) -> Option<CharSpan> {
    let text = folded.slice(sides.han);
    let fits = (2..=16).contains(&sides.han.len()) && text.chars().all(is_han);
    (fits && !text.contains(['的', '在', '是'])).then_some(sides.han)
}

/// The forms that a pair makes valid for the rest of the document: text, how it counts, whether a title must follow.
pub(super) fn forms_of(pair: &Pair, folded: &Folded, segmenter: &Segmenter) -> Vec<(String, MatchKind, bool)> {
    let (han, latin) = (folded.slice(pair.han), folded.slice(pair.latin));
    let mut forms = vec![
        (han.to_owned(), MatchKind::Parenthetical, false),
        (latin.to_owned(), MatchKind::Parenthetical, false),
    ];
    let mut add_parts = |parts: &mut dyn Iterator<Item = &str>| {
        forms.extend(parts.map(|part| (part.to_owned(), MatchKind::Partial, false)));
    };
    match pair.shape {
        Shape::Chinese { family_len } => {
            let split = han.char_indices().nth(family_len).map_or(han.len(), |(at, _)| at);
            let (family, given) = han.split_at(split);
            add_parts(&mut parts(latin));
            if given.chars().count() >= 2 {
                forms.push((given.to_owned(), MatchKind::Partial, false));
            }
            forms.push((family.to_owned(), MatchKind::Partial, true));
            forms.extend(swapped(latin).map(|name| (name, MatchKind::Parenthetical, false)));
        }
        Shape::Foreign => {
            add_parts(&mut parts(han));
            add_parts(&mut parts(latin));
            // A Japanese family name is as a rule the first two of four characters.
            if !han.contains('·') && han.chars().count() == 4 {
                forms.push((han.chars().take(2).collect(), MatchKind::Partial, false));
            }
        }
        Shape::Institution => {
            let last_word = segmenter.dictionary_path(han).last().map_or(0, |word| word.start);
            if han[..last_word].chars().count() >= 2 {
                forms.push((han[..last_word].to_owned(), MatchKind::Partial, false));
            }
        }
    }
    forms
}

/// Chia-wei Hsu for Hsu Chia-wei and the other way round.
fn swapped(latin: &str) -> impl Iterator<Item = String> {
    let first = latin.split_once(' ').map(|(first, rest)| format!("{rest} {first}"));
    let last = latin.rsplit_once(' ').map(|(rest, last)| format!("{last} {rest}"));
    let last = last.filter(|last| Some(last) != first.as_ref());
    first.into_iter().chain(last)
}

#[cfg(test)]
mod tests {
    use super::super::parentheses::find;
    use super::super::{Gazetteer, Rank, shipped_rows};
    use super::*;

    #[test]
    fn pairs_introduce_whom_no_dictionary_knows() {
        let segmenter = Segmenter::new();
        let rows = shipped_rows().unwrap();
        let gazetteer = Gazetteer::new(rows.iter().map(|row| (Rank::Shipped, row)));
        let recogniser = Recogniser {
            gazetteer: &gazetteer,
            segmenter: &segmenter,
        };
        let cases = [
            ("她拍艾瑪•湯普遜（Emma Thompson）", Some("艾瑪•湯普遜")),
            ("風險投資家馬克·安德森（Marc Andreessen）", Some("馬克·安德森")),
            (
                "傑弗里・辛頓的學生亞歷克斯•克裡澤夫斯基（Alex Krizhevsky）",
                Some("亞歷克斯•克裡澤夫斯基"),
            ),
            ("天文學家薇拉・魯賓（Vera Rubin）", Some("薇拉・魯賓")),
            ("主席烏蘇拉．范德賴恩（Ursula von der Leyen）", Some("烏蘇拉．范德賴恩")),
            ("和丈夫約瑟夫．亞伯斯（Josef Albers）", Some("約瑟夫．亞伯斯")),
            ("老闆楊于賢（Yu Shien Yang）說", Some("楊于賢")),
            ("合夥人Hsu Chia-wei（許家維）說", Some("許家維")),
            ("來自英國的莉迪亞．桑頓（Lydia Thornton）說", Some("莉迪亞．桑頓")),
            ("在京都的𠮷田健太（Kenta Yoshida）說", Some("𠮷田健太")),
            ("，麥嶼烘焙（Maiyu Bakery）", Some("麥嶼烘焙")),
            ("，大型語言模型（Large Language Model）", None),
            ("音樂碩士課程（Studio Composition）", None),
            ("國內生產毛額（Gross Domestic Product）", None),
            ("深度學習（deep learning）", None),
        ];
        for (text, expected) in cases {
            let folded = Folded::new(text);
            let chars: Vec<char> = text.chars().collect();
            let sides = find(&folded)[0];
            let pair = introduce(&sides, &folded, recogniser);
            let han: Option<String> = pair.map(|pair| chars[pair.han.range()].iter().collect());
            assert_eq!(han.as_deref(), expected, "{text}");
        }
    }
}
