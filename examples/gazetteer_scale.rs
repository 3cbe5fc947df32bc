//! Measures a dictionary of many made-up aliases: how long it takes to compile and to load, how large it is, how fast a text is
//! matched, how much memory all that needs; and holds what is found against a plain reference. Times are those that the
//! thread had a processor, where the system tells (Linux), so that others who use the machine do not count.
//!
//!     cargo run --release --example gazetteer_scale -- 1000000 TEXTS [SCRATCH]
//!
//! TEXTS is a folder of articles. Half of the aliases are Han names of two to six characters, three tenths Latin ones of two
//! words, two tenths transliterations with dots; three are one entity. Compiling and using run in a process each, so that the
//! memory of one is not the other's. The file is written to SCRATCH, or else to the system's folder for such.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use yiming::entity::Gazetteer;
use yiming::lexicon::{AliasKind, AliasRow, Dictionaries};
use yiming::pipeline::{compile, gazetteer};
use yiming::text::{Folded, MatchKey};

const FAMILY: &str = "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁馬";
const GIVEN: &str = "志明建宏俊傑雅婷怡君家豪淑芬美玲宗翰欣怡承恩品睿宥廷子晴詩涵佳穎柏翰冠宇思妤郁雯彥廷育誠振國文龍金水秀英麗華玉蘭國強永康偉平安德信義仁和禮智勇忠孝";
const SOUNDS: &str = "阿巴貝比伯布查達德迪多杜恩法菲佛弗格古哈海赫亨霍伊傑吉加卡凱科克庫拉萊蘭勒雷里利林盧路羅洛馬麥曼梅米莫姆納內尼諾帕佩皮普齊奇喬瑞薩賽桑沙史斯斯塔泰特提托圖瓦維威沃希西謝亞耶伊約茲";
const WORDS: &str = "電子科技大學銀行集團公司國際投資開發工業基金會研究院出版社航空醫院生物能源資訊系統通訊網路文化建設證券保險汽車半導體";
const SYLLABLES: [&str; 40] = [
    "al", "an", "ar", "bel", "ber", "bo", "ca", "cha", "da", "del", "di", "do", "el", "er", "fa", "fer", "ga", "gu",
    "ha", "hen", "is", "ja", "jo", "ka", "kov", "la", "len", "li", "ma", "mar", "mi", "na", "nor", "pe", "ra", "ri",
    "sa", "son", "ta", "vi",
];

/// SplitMix64: the same names every time.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn of(&mut self, chars: &[char]) -> char {
        chars[self.below(chars.len())]
    }
}

/// Makes names up.
struct Names {
    random: Random,
    family: Vec<char>,
    given: Vec<char>,
    sounds: Vec<char>,
    words: Vec<char>,
}

impl Names {
    fn new() -> Self {
        let chars = |text: &str| text.chars().collect();
        Names {
            random: Random(1),
            family: chars(FAMILY),
            given: chars(GIVEN),
            sounds: chars(SOUNDS),
            words: chars(WORDS),
        }
    }

    fn sounds(&mut self, from: usize, to: usize) -> String {
        let len = from + self.random.below(to - from + 1);
        (0..len).map(|_| self.random.of(&self.sounds)).collect()
    }

    fn latin_word(&mut self) -> String {
        let len = 2 + self.random.below(3);
        let word: String = (0..len)
            .map(|_| SYLLABLES[self.random.below(SYLLABLES.len())])
            .collect();
        word[..1].to_uppercase() + &word[1..]
    }

    /// A name and its label.
    fn next(&mut self) -> (String, &'static str) {
        match self.random.below(10) {
            0 | 1 => {
                let mut name: String = self.random.of(&self.family).into();
                for _ in 0..1 + self.random.below(3) {
                    name.push(self.random.of(&self.given));
                }
                (name, "PERSON")
            }
            2..=4 => {
                let mut name = self.sounds(1, 3);
                for _ in 0..1 + self.random.below(3) {
                    name.push(self.random.of(&self.words));
                }
                (name, "ORG")
            }
            5 | 6 => (format!("{}·{}", self.sounds(2, 4), self.sounds(2, 4)), "PERSON"),
            _ => (format!("{} {}", self.latin_word(), self.latin_word()), "PERSON"),
        }
    }

