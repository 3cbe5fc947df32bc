//! How well romanised names are found: each person of `tests/names/romanised.tsv` among 1,000 Latin names, in three orders.
//!
//! The candidates are the person's own form, the usual forms of the others, and names of people who do not exist: family and given
//! names of the list recombined and romanised, the same every time. Ties count as errors. `-- --nocapture` prints every error.

use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};

use proptest::prelude::{ProptestConfig, prop_assert, proptest};
use yiming::names::eval::{latin_key, near_misses};
use yiming::names::{ChineseName, NameMatcher, NameModel, System, romanise};

const CANDIDATES: usize = 1000;
const LEAST: f64 = 0.95;

/// One system of each language.
const SOUNDS: [System; 2] = [System::HanyuPinyin, System::HongKong];

struct Person {
    han: &'static str,
    usual: &'static str,
    family: &'static str,
    region: &'static str,
    system: &'static str,
    part: &'static str,
}

impl Person {
    /// The words of the usual form that are not the family name.
    fn others(&self) -> String {
        let words: Vec<&str> = self.usual.split(' ').collect();
        let family: Vec<&str> = self.family.split(' ').collect();
        let at = words
            .windows(family.len())
            .position(|window| window == family)
            .unwrap_or_else(|| panic!("{}: {} is not in {}", self.han, self.family, self.usual));
        [&words[..at], &words[at + family.len()..]].concat().join(" ")
    }

