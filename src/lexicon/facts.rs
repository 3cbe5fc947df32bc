//! What the rows of an entity dictionary say together: no alias twice, and nothing about an entity that another row contradicts.
//!
//! Of the rows only hashes and places are kept, so that ten million of them fit into memory; an earlier row is read again where it matters.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, Hash};

use rustc_hash::FxBuildHasher;

use super::entities::{AliasRow, COLUMNS, Place, first_record};
use super::problem::{Problem, quoted};

/// Something that a row says once.
pub(super) struct Facts<'t>(FirstRows<'t>);

impl<'t> Facts<'t> {
    /// No row so far, of a file with this text.
    pub(super) fn new(text: &'t str) -> Self {
        Facts(FirstRows::new(text))
    }

    /// Adds a row and tells what is wrong with it beside those before it.
    pub(super) fn check(&mut self, row: &AliasRow, place: &Place<'_>, wrong: &mut Vec<Problem>) {
        if let Some(([alias, id], line)) = self.0.earlier(place, (0, &row.entity_id, &row.alias), [0, 1])
            && (&alias, &id) == (&row.alias, &row.entity_id)
        {
            let message = format!("{} was given to {} on line {line} already", quoted(&alias), shown(&id));
            wrong.push(
                place
                    .in_column(0, message)
                    .help("remove one of the two rows; several regions go into one cell: cn hk"),
            );
        }
        for (column, stated) in (2..).zip([&row.label, &row.name_zh, &row.name_latin]) {
            let Some(stated) = stated else { continue };
            if let Some(([id, earlier], line)) = self.0.earlier(place, (column, &row.entity_id, ""), [1, column])
                && id == row.entity_id
                && earlier != *stated
            {
                let message = format!(
                    "{} of {} is {} here and {} on line {line}",
                    COLUMNS[column],
                    shown(&id),
                    quoted(stated),
                    quoted(&earlier)
                );
                wrong.push(
                    place
                        .in_column(column, message)
                        .help("state it on one row of the entity only"),
                );
            }
        }
    }
}

/// Which row of a file was the first to say something.
pub(super) struct FirstRows<'t> {
    text: &'t str,
    /// The hash of what is said, to where the first row that says it begins, and its line.
    first: HashMap<u64, (usize, usize), FxBuildHasher>,
}

impl<'t> FirstRows<'t> {
    /// No row so far, of a file with this text.
    pub(super) fn new(text: &'t str) -> Self {
        FirstRows {
            text,
            first: HashMap::default(),
        }
    }

    /// The cells in `columns` of the first row that said `what`, and its line; nothing where this is the first. Since hashes may be
    /// equal by chance, the caller compares the cells.
    pub(super) fn earlier(
        &mut self,
        place: &Place<'_>,
        what: impl Hash,
        columns: [usize; 2],
    ) -> Option<([String; 2], usize)> {
        match self.first.entry(FxBuildHasher.hash_one(what)) {
            Entry::Vacant(entry) => {
                entry.insert((place.start, place.line));
                None
            }
            Entry::Occupied(entry) => {
                let &(start, line) = entry.get();
                let record = first_record(&self.text[start..])?;
                let cell = |column: usize| Some(record.get(place.columns[column]?)?.trim().to_owned());
                Some(([cell(columns[0])?, cell(columns[1])?], line))
            }
        }
    }
}

/// An id in a message; such as are longer than a line are cut.
pub(super) fn shown(id: &str) -> String {
    let quoted = quoted(id);
    quoted.trim_matches(['“', '”']).to_owned()
}
