//! `yiming names`: which Latin name does a Chinese name render?

use std::borrow::Cow;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::anyhow;
use clap::{Args, Subcommand};

use super::lines::for_each_file;
use crate::entity::shipped_rows;
use crate::lexicon::{NamePair, read_pairs};
use crate::names::eval::{
    Figures, Part, QuestionOptions, Questions, Report, evaluate_model, evaluate_pinyin, evaluate_skeleton, of_part,
    part_of,
};
use crate::names::{
    DEFAULT_THRESHOLD, MatchKind, NameIndex, NameMatcher, NameModel, Progress, Score, TrainOptions, name_pairs, train,
};

/// Match Chinese names with the Latin names that they render
///
/// Transliterations (辛頓, Hinton) are scored by a model that comes with the program or is trained from pairs of your own, romanised Chinese
/// names (許家維, Hsu Chia-wei) by their syllables in seven systems.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true, after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  printf '辛頓\\tHinton\\n' | yiming names score --explain
  yiming names match 伊利亞·蘇茲克維 --among names.txt --top 3
  yiming names train pairs.tsv -o names.model
  yiming names eval pairs.tsv --train";

#[derive(Debug, Subcommand)]
enum Command {
    Score(ScoreArguments),
    Match(MatchArguments),
    Train(TrainArguments),
    Eval(EvalArguments),
}

/// Score pairs: a Chinese name, a tab, and a Latin name a line in, a number from 0 to 1 a line out
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  printf '辛頓\\tHinton\\n辛頓\\tHilton\\n' | yiming names score")]
struct ScoreArguments {
    /// Files; standard input if there are none
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// Show which characters render which letters
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    model: Model,
}

/// Find the names of a list that Chinese names render: name, rank, Latin name, score and kind as tab-separated lines
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  yiming names match 伊利亞·蘇茲克維 許家維 --among names.txt --top 3")]
struct MatchArguments {
    /// Chinese names
    #[arg(value_name = "ZH", required = true)]
    names: Vec<String>,
    /// A file with a Latin name a line
    #[arg(long, value_name = "FILE")]
    among: PathBuf,
    /// How many names to give for each
    #[arg(long, value_name = "K", default_value_t = 5)]
    top: usize,
    /// Leave out names with a lower score
    #[arg(long, value_name = "SCORE", default_value_t = 0.0)]
    least: f32,
    #[command(flatten)]
    model: Model,
}

/// Train a model from name pairs: a Chinese name, a tab, a Latin name a line, or a table with a header (zh, latin, source, region)
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  yiming names train pairs.tsv -o names.model\n  yiming names score --model names.model < candidates.tsv"
)]
struct TrainArguments {
    /// Files of pairs
    #[arg(value_name = "PAIRS", required = true)]
    files: Vec<PathBuf>,
    /// The model's file
    #[arg(short, long, value_name = "MODEL")]
    output: PathBuf,
    /// Learn from the dictionaries that come with the program as well
    #[arg(long)]
    with_dictionaries: bool,
    /// Leave out pairs whose column may_ship says no
    #[arg(long)]
    may_ship: bool,
}

/// Judge a model: how often the right name comes first among 1,000, by source and region, beside two baselines
///
/// A tenth of the pairs, by their Latin names, is asked about. With --train a model learns from the others first; otherwise the answers
/// tell something about new names only if the model has not learned from these.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  yiming names eval pairs.tsv --train")]
struct EvalArguments {
    /// A file of pairs
    #[arg(value_name = "PAIRS")]
    file: PathBuf,
    /// Train a model from the pairs that are not asked about, and judge that
    #[arg(long, conflicts_with = "model")]
    train: bool,
    /// Train from what may be shipped (column may_ship) and the program's dictionaries alone
    #[arg(long, requires = "train")]
    may_ship: bool,
    #[command(flatten)]
    model: Model,
}

#[derive(Debug, Args)]
struct Model {
    /// A model of your own, made by `yiming names train`
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
}

impl Model {
    fn open(&self) -> anyhow::Result<Cow<'static, NameModel>> {
        Ok(match &self.model {
            Some(path) => Cow::Owned(NameModel::open(path)?),
            None => Cow::Borrowed(NameModel::shipped()),
        })
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.command {
        Command::Score(arguments) => score(arguments),
        Command::Match(arguments) => find(arguments),
        Command::Train(arguments) => learn(arguments),
        Command::Eval(arguments) => judge(arguments),
    }
}

fn score(arguments: &ScoreArguments) -> anyhow::Result<ExitCode> {
    let model = arguments.model.open()?;
    let mut matcher = NameMatcher::new(&model);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut has_wrong_lines = false;
    let code = for_each_file(&arguments.files, |file, text| {
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty()) {
            let Some((han, latin)) = line.split_once('\t') else {
                out.flush()?;
                eprintln!(
                    "error: {file}:{number}: no tab in “{line}”\nhelp: a line is a Chinese name, a tab, and a Latin name"
                );
                has_wrong_lines = true;
                continue;
            };
            if arguments.explain {
                explain(&mut matcher, han, latin, &mut out)?;
            } else {
                writeln!(out, "{:.4}", matcher.score(han, latin).value)?;
            }
        }
        out.flush()
    })?;
    Ok(if has_wrong_lines && code == ExitCode::SUCCESS {
        ExitCode::FAILURE
    } else {
        code
    })
}

