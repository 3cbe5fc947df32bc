//! How files are to be read: the options that the command line has for it.

use super::Encoding;

/// Which fields of a record hold its text, id and date. In JSON a name with dots leads into objects and arrays (`data.body`, `items.0.text`);
/// in tables it is the name of a column.
#[derive(Debug, Clone)]
pub struct Fields {
    /// The field of the text.
    pub text: String,
    /// The field of the id; nothing for the field `id`, if a record has it.
    pub id: Option<String>,
    /// The field of the date; nothing for the field `date`, if a record has it.
    pub date: Option<String>,
}

impl Default for Fields {
    fn default() -> Self {
        Fields {
            text: "text".to_owned(),
            id: None,
            date: None,
        }
    }
}

/// Where ids come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum IdFrom {
    /// The id field of a record; without one, the path relative to its INPUT, and for a record `#` and its number.
    #[default]
    Field,
    /// The path as it was given, and for a record `#` and its number. No two documents have the same.
    Path,
}

/// How files are to be read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The fields of records.
    pub fields: Fields,
    /// Where ids come from.
    pub id_from: IdFrom,
    /// The encoding of everything; nothing to tell it file by file.
    pub encoding: Option<Encoding>,
    /// How many bytes a document may have: a file, a member or a record, as it is before decoding, after decompression. At most
    /// [`Reading::MOST`] count.
    pub max_document: u64,
}

impl Reading {
    /// The largest limit there is: offsets are counted in 32 bits, and decoding may make two bytes three.
    pub const MOST: u64 = 1 << 30;

    /// The limit unless another is given: more than a newspaper of a day or a long novel has. Eight threads that have such a document
    /// each take less than 4 GB.
    pub const DEFAULT_LIMIT: u64 = 8 << 20;

    pub(super) fn limit(&self) -> u64 {
        self.max_document.min(Self::MOST)
    }
}

impl Default for Reading {
    fn default() -> Self {
        Reading {
            fields: Fields::default(),
            id_from: IdFrom::default(),
            encoding: None,
            max_document: Self::DEFAULT_LIMIT,
        }
    }
}
