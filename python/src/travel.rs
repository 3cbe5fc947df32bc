//! What a pipeline needs on other machines, and by what these tell that it is what they have: images of dictionaries, and what the program
//! itself brings.

use std::fs;
use std::path::{Path, PathBuf};

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use yiming::lexicon::{Dictionaries, DictionaryKind, Problem, Problems};
use yiming::pipeline::{compile, shipped};
use yiming::records::SCHEMA_VERSION;

use super::{DictionaryError, caught, detached};

/// Dictionaries as images, in the order of precedence: those that are images as they lie, and what stands between them compiled into one each.
#[pyfunction]
pub fn images(py: Python<'_>, paths: Vec<PathBuf>) -> PyResult<Vec<Bound<'_, PyBytes>>> {
    let images = detached(py, || images_of(&paths))?;
    let images = images.map_err(|problems| DictionaryError::new_err(problems.to_string()))?;
    Ok(images.iter().map(|image| PyBytes::new(py, image)).collect())
}

fn images_of(paths: &[PathBuf]) -> Result<Vec<Vec<u8>>, Problems> {
    let kinds = [DictionaryKind::Words, DictionaryKind::Entities];
    let dictionaries = Dictionaries::open(paths)?.only(&kinds)?;
    let files: Vec<_> = dictionaries.iter().collect();
    let mut images = Vec::new();
    for run in files.chunk_by(|a, b| a.image().is_none() && b.image().is_none()) {
        let paths: Vec<&Path> = run.iter().map(|file| Path::new(file.path())).collect();
        match *paths {
            [path] if run[0].image().is_some() => {
                let bytes = fs::read(path).map_err(|error| {
                    Problem::new(path.display().to_string(), 0, 0, format!("cannot be read: {error}"))
                })?;
                images.push(bytes);
            }
            _ => images.push(compile(&Dictionaries::open(&paths)?)?.as_bytes().to_vec()),
        }
    }
    Ok(images)
}

/// What rows depend on besides dictionaries of one's own, a line each: the version, that of the schema, and the shipped dictionaries of pipelines
/// with their SHA-256.
#[pyfunction]
pub fn identity() -> PyResult<Vec<String>> {
    caught(described)
}

fn described() -> Vec<String> {
    let program = [
        format!("yiming {}", env!("CARGO_PKG_VERSION")),
        format!("schema {SCHEMA_VERSION}"),
    ];
    let used = shipped().into_iter().filter(|shipped| shipped.is_in_pipelines);
    let dictionaries = used.flat_map(|shipped| {
        let files = shipped.dictionary.iter();
        let lines = files.filter_map(|file| Some(format!("{} {}", file.path(), file.source()?.sha256())));
        lines.collect::<Vec<_>>()
    });
    program.into_iter().chain(dictionaries).collect()
}
