//! Rows of a table, whose first row names the columns.

/// The cells of one row.
pub(super) fn cells(row: &str, delimiter: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        // The row was cut already: a line end left in it is a part of a cell.
        .terminator(csv::Terminator::Any(b'\n'))
        .buffer_capacity(row.len().max(1))
        .from_reader(row.as_bytes());
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => record.iter().map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// The columns that a table has for text, id and date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) text: usize,
    pub(super) id: Option<usize>,
    pub(super) date: Option<usize>,
    /// How many there are.
    pub(super) count: usize,
}

impl Columns {
    /// Finds them in the header.
    ///
    /// # Errors
    ///
    /// The name of the column that is missing.
    pub(super) fn find(header: &[String], text: &str, id: Option<&str>, date: Option<&str>) -> Result<Self, String> {
        let place = |name: &str| header.iter().position(|column| column.trim() == name);
        let named = |name: &str| place(name).ok_or_else(|| name.to_owned());
        let named_or = |name: Option<&str>, usual| match name {
            Some(name) => named(name).map(Some),
            None => Ok(place(usual)),
        };
        Ok(Columns {
            text: named(text)?,
            id: named_or(id, "id")?,
            date: named_or(date, "date")?,
            count: header.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_may_be_quoted_and_hold_anything() {
        assert_eq!(cells("a,\"b\n\"\"c,\",", b','), ["a", "b\n\"c,", ""]);
        assert_eq!(cells("a\rb\tc", b'\t'), ["a\rb", "c"]);
    }

    #[test]
    fn columns_are_found_by_name() {
        let header = ["uid", "text", "id", "when"].map(str::to_owned);
        let columns = |id, date| Columns {
            text: 1,
            id: Some(id),
            date,
            count: 4,
        };
        assert_eq!(Columns::find(&header, "text", None, None), Ok(columns(2, None)));
        assert_eq!(
            Columns::find(&header, "text", Some("uid"), Some("when")),
            Ok(columns(0, Some(3)))
        );
        assert_eq!(Columns::find(&header, "body", None, None), Err("body".to_owned()));
        assert_eq!(Columns::find(&header, "text", None, Some("day")), Err("day".to_owned()));
    }
}
