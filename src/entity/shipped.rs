//! The dictionaries of entities that come with the program.

use crate::lexicon::{AliasRow, Problems, read_entities};

/// The files under `dicts/entities`, by name.
const FILES: [(&str, &str); 7] = [
    (
        "organisations.csv",
        include_str!("../../dicts/entities/organisations.csv"),
    ),
    ("people.csv", include_str!("../../dicts/entities/people.csv")),
    ("places.csv", include_str!("../../dicts/entities/places.csv")),
    ("products.csv", include_str!("../../dicts/entities/products.csv")),
    ("terms.csv", include_str!("../../dicts/entities/terms.csv")),
    (
        "universities.csv",
        include_str!("../../dicts/entities/universities.csv"),
    ),
    ("works.csv", include_str!("../../dicts/entities/works.csv")),
];

/// All rows, in the order of the files' names.
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
