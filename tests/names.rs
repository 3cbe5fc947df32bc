//! What users of the matcher of names rely on.

use std::path::PathBuf;
use std::{env, fs};

use yiming::entity::shipped_rows;
use yiming::lexicon::{NamePair, Region, read_pairs};
use yiming::names::eval::{Part, QuestionOptions, Questions, evaluate_model, evaluate_pinyin, of_part};
use yiming::names::{DEFAULT_THRESHOLD, MatchKind, NameIndex, NameMatcher, NameModel, TrainOptions, name_pairs, train};

fn value(han: &str, latin: &str) -> f32 {
    NameMatcher::new(NameModel::shipped()).score(han, latin).value
}

#[test]
fn renderings_of_all_regions_match() {
    for (han, latin) in [
        ("伊爾亞·蘇茨克維", "Ilya Sutskever"),
        ("伊利亞·蘇茲克維", "Ilya Sutskever"),
        ("伊尔亚·苏茨克维", "Ilya Sutskever"),
        ("傑佛瑞．辛頓", "Geoffrey Hinton"),
        ("杰弗里·欣頓", "Geoffrey Hinton"),
        ("華倫・巴菲特", "Warren Buffett"),
        ("史蒂芬·史匹柏", "Steven Spielberg"),
        ("安东尼·布林肯", "Antony Blinken"),
    ] {
        assert!(value(han, latin) > 0.9, "{han} {latin} {}", value(han, latin));
    }
}

#[test]
fn others_do_not() {
    for (han, latin) in [
        ("伊爾亞·蘇茨克維", "Elon Musk"),
        ("傑佛瑞·辛頓", "Paris Hilton"),
        ("華倫·巴菲特", "Warren Beatty"),
        ("馬斯克", "Sam Altman"),
        ("比爾·蓋茲", "Bill Clinton"),
    ] {
        assert!(
            value(han, latin) < DEFAULT_THRESHOLD,
            "{han} {latin} {}",
            value(han, latin)
        );
    }
}

#[test]
fn a_part_matches_the_whole_and_the_whole_better() {
    let (whole, part, wrong) = (
        value("伊爾亞·蘇茨克維", "Ilya Sutskever"),
        value("蘇茨克維", "Ilya Sutskever"),
        value("蘇茨克維", "Elon Musk"),
    );
    assert!(whole > part && part > wrong, "{whole} {part} {wrong}");
    assert!(value("蘇茨克維", "Sutskever") > part);
}

#[test]
fn the_order_of_the_parts_hardly_matters() {
    let (straight, turned) = (
        value("伊爾亞·蘇茨克維", "Ilya Sutskever"),
        value("伊爾亞·蘇茨克維", "Sutskever, Ilya"),
    );
    assert!(turned > 0.5 && turned <= straight, "{straight} {turned}");
}

#[test]
fn initials_particles_and_titles_are_understood() {
    for (han, latin) in [
        ("J·K·羅琳", "J. K. Rowling"),
        ("J·K·羅琳", "J.K. Rowling"),
        ("烏蘇拉·馮德萊恩", "Ursula von der Leyen"),
        ("小羅伯特·甘迺迪", "Robert Kennedy Jr."),
        ("羅伯特·道尼", "Robert Downey, Jr."),
        ("艾薩克·牛頓", "Sir Isaac Newton"),
        ("埃爾頓·約翰爵士", "Sir Elton John"),
        ("約翰·馮·諾伊曼", "John von Neumann"),
        ("馮·諾伊曼", "John von Neumann"),
        ("范·戴克", "Virgil van Dijk"),
        ("穆罕默德·賓·沙爾曼", "Mohammed bin Salman"),
        ("馬丁·路德·金恩", "Martin Luther King, Jr."),
        ("維克多·奧班", "Orbán Viktor"),
    ] {
        assert!(
            value(han, latin) > DEFAULT_THRESHOLD,
            "{han} {latin} {}",
            value(han, latin)
        );
    }
}

