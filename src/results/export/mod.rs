//! The tables of a run in other forms. In, the folder of a run; out, files beside its tables or in another folder.
//!
//! Nothing is computed anew: every form is made from the rows of the tables, in their order, so that the forms cannot differ from them.
//! A form is a [`Form`](parted::Form) of rows or of documents; `parted` puts what it makes into files.

mod conllu;
mod delimited;
mod jsonl;
mod names;
#[cfg(feature = "parquet")]
mod parquet;
mod parted;
mod places;
mod spacy;
mod text;

use std::fs;
use std::path::{Path, PathBuf};

use super::documents::{DocumentRows, Documents};
use super::file::{Sealed, cannot_be_written, name_all};
use super::folder::{Folder, ResultsError};
use super::layout::{Layout, Parts};
use super::reader::Reader;
use crate::records::{DocumentRow, EntityRow, ErrorRow, MentionRow, Row, TokenRow};
use delimited::Delimited;
use names::Names;
use parted::{Form, Parted};
use places::Places;

/// A form that tables can be written in. Those that [`Folder`] reads again come first, since a table is described in its first form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// The tables as `run` writes them.
    Csv,
    /// The same tables, cells separated by tabs.
    Tsv,
    /// The same tables, typed and compressed; only in builds with the feature `parquet`.
    Parquet,
    /// One document a line, with its tokens and mentions inside: `documents.jsonl`.
    Jsonl,
    /// One document a line, as spaCy's `Doc.from_json` takes it: `spacy.jsonl`.
    Spacy,
    /// Universal Dependencies' CoNLL-U, without syntax: `documents.conllu`.
    Conllu,
}

impl Format {
    /// Its name on the command line and in `run.json`.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Parquet => "parquet",
            Format::Jsonl => "jsonl",
            Format::Spacy => "spacy",
            Format::Conllu => "conllu",
        }
    }

    /// What names of its files end in, before that of a compression.
    pub const fn ending(self) -> &'static str {
        match self {
            Format::Spacy => "jsonl",
            other => other.name(),
        }
    }

    /// That this build has it.
    ///
    /// # Errors
    ///
    /// Parquet without the feature of that name.
    pub fn check(self) -> Result<(), ResultsError> {
        if self == Format::Parquet && cfg!(not(feature = "parquet")) {
            return Err(ResultsError::new(
                "parquet",
                "this build of yiming cannot write it",
                "install one that can: cargo install --path . --features parquet",
            ));
        }
        Ok(())
    }
}

/// The files of one table, or of all documents, in one form.
pub struct Written {
    /// What they hold: a table's name, or `documents` or `spacy`.
    pub name: &'static str,
    /// The form.
    pub format: Format,
    /// The files, in the order of the rows.
    pub paths: Vec<PathBuf>,
}

/// Writes the tables of `folder` as `format` into `out`, which is made where it is not there. The files get their names together, when all
/// are complete.
///
/// # Errors
///
/// A table that cannot be read, what the form needs and the tables lack, or a folder that cannot be written to.
pub fn export(folder: &Folder, format: Format, layout: Layout, out: &Path) -> Result<Vec<Written>, ResultsError> {
    format.check()?;
    if format == Format::Csv && is_same(out, folder.path()) {
        return Err(ResultsError::new(
            out.display(),
            "what is in it are the tables themselves",
            "name another folder by -o",
        ));
    }
    fs::create_dir_all(out).map_err(|error| cannot_be_written(out, &error))?;
    let made = make(folder, format, layout, out)?;
    for made in &made {
        refuse_mixture(made, format, out)?;
    }
    let named = made.into_iter().map(|made| {
        Ok(Written {
            name: made.name,
            format,
            paths: name_all(made.files, out)?,
        })
    });
    named.collect()
}

/// As [`export`], but the files keep the names that unfinished ones have.
///
/// # Errors
///
/// As [`export`].
pub fn export_unfinished(folder: &Folder, format: Format, layout: Layout) -> Result<Vec<Written>, ResultsError> {
    let made = make(folder, format, layout, folder.path())?.into_iter();
    let left = made.map(|made| Written {
        name: made.name,
        format,
        paths: made.files.into_iter().map(Sealed::leave).collect(),
    });
    Ok(left.collect())
}

/// Files that are complete and lack their names.
struct Made {
    name: &'static str,
    files: Vec<Sealed>,
}

