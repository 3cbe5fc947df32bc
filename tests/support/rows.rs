//! Tables as a reader has them, parsed by the crate `csv`.

use std::io::Read;
use std::ops::Index;
use std::rc::Rc;

/// A row, by the names of its columns.
#[derive(Clone, PartialEq)]
pub struct Row {
    header: Rc<csv::StringRecord>,
    cells: Vec<String>,
}

impl Row {
    /// The cells with the names of their columns.
    #[allow(dead_code)]
    pub fn cells(&self) -> impl Iterator<Item = (&str, &str)> {
        self.header.iter().zip(self.cells.iter().map(String::as_str))
    }
}

impl Index<&str> for Row {
    type Output = String;

    fn index(&self, column: &str) -> &String {
        let place = self.header.iter().position(|name| name == column);
        &self.cells[place.unwrap_or_else(|| panic!("no column {column}"))]
    }
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.header.iter().zip(&self.cells)).finish()
    }
}

/// The rows of a table with its header, which all must be as wide as that.
pub fn rows(csv: impl Read) -> impl Iterator<Item = Row> {
    let mut reader = csv::Reader::from_reader(csv);
    let header = reader
        .headers()
        .unwrap()
        .iter()
        .map(|name| name.trim_start_matches('\u{FEFF}'));
    let header = Rc::new(header.collect::<csv::StringRecord>());
    reader.into_records().map(move |cells| Row {
        header: Rc::clone(&header),
        cells: cells.unwrap().iter().map(str::to_owned).collect(),
    })
}
