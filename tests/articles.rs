//! Real articles, from the shared test data: the whole run, with every promise about its tables checked.

#[path = "support/check.rs"]
mod check;
#[path = "support/rows.rs"]
mod rows;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use check::check_run;

#[test]
fn every_article_runs_to_the_end() {
    let shared = std::env::var_os("YIMING_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let articles = shared.join("data/articles");
    if !articles.is_dir() {
        eprintln!("skipped: no {}", articles.display());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let done = Command::new(env!("CARGO_BIN_EXE_yiming"))
        .arg("run")
        .args([&articles, &PathBuf::from("-o"), &out])
        .output()
        .unwrap();
    let told = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.success(), "{told}");

    let files: Vec<PathBuf> = fs::read_dir(&articles)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let texts = files.iter().map(|path| fs::read_to_string(path).unwrap());
    let chars: usize = texts.map(|text| text.chars().count()).sum();
    assert!(chars > 0);
    assert!(
        told.starts_with(&format!("{} documents, 0 refused, ", files.len())),
        "{told}"
    );
    let tiled = check_run(&out, |row| fs::read_to_string(&row["source_path"]).unwrap());
    assert_eq!(tiled, Ok(chars));
}
