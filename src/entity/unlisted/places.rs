//! Places: words that the segmenter's dictionary has for such, and names before a word that ends them (鹽田村, 雲林縣).

use super::context::{Border, Context};
use super::signs::Signs;
use super::{Kind, Proposal};
use crate::names::character_odds;
use crate::segment::{Class, Origin, Token};
use crate::text::{CharSpan, is_han};

/// What the dictionary's word for a place says, in nats. Only of three characters and more, since most of the short words that it has
/// for places are none (美丽, 广义, 城市).
const LISTED: f32 = 0.3;
/// What the ending of a place adds to that.
const ENDED: f32 = 1.0;
/// What a name and the ending of a place say.
const NAMED: f32 = 1.0;
/// What an ending costs that ends other words as often (区, 站) and before which nothing is known.
const UNSURE: f32 = -1.6;
/// What an everyday word before the ending costs: 避風港, 美食街.
const COMMON: f32 = -3.0;
/// What a word says that stands before places; what a place right before says.
const BEHIND_PREPOSITION: f32 = 1.2;
const BEHIND_PLACE: f32 = 1.0;
/// The longest name, in code points.
const LONGEST: usize = 6;

/// Characters that end names of places.
const ENDINGS: &str = "县乡镇村郡路街山溪区市站桥岛港州湖江河省湾";
/// Those of them that end other words as often.
const UNSURE_ENDINGS: &str = "区市站桥岛港州湖江河省";
/// Those before which a verb or an adjective may stand in a name: 復興路, 仁愛鄉.
const WITH_WORDS: &str = "县乡镇村路街山溪区";
/// Endings of two characters: what may stand first, and the last.
const LONG_ENDINGS: [(&str, char); 19] = [
    ("地", '区'),
    ("山", '脉'),
    ("大", '陆'),
    ("半群列", '岛'),
    ("平高", '原'),
    ("盆", '地'),
    ("海", '峡'),
    ("海", '岸'),
    ("走", '廊'),
    ("运", '河'),
    ("公铁", '路'),
    ("流", '域'),
    ("水", '库'),
    ("瀑", '布'),
    ("温", '泉'),
    ("机", '场'),
    ("车", '站'),
    ("湿", '地'),
    ("火", '山'),
];

/// Characters that end names of places.
pub(super) fn endings() -> impl Iterator<Item = char> {
    ENDINGS.chars()
}

/// Characters that end endings of two.
pub(super) fn ends_of_long_endings() -> impl Iterator<Item = char> {
    LONG_ENDINGS.iter().map(|&(_, last)| last)
}

/// Whether a name ends in one of the endings of two characters.
fn has_long_ending(context: &Context<'_>, span: CharSpan) -> bool {
    match context.chars[span.range()] {
        [.., before, last] if context.signs(last).has(Signs::LONG_PLACE) => {
            let mut endings = LONG_ENDINGS.iter().filter(|&&(_, ending)| ending == last);
            endings.any(|(befores, _)| befores.contains(before))
        }
        _ => false,
    }
}

/// Adds what token `number`, a word of Han characters, may end: a word of the dictionary's, or one before an ending. Of those of up to two
/// characters only such as end in one.
pub(super) fn find(context: &Context<'_>, number: usize, proposals: &mut Vec<Proposal>) {
    let token = &context.tokens[number];
    if token.span.len() > 2 {
        proposals.extend(listed(context, token));
    } else if token.span.len() == 2 && has_long_ending(context, token.span) {
        proposals.extend(long_ended(context, number));
    }
    if context.signs(context.chars[token.span.end - 1]).has(Signs::PLACE) {
        proposals.extend(ended(context, number));
    }
}

fn proposal(context: &Context<'_>, span: CharSpan, form: f32) -> Option<Proposal> {
    let span = with_direction(context, span);
    let around = if context.is_behind_preposition(span.start) {
        BEHIND_PREPOSITION
    } else if context.is_behind_place(span.start) {
        BEHIND_PLACE
    } else {
        0.0
    };
    let chars = &context.chars[span.range()];
    let is_counted = "一二三四五六七八九十百千万两几第".contains(chars[0]) && !context.is_word(span.start, span.end);
    let is_class = ["城市", "国家", "都市", "偏乡", "市区", "山区"]
        .iter()
        .any(|word| context.slice(span).ends_with(word));
    let is_name = !is_counted && !is_class && !chars.iter().any(|&c| Context::NO_NAME.contains(c));
    is_name.then_some(Proposal {
        span,
        kind: Kind::Place,
        form,
        around,
        is_word: false,
    })
}

