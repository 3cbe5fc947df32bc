//! Which documents a page shows: all, or as many as it may hold, at even distances in the order of the tables.

use crate::records::DocumentRow;
use crate::results::folder::{Folder, ResultsError};

/// How much of a run a page may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// How many documents at most.
    pub documents: usize,
    /// How many code points all of them have together, about.
    pub chars: u64,
    /// Of each document, how many code points at most.
    pub chars_each: usize,
}

impl Default for Sample {
    fn default() -> Self {
        Sample {
            documents: 200,
            chars: 400_000,
            chars_each: 20_000,
        }
    }
}

/// The documents that were chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chosen {
    /// How many there are.
    pub(super) of: usize,
    /// How many are shown.
    pub(super) documents: usize,
    /// Of each document, how many code points at most.
    pub(super) chars_each: usize,
}

impl Sample {
    pub(super) fn choose(self, folder: &Folder) -> Result<Chosen, ResultsError> {
        let mut documents = folder.table::<DocumentRow>()?;
        let (mut number, mut chars) = (0usize, 0u64);
        while documents.next_row()? {
            number += 1;
            chars += documents.number("n_chars")?.unwrap_or(0).min(self.chars_each as u64);
        }
        let fitting = match chars.checked_div(self.chars) {
            // All of them fit.
            None | Some(0) => number,
            Some(_) => (number as u64).saturating_mul(self.chars) as usize / chars as usize,
        };
        Ok(Chosen {
            of: number,
            documents: number.min(self.documents).min(fitting.max(1)),
            chars_each: self.chars_each,
        })
    }
}

impl Chosen {
    /// Whether the document with this number, from 0, is one of them.
    pub(super) fn has(self, number: usize) -> bool {
        let before = |number: usize| (number as u128 * self.documents as u128).div_ceil(self.of.max(1) as u128);
        before(number) < before(number + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::Chosen;

    #[test]
    fn documents_lie_at_even_distances() {
        let chosen = |of, documents| {
            let chosen = Chosen {
                of,
                documents,
                chars_each: 1,
            };
            (0..of).filter(|&number| chosen.has(number)).collect::<Vec<_>>()
        };
        assert_eq!(chosen(3, 3), [0, 1, 2]);
        assert_eq!(chosen(10, 4), [0, 2, 5, 7]);
        assert_eq!(chosen(10_000, 200).len(), 200);
        assert!(chosen(0, 0).is_empty());
    }
}