    /// Distinct aliases, three an entity.
    fn rows(mut self, n: usize) -> impl Iterator<Item = AliasRow> {
        let mut seen = HashSet::new();
        std::iter::from_fn(move || {
            loop {
                let (alias, label) = self.next();
                if seen.insert(hash(&alias)) {
                    return Some((alias, label));
                }
            }
        })
        .take(n)
        .enumerate()
        .map(|(i, (alias, label))| AliasRow {
            entity_id: format!("made-up-{}", i / 3),
            label: (i % 3 == 0).then(|| label.to_owned()),
            name_zh: (i % 3 == 0).then(|| alias.clone()),
            name_latin: None,
            alias,
            kind: AliasKind::Full,
            regions: Vec::new(),
            priority: 0,
            line: i + 2,
        })
    }
}

fn hash(text: &str) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

/// How long this thread has had a processor; else how long the program has run.
fn now() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let status = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = status.and_then(|status| status.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

fn write_csv(n: usize, path: &Path) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "alias,entity_id,label,name_zh")?;
    for row in Names::new().rows(n) {
        let cell = |cell: &Option<String>| cell.clone().unwrap_or_default();
        writeln!(
            out,
            "{},{},{},{}",
            row.alias,
            row.entity_id,
            cell(&row.label),
            cell(&row.name_zh)
        )?;
    }
    out.flush()
}

fn build(n: usize, path: &Path) {
    let text = path.with_extension("csv");
    write_csv(n, &text).expect("the dictionary can be written");
    let start = now();
    let dictionaries = Dictionaries::open(&[&text]).expect("the dictionary was just written");
    let compiled = compile(&dictionaries).expect("the dictionary is right");
    let compiling = now() - start;
    std::fs::write(path, compiled.as_bytes()).expect("the file can be written");
    line(
        "dictionary",
        std::fs::metadata(&text).map_or(0, |file| file.len()) as f64 / 1e6,
        "MB",
    );
    line("read, check, compile", compiling.as_secs_f64(), "s");
    line("image", compiled.as_bytes().len() as f64 / 1e6, "MB");
    line("peak memory of compiling", peak_memory(), "MB");
    // What was not written need not be removed.
    let _ = std::fs::remove_file(&text);
}

fn measure(n: usize, path: &Path, texts: &Path) {
    // By the clock: the checksum is made on all cores. What is not in memory yet comes from the disk the first time.
    let load = || {
        let start = Instant::now();
        let dictionaries = Dictionaries::open(&[path]).expect("the file was just written");
        let gazetteer = gazetteer(&dictionaries).expect("an image was checked when it was opened");
        (gazetteer, start.elapsed())
    };
    let (_, first) = load();
    line("load", first.as_secs_f64() * 1e3, "ms");
    let (gazetteer, again) = load();
    line("load again", again.as_secs_f64() * 1e3, "ms");
    let texts = read_texts(texts);
    let bytes: usize = texts.iter().map(String::len).sum();
    let rate = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    let prepared: Vec<Folded> = texts.iter().map(|text| Folded::new(text)).collect();
    let mut hits = 0;
    let finding = best(|| {
        hits = prepared.iter().map(|folded| gazetteer.find(folded).len()).sum();
    });
    let folding = best(|| {
        for text in &texts {
            gazetteer.find(&Folded::new(text));
        }
    });
    line("text", bytes as f64 / 1e6, "MB");
    line("hits", hits as f64, "");
    line("match", rate(finding), "MB/s");
    line("match, folding the text besides", rate(folding), "MB/s");
    line("peak memory of use", peak_memory(), "MB");
    let sample: Vec<&Folded> = prepared.iter().step_by(10).collect();
    line(
        "places found as by the reference",
        check(n, &gazetteer, &sample) as f64,
        "",
    );
}

