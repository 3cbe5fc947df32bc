//! Where a person's name begins: in, the two sides of a pair; out, the name at the end of the Han side, with what its form tells.
//!
//! Chinese and Japanese names are told by the family name in both scripts. A transliteration begins where its alignment with the
//! Latin name is best, weighed with the words before it: 華特．葛羅培斯 in 現代建築大師華特．葛羅培斯（Walter Gropius）.

use super::Recogniser;
use super::latin::{english_share, looks_like_a_name};
use super::pairs::{Relation, Shape};
use super::parentheses::Sides;
use super::reading::{Ground, Named};
use crate::names::{self, NameMatcher, Piece, chinese_name, family_len, japanese_name};
use crate::text::{ByteSpan, CharSpan, Folded};

/// The values of the model from which on what a parenthesis puts side by side is one name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Least {
    /// For a Latin name of several words. Low, since the parenthesis is evidence itself.
    pub whole: f32,
    /// For one word, or one of the words.
    pub word: f32,
    /// For one of the words, where a word before the Chinese name says that people's names follow.
    pub introduced: f32,
    /// The length that a Chinese name has at least, in code points.
    pub shortest: usize,
}

/// The values for people.
const PERSON: Least = Least {
    whole: 0.02,
    word: 0.1,
    introduced: 0.02,
    shortest: 2,
};
/// The person's name at the end of the Han side (or the whole of it where it stands inside the parenthesis).
pub(super) fn person(
    sides: &Sides,
    folded: &Folded,
    recogniser: Recogniser<'_>,
    matcher: &mut NameMatcher<'_>,
) -> Option<Named> {
    let (text, latin) = (folded.slice(sides.han), folded.slice(sides.latin));
    let length = sides.han.len();
    let named = |len: usize, shape, ground, value| Named {
        span: CharSpan::new(sides.han.end - len, sides.han.end),
        shape,
        relation: match ground {
            Ground::Romanised => Relation::Romanisation,
            _ => Relation::Transliteration,
        },
        ground,
        value,
    };
    let is_whole = sides.is_whole();
    let found = if let Some(name) = chinese_name(text, latin) {
        let family_len = name.family_len;
        named(name.len, Shape::Chinese { family_len }, Ground::Romanised, 1.0)
    } else if let Some(name) = japanese_name(text, latin) {
        let family_len = name.family_len;
        named(name.len, Shape::Japanese { family_len }, Ground::Romanised, 1.0)
    } else if let Some((len, family_len, value)) = romanised(text, latin, matcher) {
        named(len, Shape::Chinese { family_len }, Ground::Romanised, value as f32)
    } else if text.contains('·') {
        let found = transliteration(text, latin, PERSON, is_whole, recogniser, matcher);
        let found = found.or_else(|| Some((dotted_name_len(text, recogniser)?, PERSON.whole)));
        let (len, value) = found?;
        named(len, Shape::Foreign, Ground::Sounds, value)
    } else {
        let (len, value) = transliteration(text, latin, PERSON, is_whole, recogniser, matcher)?;
        // What is an everyday word must sound like the Latin name beyond doubt.
        let name = tail(text, len)?;
        if value < EVERYDAY && is_everyday_word(name, recogniser) {
            return None;
        }
        // A sound alone is no person: 好丘, 庫巴.
        let before = &text[..text.len() - name.len()];
        let is_person = before.ends_with(ROLES) || (looks_like_a_name(latin) && english_share(latin) < 1.0);
        let shape = if is_person { Shape::Foreign } else { Shape::Unknown };
        named(len, shape, Ground::Sounds, value)
    };
    (!is_whole || found.span.len() == length).then_some(found)
}

/// The Chinese name at the end of `text` that `latin` romanises, though it has a given name of its own beside the family name:
/// its length, that of the family name, how sure.
pub(super) fn romanised(text: &str, latin: &str, matcher: &mut NameMatcher<'_>) -> Option<(usize, usize, f64)> {
    const LIKELY: f32 = 0.5;
    [3, 2, 4].into_iter().find_map(|len| {
        let name = tail(text, len)?;
        let family_len = family_len(name)?;
        let score = matcher.score(name, latin);
        let counts = score.kind == names::MatchKind::Romanisation && score.value >= LIKELY;
        counts.then(|| (len, family_len, f64::from(score.value)))
    })
}

/// The last `len` characters of `text`.
pub(super) fn tail(text: &str, len: usize) -> Option<&str> {
    let (start, _) = text.char_indices().rev().nth(len.checked_sub(1)?)?;
    Some(&text[start..])
}

