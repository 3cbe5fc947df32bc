//! The dictionaries of entities that come with the program.

use super::gazetteer::Layer;
use crate::lexicon::image::AlignedBytes;
use crate::lexicon::{AliasRow, Problems, read_entities};

static IMAGE: &AlignedBytes<[u8]> = &AlignedBytes(*include_bytes!(concat!(env!("OUT_DIR"), "/gazetteer.image")));

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

/// The shipped entities, which were compiled when the program was built.
pub(crate) fn shipped_layer() -> Layer {
    // The build script made it.
    Layer::of_static(&IMAGE.0).expect("the image of the gazetteer can be read")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::GazetteerBuilder;

    #[test]
    fn the_image_is_made_of_these_files() {
        let mut builder = GazetteerBuilder::new();
        for (name, text) in FILES {
            builder.begin_file(name);
            builder = builder.with(&read_entities(name, text).unwrap());
        }
        assert!(
            builder.image() == IMAGE.0,
            "the image is another than that of these files"
        );
    }
}
