//! Rows as Arrow columns: in, rows of one table; out, record batches, whose columns follow from the table's.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{ArrayRef, BooleanArray, PrimitiveArray, RecordBatch, StringArray};
use arrow_buffer::{BooleanBufferBuilder, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use encoding_rs::Encoding;
use yiming::records::{ALL, CellType, CellVisitor, Column, Row, RowSink, Table, Text, Written, to_four_digits};

/// A column counts the bytes of its texts in 31 bits. A batch ends where one has more than this, so that a cell of a gigabyte finds room.
const FULL: usize = 1_000_000_000;

/// The Arrow schemas of all tables, in the order of [`ALL`].
static SCHEMAS: LazyLock<Vec<SchemaRef>> = LazyLock::new(|| ALL.iter().map(|table| Arc::new(schema(table))).collect());

/// The Arrow schema of `R`'s table.
pub fn schema_of<R: Row>() -> SchemaRef {
    let place = ALL.iter().position(|table| table.name == R::TABLE.name);
    place.map_or_else(|| Arc::new(schema(&R::TABLE)), |place| SCHEMAS[place].clone())
}

fn schema(table: &Table) -> Schema {
    let field = |column: &Column| {
        let data_type = match column.cell_type {
            CellType::String => DataType::Utf8,
            CellType::Integer => DataType::Int64,
            CellType::Number => DataType::Float64,
            CellType::Boolean => DataType::Boolean,
        };
        let description = ("description".to_owned(), column.description.to_owned());
        Field::new(column.name, data_type, !column.required).with_metadata(HashMap::from([description]))
    };
    Schema::new(table.columns.iter().map(field).collect::<Vec<_>>())
}

/// Takes rows of one table and makes record batches of them.
pub struct Batches {
    schema: SchemaRef,
    columns: Vec<Cells>,
    rows: usize,
    done: Vec<RecordBatch>,
    failed: Option<ArrowError>,
}

impl Batches {
    /// For rows of `R`'s table, about `rows` of them.
    pub fn of<R: Row>(rows: usize) -> Self {
        Batches {
            schema: schema_of::<R>(),
            columns: R::TABLE.columns.iter().map(|column| Cells::new(column, rows)).collect(),
            rows: 0,
            done: Vec::new(),
            failed: None,
        }
    }

    /// The batches, none of which is empty.
    pub fn finish(mut self) -> Result<Vec<RecordBatch>, ArrowError> {
        self.end_batch();
        match self.failed {
            Some(error) => Err(error),
            None => Ok(self.done),
        }
    }

    fn end_batch(&mut self) {
        if self.rows == 0 {
            return;
        }
        self.rows = 0;
        let arrays: Result<Vec<ArrayRef>, ArrowError> = self.columns.iter_mut().map(Cells::take).collect();
        match arrays.and_then(|arrays| RecordBatch::try_new(self.schema.clone(), arrays)) {
            Ok(batch) => self.done.push(batch),
            Err(error) => self.failed = Some(error),
        }
    }
}

impl RowSink for Batches {
    #[inline]
    fn push(&mut self, row: &impl Row) {
        let mut visitor = Visitor {
            columns: self.columns.iter_mut(),
            is_full: false,
        };
        row.visit(&mut visitor);
        let is_full = visitor.is_full;
        self.rows += 1;
        if is_full {
            self.end_batch();
        }
    }
}

/// The cells of one column.
struct Cells {
    values: Values,
    /// The places of nulls. Only columns that need not have a value have any, and most of these few.
    nulls: Vec<u32>,
    is_required: bool,
}

enum Values {
    Texts { ends: Vec<i32>, bytes: Vec<u8> },
    Integers(Vec<i64>),
    Numbers(Vec<f64>),
    Booleans(BooleanBufferBuilder),
}

impl Values {
    /// How many there are.
    fn len(&self) -> usize {
        match self {
            Values::Texts { ends, .. } => ends.len() - 1,
            Values::Integers(numbers) => numbers.len(),
            Values::Numbers(numbers) => numbers.len(),
            Values::Booleans(bits) => bits.len(),
        }
    }

    fn new(cell_type: CellType, rows: usize) -> Self {
        match cell_type {
            CellType::String => {
                let mut ends = Vec::with_capacity(rows + 1);
                ends.push(0);
                let bytes = Vec::with_capacity(8 * rows);
                Values::Texts { ends, bytes }
            }
            CellType::Integer => Values::Integers(Vec::with_capacity(rows)),
            CellType::Number => Values::Numbers(Vec::with_capacity(rows)),
            CellType::Boolean => Values::Booleans(BooleanBufferBuilder::new(rows)),
        }
    }
}

impl Cells {
    fn new(column: &Column, rows: usize) -> Self {
        Cells {
            values: Values::new(column.cell_type, rows),
            nulls: Vec::new(),
            is_required: column.required,
        }
    }

    fn null_buffer(&mut self) -> Option<NullBuffer> {
        if self.nulls.is_empty() {
            return None;
        }
        let mut bits = BooleanBufferBuilder::new(self.values.len());
        bits.append_n(self.values.len(), true);
        for place in self.nulls.drain(..) {
            bits.set_bit(place as usize, false);
        }
        Some(bits.finish().into())
    }

    /// What is there, as an array; nothing is left.
    fn take(&mut self) -> Result<ArrayRef, ArrowError> {
        let nulls = self.null_buffer();
        Ok(match &mut self.values {
            Values::Texts { ends, bytes } => {
                let ends = std::mem::replace(ends, vec![0]);
                Arc::new(text_array(ends, std::mem::take(bytes), nulls)?)
            }
            Values::Integers(numbers) => {
                let numbers = ScalarBuffer::from(std::mem::take(numbers));
                Arc::new(PrimitiveArray::<Int64Type>::try_new(numbers, nulls)?)
            }
            Values::Numbers(numbers) => {
                let numbers = ScalarBuffer::from(std::mem::take(numbers));
                Arc::new(PrimitiveArray::<Float64Type>::try_new(numbers, nulls)?)
            }
            Values::Booleans(bits) => Arc::new(BooleanArray::new(bits.finish(), nulls)),
        })
    }
}

/// Texts that lie one behind the other, by their ends, with a zero before the first.
fn text_array(ends: Vec<i32>, bytes: Vec<u8>, nulls: Option<NullBuffer>) -> Result<StringArray, ArrowError> {
    if i32::try_from(bytes.len()).is_err() {
        return Err(ArrowError::OffsetOverflowError(bytes.len()));
    }
    // A byte that goes on with a character begins with these bits.
    let is_border = |&end: &i32| bytes.get(end as usize).is_none_or(|byte| byte >> 6 != 0b10);
    if Encoding::utf8_valid_up_to(&bytes) < bytes.len() || !ends.iter().all(is_border) {
        return Err(ArrowError::InvalidArgumentError("a cell is no text".to_owned()));
    }
    let ends = OffsetBuffer::new(ScalarBuffer::from(ends));
    // SAFETY: all bytes are UTF-8, no end is behind the last of them or inside a character, `OffsetBuffer` has seen that ends never go back, and
    // `nulls` was made for as many texts as there are ends behind the zero. `try_new` sees to the same, but takes some
    // hundredths of a batch's time for it.
    Ok(unsafe { StringArray::new_unchecked(ends, Buffer::from_vec(bytes), nulls) })
}

/// Puts each cell of a row into its column.
struct Visitor<'b> {
    columns: std::slice::IterMut<'b, Cells>,
    is_full: bool,
}