/// The transliteration of `latin` at the end of `text`, if the model finds one of at least the values `least`; the whole of `text` if
/// `is_whole`. Returns its length in code points, and the value.
///
/// Every start is scored by the alignment from there on, in nats; a character that renders nothing costs by itself. What speaks
/// beside it: a border of words, the beginning of the run, and a word before it that people's names follow.
pub(super) fn transliteration(
    text: &str,
    latin: &str,
    least: Least,
    is_whole: bool,
    recogniser: Recogniser<'_>,
    matcher: &mut NameMatcher<'_>,
) -> Option<(usize, f32)> {
    const LONGEST: usize = 24;
    let path: Vec<ByteSpan> = recogniser.segmenter.dictionary_path(text).collect();
    // What stands behind a larger place: 霍桑 in 加州霍桑.
    let places = path.iter().filter(|word| is_place(&text[word.range()], recogniser));
    let places: Vec<usize> = places.map(|place| place.end).collect();
    let words: Vec<&str> = latin.split(' ').filter(|word| word.chars().nth(2).is_some()).collect();
    // Without a dot it may be one of the words that the Chinese name renders.
    let one: &[&str] = if text.contains('·') || words.len() < 2 {
        &[]
    } else {
        &words
    };
    let mut found: Vec<(f32, usize, f32, &str)> = Vec::new();
    for (len, (start, first)) in (1..=LONGEST).zip(text.char_indices().rev()) {
        if len < least.shortest || first == '·' || first == '-' || (is_whole && start > 0) {
            continue;
        }
        let han = &text[start..];
        let is_border = path.iter().any(|word| word.start == start);
        let mut prior = if is_border { 1.0 } else { -1.0 };
        let is_behind_place = places.contains(&start);
        let is_introduced = start > 0 && (introduces_people(&text[..start]) || is_behind_place);
        if start == 0 {
            prior += 1.5;
        } else if is_introduced {
            prior += 1.0;
        }
        if text[..start].ends_with('·') {
            prior -= 4.0;
        }
        if JOINING.contains(&first) {
            // But for a part of its own: 讓 of 讓·雷諾.
            if !is_whole && !text.contains('·') {
                continue;
            }
            prior -= 3.0;
        }
        if begins_with_place(han, recogniser) || KIN.iter().any(|word| han.starts_with(word)) {
            prior -= 3.0;
        }
        let least_word = if is_introduced || start == 0 {
            least.introduced
        } else {
            least.word
        };
        let least_whole = match latin.contains(' ') {
            true => least.whole,
            false if is_behind_place => least.introduced,
            false => least.word,
        };
        let variants = std::iter::once((latin, least_whole)).chain(one.iter().map(|word| (*word, least_word)));
        for (name, least) in variants {
            let (score, raw) = matcher.score_and_raw(han, name);
            if score.kind == names::MatchKind::Transliteration && score.value >= least {
                found.push((raw + prior, len, score.value, name));
            }
        }
    }
    // Stable: of equals, the shorter.
    found.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
    let sounds = |&&(_, len, _, name): &&(f32, usize, f32, &str)| {
        tail(text, len).is_some_and(|han| every_part_sounds(&matcher.pieces(han, name)))
    };
    let best = found.iter().find(sounds).or(found.first());
    best.map(|&(_, len, value, _)| (len, value))
}

/// Whether every part of the Chinese name, from dot to dot, renders some letters. That a word of the Latin name is left out costs so little
/// that 巨 of 巨·蘇飛 would do for Siki, and two characters that render nothing for a name of any length.
fn every_part_sounds(pieces: &[Piece]) -> bool {
    let mut parts = pieces.split(|piece| piece.han == "·");
    let sounds = |part: &[Piece]| {
        part.iter()
            .any(|piece| !piece.han.is_empty() && !piece.latin.is_empty())
    };
    parts.all(sounds)
}

/// Whether a word is a place of two characters and more.
pub(super) fn is_place(word: &str, recogniser: Recogniser<'_>) -> bool {
    word.chars().nth(1).is_some() && recogniser.segmenter.class_of(word).starts_with("ns")
}

/// Whether `han` begins with a place of two characters that belongs to no name: 加州 in 加州霍桑. A longer one is a piece of a rendered name too
/// often: 法蘭克 in 法蘭克永井.
fn begins_with_place(han: &str, recogniser: Recogniser<'_>) -> bool {
    let Some(first) = recogniser.segmenter.dictionary_path(han).next() else {
        return false;
    };
    let (place, rest) = han.split_at(first.end);
    place.chars().nth(2).is_none()
        && is_place(place, recogniser)
        && rest.chars().nth(1).is_some()
        && !rest.starts_with(['·', '-'])
}

/// The value from which on an everyday word is a name.
const EVERYDAY: f32 = 0.8;

/// Whether the dictionary has `name` as a word that is no name.
pub(super) fn is_everyday_word(name: &str, recogniser: Recogniser<'_>) -> bool {
    recogniser.segmenter.is_everyday_word(name)
}

/// Words between names that no transliteration begins with.
const JOINING: [char; 18] = [
    '与', '和', '及', '或', '的', '在', '是', '由', '但', '对', '向', '被', '让', '给', '从', '了', '就', '而',
];

/// Whether `before` ends in a word that people's names follow: what they are, or a word of one character that belongs to none.
pub(super) fn introduces_people(before: &str) -> bool {
    before.ends_with(NO_NAME) || before.ends_with(ROLES) || KIN.iter().any(|word| before.ends_with(word))
}

/// What people are to others.
const KIN: [&str; 18] = [
    "妻子", "丈夫", "儿子", "女儿", "长子", "长女", "次子", "父亲", "母亲", "爸爸", "妈妈", "哥哥", "弟弟", "姊姊",
    "姐姐", "妹妹", "女友", "男友",
];

/// What words for people end in.
pub(super) const ROLES: [char; 17] = [
    '理', '人', '者', '员', '师', '长', '家', '官', '手', '生', '授', '士', '表', '演', '编', '任', '席',
];

/// Words of one character that stand before names and belong to none.
pub(super) const NO_NAME: [char; 57] = [
    '的', '是', '在', '和', '与', '由', '了', '者', '及', '或', '对', '向', '把', '被', '让', '给', '从', '到', '于',
    '以', '说', '称', '请', '邀', '找', '问', '叫', '有', '为', '也', '就', '而', '且', '但', '并', '像', '如', '跟',
    '同', '当', '拍', '演', '见', '看', '写', '读', '教', '骂', '选', '友', '家', '人', '长', '继', '年', '月', '日',
];

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
