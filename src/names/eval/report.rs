//! How well a method of matching names answers: in, questions and a method; out, the figures of a report.

use std::collections::BTreeMap;
use std::fmt;

use super::questions::{Question, Questions};
use crate::lexicon::Region;
use crate::names::DEFAULT_THRESHOLD;

/// How a method did on some questions.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figures {
    /// How many questions.
    pub questions: usize,
    /// The share of questions whose true name scored above all others; a tie is no hit.
    pub accuracy: f64,
    /// The mean of one over the true name's rank, those that tie with it ranked before.
    pub reciprocal_rank: f64,
    /// How often a true pair scores above a near miss, over all pairs of them (the area under the ROC curve).
    pub auc: f64,
}

/// The pairs, true ones and near misses, whose values lie in a tenth of the scale.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bin {
    /// How many.
    pub pairs: usize,
    /// The mean of their values.
    pub value: f64,
    /// The share of them that is true.
    pub truth: f64,
}

/// How a method did.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// On all questions.
    pub all: Figures,
    /// By source.
    pub by_source: BTreeMap<String, Figures>,
    /// By region; a pair of several regions counts in each.
    pub by_region: BTreeMap<&'static str, Figures>,
    /// True pairs and near misses by their values, ten bins from 0 to 1.
    pub bins: [Bin; 10],
    /// Of the pairs above the default threshold, the share that is true.
    pub precision: f64,
    /// Of the true pairs, the share above the default threshold.
    pub recall: f64,
    /// The questions missed: Chinese name, true Latin name, its rank, and the best of the others.
    pub missed: Vec<(String, String, usize, String)>,
}

/// What one question came to.
struct Answer<'q> {
    question: &'q Question,
    rank: usize,
    value: f64,
    near: Vec<f64>,
}

/// Asks a method: `score` gives the value of a Chinese name and a Latin one, by its place in the questions and as text.
pub fn evaluate(questions: &Questions, mut score: impl FnMut(&Question, u32, &str) -> f64) -> Report {
    let mut report = Report::default();
    let mut answers = Vec::with_capacity(questions.list.len());
    for question in &questions.list {
        let mut ask = |name: u32| score(question, name, &questions.latins[name as usize]);
        let value = ask(question.truth);
        let (mut rank, mut best) = (1, (f64::MIN, question.truth));
        for &other in &question.others {
            let other_value = ask(other);
            rank += usize::from(other_value >= value);
            if other_value > best.0 {
                best = (other_value, other);
            }
        }
        if rank > 1 {
            let names = (question.pair.han.clone(), question.pair.latin.clone());
            report
                .missed
                .push((names.0, names.1, rank, questions.latins[best.1 as usize].clone()));
        }
        answers.push(Answer {
            question,
            rank,
            value,
            near: question.near.iter().map(|&name| ask(name)).collect(),
        });
    }
    report.all = figures(&answers.iter().collect::<Vec<_>>());
    let mut sources: BTreeMap<String, Vec<&Answer<'_>>> = BTreeMap::new();
    let mut regions: BTreeMap<&'static str, Vec<&Answer<'_>>> = BTreeMap::new();
    for answer in &answers {
        sources
            .entry(answer.question.pair.source_group().to_owned())
            .or_default()
            .push(answer);
        for region in &answer.question.pair.regions {
            let name = match region {
                Region::Tw => "tw",
                Region::Hk => "hk",
                Region::Cn => "cn",
            };
            regions.entry(name).or_default().push(answer);
        }
    }
    report.by_source = sources
        .into_iter()
        .map(|(source, answers)| (source, figures(&answers)))
        .collect();
    report.by_region = regions
        .into_iter()
        .map(|(region, answers)| (region, figures(&answers)))
        .collect();
    calibration(&answers, &mut report);
    report
}

fn figures(answers: &[&Answer<'_>]) -> Figures {
    let count = answers.len().max(1) as f64;
    let hits = answers.iter().filter(|answer| answer.rank == 1).count();
    let true_values: Vec<f64> = answers.iter().map(|answer| answer.value).collect();
    let near: Vec<f64> = answers.iter().flat_map(|answer| answer.near.iter().copied()).collect();
    Figures {
        questions: answers.len(),
        accuracy: hits as f64 / count,
        reciprocal_rank: answers.iter().map(|answer| 1.0 / answer.rank as f64).sum::<f64>() / count,
        auc: auc(&true_values, near),
    }
}

/// The area under the ROC curve; a tie counts a half.
fn auc(above: &[f64], mut below: Vec<f64>) -> f64 {
    below.sort_by(f64::total_cmp);
    let wins = |value: &f64| {
        let lower = below.partition_point(|other| other < value);
        let not_higher = below.partition_point(|other| other <= value);
        (lower + not_higher) as f64 / 2.0
    };
    above.iter().map(wins).sum::<f64>() / (above.len() * below.len()).max(1) as f64
}

fn calibration(answers: &[Answer<'_>], report: &mut Report) {
    let threshold = f64::from(DEFAULT_THRESHOLD);
    let (mut found, mut right) = (0usize, 0usize);
    for answer in answers {
        for (value, truth) in
            std::iter::once((answer.value, true)).chain(answer.near.iter().map(|&value| (value, false)))
        {
            let bin = &mut report.bins[((value * 10.0) as usize).min(9)];
            bin.pairs += 1;
            bin.value += value;
            bin.truth += f64::from(u8::from(truth));
            found += usize::from(value >= threshold);
            right += usize::from(value >= threshold && truth);
        }
    }
    for bin in &mut report.bins {
        bin.value /= bin.pairs.max(1) as f64;
        bin.truth /= bin.pairs.max(1) as f64;
    }
    report.precision = right as f64 / found.max(1) as f64;
    report.recall = right as f64 / answers.len().max(1) as f64;
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "acc@1 {:.3}  MRR {:.3}  AUC {:.3}  ({})",
            self.accuracy, self.reciprocal_rank, self.auc, self.questions
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::NamePair;
    use crate::names::eval::QuestionOptions;

    #[test]
    fn ties_count_against_and_ranks_are_counted() {
        let pairs = ["Aa", "Bb", "Cc", "Dd"].map(|latin| NamePair::new("阿", latin));
        let questions = Questions::draw(&pairs, &[], &QuestionOptions::default(), |_| true);
        let by_place = evaluate(&questions, |question, _, latin| {
            f64::from(u8::from(question.pair.latin == latin))
        });
        assert_eq!(
            (by_place.all.accuracy, by_place.all.reciprocal_rank, by_place.all.auc),
            (1.0, 1.0, 1.0)
        );
        let all_alike = evaluate(&questions, |_, _, _| 0.5);
        assert_eq!(
            (all_alike.all.accuracy, all_alike.all.reciprocal_rank, all_alike.all.auc),
            (0.0, 0.25, 0.5)
        );
        assert_eq!(all_alike.missed.len(), 4);
    }
}
