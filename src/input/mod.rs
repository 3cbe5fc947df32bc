//! What is to be read: from the INPUTs that a person names to [`Document`]s.
//!
//! [`Finder`] lists the files, in an order that depends on their names alone. [`Units`] hands out what is in them one by one (a file, a
//! member of an archive, a record of either), cheaply, so that it can stand behind a lock; [`Unit::read`] does the reading and decoding,
//! on any thread. What cannot be read becomes a [`Refusal`].
//!
//! The way of the bytes: `compression` undoes gzip and the like, `archive` lists members, `split` cuts records, `decode` makes text of
//! bytes, and `html`, `json` and `table` find the article in it.

// A refusal is made once a document at most, and read in full.
#![allow(clippy::result_large_err)]

mod archive;
mod compression;
mod date;
mod decode;
mod document;
mod ends;
mod find;
mod format;
mod given;
mod html;
mod json;
mod preview;
mod reading;
mod records;
mod split;
mod table;
mod units;
mod utf16;
mod whole;

pub use decode::decode;
pub(crate) use document::TO_UTF8;
pub use document::{Document, Refusal};
pub use find::{Finder, Found, InputFile, find};
pub use format::Format;
pub use given::{Given, GivenRecord};
pub use html::main_text;
pub use preview::{Preview, preview};
pub use reading::{Fields, IdFrom, Reading};
pub use units::{Unit, Units};

pub use crate::lexicon::Encoding;
