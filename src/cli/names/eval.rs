//! `yiming names eval`.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::train::with_progress;
use super::{Model, read};
use crate::entity::shipped_rows;
use crate::lexicon::{NamePair, Region, read_pairs};
use crate::names::eval::{
    Figures, Part, QuestionOptions, Questions, Report, evaluate_model, evaluate_pinyin, evaluate_skeleton, of_part,
    part_of,
};
use crate::names::{DEFAULT_THRESHOLD, name_pairs};

/// Judge a model: how often the right name comes first among 1,000, by source and region, beside two baselines
///
/// A tenth of the pairs, by their Latin names, is asked about; a second time, those of Taiwan and Hong Kong alone. With --train a model
/// learns from the others first; otherwise the answers tell something about new names only if the model has not learned from these.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  yiming names eval pairs.tsv --train")]
pub(super) struct Arguments {
    /// A file of pairs
    #[arg(value_name = "PAIRS")]
    file: PathBuf,
    /// Train a model from the pairs that are not asked about, and judge that
    #[arg(long, conflicts_with = "model")]
    train: bool,
    /// Leave out of training the pairs whose column may_ship says no
    #[arg(long, requires = "train")]
    may_ship: bool,
    /// Learn from the dictionaries that come with the program as well
    #[arg(long, requires = "train")]
    with_dictionaries: bool,
    /// Which tenth to ask about; a model learns from neither when it is dev
    #[arg(long, value_enum, default_value_t = Held::Test)]
    part: Held,
    /// Tell each question that was missed as well
    #[arg(long)]
    missed: bool,
    #[command(flatten)]
    model: Model,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Held {
    /// To be asked about once, at the end
    Test,
    /// To compare ideas by
    Dev,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let pairs = read_pairs(&arguments.file.to_string_lossy(), &read(&arguments.file)?)?;
    let part = match arguments.part {
        Held::Test => Part::Test,
        Held::Dev => Part::Dev,
    };
    let held = of_part(&pairs, part);
    let sets = [
        (EVERY, QuestionOptions::default().seed, is_any as fn(&NamePair) -> bool),
        (REGIONAL, QuestionOptions::default().seed + 1, is_regional),
    ];
    let questions: Vec<(&str, Questions)> = sets
        .into_iter()
        .map(|(set, seed, wanted)| {
            let options = QuestionOptions {
                seed,
                ..QuestionOptions::default()
            };
            (set, Questions::draw(&held, &pairs, &options, wanted))
        })
        .filter(|(_, questions)| !questions.list.is_empty())
        .collect();
    let model = if arguments.train {
        Cow::Owned(with_progress(&seen(arguments, pairs, part)?))
    } else {
        arguments.model.open()?
    };
    let mut out = io::stdout().lock();
    writeln!(out, "method\tnames\tquestions\tacc@1\tMRR\tAUC")?;
    let mut reports = Vec::new();
    for (set, questions) in &questions {
        tell(&mut out, "pinyin + Jaro-Winkler", set, &evaluate_pinyin(questions))?;
        tell(
            &mut out,
            "consonants + Jaro-Winkler",
            set,
            &evaluate_skeleton(questions),
        )?;
        let report = evaluate_model(&model, questions);
        tell(&mut out, "model", set, &report)?;
        reports.push((set, report));
    }
    for (set, report) in &reports {
        tell_calibration(&mut out, set, report)?;
    }
    if arguments.missed {
        writeln!(out, "\nmissed\tnames\tright\trank\tfirst")?;
        for (set, report) in &reports {
            for (han, latin, rank, first) in &report.missed {
                writeln!(out, "{han}\t{set}\t{latin}\t{rank}\t{first}")?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

const EVERY: &str = "all";
const REGIONAL: &str = "tw, hk";

fn is_any(_: &NamePair) -> bool {
    true
}

fn is_regional(pair: &NamePair) -> bool {
    let mut regions = pair.regions.iter();
    regions.any(|region| matches!(region, Region::Tw | Region::Hk))
}

/// What a model learns from before it is asked about `part`.
fn seen(arguments: &Arguments, mut pairs: Vec<NamePair>, part: Part) -> anyhow::Result<Vec<NamePair>> {
    pairs.retain(|pair| pair.may_ship || !arguments.may_ship);
    if arguments.with_dictionaries {
        pairs.extend(name_pairs(&shipped_rows()?, "dictionaries"));
    }
    // While ideas are compared, the test names stay unseen as well.
    pairs.retain(|pair| match part_of(&pair.latin) {
        Part::Train => true,
        Part::Dev => part == Part::Test,
        Part::Test => false,
    });
    Ok(pairs)
}

fn tell(out: &mut impl Write, method: &str, set: &str, report: &Report) -> io::Result<()> {
    let mut line = |names: &str, figures: &Figures| {
        let Figures {
            questions,
            accuracy,
            reciprocal_rank,
            auc,
            ..
        } = figures;
        writeln!(
            out,
            "{method}\t{names}\t{questions}\t{accuracy:.3}\t{reciprocal_rank:.3}\t{auc:.3}"
        )
    };
    line(set, &report.all)?;
    if set == EVERY {
        (report.by_source.iter()).try_for_each(|(source, figures)| line(source, figures))
    } else {
        (report.by_region.iter()).try_for_each(|(region, figures)| line(region, figures))
    }
}

fn tell_calibration(out: &mut impl Write, set: &str, report: &Report) -> io::Result<()> {
    writeln!(out, "\n{set}: scores between\tpairs\tmean score\ttrue")?;
    for (number, bin) in (0..).zip(&report.bins) {
        let (from, to) = (f64::from(number) / 10.0, f64::from(number + 1) / 10.0);
        writeln!(
            out,
            "{from:.1}–{to:.1}\t{}\t{:.3}\t{:.3}",
            bin.pairs, bin.value, bin.truth
        )?;
    }
    writeln!(
        out,
        "from {DEFAULT_THRESHOLD} on: precision {:.3}, recall {:.3}",
        report.precision, report.recall
    )
}
