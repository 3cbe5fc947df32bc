//! A finished run, read again: its tables as any program has them, and what can be counted from them.
//!
//! Nothing here knows how the tables came about: a [`Folder`] is what `run` leaves, whoever moved it since.

mod counts;
mod documents;
mod export;
mod file;
mod folder;
mod markup;
mod report;
mod stats;

pub use counts::{
    Cooccurrence, CountTable, CountsError, KEYWORDS, NamedEntity, PAIRED, Pair, Variant, Variants, most_mentioned,
    write_counts,
};
pub use documents::{DocumentRows, Documents, cell};
pub use export::{Format, export};
pub use folder::{Folder, Reader, ResultsError};
pub use report::{ReportError, Sample, write_report};
pub use stats::{Count, Stats};
