//! What one would put together from crates: each line to Simplified by ferrous-opencc, words by jieba-rs, aliases by Aho-Corasick, rows by
//! csv, files in parallel by rayon. It writes less than `yiming run`: tokens and mentions of aliases, without kinds, sentences, entities,
//! alignment or names that no list has.
//!
//!     composition ALIASES OUT FILE...
//!
//! ALIASES has an alias a line. Prints the bytes read, the seconds without loading, and the rows of both tables.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use aho_corasick::{AhoCorasick, MatchKind};
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use jieba_rs::Jieba;
use rayon::prelude::*;

struct Tools<'a> {
    to_simplified: OpenCC,
    jieba: Jieba,
    aliases: Vec<&'a str>,
    automaton: AhoCorasick,
}

/// The rows of one file, and how many there are.
#[derive(Default)]
struct Tables {
    tokens: Vec<u8>,
    mentions: Vec<u8>,
    n_tokens: usize,
    n_mentions: usize,
    bytes: usize,
}

impl Tools<'_> {
    fn tables(&self, path: &str) -> Tables {
        let text = fs::read_to_string(path).expect("a text in UTF-8");
        let mut made = Tables {
            bytes: text.len(),
            ..Tables::default()
        };
        let mut tokens = csv::Writer::from_writer(Vec::new());
        let mut mentions = csv::Writer::from_writer(Vec::new());
        for (number, line) in text.lines().enumerate() {
            let number = number.to_string();
            let simplified = self.to_simplified.convert(line);
            let mut original = line.chars();
            let mut start = 0;
            for word in self.jieba.cut(&simplified, true) {
                let length = word.word.chars().count();
                let surface: String = original.by_ref().take(length).collect();
                let (from, to) = (start.to_string(), (start + length).to_string());
                let row = [path, &number, &from, &to, &surface, word.word];
                tokens.write_record(row).expect("memory takes it");
                start += length;
                made.n_tokens += 1;
            }
            for found in self.automaton.find_iter(&simplified) {
                let start = simplified[..found.start()].chars().count().to_string();
                let row = [path, &number, &start, self.aliases[found.pattern().as_usize()]];
                mentions.write_record(row).expect("memory takes it");
                made.n_mentions += 1;
            }
        }
        made.tokens = tokens.into_inner().expect("memory takes it");
        made.mentions = mentions.into_inner().expect("memory takes it");
        made
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [aliases, out, files @ ..] = arguments.as_slice() else {
        return Err("usage: composition ALIASES OUT FILE...".into());
    };
    let list = fs::read_to_string(aliases)?;
    let aliases: Vec<&str> = list.lines().collect();
    let to_simplified = OpenCC::from_config(BuiltinConfig::T2s)?;
    let forms: Vec<String> = aliases.iter().map(|alias| to_simplified.convert(alias)).collect();
    let mut automaton = AhoCorasick::builder();
    let automaton = automaton.match_kind(MatchKind::LeftmostLongest).build(forms)?;
    let tools = Tools {
        to_simplified,
        jieba: Jieba::new(),
        aliases,
        automaton,
    };
    // The model of unknown words is loaded when it is first needed.
    tools.jieba.cut("蘇茨克維", true);

    let begun = Instant::now();
    let made: Vec<Tables> = files.par_iter().map(|file| tools.tables(file)).collect();
    let out = Path::new(out);
    let join = |table: fn(&Tables) -> &Vec<u8>| {
        made.iter()
            .map(|tables| table(tables).as_slice())
            .collect::<Vec<_>>()
            .concat()
    };
    fs::write(out.join("tokens.csv"), join(|tables| &tables.tokens))?;
    fs::write(out.join("mentions.csv"), join(|tables| &tables.mentions))?;
    let seconds = begun.elapsed().as_secs_f64();
    let sum = |count: fn(&Tables) -> usize| made.iter().map(count).sum::<usize>();
    println!(
        "{} {seconds} {} {}",
        sum(|tables| tables.bytes),
        sum(|tables| tables.n_tokens),
        sum(|tables| tables.n_mentions)
    );
    Ok(())
}
