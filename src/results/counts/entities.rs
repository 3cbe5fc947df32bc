//! The entities of a run, most mentions first, as their table has them.

use std::io::Write;

use super::CountsError;
use crate::records::{DocumentRow, EntityCountRow, EntityRow, Row, push_header, push_row};
use crate::results::folder::{Folder, ResultsError};
use crate::results::reader::Reader;

/// An entity of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedEntity {
    /// Its id.
    pub id: String,
    /// Its usual name in Chinese, or empty.
    pub name_zh: String,
    /// Its usual name in Latin letters, or empty.
    pub name_latin: String,
    /// Its label, or empty.
    pub label: String,
    /// The number of mentions.
    pub n_mentions: u64,
    /// The number of documents that mention it.
    pub n_documents: u64,
}

impl NamedEntity {
    fn of(row: &Reader) -> Result<Self, ResultsError> {
        Ok(NamedEntity {
            id: row.cell("entity_id")?.to_owned(),
            name_zh: row.cell("name_zh")?.to_owned(),
            name_latin: row.cell("name_latin")?.to_owned(),
            label: row.cell("label")?.to_owned(),
            n_mentions: row.number("n_mentions")?.unwrap_or(0),
            n_documents: row.number("n_documents")?.unwrap_or(0),
        })
    }

    /// What people call it: its Chinese name, or its Latin one, or its id.
    pub fn name(&self) -> &str {
        let names = [&self.name_zh, &self.name_latin];
        names.into_iter().find(|name| !name.is_empty()).unwrap_or(&self.id)
    }
}

/// Nothing for an empty cell.
pub(super) fn filled(cell: &str) -> Option<&str> {
    Some(cell).filter(|cell| !cell.is_empty())
}

/// The `top` entities with most mentions.
///
/// # Errors
///
/// A table that cannot be read.
pub fn most_mentioned(folder: &Folder, top: usize) -> Result<Vec<NamedEntity>, ResultsError> {
    let mut table = folder.table::<EntityRow>()?;
    let mut entities = Vec::new();
    // They come with the most frequent first.
    while entities.len() < top && table.next_row()? {
        entities.push(NamedEntity::of(&table)?);
    }
    Ok(entities)
}

/// Writes the `top` entities as they are read.
pub(super) fn write(folder: &Folder, top: usize, out: &mut impl Write) -> Result<(), CountsError> {
    let mut documents = folder.table::<DocumentRow>()?;
    let mut n_documents = 0u64;
    while documents.next_row()? {
        n_documents += 1;
    }
    let mut table = folder.table::<EntityRow>()?;
    let mut buffer = Vec::new();
    push_header(&EntityCountRow::TABLE, &mut buffer);
    let mut left = top;
    while left > 0 && table.next_row()? {
        left -= 1;
        let entity = NamedEntity::of(&table)?;
        let row = EntityCountRow {
            entity_id: &entity.id,
            name_zh: filled(&entity.name_zh),
            name_latin: filled(&entity.name_latin),
            label: filled(&entity.label),
            n_mentions: entity.n_mentions,
            n_documents: entity.n_documents,
            document_share: entity.n_documents as f64 / n_documents as f64,
        };
        push_row(&row, &mut buffer);
        out.write_all(&buffer)?;
        buffer.clear();
    }
    Ok(out.write_all(&buffer)?)
}
