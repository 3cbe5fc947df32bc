//! Chinese, Korean and Japanese people's names: a family name of the lists, and one to three characters behind it.

use rustc_hash::FxHashSet;

use super::context::{Border, Context};
use super::signs::Signs;
use super::{Kind, Proposal};
use crate::names::{
    CharacterOdds, begins_title, begins_with_double_family, character_odds, is_family, is_institution_ending,
    is_no_person, is_single_family, japanese_family_len, starts_with_title,
};
use crate::segment::Class;
use crate::text::{CharSpan, is_han};

/// How much speaks against a name wherever a family name's character stands, in nats.
const PRIOR: f32 = -4.5;
/// A given name of one character is rarer, and most words have two.
const SHORT: f32 = -1.8;
/// Less cannot be made good by what stands around.
const HOPELESS: f32 = -6.0;
/// The most and the least that one character says.
const MOST: f32 = 2.5;
/// What the segmenter says that takes the whole for a word it does not know, or that has it for a person.
const ONE_TOKEN: f32 = 1.0;
/// What a word inside a name costs: of its first two characters, of its last two where they are no name elsewhere (金|鳳凰).
const WORD_FIRST: f32 = -3.5;
const WORD_LAST: f32 = -2.0;
const PLACE_LAST: f32 = -1.0;
/// What it costs that its last character begins a word with the next: 夏宇口|白.
const CROSSED: f32 = -1.5;
/// What a given name's character says that is in no name of the lists: it is rare, and not for that a word.
const RARE: f32 = -0.5;
/// What it says that a title follows the family name elsewhere in the document.
const ADDRESSED: f32 = 2.0;
/// What a last character costs that ends names of places and institutions.
const NO_PERSON: f32 = -5.0;

/// Last characters that are words between a name and what its bearer does (黃華因, 姜氏則), and those of kin (喬姊).
const FUNCTION: &str = "因则曾已并又而且即皆均乃亦谓所";
const KIN: &str = "姐姊哥弟妹叔伯姨嫂婆爷嬷爸妈董总";

/// The family name that is a preposition as well, 于 or 於, and what that costs.
const PREPOSITION: (char, f32) = ('于', -2.5);
/// Last characters of names of places, institutions, peoples and languages.
const ENDS_OTHERS: &str = "堂馆寺路街站岛河县市区乡镇村湾桥港宫庙园校院店社队国州省语军党族号局部署会系科所厂湖溪道线楼塔米糖奖营宅氏茶酒粉菜书";

/// The most likely name at every place that may begin one.
pub(super) fn find(context: &Context<'_>, proposals: &mut Vec<Proposal>) {
    let first = proposals.len();
    // A third of all characters begin some family name.
    let mut starts: Vec<usize> = Vec::with_capacity(context.chars.len() / 3);
    for (at, &c) in context.chars.iter().enumerate() {
        if context.signs(c).has(Signs::FAMILY) {
            starts.push(at);
        }
    }
    propose(context, &starts, proposals);
    let addressed = addressed(context, &starts);
    for Proposal { span, kind, around, .. } in &mut proposals[first..] {
        if let Kind::Chinese { family_len } | Kind::Japanese { family_len } = *kind
            && addressed.contains(context.slice(CharSpan::new(span.start, span.start + family_len)))
        {
            *around += ADDRESSED;
        }
    }
}

/// The family names that a title follows somewhere: whoever is called 吳村長 later is likely named in full before.
fn addressed<'a>(context: &Context<'a>, starts: &[usize]) -> FxHashSet<&'a str> {
    let is_family_name = |span: CharSpan| {
        let is_single = || character_odds(context.chars[span.start]).family > CharacterOdds::ABSENT;
        is_family(context.slice(span)) && (span.len() > 1 || is_single())
    };
    let mut families = FxHashSet::default();
    for &start in starts.iter().filter(|&&start| context.border(start) == Border::Tokens) {
        for span in [1, 2].map(|len| CharSpan::new(start, start + len)) {
            // Few characters begin a title, so this is asked first.
            let is_before_title = context.chars.get(span.end).is_some_and(|&c| begins_title(c))
                && starts_with_title(context.rest(span.end));
            if is_before_title && is_family_name(span) {
                families.insert(context.slice(span));
            }
        }
    }
    families
}

fn propose(context: &Context<'_>, starts: &[usize], proposals: &mut Vec<Proposal>) {
    let chars = &context.chars;
    for &start in starts {
        let may_begin = match context.border(start) {
            Border::Tokens | Border::Unknown => true,
            Border::Word => character_odds(chars[start]).family > 0.0 && context.is_behind_title(start),
            Border::Closed => false,
        };
        if !may_begin || !is_han(chars[start]) {
            continue;
        }
        let len = chars[start..].iter().take(5).take_while(|&&c| is_han(c)).count();
        if len < 2 {
            continue;
        }
        let first = chars[start];
        let begins = |len: usize| context.slice(CharSpan::new(start, start + len));
        if let Some(family_len) = japanese_family_len(&chars[start..start + len], begins) {
            let names = (2..=3).map(|given| family_len + given).filter(|&name| name <= len);
            for name in names.chain([family_len + 1].into_iter().filter(|&name| name <= len)) {
                let span = CharSpan::new(start, start + name);
                proposals.extend(
                    japanese(context, span, family_len)
                        .map(|form| proposal(context, span, Kind::Japanese { family_len }, form)),
                );
            }
        }
        let family_len = if len > 2 && begins_with_double_family(first, begins) {
            2
        } else if is_single_family(first) && character_odds(first).family > CharacterOdds::ABSENT {
            1
        } else {
            continue;
        };
        for given_len in 1..=2 {
            let span = CharSpan::new(start, start + family_len + given_len);
            if span.end <= start + len {
                proposals.extend(
                    chinese(context, span, family_len)
                        .map(|form| proposal(context, span, Kind::Chinese { family_len }, form)),
                );
            }
        }
    }
}

