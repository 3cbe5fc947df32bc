//! Reads conversion dictionaries in OpenCC's text format: in, the bytes of a file; out, its entries in the file's order
//! and every [`Problem`] found. A line is `key<TAB>value[ value…]`; empty lines and lines that begin with `#` say
//! nothing; a byte order mark and CR LF are accepted. Nothing is assumed about the order of the lines.

use super::problem::{Problem, quoted, too_long};
use std::collections::HashMap;

/// The longest value, in bytes, that a compiled dictionary takes.
const LONGEST_VALUE: usize = 255;

/// One line of a conversion dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// What is looked for; never empty.
    pub key: &'a str,
    /// The candidates, separated by single spaces; none is empty.
    candidates: &'a str,
    /// The line, from 1.
    pub line: usize,
}

impl<'a> Entry<'a> {
    /// What the key becomes: the first candidate.
    pub fn value(&self) -> &'a str {
        self.candidates().next().unwrap_or_default()
    }

    /// All candidates in the file's order; at least one.
    pub fn candidates(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.candidates.split(' ')
    }
}

/// Parses a file; `path` is only used in messages. Lines with a problem give no entry.
///
/// ```
/// let (entries, problems) = yiming::lexicon::opencc::parse("my.txt", "发\t發 髮\n里\n".as_bytes());
/// assert_eq!((entries[0].key, entries[0].value()), ("发", "發"));
/// assert_eq!(problems[0].to_string().lines().next(), Some("my.txt:2:2: no tab after the key “里”"));
/// ```
pub fn parse<'a>(path: &str, bytes: &'a [u8]) -> (Vec<Entry<'a>>, Vec<Problem>) {
    let mut entries = Vec::new();
    let mut problems = Vec::new();
    each(path, bytes, |line| match line {
        Ok(entry) => entries.push(entry),
        Err(problem) => problems.push(problem),
    });
    (entries, problems)
}

/// Parses a file and keeps its first problem only.
pub fn parse_strict<'a>(path: &str, bytes: &'a [u8]) -> Result<Vec<Entry<'a>>, Problem> {
    let mut entries = Vec::new();
    let mut first = None;
    each(path, bytes, |line| match line {
        Ok(entry) => entries.push(entry),
        Err(problem) => {
            first.get_or_insert(problem);
        }
    });
    first.map_or(Ok(entries), Err)
}

/// Calls `each` with every line that has an entry or should have one. Of lines with the same key the first is the entry.
pub(super) fn each<'a>(path: &str, bytes: &'a [u8], mut each: impl FnMut(Result<Entry<'a>, Problem>)) {
    let mut first_line: HashMap<&str, usize> = HashMap::new();
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    for (number, line) in (1..).zip(bytes.split(|&byte| byte == b'\n')) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() || line[0] == b'#' {
            continue;
        }
        each(parse_line(path, number, line).and_then(|entry| {
            let earlier = *first_line.entry(entry.key).or_insert(number);
            if earlier == number {
                return Ok(entry);
            }
            Err(Problem::new(
                path,
                number,
                1,
                format!("the key {} stands in line {earlier} already", quoted(entry.key)),
            )
            .help("keep one of the lines; further candidates follow the first, separated by a space"))
        }));
    }
}

fn parse_line<'a>(path: &str, number: usize, line: &'a [u8]) -> Result<Entry<'a>, Problem> {
    const FORM: &str = "a line is `key<TAB>value`, with further candidates after single spaces";
    let line = std::str::from_utf8(line).map_err(|error| {
        let good = String::from_utf8_lossy(&line[..error.valid_up_to()]);
        let byte = line[error.valid_up_to()];
        Problem::new(
            path,
            number,
            good.chars().count() + 1,
            format!("the byte 0x{byte:02X} is not UTF-8"),
        )
        .help("save the file as UTF-8")
    })?;
    let problem =
        |before: &str, message: String| Err(Problem::new(path, number, before.chars().count() + 1, message).help(FORM));
    if let Some(at) = line.find('\0') {
        return problem(&line[..at], "a NUL character".to_owned());
    }
    let Some((key, candidates)) = line.split_once('\t') else {
        return problem(line, format!("no tab after the key {}", quoted(line)));
    };
    if key.is_empty() {
        return problem("", "the key before the tab is empty".into());
    }
    if let Some(problem) = too_long(key) {
        return Err(problem.placed(path, number, 1));
    }
    if let Some(extra) = candidates.find('\t') {
        let column = key.len() + 1 + extra;
        return problem(&line[..column], "a second tab".into());
    }
    let mut column = key.len() + 1;
    for candidate in candidates.split(' ') {
        if candidate.is_empty() {
            return problem(&line[..column], format!("a value of {} is empty", quoted(key)));
        }
        if candidate.len() > LONGEST_VALUE {
            let problem = Problem::new(
                path,
                number,
                line[..column].chars().count() + 1,
                "the value is longer than 255 bytes",
            );
            return Err(problem.help("conversions are for words and phrases"));
        }
        column += candidate.len() + 1;
    }
    Ok(Entry {
        key,
        candidates,
        line: number,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_problem(text: &[u8]) -> String {
        parse_strict("d.txt", text)
            .unwrap_err()
            .to_string()
            .lines()
            .next()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn reads_keys_candidates_comments_and_line_ends() {
        let text = "\u{FEFF}# 頭\n\n发\t發 髮\r\n里\t裏\n";
        let entries = parse_strict("d.txt", text.as_bytes()).unwrap();
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].candidates().collect::<Vec<_>>(), ["發", "髮"]);
        assert_eq!((entries[1].value(), entries[1].line), ("裏", 4));
    }

    #[test]
    fn tells_every_mistake_with_its_place() {
        assert_eq!(
            first_problem("里程\n".as_bytes()),
            "d.txt:1:3: no tab after the key “里程”"
        );
        assert_eq!(
            first_problem("# x\n\t裏\n".as_bytes()),
            "d.txt:2:1: the key before the tab is empty"
        );
        assert_eq!(
            first_problem("里\t\n".as_bytes()),
            "d.txt:1:3: a value of “里” is empty"
        );
        assert_eq!(
            first_problem("里\t裏  里\n".as_bytes()),
            "d.txt:1:5: a value of “里” is empty"
        );
        assert_eq!(first_problem("里\t裏\t里\n".as_bytes()), "d.txt:1:4: a second tab");
        assert_eq!(
            first_problem("里\t裏\n里\t里\n".as_bytes()),
            "d.txt:2:1: the key “里” stands in line 1 already"
        );
        assert_eq!(
            first_problem(b"a\tb\n\xE9\x87\x8C\xFF\tb\n"),
            "d.txt:2:2: the byte 0xFF is not UTF-8"
        );
    }
}
