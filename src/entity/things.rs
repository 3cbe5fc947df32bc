//! Where the name of an institution, a place, a work or a product begins, and whether two sides name one at all: in, the two sides
//! of a pair; out, the name at the end of the Han side.
//!
//! Terms are glossed in parentheses as often as names (大型語言模型（Large Language Model）), so something must say that this is a name:
//! title marks; a head word that both languages have (大學, University); a proper ending in Chinese beside an abbreviation, a word of
//! no dictionary or a transliteration (開放文化基金會（OCF）, 達悟族（Tao）); or, in quotation marks, a word that gives a name.

use super::Recogniser;
use super::pairs::{Relation, Shape};
use super::parentheses::{Introduced, Sides};
use super::people::{Least, NO_NAME, Named, transliteration};
use crate::names::{NameMatcher, head, proper_ending};
use crate::segment::Segmenter;
use crate::text::{ByteSpan, CharSpan, Folded, is_han};

/// How a Latin side is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    /// Capitals, digits and signs: NASA, C.I.O.F.F.
    Abbreviation,
    /// One word with a capital, or with one inside: Kirin, iPASS.
    Word,
    /// Several words, each with a capital or a particle: Horizon Air.
    Words,
    /// Anything else: deep learning.
    Phrase,
}

/// How `latin` is written.
pub(super) fn writing(latin: &str) -> Writing {
    let words: Vec<&str> = latin.split(' ').filter(|word| !word.is_empty()).collect();
    let has_capital = |word: &str| word.chars().any(char::is_uppercase);
    let small = [
        "of", "the", "and", "for", "in", "on", "de", "la", "du", "des", "da", "von", "van", "der", "to", "no", "at",
        "&",
    ];
    match words.as_slice() {
        [word]
            if word.len() > 1
                && word
                    .chars()
                    .all(|c| c.is_uppercase() || c.is_ascii_digit() || "·.-&/+".contains(c)) =>
        {
            Writing::Abbreviation
        }
        // Acer Inc is one word, and CBDC one abbreviation; TaiwAI and SCoPAFF are as good as one.
        [word] if has_capital(word) && word.chars().any(char::is_alphabetic) => Writing::Word,
        [first, .., last]
            if has_capital(first)
                && (has_capital(last) || last.starts_with(|c: char| c.is_ascii_digit()))
                && words.iter().all(|word| {
                    has_capital(word) || small.contains(word) || word.starts_with(|c: char| c.is_ascii_digit())
                }) =>
        {
            Writing::Words
        }
        _ => Writing::Phrase,
    }
}

/// The name of something that is no person.
pub(super) fn thing(
    sides: &Sides,
    folded: &Folded,
    recogniser: Recogniser<'_>,
    matcher: &mut NameMatcher<'_>,
) -> Option<Named> {
    let (text, latin) = (folded.slice(sides.han), folded.slice(sides.latin));
    let writing = writing(latin);
    let segmenter = recogniser.segmenter;
    if sides.is_title {
        return title(sides, text, latin, matcher);
    }
    // Inside a parenthesis, and between quotation marks, a name stands alone.
    let is_whole = !sides.han_first || sides.is_quoted;
    let border = |ending: &str, label: &str| {
        let len = phrase(text, ending, label, segmenter);
        if is_whole {
            let begins = segmenter
                .dictionary_path(text)
                .next()
                .map_or("", |word| &text[word.range()]);
            let is_clean = !text.contains('的')
                && !begins.starts_with(NO_NAME)
                && !segmenter.class_of(begins).starts_with(['v', 'p', 'd']);
            return (is_clean || len == Some(sides.han.len()))
                .then_some(sides.han.len())
                .filter(|len| *len <= LONGEST_NAME);
        }
        len
    };
    let named = |len: usize, shape, relation, score| {
        (!is_whole || len == sides.han.len()).then(|| Named {
            span: CharSpan::new(sides.han.end - len, sides.han.end),
            shape,
            relation,
            score,
        })
    };
    if matches!(writing, Writing::Word | Writing::Words)
        && let Some(head) = head(latin)
        && let Some(ending) = longest(&head.endings, text)
    {
        let len = border(ending, head.label)?;
        let stem = &text[..text.len() - ending.len()];
        let rest = latin.rsplit_once(' ').map_or(latin, |(rest, _)| rest);
        let sounds = transliteration(stem, rest, SOUNDS_LIKE, is_whole, recogniser, matcher);
        if let Some((len, _)) = sounds.filter(|_| head.label == "LOC") {
            return named(
                len + ending.chars().count(),
                Shape::Other("LOC"),
                Relation::Transliteration,
                0.9,
            );
        }
        let shape = if head.label == "ORG" {
            Shape::Institution
        } else {
            Shape::Other(head.label)
        };
        return named(len, shape, Relation::Translation, 0.9);
    }
    let (ending, label) = proper_ending(text).filter(|(ending, _)| ends_in_its_own_word(text, ending, segmenter))?;
    let relation = match writing {
        Writing::Abbreviation if sides.introduced_as == Some(Introduced::Nickname) => Relation::Nickname,
        Writing::Abbreviation if label != "LOC" => Relation::Abbreviation,
        // A term has a word for it in English (透明性, Transparency), a name has its sound or a spelling of its own.
        Writing::Word | Writing::Words => {
            let stem = &text[..text.len() - ending.len()];
            let word = latin.split(' ').next().unwrap_or(latin);
            let sounds = transliteration(stem, latin, SOUNDS_LIKE, is_whole, recogniser, matcher)
                .or_else(|| transliteration(stem, word, SOUNDS_LIKE, is_whole, recogniser, matcher));
            let is_company = COMPANIES.contains(&ending);
            match sounds {
                Some((len, _)) => {
                    let len = len + ending.chars().count();
                    return named(len, Shape::Other(label), Relation::Transliteration, 0.9);
                }
                None if label == "LOC" && segmenter.class_of(stem) == "n" => return None,
                None if writing == Writing::Word && !is_term(latin) => Relation::Translation,
                None if is_coined(word)
                    || is_company
                    || sides.is_quoted
                    || label == "EVENT"
                    || (!sides.han_first && label == "ORG") =>
                {
                    Relation::Translation
                }
                None => return None,
            }
        }
        _ => return None,
    };
    if relation == Relation::Abbreviation && GENERIC.contains(&ending) {
        return None;
    }
    let len = border(ending, label)?;
    let least = if relation == Relation::Abbreviation { 4 } else { 3 };
    if len < least {
        return None;
    }
    named(len, Shape::Other(label), relation, 0.85)
}