#[test]
fn short_names_score_with_doubt() {
    assert!(value("李", "Lee") < value("辛頓", "Hinton"));
    for (han, latin) in [("丁", "Ting"), ("霍", "Ho"), ("吳", "Ng"), ("博", "Bob")] {
        let value = value(han, latin);
        assert!(value > 0.0 && value <= 0.5, "{han} {latin} {value}");
    }
}

#[test]
fn the_same_letters_are_exact_and_nothing_matches_nothing() {
    let mut matcher = NameMatcher::new(NameModel::shipped());
    let exact = matcher.score("ChatGPT", "chatgpt");
    assert_eq!((exact.value, exact.kind), (1.0, MatchKind::Exact));
    assert!(matcher.score("GPT-3", "GPT-4").kind != MatchKind::Exact);
    for (han, latin) in [
        ("", "Hinton"),
        ("辛頓", ""),
        ("", ""),
        ("！？", "Hinton"),
        ("辛頓", "1984"),
    ] {
        assert_eq!(matcher.score(han, latin).value, 0.0, "{han} {latin}");
    }
    assert_eq!(matcher.score("辛頓", "Hinton").kind, MatchKind::Transliteration);
}

#[test]
fn writing_does_not_matter() {
    let plain = value("杰佛瑞·辛顿", "Geoffrey Hinton");
    for (han, latin) in [
        ("傑佛瑞．辛頓", "GEOFFREY HINTON"),
        ("傑佛瑞 辛頓", "Geoffrey‐Hinton"),
        ("傑佛瑞‧辛頓", "Géoffrey Hinton"),
    ] {
        assert_eq!(value(han, latin), plain, "{han} {latin}");
    }
}

#[test]
fn very_long_names_are_no_trouble() {
    let (han, latin) = ("亞歷山大·".repeat(200), "Alexander ".repeat(200));
    assert!((0.0..=1.0).contains(&value(&han, &latin)));
    let mut matcher = NameMatcher::new(NameModel::shipped());
    assert!(!matcher.explain(&han, &latin).pieces.is_empty());
}

#[test]
fn explanations_add_up() {
    let mut matcher = NameMatcher::new(NameModel::shipped());
    let bias = {
        let one = matcher.explain("辛頓", "Hinton");
        one.raw - one.pieces.iter().map(|piece| piece.weight).sum::<f32>()
    };
    for pair in name_pairs(&shipped_rows().expect("the shipped dictionaries are sound"), "shipped") {
        let explained = matcher.explain(&pair.han, &pair.latin);
        assert_eq!(explained.score, matcher.score(&pair.han, &pair.latin));
        let sum: f32 = explained.pieces.iter().map(|piece| piece.weight).sum();
        let rotation = if explained.rotated { 1.0 } else { 0.0 };
        assert!(
            (explained.raw - sum + rotation - bias).abs() < 0.01,
            "{pair:?} {explained:?}"
        );
        if !explained.rotated {
            let letters: String = explained
                .pieces
                .iter()
                .map(|piece| piece.latin.replace(' ', ""))
                .collect();
            let written = pair.latin.chars().filter(|c| c.is_alphabetic()).count();
            assert!(written > 50 || letters.len() >= written, "{pair:?} {explained:?}");
        }
    }
}

#[test]
fn a_model_of_ones_own_survives_a_file_and_is_the_same_every_time() {
    let pairs: Vec<NamePair> = name_pairs(&shipped_rows().expect("the shipped dictionaries are sound"), "shipped")
        .into_iter()
        .take(400)
        .collect();
    let options = TrainOptions::default();
    let model = train(&pairs, &options, |_| {});
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.model");
    model.save(&path).unwrap();
    assert_eq!(fs::read(&path).unwrap(), train(&pairs, &options, |_| {}).to_bytes());
    let read = NameModel::open(&path).unwrap();
    let (mut one, mut other) = (NameMatcher::new(&model), NameMatcher::new(&read));
    for pair in &pairs {
        assert_eq!(one.score(&pair.han, &pair.latin), other.score(&pair.han, &pair.latin));
    }
}

