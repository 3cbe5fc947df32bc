//! Files of name pairs: in, tab-separated text; out, pairs of a Chinese and a Latin name that render each other.
//!
//! Two forms. With a header, columns are found by their names: `latin`, one of `zh`, `zh_hans` and `zh_hant`, and optionally `source`,
//! `region` and `may_ship`; other columns are passed over. Without one, a line is the Chinese name, a tab, and the Latin name. Empty
//! lines and lines that begin with `#` are passed over in both.

use super::entities::Region;
use super::problem::{Problem, Problems};
use crate::text::is_han;

/// A Chinese and a Latin name that render each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePair {
    /// The Chinese name, in any script.
    pub han: String,
    /// The Latin name.
    pub latin: String,
    /// Where the pair is from; empty where the file does not say. What follows a colon is a part of the source.
    pub source: String,
    /// Where the Chinese name is used; empty means everywhere.
    pub regions: Vec<Region>,
    /// Whether a model that learned from the pair may be given to others.
    pub may_ship: bool,
    /// The line, from 1; 0 for a pair from elsewhere.
    pub line: usize,
}

impl NamePair {
    /// A pair of which nothing more is known.
    pub fn new(han: impl Into<String>, latin: impl Into<String>) -> Self {
        NamePair {
            han: han.into(),
            latin: latin.into(),
            source: String::new(),
            regions: Vec::new(),
            may_ship: true,
            line: 0,
        }
    }

    /// The source without its part: `cgroup` of `cgroup:Movie`.
    pub fn source_group(&self) -> &str {
        self.source.split(':').next().unwrap_or_default()
    }
}

/// The columns a header may name; those of Chinese names in the order in which they are preferred.
const HAN: [&str; 3] = ["zh", "zh_hans", "zh_hant"];
const HELP: &str =
    "a line is: the Chinese name, a tab, the Latin name; or begin the file with a header: zh, latin, source, region";

struct Columns {
    count: usize,
    han: usize,
    latin: usize,
    source: Option<usize>,
    region: Option<usize>,
    may_ship: Option<usize>,
}

/// Reads name pairs.
///
/// ```
/// use yiming::lexicon::read_pairs;
///
/// let pairs = read_pairs("pairs.tsv", "辛頓\tHinton\n")?;
/// assert_eq!((pairs[0].han.as_str(), pairs[0].latin.as_str()), ("辛頓", "Hinton"));
/// let wrong = read_pairs("pairs.tsv", "latin\tzh\tregion\nHinton\t欣頓\thk\nHinton 辛頓\n").unwrap_err();
/// assert!(wrong.to_string().starts_with("pairs.tsv:3: 1 cell where a line has 3"));
/// # Ok::<(), yiming::lexicon::Problems>(())
/// ```
///
/// # Errors
///
/// Every line that is wrong: too few or too many cells, a Chinese name without a Han character, a Latin name without a letter, an unknown
/// region.
pub fn read_pairs(path: &str, text: &str) -> Result<Vec<NamePair>, Problems> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut lines = (1..)
        .zip(text.lines())
        .map(|(number, line)| (number, line.trim_end_matches('\r')))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .peekable();
    let plain = Columns {
        count: 2,
        han: 0,
        latin: 1,
        source: None,
        region: None,
        may_ship: None,
    };
    let columns = match lines.peek() {
        Some((number, line)) if line.split('\t').any(|cell| cell.trim() == "latin") => {
            let columns = header(path, *number, line)?;
            lines.next();
            columns
        }
        _ => plain,
    };
    let mut pairs = Vec::new();
    let mut problems = Problems::default();
    for (number, line) in lines {
        match pair(path, number, line, &columns) {
            Ok(pair) => pairs.push(pair),
            Err(problem) => problems.push(problem),
        }
    }
    problems.check()?;
    Ok(pairs)
}

fn header(path: &str, number: usize, line: &str) -> Result<Columns, Problem> {
    let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    let position = |name: &str| cells.iter().position(|cell| *cell == name);
    let missing = |what: &str| Problem::new(path, number, 0, format!("the header has no column {what}")).help(HELP);
    Ok(Columns {
        count: cells.len(),
        han: HAN
            .into_iter()
            .find_map(position)
            .ok_or_else(|| missing("“zh”, “zh_hans” or “zh_hant”"))?,
        latin: position("latin").ok_or_else(|| missing("“latin”"))?,
        source: position("source"),
        region: position("region"),
        may_ship: position("may_ship"),
    })
}

fn pair(path: &str, number: usize, line: &str, columns: &Columns) -> Result<NamePair, Problem> {
    let wrong = |message: String| Problem::new(path, number, 0, message).help(HELP);
    let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    if cells.len() != columns.count {
        let (noun, has) = (if cells.len() == 1 { "cell" } else { "cells" }, columns.count);
        return Err(wrong(format!("{} {noun} where a line has {has}", cells.len())));
    }
    let (han, latin) = (cells[columns.han], cells[columns.latin]);
    if !han.chars().any(is_han) {
        return Err(wrong(format!("“{han}” has no Chinese character")));
    }
    if !latin.chars().any(|c| c.is_alphabetic() && !is_han(c)) {
        return Err(wrong(format!("“{latin}” has no Latin letter")));
    }
    let mut regions = Vec::new();
    for name in columns
        .region
        .map_or("", |at| cells[at])
        .split_ascii_whitespace()
        .filter(|name| *name != "-")
    {
        regions.push(match name {
            "tw" => Region::Tw,
            "hk" => Region::Hk,
            "cn" => Region::Cn,
            _ => return Err(wrong(format!("“{name}” is no region")).help("write tw, hk, cn or -")),
        });
    }
    Ok(NamePair {
        han: han.to_owned(),
        latin: latin.to_owned(),
        source: columns.source.map_or("", |at| cells[at]).to_owned(),
        regions,
        may_ship: columns.may_ship.is_none_or(|at| cells[at] == "yes"),
        line: number,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name() {
        let text = "latin\tzh_hans\tzh_hant\tsource\tregion\tmay_ship\nHinton\t欣顿\t欣頓\tcgroup:People\thk\tno\n\n# so far\n";
        let pairs = read_pairs("p.tsv", text).unwrap();
        assert_eq!(pairs.len(), 1);
        assert_eq!(
            (pairs[0].han.as_str(), pairs[0].source_group(), pairs[0].line),
            ("欣顿", "cgroup", 2)
        );
        assert_eq!(
            (pairs[0].regions.as_slice(), pairs[0].may_ship),
            (&[Region::Hk][..], false)
        );
    }

    #[test]
    fn every_line_that_is_wrong_is_told() {
        let told = |text: &str| {
            read_pairs("p.tsv", text)
                .unwrap_err()
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        let problems = told("辛頓\tHinton\nHinton\t辛頓\n辛頓\n辛頓\t123\n");
        let starts = [
            "p.tsv:2: “Hinton” has no Chinese",
            "p.tsv:3: 1 cell where",
            "p.tsv:4: “123” has no Latin",
        ];
        assert_eq!(problems.len(), starts.len(), "{problems:#?}");
        assert!(
            problems
                .iter()
                .zip(starts)
                .all(|(problem, start)| problem.starts_with(start)),
            "{problems:#?}"
        );
        assert!(told("latin\tchinese\nHinton\t辛頓\n")[0].starts_with("p.tsv:1: the header has no column “zh”"));
        assert!(told("latin\tzh\tregion\nHinton\t辛頓\tus\n")[0].starts_with("p.tsv:2: “us” is no region"));
    }
}
