//! Makes a dump in the form of Wikidata's up, and measures what an import of it takes. The same dump every time.
//!
//!     cargo run --release --example wikidata_dump -- 1000000 > dump.json
//!     cargo run --release --example wikidata_dump -- 1000000 import
//!
//! An item has labels and aliases in Chinese, English and other languages, descriptions, statements with references, and
//! pages, about 3.3 kB in all, characters beyond ASCII escaped as in the published dumps. The second form imports it as it is made, with nothing written to a disk,
//! and tells the speed of the import alone, in decompressed JSON, and the most memory that was used.

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use yiming::lexicon::import::{EntityWriter, Selection, TypeLabels, import_wikidata};

const SOUNDS: &str =
    "阿巴貝比伯布查達德迪多杜恩法菲佛弗格古哈海赫亨霍伊傑吉加卡凱科克庫拉萊蘭勒雷里利林盧路羅洛馬麥曼梅米莫姆納";
const SYLLABLES: [&str; 20] = [
    "al", "an", "ar", "bel", "ber", "bo", "ca", "cha", "da", "del", "di", "do", "el", "er", "fa", "fer", "ga", "gu",
    "ha", "hen",
];
/// Types of which the table has some.
const TYPES: [&str; 6] = ["Q5", "Q4830453", "Q11424", "Q515", "Q16521", "Q571"];
const OTHERS: [&str; 12] = ["ar", "cs", "de", "es", "fa", "fr", "it", "ja", "ko", "nl", "pl", "ru"];

/// SplitMix64: the same items every time.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

/// The lines of a dump, as a stream.
struct Dump {
    random: Random,
    sounds: Vec<char>,
    next: usize,
    items: usize,
    line: Vec<u8>,
    read: usize,
    making: Duration,
}

impl Dump {
    fn new(items: usize) -> Dump {
        Dump {
            random: Random(1),
            sounds: SOUNDS.chars().collect(),
            next: 0,
            items,
            line: b"[\n".to_vec(),
            read: 0,
            making: Duration::ZERO,
        }
    }

    /// A Chinese name, escaped.
    fn han(&mut self) -> String {
        let len = 3 + self.random.below(4);
        let chars = (0..len).map(|_| self.sounds[self.random.below(self.sounds.len())]);
        chars.map(|c| format!("\\u{:04x}", u32::from(c))).collect()
    }

    fn latin(&mut self) -> String {
        let mut word = || {
            let word: String = (0..3).map(|_| SYLLABLES[self.random.below(SYLLABLES.len())]).collect();
            word[..1].to_uppercase() + &word[1..]
        };
        format!("{} {}", word(), word())
    }

    /// Writes the next line; nothing behind the last.
    fn make(&mut self) -> io::Result<()> {
        self.line.clear();
        self.read = 0;
        self.next += 1;
        if self.next > self.items {
            if self.next == self.items + 1 {
                self.line.extend_from_slice(b"]\n");
            }
            return Ok(());
        }
        let (han, latin, id) = (self.han(), self.latin(), self.next);
        let mut line = std::mem::take(&mut self.line);
        let term = |language: &str, text: &str| format!(r#""{language}":{{"language":"{language}","value":"{text}"}}"#);
        let mut labels = vec![term("en", &latin), term("zh", &han), term("zh-tw", &han)];
        labels.extend(OTHERS.map(|language| term(language, &latin)));
        let descriptions = OTHERS
            .map(|language| term(language, "a thing that was made up to measure a program"))
            .join(",");
        let aliases: Vec<String> = (0..self.random.below(3))
            .map(|_| format!(r#"{{"language":"zh","value":"{}"}}"#, self.han()))
            .collect();
        let kind = TYPES[self.random.below(TYPES.len())];
        let statement = |property: &str, item: &str| {
            format!(
                r#""{property}":[{{"mainsnak":{{"snaktype":"value","property":"{property}","hash":"ad7d38a03cdd40cdc373de0dc4e7b7fcbccb31d9","datavalue":{{"value":{{"entity-type":"item","numeric-id":{},"id":"{item}"}},"type":"wikibase-entityid"}},"datatype":"wikibase-item"}},"type":"statement","id":"q{id}${property}","rank":"normal","references":[{{"hash":"9a24f7c0208b05d6be97077d855671d1dfdbc0dd","snaks-order":["P143"]}}]}}]"#,
                &item[1..]
            )
        };
        let claims = [
            statement("P31", kind),
            statement("P17", "Q865"),
            statement("P21", "Q6581072"),
        ]
        .join(",");
        let sites: Vec<String> = (0..self.random.below(8))
            .map(|i| {
                format!(
                    r#""{}wiki":{{"site":"{0}wiki","title":"{latin}","badges":[]}}"#,
                    OTHERS[i]
                )
            })
            .collect();
        write!(
            line,
            r#"{{"type":"item","id":"Q{id}","labels":{{{}}},"descriptions":{{{descriptions}}},"aliases":{{"zh":[{}]}},"claims":{{{claims}}},"sitelinks":{{{}}},"pageid":{id},"ns":0,"lastrevid":{id}}}{}"#,
            labels.join(","),
            aliases.join(","),
            sites.join(","),
            if id == self.items { "\n" } else { ",\n" },
        )?;
        self.line = line;
        Ok(())
    }
}

impl Read for Dump {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let start = Instant::now();
        let mut len = 0;
        while len < buffer.len() {
            if self.read == self.line.len() {
                self.make()?;
                if self.line.is_empty() {
                    break;
                }
            }
            let part = (buffer.len() - len).min(self.line.len() - self.read);
            buffer[len..len + part].copy_from_slice(&self.line[self.read..self.read + part]);
            self.read += part;
            len += part;
        }
        self.making += start.elapsed();
        Ok(len)
    }
}

/// Imports a dump that is made meanwhile.
fn import(items: usize) {
    let selection = Selection {
        labels: TypeLabels::shipped().expect("the table is sound"),
        ..Selection::default()
    };
    let mut writer = EntityWriter::new(io::sink(), &|_| false).expect("nothing is written");
    let mut dump = Dump::new(items);
    let start = Instant::now();
    let input = BufReader::with_capacity(1 << 18, &mut dump);
    let (counts, _) =
        import_wikidata("dump", input, &selection, &mut writer, &mut |_| ()).expect("the dump can be read");
    let elapsed = start.elapsed();
    assert_eq!((counts.records, counts.broken), (items as u64, 0));
    let megabytes = counts.bytes as f64 / 1e6;
    println!("entities, rows        {} {}", writer.entities(), writer.rows());
    println!("decompressed JSON     {megabytes:.0} MB");
    println!(
        "import alone          {:.1} MB/s",
        megabytes / (elapsed - dump.making).as_secs_f64()
    );
    println!("peak memory           {:.1} MB", peak_memory());
}

/// The most memory that this process had at once, in MB; zero where the system does not tell.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1e3
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let items = arguments.first().and_then(|text| text.parse::<usize>().ok());
    match (items, arguments.get(1).map(String::as_str)) {
        (Some(items), None) => {
            let copied = io::copy(&mut Dump::new(items), &mut BufWriter::new(io::stdout().lock()));
            if copied.is_ok() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        (Some(items), Some("import")) => {
            import(items);
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("usage: wikidata_dump ITEMS [import]");
            ExitCode::from(2)
        }
    }
}
