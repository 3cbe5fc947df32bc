//! What it costs to compare one Chinese name with a long list of Latin ones.
//!
//!     cargo bench --bench romanisation
//!     cargo bench --bench romanisation -- --test      once through, for the checks alone
//!
//! The list is the one of `tests/names/romanised.tsv`, its family and given names recombined and romanised in four systems: names
//! such as a list of people in Taiwan, Hong Kong and the mainland has. A fast wrong answer fails: what is found must be what was
//! romanised from a name that sounds like the one asked for.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use yiming::names::{ChineseName, System, romanise};

criterion_group!(benches, romanisation);
criterion_main!(benches);

const ASKED: [&str; 5] = ["蔡英文", "王家衛", "李克強", "歐陽震華", "林鄭月娥"];
const SYSTEMS: [System; 4] = [
    System::HanyuPinyin,
    System::WadeGiles,
    System::Tongyong,
    System::HongKong,
];

fn romanisation(criterion: &mut Criterion) {
    let list = list();
    let names: Vec<ChineseName> = ASKED
        .iter()
        .map(|name| ChineseName::new(name).expect("a Chinese name"))
        .collect();
    for (asked, name) in ASKED.iter().zip(&names) {
        let own: Vec<String> = SYSTEMS.iter().filter_map(|&system| romanise(asked, system)).collect();
        for latin in own.iter().chain(&list).filter(|latin| own.contains(latin)) {
            assert!(name.likeness(latin) > 0.95, "{asked} {latin}");
        }
    }
    let found: usize = names.iter().map(|name| count(name, &list)).sum();
    assert!(found > 0 && found < list.len() / 100, "{found} found");

    let mut group = criterion.benchmark_group("romanisation");
    group.throughput(Throughput::Elements((names.len() * list.len()) as u64));
    group.bench_function("likeness", |bencher| {
        bencher.iter(|| {
            let again: usize = names.iter().map(|name| count(name, black_box(&list))).sum();
            assert_eq!(again, found);
        });
    });
    group.throughput(Throughput::Elements(ASKED.len() as u64));
    group.bench_function("prepare", |bencher| {
        bencher.iter_batched(|| ASKED, |asked| asked.map(ChineseName::new), BatchSize::SmallInput);
    });
    group.finish();
}

fn count(name: &ChineseName, list: &[String]) -> usize {
    list.iter().filter(|latin| name.likeness(latin) > 0.9).count()
}

/// 100,000 names.
fn list() -> Vec<String> {
    let people: Vec<&str> = include_str!("../tests/names/romanised.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split('\t').next())
        .filter(|han| han.chars().count() <= 3)
        .collect();
    let pairs = (0..).flat_map(|step| people.iter().enumerate().map(move |(i, one)| (i, one, i + step)));
    pairs
        .filter_map(|(i, one, other)| {
            let given = people[other % people.len()].chars().skip(1);
            let han: String = one.chars().take(1).chain(given).collect();
            let latin = romanise(&han, SYSTEMS[other % SYSTEMS.len()])?;
            let (family, given) = latin.split_once(' ')?;
            Some(if i % 2 == 0 {
                latin.clone()
            } else {
                format!("{given} {family}")
            })
        })
        .take(100_000)
        .collect()
}
