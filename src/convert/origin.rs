//! Where a configuration is from: in, the name of a shipped one or a file; out, its engine, or its dictionaries with what each of
//! their lines says.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::Config;
use super::compose::Sources;
use super::engine::{Engine, IMAGE_VERSION};
use crate::lexicon::Problem;
use crate::lexicon::config::{ConversionConfig, place_of};
use crate::lexicon::image::{self, AlignedBytes, ImageError, Reader};
use crate::lexicon::opencc;

static IMAGE: &AlignedBytes<[u8]> = &AlignedBytes(*include_bytes!(concat!(env!("OUT_DIR"), "/opencc.image")));

macro_rules! dictionaries {
    ($($file:literal)*) => {
        /// The shipped dictionaries: file name, text. The image has no names of files, so whoever asks for them reads these.
        const DICTIONARIES: &[(&str, &str)] =
            &[$(($file, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/dicts/opencc/", $file))),)*];
    };
}

dictionaries! {
    "CJK_Compatibility_Ideographs.txt"
    "HKPhrases.txt"
    "HKPhrasesRev.txt"
    "HKVariants.txt"
    "HKVariantsPhrases.txt"
    "HKVariantsRev.txt"
    "HKVariantsRevPhrases.txt"
    "JPShinjitaiCharacters.txt"
    "JPShinjitaiCharactersRev.txt"
    "JPShinjitaiPhrases.txt"
    "STCharacters.txt"
    "STPhrases.txt"
    "STPhrases_GeneratedFromRegionalPhrases.txt"
    "TSCharacters.txt"
    "TSCharactersExt.txt"
    "TSPhrases.txt"
    "TWPhrases.txt"
    "TWPhrasesRev.txt"
    "TWVariants.txt"
    "TWVariantsPhrases.txt"
    "TWVariantsRev.txt"
    "TWVariantsRevPhrases.txt"
}

/// The shipped dictionaries: their names below `dicts/opencc`, and their texts.
pub(crate) fn shipped_dictionaries() -> impl Iterator<Item = (&'static str, &'static str)> {
    DICTIONARIES.iter().copied()
}

/// Whether a shipped configuration uses a shipped dictionary.
pub(crate) fn uses(config: Config, dictionary: &str) -> bool {
    // The tests read all of them.
    let parsed = ConversionConfig::parse(config.name(), config.json());
    parsed.is_ok_and(|parsed| parsed.files().contains(&dictionary))
}

/// Where a configuration is from.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    /// It comes with the program.
    Shipped(Config),
    /// A file of the user's.
    File(PathBuf),
}

impl Origin {
    /// Reads the configuration and its dictionaries; `entry` makes of a file's name and a value what is kept of a line.
    pub(super) fn sources<V>(&self, entry: impl Fn(&str, &str) -> V) -> Result<Sources<V>, Problem> {
        match self {
            Origin::Shipped(config) => {
                let path = format!("{config}.json");
                let parsed = ConversionConfig::parse(&path, config.json())?;
                Sources::resolve(&parsed, |file| {
                    let shipped = DICTIONARIES.iter().find(|(name, _)| *name == file);
                    let (_, text) =
                        shipped.ok_or_else(|| Problem::new(&*path, 0, 0, format!("{file} is not shipped")))?;
                    entries(file, text.as_bytes(), &entry)
                })
            }
            Origin::File(path) => {
                let name = path.to_string_lossy();
                let json = String::from_utf8(read(path)?).map_err(|error| {
                    let byte = error.utf8_error().valid_up_to();
                    Problem::new(&*name, 0, 0, format!("not UTF-8 at byte {byte}")).help("save the file as UTF-8")
                })?;
                let parsed = ConversionConfig::parse(&name, &json)?;
                let folder = path.parent().unwrap_or(Path::new(""));
                Sources::resolve(&parsed, |file| {
                    let (path, bytes) = find(folder, file, &name, &json)?;
                    entries(&path, &bytes, &entry)
                })
            }
        }
    }
}

fn entries<V>(path: &str, bytes: &[u8], entry: impl Fn(&str, &str) -> V) -> Result<BTreeMap<String, V>, Problem> {
    let lines = opencc::parse_strict(path, bytes)?;
    Ok(lines
        .iter()
        .map(|line| (line.key.to_owned(), entry(path, line.value())))
        .collect())
}

/// Reads a file that a user named.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    std::fs::read(path).map_err(|error| Problem::new(path.to_string_lossy(), 0, 0, format!("cannot be read: {error}")))
}

/// A dictionary of a configuration file, beside it or in the folder above: its path and bytes.
fn find(folder: &Path, file: &str, config: &str, json: &str) -> Result<(String, Vec<u8>), Problem> {
    let mut path = folder.join(file);
    let above = folder.join("..").join(file);
    if !path.exists() && above.exists() {
        path = above;
    }
    let bytes = std::fs::read(&path).map_err(|error| {
        let (line, column) = place_of(json, &format!("\"{file}\""));
        Problem::new(
            config,
            line,
            column,
            format!("the dictionary {} cannot be read: {error}", path.display()),
        )
        .help("name a text dictionary by its path relative to the configuration")
    })?;
    Ok((path.to_string_lossy().into_owned(), bytes))
}

/// Checks the embedded image from its first byte to its last, which using it does not.
///
/// # Errors
///
/// What is wrong with it; nothing in a release.
pub fn verify_image() -> Result<(), ImageError> {
    image::verify(&IMAGE.0)
}

/// The strings of the image, which all configurations share: checked once, because there are megabytes of them.
static POOL: OnceLock<Result<&'static str, ImageError>> = OnceLock::new();

/// The engine of a shipped configuration, over the tables in the image.
pub(super) fn embedded(config: Config) -> Result<Engine, ImageError> {
    let reader = Reader::new(&IMAGE.0, IMAGE_VERSION)?;
    let mut tail = reader.at_end(2);
    let directory = tail.array::<u64>()?;
    let pool = tail.array()?;
    let pool = (*POOL.get_or_init(|| std::str::from_utf8(pool).map_err(|_| ImageError::Section)))?;
    let start = *directory.get(config as usize).ok_or(ImageError::Section)?;
    Engine::read(&mut reader.at(start as usize), pool)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionaries_are_those_of_the_configurations() {
        let mut files = std::collections::BTreeSet::new();
        for &config in Config::ALL {
            let sources = Origin::Shipped(config)
                .sources(|file, value| (file.to_owned(), value.to_owned()))
                .unwrap();
            let steps = sources
                .normalization
                .iter()
                .chain(&sources.segmentation)
                .chain(&sources.chain);
            files.extend(steps.flatten().map(|(_, (file, _))| file.clone()));
        }
        assert!(files.iter().eq(DICTIONARIES.iter().map(|(name, _)| name)));
    }
}
