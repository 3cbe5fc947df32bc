//! What a pair in parentheses says: that its two sides are one person, institution, place, work or product.
//!
//! Where the gazetteer knows one side, the other becomes a form of the same entity. Where it knows neither, the pair
//! introduces an entity of the document, if the two sides look like one name. The same gate serves the mining of a corpus.

use super::features::{features, gloss, probability};
use super::latin::{Writing, writing};
use super::parentheses::{Introduced, Sides};
use super::phrase::is_clean;
use super::reading::{Named, is_kind, read};
use super::{MatchKind, Recogniser};
use crate::names::{self, NameMatcher, family_len, parts};
use crate::segment::Segmenter;
use crate::text::{CharSpan, Folded};

/// The two forms of a pair, with where they stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    /// The Chinese form.
    pub han: CharSpan,
    /// The Latin form.
    pub latin: CharSpan,
    /// What the forms name.
    pub shape: Shape,
    /// How they are related.
    pub relation: Relation,
    /// How sure it is that they name the same, from 0 to 1.
    pub score: f64,
}

/// How the two forms of a pair are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The Chinese form renders the sound of the Latin one: 辛頓, Hinton.
    Transliteration,
    /// The Latin form is the Chinese one in Latin letters: 許家維, Hsu Chia-wei.
    Romanisation,
    /// One form renders the sense of the other, or both are names given independently: 遊戲基地, Gamebase.
    Translation,
    /// The Latin form is an abbreviation: 開放文化基金會, OCF.
    Abbreviation,
    /// One form is what its bearer is called besides: 陳彙中, MiSTakE.
    Nickname,
}

impl Relation {
    /// The name used in tables.
    pub fn name(self) -> &'static str {
        match self {
            Relation::Transliteration => "transliteration",
            Relation::Romanisation => "romanisation",
            Relation::Translation => "translation",
            Relation::Abbreviation => "abbreviation",
            Relation::Nickname => "nickname",
        }
    }
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
    /// An institution whose name ends as its Latin one does.
    Institution,
    /// Something with this label.
    Other(&'static str),
    /// Something, but there is no telling what.
    Unknown,
}

impl Shape {
    /// The label of the bearer.
    pub(super) fn label(self) -> Option<&'static str> {
        match self {
            Shape::Chinese { .. } | Shape::Japanese { .. } | Shape::Foreign => Some("PERSON"),
            Shape::Institution => Some("ORG"),
            Shape::Other(label) => Some(label),
            Shape::Unknown => None,
        }
    }
}

/// Reads the two sides as the names of something that no dictionary knows.
pub(super) fn introduce(sides: &Sides, folded: &Folded, recogniser: Recogniser<'_>) -> Option<Pair> {
    if !may_be_name(sides, folded, recogniser) {
        return None;
    }
    let named = read(sides, folded, recogniser)?;
    let score = probability(&features(sides, &named, folded, recogniser));
    let score = if is_called(sides, folded) {
        score.max(CALLED)
    } else {
        score
    };
    (score >= LEAST).then(|| pair(sides, &named, score))
}

/// Reads the two sides as two words for one thing, a name's or a term's; returns also how likely it is a name.
pub(super) fn gloss(sides: &Sides, folded: &Folded, recogniser: Recogniser<'_>) -> Option<(Pair, f64)> {
    let named = read(sides, folded, recogniser)?;
    let names = features(sides, &named, folded, recogniser);
    let score = gloss::probability(&gloss::features(&names, sides, &named, folded, recogniser));
    let score = if is_called(sides, folded) {
        score.max(CALLED)
    } else {
        score
    };
    let name = if may_be_name(sides, folded, recogniser) {
        probability(&names)
    } else {
        0.0
    };
    (score >= LEAST_GLOSS).then(|| (pair(sides, &named, score), name))
}

/// Whether the sides may be names at all: not where small letters stand before the parenthesis, or a remark in it, nor of languages and kinds of
/// living things.
pub(super) fn may_be_name(sides: &Sides, folded: &Folded, recogniser: Recogniser<'_>) -> bool {
    let (han, latin) = (folded.slice(sides.han), folded.slice(sides.latin));
    let is_remark = !sides.han_first && !is_clean(han, recogniser.segmenter);
    !sides.is_lower && (sides.is_title || !(is_remark || is_kind(han, latin)))
}

/// Whether the parenthesis itself calls the name in it one: Cité internationale des Arts（俗稱巴黎西帖）.
fn is_called(sides: &Sides, folded: &Folded) -> bool {
    sides.introduced_as.is_some() && !sides.han_first && writing(folded.slice(sides.latin)) == Writing::Words
}

fn pair(sides: &Sides, named: &Named, score: f64) -> Pair {
    Pair {
        han: named.span,
        latin: sides.latin,
        shape: named.shape,
        relation: match sides.introduced_as {
            Some(Introduced::Nickname) => Relation::Nickname,
            Some(Introduced::Abbreviation) => Relation::Abbreviation,
            Some(Introduced::Name) | None => named.relation,
        },
        // No more is known of it than hundredths.
        score: (score * 100.0).round() / 100.0,
    }
}

/// How sure it is that the Latin name before a parenthesis that gives another is one.
const CALLED: f64 = 0.8;

/// The probability from which on two sides are two names of one thing.
pub(super) const LEAST: f64 = 0.6;
/// The probability from which on they are two words for one thing.
pub(super) const LEAST_GLOSS: f64 = 0.65;

/// How two names of one entity are related.
pub(super) fn relation(han: &str, latin: &str, is_person: bool, matcher: &mut NameMatcher<'_>) -> Relation {
    const LIKELY: f32 = 0.1;
    let score = matcher.score(han, latin);
    match score.kind {
        _ if writing(latin) == Writing::Abbreviation => Relation::Abbreviation,
        names::MatchKind::Romanisation if score.value >= LIKELY => Relation::Romanisation,
        names::MatchKind::Transliteration if score.value >= LIKELY => Relation::Transliteration,
        _ if is_person && family_len(han).is_none() => Relation::Transliteration,
        _ if is_person => Relation::Nickname,
        _ => Relation::Translation,
    }
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
        Shape::Other(_) | Shape::Unknown => {}
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
    use super::super::characters::Characters;
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
            ("創辦人（Erchen Chang）", None),
            ("英文來源（ALIEN Art Centre）", None),
            ("她拿到美國天普大學（Temple University）的學位", Some("天普大學")),
            ("史溫侯（Robert Swinhoe）", Some("史溫侯")),
            ("《致愛麗絲》（Für Elise）", Some("致愛麗絲")),
            ("2017 年成立「好多音樂」（Good Many Music）", Some("好多音樂")),
            ("達悟族（Tao）的", Some("達悟族")),
            ("與開放文化基金會（OCF）合作", Some("開放文化基金會")),
            ("經理哈智（J.D. Hardie）從", Some("哈智")),
            ("隊長MiSTakE（陳彙中），", Some("陳彙中")),
            ("菜市場名的文字學（Readmoo）", None),
            ("產品經理（PM）與", None),
            ("透明性（Transparency）", None),
            ("國內生產毛額（Gross Domestic Product）", None),
            ("深度學習（deep learning）", None),
        ];
        for (text, expected) in cases {
            let folded = Folded::new(text);
            let chars: Vec<char> = text.chars().collect();
            let sides = find(&Characters::new(&folded))[0];
            let pair = introduce(&sides, &folded, recogniser);
            let han: Option<String> = pair.map(|pair| chars[pair.han.range()].iter().collect());
            assert_eq!(han.as_deref(), expected, "{text}");
        }
    }
}
