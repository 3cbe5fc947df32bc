//! How the two sides of a parenthesis may be read: in, the sides; out, where the Chinese name is, of what, and what speaks for it. Whether
//! that is enough is decided by `features`.

use super::Recogniser;
use super::latin::{Writing, is_address, looks_like_a_name, writing};
use super::pairs::{Relation, Shape};
use super::parentheses::Sides;
use super::people::{person, tail};
use super::phrase::begins_with_number;
use super::things::{anything, thing, title};
use crate::names::{NameMatcher, NameModel, family_len, head, is_english_word, proper_ending};
use crate::text::{CharSpan, Folded};

/// A name found on the Han side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Named {
    /// Where.
    pub span: CharSpan,
    /// What it names.
    pub shape: Shape,
    /// How it is related to the Latin name.
    pub relation: Relation,
    /// What speaks for it.
    pub ground: Ground,
    /// The model's value, where the sound speaks for it.
    pub value: f32,
}

/// What speaks for two sides being one name, and says where the Chinese one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// A family name in both scripts, and as many syllables as characters.
    Romanised,
    /// The model of names.
    Sounds,
    /// A head word in both languages: 大學, University.
    HeadWord,
    /// A proper ending in Chinese, and before it what sounds like the Latin name: 達悟族, Tao.
    EndingSounds,
    /// A proper ending in Chinese: 開放文化基金會, OCF.
    Ending,
    /// Title marks.
    Title,
    /// A Chinese person's full name.
    FullName,
    /// Quotation marks, and before them a word that gives a name: 創立「好多音樂」.
    Called,
    /// Nothing.
    Nothing,
}

/// Reads the two sides.
pub(super) fn read(sides: &Sides, folded: &Folded, recogniser: Recogniser<'_>) -> Option<Named> {
    let (han, latin) = (folded.slice(sides.han), folded.slice(sides.latin));
    // An address is no name of what stands before it.
    if !sides.is_title && is_address(latin) {
        return None;
    }
    if !sides.han_first && tells_of_a_work(han) {
        return None;
    }
    let mut matcher = NameMatcher::new(NameModel::shipped());
    if sides.is_title {
        return Some(title(sides, folded, &mut matcher));
    }
    let may_be_person = match writing(latin) {
        Writing::Words => looks_like_a_name(latin) && head(latin).is_none(),
        Writing::Word => true,
        Writing::Abbreviation => latin.chars().filter(|c| c.is_alphabetic()).count() >= PRONOUNCED,
        Writing::Small | Writing::Phrase => false,
    };
    // 族 of 達悟族 says more than its sound does, 山 of 冉而山 less.
    let ending = proper_ending(folded.slice(sides.han));
    let is_thing = ending.is_some_and(|(ending, _)| writing(latin) == Writing::Word || ending.chars().nth(1).is_some());
    let as_person = |matcher: &mut _| {
        let found = person(sides, folded, recogniser, matcher).filter(|_| may_be_person)?;
        // 志偉 of 蔡志偉 may sound like Awi, but a name that a Chinese family name begins is not cut.
        let whole = nickname(sides, folded, recogniser).filter(|_| found.relation == Relation::Transliteration);
        Some(
            whole
                .filter(|whole| whole.span.len() > found.span.len())
                .unwrap_or(found),
        )
    };
    let found = if is_thing {
        thing(sides, folded, recogniser, &mut matcher).or_else(|| as_person(&mut matcher))
    } else {
        as_person(&mut matcher).or_else(|| thing(sides, folded, recogniser, &mut matcher))
    };
    let found = found.or_else(|| nickname(sides, folded, recogniser));
    let found = found.or_else(|| anything(sides, folded, recogniser));
    found.filter(|found| !begins_with_number(folded.slice(found.span)))
}

/// What names of kinds and languages end in.
const KINDS: [char; 10] = ['语', '科', '属', '目', '类', '碱', '酸', '素', '病', '灵'];

/// Whether the sides name a language, or a family or genus of living things: 噶瑪蘭語; 魚鴞屬（Ketupa）, 田麻科（Tiliaceae）.
pub(super) fn is_kind(han: &str, latin: &str) -> bool {
    const LANGUAGES: [&str; 3] = ["语", "语系", "语支"];
    LANGUAGES.iter().any(|ending| han.ends_with(ending))
        || (!latin.contains(' ') && han.ends_with('属'))
        || (latin.ends_with("ae") && han.ends_with(['科', '族']))
}

/// Whether a parenthesis behind a name says what became of it, and is no other name: 入圍金馬獎.
fn tells_of_a_work(han: &str) -> bool {
    const BY: [&str; 7] = ["作词", "作曲", "编曲", "填词", "导演", "主演", "演唱"];
    const ABOUT: [&str; 13] = [
        "入围", "取自", "改编", "确立", "收录", "发行", "导演", "演唱", "主演", "荣获", "获", "由", "曾",
    ];
    ABOUT.iter().any(|word| han.starts_with(word)) || BY.iter().any(|word| han.ends_with(word)) || han.ends_with("之一")
}

/// How many capitals are read as a word rather than letter by letter: PIXNET.
const PRONOUNCED: usize = 5;

/// A Chinese person with what they are called besides: 陳彙中（MiSTakE）.
fn nickname(sides: &Sides, folded: &Folded, recogniser: Recogniser<'_>) -> Option<Named> {
    const SHORT: usize = 4;
    let (text, latin) = (folded.slice(sides.han), folded.slice(sides.latin));
    let counts = match writing(latin) {
        Writing::Word => true,
        Writing::Words => head(latin).is_none() && looks_like_a_name(latin),
        // CEO and MIT are what somebody is or where.
        Writing::Abbreviation => sides.han_first && latin.chars().filter(|c| c.is_alphabetic()).count() > SHORT,
        Writing::Small => !is_english_word(latin),
        Writing::Phrase => false,
    };
    if !counts {
        return None;
    }
    let borders: Vec<usize> = recogniser
        .segmenter
        .dictionary_path(text)
        .map(|word| word.start)
        .collect();
    let len = [3, 2, 4].into_iter().find(|&len| {
        let Some(name) = tail(text, len) else { return false };
        let start = text.len() - name.len();
        let is_known = recogniser.segmenter.class_of(name);
        let alone = start == 0 && (sides.han_first || len == sides.han.len());
        let is_joined = text[..start].ends_with(['与', '和', '及']);
        let is_border = alone || (borders.contains(&start) && (len == 3 || is_joined));
        // Some names of kinds begin like family names: 田麻科.
        if name.ends_with(KINDS) {
            return false;
        }
        is_border
            && family_len(name) == Some(len.saturating_sub(2).max(1))
            && (is_known == "x" || is_known.starts_with("nr"))
    })?;
    let whole = sides.han_first || len == sides.han.len();
    whole.then(|| Named {
        span: CharSpan::new(sides.han.end - len, sides.han.end),
        shape: Shape::Chinese {
            family_len: len.saturating_sub(2).max(1),
        },
        relation: Relation::Nickname,
        ground: Ground::FullName,
        value: 0.0,
    })
}
