//! Measures conversion with names beside OpenCC's: `cargo run --release --example name_conversion -- FOLDER`.
//!
//! Two tables go to standard output. Names: pairs whose two scripts were written by hand
//! (`$YIMING_SHARED/data/names/pairs.tsv`, left out where it is missing), by source and half; wrong is a name that differs in
//! any character. Articles: the Traditional texts in FOLDER go to Simplified and back (t2s, s2tw), by OpenCC's rules and with
//! the names that the pipeline finds in the Simplified text. An error on a character is a place where it stands in the text before or
//! after, and not in the other: 佈 for 布 is one on each. Of these, lost are those where it does not come back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};
use yiming::convert::{Config, Converter, Name};
use yiming::pipeline::{Pipeline, Renderings};

fn main() -> anyhow::Result<()> {
    let Some(folder) = env::args_os().nth(1) else {
        anyhow::bail!("usage: name_conversion FOLDER");
    };
    let shared = env::var_os("YIMING_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    match fs::read_to_string(shared.join("data/names/pairs.tsv")) {
        Ok(pairs) => names(&pairs),
        Err(error) => eprintln!("no name pairs: {error}"),
    }
    articles(Path::new(&folder))
}

#[derive(Default)]
struct Wrong {
    names: usize,
    plain: usize,
    named: usize,
}

fn names(pairs: &str) {
    let converter = Converter::new(Config::S2t);
    let mut halves: BTreeMap<(&str, &str), Wrong> = BTreeMap::new();
    for line in pairs.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [_, hans, hant, source @ ("cedpane2020" | "cedict2023"), _, "", ..] = columns[..] else {
            continue;
        };
        let half = if Sha256::digest(hans)[0] % 2 == 0 {
            "dev"
        } else {
            "held out"
        };
        let named = converter.convert_with(hans, &[Name::from(0..hans.len())]);
        for key in [(source, half), ("all", half)] {
            let wrong = halves.entry(key).or_default();
            wrong.names += 1;
            wrong.plain += usize::from(converter.convert(hans) != hant);
            wrong.named += usize::from(named != hant);
        }
        if env::var_os("SHOW").is_some() && named != hant {
            eprintln!("{source} {half}: {hans} → {named}, not {hant}");
        }
    }
    println!("source\thalf\tnames\tOpenCC wrong\twith names wrong");
    for ((source, half), wrong) in &halves {
        let share = |count: usize| 100.0 * count as f64 / wrong.names as f64;
        println!(
            "{source}\t{half}\t{}\t{} ({:.2} %)\t{} ({:.2} %)",
            wrong.names,
            wrong.plain,
            share(wrong.plain),
            wrong.named,
            share(wrong.named)
        );
    }
    println!();
}

/// How often a character stands in only one of the texts before and after.
#[derive(Default, Clone, Copy)]
struct Errors {
    plain: usize,
    named: usize,
    /// Of these, those where it stood before.
    plain_lost: usize,
    named_lost: usize,
}

fn articles(folder: &Path) -> anyhow::Result<()> {
    let pipeline = Pipeline::builder().build()?;
    let (to_hans, to_hant) = (Converter::new(Config::T2s), Converter::new(Config::S2tw));
    let with_names = to_hant.clone().with_taiwan_words();
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    let mut errors: BTreeMap<char, Errors> = BTreeMap::new();
    let (mut texts, mut left_out, mut ranges) = (0, 0, 0);
    for path in paths
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
    {
        let original = fs::read_to_string(path)?;
        let hans = to_hans.convert(&original);
        let names = pipeline.names(&hans, Renderings::Traditional);
        let plain = to_hant.convert(&hans);
        let named = with_names.convert_with(&hans, &names);
        let len = original.chars().count();
        if [&hans, &plain, &named].iter().any(|text| text.chars().count() != len) {
            left_out += 1;
            continue;
        }
        texts += 1;
        ranges += names.len();
        let characters = original
            .chars()
            .zip(hans.char_indices())
            .zip(plain.chars().zip(named.chars()));
        for ((wanted, (at, _)), (plain, named)) in characters {
            if env::var_os("SHOW").is_some() && plain != named && named != wanted {
                eprintln!("{wanted} became {named}, and {plain} by OpenCC: {}", around(&hans, at));
            }
            if env::var_os("SHOW").is_some() && "里范余".contains(wanted) && named != wanted {
                eprintln!("{wanted} stays {named}: {}", around(&hans, at));
            }
            if plain != wanted {
                errors.entry(plain).or_default().plain += 1;
                let errors = errors.entry(wanted).or_default();
                errors.plain += 1;
                errors.plain_lost += 1;
            }
            if named != wanted {
                errors.entry(named).or_default().named += 1;
                let errors = errors.entry(wanted).or_default();
                errors.named += 1;
                errors.named_lost += 1;
            }
        }
    }
    println!("{texts} texts, {left_out} left out because their length changed; {ranges} names");
    println!("character\tOpenCC errors\tlost\twith names\tlost");
    let watched = sum("里范余布", &errors);
    for (character, error) in &errors {
        if "里范余布".contains(*character) || error.plain != error.named {
            print_row(&character.to_string(), *error);
        }
    }
    print_row("里范余布", watched);
    let all: String = errors.keys().collect();
    print_row("all", sum(&all, &errors));
    Ok(())
}

/// A place of a text with what stands around it.
fn around(text: &str, at: usize) -> String {
    let before: String = text[..at].chars().rev().take(8).collect();
    let before: String = before.chars().rev().collect();
    let after: String = text[at..].chars().take(8).collect();
    format!("{before}|{after}").replace('\n', "⏎")
}

fn sum(characters: &str, errors: &BTreeMap<char, Errors>) -> Errors {
    let of = |character| errors.get(&character).copied().unwrap_or_default();
    characters.chars().map(of).fold(Errors::default(), |sum, error| Errors {
        plain: sum.plain + error.plain,
        named: sum.named + error.named,
        plain_lost: sum.plain_lost + error.plain_lost,
        named_lost: sum.named_lost + error.named_lost,
    })
}

fn print_row(label: &str, error: Errors) {
    let worse = if error.named > error.plain { "\tWORSE" } else { "" };
    println!(
        "{label}\t{}\t{}\t{}\t{}{worse}",
        error.plain, error.plain_lost, error.named, error.named_lost
    );
}