impl Visitor<'_> {
    /// The next column, of which a cell is pushed that has a value.
    #[inline]
    fn value(&mut self) -> Option<&mut Values> {
        self.columns.next().map(|cells| &mut cells.values)
    }

    #[inline]
    fn push_text(&mut self, is_empty: bool, push: impl FnOnce(&mut Vec<u8>)) {
        let Some(cells) = self.columns.next() else { return };
        if let Values::Texts { ends, bytes } = &mut cells.values {
            if is_empty && !cells.is_required {
                // There is one more end than there are texts.
                cells.nulls.push(ends.len() as u32 - 1);
            }
            push(bytes);
            // Whether that is a place at all is asked once, when the batch ends.
            ends.push(bytes.len() as i32);
            self.is_full |= bytes.len() > FULL;
        }
    }
}

impl CellVisitor for Visitor<'_> {
    #[inline]
    fn null(&mut self) {
        let Some(cells) = self.columns.next() else { return };
        cells.nulls.push(cells.values.len() as u32);
        match &mut cells.values {
            Values::Texts { ends, .. } => ends.push(ends[ends.len() - 1]),
            Values::Integers(numbers) => numbers.push(0),
            Values::Numbers(numbers) => numbers.push(0.0),
            Values::Booleans(bits) => bits.append(false),
        }
    }

    #[inline]
    fn string(&mut self, text: &str) {
        self.push_text(text.is_empty(), |bytes| bytes.extend_from_slice(text.as_bytes()));
    }

    #[inline]
    fn text(&mut self, text: Text<'_>) {
        self.push_text(text.is_empty(), |bytes| text.push_to(bytes));
    }

    #[inline]
    fn written(&mut self, cell: &Written) {
        self.push_text(cell.text().is_empty(), |bytes| cell.push_to(bytes));
    }

    #[inline]
    fn integer(&mut self, number: u64) {
        if let Some(Values::Integers(numbers)) = self.value() {
            numbers.push(i64::try_from(number).unwrap_or(i64::MAX));
        }
    }

    #[inline]
    fn number(&mut self, number: f64) {
        if let Some(Values::Numbers(numbers)) = self.value() {
            numbers.push(to_four_digits(number));
        }
    }

    #[inline]
    fn boolean(&mut self, yes: bool) {
        if let Some(Values::Booleans(bits)) = self.value() {
            bits.append(yes);
        }
    }
}
