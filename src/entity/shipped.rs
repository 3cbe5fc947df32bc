//! The dictionaries of entities that come with the program.

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
