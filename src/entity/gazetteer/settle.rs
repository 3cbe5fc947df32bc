//! Who comes first of those that one form means.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::meaning::{EntityIndex, Meaning};

/// The meanings of one form, an entity once, best first. `stated` are those of all rows, in the order of precedence of their dictionaries
/// and then of the rows.
pub(super) fn settle(stated: impl Iterator<Item = Meaning>) -> Vec<Meaning> {
    let mut meanings: Vec<Meaning> = Vec::new();
    let mut places: FxHashMap<EntityIndex, usize> = FxHashMap::default();
    for meaning in stated {
        let place = *places.entry(meaning.entity).or_insert(meanings.len());
        match meanings.get_mut(place) {
            // A row says more than a derivation, and a form that stands alone more than one that needs context.
            Some(known) => {
                if (known.derived && !meaning.derived)
                    || (known.derived == meaning.derived
                        && known.kind.demands_context()
                        && !meaning.kind.demands_context())
                {
                    *known = Meaning {
                        rank: known.rank.max(meaning.rank),
                        ..meaning
                    };
                }
            }
            None => meanings.push(meaning),
        }
    }
    // Stable: where all else is equal, the order of the files decides.
    meanings.sort_by_key(|meaning| {
        let demands_context = meaning.kind.demands_context();
        (
            Reverse((meaning.rank, meaning.priority)),
            demands_context,
            meaning.derived,
        )
    });
    meanings
}
