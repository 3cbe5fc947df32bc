//! Our conversion beside OpenCC's C++ library, as a table in Markdown: in, the articles of `$YIMING_SHARED` (or else
//! `../shared`; the sample corpus where they are missing); out, a row a configuration. `benches/peers/conversion.sh`
//! prepares the library and runs this.
//!
//! Both sides convert the same texts, a call a line, on one thread of one process, in turns; a ratio is that of two
//! neighbouring turns, and the median of all is told with the least and the greatest. Where any byte differs there is no
//! ratio, and the exit code is 1. How long loading takes, and how much memory, is asked of fresh processes, which are this
//! program with other arguments. `-- --test` is a short run on the sample corpus.

#[path = "../tests/support/opencc.rs"]
mod opencc;
#[path = "../tests/support/shared.rs"]
mod shared;
#[path = "../tests/support/texts.rs"]
mod texts;

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use opencc::{difference, open};
use opencc_rust::OpenCC;
use shared::shared;
use texts::{Case, Text, cases, texts};
use yiming::convert::{Config, Converter, Scratch};

/// Less than this at once is repeated within a turn, so that the clock's grain does not matter.
const TURN_BYTES: usize = 1 << 22;

/// What is converted first after loading, since either side may leave work for then.
const FIRST: &str = "头发發展";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--load") {
        load(&arguments[at + 1], arguments[at + 2].parse().unwrap());
        return ExitCode::SUCCESS;
    }
    let is_test = arguments.iter().any(|argument| argument == "--test");
    let (turns, loads, turn_bytes) = if is_test { (3, 1, 1) } else { (9, 5, TURN_BYTES) };

    let articles = if is_test { None } else { shared("data/articles") };
    let (what, texts) = match articles {
        Some(folder) => ("articles", texts(&folder)),
        None => ("texts of the sample corpus", corpus()),
    };
    let cases = cases().unwrap_or_default();
    let size: usize = texts.iter().map(|text| text.text.len()).sum();
    println!(
        "{} {what}, {:.1} MB; {turns} turns of each side, {loads} loads of each.\n",
        texts.len(),
        megabytes(size)
    );
    println!(
        "| configuration | OpenCC's cases passed | bytes equal to C++ | times as fast as C++ | load, ms (C++) | memory, MB (C++) |"
    );
    println!("|---|---|---|---|---|---|");
    let simplify = Converter::new(Config::T2s);
    let simplified: Vec<Text> = texts
        .iter()
        .map(|text| Text {
            name: text.name.clone(),
            text: simplify.convert(&text.text),
        })
        .collect();
    let mut is_equal = true;
    for &config in Config::ALL {
        let texts = if config.name().starts_with('s') {
            &simplified
        } else {
            &texts
        };
        let (ours, theirs) = (&mut Side::ours(config), &mut Side::Theirs(open(config)));
        let (bytes, speed) = match compare(ours, theirs, texts) {
            Ok(bytes) => (format!("all {bytes}"), ratio(ours, theirs, texts, turns, turn_bytes)),
            Err(place) => {
                is_equal = false;
                eprintln!("{config}: {place}");
                ("DIFFERENT".to_owned(), "–".to_owned())
            }
        };
        let [our_load, their_load] = ["ours", "theirs"].map(|side| loading(side, config, loads));
        println!(
            "| {config} | {} | {bytes} | {speed} | {:.1} ({:.1}) | {} ({}) |",
            passed(config, &cases),
            our_load.milliseconds,
            their_load.milliseconds,
            our_load.memory,
            their_load.memory
        );
    }
    if is_equal { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn corpus() -> Vec<Text> {
    texts(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")))
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn passed(config: Config, cases: &[Case]) -> String {
    let converter = Converter::new(config);
    let (mut all, mut passed) = (0, 0);
    for case in cases.iter().filter(|case| case.config == config.name()) {
        all += 1;
        if converter.convert(&case.input) == case.expected {
            passed += 1;
        } else {
            eprintln!("{config}: the case {} fails", case.id);
        }
    }
    format!("{passed} of {all}")
}

/// A converter of either side.
enum Side {
    Ours(Converter, Scratch),
    Theirs(OpenCC),
}

impl Side {
    fn ours(config: Config) -> Side {
        Side::Ours(Converter::new(config), Scratch::default())
    }

    /// Converts a text with a call a line, and appends it to `out`.
    fn convert(&mut self, text: &str, out: &mut String) {
        match self {
            Side::Ours(converter, scratch) => {
                for line in text.split_inclusive('\n') {
                    converter.convert_into(line, out, scratch);
                }
            }
            Side::Theirs(converter) => {
                for line in text.split_inclusive('\n') {
                    *out = converter.convert_to_buffer(line, std::mem::take(out)).unwrap();
                }
            }
        }
    }

    /// The seconds that it takes to convert all texts, `passes` times.
    fn turn(&mut self, texts: &[Text], passes: usize, out: &mut String) -> f64 {
        let start = Instant::now();
        for text in (0..passes).flat_map(|_| texts) {
            out.clear();
            self.convert(black_box(&text.text), out);
            black_box(&out);
        }
        start.elapsed().as_secs_f64()
    }
}

/// How many bytes both sides gave, or where they differ.
fn compare(ours: &mut Side, theirs: &mut Side, texts: &[Text]) -> Result<usize, String> {
    let mut bytes = 0;
    for text in texts {
        let (mut our_text, mut their_text) = (String::new(), String::new());
        ours.convert(&text.text, &mut our_text);
        theirs.convert(&text.text, &mut their_text);
        if let Some(place) = difference(&our_text, &their_text) {
            return Err(format!("{}: {place}", text.name));
        }
        bytes += our_text.len();
    }
    Ok(bytes)
}

/// How many times as fast ours is: the median of the turns, the least and the greatest.
fn ratio(ours: &mut Side, theirs: &mut Side, texts: &[Text], turns: usize, turn_bytes: usize) -> String {
    let size: usize = texts.iter().map(|text| text.text.len()).sum();
    let passes = turn_bytes.div_ceil(size);
    let out = &mut String::new();
    let mut ratios = Vec::with_capacity(turns);
    for number in 0..turns {
        // Each goes first every other time.
        let (our_time, their_time) = if number % 2 == 0 {
            let our_time = ours.turn(texts, passes, out);
            (our_time, theirs.turn(texts, passes, out))
        } else {
            let their_time = theirs.turn(texts, passes, out);
            (ours.turn(texts, passes, out), their_time)
        };
        ratios.push(their_time / our_time);
    }
    ratios.sort_by(f64::total_cmp);
    format!("{:.1} ({:.1}–{:.1})", ratios[turns / 2], ratios[0], ratios[turns - 1])
}

/// What loading costs.
struct Loading {
    milliseconds: f64,
    /// In MB, or that it is not known.
    memory: String,
}

/// The medians of several fresh processes.
fn loading(side: &str, config: Config, times: usize) -> Loading {
    let program = std::env::current_exe().unwrap();
    let mut measured: Vec<(f64, Option<usize>)> = (0..times)
        .map(|_| {
            let output = Command::new(&program)
                .args(["--load", side, config.name()])
                .output()
                .unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let output = String::from_utf8(output.stdout).unwrap();
            let (milliseconds, bytes) = output.trim().split_once(' ').unwrap();
            (milliseconds.parse().unwrap(), bytes.parse().ok())
        })
        .collect();
    measured.sort_by(|a, b| a.0.total_cmp(&b.0));
    let milliseconds = measured[times / 2].0;
    measured.sort_by_key(|measured| measured.1);
    let memory = measured[times / 2].1;
    Loading {
        milliseconds,
        memory: memory.map_or("?".to_owned(), |bytes| format!("{:.1}", megabytes(bytes))),
    }
}

/// Loads one side in this process, and prints how many milliseconds passed until a first text was converted, and by how
/// many bytes the resident memory grew until the sample corpus was.
fn load(side: &str, config: Config) {
    let texts = corpus();
    let mut out = String::with_capacity(1 << 16);
    let before = resident();
    let start = Instant::now();
    let mut converter = match side {
        "ours" => Side::ours(config),
        _ => Side::Theirs(open(config)),
    };
    converter.convert(FIRST, &mut out);
    let elapsed = start.elapsed();
    for text in &texts {
        out.clear();
        converter.convert(&text.text, &mut out);
    }
    let grown = before
        .zip(resident())
        .map(|(before, after)| after.saturating_sub(before));
    let grown = grown.map_or("?".to_owned(), |bytes| bytes.to_string());
    println!("{} {grown}", elapsed.as_secs_f64() * 1e3);
}

/// The resident memory of this process in bytes, where the system tells.
fn resident() -> Option<usize> {
    let rollup = std::fs::read_to_string("/proc/self/smaps_rollup").ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Rss:"))?;
    Some(line.split_whitespace().next()?.parse::<usize>().ok()? * 1024)
}
