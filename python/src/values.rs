//! The values of one column that Python gives: an Arrow array, or a list's items; out, any of them, for any thread.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayAccessor, ArrayRef, BinaryArray, BinaryViewArray, LargeBinaryArray, make_array};
use arrow_schema::DataType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBool, PyString};
use yiming::input::Given;

use super::arrow::wrong;

/// The values of one column.
pub enum Values {
    List(Vec<Item>),
    Small(BinaryArray),
    Large(LargeBinaryArray),
    View(BinaryViewArray),
}

/// A value that was looked at while the interpreter was ours.
pub enum Item {
    /// A str, whose text stays where it is.
    Str(PyBackedStr),
    /// A whole number or a date, written as text.
    Number(String),
    NotUtf8,
    /// Something else, as a person would call it.
    Other(String),
}

/// A value as it is.
#[derive(Clone, Copy)]
pub enum Value<'v> {
    Text(&'v str),
    Number(&'v str),
    NotUtf8,
    Other(&'v str),
}

impl<'v> Value<'v> {
    fn of_bytes(bytes: Option<&'v [u8]>) -> Self {
        match bytes.map(str::from_utf8) {
            Some(Ok(text)) => Value::Text(text),
            Some(Err(_)) => Value::NotUtf8,
            None => Value::Other("null"),
        }
    }

    /// As a text, for which a number is none.
    pub fn given(self) -> Given<'v> {
        match self {
            Value::Text(text) => Given::Text(text),
            Value::Number(_) => Given::Other("a number"),
            Value::NotUtf8 => Given::NotUtf8,
            Value::Other(kind) => Given::Other(kind),
        }
    }

    /// As what ids and dates may be.
    pub fn text(self) -> Option<&'v str> {
        match self {
            Value::Text(text) | Value::Number(text) => Some(text),
            Value::NotUtf8 | Value::Other(_) => None,
        }
    }
}

impl Values {
    pub fn len(&self) -> usize {
        match self {
            Values::List(items) => items.len(),
            Values::Small(array) => array.len(),
            Values::Large(array) => array.len(),
            Values::View(array) => array.len(),
        }
    }

    pub fn get(&self, place: usize) -> Value<'_> {
        match self {
            Values::List(items) => match &items[place] {
                Item::Str(text) => Value::Text(text),
                Item::Number(text) => Value::Number(text),
                Item::NotUtf8 => Value::NotUtf8,
                Item::Other(kind) => Value::Other(kind),
            },
            Values::Small(array) => Value::of_bytes(bytes_of(array, place)),
            Values::Large(array) => Value::of_bytes(bytes_of(array, place)),
            Values::View(array) => Value::of_bytes(bytes_of(array, place)),
        }
    }

    /// How many bytes a text has; 0 where there is none.
    pub fn size(&self, place: usize) -> usize {
        match self {
            Values::List(items) => match &items[place] {
                Item::Str(text) => text.len(),
                _ => 0,
            },
            Values::Small(array) => bytes_of(array, place).map_or(0, <[u8]>::len),
            Values::Large(array) => bytes_of(array, place).map_or(0, <[u8]>::len),
            Values::View(array) => bytes_of(array, place).map_or(0, <[u8]>::len),
        }
    }

    /// Whatever can be iterated over.
    pub fn of_list(list: &Bound<'_, PyAny>) -> PyResult<Self> {
        let items = list.try_iter()?.map(|item| Ok(Item::of(&item?)));
        Ok(Values::List(items.collect::<PyResult<_>>()?))
    }

    /// An array of texts; or of whole numbers, dates or moments, where `may_be_numbers`. Texts are taken as the bytes that they are, because nobody has
    /// seen to it that they are UTF-8.
    pub fn of_array(array: &ArrayRef, name: &str, may_be_numbers: bool) -> PyResult<Self> {
        let as_bytes = |data_type| {
            let data = array.to_data().into_builder().data_type(data_type).build();
            data.map(make_array).map_err(wrong)
        };
        Ok(match array.data_type() {
            DataType::Utf8 | DataType::Binary => Values::Small(as_bytes(DataType::Binary)?.as_binary().clone()),
            DataType::LargeUtf8 | DataType::LargeBinary => {
                Values::Large(as_bytes(DataType::LargeBinary)?.as_binary().clone())
            }
            DataType::Utf8View | DataType::BinaryView => {
                Values::View(as_bytes(DataType::BinaryView)?.as_binary_view().clone())
            }
            DataType::Null => Values::List((0..array.len()).map(|_| Item::Other("null".to_owned())).collect()),
            other => match written(array).filter(|_| may_be_numbers) {
                Some(items) => Values::List(items),
                None => {
                    return Err(PyTypeError::new_err(format!(
                        "the column “{name}” is {other}, not text\nhelp: cast it to string, or name another"
                    )));
                }
            },
        })
    }
}

/// The bytes of a value; nothing where there is none.
fn bytes_of<'v>(array: impl ArrayAccessor<Item = &'v [u8]>, place: usize) -> Option<&'v [u8]> {
    array.is_valid(place).then(|| array.value(place))
}

/// The whole numbers or dates of an array, written as text; nothing for one of other values.
fn written(array: &ArrayRef) -> Option<Vec<Item>> {
    macro_rules! written {
        ($($type:ident)+, $numbers:ident, $place:ident => $written:expr) => {
            $(if let Some($numbers) = array.as_primitive_opt::<$type>() {
                let written = |$place: usize| $numbers.is_valid($place).then(|| $written).flatten();
                return Some((0..array.len()).map(|place| Item::number(written(place))).collect());
            })+
        };
    }
    written!(Int8Type Int16Type Int32Type Int64Type UInt8Type UInt16Type UInt32Type UInt64Type,
        numbers, place => Some(numbers.value(place).to_string()));
    written!(Date32Type TimestampSecondType TimestampMillisecondType TimestampMicrosecondType TimestampNanosecondType,
        dates, place => dates.value_as_date(place).map(|date| date.to_string()));
    None
}

impl Item {
    fn number(written: Option<String>) -> Self {
        written.map_or_else(|| Item::Other("null".to_owned()), Item::Number)
    }

    fn of(value: &Bound<'_, PyAny>) -> Self {
        // What has a value of Python's inside is a cell of pyarrow's.
        let cell = || Item::known(&value.call_method0("as_py").ok()?);
        let kind = || value.get_type().name().map(|name| name.to_string());
        Item::known(value)
            .or_else(cell)
            .unwrap_or_else(|| Item::Other(kind().unwrap_or_else(|_| "something else".to_owned())))
    }

    fn known(value: &Bound<'_, PyAny>) -> Option<Self> {
        if let Ok(text) = value.cast::<PyString>() {
            // A str may have half a surrogate, which UTF-8 has not.
            return Some(PyBackedStr::try_from(text.clone()).map_or(Item::NotUtf8, Item::Str));
        }
        if value.is_none() {
            return Some(Item::Other("null".to_owned()));
        }
        if value.is_instance_of::<PyBool>() {
            return None;
        }
        // Whole numbers, numpy's as well, and what calendars have.
        let whole = value.call_method0("__index__").and_then(|whole| whole.str()?.extract());
        let written = whole.or_else(|_| value.call_method0("isoformat").and_then(|date| date.extract()));
        written.ok().map(Item::Number)
    }
}