/// The values of the model from which on what stands before a proper ending sounds like the Latin name.
const SOUNDS_LIKE: Least = Least {
    whole: 0.02,
    word: 0.02,
    introduced: 0.02,
    shortest: 1,
};

/// A work in its title marks.
fn title(sides: &Sides, text: &str, latin: &str, matcher: &mut NameMatcher<'_>) -> Option<Named> {
    let writing = writing(latin);
    const LIKE: f32 = 0.5;
    const LONGEST_GLOSS: usize = 12;
    let is_remark = WORK_DONE.iter().any(|word| text.contains(word)) && !sides.han_first
        || REMARKS
            .iter()
            .any(|word| latin.split([' ', '.']).any(|other| other == *word));
    let is_name = if sides.han_first {
        writing != Writing::Phrase || latin.starts_with(char::is_uppercase) && latin.contains(' ')
    } else {
        sides.han.len() <= LONGEST_GLOSS && !text.contains('的') && !ABOUT.iter().any(|word| text.starts_with(word))
    };
    let relation = match writing {
        Writing::Abbreviation if proper_ending(text).is_none() => return None,
        Writing::Abbreviation => Relation::Abbreviation,
        _ if matcher.score(text, latin).value >= LIKE => Relation::Transliteration,
        _ => Relation::Translation,
    };
    (is_name && !is_remark).then_some(Named {
        span: sides.han,
        shape: Shape::Other("WORK"),
        relation,
        score: 0.9,
    })
}

/// What says that a parenthesis behind a title remarks on the work: where it is, who plays.
const REMARKS: [&str; 16] = [
    "YouTube", "Netflix", "Spotify", "Facebook", "Medium", "PDF", "CC", "feat", "ft", "vs", "EP", "Photo", "HBO",
    "DVD", "CD", "MV",
];

/// What credits and remarks hold.
const WORK_DONE: [&str; 6] = ["作词", "作曲", "演唱", "执导", "刊物", "版本"];

/// What remarks on a work in Chinese begin with.
const ABOUT: [&str; 14] = [
    "入围", "取自", "改编", "确立", "收录", "发行", "导演", "演唱", "主演", "荣获", "获", "与", "由", "曾",
];

fn longest<'e>(endings: &'e [String], text: &str) -> Option<&'e str> {
    let fitting = endings.iter().filter(|ending| text.ends_with(ending.as_str()));
    fitting.map(String::as_str).max_by_key(|ending| ending.len())
}

/// Whether an ending of one character is no piece of an everyday word: 會 in 社會.
fn ends_in_its_own_word(text: &str, ending: &str, segmenter: &Segmenter) -> bool {
    if ending.chars().nth(1).is_some() {
        return true;
    }
    let last = segmenter.dictionary_path(text).last();
    last.is_none_or(|word| {
        let word = &text[word.range()];
        word == ending
            || word.chars().nth(2).is_some()
            || ["ns", "nt", "nz"]
                .iter()
                .any(|class| segmenter.class_of(word).starts_with(class))
    })
}

