//! Compiles the dictionaries under `dicts/opencc` into the image that the library embeds. The parsers, tables and
//! computations are the library's own modules, so that there is one definition of each.

// The library uses more of these modules than this program does.
#![allow(dead_code, unused_imports)]

#[path = "src/lexicon"]
mod lexicon {
    pub mod config;
    pub mod dictionary;
    pub mod image;
    pub mod opencc;
    pub mod problem;
    pub mod trie;
    pub use problem::Problem;
}

#[path = "src/text"]
mod text {
    pub mod chars_build;
    mod han;
    pub mod pages;
    pub use han::is_han;
}

#[path = "src/segment"]
mod segment {
    pub mod path;
    pub mod unknown;
    pub mod words;
    pub mod words_build;
}

#[path = "src/convert"]
mod convert {
    pub mod compiled;
    pub mod compose;
    pub mod config;
    pub mod engine;
    pub mod ids;
    pub mod sink;
    pub mod spans;
    pub mod stages;
    pub mod tables;
    pub mod transliteration_build;
}

use convert::compose::Sources;
use convert::config::Config;
use convert::engine::{EngineParts, IMAGE_VERSION};
use convert::transliteration_build::{self, Characters, Tables, single};
use lexicon::config::ConversionConfig;
use lexicon::dictionary::{Entries, PoolBuilder};
use lexicon::{Problem, image, opencc};
use segment::words_build;
use std::path::{Path, PathBuf};
use std::{env, fs};
use text::chars_build;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for folder in ["src/lexicon", "src/convert", "src/segment", "src/text", "dicts/jieba", "dicts/opencc", "dicts/names"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    if let Err(problem) = write_images().and_then(|()| write_words()) {
        println!("cargo::error={}", problem.to_string().replace('\n', " — "));
    }
}

fn write_images() -> Result<(), Problem> {
    let out = out();
    let folder = Path::new("dicts/opencc");
    let mut pool = PoolBuilder::default();
    let mut writer = image::Writer::default();
    let mut directory = Vec::new();
    for config in Config::ALL {
        let path = folder.join("config").join(format!("{}.json", config.name()));
        let path = path.to_string_lossy();
        let json = read_text(&path)?;
        let parsed = ConversionConfig::parse(&path, &json)?;
        let sources = Sources::resolve(&parsed, |file| load_entries(&folder.join(file)))?;
        let too_large = || {
            Problem::new(
                &*path,
                0,
                0,
                "a value is longer than 255 bytes, or the dictionaries are too large",
            )
        };
        let engine = EngineParts::build(&sources, &mut pool).ok_or_else(too_large)?;
        if !engine.is_compiled() {
            return Err(Problem::new(
                &*path,
                0,
                0,
                "a form of configuration that cannot be computed ahead",
            ));
        }
        directory.push(writer.position() as u64);
        engine.write(&mut writer);
    }
    writer.array(&directory);
    writer.array(pool.text().as_bytes());
    save(&out.join("opencc.image"), &writer.finish(IMAGE_VERSION))?;
    let tables = chars_build::source(|file| load_entries_with_candidates(&folder.join(file)))?;
    save(&out.join("chars.rs"), tables.as_bytes())?;
    save(&out.join("transliteration.rs"), names(folder)?.as_bytes())
}

/// The image of the segmenter's words.
fn write_words() -> Result<(), Problem> {
    let (dictionary, model) = ("dicts/jieba/dict.txt", "dicts/jieba/hmm.model");
    let image = words_build::image((dictionary, &read_text(dictionary)?), (model, &read_text(model)?))?;
    save(&out().join("words.image"), &image)
}

/// The source of the table of the characters that names use.
fn names(folder: &Path) -> Result<String, Problem> {
    let characters = |file: &str| -> Result<Characters, Problem> {
        let entries = load_entries_with_candidates(&folder.join(file))?;
        let characters = entries.iter().filter_map(|(key, candidates)| {
            let candidates = candidates.iter().filter_map(|candidate| single(candidate));
            Some((single(key)?, candidates.collect()))
        });
        Ok(characters.collect())
    };
    let tables = Tables {
        traditional: characters("STCharacters.txt")?,
        simplified: characters("TSCharacters.txt")?,
        variants: [characters("TWVariants.txt")?, characters("HKVariants.txt")?],
    };
    let path = "dicts/names/transliteration-characters.tsv";
    transliteration_build::source(path, &read_text(path)?, &tables)
}

fn out() -> PathBuf {
    PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default())
}

fn read(path: &str) -> Result<Vec<u8>, Problem> {
    fs::read(path).map_err(|error| Problem::new(path, 0, 0, error.to_string()))
}

fn read_text(path: &str) -> Result<String, Problem> {
    String::from_utf8(read(path)?).map_err(|_| Problem::new(path, 0, 0, "not UTF-8"))
}

fn load_entries(path: &Path) -> Result<Entries, Problem> {
    let path = path.to_string_lossy();
    let bytes = read(&path)?;
    let entries = opencc::parse_strict(&path, &bytes)?;
    Ok(entries
        .iter()
        .map(|entry| (entry.key.to_owned(), entry.value().to_owned()))
        .collect())
}

fn load_entries_with_candidates(path: &Path) -> Result<Vec<(String, Vec<String>)>, Problem> {
    let path = path.to_string_lossy();
    let bytes = read(&path)?;
    let entries = opencc::parse_strict(&path, &bytes)?;
    let owned = |entry: &opencc::Entry| (entry.key.to_owned(), entry.candidates().map(str::to_owned).collect());
    Ok(entries.iter().map(owned).collect())
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    fs::write(path, bytes).map_err(|error| Problem::new(path.to_string_lossy(), 0, 0, error.to_string()))
}
