//! The tables with tabs between their cells; quotes as in CSV, since a token may be a tab or hold a quotation mark.

use std::path::{Path, PathBuf};

use csv::WriterBuilder;

use crate::records::{DocumentRow, EntityRow, ErrorRow, MentionRow, Row, TokenRow};
use crate::results::file::{Pending, cannot_be_written};
use crate::results::folder::{Folder, ResultsError};

pub(super) fn export(folder: &Folder, out: &Path) -> Result<Vec<PathBuf>, ResultsError> {
    Ok(vec![
        table::<DocumentRow>(folder, out)?,
        table::<TokenRow>(folder, out)?,
        table::<MentionRow>(folder, out)?,
        table::<EntityRow>(folder, out)?,
        table::<ErrorRow>(folder, out)?,
    ])
}

fn table<R: Row>(folder: &Folder, out: &Path) -> Result<PathBuf, ResultsError> {
    let mut reader = folder.table::<R>()?;
    let path = out.join(format!("{}.tsv", R::TABLE.name));
    let failed = |error: csv::Error| cannot_be_written(&path, &error.into());
    let mut file = Pending::create(path.clone())?;
    let mut rows = WriterBuilder::new().delimiter(b'\t').from_writer(&mut file);
    let header = R::TABLE.columns.iter().map(|column| column.name);
    rows.write_record(header).map_err(failed)?;
    while reader.next_row()? {
        rows.write_record(&reader.record()?).map_err(failed)?;
    }
    rows.flush().map_err(|error| failed(error.into()))?;
    drop(rows);
    file.finish()
}
