//! The border to other libraries that know Arrow: its PyCapsule interface, in both directions. Nothing is copied, and none of these libraries is
//! needed. Written here over arrow-array's structures, since pyo3-arrow would bind us to its version of arrow and pyo3.

use std::ffi::CStr;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator, make_array};
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyCapsuleMethods, PyTuple, PyType};

use super::detached;

const STREAM: &CStr = c"arrow_array_stream";
const ARRAY: &CStr = c"arrow_array";
const SCHEMA: &CStr = c"arrow_schema";

/// A table that knows Arrow's PyCapsule interface: pyarrow.table(t), polars.DataFrame(t), and a query of DuckDB take it without a copy.
#[pyclass(module = "yiming", frozen)]
pub struct Table {
    name: &'static str,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    pub fn new(name: &'static str, schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Table { name, schema, batches }
    }
}

#[pymethods]
impl Table {
    /// The name: documents, tokens, mentions, entities or errors.
    #[getter]
    fn name(&self) -> &'static str {
        self.name
    }

    /// The names of the columns, in order.
    #[getter]
    fn column_names(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|field| field.name().as_str()).collect()
    }

    /// The number of rows.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __len__(&self) -> usize {
        self.num_rows()
    }

    fn __repr__(&self) -> String {
        format!("<yiming.Table {}: {} rows>", self.name, self.num_rows())
    }

    /// The schema, as a capsule.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(wrong)?;
        PyCapsule::new_with_value(py, schema, SCHEMA)
    }

    /// The rows, as a capsule. The types are always those of the table; whoever asks for others converts them.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = self.batches.clone().into_iter().map(Ok);
        let reader = RecordBatchIterator::new(batches, self.schema.clone());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)
    }
}

/// The arrays of an object that knows the PyCapsule interface; nothing for one that does not.
pub fn arrays(object: &Bound<'_, PyAny>) -> PyResult<Option<Vec<ArrayRef>>> {
    if let Some(method) = method(object, "__arrow_c_stream__")? {
        return read_stream(&method.call0()?.cast_into()?).map(Some);
    }
    if let Some(method) = method(object, "__arrow_c_array__")? {
        let capsules: Bound<'_, PyTuple> = method.call0()?.cast_into()?;
        let array = read_array(&capsules.get_item(0)?.cast_into()?, &capsules.get_item(1)?.cast_into()?)?;
        return Ok(Some(vec![array]));
    }
    Ok(None)
}

/// A method of an object, unless that is None. Of a class there is none, since it would lack its object.
fn method<'py>(object: &Bound<'py, PyAny>, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
    if object.is_instance_of::<PyType>() {
        return Ok(None);
    }
    Ok(object.getattr_opt(name)?.filter(|method| !method.is_none()))
}

fn read_stream(capsule: &Bound<'_, PyCapsule>) -> PyResult<Vec<ArrayRef>> {
    let stream = pointer(capsule, STREAM)?;
    // SAFETY: `pointer` has such a structure. It is moved out of the capsule, where one stays behind that counts as released, so nobody calls its
    // release a second time. That its callbacks, and the pointers and lengths of what they give, are right is the producer's promise,
    // which nobody can check.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(stream) };
    // The callbacks are C's, and take the interpreter where they need it; so may threads that they wait for.
    let arrays: Result<_, _> = detached(capsule.py(), || ArrayStreamReader::try_new(stream)?.collect())?;
    arrays.map_err(wrong)
}

fn read_array(schema: &Bound<'_, PyCapsule>, array: &Bound<'_, PyCapsule>) -> PyResult<ArrayRef> {
    let (schema, array) = (pointer(schema, SCHEMA)?, pointer(array, ARRAY)?);
    // SAFETY: as of a stream, of both.
    let (schema, array) = unsafe { (FFI_ArrowSchema::from_raw(schema), FFI_ArrowArray::from_raw(array)) };
    if schema.release().is_none() || array.is_released() {
        return Err(PyValueError::new_err("the array was taken before"));
    }
    // SAFETY: neither is released. That the array is what the schema says, and its buffers as long as that asks, is the producer's promise.
    let data = unsafe { from_ffi(array, &schema) };
    Ok(make_array(data.map_err(wrong)?))
}

/// The structure of C's that a capsule of this name has, by the PyCapsule interface, as long as the capsule lives. Never null.
fn pointer<T>(capsule: &Bound<'_, PyCapsule>, name: &CStr) -> PyResult<*mut T> {
    Ok(capsule.pointer_checked(Some(name))?.cast().as_ptr())
}

/// An error of Arrow, as Python's.
pub fn wrong(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}
