//! The data that comes with the program: sorted, complete, without contradictions; and a corpus that carries what real
//! articles carry. The dictionaries of entities have tests of their own, in entities.rs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use yiming::convert::{Config, Converter};
use yiming::lexicon::opencc;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder with this ending, sorted.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    files.sort();
    files
}

fn stem(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}

fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

// dicts/conversion

#[test]
fn words_of_taiwan_are_sorted_and_lead_from_simplified_to_traditional() {
    let path = root().join("dicts/conversion/taiwan.txt");
    let text = fs::read_to_string(&path).unwrap();
    let words = opencc::parse_strict("taiwan.txt", text.as_bytes()).unwrap();
    assert!(words.len() > 10 && words.is_sorted_by(|a, b| a.key < b.key));
    let (to_simplified, to_taiwan) = (Converter::new(Config::T2s), Converter::new(Config::S2tw));
    for word in words {
        assert_eq!(to_simplified.convert(word.value()), word.key);
        // What OpenCC writes so by itself needs no line, unless it begins in the midst of another of its phrases.
        let in_phrase = format!("历史{}", word.key);
        let is_needed = [word.key, &in_phrase]
            .iter()
            .any(|text| !to_taiwan.convert(text).ends_with(word.value()));
        assert!(is_needed, "{}", word.key);
    }
}

// dicts/opencc

#[test]
fn opencc_files_have_their_hashes() {
    let folder = root().join("dicts/opencc");
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    let mut listed = BTreeSet::new();
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        let found: String = Sha256::digest(fs::read(folder.join(name)).unwrap())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(sum, found, "{name}");
        listed.insert(name.to_owned());
    }
    let present: BTreeSet<String> = files("dicts/opencc", "txt")
        .into_iter()
        .chain(files("dicts/opencc/config", "json"))
        .chain([folder.join("LICENSE")])
        .map(|path| path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(listed, present, "every file is listed, and every file listed is there");
}

// corpus

#[test]
fn the_corpus_has_articles_of_some_length_with_gold() {
    let articles = files("corpus", "txt");
    assert!(articles.len() >= 24, "{} articles", articles.len());
    let mut wrong = Vec::new();
    for path in &articles {
        let text = fs::read_to_string(path).unwrap();
        let len = text.trim().chars().count();
        if !(400..=1500).contains(&len) {
            wrong.push(format!("{} has {len} characters", stem(path)));
        }
    }
    none(&wrong);
    let names = |paths: &[PathBuf]| -> Vec<String> { paths.iter().map(|path| stem(path).to_owned()).collect() };
    assert_eq!(
        names(&files("tests/gold", "csv")),
        names(&articles),
        "one gold file an article"
    );
}

#[test]
fn the_corpus_carries_what_real_articles_carry() {
    let articles: Vec<String> = files("corpus", "txt")
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let somewhere = |what: &str, holds: &dyn Fn(&str) -> bool| {
        assert!(articles.iter().any(|text| holds(text)), "no article has {what}");
    };
    let between_han = |text: &str, dot: char| {
        let chars: Vec<char> = text.chars().collect();
        chars
            .windows(3)
            .any(|three| three[1] == dot && yiming::text::is_han(three[0]) && yiming::text::is_han(three[2]))
    };
    for dot in ['·', '・', '‧', '．', '•'] {
        somewhere(&format!("{dot} inside a name"), &|text| between_han(text, dot));
    }
    for part in [
        "Yu Shien Yang",
        "Hsu Chia-wei",
        "DALL·E 3",
        "GPT-4",
        "e/acc",
        "Wi‑Fi",
        // A name that was converted wrongly, in two places.
        "傑弗裡",
        "裡奇",
        // The same people spelt in two ways.
        "伊爾亞·蘇茨克維",
        "伊利亞·蘇茲克維",
        // Lists.
        "\n• ",
    ] {
        somewhere(part, &|text| text.contains(part));
    }
    somewhere("two spellings of one person", &|text| {
        text.contains("蘇茨克維") && text.contains("蘇茲克維")
    });
    somewhere("Han（Latin）", &|text| {
        has_pair(text, yiming::text::is_han, |c| c.is_ascii_uppercase())
    });
    somewhere("Latin（Han）", &|text| {
        has_pair(text, |c| c.is_ascii_lowercase(), yiming::text::is_han)
    });
    somewhere("a quote in a quote", &|text| {
        text.find('「')
            .and_then(|open| text[open..].find('『').map(|inner| &text[open..open + inner]))
            .is_some_and(|between| !between.contains('」'))
    });
    somewhere("digits of full width", &|text| {
        text.contains(|c| ('０'..='９').contains(&c))
    });
    somewhere("digits of half width", &|text| {
        text.contains(|c: char| c.is_ascii_digit())
    });
    somewhere("a sequence of emoji", &|text| text.contains('\u{200D}'));
    somewhere("Han beyond the BMP", &|text| {
        text.contains(|c| c >= '\u{20000}' && yiming::text::is_han(c))
    });

    // Names that are words: 簡 and 高 name somebody in one place and are words in another.
    for word in ['簡', '高'] {
        let gold = files("tests/gold", "csv");
        let named = gold.iter().any(|path| {
            let text = fs::read_to_string(path).unwrap();
            text.lines()
                .any(|row| row.split(',').nth(2).is_some_and(|surface| surface.starts_with(word)))
        });
        assert!(named, "no mention begins with {word}");
        somewhere(&format!("{word} as a word"), &|text| text.contains(word));
    }
}

/// Whether a parenthesis of full width has such a character before it and such a one behind.
fn has_pair(text: &str, before: impl Fn(char) -> bool, behind: impl Fn(char) -> bool) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars
        .windows(3)
        .any(|three| before(three[0]) && three[1] == '（' && behind(three[2]))
}