#[test]
fn a_file_that_is_no_model_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.model");
    fs::write(&path, "辛頓\tHinton\n").unwrap();
    let told = NameModel::open(&path).unwrap_err().to_string();
    assert!(
        told.contains("own.model: not an image of this program") && told.contains("names train"),
        "{told}"
    );
    assert!(NameModel::open(folder.path().join("none")).is_err());
}

#[test]
fn the_shipped_model_knows_held_out_names_of_every_source() {
    let shared = env::var_os("YIMING_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let Ok(text) = fs::read_to_string(shared.join("data/names/pairs.tsv")) else {
        eprintln!("skipped: no name pairs; set YIMING_SHARED");
        return;
    };
    // What may not be shipped was not learned from.
    let pairs = read_pairs("pairs.tsv", &text).unwrap();
    let unseen: Vec<NamePair> = of_part(&pairs, Part::Dev)
        .into_iter()
        .filter(|pair| !pair.may_ship)
        .collect();
    let options = QuestionOptions {
        questions: 200,
        ..QuestionOptions::default()
    };
    let questions = Questions::draw(&unseen, &pairs, &options, |_| true);
    let report = evaluate_model(NameModel::shipped(), &questions);
    assert!(report.all.accuracy > 0.85, "{}", report.all);
    assert!(report.all.accuracy > evaluate_pinyin(&questions).all.accuracy + 0.3);
    let regional = Questions::draw(&unseen, &pairs, &options, |pair| {
        pair.regions
            .iter()
            .any(|region| matches!(region, Region::Tw | Region::Hk))
    });
    let report = evaluate_model(NameModel::shipped(), &regional);
    assert!(report.all.accuracy > 0.7, "{}", report.all);
}

/// A list of names that is long enough for the index to leave most out, and the pairs that some of them are of.
fn a_long_list() -> (Vec<NamePair>, Vec<String>) {
    let pairs = name_pairs(&shipped_rows().unwrap(), "shipped");
    let parts: Vec<&str> = pairs
        .iter()
        .map(|pair| pair.latin.as_str())
        .filter(|latin| !latin.contains(' '))
        .collect();
    let mut names: Vec<String> = pairs.iter().map(|pair| pair.latin.clone()).collect();
    let part = |i: usize| parts[i % parts.len()];
    names.extend((0..80_000).map(|i| format!("{} {}", part(i), part(i * 31 + i / parts.len()))));
    names.sort();
    names.dedup();
    assert!(names.len() > 40_000, "{}", names.len());
    (pairs, names)
}

#[test]
fn an_index_finds_what_scoring_all_names_finds() {
    let (pairs, names) = a_long_list();
    let index = NameIndex::new(&names);
    let mut matcher = NameMatcher::new(NameModel::shipped());
    let queries = pairs.iter().step_by(pairs.len() / 50);
    let (mut asked, mut same) = (0, 0);
    for pair in queries {
        let best = names
            .iter()
            .map(|name| matcher.score(&pair.han, name).value)
            .fold(0.0, f32::max);
        let found = index.search(&mut matcher, &pair.han, 3);
        assert!(found.len() == 3 && found.is_sorted_by(|a, b| a.score.value >= b.score.value));
        assert_eq!(matcher.score(&pair.han, index.name(found[0].index)), found[0].score);
        asked += 1;
        same += usize::from(found[0].score.value >= best);
    }
    assert!(asked >= 50 && same * 100 >= asked * 95, "{same} of {asked}");
}

#[test]
fn a_search_of_a_short_list_is_a_scan_of_it() {
    let (pairs, names) = a_long_list();
    let names = &names[..3000];
    let index = NameIndex::new(names);
    let mut matcher = NameMatcher::new(NameModel::shipped());
    for pair in pairs.iter().step_by(pairs.len() / 20) {
        let mut values: Vec<f32> = names.iter().map(|name| matcher.score(&pair.han, name).value).collect();
        values.sort_by(|a, b| b.total_cmp(a));
        let found = index.search(&mut matcher, &pair.han, 5);
        assert_eq!(
            found.iter().map(|found| found.score.value).collect::<Vec<_>>(),
            values[..5]
        );
    }
}

