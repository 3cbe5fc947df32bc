//! What the Python package `yiming` does in Rust: `yiming._native`. The package itself (`python/yiming`) has what people call, with its
//! documentation; here are the borders between the two: texts and Arrow columns in, rows and Arrow tables out.
//!
//! No panic gets past this crate as pyo3's `PanicException`, which `except Exception` does not catch: one document's becomes its row of errors
//! or a `RuntimeError`.

mod arrow;
mod batch;
mod columns;
mod convert;
mod given;
mod job;
mod names;
mod pipeline;
mod rows;
mod travel;
mod values;

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;

pyo3::create_exception!(
    yiming,
    DictionaryError,
    PyValueError,
    "What is wrong with dictionaries: `path:line:column: what is wrong`, then `help:` and the way out, for each problem."
);

/// What `work` gives. A panic becomes an ordinary exception.
fn caught<T>(work: impl FnOnce() -> T) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| failed())
}

/// The same, with the interpreter free for others meanwhile.
fn detached<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    py.detach(|| caught(work))
}

/// What a panic is to whoever called.
fn failed() -> PyErr {
    PyRuntimeError::new_err("the program failed on this\nhelp: please report it, with what was given")
}

#[pymodule]
mod _native {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::DictionaryError;
    #[pymodule_export]
    use super::arrow::Table;
    #[pymodule_export]
    use super::convert::Converter;
    #[pymodule_export]
    use super::names::{match_names, score};
    #[pymodule_export]
    use super::pipeline::Pipeline;
    #[pymodule_export]
    use super::rows::{spacy_json, tables};
    #[pymodule_export]
    use super::travel::{identity, images};

    /// In builds for tests, says how these poison a document, by a name that the module does not export.
    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        #[cfg(feature = "poison")]
        module.setattr("_POISON", super::pipeline::POISON)?;
        let _ = module;
        Ok(())
    }
}