    fn written(&self, order: Order) -> String {
        match order {
            Order::Usual => self.usual.to_owned(),
            Order::FamilyFirst => format!("{} {}", self.family, self.others()),
            Order::FamilyLast => format!("{} {}", self.others(), self.family),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Order {
    Usual,
    FamilyFirst,
    FamilyLast,
}

const ORDERS: [Order; 3] = [Order::Usual, Order::FamilyFirst, Order::FamilyLast];

fn people() -> Vec<Person> {
    include_str!("names/romanised.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [han, usual, family, region, system, part] = fields[..] else {
                panic!("{line}: six fields")
            };
            Person {
                han,
                usual,
                family,
                region,
                system,
                part,
            }
        })
        .collect()
}

/// Latin names of people who do not exist, each with its Chinese name: every family name of the list before other people's given
/// names, in the systems of the regions, in both orders, hyphenated, joined or apart.
fn strangers(people: &[Person]) -> Vec<(String, String)> {
    // Two plain steps through the list, of lengths that share no factor with it, reach all its pairs before they return.
    let simple: Vec<&Person> = people
        .iter()
        .filter(|person| (2..=3).contains(&person.han.chars().count()))
        .collect();
    let mut strangers = Vec::new();
    let mut seen: HashSet<String> = people.iter().map(|person| person.han.to_owned()).collect();
    for step in 1.. {
        for (i, one) in simple.iter().enumerate() {
            let other = simple[(i * 7 + step * 31) % simple.len()];
            let family = one.han.chars().take(1);
            let han: String = family.chain(other.han.chars().skip(1)).collect();
            let system = [
                System::HanyuPinyin,
                System::WadeGiles,
                System::HongKong,
                System::Tongyong,
            ][(i + step) % 4];
            let Some(latin) = romanise(&han, system).filter(|_| !seen.contains(&han)) else {
                continue;
            };
            let (family, given) = latin.split_once(' ').expect("family and given name");
            let latin = match (i / 4 + step) % 4 {
                0 => latin.clone(),
                1 => format!("{given} {family}"),
                2 => latin.replace('-', ""),
                _ => latin.replace('-', " "),
            };
            seen.insert(han.clone());
            strangers.push((han, latin));
            if strangers.len() == 2 * CANDIDATES {
                return strangers;
            }
        }
    }
    unreachable!("the list has more pairs than that")
}

fn letters(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a Chinese name sounds like `name`, in Mandarin or in Cantonese: such a stranger is rightly taken for the person.
fn sounding_like(name: &str) -> impl Fn(&str) -> bool + use<> {
    let spelt = SOUNDS.map(|system| romanise(name, system));
    move |other| (SOUNDS.iter().zip(&spelt)).any(|(&system, own)| own.is_some() && romanise(other, system) == *own)
}

#[derive(Default)]
struct Tally {
    right: usize,
    all: usize,
}

impl Tally {
    fn share(&self) -> f64 {
        self.right as f64 / self.all as f64
    }
}

#[test]
fn people_are_found_among_a_thousand_names() {
    let people = people();
    let strangers = strangers(&people);
    let known: Vec<(&str, String)> = people
        .iter()
        .map(|person| (person.usual, letters(person.usual)))
        .collect();
    let unknown: Vec<(&str, String)> = strangers
        .iter()
        .map(|(_, latin)| (latin.as_str(), letters(latin)))
        .collect();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut errors = Vec::new();
    for (at, person) in people.iter().enumerate() {
        let name = ChineseName::new(person.han).expect("a Chinese name");
        let sounds_alike = sounding_like(person.han);
        let others: Vec<&(&str, String)> = (known.iter().enumerate())
            .filter(|(other, _)| *other != at)
            .map(|(_, other)| other)
            .chain(
                (strangers.iter().zip(&unknown))
                    .skip(at)
                    .filter(|((han, _), _)| !sounds_alike(han))
                    .map(|(_, other)| other),
            )
            .take(CANDIDATES + 20)
            .collect();
        for order in ORDERS {
            let own = person.written(order);
            let value = name.likeness(&own);
            // Names with the same letters cannot be told apart by anything.
            let own_letters = letters(&own);
            let others = others
                .iter()
                .filter(|(_, letters)| *letters != own_letters)
                .map(|(latin, _)| *latin)
                .take(CANDIDATES - 1);
            let mut count = 1;
            let mut best = ("", 0.0);
            for other in others {
                count += 1;
                let value = name.likeness(other);
                if value > best.1 {
                    best = (other, value);
                }
            }
            assert_eq!(count, CANDIDATES);
            let right = value > best.1;
            if !right {
                errors.push(format!(
                    "{} {own} {value:.3} < {} {:.3} ({})",
                    person.han, best.0, best.1, person.part
                ));
            }
            for key in [
                "all".to_owned(),
                format!("order {order:?}"),
                format!("region {}", person.region),
                format!("region {}, order {order:?}", person.region),
                format!("part {}", person.part),
                format!("part {}, order {order:?}", person.part),
                format!("system {}", person.system),
            ] {
                let tally = tallies.entry(key).or_default();
                tally.all += 1;
                tally.right += usize::from(right);
            }
        }
    }
    for error in &errors {
        println!("{error}");
    }
    for (key, tally) in &tallies {
        println!("{key:<32} {:.3} of {}", tally.share(), tally.all);
    }
    for key in [
        "all",
        "order FamilyFirst",
        "order FamilyLast",
        "order Usual",
        "part test",
    ] {
        assert!(tallies[key].share() >= LEAST, "{key}: {:.3}", tallies[key].share());
    }
}

/// Of pairs with a score near .9, about 90 % are true among near misses; so for every score.
#[test]
fn scores_are_the_share_of_true_pairs() {
    let people = people();
    let strangers = strangers(&people);
    let strangers = strangers.iter().map(|(han, latin)| (han.as_str(), latin.as_str()));
    let names: Vec<(&str, &str, String)> = (people.iter().map(|person| (person.han, person.usual)))
        .chain(strangers)
        .map(|(han, latin)| (han, latin, latin_key(latin)))
        .collect();
    let mut matcher = NameMatcher::new(NameModel::shipped());
    let mut bins = [(0.0, 0.0, 0.0); 10];
    for person in people.iter().filter(|person| person.part == "test") {
        let sounds_alike = sounding_like(person.han);
        for order in ORDERS {
            let own = person.written(order);
            let others = (0..).zip(&names).filter(|(_, (han, _, _))| !sounds_alike(han));
            let near = near_misses(&latin_key(&own), others.map(|(at, (_, _, key))| (at, key.as_str())));
            let misses = near.iter().map(|&at| (names[at as usize].1, 0.0));
            for (latin, truth) in misses.chain([(own.as_str(), 1.0)]) {
                let score = matcher.score(person.han, latin);
                let bin = &mut bins[((score.value * 10.0) as usize).min(9)];
                *bin = (bin.0 + 1.0, bin.1 + f64::from(score.value), bin.2 + truth);
            }
        }
    }
    for (pairs, value, truth) in bins.into_iter().filter(|bin| bin.0 > 0.0) {
        println!("score {:.3}, true {:.3} of {pairs}", value / pairs, truth / pairs);
    }
    let pairs: f64 = bins.iter().map(|bin| bin.0).sum();
    let off: f64 = bins.iter().map(|(_, value, truth)| (value - truth).abs()).sum();
    assert!(off / pairs < 0.02, "{:.3} off", off / pairs);
    let (pairs, value, truth) = bins[9];
    assert!(pairs > 450.0 && (value - truth).abs() / pairs < 0.03);
}

#[test]
fn the_list_is_sorted_and_its_columns_hold_what_they_say() {
    let people = people();
    assert!(people.len() >= 400);
    assert!(people.is_sorted_by(|a, b| a.han < b.han));
    let share = |test: &dyn Fn(&Person) -> bool| {
        people.iter().filter(|person| test(person)).count() as f64 / people.len() as f64
    };
    for (i, person) in people.iter().enumerate() {
        assert!(!person.others().is_empty(), "{}", person.han);
        assert!(["tw", "hk", "cn"].contains(&person.region), "{}", person.han);
        let systems = [
            "hanyu",
            "wade-giles",
            "tongyong",
            "hong-kong",
            "mixed",
            "other",
            "english",
        ];
        assert!(systems.contains(&person.system), "{}", person.han);
        assert_eq!(person.part, if i % 3 == 2 { "test" } else { "dev" }, "{}", person.han);
    }
    assert!(share(&|person| person.region == "tw") >= 0.33);
    assert!(share(&|person| person.region == "hk") >= 0.33);
    assert!(share(&|person| person.system == "english") <= 0.1);
}

/// The system's allocator, counting what each thread asks of it.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller keeps the contract, which is the same.
        unsafe { std::alloc::System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above; the pointer is from there.
        unsafe { std::alloc::System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn comparing_allocates_nothing() {
    let people = people();
    let names: Vec<ChineseName> = people
        .iter()
        .step_by(20)
        .filter_map(|person| ChineseName::new(person.han))
        .collect();
    let compare = || {
        names
            .iter()
            .flat_map(|name| people.iter().map(|person| name.likeness(person.usual)))
            .sum::<f64>()
    };
    // Tables are read at their first use.
    let first = compare();
    let before = ALLOCATIONS.get();
    let second = compare();
    assert_eq!(ALLOCATIONS.get() - before, 0);
    assert!(first == second && first > names.len() as f64 / 2.0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn likeness_is_between_0_and_1_whatever_comes(han in "[一-龥]{1,5}", latin in "[A-Za-zü'.,· -]{0,70}|.{0,20}") {
        if let Some(name) = ChineseName::new(&han) {
            let likeness = name.likeness(&latin);
            prop_assert!((0.0..=1.0).contains(&likeness), "{likeness}");
            prop_assert!(name.explain(&latin).map_or(0.0, |found| found.likeness) == likeness);
        }
        let romanised = romanise(&han, System::WadeGiles);
        if let (Some(name), Some(latin)) = (ChineseName::new(&han), romanised) {
            // Where the given name happens to be an English one as well (Jen-na), half of it.
            prop_assert!(name.likeness(&latin) > 0.4, "{han} {latin}");
        }
    }
}
