//! The tables with tabs between their cells; quotes as in CSV, since a token may be a tab or hold a quotation mark.

use std::path::{Path, PathBuf};

use csv::{ByteRecord, WriterBuilder};

use crate::records::{DocumentRow, EntityRow, ErrorRow, MentionRow, Row, TokenRow};
use crate::results::file::Pending;
use crate::results::folder::{Folder, ResultsError};

/// How much is gathered before it is written, in bytes.
const CHUNK: usize = 1 << 16;

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
    let mut file = Pending::create(out.join(format!("{}.tsv", R::TABLE.name)))?;
    let header: ByteRecord = R::TABLE.columns.iter().map(|column| column.name).collect();
    let mut lines = line(&header, Vec::new());
    while reader.next_row()? {
        lines = line(reader.record()?.as_byte_record(), lines);
        if lines.len() >= CHUNK {
            file.write(&lines)?;
            lines.clear();
        }
    }
    file.write(&lines)?;
    file.finish()
}

/// Appends a row.
fn line(row: &ByteRecord, out: Vec<u8>) -> Vec<u8> {
    let mut writer = WriterBuilder::new().delimiter(b'\t').from_writer(out);
    // A Vec takes whatever is written to it.
    let _ = writer.write_byte_record(row);
    writer.into_inner().unwrap_or_default()
}
