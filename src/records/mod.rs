//! The tables: their schema, written once in `tables`, and the writers that follow from it.

mod cells;
mod counts;
mod csv;
mod excel;
mod package;
mod schema;
mod tables;

pub use cells::{Digits, Text, Written, to_four_digits};
pub use counts::{CooccurrenceRow, EntityCountRow, KeywordRow, TimelineRow, VariantRow, WordRow};
pub use csv::{RowWriter, push_cells, push_header, push_row};
pub use excel::{BYTE_ORDER_MARK, push_for_excel};
pub use package::{CHECKPOINT_FILE, PACKAGE_FILE, RUN_FILE, Resource, UNFINISHED, datapackage};
pub use schema::{CellType, CellVisitor, Column, ForeignKey, Row, RowSink, SCHEMA_VERSION, Table};
pub use tables::{ALL, DocumentRow, EntityRow, ErrorRow, MentionRow, PairRow, TokenRow};
