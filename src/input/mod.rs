//! What is to be read: from the INPUTs that a person names to [`Document`]s.
//!
//! [`find`] lists the files, in an order that depends on their names alone. [`Units`] hands them out one by one (a file, or a
//! record of one), cheaply, so that it can stand behind a lock; [`Unit::read`] does the reading and decoding, on any thread.
//! What cannot be read becomes a [`Refusal`].

// A refusal is made once a document at most, and read in full.
#![allow(clippy::result_large_err)]

mod decode;
mod document;
mod find;
mod records;
mod units;

pub use decode::decode;
pub(crate) use document::TO_UTF8;
pub use document::{Document, Refusal};
pub use find::{Found, InputFile, find};
pub use records::Fields;
pub use units::{Unit, Units};
