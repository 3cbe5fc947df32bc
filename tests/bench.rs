//! `yiming bench`: every form says the same, figures are of what they say, and a run's own clock does not lie.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Instant;

use serde_json::Value;

fn yiming(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yiming"));
    command.current_dir(folder).args(arguments).output().unwrap()
}

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A folder with an article of 30 kB.
fn desk() -> tempfile::TempDir {
    let desk = tempfile::tempdir().unwrap();
    let text = "伊爾亞·蘇茨克維離開了OpenAI，許多人寫信給伊爾亞。\n".repeat(400);
    fs::write(desk.path().join("article.txt"), text).unwrap();
    desk
}

const SMALL: [&str; 6] = ["bench", "article.txt", "--repetitions", "1", "--threads", "2"];

#[test]
fn every_stage_is_measured_on_one_thread_and_on_two() {
    let desk = desk();
    let json = printed(&yiming(desk.path(), &[&SMALL[..], &["--format", "json"]].concat()));
    let report: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["corpus"]["documents"], 1);
    assert_eq!(report["corpus"]["mentions"], 3 * 400);
    let text = fs::read_to_string(desk.path().join("article.txt")).unwrap();
    assert_eq!(report["corpus"]["bytes"], text.len());
    let measures = report["measures"].as_array().unwrap();
    let order = ["read", "fold", "match", "segment", "convert", "write", "run"];
    let expected: Vec<(&str, u64)> = order.into_iter().flat_map(|stage| [(stage, 1), (stage, 2)]).collect();
    let found: Vec<(&str, u64)> = measures
        .iter()
        .map(|measure| (measure["stage"].as_str().unwrap(), measure["threads"].as_u64().unwrap()))
        .collect();
    assert_eq!(found, expected);
    for measure in measures {
        let number = |name: &str| measure[name].as_f64().unwrap();
        let speed = number("megabytes_per_second");
        assert!(
            speed > 0.0 && number("megabytes_per_second_low") <= speed && speed <= number("megabytes_per_second_high"),
            "{measure}"
        );
        assert!(
            (speed * number("seconds") * 1e6 - text.len() as f64).abs() < 1.0,
            "{measure}"
        );
    }
    let count = |stage: &str| measures.iter().find(|measure| measure["stage"] == stage).unwrap()["count"].clone();
    assert_eq!(count("fold"), text.chars().count());
    assert_eq!(count("match"), 3 * 400);
    assert_eq!(count("run"), report["corpus"]["tokens"]);
    let commands = report["start_up"]
        .as_array()
        .unwrap()
        .iter()
        .map(|start| &start["command"]);
    assert_eq!(commands.collect::<Vec<_>>(), ["convert", "segment", "match"]);
}

#[test]
fn the_other_forms_have_a_row_a_measurement() {
    let desk = desk();
    let mut csv = csv::Reader::from_reader(std::io::Cursor::new(printed(&yiming(
        desk.path(),
        &[&SMALL[..], &["--format", "csv"]].concat(),
    ))));
    let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3 + 7 * 2, "{rows:?}");
    assert_eq!(rows.iter().filter(|row| &row[0] == "convert").count(), 2);
    for form in ["table", "markdown"] {
        let table = printed(&yiming(desk.path(), &[&SMALL[..], &["--format", form]].concat()));
        assert!(
            table.starts_with(concat!("yiming ", env!("CARGO_PKG_VERSION"))),
            "{table}"
        );
        let rows = table
            .lines()
            .filter(|line| line.trim_start_matches("| ").starts_with("segment "));
        assert_eq!(rows.count(), 2, "{table}");
    }
}

#[test]
fn what_cannot_be_measured_is_told() {
    let desk = desk();
    fs::write(desk.path().join("broken.txt"), b"\xFF\xFE\xFA").unwrap();
    for (input, message) in [
        ("nowhere", "nowhere"),
        ("-", "read once only"),
        ("broken.txt", "could be read"),
    ] {
        let output = yiming(desk.path(), &["bench", input, "--repetitions", "1", "--threads", "1"]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(message) && told.contains("help: "), "{told}");
    }
}

#[test]
fn a_run_does_not_say_that_it_took_longer_than_it_did() {
    let desk = desk();
    let begun = Instant::now();
    printed(&yiming(desk.path(), &["run", "article.txt", "-o", "out"]));
    let elapsed = begun.elapsed().as_secs_f64();
    let run: Value = serde_json::from_slice(&fs::read(desk.path().join("out/run.json")).unwrap()).unwrap();
    let seconds = &run["seconds"];
    let told = seconds["loading"].as_f64().unwrap() + seconds["processing"].as_f64().unwrap();
    assert!(told <= elapsed, "{told} s of {elapsed}");
}
