//! How many pairs of names are scored a second, on one thread.
//!
//!     cargo bench --bench names              the names of the shipped dictionaries, or YIMING_SHARED's name pairs where they are there
//!     cargo bench --bench names -- --test    once through, for the checks alone
//!
//! The pairs are distinct and lie in one text, read in a row, so that neither names nor pairs stay in the caches as they would if few
//! were repeated. A fast wrong answer fails: the true pairs among them must score above the others nine times of ten.

use std::hint::black_box;
use std::path::PathBuf;
use std::{env, fs};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use yiming::entity::shipped_rows;
use yiming::lexicon::{NamePair, read_pairs};
use yiming::names::{NameMatcher, NameModel, name_pairs};

criterion_group!(benches, score, load);
criterion_main!(benches);

/// Every true pair is followed by this many that are not.
const OTHERS: usize = 63;
/// How many true pairs.
const NAMES: usize = 4000;

/// Pairs as lines of one text.
struct Pairs {
    text: String,
    lines: usize,
}

impl Pairs {
    fn read() -> Pairs {
        let shared = env::var_os("YIMING_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
        let pairs: Vec<NamePair> = match fs::read_to_string(shared.join("data/names/pairs.tsv")) {
            Ok(text) => read_pairs("pairs.tsv", &text).expect("the file is well formed"),
            Err(_) => name_pairs(&shipped_rows().expect("the shipped dictionaries are sound"), "shipped"),
        };
        let step = (pairs.len() / NAMES).max(1);
        let names: Vec<&NamePair> = pairs.iter().step_by(step).collect();
        let mut text = String::new();
        let mut lines = 0;
        for (i, pair) in names.iter().enumerate() {
            for other in 0..=OTHERS {
                // A prime stride meets every name once before one comes again.
                let latin = &names[(i + other * 1009) % names.len()].latin;
                text.push_str(&format!("{}\t{latin}\n", pair.han));
                lines += 1;
            }
        }
        Pairs { text, lines }
    }

    fn each(&self) -> impl Iterator<Item = (&str, &str)> {
        self.text
            .lines()
            .map(|line| line.split_once('\t').expect("written above"))
    }
}

fn score(criterion: &mut Criterion) {
    let pairs = Pairs::read();
    let model = NameModel::shipped();
    let mut matcher = NameMatcher::new(model);
    let values: Vec<f32> = pairs
        .each()
        .map(|(han, latin)| matcher.score(han, latin).value)
        .collect();
    let groups = values.chunks(OTHERS + 1);
    let (mut above, mut asked) = (0, 0);
    for group in groups {
        asked += group.len() - 1;
        above += group[1..].iter().filter(|&&other| other < group[0]).count();
    }
    assert!(
        above * 10 > asked * 9,
        "{above} of {asked} others score below the true name"
    );
    let mut group = criterion.benchmark_group("names");
    group.throughput(Throughput::Elements(pairs.lines as u64));
    group.sample_size(10);
    group.bench_function("score", |bencher| {
        bencher.iter(|| {
            pairs
                .each()
                .map(|(han, latin)| matcher.score(han, latin).value)
                .sum::<f32>()
        });
    });
    group.finish();
}

fn load(criterion: &mut Criterion) {
    let bytes = NameModel::shipped().to_bytes();
    let mut group = criterion.benchmark_group("names");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("load", |bencher| {
        bencher.iter(|| NameModel::from_bytes(black_box(&bytes)).expect("just written"));
    });
    group.finish();
}