/// The shortest of five times.
fn best(mut work: impl FnMut()) -> Duration {
    let times = (0..5).map(|_| {
        let start = now();
        work();
        now() - start
    });
    times.min().unwrap_or_default()
}

/// Looks every stretch of a text up in a set of all keys of whole aliases, and compares: each that is found must be a hit of the
/// gazetteer, unless it is a part of a Latin word. How many there were.
fn check(n: usize, gazetteer: &Gazetteer, texts: &[&Folded]) -> usize {
    let mut keys: HashMap<String, String> = HashMap::new();
    for row in Names::new().rows(n) {
        keys.entry(MatchKey::of(&row.alias)).or_insert(row.entity_id);
    }
    let longest = keys.keys().map(|key| key.chars().count()).max().unwrap_or(0);
    let mut places = 0;
    for folded in texts {
        let chars: Vec<char> = MatchKey::new(folded).key().chars().collect();
        let mut expected = BTreeSet::new();
        for start in 0..chars.len() {
            let mut stretch = String::new();
            for (end, &c) in (start + 1..).zip(&chars[start..]).take(longest) {
                stretch.push(c);
                let goes_on = |a: Option<&char>, b: &char| {
                    a.is_some_and(char::is_ascii_alphanumeric) && b.is_ascii_alphanumeric()
                };
                let is_whole =
                    !goes_on(start.checked_sub(1).map(|i| &chars[i]), &chars[start]) && !goes_on(chars.get(end), &c);
                if is_whole && let Some(id) = keys.get(&stretch) {
                    expected.insert((start, end, id.as_str()));
                }
            }
        }
        let hits = gazetteer.find(folded);
        let found: BTreeSet<(usize, usize, &str)> = hits
            .iter()
            .flat_map(|hit| hit.meanings.iter().map(move |meaning| (hit.span, meaning.entity)))
            .map(|(span, entity)| (span.start, span.end, gazetteer.entity(entity).id.as_str()))
            .collect();
        let missed: Vec<_> = expected.difference(&found).collect();
        assert!(missed.is_empty(), "not found: {missed:?}");
        places += expected.len();
    }
    places
}

fn read_texts(folder: &Path) -> Vec<String> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of texts can be read")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    paths
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect()
}

/// The most memory that this process had at once, in MB; zero where the system does not tell.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1e3
}

fn line(what: &str, value: f64, unit: &str) {
    println!("{what:<34} {value:>12.1} {unit}");
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |text: &String| text.parse::<usize>().ok();
    match arguments.as_slice() {
        [step, n, path, texts] if step == "compile" || step == "measure" => {
            let Some(n) = number(n) else { return usage() };
            if step == "compile" {
                build(n, Path::new(path));
            } else {
                measure(n, Path::new(path), Path::new(texts));
            }
            ExitCode::SUCCESS
        }
        [n, texts, scratch @ ..] if scratch.len() < 2 && number(n).is_some() => {
            let folder = scratch.first().map_or_else(std::env::temp_dir, PathBuf::from);
            let path = folder.join(format!("gazetteer-{n}.ymd"));
            let itself = std::env::current_exe().expect("the program knows where it is");
            line("aliases", number(n).unwrap_or(0) as f64, "");
            let done = ["compile", "measure"].into_iter().all(|step| {
                let status = Command::new(&itself).arg(step).arg(n).arg(&path).arg(texts).status();
                status.is_ok_and(|status| status.success())
            });
            // What was not written need not be removed.
            let _ = std::fs::remove_file(&path);
            if done { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        _ => usage(),
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: gazetteer_scale ALIASES TEXTS [SCRATCH]");
    ExitCode::from(2)
}
