//! The dictionaries that come with the program: their names, texts, origins and licences, as NOTICE and dicts/README.md have them.

use crate::convert::{Config, TAIWAN_WORDS, shipped_dictionaries, uses};
use crate::entity::shipped_files;
use crate::lexicon::{Dictionaries, DictionaryKind};

/// The path and SHA-256 of each. The build script made them of the same files: there are some megabytes, and every run states them.
const HASHES: &[(&str, [u8; 32])] = &include!(concat!(env!("OUT_DIR"), "/hashes.rs"));

/// A dictionary that comes with the program.
#[derive(Debug)]
pub struct Shipped {
    /// The dictionary; its path is that in the repository.
    pub dictionary: Dictionaries,
    /// Whether [`Pipeline`](super::Pipeline)s have it, or only conversions do.
    pub is_in_pipelines: bool,
    /// Where the data are from.
    pub origin: &'static str,
    /// On which terms, as an SPDX expression.
    pub licence: &'static str,
}

/// All of them: entities, then conversions.
pub fn shipped() -> Vec<Shipped> {
    const OWN: (&str, &str) = ("written for this project", "MIT OR Apache-2.0");
    let dictionary = |folder: &str, (name, text): (&str, &str)| {
        let path = format!("dicts/{folder}/{name}");
        match HASHES.iter().find(|(hashed, _)| *hashed == path) {
            Some(&(_, sha256)) => Dictionaries::from_hashed(&path, text, sha256),
            None => Dictionaries::from_text(&path, text),
        }
    };
    let entities = shipped_files().map(|file| {
        let (origin, licence) = match file.0 {
            "territories.csv" => ("Unicode CLDR 48.2.0", "Unicode-3.0"),
            "cities.csv" => ("GeoNames; Chinese names written for this project", "CC-BY-4.0"),
            _ => OWN,
        };
        Shipped {
            dictionary: dictionary("entities", file),
            is_in_pipelines: true,
            origin,
            licence,
        }
    });
    let opencc = shipped_dictionaries().map(|file| Shipped {
        dictionary: dictionary("opencc", file),
        is_in_pipelines: [Config::T2s, Config::S2t].iter().any(|&config| uses(config, file.0)),
        origin: "OpenCC 1.4.2",
        licence: "Apache-2.0",
    });
    let taiwan = Shipped {
        dictionary: dictionary("conversion", TAIWAN_WORDS),
        is_in_pipelines: false,
        origin: OWN.0,
        licence: OWN.1,
    };
    entities.chain(opencc).chain([taiwan]).collect()
}

impl Shipped {
    /// What the dictionary holds.
    pub fn kind(&self) -> Option<DictionaryKind> {
        self.dictionary.iter().next()?.kind()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_the_hash_of_its_text() {
        for shipped in shipped() {
            let source = shipped.dictionary.iter().next().and_then(|file| file.source()).unwrap();
            assert!(
                HASHES.iter().any(|(path, _)| *path == source.path()),
                "{}",
                source.path()
            );
            let hashed = Dictionaries::from_text(source.path(), source.text());
            let expected = hashed.iter().next().and_then(|file| file.source()).unwrap();
            assert_eq!(source.sha256(), expected.sha256(), "{}", source.path());
        }
    }
}
