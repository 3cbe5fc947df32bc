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

/// The columns that a table has for text and id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) text: usize,
    pub(super) id: Option<usize>,
    /// How many there are.
    pub(super) count: usize,
}

impl Columns {
    /// Finds them in the header.
    ///
    /// # Errors
    ///
    /// The name of the column that is missing.
    pub(super) fn find(header: &[String], text: &str, id: Option<&str>) -> Result<Self, String> {
        let place = |name: &str| header.iter().position(|column| column.trim() == name);
        let missing = |name: &str| name.to_owned();
        Ok(Columns {
            text: place(text).ok_or_else(|| missing(text))?,
            id: match id {
                Some(name) => Some(place(name).ok_or_else(|| missing(name))?),
                None => place("id"),
            },
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
        let header = ["uid", "text", "id"].map(str::to_owned);
        let columns = |text, id, count| Columns { text, id, count };
        assert_eq!(Columns::find(&header, "text", None), Ok(columns(1, Some(2), 3)));
        assert_eq!(Columns::find(&header, "text", Some("uid")), Ok(columns(1, Some(0), 3)));
        assert_eq!(Columns::find(&header, "body", None), Err("body".to_owned()));
    }
}
