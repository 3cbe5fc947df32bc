//! The sample corpus, inside the program, so that whoever has installed it can measure without a text of their own.

use std::path::Path;
use std::{fs, io};

macro_rules! articles {
    ($($name:literal),* $(,)?) => {
        [$((concat!($name, ".txt"), include_str!(concat!("../../corpus/", $name, ".txt")))),*]
    };
}

/// How often it is written; thousands of short articles keep several threads busy.
const COPIES: usize = 25;

/// Writes it into `folder`, which is not there yet, over and over, each copy into a folder of its own.
pub(super) fn write(folder: &Path) -> io::Result<()> {
    for copy in 0..COPIES {
        let copy = folder.join(format!("{copy:02}"));
        fs::create_dir_all(&copy)?;
        for (name, text) in ARTICLES {
            fs::write(copy.join(name), text)?;
        }
    }
    Ok(())
}

/// Articles by file name.
pub(super) const ARTICLES: [(&str, &str); 40] = articles![
    "01-openai-board",
    "02-hinton-nobel",
    "03-nvidia-computex",
    "04-eacc-ea",
    "05-tsmc-arizona",
    "06-image-models",
    "07-alphafold",
    "08-digital-policy",
    "09-fed-markets",
    "10-ohtani-dodgers",
    "11-badminton-tai",
    "12-film-lee-hou",
    "13-bakery-lab",
    "14-bauhaus",
    "15-hkma-fintech",
    "16-hku-science",
    "17-us-election",
    "18-football",
    "19-olympics",
    "20-wong-kar-wai",
    "21-cyberport-startup",
    "22-deepseek",
    "23-hinton-warning",
    "24-chip-controls",
    "25-ritchie-unix",
    "26-lecun",
    "27-musk",
    "28-yao-turing",
    "29-fishing-library",
    "30-estonian-composer",
    "31-oil-prices",
    "32-hong-kong-cafe",
    "33-setouchi-potters",
    "34-mountain-hiking",
    "35-satellite-startup",
    "36-town-council",
    "37-soup-stock",
    "38-football-coach",
    "39-webtoon-writers",
    "40-essay-on-stones",
];

#[cfg(test)]
mod tests {
    #[test]
    fn the_whole_corpus_is_in_it() {
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")).unwrap();
        let mut names: Vec<String> = folder
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".txt"))
            .collect();
        names.sort();
        let embedded: Vec<&str> = super::ARTICLES.iter().map(|(name, _)| *name).collect();
        assert_eq!(embedded, names);
    }
}
