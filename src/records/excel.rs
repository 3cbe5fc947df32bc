//! Tables as Excel reads them without asking: a byte order mark, CRLF, and no cell that it would take for a formula.
//!
//! Excel computes what begins with `=`, `+`, `-`, `@`, a tab or a carriage return, in a CSV too. Such a cell gets an apostrophe before it, and
//! so does one that begins like that behind apostrophes of its own; taking one away gives the cell back.

/// What a file begins with.
pub const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Appends `rows`, as [`push_row`](super::push_row) writes them, in Excel's form. Returns the number of cells that were guarded.
///
/// ```
/// let mut out = Vec::new();
/// let guarded = yiming::records::push_for_excel(b"a,=1+1,\"-\n\"\n", &mut out);
/// assert_eq!((out.as_slice(), guarded), (&b"a,'=1+1,\"'-\n\"\r\n"[..], 2));
/// ```
pub fn push_for_excel(rows: &[u8], out: &mut Vec<u8>) -> u64 {
    out.reserve(rows.len() + rows.len() / 16);
    let mut guarded = 0;
    let (mut is_quoted, mut begins) = (false, true);
    for (at, &byte) in rows.iter().enumerate() {
        // The mark that opens a quoted cell is no part of it.
        if begins && (byte != b'"' || is_quoted) {
            begins = false;
            let inner = rows[at..].iter().find(|&&byte| byte != b'\'');
            if matches!(inner, Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r')) {
                out.push(b'\'');
                guarded += 1;
            }
        }
        match byte {
            // A quotation mark inside a quoted cell comes twice, which opens and closes it again.
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => out.push(b'\r'),
            _ => {}
        }
        out.push(byte);
        if !is_quoted && matches!(byte, b',' | b'\n') {
            begins = true;
        }
    }
    guarded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8]) -> Vec<Vec<String>> {
        let mut reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let rows = reader
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect());
        rows.collect()
    }

    proptest! {
        #[test]
        fn no_cell_is_a_formula_and_each_can_be_had_back(
            cells in prop::collection::vec(prop::collection::vec("['=+@\\-\\t\\r\\n\",a中]{0,5}", 3), 1..6)
        ) {
            let mut writer = ::csv::Writer::from_writer(Vec::new());
            for row in &cells {
                writer.write_record(row).unwrap();
            }
            let mut out = Vec::new();
            push_for_excel(&writer.into_inner().unwrap(), &mut out);
            let guarded = read(&out);
            for cell in guarded.iter().flatten() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
            }
            let back: Vec<Vec<String>> = guarded.iter().map(|row| row.iter().map(|cell| {
                let bare = cell.trim_start_matches('\'');
                let was_guarded = cell.len() > bare.len() && bare.starts_with(['=', '+', '-', '@', '\t', '\r']);
                cell[usize::from(was_guarded)..].to_owned()
            }).collect()).collect();
            prop_assert_eq!(back, cells);
        }
    }
}
