//! Tables as Parquet: the schema's types, nulls for empty cells, zstd inside.
//!
//! Strings are encoded by dictionaries, of which a row group has one for each column: most repeat themselves. Whole numbers, which mostly
//! go up by a little from row to row, are encoded by their differences. What a row group has to come is held column by column, since the
//! file has one column after the other in it. The footer says of what version the schema and the program are, and gives the dictionaries'
//! hashes, as run.json does.

use std::mem;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, get_column_writer, get_typed_column_writer_mut};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use parquet::schema::types::{ColumnDescPtr, ColumnPath, Type};
use rayon::prelude::*;

use super::parted::Form;
use crate::records::{CellType, Column, Table};
use crate::results::file::{Pending, Sealed, cannot_be_written};
use crate::results::folder::{Folder, ResultsError};
use crate::results::reader::Reader;

/// A row group is full with so many rows, or so many bytes of cells: enough for readers that skip or share out row groups, and little
/// enough to be held.
const GROUP_ROWS: usize = 1 << 18;
const GROUP_BYTES: u64 = 64 << 20;
/// How large a column's dictionary may grow in a row group before the rest is written without: all words of a row group fit.
const DICTIONARY_BYTES: usize = 8 << 20;
/// How many values are handed over at once.
const BATCH: usize = 1024;

pub(super) struct Parquet {
    metadata: Vec<KeyValue>,
}

