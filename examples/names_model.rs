//! Trains models of names and says how good they are.
//!
//!     cargo run --release --example names_model -- ship PAIRS.tsv OUT    the model that is shipped
//!     cargo run --release --example names_model -- test PAIRS.tsv        trained without the test names, asked about them
//!     cargo run --release --example names_model -- dev PAIRS.tsv         the same for the names to compare ideas by
//!
//! `ship` learns from the pairs that may be shipped and from the entity dictionaries under `dicts/entities`. `test` and `dev` do so too,
//! and a second time from all pairs; with `shipped` or `all` as a last word, only from these. The table goes to standard output.

use std::time::Instant;
use std::{env, fs};

use anyhow::{Context, bail};
use yiming::entity::shipped_rows;
use yiming::lexicon::{NamePair, Region, read_pairs};
use yiming::names::eval::{
    Part, QuestionOptions, Questions, Report, evaluate_model, evaluate_pinyin, evaluate_skeleton, of_part, part_of,
};
use yiming::names::{NameModel, Progress, TrainOptions, name_pairs, train};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [command, path, rest @ ..] = arguments.as_slice() else {
        bail!("usage: names_model ship|test|dev PAIRS.tsv [OUT|shipped|all]");
    };
    let text = fs::read_to_string(path).with_context(|| path.clone())?;
    let pairs = read_pairs(path, &text)?;
    let shipped: Vec<NamePair> = pairs
        .iter()
        .filter(|pair| pair.may_ship)
        .cloned()
        .chain(dictionary_pairs()?)
        .collect();
    let part = match command.as_str() {
        "ship" => {
            let out = rest.first().context("usage: names_model ship PAIRS.tsv OUT")?;
            learn(&shipped).save(out)?;
            return Ok(());
        }
        "test" => Part::Test,
        "dev" => Part::Dev,
        other => bail!("{other}: ship, test or dev?"),
    };
    let only = rest.first().map(String::as_str);
    let held = of_part(&pairs, part);
    let regional = |pair: &NamePair| {
        pair.regions
            .iter()
            .any(|region| matches!(region, Region::Tw | Region::Hk))
    };
    let options = QuestionOptions::default();
    let questions = [
        Questions::draw(&held, &pairs, &options, |_| true),
        Questions::draw(
            &held,
            &pairs,
            &QuestionOptions {
                seed: options.seed + 1,
                ..options
            },
            regional,
        ),
    ];
    println!("method\tquestions\tasked\tacc@1\tMRR\tAUC");
    if only.is_none() {
        tell("pinyin + Jaro-Winkler", &questions, evaluate_pinyin);
        tell("consonants + Jaro-Winkler", &questions, evaluate_skeleton);
    }
    // While ideas are compared, the test names stay unseen as well.
    let learned = |pairs: &[NamePair]| -> Vec<NamePair> {
        pairs
            .iter()
            .filter(|pair| {
                part_of(&pair.latin) == Part::Train || (part == Part::Test && part_of(&pair.latin) == Part::Dev)
            })
            .cloned()
            .collect()
    };
    let every: Vec<NamePair> = pairs.iter().cloned().chain(dictionary_pairs()?).collect();
    for (name, pairs) in [("shipped", &shipped), ("all", &every)] {
        if only.is_none_or(|only| only == name) {
            let model = learn(&learned(pairs));
            let reports = tell(name, &questions, |questions| evaluate_model(&model, questions));
            if env::var_os("SHOW").is_some() {
                for (han, latin, rank, best) in reports.iter().flat_map(|report| &report.missed) {
                    println!("missed\t{han}\t{latin}\trank {rank}\t{best}");
                }
            }
        }
    }
    Ok(())
}

fn dictionary_pairs() -> anyhow::Result<Vec<NamePair>> {
    Ok(name_pairs(&shipped_rows()?, "dictionaries"))
}

fn learn(pairs: &[NamePair]) -> NameModel {
    let begun = Instant::now();
    let mut told = 0;
    let model = train(pairs, &TrainOptions::default(), |progress| match progress {
        Progress::Tuning { done, of, loss } if done * 10 / of != told => {
            told = done * 10 / of;
            eprintln!("{done} of {of} pairs, loss {loss:.4}");
        }
        Progress::Calibrating => eprintln!("calibrating"),
        _ => {}
    });
    let size = model.to_bytes().len();
    eprintln!(
        "{} pairs, {:.1} s, {size} bytes",
        pairs.len(),
        begun.elapsed().as_secs_f64()
    );
    model
}

fn tell(method: &str, questions: &[Questions; 2], ask: impl Fn(&Questions) -> Report) -> Vec<Report> {
    let mut reports = Vec::new();
    for (set, questions) in ["all", "tw/hk"].into_iter().zip(questions) {
        let report = ask(questions);
        let line = |set: &str, figures: &yiming::names::eval::Figures| {
            let (asked, accuracy) = (figures.questions, figures.accuracy);
            println!(
                "{method}\t{set}\t{asked}\t{accuracy:.3}\t{:.3}\t{:.3}",
                figures.reciprocal_rank, figures.auc
            );
        };
        line(set, &report.all);
        report
            .by_source
            .iter()
            .for_each(|(source, figures)| line(&format!("{set}, {source}"), figures));
        report
            .by_region
            .iter()
            .for_each(|(region, figures)| line(&format!("{set}, {region}"), figures));
        for bin in report.bins {
            println!(
                "{method}\t{set}, value\t{}\t{:.3}\ttrue\t{:.3}",
                bin.pairs, bin.value, bin.truth
            );
        }
        println!(
            "{method}\t{set}, threshold\t\tprecision {:.3}\trecall {:.3}",
            report.precision, report.recall
        );
        reports.push(report);
    }
    reports
}
