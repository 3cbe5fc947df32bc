//! Rows as Python sees them one by one: named tuples, whose names follow from the tables.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat, PyInt, PyList, PyString, PyTuple};
use yiming::records::{ALL, CellVisitor, Column, Row, RowSink, to_four_digits};
use yiming::results::{DocumentRows, for_spacy};

/// Makes an object of each row, by a class that takes the cells as one tuple.
pub struct Objects<'py> {
    class: Bound<'py, PyAny>,
    list: Bound<'py, PyList>,
    failed: Option<PyErr>,
}

impl<'py> Objects<'py> {
    pub fn new(class: &Bound<'py, PyAny>) -> PyResult<Self> {
        Ok(Objects {
            class: class.getattr("_make")?,
            list: PyList::empty(class.py()),
            failed: None,
        })
    }

    /// The objects, in order.
    pub fn finish(self) -> PyResult<Bound<'py, PyList>> {
        match self.failed {
            Some(error) => Err(error),
            None => Ok(self.list),
        }
    }

    fn add(&self, cells: Vec<Bound<'py, PyAny>>) -> PyResult<()> {
        let cells = PyTuple::new(self.class.py(), cells)?;
        self.list.append(self.class.call1((cells,))?)
    }
}

impl RowSink for Objects<'_> {
    fn push(&mut self, row: &impl Row) {
        fn columns<R: Row>(_: &R) -> &'static [Column] {
            R::TABLE.columns
        }
        let columns = columns(row);
        let mut cells = Cells {
            py: self.class.py(),
            columns: columns.iter(),
            cells: Vec::with_capacity(columns.len()),
        };
        row.visit(&mut cells);
        let cells = cells.cells;
        if let Err(error) = self.add(cells) {
            self.failed = Some(error);
        }
    }
}

struct Cells<'py> {
    py: Python<'py>,
    columns: std::slice::Iter<'static, Column>,
    cells: Vec<Bound<'py, PyAny>>,
}

impl<'py> Cells<'py> {
    fn add(&mut self, cell: Bound<'py, PyAny>) {
        self.columns.next();
        self.cells.push(cell);
    }
}

impl CellVisitor for Cells<'_> {
    fn null(&mut self) {
        self.add(self.py.None().into_bound(self.py));
    }

    fn string(&mut self, text: &str) {
        let may_be_null = self.columns.as_slice().first().is_some_and(|column| !column.required);
        if text.is_empty() && may_be_null {
            return self.null();
        }
        self.add(PyString::new(self.py, text).into_any());
    }

    fn integer(&mut self, number: u64) {
        self.add(PyInt::new(self.py, number).into_any());
    }

    fn number(&mut self, number: f64) {
        self.add(PyFloat::new(self.py, to_four_digits(number)).into_any());
    }

    fn boolean(&mut self, yes: bool) {
        self.add(PyBool::new(self.py, yes).to_owned().into_any());
    }
}

/// A table's name and description, and of each column the name, the type, whether every row has a value, and the description.
type Described = (
    &'static str,
    &'static str,
    Vec<(&'static str, &'static str, bool, &'static str)>,
);

/// All tables: name, description, and columns as (name, type, required, description).
#[pyfunction]
pub fn tables() -> Vec<Described> {
    let column = |column: &Column| {
        (
            column.name,
            column.cell_type.name(),
            column.required,
            column.description,
        )
    };
    ALL.iter()
        .map(|table| {
            (
                table.name,
                table.description,
                table.columns.iter().map(column).collect(),
            )
        })
        .collect()
}

/// A document as spaCy's Doc.from_json takes it, from the cells of its rows as the CSV tables have them.
#[pyfunction]
pub fn spacy_json(document: Vec<String>, tokens: Vec<Vec<String>>, mentions: Vec<Vec<String>>) -> PyResult<String> {
    let rows = DocumentRows {
        document: document.into(),
        tokens: tokens.into_iter().map(Into::into).collect(),
        mentions: mentions.into_iter().map(Into::into).collect(),
    };
    let json = for_spacy(&rows).map_err(PyValueError::new_err)?;
    String::from_utf8(json).map_err(|error| PyValueError::new_err(error.to_string()))
}
