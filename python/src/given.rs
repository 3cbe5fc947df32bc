//! The records that Python gives: lists of texts, columns in a dict, and whatever knows Arrow; out, their columns, part by part.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};

use super::arrow::arrays;
use super::values::Values;

/// The columns that make a document.
pub struct Fields {
    /// The texts.
    pub text: String,
    /// The ids; nothing for the column `id`, if there is one.
    pub id: Option<String>,
    /// The dates; nothing for the column `date`, if there is one.
    pub date: Option<String>,
}

/// Records that lie together: a list, or a batch.
pub struct Part {
    pub texts: Values,
    pub ids: Option<Values>,
    pub dates: Option<Values>,
}

/// Reads `data`: whatever knows Arrow, a dict of columns, or texts.
pub fn parts(data: &Bound<'_, PyAny>, fields: &Fields) -> PyResult<Vec<Part>> {
    if data.is_instance_of::<PyString>() || data.is_instance_of::<PyBytes>() {
        return Err(PyTypeError::new_err(
            "one text is no batch\nhelp: give a list of texts, or call process",
        ));
    }
    if let Some(arrays) = arrays(data)? {
        return arrays.iter().map(|array| Part::of_array(array, fields)).collect();
    }
    if let Ok(columns) = data.cast::<PyDict>() {
        return Part::of_dict(columns, fields).map(|part| vec![part]);
    }
    Ok(vec![Part::of_texts(Values::of_list(data)?)])
}

impl Part {
    fn of_texts(texts: Values) -> Self {
        Part {
            texts,
            ids: None,
            dates: None,
        }
    }

    /// A batch of a table, or an array of texts.
    fn of_array(array: &ArrayRef, fields: &Fields) -> PyResult<Self> {
        let Some(batch) = array.as_struct_opt() else {
            return Values::of_array(array, &fields.text, false).map(Part::of_texts);
        };
        if batch.null_count() > 0 {
            return Err(PyTypeError::new_err("a whole record is null\nhelp: give a table"));
        }
        let known = || batch.column_names().iter().map(|&name| name.to_owned()).collect();
        Part::of_columns(fields, known, |name, may_be_numbers| {
            let column = batch.column_by_name(name);
            column
                .map(|column| Values::of_array(column, name, may_be_numbers))
                .transpose()
        })
    }

    fn of_dict(columns: &Bound<'_, PyDict>, fields: &Fields) -> PyResult<Self> {
        let known = || columns.keys().iter().map(|name| name.to_string()).collect();
        let part = Part::of_columns(fields, known, |name, _| {
            let column = columns.get_item(name)?;
            column.map(|column| Values::of_list(&column)).transpose()
        })?;
        let count = part.texts.len();
        if [&part.ids, &part.dates]
            .into_iter()
            .flatten()
            .any(|values| values.len() != count)
        {
            return Err(PyValueError::new_err("the columns are not equally long"));
        }
        Ok(part)
    }

    fn of_columns(
        fields: &Fields,
        known: impl Fn() -> Vec<String>,
        get: impl Fn(&str, bool) -> PyResult<Option<Values>>,
    ) -> PyResult<Self> {
        let needed = |name: &str, may_be_numbers| {
            get(name, may_be_numbers)?.ok_or_else(|| {
                let known = known().join(", ");
                PyValueError::new_err(format!("there is no column “{name}”\nhelp: the columns are {known}"))
            })
        };
        let needed_or = |name: Option<&str>, usual| match name {
            Some(name) => needed(name, true).map(Some),
            None => get(usual, true),
        };
        Ok(Part {
            texts: needed(&fields.text, false)?,
            ids: needed_or(fields.id.as_deref(), "id")?,
            dates: needed_or(fields.date.as_deref(), "date")?,
        })
    }
}
