//! The ground floor: what a piece of text is, and how places in it are named.
//!
//! Everything above works on two views of one document: the **original**, which all results point into, and the
//! [`Folded`] view, in which variants that mean the same look the same. Both have the same number of code points, so a
//! [`CharSpan`] is valid in either; a [`ByteSpan`] belongs to one text only.

mod char_set;
mod chars;
// One half of this file is the build script's, which includes it.
#[allow(dead_code)]
mod chars_build;
/// The table behind [`chars`], which the build script writes.
mod chars_table {
    include!(concat!(env!("OUT_DIR"), "/chars.rs"));
}
mod folded;
mod han;
mod offsets;
pub(crate) mod pages;
mod script;
mod sentences;
mod span;

pub(crate) use char_set::CharSet;
pub use chars::{is_simplified_only, is_traditional_only, simplified};
pub(crate) use folded::joins_clusters;
pub(crate) use folded::key_char;
pub use folded::{Folded, MatchKey, fold_char, is_separator};
pub use han::is_han;
pub(crate) use offsets::utf8_len;
pub use offsets::{CharIndex, Walker};
pub use script::Script;
pub use sentences::sentences;
pub use span::{ByteSpan, CharSpan};
