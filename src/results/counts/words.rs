//! How often words stand in a corpus, and in how many documents.

use rustc_hash::FxHashMap;

use crate::records::{TokenRow, WordRow};
use crate::results::documents::{DocumentRows, Documents, cell};
use crate::results::folder::{Folder, ResultsError};

/// The frequencies of all words of a run.
pub(super) struct Words {
    pub(super) n_documents: u64,
    counts: FxHashMap<Box<str>, Frequency>,
}

#[derive(Clone, Copy, Default)]
struct Frequency {
    n_tokens: u64,
    n_documents: u64,
    /// The number of the last document that had it, from 1, so that each document counts once.
    last: u64,
}

impl Words {
    pub(super) fn of(folder: &Folder) -> Result<Self, ResultsError> {
        let mut words = Words {
            n_documents: 0,
            counts: FxHashMap::default(),
        };
        let mut documents = Documents::with_tokens_only(folder)?;
        let mut rows = DocumentRows::default();
        while documents.next_document(&mut rows)? {
            words.n_documents += 1;
            for word in words_of(&rows) {
                if !words.counts.contains_key(word) {
                    words.counts.insert(word.into(), Frequency::default());
                }
                if let Some(frequency) = words.counts.get_mut(word) {
                    frequency.n_tokens += 1;
                    frequency.n_documents += u64::from(frequency.last != words.n_documents);
                    frequency.last = words.n_documents;
                }
            }
        }
        Ok(words)
    }

    /// How many documents have `word`.
    pub(super) fn n_documents_with(&self, word: &str) -> u64 {
        self.counts.get(word).map_or(0, |frequency| frequency.n_documents)
    }

    /// The most frequent words; of equal ones those in more documents, then by code points.
    pub(super) fn top(&self, number: usize) -> impl Iterator<Item = WordRow<'_>> {
        let mut counts: Vec<_> = self.counts.iter().collect();
        counts.sort_unstable_by(|(a, x), (b, y)| {
            let by_number = y.n_tokens.cmp(&x.n_tokens).then(y.n_documents.cmp(&x.n_documents));
            by_number.then_with(|| a.cmp(b))
        });
        counts.into_iter().take(number).map(|(word, frequency)| WordRow {
            word,
            n_tokens: frequency.n_tokens,
            n_documents: frequency.n_documents,
            document_share: frequency.n_documents as f64 / self.n_documents as f64,
        })
    }
}

/// Whether a token of this kind is a word, and neither number, punctuation nor symbol.
pub(in crate::results) fn is_word(kind: &str) -> bool {
    matches!(kind, "han" | "latin" | "mixed")
}

/// The words of a document, one after the other.
pub(super) fn words_of(rows: &DocumentRows) -> impl Iterator<Item = &str> {
    rows.tokens
        .iter()
        .filter(|row| is_word(cell::<TokenRow>(row, "kind")))
        .map(|row| cell::<TokenRow>(row, "token"))
}
