//! The dictionaries of entities that come with the program.

use super::gazetteer::{GazetteerBuilder, Layer};
use crate::lexicon::{AliasRow, Problems, read_entities};

/// Pairs of a file's name and its text.
macro_rules! files {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!("../../dicts/entities/", $name)))),*] };
}

/// The files under `dicts/entities`, by name.
const FILES: &[(&str, &str)] = files! {
    "cities.csv"
    "organisations.csv"
    "people-arts.csv"
    "people-business.csv"
    "people-history.csv"
    "people-politics.csv"
    "people-science.csv"
    "people-sport.csv"
    "places.csv"
    "products.csv"
    "terms.csv"
    "territories.csv"
    "townships.csv"
    "universities.csv"
    "works.csv"
};

/// The files with their texts, in the order in which they count.
pub fn shipped_files() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied()
}

/// All rows, in the order of the files' names. What describes a city or territory stands in the file that is made from its
/// source; further forms of it are among the other places.
///
/// # Errors
///
/// What is wrong with a file; the tests see to it that nothing is.
pub fn shipped_rows() -> Result<Vec<AliasRow>, Problems> {
    let mut rows = Vec::new();
    for (name, text) in FILES {
        rows.append(&mut read_entities(name, text)?);
    }
    Ok(rows)
}

/// The shipped entities, compiled.
///
/// # Errors
///
/// As [`shipped_rows`].
pub(crate) fn shipped_layer() -> Result<Layer, Problems> {
    let mut builder = GazetteerBuilder::new();
    for (name, text) in FILES {
        builder.begin_file(name);
        for row in read_entities(name, text)? {
            builder.add(&row);
        }
    }
    Ok(builder.finish())
}
