//! Which part each row and each document belongs to.
//!
//! Parts by documents need the documents beside a table's rows: the two are read in step, so that memory holds a row of each.

use super::parted::Place;
use crate::records::{DocumentRow, Row, Table};
use crate::results::documents::{DocumentRows, cell};
use crate::results::folder::{Folder, ResultsError};
use crate::results::layout::Parts;
use crate::results::reader::Reader;

/// The places of one table's rows, or of all documents.
pub(super) enum Places {
    /// One file, or parts that are full at some time.
    Here,
    /// By the label.
    Label,
    /// By the document; the table of them, in step with the rows of another one.
    Document(Parting, Option<Box<Reader>>),
}

impl Places {
    /// For rows of `table`, or for documents where it is theirs.
    pub(super) fn new(folder: &Folder, parts: Parts, table: &Table) -> Result<Self, ResultsError> {
        match parts {
            Parts::One | Parts::Bytes(_) => Ok(Places::Here),
            Parts::Label => Ok(Places::Label),
            Parts::Shares(_) | Parts::Source => {
                let is_in_step = table.name != DocumentRow::TABLE.name;
                let documents = is_in_step.then(|| folder.table::<DocumentRow>().map(Box::new));
                Ok(Places::Document(Parting::new(folder, parts)?, documents.transpose()?))
            }
        }
    }

    /// The place of the row.
    pub(super) fn of_row(&mut self, row: &Reader) -> Result<Place, ResultsError> {
        match self {
            Places::Here => Ok(Place::Here),
            Places::Label => Ok(Place::Label(row.cell("label")?.to_owned())),
            Places::Document(parting, None) => Ok(parting.next(row.cell("doc_id")?, row.cell("source_path")?)),
            Places::Document(parting, Some(documents)) => {
                let id = row.cell("doc_id")?;
                while !parting.is_at(id) {
                    if !documents.next_row()? {
                        return Err(row.no_document(id));
                    }
                    parting.next(documents.cell("doc_id")?, documents.cell("source_path")?);
                }
                Ok(parting.place())
            }
        }
    }

    /// The place of the document.
    pub(super) fn of_document(&mut self, rows: &DocumentRows) -> Place {
        match self {
            Places::Document(parting, _) => parting.next(
                cell::<DocumentRow>(&rows.document, "doc_id"),
                cell::<DocumentRow>(&rows.document, "source_path"),
            ),
            _ => Place::Here,
        }
    }

    /// How many parts the documents have, behind the last row.
    pub(super) fn end(self) -> Result<u64, ResultsError> {
        let Places::Document(mut parting, documents) = self else {
            return Ok(0);
        };
        if let Some(mut documents) = documents {
            while documents.next_row()? {
                parting.next(documents.cell("doc_id")?, documents.cell("source_path")?);
            }
        }
        Ok(parting.number)
    }
}

/// The parts of the documents, which come one after the other.
pub(super) struct Parting {
    parts: Parts,
    /// How many documents there are, and how many came.
    total: u64,
    seen: u64,
    /// The last one's part, id and file.
    number: u64,
    id: String,
    source: String,
}

impl Parting {
    fn new(folder: &Folder, parts: Parts) -> Result<Self, ResultsError> {
        let is_shared = matches!(parts, Parts::Shares(_));
        Ok(Parting {
            parts,
            total: if is_shared { folder.n_documents()? } else { 0 },
            seen: 0,
            number: 0,
            id: String::new(),
            source: String::new(),
        })
    }

    /// The place of the next document.
    fn next(&mut self, id: &str, source: &str) -> Place {
        match self.parts {
            Parts::Shares(parts) => self.number = self.seen * parts.min(self.total) / self.total + 1,
            _ if self.seen == 0 || self.source != source => self.number += 1,
            _ => {}
        }
        self.seen += 1;
        id.clone_into(&mut self.id);
        source.clone_into(&mut self.source);
        self.place()
    }

    fn is_at(&self, id: &str) -> bool {
        self.seen > 0 && self.id == id
    }

    fn place(&self) -> Place {
        Place::Number(self.number)
    }
}
