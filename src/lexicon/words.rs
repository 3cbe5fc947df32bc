//! Lists of words in jieba's format: `word [frequency] [tag]`, one a line.

use super::problem::{Problem, Problems};

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
    let mut problems = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let number = i + 1;
        if line.trim().is_empty() || line == "#" || line.starts_with("# ") {
            continue;
        }
        let cells: Vec<&str> = line
            .split(char::is_whitespace)
            .filter(|cell| !cell.is_empty())
            .collect();
        let column = |cell: &str| line[..cell.as_ptr() as usize - line.as_ptr() as usize].chars().count() + 1;
        if let Some(at) = line.find('\0') {
            let at = line[..at].chars().count() + 1;
            problems.push(Problem::new(path, number, at, "a NUL character").help("remove it"));
            continue;
        }
        match cells.as_slice() {
            [_, frequency, ..] if frequency.parse::<u64>().is_err() => problems.push(
                Problem::new(path, number, column(frequency), format!("the frequency “{frequency}” is no whole number"))
                    .help("each line is `word`, `word frequency` or `word frequency tag`; words with spaces go into an entity dictionary"),
            ),
            [_, _, _, extra, ..] => problems.push(
                Problem::new(path, number, column(extra), format!("“{extra}” is one cell too many"))
                    .help("each line is `word`, `word frequency` or `word frequency tag`"),
            ),
            [word, ..] => words.push(Word { text: (*word).to_owned(), line: number }),
            [] => {}
        }
    }
    Problems::check(problems)?;
    Ok(words)
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
