//! The entities of a run, most mentions first, as their table has them.

use std::io::Write;

use rustc_hash::FxHashMap;

use super::{CountsError, Sheet};
use crate::records::{EntityCountRow, EntityRow, Row};
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
        self.called().unwrap_or(&self.id)
    }

    /// Its Chinese name, or its Latin one, where there is one.
    pub(in crate::results) fn called(&self) -> Option<&str> {
        filled(&self.name_zh).or(filled(&self.name_latin))
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
    by_mentions(folder, top)?.collect()
}

/// The same, one after the other. Memory holds one, but of a table whose parts are by label all of them.
fn by_mentions(
    folder: &Folder,
    top: usize,
) -> Result<Box<dyn Iterator<Item = Result<NamedEntity, ResultsError>>>, ResultsError> {
    let mut table = folder.table::<EntityRow>()?;
    let entities = std::iter::from_fn(move || match table.next_row() {
        Ok(true) => Some(NamedEntity::of(&table)),
        Ok(false) => None,
        Err(error) => Some(Err(error)),
    });
    // The table has the most frequent first.
    if !folder.is_parted_by_label(&EntityRow::TABLE) {
        return Ok(Box::new(entities.take(top)));
    }
    let mut all: Vec<NamedEntity> = entities.collect::<Result<_, ResultsError>>()?;
    all.sort_unstable_by(|a, b| b.n_mentions.cmp(&a.n_mentions).then_with(|| a.id.cmp(&b.id)));
    Ok(Box::new(all.into_iter().take(top).map(Ok)))
}

/// The place of each of `entities`, by its id.
pub(super) fn places_of(entities: &[NamedEntity]) -> FxHashMap<&str, usize> {
    let places = entities.iter().enumerate();
    places.map(|(place, entity)| (entity.id.as_str(), place)).collect()
}

/// Writes the `top` entities as they are read.
pub(super) fn write(folder: &Folder, top: usize, out: &mut impl Write) -> Result<(), CountsError> {
    let n_documents = folder.n_documents()?;
    let mut sheet = Sheet::begin(&EntityCountRow::TABLE, out);
    for entity in by_mentions(folder, top)? {
        let entity = entity?;
        sheet.push(&EntityCountRow {
            entity_id: &entity.id,
            name_zh: filled(&entity.name_zh),
            name_latin: filled(&entity.name_latin),
            label: filled(&entity.label),
            n_mentions: entity.n_mentions,
            n_documents: entity.n_documents,
            document_share: entity.n_documents as f64 / n_documents as f64,
        })?;
    }
    sheet.end()
}