/// The score, then the alignment, character by chunk.
fn explain(matcher: &mut NameMatcher, han: &str, latin: &str, out: &mut impl Write) -> io::Result<()> {
    let explanation = matcher.explain(han, latin);
    let Score { value, kind } = explanation.score;
    writeln!(out, "{han}\t{latin}\t{value:.4}\t{}", name_of(kind))?;
    if let Some(romanisation) = explanation.romanisation.filter(|_| kind == MatchKind::Romanisation) {
        return writeln!(out, "  {romanisation}");
    }
    for piece in explanation.pieces {
        let or_dash = |text: String| if text.trim().is_empty() { "–".to_owned() } else { text };
        writeln!(
            out,
            "  {} {} {:+.2}",
            or_dash(piece.han),
            or_dash(piece.latin),
            piece.weight
        )?;
    }
    Ok(())
}

fn name_of(kind: MatchKind) -> &'static str {
    match kind {
        MatchKind::Exact => "exact",
        MatchKind::Transliteration => "transliteration",
        MatchKind::Romanisation => "romanisation",
    }
}

fn find(arguments: &MatchArguments) -> anyhow::Result<ExitCode> {
    let model = arguments.model.open()?;
    let mut matcher = NameMatcher::new(&model);
    let list = read(&arguments.among)?;
    let index = NameIndex::new(list.lines().map(str::trim));
    let mut out = io::BufWriter::new(io::stdout().lock());
    for name in &arguments.names {
        let found = index.search(&mut matcher, name, arguments.top);
        for (rank, found) in (1..)
            .zip(found)
            .filter(|(_, found)| found.score.value >= arguments.least)
        {
            let Score { value, kind } = found.score;
            writeln!(
                out,
                "{name}\t{rank}\t{}\t{value:.4}\t{}",
                index.name(found.index),
                name_of(kind)
            )?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn learn(arguments: &TrainArguments) -> anyhow::Result<ExitCode> {
    let mut pairs = Vec::new();
    for file in &arguments.files {
        pairs.extend(read_pairs(&file.to_string_lossy(), &read(file)?)?);
    }
    pairs.retain(|pair| pair.may_ship || !arguments.may_ship);
    if arguments.with_dictionaries {
        pairs.extend(name_pairs(&shipped_rows()?, "dictionaries"));
    }
    let output = arguments.output.display();
    with_progress(&pairs)
        .save(&arguments.output)
        .map_err(|error| anyhow!("{output}: cannot be written: {error}"))?;
    eprintln!("learned from {} pairs, written to {output}", pairs.len());
    Ok(ExitCode::SUCCESS)
}

fn with_progress(pairs: &[NamePair]) -> NameModel {
    let is_watched = io::stderr().is_terminal();
    let mut told = 0;
    let model = train(pairs, &TrainOptions::default(), |progress| {
        let share = match progress {
            Progress::Aligning { round, of } => 20 * round / of,
            Progress::Tuning { done, of, .. } => 20 + 70 * done / of.max(1),
            Progress::Calibrating => 90,
        };
        if is_watched && share != told {
            told = share;
            eprint!("\rlearning from {} pairs: {share} %", pairs.len());
        }
    });
    if is_watched {
        eprintln!("\rlearning from {} pairs: done ", pairs.len());
    }
    model
}

fn judge(arguments: &EvalArguments) -> anyhow::Result<ExitCode> {
    let pairs = read_pairs(&arguments.file.to_string_lossy(), &read(&arguments.file)?)?;
    let held = of_part(&pairs, Part::Test);
    let questions = Questions::draw(&held, &pairs, &QuestionOptions::default(), |_| true);
    let model = if arguments.train {
        let mut seen: Vec<NamePair> = pairs
            .iter()
            .filter(|pair| pair.may_ship || !arguments.may_ship)
            .cloned()
            .collect();
        if arguments.may_ship {
            seen.extend(name_pairs(&shipped_rows()?, "dictionaries"));
        }
        seen.retain(|pair| part_of(&pair.latin) != Part::Test);
        Cow::Owned(with_progress(&seen))
    } else {
        arguments.model.open()?
    };
    let mut out = io::stdout().lock();
    writeln!(out, "method\tnames\tquestions\tacc@1\tMRR\tAUC")?;
    tell(&mut out, "pinyin + Jaro-Winkler", &evaluate_pinyin(&questions))?;
    tell(&mut out, "consonants + Jaro-Winkler", &evaluate_skeleton(&questions))?;
    let report = evaluate_model(&model, &questions);
    tell(&mut out, "model", &report)?;
    writeln!(out, "\nscores between\tpairs\tmean score\ttrue")?;
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
        "\nfrom {DEFAULT_THRESHOLD} on: precision {:.3}, recall {:.3}",
        report.precision, report.recall
    )?;
    Ok(ExitCode::SUCCESS)
}

fn tell(out: &mut impl Write, method: &str, report: &Report) -> io::Result<()> {
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
    line("all", &report.all)?;
    for (source, figures) in &report.by_source {
        line(source, figures)?;
    }
    for (region, figures) in &report.by_region {
        line(region, figures)?;
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<String> {
    let name = path.display();
    let bytes = fs::read(path).map_err(|error| anyhow!("{name}: cannot be read: {error}"))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
        anyhow!("{name}:{line}: the byte at offset {at} is not UTF-8\nhelp: save the file as UTF-8")
    })
}
