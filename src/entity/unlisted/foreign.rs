//! Transliterated names: with dots (瑪蕾特·卡斯克), and without where characters that transliterations use stand in a row (葛羅培斯).

use super::context::{Border, Context};
use super::{Kind, Proposal};
use crate::names::{character_odds, ends_with_title, is_no_person, starts_with_speech};
use crate::segment::{Class, Origin, Token, TokenKind};
use crate::text::{ByteSpan, CharSpan, is_han};

/// How much speaks against a transliterated name wherever such characters stand, in nats.
const PRIOR: f32 = -5.0;
/// The most that one character says.
const MOST: f32 = 2.5;
/// What a dot says.
const DOT: f32 = 6.0;
/// Characters that say less are no part of a transliteration.
const LEAST: f32 = 0.3;
/// What it costs that a word of the dictionary's is in it, or all of it: many that it has for people are none (马拉松, 巧克力).
const WORDS: f32 = -1.5;
/// Words that stand before names, of characters that names have.
const BEFORE: &str = "因于和从自";
/// The longest part of a name, in code points.
const LONGEST: usize = 7;

fn odds(c: char) -> f32 {
    character_odds(c).transliterated
}

/// Whether a character stands in transliterations.
pub(super) fn is_sound(c: char) -> bool {
    odds(c) > LEAST
}

/// Names with dots: everything between dots, and as much before the first and behind the last as looks like a name.
pub(super) fn dotted(context: &Context<'_>, proposals: &mut Vec<Proposal>) {
    let chars = &context.chars;
    let (mut at, mut last_end) = (0, 0);
    while let Some(dot) = chars[at..].iter().position(|&c| c == '·').map(|found| at + found) {
        at = dot + 1;
        let part = |c: &&char| is_han(**c) || c.is_ascii_alphabetic();
        let before = chars[last_end.min(dot)..dot]
            .iter()
            .rev()
            .take(LONGEST + 4)
            .take_while(part)
            .count();
        let Some(head) = part_before(context, CharSpan::new(dot - before, dot)) else {
            continue;
        };
        let mut end = dot;
        while chars.get(end) == Some(&'·') {
            let behind = chars[end + 1..].iter().take(LONGEST + 4).take_while(part).count();
            let next = CharSpan::new(end + 1, end + 1 + behind);
            let is_name = || chars[next.range()].iter().all(|&c| !is_han(c) || odds(c) > -1.0);
            let is_between = chars.get(next.end) == Some(&'·') && (1..=LONGEST).contains(&behind) && is_name();
            let len = if is_between {
                Some(behind)
            } else {
                part_behind(context, next)
            };
            let Some(len) = len else { break };
            end = next.start + len;
        }
        let span = CharSpan::new(head, end);
        at = at.max(end);
        last_end = end;
        let name = &chars[span.range()];
        let han = name.iter().filter(|&&c| is_han(c)).count();
        if end == dot || han < 2 || !is_open(context, span) {
            continue;
        }
        let sum: f32 = name
            .iter()
            .filter(|&&c| is_han(c))
            .map(|&c| odds(c).clamp(-2.0, MOST))
            .sum();
        proposals.push(Proposal {
            span,
            kind: Kind::Foreign,
            form: PRIOR + DOT + sum,
            around: 0.0,
            is_word: false,
        });
    }
}

/// Whether no user's word and no mention reaches across an end of `span`, or is a name with dots in it already.
fn is_open(context: &Context<'_>, span: CharSpan) -> bool {
    let first = context.token_at(span.start);
    let mut tokens = context.tokens[first..]
        .iter()
        .take_while(|token| token.span.start < span.end);
    tokens.all(|token| match token.origin {
        Origin::User => false,
        Origin::Mention(_) => span.contains(token.span) && !context.slice(token.span).contains('·'),
        _ => true,
    })
}

/// Where the part of a name that ends `run` begins.
fn part_before(context: &Context<'_>, run: CharSpan) -> Option<usize> {
    let words: Vec<CharSpan> = words(context, run).collect();
    let len = part(context, words.iter().rev().copied());
    (len > 0).then(|| run.end - len)
}

/// How long the part of a name is that begins `run`.
fn part_behind(context: &Context<'_>, run: CharSpan) -> Option<usize> {
    let len = part(context, words(context, run));
    // One character is left before what is no Chinese: 庫穗。
    let rest = CharSpan::new(run.start + len, run.end);
    let is_rest = || odds_given(context.chars[rest.start]) > -1.0 && !starts_with_speech(context.rest(rest.start));
    let is_end = !context.chars.get(run.end).is_some_and(|&c| is_han(c));
    let len = if len > 0 && rest.len() == 1 && is_end && is_rest() {
        run.len()
    } else {
        len
    };
    (len > 0).then_some(len)
}

