//! The documents of a finished run, one after the other, each with its tokens and its mentions.

use csv::StringRecord;

use super::folder::{Folder, ResultsError};
use super::reader::Reader;
use crate::records::{DocumentRow, MentionRow, Row, TokenRow};

/// One document: its row, and those of its tokens and mentions, in the order of their tables.
#[derive(Debug, Default)]
pub struct DocumentRows {
    /// The row of `documents`, cells in the order of the schema's columns.
    pub document: StringRecord,
    /// The rows of `tokens`.
    pub tokens: Vec<StringRecord>,
    /// The rows of `mentions`.
    pub mentions: Vec<StringRecord>,
}

impl DocumentRows {
    /// The tokens, sentence by sentence.
    pub(super) fn sentences(&self) -> impl Iterator<Item = &[StringRecord]> {
        fn sentence(row: &StringRecord) -> &str {
            cell::<TokenRow>(row, "sentence_id")
        }
        self.tokens.chunk_by(|a, b| sentence(a) == sentence(b))
    }
}

/// The cell of a row of `R`'s table in `column`.
///
/// # Panics
///
/// Where the table has no such column.
pub fn cell<'r, R: Row>(row: &'r StringRecord, column: &str) -> &'r str {
    row.get(R::TABLE.place(column)).unwrap_or("")
}

/// Reads tables in step: rows of one document stand together in each, and documents in the same order. Memory holds one document.
pub struct Documents {
    documents: Reader,
    tokens: Option<Grouped>,
    mentions: Option<Grouped>,
}

impl Documents {
    /// Before the first document of `folder`.
    ///
    /// # Errors
    ///
    /// A table that is not there, or lacks a column.
    pub fn of(folder: &Folder) -> Result<Self, ResultsError> {
        Ok(Documents {
            documents: folder.table_in_order::<DocumentRow>()?,
            tokens: Some(Grouped::new(folder.table_in_order::<TokenRow>()?)?),
            mentions: Some(Grouped::new(folder.table_in_order::<MentionRow>()?)?),
        })
    }

    /// The same, but for the mentions: their table is not opened.
    pub(super) fn with_tokens_only(folder: &Folder) -> Result<Self, ResultsError> {
        Ok(Documents {
            documents: folder.table_in_order::<DocumentRow>()?,
            tokens: Some(Grouped::new(folder.table_in_order::<TokenRow>()?)?),
            mentions: None,
        })
    }

    /// The same, but for the tokens: their table is not opened.
    pub(super) fn with_mentions_only(folder: &Folder) -> Result<Self, ResultsError> {
        Ok(Documents {
            documents: folder.table_in_order::<DocumentRow>()?,
            tokens: None,
            mentions: Some(Grouped::new(folder.table_in_order::<MentionRow>()?)?),
        })
    }

    /// Goes to the next document. False behind the last.
    ///
    /// # Errors
    ///
    /// A row that cannot be read, or belongs to no document.
    pub fn next_document(&mut self, rows: &mut DocumentRows) -> Result<bool, ResultsError> {
        if !self.documents.next_row()? {
            for table in self.tokens.iter().chain(&self.mentions) {
                table.end()?;
            }
            return Ok(false);
        }
        rows.document = self.documents.record()?;
        let id = &rows.document[0];
        if let Some(tokens) = &mut self.tokens {
            tokens.of_document(id, &mut rows.tokens)?;
        }
        if let Some(mentions) = &mut self.mentions {
            mentions.of_document(id, &mut rows.mentions)?;
        }
        Ok(true)
    }

    /// Goes to the next document and leaves its tokens and mentions out, which costs less. False behind the last.
    ///
    /// # Errors
    ///
    /// As [`Documents::next_document`].
    pub(super) fn pass_over_document(&mut self) -> Result<bool, ResultsError> {
        if !self.documents.next_row()? {
            return Ok(false);
        }
        let id = self.documents.cell("doc_id")?;
        for table in self.tokens.iter_mut().chain(&mut self.mentions) {
            table.pass_over(id)?;
        }
        Ok(true)
    }
}

/// A table whose first column is the document.
struct Grouped {
    reader: Reader,
    next: Option<StringRecord>,
}

impl Grouped {
    fn new(reader: Reader) -> Result<Self, ResultsError> {
        let mut grouped = Grouped { reader, next: None };
        grouped.advance()?;
        Ok(grouped)
    }

    fn advance(&mut self) -> Result<Option<StringRecord>, ResultsError> {
        let following = if self.reader.next_row()? {
            Some(self.reader.record()?)
        } else {
            None
        };
        Ok(std::mem::replace(&mut self.next, following))
    }

    fn of_document(&mut self, id: &str, rows: &mut Vec<StringRecord>) -> Result<(), ResultsError> {
        rows.clear();
        while self.next.as_ref().is_some_and(|row| &row[0] == id) {
            rows.extend(self.advance()?);
        }
        Ok(())
    }

    /// The same without the rows.
    fn pass_over(&mut self, id: &str) -> Result<(), ResultsError> {
        if self.next.as_ref().is_none_or(|row| &row[0] != id) {
            return Ok(());
        }
        self.next = loop {
            if !self.reader.next_row()? {
                break None;
            }
            if self.reader.cell("doc_id")? != id {
                break Some(self.reader.record()?);
            }
        };
        Ok(())
    }

    /// Behind the last document.
    fn end(&self) -> Result<(), ResultsError> {
        match &self.next {
            Some(row) => Err(self.reader.no_document(&row[0])),
            None => Ok(()),
        }
    }
}