/// The name with 北 or 大 before it, where nothing else stands before that: 北大武山.
fn with_direction(context: &Context<'_>, span: CharSpan) -> CharSpan {
    let Some(start) = span
        .start
        .checked_sub(1)
        .filter(|&at| "东西南北大小新".contains(context.chars[at]))
    else {
        return span;
    };
    let is_first = start.checked_sub(1).is_none_or(|at| !is_han(context.chars[at]));
    let is_free = context.border(start) == Border::Tokens && context.is_free(CharSpan::new(start, span.start));
    if is_first && is_free {
        CharSpan::new(start, span.end)
    } else {
        span
    }
}

/// A word of three characters and more that the dictionary has for a place.
fn listed(context: &Context<'_>, token: &Token) -> Option<Proposal> {
    let span = token.span;
    let is_ended = context.signs(context.chars[span.end - 1]).has(Signs::PLACE)
        || span.len() > 3 && has_long_ending(context, span);
    let may_be = is_ended || context.is_behind_preposition(span.start);
    // The tag is asked for last: it takes longest.
    if !may_be || context.class_of(token) != Class::Place {
        return None;
    }
    if !is_ended {
        // 馬關條約, 巴山夜雨
        let last = CharSpan::new(span.end - 2, span.end);
        let is_common = context.is_common_word(last) || ["城市", "国家", "都市"].contains(&context.slice(last));
        return proposal(context, span, LISTED).filter(|_| !is_common);
    }
    proposal(context, span, LISTED + ENDED + stem(context, span))
}

/// A name that no dictionary has before token `number`, which is an ending of two characters: 史旺森|山脈.
fn long_ended(context: &Context<'_>, number: usize) -> Option<Proposal> {
    let token = &context.tokens[number];
    let before = &context.tokens[number.checked_sub(1)?];
    let is_own = before.origin == Origin::Hmm && before.span.len() > 1 && context.is_name(before);
    if before.span.end != token.span.start || !is_own {
        return None;
    }
    proposal(context, CharSpan::new(before.span.start, token.span.end), NAMED)
}

/// A name before the ending of token `number`, inside it or right before it.
fn ended(context: &Context<'_>, number: usize) -> Option<Proposal> {
    let token = &context.tokens[number];
    let last = context.chars[token.span.end - 1];
    let span = if token.span.len() == 1 {
        let before = &context.tokens[number.checked_sub(1)?];
        if before.span.end != token.span.start || !context.is_name(before) {
            return None;
        }
        // 新北市|區
        if last == '区' && context.chars[before.span.end - 1] == '市' {
            return None;
        }
        CharSpan::new(before.span.start, token.span.end)
    } else if token.origin == Origin::Hmm && token.span.len() > 2 && context.is_name(token) {
        // 五峰|鄉玉峰村
        let is_rest = token.span.len() > 3 && "县市区乡镇".contains(context.chars[token.span.start]);
        CharSpan::new(token.span.start + usize::from(is_rest), token.span.end)
    } else {
        return None;
    };
    if span.len() > LONGEST {
        return None;
    }
    let mut found = proposal(context, span, NAMED + stem(context, span))?;
    if found.around == 0.0 && is_persons(context, span) {
        return None;
    }
    let is_of_place = !"区站".contains(last) && context.is_place_name(CharSpan::new(span.start, span.end - 1));
    if UNSURE_ENDINGS.contains(last) && found.around == 0.0 && !is_of_place {
        found.form += UNSURE;
    }
    Some(found)
}

/// Whether a name is a person's as likely: 郭雪湖.
fn is_persons(context: &Context<'_>, span: CharSpan) -> bool {
    span.len() == 3
        && character_odds(context.chars[span.start]).family > 1.5
        && "湖江州港河山岛".contains(context.chars[span.end - 1])
}

/// What stands before the ending of a name costs, in nats.
fn stem(context: &Context<'_>, span: CharSpan) -> f32 {
    let has_long_ending = has_long_ending(context, span);
    let stem = CharSpan::new(span.start, span.end - if has_long_ending { 2 } else { 1 });
    let last = context.chars[span.end - 1];
    let is_common = match context.class(stem) {
        _ if stem.len() < 2 => has_long_ending,
        Class::Nominal | Class::Institution => true,
        Class::Other => !WITH_WORDS.contains(last) || has_long_ending,
        _ => false,
    };
    if is_common { COMMON } else { 0.0 }
}
