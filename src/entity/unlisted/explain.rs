//! What speaks for and against every place that may be a name: in, the same as for [`find`](super::find); out, the nats of each, in parts,
//! also of those that are none in the end.

use super::super::evidence::Document;
use super::context::Context;
use super::{Kind, Mentioned, repeated, score};
use crate::segment::{Segmenter, Token};
use crate::text::CharSpan;

/// A place that may be a name, with its evidence in nats. `form`, `before`, `behind` and `document` add up to `nats`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Weighed {
    /// Where.
    pub span: CharSpan,
    /// What it would name.
    pub kind: Kind,
    /// What its characters say, and how the segmenter cuts there.
    pub form: f32,
    /// What stands right before it says.
    pub before: f32,
    /// What stands right behind it says.
    pub behind: f32,
    /// What the document says of the name as a whole: it comes again, is called by a title, is a piece of a longer one, stands in a list.
    pub document: f32,
    /// All of it.
    pub nats: f32,
    /// How likely it is a name, from 0 to 1.
    pub score: f64,
}

/// Everything that was thought of, in the order of the text.
pub(in super::super) fn weighed(
    document: &Document<'_>,
    tokens: &[Token],
    mentioned: &[Mentioned],
    segmenter: &Segmenter,
) -> Vec<Weighed> {
    let context = Context::new(document, tokens, mentioned, segmenter);
    let proposals = super::proposals(&context);
    let total = repeated::weigh(&context, &proposals);
    let parts = proposals.iter().zip(total).map(|(proposal, (kind, nats))| {
        // Places and institutions are not told by what people's names stand beside.
        let (before, behind) = match proposal.kind {
            Kind::Place | Kind::Institution => (proposal.around, 0.0),
            // Nothing beside a name with dots counts.
            Kind::Foreign => (0.0, 0.0),
            _ => (context.before(proposal.span.start), context.behind(proposal.span.end)),
        };
        Weighed {
            span: proposal.span,
            kind,
            form: proposal.form,
            before,
            behind,
            document: nats - proposal.form - before - behind,
            nats,
            score: score::of(kind, nats),
        }
    });
    let mut parts: Vec<Weighed> = parts.collect();
    parts.sort_by_key(|weighed| weighed.span);
    parts
}
