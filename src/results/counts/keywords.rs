//! The words that tell a document from the others: TF-IDF, the frequency in the document times ln(documents ÷ documents that have it).
//!
//! A word that every document has tells nothing and is none, so a run of one document has no keywords.

use std::io::Write;

use rustc_hash::FxHashMap;

use super::words::{Words, words_of};
use super::{CountsError, Sheet};
use crate::records::{DocumentRow, KeywordRow, Row};
use crate::results::documents::{DocumentRows, Documents, cell};
use crate::results::folder::Folder;

/// Writes the `top` keywords of each document. The tokens are read twice, so that memory holds the frequencies alone.
pub(super) fn write(folder: &Folder, top: usize, out: &mut impl Write) -> Result<(), CountsError> {
    let words = Words::of(folder)?;
    let mut sheet = Sheet::begin(&KeywordRow::TABLE, out);
    let mut documents = Documents::with_tokens_only(folder)?;
    let mut rows = DocumentRows::default();
    while documents.next_document(&mut rows)? {
        let doc_id = cell::<DocumentRow>(&rows.document, "doc_id");
        for (rank, keyword) in (1..).zip(keywords(&rows, &words, top)) {
            sheet.push(&KeywordRow {
                doc_id,
                rank,
                ..keyword
            })?;
        }
    }
    sheet.end()
}

/// The keywords of one document, without its id and their ranks; of equal ones the more frequent come first, then by code points.
fn keywords<'r>(rows: &'r DocumentRows, words: &Words, top: usize) -> Vec<KeywordRow<'r>> {
    let mut frequencies: FxHashMap<&str, u64> = FxHashMap::default();
    for word in words_of(rows) {
        *frequencies.entry(word).or_default() += 1;
    }
    let scored = frequencies.into_iter().map(|(word, n_tokens)| {
        let n_documents = words.n_documents_with(word);
        KeywordRow {
            doc_id: "",
            rank: 0,
            word,
            n_tokens,
            n_documents,
            tf_idf: n_tokens as f64 * (words.n_documents as f64 / n_documents as f64).ln(),
        }
    });
    let mut keywords: Vec<KeywordRow> = scored.filter(|row| row.tf_idf > 0.0).collect();
    keywords.sort_unstable_by(|a, b| {
        let by_number = b.tf_idf.total_cmp(&a.tf_idf).then(b.n_tokens.cmp(&a.n_tokens));
        by_number.then_with(|| a.word.cmp(b.word))
    });
    keywords.truncate(top);
    keywords
}
