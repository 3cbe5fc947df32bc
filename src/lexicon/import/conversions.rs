//! OpenCC's text dictionaries. In, such a file; out, its sound lines, sorted by key as OpenCC's own are.

use std::io::{Read, Write};

use super::{Counts, ImportError, Tell};
use crate::lexicon::{Problem, opencc};

/// Reads a dictionary of OpenCC's whole, and writes its entries. Beside the form of a line, a value that is a key as well is told: the
/// dictionary would undo itself if it were applied twice.
///
/// # Errors
///
/// What keeps the input from being read, or the result from being written.
pub fn import_conversions(
    path: &str,
    mut input: impl Read,
    out: &mut impl Write,
    tell: Tell<'_>,
) -> Result<Counts, ImportError> {
    let mut bytes = Vec::new();
    input
        .read_to_end(&mut bytes)
        .map_err(|error| Problem::new(path, 0, 0, format!("cannot be read: {error}")))?;
    let (mut entries, mut problems) = opencc::parse(path, &bytes);
    let broken = problems.len();
    entries.sort_unstable_by_key(|entry| entry.key);
    for entry in &entries {
        let at = entries.binary_search_by_key(&entry.value(), |other| other.key);
        if let Some(back) = at
            .ok()
            .map(|at| &entries[at])
            .filter(|back| back.value() == entry.key && back.key > entry.key)
        {
            let message = format!(
                "“{}” and “{}” (line {}) become each other",
                entry.key, back.key, back.line
            );
            problems.push(
                Problem::new(path, entry.line, 1, message).help("kept; remove one of the lines unless that is meant"),
            );
        }
    }
    problems.sort_by_key(Problem::line);
    problems.iter().for_each(tell);
    for entry in &entries {
        let candidates: Vec<&str> = entry.candidates().collect();
        writeln!(out, "{}\t{}", entry.key, candidates.join(" "))?;
    }
    Ok(Counts {
        records: (entries.len() + broken) as u64,
        broken: broken as u64,
        left_out: 0,
        bytes: bytes.len() as u64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_checked_and_sorted() {
        let text = "里\t裏 里\n乙\t甲\n甲\t乙\n壞行\n丙\t丙\n".as_bytes();
        let (mut out, mut told) = (Vec::new(), Vec::new());
        let counts =
            import_conversions("c.txt", text, &mut out, &mut |problem| told.push(problem.to_string())).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "丙\t丙\n乙\t甲\n甲\t乙\n里\t裏 里\n");
        assert_eq!((counts.records, counts.broken), (5, 1));
        assert!(
            told[0].starts_with("c.txt:2:1: “乙” and “甲” (line 3) become each other"),
            "{told:?}"
        );
        assert!(told[1].starts_with("c.txt:4:3: no tab"), "{told:?}");
    }
}
