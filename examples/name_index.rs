//! Measures the search of a list of names: `cargo run --release --example name_index -- PAIRS.tsv [NAMES [QUERIES]]`.
//!
//! The list has the Latin names of the file, filled up to NAMES (a million unless told) by joining two of them (`Ilya Sutskever`); at 0 it
//! has no others. The QUERIES (300) are pairs of the file's test names, every other one joined (伊爾亞·蘇茨克維) where the list has joined
//! names, drawn with a fixed seed. Each is answered by the index and by scoring all names; to standard output go how often the index
//! finds as good a name, and the times.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context, bail};
use yiming::lexicon::{NamePair, read_pairs};
use yiming::names::eval::{Part, of_part};
use yiming::names::{NameIndex, NameMatcher, NameModel};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [path, numbers @ ..] = arguments.as_slice() else {
        bail!("usage: name_index PAIRS.tsv [NAMES [QUERIES]]");
    };
    let number = |at: usize, default: usize| numbers.get(at).map_or(Ok(default), |number| number.parse());
    let (size, count) = (number(0, 1_000_000)?, number(1, 300)?);
    let pairs = read_pairs(path, &fs::read_to_string(path).with_context(|| path.clone())?)?;
    let (names, queries) = names_and_queries(&pairs, size, count);

    let begun = Instant::now();
    let index = NameIndex::new(&names);
    println!(
        "{} names, indexed in {:.1} s",
        index.len(),
        begun.elapsed().as_secs_f64()
    );
    let mut matcher = NameMatcher::new(NameModel::shipped());
    let mut times = Vec::new();
    let (mut same, mut scan) = (0, Duration::ZERO);
    for query in &queries {
        let begun = Instant::now();
        let found = index.search(&mut matcher, query, 1);
        times.push(begun.elapsed());
        let begun = Instant::now();
        let scores = names.iter().map(|name| (matcher.score(query, name).value, name));
        let (best, name) = scores.max_by(|a, b| a.0.total_cmp(&b.0)).context("no names")?;
        scan += begun.elapsed();
        let value = found.first().map_or(0.0, |found| found.score.value);
        same += usize::from(value >= best);
        if value < best {
            let found = found.first().map_or("nothing", |found| index.name(found.index));
            eprintln!("{query}: {name} has {best}, found was {found} with {value}");
        }
    }
    times.sort();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    println!(
        "{same} of {} queries found as good a name as the scan of all",
        queries.len()
    );
    println!(
        "search: median {:.1} ms, 95 % {:.1} ms, longest {:.1} ms; scan: {:.0} ms",
        milliseconds(times[times.len() / 2]),
        milliseconds(times[times.len() * 95 / 100]),
        milliseconds(times[times.len() - 1]),
        milliseconds(scan) / queries.len() as f64
    );
    Ok(())
}

fn names_and_queries(pairs: &[NamePair], size: usize, count: usize) -> (Vec<String>, Vec<String>) {
    let mut random = 88_172_645_463_325_252u64;
    let mut below = |end: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % end as u64) as usize
    };
    let is_single = |pair: &&NamePair| !pair.latin.contains(' ') && !pair.han.contains('·');
    let asked = of_part(pairs, Part::Test);
    let asked_single: Vec<&NamePair> = asked.iter().filter(is_single).collect();
    let single: Vec<&NamePair> = pairs.iter().filter(is_single).collect();
    let mut names: BTreeSet<String> = pairs.iter().map(|pair| pair.latin.clone()).collect();
    let queries = (0..count)
        .map(|i| {
            if i % 2 == 0 || size == 0 {
                return asked[below(asked.len())].han.clone();
            }
            let mut any = || asked_single[below(asked_single.len())];
            let (first, last) = (any(), any());
            names.insert(format!("{} {}", first.latin, last.latin));
            format!("{}·{}", first.han, last.han)
        })
        .collect();
    while names.len() < size {
        let (first, last) = (single[below(single.len())], single[below(single.len())]);
        names.insert(format!("{} {}", first.latin, last.latin));
    }
    (names.into_iter().collect(), queries)
}
