//! What a table is: columns with types and meanings, keys, and rows that can be written.

/// The version of the schema as a whole. It grows by one whenever a column or table is added; nothing is ever renamed,
/// moved or removed.
pub const SCHEMA_VERSION: u32 = 1;

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

/// A row of one table.
pub trait Row {
    /// The table that it belongs to.
    const TABLE: Table;

    /// Hands each cell, in the order of the columns, to `visit`.
    fn visit(&self, visit: impl FnMut(Cell<'_>));
}

/// One value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// No value.
    Null,
    /// Text.
    Str(&'a str),
    /// A whole number.
    Int(u64),
    /// A decimal number, written with at most four digits after the point.
    Num(f64),
    /// Yes or no.
    Bool(bool),
}

/// Rust types that can stand in a row; they fix a column's type and whether it may be empty.
pub(super) trait Value<'a> {
    const TYPE: CellType;
    const REQUIRED: bool = true;
    fn cell(&self) -> Cell<'_>;
}

impl<'a> Value<'a> for &'a str {
    const TYPE: CellType = CellType::String;
    #[inline]
    fn cell(&self) -> Cell<'_> {
        Cell::Str(self)
    }
}

impl Value<'_> for u64 {
    const TYPE: CellType = CellType::Integer;
    #[inline]
    fn cell(&self) -> Cell<'_> {
        Cell::Int(*self)
    }
}

impl Value<'_> for f64 {
    const TYPE: CellType = CellType::Number;
    #[inline]
    fn cell(&self) -> Cell<'_> {
        Cell::Num(*self)
    }
}

impl Value<'_> for bool {
    const TYPE: CellType = CellType::Boolean;
    #[inline]
    fn cell(&self) -> Cell<'_> {
        Cell::Bool(*self)
    }
}

impl<'a, V: Value<'a>> Value<'a> for Option<V> {
    const TYPE: CellType = V::TYPE;
    const REQUIRED: bool = false;
    #[inline]
    fn cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Null, V::cell)
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
            fn visit(&self, mut visit: impl FnMut($crate::records::Cell<'_>)) {
                $( visit($crate::records::schema::Value::cell(&self.$field)); )+
            }
        }
    };
}

pub(super) use table;
