//! Where the name of an institution, a place, a work or a product begins: in, the two sides of a pair; out, the name at the end of the
//! Han side, and what speaks for it.

use super::Recogniser;
use super::latin::{Writing, english_share, looks_like_a_name, writing};
use super::pairs::{Relation, Shape};
use super::parentheses::Sides;
use super::people::{Least, ROLES, is_place, tail, transliteration};
use super::phrase::{LONGEST_NAME, is_clean, phrase};
use super::reading::{Ground, Named};
use crate::names::{NameMatcher, head, proper_ending};
use crate::segment::Segmenter;
use crate::text::{CharSpan, Folded};

/// The values of the model from which on what stands before a proper ending sounds like the Latin name.
const SOUNDS_LIKE: Least = Least {
    whole: 0.1,
    word: 0.1,
    introduced: 0.1,
    shortest: 1,
};

/// Those from which on what stands between a place and such an ending does. The place begins a name as often as it says where its bearer is,
/// so that little decides.
const BEHIND_PLACE: Least = Least {
    whole: 0.02,
    word: 0.02,
    introduced: 0.02,
    shortest: 1,
};

/// A work in its title marks.
pub(super) fn title(sides: &Sides, folded: &Folded, matcher: &mut NameMatcher<'_>) -> Named {
    const LIKE: f32 = 0.5;
    let (text, latin) = (folded.slice(sides.han), folded.slice(sides.latin));
    let value = matcher.score(text, latin).value;
    Named {
        span: sides.han,
        shape: Shape::Other("WORK"),
        relation: match writing(latin) {
            Writing::Abbreviation => Relation::Abbreviation,
            _ if value >= LIKE => Relation::Transliteration,
            _ => Relation::Translation,
        },
        ground: Ground::Title,
        value,
    }
}

/// The name of something whose last word says what it is: a head word in both languages, or a proper ending in Chinese.
pub(super) fn thing(
    sides: &Sides,
    folded: &Folded,
    recogniser: Recogniser<'_>,
    matcher: &mut NameMatcher<'_>,
) -> Option<Named> {
    let (text, latin) = (folded.slice(sides.han), folded.slice(sides.latin));
    let segmenter = recogniser.segmenter;
    const SHORT: usize = 5;
    let is_whole = sides.is_whole();
    let relation = match writing(latin) {
        Writing::Abbreviation => Relation::Abbreviation,
        // moda is as short for a ministry as TSMC is for a company.
        Writing::Small if latin.chars().count() <= SHORT => Relation::Abbreviation,
        _ => Relation::Translation,
    };
    let head = head(latin).and_then(|head| Some((longest(&head.endings, text)?, head.label, Ground::HeadWord)));
    let is_more = |(ending, ..): &(&str, _, _)| latin.contains(' ') && text.len() > ending.len();
    let head = head.filter(|_| relation == Relation::Translation).filter(is_more);
    let ending = proper_ending(text).filter(|(ending, _)| ends_in_its_own_word(text, ending, segmenter));
    let (ending, label, ground) = head.or_else(|| ending.map(|(ending, label)| (ending, label, Ground::Ending)))?;
    // The sound of what stands before the ending tells where a name of one word begins, and that of a place.
    let stem = &text[..text.len() - ending.len()];
    let rest = latin.rsplit_once(' ').filter(|_| ground == Ground::HeadWord);
    let rest = rest.map_or(latin, |(rest, _)| rest);
    let first = latin.split(' ').next().unwrap_or(latin);
    let may_sound = relation == Relation::Translation && (ground == Ground::Ending || label == "LOC");
    let mut sounds = |name| transliteration(stem, name, SOUNDS_LIKE, is_whole, recogniser, matcher);
    let sounds = may_sound.then(|| sounds(rest).or_else(|| sounds(first))).flatten();
    let (len, relation, ground, value) = match sounds {
        Some((len, value)) => (
            len + ending.chars().count(),
            Relation::Transliteration,
            if ground == Ground::Ending {
                Ground::EndingSounds
            } else {
                ground
            },
            value,
        ),
        None if is_whole => (sides.han.len(), relation, ground, 0.0),
        None => {
            let len = phrase(text, ending, Some(label), segmenter)?;
            let whole = tail(text, len).filter(|_| ground == Ground::HeadWord);
            match whole.and_then(|whole| behind_place(whole, ending, [rest, first], recogniser, matcher)) {
                Some((len, value)) => (len, Relation::Transliteration, ground, value),
                None => (len, relation, ground, 0.0),
            }
        }
    };
    let shape = match (ground, label) {
        (Ground::HeadWord, "ORG") => Shape::Institution,
        _ => Shape::Other(label),
    };
    (!is_whole || len == sides.han.len()).then(|| Named {
        span: CharSpan::new(sides.han.end - len, sides.han.end),
        shape,
        relation,
        ground,
        value,
    })
}

