//! What a document says of a name as a whole: it comes again, it is called by a title somewhere, it always goes on in the same way. In,
//! what was proposed place by place; out, the nats of each place.

use rustc_hash::{FxHashMap, FxHashSet};

use super::context::Context;
use super::{Kind, Proposal};
use crate::text::{CharSpan, is_han};

/// What it says that a name comes again, for each e-fold, and at most. Words come again as well, so this alone makes nothing sure.
const AGAIN: f32 = 0.6;
const MOST: f32 = 1.2;
/// What it costs to be a piece of a longer name (藤野誠 of 藤野誠一).
const PIECE: f32 = -3.0;
/// From this on, what stands around a name is evidence of its own.
const TELLING: f32 = 2.0;
/// What it costs a person's name that what goes on behind it makes it another's: 族, 米, 颱風; for this share of its places.
const OTHERS: f32 = -4.0;
const OFTEN: usize = 5;

/// What must stand around a transliterated name somewhere for it to be a person's.
const PERSON: f32 = 1.5;
/// How sure a person's name must be for those beside it in a list to be one too, and what that says.
const SURE: f32 = 2.0;
const TOGETHER: f32 = 1.0;

#[derive(Default)]
struct Name {
    form: f32,
    count: usize,
    /// The most that stands around it anywhere, all of it, and at how many places it is telling.
    most: f32,
    sum: f32,
    telling: usize,
    /// At how many places it goes on as names of other things do.
    others: usize,
    prepositions: usize,
    is_dotted: bool,
    end: usize,
    goes_on: bool,
}

/// The kind and the nats of each proposal.
pub(super) fn weigh(context: &Context<'_>, proposals: &[Proposal]) -> Vec<(Kind, f32)> {
    let next = |end: usize| context.chars.get(end).copied().filter(|&c| is_han(c));
    let mut names: FxHashMap<(&str, Option<&str>), Name> = FxHashMap::default();
    let group = |proposal: &Proposal| {
        let label = if proposal.kind.may_be_person() {
            Some("PERSON")
        } else {
            proposal.kind.label()
        };
        (context.slice(proposal.span), label)
    };
    for proposal in proposals {
        let end = proposal.span.end;
        let name = names.entry(group(proposal)).or_insert(Name {
            form: f32::MIN,
            most: f32::MIN,
            end,
            goes_on: next(end).is_some(),
            ..Name::default()
        });
        name.form = name.form.max(proposal.form);
        name.most = name.most.max(proposal.around);
        name.sum += proposal.around;
        name.telling += usize::from(proposal.around >= TELLING);
        name.others += usize::from(context.goes_on_as_other(end));
        name.prepositions += usize::from(context.is_behind_preposition(proposal.span.start));
        name.is_dotted |= proposal.kind == Kind::Foreign;
        name.count += 1;
        name.goes_on &= next(end) == next(name.end);
    }
    let weigh = |proposal: &Proposal| {
        let key = group(proposal);
        let name = &names[&key];
        if !proposal.kind.may_be_person() {
            // What the dictionary has for a place comes again like any word.
            return (proposal.kind, name.form + name.most);
        }
        let count = name.count as f32;
        let around = if proposal.is_word {
            // A word stands everywhere, beside titles too: what stands around it mostly, counts.
            name.sum / count + (name.telling as f32).ln_1p()
        } else {
            name.most + (AGAIN * count.ln()).min(MOST) + (name.telling.saturating_sub(1) as f32).ln_1p()
        };
        let is_piece = || {
            let longer = context.slice(CharSpan::new(proposal.span.start, proposal.span.end + 1));
            names.contains_key(&(longer, key.1))
        };
        let piece = if name.goes_on && name.count > 1 && is_piece() {
            PIECE
        } else {
            0.0
        };
        let is_others = name.others * OFTEN > name.count;
        let evidence = if proposal.is_word { name.sum / count } else { name.most };
        let kind = match proposal.kind {
            Kind::Sound if name.is_dotted => Kind::Foreign,
            Kind::Sound if is_others || evidence < PERSON => {
                if name.prepositions * OFTEN > name.count {
                    Kind::Place
                } else {
                    Kind::Sound
                }
            }
            Kind::Sound => Kind::Foreign,
            kind => kind,
        };
        let others = match kind {
            Kind::Sound if key.0.ends_with(['米', '糖', '茶', '酒', '族']) => OTHERS,
            _ if is_others && kind.label() == Some("PERSON") => OTHERS,
            _ => 0.0,
        };
        (kind, name.form + around + piece + others)
    };
    let mut weighed: Vec<(Kind, f32)> = proposals.iter().map(weigh).collect();
    listed_together(context, proposals, &mut weighed);
    weighed
}

/// Makes a name surer that stands in a list (甲、乙和丙) beside a person's.
fn listed_together(context: &Context<'_>, proposals: &[Proposal], weighed: &mut [(Kind, f32)]) {
    let sure: FxHashSet<usize> = proposals
        .iter()
        .zip(&*weighed)
        .filter(|(_, (kind, nats))| kind.label() == Some("PERSON") && *nats >= SURE)
        .flat_map(|(proposal, _)| [proposal.span.start, proposal.span.end])
        .collect();
    let is_joint = |at: usize| matches!(context.chars.get(at), Some('、' | '和' | '与' | '及' | '跟'));
    let is_sure = |at: usize| sure.contains(&at) || context.is_beside_person(at);
    for (proposal, (kind, nats)) in proposals.iter().zip(weighed) {
        let CharSpan { start, end } = proposal.span;
        let before = start.checked_sub(1).is_some_and(|at| is_joint(at) && is_sure(at));
        let behind = is_joint(end) && is_sure(end + 1);
        if kind.label() == Some("PERSON") && !proposal.is_word && (before || behind) {
            *nats += TOGETHER;
        }
    }
}
