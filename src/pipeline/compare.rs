//! What two pipelines make of one text otherwise: in, two analyses of it; out, the places that are cut in another way, and the mentions that
//! only one of them has.

use super::{Analysis, Pipeline};
use crate::text::CharSpan;

/// A place that is cut otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenChange {
    /// Where, in code points: the smallest range at whose ends both have a border.
    pub span: CharSpan,
    /// Its tokens before.
    pub before: Vec<CharSpan>,
    /// Its tokens after.
    pub after: Vec<CharSpan>,
}

/// The places of one text that two analyses cut otherwise, in order.
pub fn token_changes(before: &Analysis, after: &Analysis) -> Vec<TokenChange> {
    let mut changes = Vec::new();
    let mut old = before.tokens.iter().map(|token| token.span).peekable();
    let mut new = after.tokens.iter().map(|token| token.span).peekable();
    while let (Some(&first), Some(&other)) = (old.peek(), new.peek()) {
        let mut change = TokenChange {
            span: CharSpan::new(first.start.min(other.start), first.end.max(other.end)),
            before: Vec::new(),
            after: Vec::new(),
        };
        // Until both end at one place; white space is in neither or, inside a name, in one.
        loop {
            let end = change.span.end;
            change
                .before
                .extend(std::iter::from_fn(|| old.next_if(|span| span.start < end)));
            change
                .after
                .extend(std::iter::from_fn(|| new.next_if(|span| span.start < end)));
            let last = |spans: &[CharSpan]| spans.last().map_or(end, |span| span.end);
            change.span.end = last(&change.before).max(last(&change.after)).max(end);
            if change.span.end == end {
                break;
            }
        }
        if change.before != change.after {
            changes.push(change);
        }
    }
    changes
}

/// A mention, as somebody else's analysis may have it too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mentioned {
    /// Where, in code points.
    pub span: CharSpan,
    /// The id of whom it means.
    pub entity_id: String,
    /// How it was found, as in mentions.csv.
    pub match_kind: &'static str,
}

/// The mentions of an analysis, overlapping ones too, in order.
pub fn mentioned(pipeline: &Pipeline, analysis: &Analysis) -> Vec<Mentioned> {
    let mentions = analysis.mentions_and_overlapped().map(|mention| Mentioned {
        span: mention.span,
        entity_id: pipeline.entity(mention.who, analysis).id.clone(),
        match_kind: mention.kind.name(),
    });
    mentions.collect()
}
