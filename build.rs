//! Compiles the dictionaries under `dicts` into the images that the library embeds: conversions, words, entities. The parsers, tables and
//! computations are the library's own modules, so that there is one definition of each.

// The library uses more of these modules than this program does.
#![allow(dead_code, unused_imports)]

#[path = "src/lexicon"]
mod lexicon {
    pub mod compiled {
        mod bytes;
        pub mod prefixes;
        mod slice;
        pub(crate) use bytes::Bytes;
        pub(crate) use slice::Slice;
    }
    pub mod config;
    pub mod dictionary;
    pub mod entities;
    mod facts;
    pub mod image;
    pub mod opencc;
    pub mod prefetch;
    pub mod problem;
    pub mod trie;
    pub use entities::{AliasKind, AliasRow, Region};
    pub use problem::{Problem, Problems};
}

#[path = "src/text"]
mod text {
    mod chars;
    pub mod chars_build;
    /// The table is in memory here.
    mod chars_table {
        use std::borrow::Cow;
        use std::sync::LazyLock;
        type Array<T> = LazyLock<Cow<'static, [T]>>;
        pub static INDEX: Array<u16> = LazyLock::new(|| crate::table_of_characters().unwrap_or_default().0);
        pub static ENTRIES: Array<u32> = LazyLock::new(|| crate::table_of_characters().unwrap_or_default().1);
    }
    mod folded;
    mod han;
    mod offsets;
    pub mod pages;
    mod script;
    mod span;
    pub use folded::{Folded, MatchKey, is_separator};
    pub use han::is_han;
    pub(crate) use offsets::utf8_len;
    pub use script::Script;
    pub use span::{ByteSpan, CharSpan};
}

#[path = "src/names"]
mod names {
    mod parts;
    pub use parts::parts;
}

#[path = "src/entity"]
mod entity {
    pub mod gazetteer {
        mod builder;
        mod latin;
        mod meaning;
        mod settle;
        mod tables;
        pub use builder::GazetteerBuilder;
    }
}

#[path = "src/segment"]
mod segment {
    pub mod path;
    pub mod steps;
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
use entity::gazetteer::GazetteerBuilder;
use lexicon::config::ConversionConfig;
use lexicon::dictionary::{Entries, PoolBuilder};
use lexicon::entities::read_entities;
use lexicon::{Problem, Problems, image, opencc};
use segment::words_build;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::{env, fs};
use text::chars_build;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for folder in [
        "src/convert",
        "src/entity/gazetteer",
        "src/lexicon",
        "src/names/parts.rs",
        "src/segment",
        "src/text",
        "dicts/conversion",
        "dicts/entities",
        "dicts/jieba",
        "dicts/names",
        "dicts/opencc",
    ] {
        println!("cargo::rerun-if-changed={folder}");
    }
    let written = write_images()
        .and_then(|()| write_words())
        .and_then(|()| write_hashes())
        .map_err(Problems::from);
    if let Err(problems) = written.and_then(|()| write_gazetteer()) {
        for problem in problems.iter() {
            println!("cargo::error={}", problem.to_string().replace('\n', " — "));
        }
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
    save(
        &out.join("chars.rs"),
        chars_build::source(&table_of_characters()?).as_bytes(),
    )?;
    save(&out.join("transliteration.rs"), names(folder)?.as_bytes())
}

/// The image of the segmenter's words.
fn write_words() -> Result<(), Problem> {
    let (dictionary, model) = ("dicts/jieba/dict.txt", "dicts/jieba/hmm.model");
    let image = words_build::image((dictionary, &read_text(dictionary)?), (model, &read_text(model)?))?;
    save(&out().join("words.image"), &image)
}

/// The hashes of the dictionaries whose texts the program has, which a run states: a list of path and SHA-256.
fn write_hashes() -> Result<(), Problem> {
    let mut source = "[\n".to_owned();
    for (folder, ending) in [
        ("dicts/conversion", ".txt"),
        ("dicts/entities", ".csv"),
        ("dicts/opencc", ".txt"),
    ] {
        for name in files(folder, ending)? {
            let path = format!("{folder}/{name}");
            let hash: [u8; 32] = Sha256::digest(read(&path)?).into();
            source += &format!("    ({path:?}, {hash:?}),\n");
        }
    }
    save(&out().join("hashes.rs"), (source + "]\n").as_bytes())
}

/// The image of the entities: all files, by name.
fn write_gazetteer() -> Result<(), Problems> {
    let folder = "dicts/entities";
    let mut builder = GazetteerBuilder::new();
    for name in files(folder, ".csv")? {
        builder.begin_file(&name);
        let path = format!("{folder}/{name}");
        builder = builder.with(&read_entities(&path, &read_text(&path)?)?);
    }
    save(&out().join("gazetteer.image"), &builder.image())?;
    Ok(())
}

/// The table of characters that the folded view is made by.
fn table_of_characters() -> Result<chars_build::Table, Problem> {
    chars_build::table(|file| load_entries_with_candidates(&Path::new("dicts/opencc").join(file)))
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

/// The names of the files in a folder that end so, sorted.
fn files(folder: &str, ending: &str) -> Result<Vec<String>, Problem> {
    let unreadable = |error: std::io::Error| Problem::new(folder, 0, 0, error.to_string());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
        if name.ends_with(ending) {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
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
