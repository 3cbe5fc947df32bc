//! Dictionaries from elsewhere: in, a file in a format of someone else's; out, a dictionary in one of the program's own. One
//! file a format. Input is read record by record; one that is broken is counted and told with its line, and the rest goes on.

mod cedict;
mod conversions;
mod datapackage;
mod json;
mod lines;
mod table;
mod wikidata;
mod words;
mod writer;

pub use cedict::{import_cedict, import_cedict_words};
pub use conversions::import_conversions;
pub use datapackage::{DataPackage, Resource};
pub use table::{Columns, import_table};
pub use wikidata::{Selection, TypeLabels, import_wikidata};
pub use words::import_words;
pub use writer::{EntityWriter, Form, Named};

use std::io;

use super::Problem;

/// What ends an import before its end.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The input cannot be read on, or is not in the format at all.
    #[error("{0}")]
    Input(Problem),
    /// The result cannot be written.
    #[error("the result cannot be written: {0}")]
    Output(io::Error),
}

impl From<io::Error> for ImportError {
    fn from(error: io::Error) -> Self {
        ImportError::Output(error)
    }
}

impl From<Problem> for ImportError {
    fn from(problem: Problem) -> Self {
        ImportError::Input(problem)
    }
}

/// How many records an import met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records read, those that are broken included.
    pub records: u64,
    /// Those that are broken.
    pub broken: u64,
    /// Those that are sound, and that were not asked for.
    pub left_out: u64,
    /// Bytes read, after decompression.
    pub bytes: u64,
}

/// Called with each broken record.
pub type Tell<'a> = &'a mut dyn FnMut(&Problem);