#[test]
fn a_search_gives_the_same_every_time_and_more_where_more_are_asked_for() {
    let (pairs, names) = a_long_list();
    let (one, other) = (NameIndex::new(&names), NameIndex::new(&names));
    let mut matcher = NameMatcher::new(NameModel::shipped());
    for pair in pairs.iter().step_by(pairs.len() / 10) {
        let found = one.search(&mut matcher, &pair.han, 20);
        assert_eq!(found.len(), 20);
        assert_eq!(
            found,
            other.search(&mut NameMatcher::new(NameModel::shipped()), &pair.han, 20)
        );
        let few = one.search(&mut matcher, &pair.han, 2);
        assert!(few[0].score.value <= found[0].score.value);
    }
    assert!(one.search(&mut matcher, "辛頓", 0).is_empty());
}

#[test]
fn romanised_names_and_names_in_letters_are_found_in_a_long_list() {
    let (_, mut names) = a_long_list();
    let romanised = [
        ("許家維", "Hsu Chia-wei"),
        ("王家衛", "Kar-wai Wong"),
        ("歐陽靖", "Ouyang Jing"),
        ("侯孝賢", "Hou Hsiao-hsien"),
        ("EZ Aerial", "EzAerial"),
    ];
    names.extend(romanised.map(|(_, latin)| latin.to_owned()));
    let index = NameIndex::new(&names);
    let mut matcher = NameMatcher::new(NameModel::shipped());
    for (han, latin) in romanised {
        let found = index.search(&mut matcher, han, 1)[0];
        assert_eq!(index.name(found.index), latin);
        assert_eq!(found.score, matcher.score(han, latin));
    }
}

#[test]
fn names_without_letters_and_queries_without_characters_do_no_harm() {
    let odd = ["", "-", "李", "1984", "X", "Å", "···"];
    let index = NameIndex::new(odd);
    assert_eq!((index.len(), index.is_empty(), index.name(2)), (7, false, "李"));
    let (_, mut names) = a_long_list();
    names.extend(odd.map(str::to_owned));
    let long = NameIndex::new(&names);
    let mut matcher = NameMatcher::new(NameModel::shipped());
    for query in ["", "·", "艾克斯", "艾", "X", "1984", "𠮷", "a·b·c"] {
        for index in [&index, &long] {
            let found = index.search(&mut matcher, query, 3);
            assert!(found.len() <= 3 && found.iter().all(|found| (0.0..=1.0).contains(&found.score.value)));
        }
    }
    let found = long.search(&mut matcher, "X", 1)[0];
    assert_eq!((long.name(found.index), found.score.kind), ("X", MatchKind::Exact));
}

#[test]
fn romanised_names_are_told_from_transliterated_ones() {
    let mut matcher = NameMatcher::new(NameModel::shipped());
    let mut kind = |han: &str, latin: &str| matcher.score(han, latin).kind;
    assert_eq!(kind("許家維", "Hsu Chia-wei"), MatchKind::Romanisation);
    assert_eq!(kind("王家衛", "Wong Kar-wai"), MatchKind::Romanisation);
    assert_eq!(kind("高爾基", "Gorky"), MatchKind::Transliteration);
    let index = NameIndex::new(["Hsu Chih-wei", "Chia-wei Hsu", "Xu Jiayi"]);
    assert_eq!(index.search(&mut matcher, "許家維", 1)[0].index, 1);
    assert!(
        NameIndex::new(Vec::<String>::new())
            .search(&mut matcher, "許家維", 1)
            .is_empty()
    );
    assert!(
        index
            .search(&mut matcher, "", 1)
            .iter()
            .all(|found| found.score.value == 0.0)
    );
}
