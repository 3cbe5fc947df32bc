//! That work grows with a document's length and with the number of documents, and not faster. Work is counted in instructions, by
//! valgrind, since times differ from run to run; where there is none, the test says so and passes.
#![cfg(target_os = "linux")]

use std::fs;
use std::hint::black_box;
use std::process::Command;
use std::sync::Arc;

use yiming::batch::{self, Identity, Input, Manifest, Options, Telling};
use yiming::input::{Units, find};
use yiming::pipeline::Pipeline;

/// Twice the text may take so many times the work.
const MOST: f64 = 2.2;

/// Makes a text of some bytes.
type Make = fn(usize) -> String;

/// Kinds of text that tempt a program to look at everything again.
const TEXTS: [(&str, Make); 12] = [
    ("names in parentheses", |bytes| {
        numbered(bytes, |n| {
            format!("{}（{} {}）說，", chinese(n), ["Wang", "Li", "Lin"][n % 3], latin(n))
        })
    }),
    ("names beside Latin ones", |bytes| {
        numbered(bytes, |n| {
            format!(
                "{}·{}說，而 {} {} 來了。",
                sounds(n),
                sounds(n / 7),
                latin(n),
                latin(n / 3)
            )
        })
    }),
    ("names with titles", |bytes| {
        numbered(bytes, |n| format!("{}先生表示，", chinese(n)))
    }),
    ("prose", |bytes| {
        numbered(bytes, |n| {
            format!("總統府第{n}次表示，國際會議下週在臺北舉行，台積電與OpenAI的代表陸續抵達。\n")
        })
    }),
    ("one character", |bytes| "一".repeat(bytes / 3)),
    ("one letter", |bytes| "a".repeat(bytes)),
    ("one digit", |bytes| "1".repeat(bytes)),
    ("open parentheses", |bytes| "（".repeat(bytes / 3)),
    ("dots", |bytes| "中·".repeat(bytes / 5)),
    ("combining marks", |bytes| "e\u{301}\u{302}\u{301}".repeat(bytes / 7)),
    ("nothing to see", |bytes| {
        "中\u{200B}\u{202E}\u{200D}".repeat(bytes / 12)
    }),
    ("rare characters", |bytes| {
        "\u{E000}\u{20000}\u{2A700}\u{30000}".repeat(bytes / 15)
    }),
];

/// How long the texts are, in bytes; `YIMING_FAULTS=all` takes more of them.
fn length() -> usize {
    match std::env::var("YIMING_FAULTS").as_deref() {
        Ok("all") => 40_000,
        _ => 8_000,
    }
}

fn numbered(bytes: usize, sentence: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        text += &sentence(number);
    }
    text
}

/// The digits of a number in base `signs`, as these signs, at least three.
fn written(mut number: usize, signs: &[&str]) -> String {
    let mut text = String::new();
    for digits in 0.. {
        if digits >= 3 && number == 0 {
            break;
        }
        text += signs[number % signs.len()];
        number /= signs.len();
    }
    text
}

fn latin(number: usize) -> String {
    let small = written(number, &["ka", "mo", "ri", "ta", "so", "ne", "lu"]);
    small[..1].to_uppercase() + &small[1..]
}

fn sounds(number: usize) -> String {
    written(number, &["卡", "莫", "里", "塔", "索", "內", "盧"])
}

fn chinese(number: usize) -> String {
    let given = written(number, &["偉", "芳", "娜", "敏", "靜", "麗", "強"]);
    format!(
        "{}{}",
        ["王", "李", "林"][number % 3],
        given.chars().take(2).collect::<String>()
    )
}

/// What is counted, by its name.
#[inline(never)]
fn counted<T>(work: impl FnOnce() -> T) -> T {
    black_box(work())
}

/// The kinds of text, the first ones, that pairs of names are looked for in.
const SEARCHED: usize = 1;

/// All that is counted, in order: each kind at one length and twice that; then many documents, and twice as many.
#[test]
#[ignore = "is run by the other test, under valgrind"]
fn work() {
    let pipeline = Pipeline::builder().build().unwrap();
    // What is done between two calls is counted with the first of them, so texts are made before.
    let texts = TEXTS.map(|(_, make)| [length(), length() * 2].map(make));
    for text in texts.iter().flatten() {
        counted(|| pipeline.analyse(text));
    }
    for text in texts[..SEARCHED].iter().flatten() {
        counted(|| pipeline.pairs(text));
    }
    let folder = tempfile::tempdir().unwrap();
    for documents in [40, 80] {
        let inputs = folder.path().join(documents.to_string());
        fs::create_dir(&inputs).unwrap();
        for document in 0..documents {
            fs::write(inputs.join(format!("{document:03}.txt")), numbered(500, chinese)).unwrap();
        }
        let files = find(&[inputs.to_str().unwrap().to_owned()]).files;
        counted(|| {
            let manifest = Manifest::new(&files, &[]);
            let identity = Identity::new(Default::default(), Vec::new(), Vec::new(), &manifest);
            let input = Input {
                units: Units::new(files, Default::default()),
                refused: Vec::new(),
                total_bytes: 0,
                manifest,
            };
            let options = Options {
                threads: 1,
                telling: Telling::Quiet,
                ..Options::new(folder.path().join(format!("out-{documents}")))
            };
            batch::run(&pipeline, input, &options, identity, &Arc::default(), |_| {
                Default::default()
            })
            .unwrap()
        });
    }
    counted(|| ());
}

#[test]
fn twice_the_input_is_twice_the_work() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("counts");
    let started = Command::new("valgrind")
        .args(["--tool=callgrind", "--dump-before=*scaling::counted*"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "work", "--test-threads=1"])
        .output();
    let Ok(done) = started else {
        eprintln!("not run: there is no valgrind");
        return;
    };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    // Before each call the cost since the one before it is dumped; before the first, that of loading.
    let counts: Vec<f64> = (1..)
        .map_while(|number| fs::read_to_string(format!("{}.{number}", out.display())).ok())
        .skip(1)
        .map(|dump| {
            let total = dump
                .lines()
                .find_map(|line| line.strip_prefix("totals: ").or(line.strip_prefix("summary: ")));
            total.unwrap().trim().parse().unwrap()
        })
        .collect();
    let analysed = TEXTS.iter().map(|(name, _)| (*name).to_owned());
    let searched = TEXTS[..SEARCHED].iter().map(|(name, _)| format!("{name}, for pairs"));
    let names: Vec<String> = analysed.chain(searched).chain(["documents".to_owned()]).collect();
    assert_eq!(
        counts.len(),
        2 * names.len(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let mut wrong = Vec::new();
    for (name, counts) in names.iter().zip(counts.chunks(2)) {
        let ratio = counts[1] / counts[0];
        eprintln!(
            "{name}: {:.1} million instructions, {ratio:.2} times as many for twice as much",
            counts[0] / 1e6
        );
        if ratio > MOST {
            wrong.push(format!("{name}: {ratio:.2}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