/// A name about which nothing but where it stands tells that it is one.
pub(super) fn anything(sides: &Sides, folded: &Folded, recogniser: Recogniser<'_>) -> Option<Named> {
    let (text, latin) = (folded.slice(sides.han), folded.slice(sides.latin));
    let segmenter = recogniser.segmenter;
    let len = if sides.is_whole() || (sides.han.len() <= LONGEST_NAME / 3 && is_clean(text, segmenter)) {
        sides.han.len()
    } else {
        phrase(text, "", None, segmenter)?
    };
    // What people are does not belong to their names: 傳教士 before 干治士（George Candidius）.
    let is_person = !sides.is_whole() && looks_like_a_name(latin) && english_share(latin) < 1.0;
    let len = behind_role(text, segmenter).filter(|_| is_person).unwrap_or(len);
    Some(Named {
        span: CharSpan::new(sides.han.end - len, sides.han.end),
        shape: Shape::Unknown,
        relation: match writing(latin) {
            Writing::Abbreviation => Relation::Abbreviation,
            _ => Relation::Translation,
        },
        ground: if is_called(sides, folded) {
            Ground::Called
        } else {
            Ground::Nothing
        },
        value: 0.0,
    })
}

/// Whether a word before quotation marks gives the name in them: 2004 年成立「好多音樂」（Good Many Music）.
fn is_called(sides: &Sides, folded: &Folded) -> bool {
    const AROUND: usize = 6;
    let start = sides.han.start.saturating_sub(1);
    let before = folded.slice(CharSpan::new(start.saturating_sub(AROUND), start));
    let is_name = matches!(writing(folded.slice(sides.latin)), Writing::Word | Writing::Words);
    sides.is_quoted && sides.han_first && is_name && NAMING.iter().any(|word| before.ends_with(word))
}

/// Words before quotation marks that give a name.
const NAMING: [&str; 26] = [
    "叫",
    "叫做",
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

/// The length of what stands behind the last word for people in `text`.
fn behind_role(text: &str, segmenter: &Segmenter) -> Option<usize> {
    const SHORTEST: usize = 2;
    let words = segmenter.dictionary_path(text);
    let roles = words.filter(|word| {
        let word = &text[word.range()];
        word.chars().nth(1).is_some() && word.ends_with(ROLES)
    });
    let len = text[roles.last()?.end..].chars().count();
    (len >= SHORTEST).then_some(len)
}

/// The length of what stands behind the place that `name` begins with, if it sounds like `latin` from there on: 天普大學 in 美國天普大學 (Temple
/// University). The place says where it is.
fn behind_place(
    name: &str,
    ending: &str,
    latin: [&str; 2],
    recogniser: Recogniser<'_>,
    matcher: &mut NameMatcher<'_>,
) -> Option<(usize, f32)> {
    let stem = name.strip_suffix(ending)?;
    let first = recogniser.segmenter.dictionary_path(stem).next()?;
    let (place, stem) = stem.split_at(first.end);
    if !is_place(place, recogniser) || stem.is_empty() {
        return None;
    }
    let mut sounds = |latin| transliteration(stem, latin, BEHIND_PLACE, true, recogniser, matcher);
    let (len, value) = latin.into_iter().find_map(&mut sounds)?;
    Some((len + ending.chars().count(), value))
}

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
