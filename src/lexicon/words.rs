//! Lists of words in jieba's format: `word [frequency] [tag]`, one a line.

use std::num::IntErrorKind;

use super::problem::{Problem, Problems, quoted, too_long};

/// One word of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// The line that it stands on, from 1.
    pub line: usize,
}

/// Reads a list of words. Blank lines and lines that begin with `#` and a space are passed over; frequency and tag are
/// checked but have no effect, since a user's word always wins.
///
/// # Errors
///
/// Every line that is wrong.
pub fn read_words(path: &str, text: &str) -> Result<Vec<Word>, Problems> {
    let mut words = Vec::new();
    let mut problems = Problems::default();
    each_word(path, text, |line, word| match word {
        Ok(word) => words.push(Word {
            text: word.to_owned(),
            line,
        }),
        Err(problem) => problems.push(problem),
    });
    problems.check()?;
    Ok(words)
}

/// Calls `each` with every line that has a word or should have one.
pub(super) fn each_word<'t>(path: &str, text: &'t str, mut each: impl FnMut(usize, Result<&'t str, Problem>)) {
    for (number, line) in (1..).zip(text.lines()) {
        if !line.trim().is_empty() && line != "#" && !line.starts_with("# ") {
            each(number, word(path, number, line));
        }
    }
}

fn word<'t>(path: &str, number: usize, line: &'t str) -> Result<&'t str, Problem> {
    let wrong = |at: usize, message: String| Problem::new(path, number, line[..at].chars().count() + 1, message);
    let place = |cell: &str| cell.as_ptr() as usize - line.as_ptr() as usize;
    if let Some(at) = line.find('\0') {
        return Err(wrong(at, "a NUL character".to_owned()).help("remove it"));
    }
    let mut cells = line.split_whitespace();
    let word = cells.next().unwrap_or_default();
    let (frequency, _tag, extra) = (cells.next(), cells.next(), cells.next());
    if let Some((cell, error)) = frequency.and_then(|cell| Some((cell, cell.parse::<u64>().err()?))) {
        return Err(match error.kind() {
            IntErrorKind::PosOverflow => wrong(place(cell), format!("the frequency {} is too large", quoted(cell)))
                .help(format!("the largest is {}; it has no effect, so that it may as well be left out", u64::MAX)),
            _ => wrong(place(cell), format!("the frequency {} is no whole number", quoted(cell))).help(
                "each line is `word`, `word frequency` or `word frequency tag`; words with spaces go into an entity dictionary",
            ),
        });
    }
    if let Some(problem) = too_long(word) {
        return Err(problem.placed(path, number, 1));
    }
    match extra {
        Some(extra) => Err(wrong(place(extra), format!("{} is one cell too many", quoted(extra)))
            .help("each line is `word`, `word frequency` or `word frequency tag`")),
        None => Ok(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_and_without_frequency_and_tag_are_read() {
        let words = read_words(
            "w.txt",
            "# a comment\n雲端發票\n\n有效加速主義 10\r\n數發部 5 nt\n#標籤\n",
        )
        .unwrap();
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["雲端發票", "有效加速主義", "數發部", "#標籤"]);
        assert_eq!(words[1].line, 4);
    }

    #[test]
    fn every_wrong_line_is_told_with_its_place() {
        let problems = read_words("w.txt", "好 many\n很好\n大 家 好 嗎\n一 1 n x\n").unwrap_err();
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 3);
        assert!(
            told[0].starts_with("w.txt:1:3: the frequency “many” is no whole number\nhelp: "),
            "{}",
            told[0]
        );
        assert!(told[1].starts_with("w.txt:3:3: the frequency “家”"), "{}", told[1]);
        assert!(
            told[2].starts_with("w.txt:4:7: “x” is one cell too many"),
            "{}",
            told[2]
        );
    }
}
