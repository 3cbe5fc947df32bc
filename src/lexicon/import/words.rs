//! jieba's user dictionaries: `word [frequency] [tag]` a line, where a word may hold spaces. In, such a file; out, a list of words.

use std::io::{BufRead, Write};

use super::lines::Lines;
use super::{Counts, ImportError, Tell};
use crate::lexicon::Problem;

/// Reads a user dictionary of jieba's and writes its words, with frequencies and tags, in its order.
///
/// # Errors
///
/// What keeps the input from being read on, or the result from being written.
pub fn import_words(
    path: &str,
    input: impl BufRead,
    out: &mut impl Write,
    tell: Tell<'_>,
) -> Result<Counts, ImportError> {
    let mut counts = Counts::default();
    let mut lines = Lines::new(path, input);
    while let Some((number, line)) = lines.next_text()? {
        if line.as_ref().is_ok_and(|line| line.trim().is_empty()) {
            continue;
        }
        counts.records += 1;
        match line.and_then(|line| word(path, number, line)) {
            Ok((word, frequency, tag)) => {
                out.write_all(word.as_bytes())?;
                // A tag counts only behind a frequency.
                for cell in frequency.into_iter().chain(tag.filter(|_| frequency.is_some())) {
                    write!(out, " {cell}")?;
                }
                out.write_all(b"\n")?;
            }
            Err(problem) => {
                counts.broken += 1;
                tell(&problem);
            }
        }
    }
    counts.bytes = lines.bytes;
    Ok(counts)
}

/// The word of a line, its frequency and its tag.
fn word<'a>(path: &str, number: usize, line: &'a str) -> Result<(&'a str, Option<&'a str>, Option<&'a str>), Problem> {
    let is_tag = |cell: &&str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_frequency = |cell: &&str| cell.parse::<u64>().is_ok();
    let mut word = line.trim();
    // The last cell of several, if it is such a one.
    let mut take = |is_right: fn(&&str) -> bool| {
        let (before, last) = word.rsplit_once(char::is_whitespace)?;
        is_right(&last).then(|| {
            word = before.trim_end();
            last
        })
    };
    let tag = take(is_tag);
    let frequency = take(is_frequency);
    if let Some(space) = word.find(char::is_whitespace) {
        let column = word[..space].chars().count() + 1;
        let message = format!("“{word}” has a space, which a word of this program cannot have");
        return Err(Problem::new(path, number, column, message).help("make it an alias of an entity: alias,entity_id"));
    }
    if word.contains('\0') || word == "#" {
        return Err(Problem::new(path, number, 1, format!("{word:?} is no word")));
    }
    Ok((word, frequency, tag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::read_words;

    #[test]
    fn words_keep_frequency_and_tag_and_those_with_spaces_are_told() {
        let text = "\u{FEFF}雲計算 5\r\n李小福 2 nr\n創新辦 3 i\neasy_install 3 eng\n好用 nz\n\nEdu Trust認證 2000\n八一雙鹿 3 nz\n韓玉賞鑑\n";
        let (mut out, mut told) = (Vec::new(), Vec::new());
        let mut tell = |problem: &Problem| told.push(problem.to_string());
        let counts = import_words("u.txt", text.as_bytes(), &mut out, &mut tell).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(
            out,
            "雲計算 5\n李小福 2 nr\n創新辦 3 i\neasy_install 3 eng\n好用\n八一雙鹿 3 nz\n韓玉賞鑑\n"
        );
        assert_eq!(read_words("out.txt", &out).unwrap().len(), 7);
        assert_eq!((counts.records, counts.broken), (8, 1));
        assert!(
            told[0].starts_with("u.txt:7:4: “Edu Trust認證” has a space"),
            "{told:?}"
        );
    }
}