impl Parquet {
    /// For tables of `folder`.
    pub(super) fn of(folder: &Folder) -> Self {
        let said = |member: &str| match folder.said_of_run(member) {
            serde_json::Value::Null => None,
            serde_json::Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        let entries = [
            ("yiming:schema_version", Some(folder.schema_version().to_string())),
            ("yiming:version", said("version")),
            ("yiming:dictionaries", said("dictionaries")),
            ("yiming:shipped_dictionaries", said("shipped_dictionaries")),
        ];
        let entries = entries.into_iter().filter(|(_, value)| value.is_some());
        Parquet {
            metadata: entries
                .map(|(key, value)| KeyValue::new(key.to_owned(), value))
                .collect(),
        }
    }

    fn properties(&self, table: &Table) -> WriterPropertiesPtr {
        let mut properties = WriterProperties::builder()
            .set_created_by(concat!("yiming version ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(self.metadata.clone()))
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_dictionary_page_size_limit(DICTIONARY_BYTES);
        for column in table.columns {
            let path = ColumnPath::from(column.name);
            if column.cell_type == CellType::Integer {
                properties = properties
                    .set_column_dictionary_enabled(path.clone(), false)
                    .set_column_encoding(path.clone(), Encoding::DELTA_BINARY_PACKED);
            }
            // The least and the greatest word of a row group help nobody, and take a tenth of the time.
            if column.cell_type == CellType::String && !table.primary_key.contains(&column.name) {
                properties = properties.set_column_statistics_enabled(path, EnabledStatistics::None);
            }
        }
        Arc::new(properties.build())
    }
}

impl Form<Reader> for Parquet {
    type File = File;

    fn begin(&self, file: Pending, table: &Table) -> Result<(File, u64), ResultsError> {
        let path = file.path().to_owned();
        let failed = |error| cannot_be_written(&path, &io(error));
        let fields = table.columns.iter().map(|column| field(column).map(Arc::new));
        let fields = fields.collect::<Result<Vec<_>, _>>().map_err(failed)?;
        let schema = Type::group_type_builder(table.name).with_fields(fields).build();
        let writer =
            schema.and_then(|schema| SerializedFileWriter::new(file, Arc::new(schema), self.properties(table)));
        let file = File {
            writer: writer.map_err(failed)?,
            columns: table.columns.iter().map(Cells::new).collect(),
            rows: 0,
            bytes: 0,
        };
        Ok((file, 0))
    }

    /// Its size is that of its cells, with a sign behind each, as it is in a table of text.
    fn take(&mut self, row: &Reader) -> Result<u64, ResultsError> {
        Ok(row.utf8_cells()?.map(|cell| cell.len() as u64 + 1).sum())
    }

    fn put(&self, row: &Reader, file: &mut File) -> Result<(), ResultsError> {
        for (number, cells) in file.columns.iter_mut().enumerate() {
            file.bytes += row.bytes(number).len() as u64;
            cells.push(row, number)?;
        }
        file.rows += 1;
        if file.rows == GROUP_ROWS || file.bytes >= GROUP_BYTES {
            file.end_group()?;
        }
        Ok(())
    }

    fn seal(&self, mut file: File) -> Result<Sealed, ResultsError> {
        if file.rows > 0 {
            file.end_group()?;
        }
        let path = file.writer.inner().path().to_owned();
        let written = file.writer.into_inner();
        written.map_err(|error| cannot_be_written(&path, &io(error)))?.seal()
    }
}

fn io(error: ParquetError) -> std::io::Error {
    std::io::Error::other(error)
}

/// The column in Parquet's schema.
fn field(column: &Column) -> Result<Type, ParquetError> {
    let (physical, logical) = match column.cell_type {
        CellType::String => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        CellType::Integer => (Physical::INT64, None),
        CellType::Number => (Physical::DOUBLE, None),
        CellType::Boolean => (Physical::BOOLEAN, None),
    };
    Type::primitive_type_builder(column.name, physical)
        .with_logical_type(logical)
        .with_repetition(if column.required {
            Repetition::REQUIRED
        } else {
            Repetition::OPTIONAL
        })
        .build()
}

/// A file that is being written, and the row group that is to come.
pub(super) struct File {
    writer: SerializedFileWriter<Pending>,
    columns: Vec<Cells>,
    rows: usize,
    bytes: u64,
}

impl File {
    /// Writes the row group: its columns are encoded by several threads, and one stands behind the other.
    fn end_group(&mut self) -> Result<(), ResultsError> {
        let path = self.writer.inner().path().to_owned();
        let mut write = || {
            let (schema, properties) = (self.writer.schema_descr(), self.writer.properties());
            let columns = self.columns.par_iter_mut().enumerate();
            let encoded = columns.map(|(number, cells)| cells.encode(schema.column(number), properties.clone()));
            let encoded: Vec<_> = encoded.collect();
            let mut group = self.writer.next_row_group()?;
            for column in encoded {
                let (pages, closed) = column?;
                group.append_column(&pages, closed)?;
            }
            group.close().map(|_| ())
        };
        write().map_err(|error| cannot_be_written(&path, &io(error)))?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

/// The cells of one column in a row group that is to come.
struct Cells {
    is_required: bool,
    values: Values,
    /// For each row whether it has a value: 1 or 0. Empty where every row must.
    levels: Vec<i16>,
}

enum Values {
    /// All text, and where each value ends in it.
    Strings(Vec<u8>, Vec<usize>),
    Integers(Vec<i64>),
    Numbers(Vec<f64>),
    Booleans(Vec<bool>),
}

impl Cells {
    fn new(column: &Column) -> Self {
        Cells {
            is_required: column.required,
            values: match column.cell_type {
                CellType::String => Values::Strings(Vec::new(), Vec::new()),
                CellType::Integer => Values::Integers(Vec::new()),
                CellType::Number => Values::Numbers(Vec::new()),
                CellType::Boolean => Values::Booleans(Vec::new()),
            },
            levels: Vec::new(),
        }
    }

    /// Appends the row's cell in the schema's column `number`.
    fn push(&mut self, row: &Reader, number: usize) -> Result<(), ResultsError> {
        let cell = row.bytes(number);
        if !self.is_required {
            self.levels.push(i16::from(!cell.is_empty()));
            if cell.is_empty() {
                return Ok(());
            }
        }
        match &mut self.values {
            Values::Strings(text, ends) => {
                text.extend_from_slice(cell);
                ends.push(text.len());
            }
            Values::Integers(values) => values.push(parsed(row, number)?),
            Values::Numbers(values) => values.push(parsed(row, number)?),
            Values::Booleans(values) => values.push(match cell {
                b"0" => false,
                b"1" => true,
                _ => return Err(row.is_no(number, "0 or 1")),
            }),
        }
        Ok(())
    }

    /// Encodes all cells, and forgets them.
    fn encode(
        &mut self,
        column: ColumnDescPtr,
        properties: WriterPropertiesPtr,
    ) -> Result<(Bytes, ColumnCloseResult), ParquetError> {
        let mut pages = TrackedWrite::new(Vec::new());
        let sink = Box::new(SerializedPageWriter::new(&mut pages));
        let mut writer = get_column_writer(column, properties, sink);
        match &mut self.values {
            Values::Strings(text, ends) => {
                let size = text.len();
                let all = ByteArray::from(mem::replace(text, Vec::with_capacity(size)));
                let mut start = 0;
                let values = ends.drain(..).map(|end| {
                    let value = all.slice(start, end - start);
                    start = end;
                    value
                });
                write_batches::<ByteArrayType>(&mut writer, values, &self.levels)?;
            }
            Values::Integers(values) => write_batches::<Int64Type>(&mut writer, values.drain(..), &self.levels)?,
            Values::Numbers(values) => write_batches::<DoubleType>(&mut writer, values.drain(..), &self.levels)?,
            Values::Booleans(values) => write_batches::<BoolType>(&mut writer, values.drain(..), &self.levels)?,
        }
        self.levels.clear();
        let closed = writer.close()?;
        Ok((pages.into_inner()?.into(), closed))
    }
}

/// The number in the schema's column `column`.
fn parsed<N: std::str::FromStr>(row: &Reader, column: usize) -> Result<N, ResultsError> {
    row.text(column)?.parse().map_err(|_| row.is_no(column, "number"))
}

/// Hands over `values`: one for each row, or for each whose level is 1.
fn write_batches<T: DataType>(
    column: &mut ColumnWriter<'_>,
    mut values: impl Iterator<Item = T::T>,
    levels: &[i16],
) -> Result<(), ParquetError> {
    let column = get_typed_column_writer_mut::<T>(column);
    let mut batch = Vec::with_capacity(BATCH);
    if levels.is_empty() {
        loop {
            batch.extend(values.by_ref().take(BATCH));
            if batch.is_empty() {
                return Ok(());
            }
            column.write_batch(&batch, None, None)?;
            batch.clear();
        }
    }
    for levels in levels.chunks(BATCH) {
        batch.extend(values.by_ref().take(levels.iter().filter(|&&level| level == 1).count()));
        column.write_batch(&batch, Some(levels), None)?;
        batch.clear();
    }
    Ok(())
}
