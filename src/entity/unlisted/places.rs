//! Places and institutions: words that the segmenter's dictionary has for such, and names before a word that ends them (鹽田村,
//! 雲林縣, 螢軌科技, 豐見島文化協會).

use super::Kind;
use super::context::Context;
use crate::names::is_institution_ending;
use crate::segment::{Class, Origin, Token, TokenKind};
use crate::text::CharSpan;

/// What the dictionary's word for an institution says, in nats, and for a place. Only of three characters and more, since most of the
/// short words that it has for places are none (美丽, 广义, 城市).
const LISTED: f32 = 0.8;
const LISTED_PLACE: f32 = 0.3;
/// What the ending of a place adds, and a word that stands before places.
const ENDED: f32 = 1.0;
const BEFORE: f32 = 1.2;
/// What a name and the ending of a place say; of an institution.
const PLACE: f32 = 1.0;
const INSTITUTION: f32 = 1.2;
/// The longest name of an institution, in code points, and of a place.
const LONGEST: usize = 12;
const LONGEST_PLACE: usize = 6;

/// Characters that end the names of places.
const ENDINGS: &str = "县市区乡镇村州省岛湾路街山河江湖港桥站镇郡";

/// Characters that end the names of institutions; the dictionary has 国际化 for one as well.
const INSTITUTION_ENDINGS: &str = "部局院会署处党厅所校社团行";

/// Characters of words that belong to no name, though the segmenter joins them to what is unknown: 这是|公司.
const NO_NAME: &str = "这那是的了在和与随着也就不有为我你他她它们该各每某";

pub(super) fn find(context: &Context<'_>, proposals: &mut Vec<(CharSpan, Kind, f32)>) {
    for (number, token) in context.tokens.iter().enumerate() {
        if token.kind != TokenKind::Han || matches!(token.origin, Origin::User | Origin::Mention(_)) {
            continue;
        }
        let last = context.chars[token.span.end - 1];
        // The tag is asked for last: it takes longest.
        if token.span.len() > 1 {
            let is_ended = ENDINGS.contains(last);
            let is_behind = context.is_behind_preposition(token.span.start);
            let may_be_place = token.span.len() > 2 && (is_ended || is_behind);
            if may_be_place && class_of(context, token) == Class::Place {
                let ending = if is_ended { ENDED } else { 0.0 };
                let before = if is_behind { BEFORE } else { 0.0 };
                proposals.push((token.span, Kind::Place, LISTED_PLACE + ending + before));
            }
            if INSTITUTION_ENDINGS.contains(last) && class_of(context, token) == Class::Institution {
                proposals.push((token.span, Kind::Institution, LISTED));
            }
        }
        let is_single = token.span.len() == 1;
        if ENDINGS.contains(last) {
            let is_unknown = token.origin == Origin::Hmm && (3..=LONGEST_PLACE).contains(&token.span.len());
            let span = if is_unknown {
                Some(token.span)
            } else {
                let before = number.checked_sub(1).map(|before| &context.tokens[before]);
                before
                    .filter(|before| is_single && before.span.end == token.span.start && is_proper(context, before))
                    .map(|before| CharSpan::new(before.span.start, token.span.end))
            };
            proposals.extend(
                span.filter(|span| span.len() <= LONGEST_PLACE)
                    .map(|span| (span, Kind::Place, PLACE)),
            );
        }
        if !is_single && is_institution_ending(context.slice(token.span)) {
            let span = institution(context, number).filter(|span| span.len() <= LONGEST);
            proposals.extend(span.map(|span| (span, Kind::Institution, INSTITUTION)));
        }
    }
}

fn class_of(context: &Context<'_>, token: &Token) -> Class {
    match token.origin {
        Origin::Dictionary => context.class(token.span),
        _ => Class::Unknown,
    }
}

/// Whether a token may be a name by itself: unknown to the dictionary, or known for a name.
fn is_proper(context: &Context<'_>, token: &Token) -> bool {
    match token.origin {
        Origin::Mention(_) => context.is_place(token),
        Origin::Hmm => {
            let chars = &context.chars[token.span.range()];
            token.kind == TokenKind::Han && !chars.iter().any(|&c| NO_NAME.contains(c))
        }
        Origin::Dictionary => token.span.len() > 1 && class_of(context, token).is_name(),
        _ => false,
    }
}

/// The name that token `ending` ends: back over nouns and unknown words to the farthest that may be a name by itself.
fn institution(context: &Context<'_>, ending: usize) -> Option<CharSpan> {
    let end = context.tokens[ending].span.end;
    let mut start = context.tokens[ending].span.start;
    let mut from = None;
    for token in context.tokens[..ending].iter().rev() {
        if token.span.end != start || end - token.span.start > LONGEST {
            break;
        }
        let is_name = is_proper(context, token);
        let is_noun = || {
            let class = class_of(context, token);
            token.span.len() > 1 && (class.is_name() || matches!(class, Class::Institution | Class::Nominal))
        };
        if !is_name && !is_noun() {
            break;
        }
        start = token.span.start;
        if is_name {
            from = Some(start);
        }
    }
    from.map(|start| CharSpan::new(start, end))
}
