//! A finished run, read again: its tables as any program has them, what can be counted from them, and other forms of them.
//!
//! Nothing here knows how the tables came about: a [`Folder`] is what `run` leaves, whoever moved it since; or what it has before it
//! gives its files their names.

mod counts;
mod documents;
mod export;
mod file;
mod folder;
mod layout;
mod markup;
mod reader;
mod report;
mod stats;

pub use counts::{
    Cooccurrence, CountTable, CountsError, KEYWORDS, NamedEntity, PAIRED, Pair, Period, Timeline, Variant, Variants,
    most_mentioned, write_counts,
};
pub use documents::{DocumentRows, Documents, cell};
pub use export::{Format, Written, export, export_unfinished, for_spacy};
pub use folder::{Folder, ResultsError};
pub use layout::{Compression, Layout, Parts};
pub use reader::Reader;
pub use report::{ReportError, Sample, write_report};
pub use stats::{Count, Stats};
