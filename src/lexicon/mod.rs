//! Dictionaries as people write them: their formats, and what can be wrong with them.
//!
//! All plain text that a person can edit, check and diff: [`words`](read_words) in jieba's format, conversions in OpenCC's,
//! [`entities`](read_entities) as CSV, and [`name pairs`](read_pairs) to learn from. A line that is wrong is a [`Problem`] with its place, never a
//! silently different word.

mod append;
pub mod check;
pub(crate) mod compiled;
pub(crate) mod config;
mod dictionaries;
pub(crate) mod dictionary;
pub(crate) mod encoding;
mod entities;
mod facts;
// The build script includes this file too, and writes with it; the library only reads.
#[allow(dead_code)]
pub(crate) mod image;
pub mod import;
pub mod opencc;
mod pairs;
pub(crate) mod prefetch;
mod problem;
mod source;
pub(crate) mod trie;
mod words;

pub use append::{Addition, Appended, append};
pub use compiled::{Image, ImageSource};
pub use dictionaries::{Dictionaries, OpenedFile};
pub(crate) use dictionaries::{Part, add_conversions, add_words, each_alias};
pub use encoding::Encoding;
pub use entities::{AliasKind, AliasRow, Region, read_entities};
pub use image::ImageError;
pub use pairs::{NamePair, read_pairs};
pub use problem::{Problem, Problems};
pub(crate) use source::hex;
pub use source::{Dictionary, DictionaryKind, SourceFile};
pub use words::{Word, read_words};
