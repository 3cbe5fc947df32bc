//! The tables of a finished run in other forms. In, the folder of a run; out, files beside its tables or in another folder.
//!
//! Nothing is computed anew: every form is made from the rows of the tables, in their order, so that the forms cannot differ from them.

mod conllu;
mod jsonl;
mod spacy;
mod tsv;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::documents::{DocumentRows, Documents};
use super::file::{Pending, cannot_be_written};
use super::folder::{Folder, ResultsError};

/// A form that tables can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The same tables, cells separated by tabs.
    Tsv,
    /// One document a line, with its tokens and mentions inside: `documents.jsonl`.
    Jsonl,
    /// One document a line, as spaCy's `Doc.from_json` takes it: `spacy.jsonl`.
    Spacy,
    /// Universal Dependencies' CoNLL-U, without syntax: `documents.conllu`.
    Conllu,
}

/// Writes the tables of `folder` as `format` into `out`, which is made where it is not there. Returns the files.
///
/// # Errors
///
/// A table that cannot be read, what the form needs and the tables lack, or a folder that cannot be written to.
pub fn export(folder: &Folder, format: Format, out: &Path) -> Result<Vec<PathBuf>, ResultsError> {
    fs::create_dir_all(out).map_err(|error| cannot_be_written(out, &error))?;
    match format {
        Format::Tsv => tsv::export(folder, out),
        Format::Jsonl => each_document(folder, out.join("documents.jsonl"), jsonl::push),
        Format::Spacy => each_document(folder, out.join("spacy.jsonl"), spacy::push),
        Format::Conllu => each_document(folder, out.join("documents.conllu"), conllu::push),
    }
}

/// Writes one file, to which `push` appends a document.
fn each_document(
    folder: &Folder,
    path: PathBuf,
    push: impl Fn(&DocumentRows, &mut Vec<u8>) -> Result<(), Lacking>,
) -> Result<Vec<PathBuf>, ResultsError> {
    let mut documents = Documents::of(folder)?;
    let mut file = Pending::create(path.clone())?;
    let (mut rows, mut buffer) = (DocumentRows::default(), Vec::new());
    while documents.next_document(&mut rows)? {
        buffer.clear();
        push(&rows, &mut buffer).map_err(|lacking| folder.lacks(lacking.message, lacking.help))?;
        file.write_all(&buffer)
            .map_err(|error| cannot_be_written(&path, &error))?;
    }
    Ok(vec![file.finish()?])
}

/// What the tables lack for a form.
struct Lacking {
    message: &'static str,
    help: &'static str,
}
