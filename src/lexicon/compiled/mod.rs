//! Dictionaries compiled into flat tables that are used where they lie: in, the entries of dictionaries; out, tables in memory, or
//! an image that is mapped from a file.
//!
//! [`Slice`]s are strings, [`prefixes`] finds keys in a text, a [`KeyTable`] holds words or conversions. The gazetteer's tables are made
//! where entities are known. An [`Image`] has tables of all kinds, with the names and hashes of the files that they were made from. Whatever an image
//! says, reading it is bounds-checked: one that was made to mislead gives wrong answers, and never ends the program.

mod bytes;
mod checksum;
mod image;
mod keys;
pub(crate) mod prefixes;
mod slice;

pub(crate) use bytes::Bytes;
pub use image::{Image, ImageSource};
pub(crate) use image::{ImageBuilder, NewSource};
pub(crate) use keys::{KeyLayers, KeyMatch, KeyTable, KeyTableBuilder};
pub(crate) use slice::Slice;
