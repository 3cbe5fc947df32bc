//! What a pair in parentheses says: that its two sides are one person or institution.
//!
//! Where the gazetteer knows one side, the other becomes a form of the same entity. Where it knows neither, the pair
//! introduces an entity of the document, if the two sides look like a name: a romanised Chinese name (許家維（Hsu Chia-wei）), a
//! Japanese one, a transliteration, or an institution by its last word.

use super::parentheses::{Sides, looks_like_a_name};
use super::{MatchKind, Recogniser};
use crate::names::{LIKE, chinese_name, institution_endings, japanese_name, likeness, parts};
use crate::segment::Segmenter;
use crate::text::{ByteSpan, CharSpan, Folded};

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
    /// A Japanese person, likewise.
    Japanese { family_len: usize },
    /// Another person.
    Foreign,
    /// An institution.
    Institution,
}

/// Reads the two sides as the names of something that no dictionary knows.
pub(super) fn introduce(sides: &Sides, folded: &Folded, recogniser: Recogniser<'_>) -> Option<Pair> {
    let latin = folded.slice(sides.latin);
    if !looks_like_a_name(latin) || sides.is_title {
        return None;
    }
    if let Some(endings) = institution_endings(latin) {
        let han = institution(sides, endings, folded, recogniser.segmenter)?;
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
    } else if let Some(name) = japanese_name(text, latin) {
        let family_len = name.family_len;
        (name.len, Shape::Japanese { family_len })
    } else {
        let dotted = text.contains('·').then(|| dotted_name_len(text, recogniser));
        (
            dotted.unwrap_or_else(|| plain_name_len(text, latin, recogniser.segmenter))?,
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
/// with others, people's names of three characters that it has, and shorter names made of nothing but characters that
/// transliterations use.
fn transliterated_len(part: &str, recogniser: Recogniser<'_>) -> usize {
    let mut len = 0;
    let words: Vec<ByteSpan> = recogniser.segmenter.dictionary_path(part).collect();
    for word in words.iter().rev().map(|word| &part[word.range()]) {
        let mut chars = word.chars();
        let belongs = match (chars.next(), chars.next()) {
            (Some(c), None) => !NO_NAME.contains(&c),
            _ => {
                let class = recogniser.segmenter.class_of(word);
                let is_name = ["nr", "ns", "nz", "x"].iter().any(|name| class.starts_with(name));
                let is_long = class.starts_with("nr") && word.chars().count() >= 3;
                is_long || (is_name && word.chars().all(|c| recogniser.gazetteer.transliterates(c)))
            }
        };
        if !belongs {
            break;
        }
        len += word.chars().count();
    }
    len
}

/// The length of the transliterated name without dots at the end of `text`, if it sounds like `latin`: the characters that form
/// no word of the dictionary, or one person's name that it has.
fn plain_name_len(text: &str, latin: &str, segmenter: &Segmenter) -> Option<usize> {
    let mut len = 0usize;
    let words: Vec<ByteSpan> = segmenter.dictionary_path(text).collect();
    for word in words.iter().rev().map(|word| &text[word.range()]) {
        let mut chars = word.chars();
        match (chars.next(), chars.count()) {
            (Some(c), 0) if !(len > 0 && NO_NAME.contains(&c)) => len += 1,
            (Some(_), 2) if len == 0 && segmenter.class_of(word).starts_with("nr") => len += 3,
            _ => break,
        }
    }
    let start = text.char_indices().rev().nth(len.checked_sub(1)?).map(|(at, _)| at)?;
    ((3..=6).contains(&len) && likeness(&text[start..], latin) >= LIKE).then_some(len)
}

/// Words of one character that stand before names and belong to none.
const NO_NAME: [char; 54] = [
    '的', '是', '在', '和', '与', '由', '了', '者', '及', '或', '对', '向', '把', '被', '让', '给', '从', '到', '于',
    '以', '说', '称', '请', '邀', '找', '问', '叫', '有', '为', '也', '就', '而', '且', '但', '并', '像', '如', '跟',
    '同', '当', '拍', '演', '见', '看', '写', '读', '教', '骂', '选', '友', '家', '人', '长', '继',
];

/// The institution's name at the end of the Han side, which must end as `endings` say: the words back to the first that is
/// no noun.
fn institution(sides: &Sides, endings: &[String], folded: &Folded, segmenter: &Segmenter) -> Option<CharSpan> {
    let text = folded.slice(sides.han);
    let ending = endings
        .iter()
        .filter(|ending| text.ends_with(ending.as_str()))
        .max_by_key(|ending| ending.len())?;
    let head = &text[..text.len() - ending.len()];
    let words: Vec<ByteSpan> = segmenter.dictionary_path(head).collect();
    let words = words.iter().rev().map(|word| &head[word.range()]);
    // A character that is a word by itself is a piece of an unknown one more often than not: 天 and 普 in 天普大學.
    let is_single = |word: &str| word.chars().nth(1).is_none();
    let belongs = |word: &&str| is_single(word) || is_nominal(segmenter.class_of(word));
    let nouns = words.take_while(|word| belongs(word) && !word.starts_with(NO_NAME));
    let before: usize = nouns.map(|word| word.chars().count()).sum();
    let len = before + ending.chars().count();
    let fits = before > 0 && len <= LONGEST_INSTITUTION && (sides.han_first || len == sides.han.len());
    fits.then(|| CharSpan::new(sides.han.end - len, sides.han.end))
}

/// In code points.
const LONGEST_INSTITUTION: usize = 16;

/// Whether words of this class (jieba's tags) stand inside names: nouns, adjectives, idioms, and what is unknown.
fn is_nominal(tag: &str) -> bool {
    matches!(
        tag.as_bytes().first(),
        Some(b'n' | b'a' | b'b' | b'g' | b'i' | b'j' | b'l' | b's' | b'x' | b'z')
    )
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
        Shape::Japanese { family_len } => {
            add_parts(&mut parts(latin));
            forms.extend(swapped(latin).map(|name| (name, MatchKind::Parenthetical, false)));
            let family: String = han.chars().take(family_len).collect();
            forms.push((family, MatchKind::Partial, family_len == 1));
        }
        Shape::Foreign => {
            add_parts(&mut parts(han));
            add_parts(&mut parts(latin));
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
    use super::super::{Gazetteer, Overlap, Rank, shipped_rows};
    use super::*;

    #[test]
    fn pairs_introduce_whom_no_dictionary_knows() {
        let segmenter = Segmenter::new();
        let rows = shipped_rows().unwrap();
        let gazetteer = Gazetteer::new(rows.iter().map(|row| (Rank::Shipped, row)));
        let recogniser = Recogniser {
            gazetteer: &gazetteer,
            segmenter: &segmenter,
            overlap: Overlap::default(),
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
            ("博覽會上，傑森•艾倫（Jason Allen）", Some("傑森•艾倫")),
            ("他是物理學家紀堯姆‧韋爾登(Guillaume Verdon)", Some("紀堯姆‧韋爾登")),
            ("產品顧問艾米莉．桑德維爾（Emily Sandville）", Some("艾米莉．桑德維爾")),
            ("老闆楊于賢（Yu Shien Yang）說", Some("楊于賢")),
            ("合夥人Hsu Chia-wei（許家維）說", Some("許家維")),
            ("來自英國的莉迪亞．桑頓（Lydia Thornton）說", Some("莉迪亞．桑頓")),
            ("在京都的𠮷田健太（Kenta Yoshida）說", Some("𠮷田健太")),
            ("，麥嶼烘焙（Maiyu Bakery）", Some("麥嶼烘焙")),
            ("，大型語言模型（Large Language Model）", None),
            ("音樂碩士課程（Studio Composition）", None),
            ("老店資料庫（Nusantara Archive）", None),
            ("創辦人（Erchen Chang）", None),
            ("英文來源（ALIEN Art Centre）", None),
            ("她拿到美國天普大學（Temple University）的學位", Some("美國天普大學")),
            ("史溫侯（Robert Swinhoe）", Some("史溫侯")),
            ("《致愛麗絲》（Für Elise）", None),
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
