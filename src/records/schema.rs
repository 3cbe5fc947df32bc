//! What a table is: columns with types and meanings, keys, and rows that can be written.

use super::cells::{Digits, Text, Written};

/// The version of the schema as a whole. It grows by one whenever a column or table is added; nothing is ever renamed,
/// moved or removed.
pub const SCHEMA_VERSION: u32 = 2;

/// The types of cells, by their Frictionless names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellType {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A decimal number.
    Number,
    /// `0` or `1`.
    Boolean,
}

impl CellType {
    /// The name in a Frictionless table schema.
    pub const fn name(self) -> &'static str {
        match self {
            CellType::String => "string",
            CellType::Integer => "integer",
            CellType::Number => "number",
            CellType::Boolean => "boolean",
        }
    }
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name, snake_case, no word that SQL reserves.
    pub name: &'static str,
    /// The type of its cells.
    pub cell_type: CellType,
    /// Whether every row has a value; elsewhere an empty cell means null.
    pub required: bool,
    /// What it says, with units.
    pub description: &'static str,
}

/// A reference from columns of one table to the primary key of another.
#[derive(Debug, Clone, Copy)]
pub struct ForeignKey {
    /// Columns here.
    pub columns: &'static [&'static str],
    /// The other table.
    pub table: &'static str,
    /// Its columns.
    pub references: &'static [&'static str],
}

/// One table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name; the file is `name.csv`.
    pub name: &'static str,
    /// What a row stands for.
    pub description: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
    /// The columns that tell rows apart; empty where nothing does.
    pub primary_key: &'static [&'static str],
    /// Which rows of other tables it points to.
    pub foreign_keys: &'static [ForeignKey],
}

impl Table {
    /// Which of its columns is called `column`, from 0.
    ///
    /// # Panics
    ///
    /// Where it has no such column.
    pub fn place(&self, column: &str) -> usize {
        let place = self.columns.iter().position(|known| known.name == column);
        place.unwrap_or_else(|| panic!("{} has no column {column}", self.name))
    }
}

/// A row of one table.
pub trait Row {
    /// The table that it belongs to.
    const TABLE: Table;

    /// Hands each cell, in the order of the columns, to `cells`.
    fn visit(&self, cells: &mut impl CellVisitor);
}

/// Takes rows of one table, one after the other.
pub trait RowSink {
    /// Takes the next row.
    fn push(&mut self, row: &impl Row);
}

/// Takes the cells of a row, one by one. An empty text in a column that need not have a value is none.
pub trait CellVisitor {
    /// No value.
    fn null(&mut self);
    /// Text.
    fn string(&mut self, text: &str);
    /// Text that was looked at before.
    fn text(&mut self, text: Text<'_>) {
        text.hand_to(|text| self.string(text));
    }
    /// Text that was written before.
    fn written(&mut self, cell: &Written) {
        self.string(cell.text());
    }
    /// A whole number.
    fn integer(&mut self, number: u64);
    /// A whole number whose digits are known.
    fn digits(&mut self, digits: Digits) {
        self.integer(digits.number());
    }
    /// A decimal number, of which four digits after the point count ([`to_four_digits`](super::to_four_digits)).
    fn number(&mut self, number: f64);
    /// Yes or no.
    fn boolean(&mut self, yes: bool);
}

/// Rust types that can stand in a row; they fix a column's type and whether it may be empty.
pub(super) trait Value {
    const TYPE: CellType;
    const REQUIRED: bool = true;
    fn visit(&self, cells: &mut impl CellVisitor);
}

macro_rules! value {
    ($type:ty, $cell_type:ident, $visit:ident) => {
        impl Value for $type {
            const TYPE: CellType = CellType::$cell_type;

            #[inline(always)]
            fn visit(&self, cells: &mut impl CellVisitor) {
                cells.$visit(*self);
            }
        }
    };
}

value!(&str, String, string);
value!(Text<'_>, String, text);
value!(&Written, String, written);
value!(u64, Integer, integer);
value!(Digits, Integer, digits);
value!(f64, Number, number);
value!(bool, Boolean, boolean);

impl<V: Value> Value for Option<V> {
    const TYPE: CellType = V::TYPE;
    const REQUIRED: bool = false;

    #[inline]
    fn visit(&self, cells: &mut impl CellVisitor) {
        match self {
            Some(value) => value.visit(cells),
            None => cells.null(),
        }
    }
}

/// Defines a row type and its table together, so that header, types and documentation cannot differ from what is written.
macro_rules! table {
    (
        $(#[doc = $doc:literal])+
        $row:ident as $name:literal, key [$($key:literal),*], refers [$($from:tt => $table:literal $to:tt),*] {
            $( $(#[doc = $field_doc:literal])+ $field:ident: $type:ty, )+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone)]
        pub struct $row<'a> {
            $( $(#[doc = $field_doc])+ pub $field: $type, )+
        }

        impl<'a> $crate::records::Row for $row<'a> {
            const TABLE: $crate::records::Table = $crate::records::Table {
                name: $name,
                description: concat!($($doc),+).trim_ascii(),
                columns: &[$(
                    $crate::records::Column {
                        name: stringify!($field),
                        cell_type: <$type as $crate::records::schema::Value>::TYPE,
                        required: <$type as $crate::records::schema::Value>::REQUIRED,
                        description: concat!($($field_doc),+).trim_ascii(),
                    },
                )+],
                primary_key: &[$($key),*],
                foreign_keys: &[$(
                    $crate::records::ForeignKey { columns: &$from, table: $table, references: &$to },
                )*],
            };

            #[inline]
            fn visit(&self, cells: &mut impl $crate::records::CellVisitor) {
                $( $crate::records::schema::Value::visit(&self.$field, cells); )+
            }
        }
    };
}

pub(super) use table;