/// The length of the name at the end of `text` that ends in `ending`: the words back to the first that is no noun. Of a place, what
/// stands before a larger place's ending does not belong to it: 牛津郡 in 安大略省牛津郡.
fn phrase(text: &str, ending: &str, label: &str, segmenter: &Segmenter) -> Option<usize> {
    let head = &text[..text.len() - ending.len()];
    let words: Vec<ByteSpan> = segmenter.dictionary_path(head).collect();
    // A character that is a word by itself is a piece of an unknown one more often than not: 天 and 普 in 天普大學.
    let is_single = |word: &str| word.chars().nth(1).is_none();
    let mut before = 0;
    for word in words.iter().rev().map(|word| &head[word.range()]) {
        let belongs = is_single(word) || is_nominal(segmenter.class_of(word)) || DOING.contains(&word);
        let ends_larger = label == "LOC" && before >= 2 && word.ends_with(LARGER);
        if !belongs
            || word.starts_with(NO_NAME)
            || word.starts_with(BEFORE_NAMES)
            || ends_larger
            || PEOPLE_BEFORE.contains(&word)
        {
            break;
        }
        before += word.chars().count();
    }
    let len = before + ending.chars().count();
    (before > 0 && len <= LONGEST_NAME).then_some(len)
}

/// More words of one character before the names of things.
const BEFORE_NAMES: [char; 14] = [
    '赴', '他', '她', '替', '遭', '受', '该', '此', '各', '其', '获', '经', '进', '整',
];

/// In code points.
const LONGEST_NAME: usize = 20;

/// What larger places end in.
const LARGER: [char; 6] = ['省', '州', '国', '市', '县', '乡'];

/// Verbs and other words that stand inside the names of institutions.
const DOING: [&str; 30] = [
    "开发", "开放", "互动", "防卫", "联合", "合作", "保育", "保护", "推动", "促进", "策进", "测试", "研究", "发展",
    "教育", "管理", "监理", "应变", "协调", "变迁", "服务", "投资", "控股", "航行", "查核", "创新", "自然", "统合",
    "股份", "有限",
];

/// Endings of what is no institution as often as one: 電子 in 汽車電子.
const GENERIC: [&str; 5] = ["电脑", "电子", "资本", "平台", "媒体"];

/// Endings of companies' names, which a Latin name of any kind may go with.
const COMPANIES: [&str; 4] = ["公司", "科技", "集团", "银行"];

/// Words before the names of institutions that belong to none.
const PEOPLE_BEFORE: [&str; 8] = ["公司", "客户", "品牌", "厂商", "业者", "对手", "旧称", "盟友"];

/// Whether words of this class (jieba's tags) stand inside names: nouns, also of doing (研究), adjectives, idioms, and what is
/// unknown.
fn is_nominal(tag: &str) -> bool {
    tag == "vn"
        || matches!(
            tag.as_bytes().first(),
            Some(b'n' | b'a' | b'b' | b'g' | b'i' | b'j' | b'l' | b's' | b'x' | b'z')
        )
}

/// Whether an English word is made like a term's: Transparency, Migration.
pub(super) fn is_term(latin: &str) -> bool {
    const ENDINGS: [&str; 20] = [
        "tion", "sion", "ity", "ism", "ology", "ment", "ness", "ance", "ence", "ency", "ancy", "ing", "ics", "graphy",
        "ship", "hood", "ible", "able", "ical", "ed",
    ];
    ENDINGS.iter().any(|ending| latin.ends_with(ending))
}

/// Whether a word is written as no common word is: BirdLife, iPASS.
fn is_coined(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase)
}

/// The name in quotation marks that a word before them gives: 2004 年成立「好多音樂」（Good Many Music）.
pub(super) fn called(sides: &Sides, folded: &Folded) -> Option<Named> {
    const AROUND: usize = 6;
    let latin = folded.slice(sides.latin);
    let is_name = matches!(writing(latin), Writing::Word | Writing::Words) && !is_term(latin);
    let start = sides.han.start.saturating_sub(1);
    let before = folded.slice(CharSpan::new(start.saturating_sub(AROUND), start));
    let gives = NAMING.iter().any(|word| before.ends_with(word))
        || latin.starts_with("The ")
        || (!latin.contains(' ') && is_coined(latin));
    (sides.is_quoted && sides.han_first && is_name && gives && folded.slice(sides.han).chars().all(is_han)).then_some(
        Named {
            span: sides.han,
            shape: Shape::Unknown,
            relation: Relation::Translation,
            score: 0.8,
        },
    )
}

/// Words before quotation marks that give a name.
const NAMING: [&str; 24] = [
    "成立",
    "创立",
    "创办",
    "命名为",
    "取名",
    "取名为",
    "名为",
    "改名",
    "改名为",
    "更名为",
    "艺名",
    "绰号",
    "品牌",
    "公司",
    "乐团",
    "团体",
    "计划",
    "展览",
    "个展",
    "网站",
    "餐厅",
    "商船",
    "作品",
    "专辑",
];
