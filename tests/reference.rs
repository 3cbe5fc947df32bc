//! Conversion against OpenCC's C++ library 1.4.2 in this process: every configuration, byte for byte. Needs the feature
//! `opencc-reference` and the library, see CONTRIBUTING.md.

#[path = "support/keys.rs"]
mod keys;
#[path = "support/opencc.rs"]
mod opencc;
#[path = "support/provoking.rs"]
mod provoking;
#[path = "support/shared.rs"]
mod shared;
#[path = "support/texts.rs"]
mod texts;

use std::path::Path;
use std::sync::LazyLock;

use opencc::{difference, open};
use opencc_rust::OpenCC;
use proptest::prelude::*;
use provoking::provoking_text;
use shared::shared;
use texts::{cases, texts};
use yiming::convert::{Config, Converter};

/// Every configuration, ours and theirs.
static PAIRS: LazyLock<Vec<(Config, Converter, OpenCC)>> = LazyLock::new(|| {
    let pair = |&config: &Config| (config, Converter::new(config), open(config));
    Config::ALL.iter().map(pair).collect()
});

#[test]
fn the_library_passes_its_own_cases_and_agrees_with_ours() {
    for case in cases().unwrap_or_default() {
        let config: Config = case.config.parse().unwrap();
        let (_, ours, theirs) = PAIRS.iter().find(|pair| pair.0 == config).unwrap();
        // This also proves that it read the dictionaries which its program leaves out.
        assert_eq!(
            theirs.convert(&case.input).unwrap(),
            case.expected,
            "{config} {}",
            case.id
        );
        assert_eq!(ours.convert(&case.input), case.expected, "{config} {}", case.id);
    }
}

#[test]
fn the_sample_corpus_becomes_the_same_bytes() {
    check_folder(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")));
}

#[test]
fn articles_become_the_same_bytes() {
    if let Some(folder) = shared("data/articles") {
        check_folder(&folder);
    }
}

/// Every article whole, through every configuration, and what t2s makes of it through those that read Simplified.
fn check_folder(folder: &Path) {
    let simplify = Converter::new(Config::T2s);
    for article in texts(folder) {
        let simplified = simplify.convert(&article.text);
        for (config, ours, theirs) in PAIRS.iter() {
            let text = if config.name().starts_with('s') {
                &simplified
            } else {
                &article.text
            };
            if let Some(place) = difference(&ours.convert(text), &theirs.convert(text).unwrap()) {
                panic!("{config} {}: {place}", article.name);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn provoking_texts_become_the_same_bytes(text in provoking_text()) {
        // The library's interface takes U+0000 for the end of a text.
        let text = text.replace('\0', "");
        for (config, ours, theirs) in PAIRS.iter() {
            prop_assert_eq!(ours.convert(&text), theirs.convert(&text).unwrap(), "{}", config);
        }
    }
}