fn make(folder: &Folder, format: Format, layout: Layout, out: &Path) -> Result<Vec<Made>, ResultsError> {
    let maker = Maker {
        folder,
        format,
        layout,
        out,
    };
    let delimited = |delimiter| Delimited {
        delimiter,
        compression: layout.compression,
        line: Vec::new(),
    };
    match format {
        Format::Csv => maker.tables(|| delimited(b',')),
        Format::Tsv => maker.tables(|| delimited(b'\t')),
        #[cfg(feature = "parquet")]
        Format::Parquet => maker.tables(|| parquet::Parquet::of(folder)),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => format.check().map(|()| Vec::new()),
        Format::Jsonl => maker.documents("documents", jsonl::push),
        Format::Spacy => maker.documents("spacy", spacy::push),
        Format::Conllu => maker.documents("documents", conllu::push),
    }
}

/// What is to be made.
struct Maker<'a> {
    folder: &'a Folder,
    format: Format,
    layout: Layout,
    out: &'a Path,
}

impl Maker<'_> {
    fn names(&self, stem: &'static str) -> Names {
        let compression = self.layout.compression.filter(|_| self.format != Format::Parquet);
        Names::new(self.out, stem, self.format.ending(), compression)
    }

    /// Every table, in a form of rows.
    fn tables<F: Form<Reader>>(&self, form: impl Fn() -> F) -> Result<Vec<Made>, ResultsError> {
        Ok(vec![
            self.table::<DocumentRow, F>(form())?,
            self.table::<TokenRow, F>(form())?,
            self.table::<MentionRow, F>(form())?,
            self.table::<EntityRow, F>(form())?,
            self.table::<ErrorRow, F>(form())?,
        ])
    }

    fn table<R: Row, F: Form<Reader>>(&self, form: F) -> Result<Made, ResultsError> {
        let (table, parts) = (R::TABLE, self.layout.parts.of(&R::TABLE));
        let is_as_it_is = self.layout.compression.is_none() && parts == Parts::One;
        if self.format == Format::Csv && self.folder.is_unfinished() && is_as_it_is {
            // The new file would have the name of the one that it is made of.
            let files = vec![Sealed::as_it_is(self.names(table.name).whole())];
            return Ok(Made {
                name: table.name,
                files,
            });
        }
        let mut reader = self.folder.table::<R>()?;
        let mut places = Places::new(self.folder, parts, &table)?;
        let mut files = Parted::new(form, table, self.names(table.name), parts);
        while reader.next_row()? {
            let place = places.of_row(&reader)?;
            files.put(&reader, &place)?;
        }
        Ok(Made {
            name: table.name,
            files: files.finish(places.end()?)?,
        })
    }

    /// What `push` appends for each document.
    fn documents(
        &self,
        name: &'static str,
        push: impl Fn(&DocumentRows, &mut Vec<u8>) -> Result<(), Lacking>,
    ) -> Result<Vec<Made>, ResultsError> {
        let (table, parts) = (DocumentRow::TABLE, self.layout.parts.of(&DocumentRow::TABLE));
        let mut documents = Documents::of(self.folder)?;
        let mut places = Places::new(self.folder, parts, &table)?;
        let form = text::Lines {
            folder: self.folder,
            push,
            compression: self.layout.compression,
            taken: Vec::new(),
        };
        let mut files = Parted::new(form, table, self.names(name), parts);
        let mut rows = DocumentRows::default();
        while documents.next_document(&mut rows)? {
            let place = places.of_document(&rows);
            files.put(&rows, &place)?;
        }
        let files = files.finish(places.end()?)?;
        Ok(vec![Made { name, files }])
    }
}

/// One document as [`Format::Spacy`] has it: a line of JSON. Its row must have the text.
///
/// # Errors
///
/// What the rows lack, and the way out.
pub fn for_spacy(rows: &DocumentRows) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let pushed = spacy::push(rows, &mut out);
    pushed.map_err(|Lacking { message, help }| format!("{message}\nhelp: {help}"))?;
    Ok(out)
}

/// What the tables lack for a form.
struct Lacking {
    message: &'static str,
    help: &'static str,
}

fn is_same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Refuses to leave files of another export beside new ones that whoever reads all parts by a pattern would read with them.
fn refuse_mixture(made: &Made, format: Format, out: &Path) -> Result<(), ResultsError> {
    let entries = fs::read_dir(out).map_err(|error| cannot_be_written(out, &error))?;
    for entry in entries.flatten() {
        let (name, path) = (entry.file_name(), entry.path());
        let is_of_another = name
            .to_str()
            .is_some_and(|name| Names::are(name, made.name, format.ending()))
            && !made.files.iter().any(|file| file.path() == path);
        if is_of_another {
            return Err(ResultsError::new(
                path.display(),
                "is of another export, and would be read together with this one",
                "remove it, or name another folder by -o",
            ));
        }
    }
    Ok(())
}