fn odds_given(c: char) -> f32 {
    character_odds(c).given
}

fn words<'a>(context: &'a Context<'_>, run: CharSpan) -> impl Iterator<Item = CharSpan> + use<'a> {
    let text = context.slice(run);
    let mut at = run.start;
    context.segmenter.dictionary_path(text).map(move |word: ByteSpan| {
        let start = at;
        at += text[word.range()].chars().count();
        CharSpan::new(start, at)
    })
}

/// How many code points at the beginning of `words` look like a part of a transliterated name: what together is likelier in a
/// name than in text, up to where that is most.
fn part(context: &Context<'_>, words: impl Iterator<Item = CharSpan>) -> usize {
    let (mut sum, mut best) = (0.0, (0.0, 0));
    let mut len = 0;
    for word in words {
        let chars = &context.chars[word.range()];
        len += chars.len();
        // 哥哥|洛馬納, 中校|威廉
        if len > LONGEST || ends_with_title(context.slice(word)) {
            break;
        }
        let weight: f32 = chars
            .iter()
            .map(|&c| {
                if c.is_ascii_alphabetic() {
                    1.0
                } else {
                    odds(c).clamp(-4.0, MOST)
                }
            })
            .sum();
        let is_all = chars.iter().all(|&c| c.is_ascii_alphabetic() || odds(c) > 0.0);
        sum += match chars.len() {
            1 => weight,
            _ => match context.class(word) {
                Class::Person => weight.max(1.0),
                Class::Place | Class::Name | Class::Unknown if is_all => weight,
                // A word that might be a name, but usually is none.
                _ if is_all && chars.len() == 2 => (weight - 5.0).min(-0.5),
                _ => -4.0,
            },
        };
        if sum > best.0 {
            best = (sum, len);
        }
        if sum < best.0 - 3.0 {
            break;
        }
    }
    best.1
}

/// Adds the name without dots that token `number` begins, if it begins one: tokens in a row that no dictionary has, or has for a name, made
/// of such characters alone. Returns the number of the first token behind those that were looked at.
pub(super) fn plain(context: &Context<'_>, number: usize, proposals: &mut Vec<Proposal>) -> usize {
    let first = &context.tokens[number];
    let mut next = number + 1;
    let Some(mut weight) = of_token(context, first) else {
        return next;
    };
    let mut span = first.span;
    let mut has_word = first.origin == Origin::Dictionary && first.span.len() > 1;
    // 因|撒奇莱雅
    if span.len() == 1 && BEFORE.contains(context.chars[span.start]) {
        return next;
    }
    while let Some((token, more)) = context
        .tokens
        .get(next)
        .filter(|token| token.span.start == span.end)
        .and_then(|token| Some((token, of_token(context, token)?)))
    {
        weight += more;
        span.end = token.span.end;
        has_word |= token.origin == Origin::Dictionary && token.span.len() > 1;
        next += 1;
    }
    if !(2..=LONGEST).contains(&span.len()) {
        return next;
    }
    let is_listed = next == number + 1 && first.origin == Origin::Dictionary;
    let is_name = !context.touches_dot(span)
        && !context.is_in_title_marks(span)
        && !is_no_person(context.slice(span))
        && (!is_listed || span.len() > 2 && context.is_person(span));
    if !is_name {
        return next;
    }
    let length = if span.len() == 2 { -2.0 } else { 0.0 };
    let words = if has_word { WORDS } else { 0.0 };
    let beside = context.before(span.start) + context.behind(span.end);
    proposals.push(Proposal {
        span,
        kind: Kind::Sound,
        form: PRIOR + weight + length + words,
        around: beside,
        is_word: is_listed,
    });
    next
}

/// What the characters of a token say for a transliterated name; nothing where it is no part of one.
fn of_token(context: &Context<'_>, token: &Token) -> Option<f32> {
    if token.kind != TokenKind::Han || !matches!(token.origin, Origin::Dictionary | Origin::Hmm) {
        return None;
    }
    let chars = &context.chars[token.span.range()];
    if !chars.iter().all(|&c| is_sound(c)) || chars.len() > 1 && is_no_person(context.slice(token.span)) {
        return None;
    }
    let is_word = token.origin == Origin::Dictionary && chars.len() > 1;
    if is_word && !matches!(context.class(token.span), Class::Person | Class::Name | Class::Unknown) {
        return None;
    }
    debug_assert!(context.border(token.span.start) == Border::Tokens);
    Some(chars.iter().map(|&c| odds(c).min(MOST)).sum())
}
