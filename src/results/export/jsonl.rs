//! JSON Lines: one document a line, its columns as members, its tokens and mentions as arrays of objects. Empty cells are null.

use csv::StringRecord;

use super::Lacking;
use crate::records::{CellType, Column, DocumentRow, MentionRow, Row, TokenRow};
use crate::results::documents::DocumentRows;

pub(super) fn push(rows: &DocumentRows, out: &mut Vec<u8>) -> Result<(), Lacking> {
    out.push(b'{');
    push_members(DocumentRow::TABLE.columns, rows.document.iter(), out);
    out.extend_from_slice(b",\"tokens\":");
    push_rows(TokenRow::TABLE.columns, &rows.tokens, out);
    out.extend_from_slice(b",\"mentions\":");
    push_rows(MentionRow::TABLE.columns, &rows.mentions, out);
    out.extend_from_slice(b"}\n");
    Ok(())
}

/// Rows as an array of objects, without their first column: the document is said once.
fn push_rows(columns: &[Column], rows: &[StringRecord], out: &mut Vec<u8>) {
    out.push(b'[');
    for (number, row) in rows.iter().enumerate() {
        out.extend_from_slice(if number > 0 { b",{" } else { b"{" });
        push_members(&columns[1..], row.iter().skip(1), out);
        out.push(b'}');
    }
    out.push(b']');
}

fn push_members<'c>(columns: &[Column], cells: impl Iterator<Item = &'c str>, out: &mut Vec<u8>) {
    for (number, (column, cell)) in columns.iter().zip(cells).enumerate() {
        if number > 0 {
            out.push(b',');
        }
        push_text(column.name, out);
        out.push(b':');
        push_cell(column.cell_type, cell, out);
    }
}

/// A cell as a value of its type, or as text where it is none.
fn push_cell(cell_type: CellType, cell: &str, out: &mut Vec<u8>) {
    match (cell_type, cell) {
        (_, "") => out.extend_from_slice(b"null"),
        (CellType::Boolean, "0") => out.extend_from_slice(b"false"),
        (CellType::Boolean, "1") => out.extend_from_slice(b"true"),
        // Numbers of the tables are written as JSON has them.
        (CellType::Integer | CellType::Number, number) if serde_json::from_str::<f64>(number).is_ok() => {
            out.extend_from_slice(number.as_bytes());
        }
        _ => push_text(cell, out),
    }
}

/// A string.
pub(super) fn push_text(text: &str, out: &mut Vec<u8>) {
    // A Vec takes whatever is written to it.
    let _ = serde_json::to_writer(out, text);
}
