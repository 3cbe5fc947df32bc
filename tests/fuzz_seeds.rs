//! The checks of the fuzz targets on the seeds under `fuzz/corpus`, so that they run without a fuzzer.

#[path = "support/checks.rs"]
mod checks;
#[path = "support/fuzzing.rs"]
mod fuzzing;
#[path = "support/keys.rs"]
mod keys;

use std::fs;
use std::path::Path;

fn check_seeds(target: &str, check: impl Fn(&[u8]) -> arbitrary::Result<()>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut seeds = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        eprintln!("{}", path.display());
        check(&fs::read(&path).unwrap()).unwrap();
        seeds += 1;
    }
    assert!(seeds > 4, "{seeds} seeds for {target}");
}

#[test]
fn convert() {
    check_seeds("convert", fuzzing::convert);
}

#[test]
fn names() {
    check_seeds("names", fuzzing::names);
}

#[test]
fn stream() {
    check_seeds("stream", fuzzing::stream);
}

#[test]
fn dictionary() {
    check_seeds("dictionary", fuzzing::dictionary);
}

#[test]
fn readers() {
    check_seeds("readers", fuzzing::readers);
}

#[test]
fn lexicon() {
    check_seeds("lexicon", fuzzing::lexicon);
}

#[test]
fn image() {
    check_seeds("image", fuzzing::image);
}
