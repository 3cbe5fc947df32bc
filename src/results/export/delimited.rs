//! Tables with commas or tabs between their cells; with tabs, too, quotes are as in CSV, since a token may be a tab or hold a quotation mark.

use super::parted::Form;
use super::text::TextFile;
use crate::records::{Table, push_cells};
use crate::results::file::{Pending, Sealed};
use crate::results::folder::ResultsError;
use crate::results::layout::Compression;
use crate::results::reader::Reader;

pub(super) struct Delimited {
    pub delimiter: u8,
    pub compression: Option<Compression>,
    /// The line of the row that was taken.
    pub line: Vec<u8>,
}

impl Form<Reader> for Delimited {
    type File = TextFile;

    fn begin(&self, file: Pending, table: &Table) -> Result<(TextFile, u64), ResultsError> {
        let mut file = TextFile::new(file, self.compression)?;
        let mut header = Vec::new();
        let names = table.columns.iter().map(|column| column.name.as_bytes());
        push_cells(names, self.delimiter, &mut header);
        file.write(&header)?;
        Ok((file, header.len() as u64))
    }

    fn take(&mut self, row: &Reader) -> Result<u64, ResultsError> {
        self.line.clear();
        push_cells(row.utf8_cells()?, self.delimiter, &mut self.line);
        Ok(self.line.len() as u64)
    }

    fn put(&self, _: &Reader, file: &mut TextFile) -> Result<(), ResultsError> {
        file.write(&self.line)
    }

    fn seal(&self, file: TextFile) -> Result<Sealed, ResultsError> {
        file.seal()
    }
}