fn proposal(context: &Context<'_>, span: CharSpan, kind: Kind, form: f32) -> Proposal {
    let mut before = context.before(span.start);
    // Nobody but whoever has a title does what stands before a preposition: 發表於柏林.
    if context.chars[span.start] == PREPOSITION.0 && !context.is_behind_title(span.start) {
        before = before.min(0.0);
    }
    Proposal {
        span,
        kind,
        form,
        around: before + context.behind(span.end),
        // The dictionary holds many a word of two characters for a person (荣誉, 温泉).
        is_word: span.len() == 2 && context.is_word(span.start, span.end),
    }
}

fn given_odds(c: char) -> f32 {
    let odds = character_odds(c);
    let is_rare = odds.given <= CharacterOdds::ABSENT
        && odds.family <= CharacterOdds::ABSENT
        && odds.transliterated <= CharacterOdds::ABSENT;
    if is_rare { RARE } else { odds.given }
}

/// What the form of a Chinese name at `span` says for it, in nats.
fn chinese(context: &Context<'_>, span: CharSpan, family_len: usize) -> Option<f32> {
    let borders = context.borders(span)?;
    let chars = &context.chars[span.range()];
    let family = match family_len {
        1 => character_odds(chars[0]).family,
        _ => 3.0,
    };
    let given: f32 = chars[family_len..]
        .iter()
        .map(|&c| given_odds(c).clamp(CharacterOdds::ABSENT, MOST))
        .sum();
    let mut nats = PRIOR + family.clamp(CharacterOdds::ABSENT, MOST) + given + borders;
    if span.len() == family_len + 1 {
        nats += SHORT;
    }
    // Most are hopeless; the rest is asked more.
    if nats < HOPELESS || !is_possible(context, span, family_len) {
        return None;
    }
    let token = &context.tokens[context.token_at(span.start)];
    let is_listed = context.is_word(span.start, span.end);
    if is_listed && !context.is_person(span) {
        return None;
    }
    // The dictionary holds many a word for a person (余韵, 姜丝, 许可证), so that its tag says little.
    if token.span == span && (span.len() > 2 || !is_listed) {
        nats += ONE_TOKEN;
    }
    if span.len() > 2 {
        if family_len == 1 && context.is_word(span.start, span.start + 2) {
            nats += WORD_FIRST;
        }
        let last = CharSpan::new(span.end - 2, span.end);
        if context.is_common_word(last) {
            nats += WORD_LAST;
        } else if context.class(last) == Class::Place {
            nats += PLACE_LAST;
        }
    }
    if chars[0] == PREPOSITION.0 {
        nats += PREPOSITION.1;
    }
    let is_crossed = context.is_word(span.end - 1, span.end + 1) && !starts_with_title(context.rest(span.end));
    if is_crossed {
        nats += CROSSED;
    }
    let last = chars[chars.len() - 1];
    let is_appellation = span.len() == family_len + 1 && KIN.contains(last);
    // 鄭氏 is a house; a woman of old is 阮氏 and her own name.
    let is_house = chars[family_len] == '氏' && chars[0] != '阮';
    if !is_listed && ENDS_OTHERS.contains(last) || is_appellation || is_house || FUNCTION.contains(last) {
        nats += NO_PERSON;
    }
    Some(nats)
}

/// Whether no mention reaches into `span`, and what stands behind the family name is no title.
fn is_possible(context: &Context<'_>, span: CharSpan, family_len: usize) -> bool {
    context.is_free(span)
        && !context.touches_dot(span)
        && !context.is_in_title_marks(span)
        && !is_no_person(context.slice(span))
        && !starts_with_title(context.rest(span.start + family_len))
}

/// What the form of a Japanese name at `span` says for it, in nats.
fn japanese(context: &Context<'_>, span: CharSpan, family_len: usize) -> Option<f32> {
    const FAMILY: f32 = 4.0;
    /// Characters that end many Japanese given names.
    const LAST: &str = "一二三郎子美夫男雄介太也彦代江惠树人";
    let borders = context
        .borders(span)
        .filter(|_| is_possible(context, span, family_len))?;
    let chars = &context.chars[span.range()];
    let mut given: f32 = chars[family_len..]
        .iter()
        .map(|&c| character_odds(c).given.clamp(-2.0, 1.5))
        .sum();
    let last = chars[chars.len() - 1];
    if LAST.contains(last) && chars.len() > family_len + 1 {
        given += 1.5 - character_odds(last).given.clamp(-2.0, 1.5);
    } else if ENDS_OTHERS.contains(last) {
        given += NO_PERSON;
    }
    let length = if span.len() - family_len == 2 { 0.0 } else { -1.0 };
    // 青山|國小, 清水|祖師
    let rest = CharSpan::new(span.start + family_len, span.end);
    let is_word = rest.len() > 1 && (context.is_common_word(rest) || is_institution_ending(context.slice(rest)));
    let word = if is_word { NO_PERSON } else { 0.0 };
    let nats = PRIOR + FAMILY + given + length + word + borders;
    Some(nats)
}
