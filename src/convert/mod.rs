//! Conversion between Traditional and Simplified Chinese and their regional forms, exactly as OpenCC 1.4.2 does it: in,
//! a text; out, the converted text, on request with its alignment. A [`Converter`] is immutable and shared between
//! threads; each thread owns a [`Scratch`], so that a call allocates nothing.
//!
//! The semantics: a pass for CJK compatibility characters; an optional forward-longest-match segmentation, whose cuts
//! hold through every later stage; steps of dictionaries, each replacing the longest match by its first candidate.
//! Complete ideographic description sequences (⿰女子) are copied. U+0000 is a character like any other.
//!
//! Whoever knows which parts of a text are transliterated names has them converted as such ([`Converter::convert_with`]):
//! 杰弗里 is 傑弗里 then, not 傑弗裏. Whoever wonders why a text became what it became asks an [`Inspector`].

mod compiled;
mod compose;
mod config;
mod converter;
mod engine;
mod ids;
mod inspect;
mod named;
mod names;
mod origin;
mod reach;
mod sink;
mod spans;
mod stages;
mod stream;
mod tables;
mod transliteration;
mod user;

pub use config::{Config, UnknownConfig};
pub use converter::{Converter, Scratch};
pub use inspect::{Inspection, Inspector, Match, Stage};
pub use named::NoConverter;
pub use names::{Direction, Name};
pub use origin::verify_image;
pub(crate) use origin::{shipped_dictionaries, uses};
pub use spans::{Aligned, Span, SpanMap};
pub use stream::{InvalidByte, Stream};
pub(crate) use user::TAIWAN_WORDS;
