//! One entry more for a dictionary: in, its text and the entry; out, what is to be put behind the text. The text stays as it is, with its
//! line ends.

use super::entities::{COLUMNS, first_record};
use super::problem::{Problem, quoted};
use super::source::{DictionaryKind, SourceFile};

/// An entry to be added.
#[derive(Debug, Clone, Copy)]
pub enum Addition<'a> {
    /// A word.
    Word(&'a str),
    /// A conversion; of several candidates the first is taken.
    Conversion {
        /// What is looked for.
        from: &'a str,
        /// What it becomes.
        to: &'a str,
    },
    /// An alias: alias, entity_id, label, name_zh, name_latin, kind, region, priority; an empty cell is none.
    Alias([&'a str; 8]),
}

/// What is to be put behind a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// All of it: a line end where the last line has none, a header where there is no text, and the entry.
    pub text: String,
    /// The entry alone, as it is written.
    pub row: String,
    /// Its line, from 1.
    pub line: usize,
}

/// Writes an entry as the file at `path`, which has `text`, would have it.
///
/// # Errors
///
/// A file of another kind, a line end or a tab in a cell that must not have one, a column that the file lacks.
pub fn append(path: &str, text: &str, addition: &Addition<'_>) -> Result<Appended, Problem> {
    let unmarked = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let is_empty = unmarked.trim().is_empty();
    let wanted = match addition {
        Addition::Word(_) => DictionaryKind::Words,
        Addition::Conversion { .. } => DictionaryKind::Conversions,
        Addition::Alias(_) => DictionaryKind::Entities,
    };
    let kind = SourceFile::from_text(path, unmarked).kind();
    let is_new_csv = kind == DictionaryKind::Entities && is_empty;
    if kind != wanted && (!is_empty || is_new_csv) {
        let message = format!(
            "this is a dictionary of {}, and the entry is one of {}",
            kind.name(),
            wanted.name()
        );
        return Err(Problem::new(path, 0, 0, message)
            .help("--id ID adds an alias of an entity, --to TEXT a conversion, neither of them a word"));
    }
    let end = if unmarked.lines().next().is_some_and(|_| unmarked.contains("\r\n")) {
        "\r\n"
    } else {
        "\n"
    };
    let mut before = String::new();
    if !unmarked.is_empty() && !unmarked.ends_with('\n') {
        before += end;
    }
    let row = match *addition {
        Addition::Word(word) => one_line(path, word, &['\n', '\r', '\t', ' '])?.to_owned(),
        Addition::Conversion { from, to } => {
            let [from, to] = [
                one_line(path, from, &['\n', '\r', '\t'])?,
                one_line(path, to, &['\n', '\r', '\t'])?,
            ];
            format!("{from}\t{to}")
        }
        Addition::Alias(cells) => {
            for cell in cells {
                one_line(path, cell, &['\n', '\r'])?;
            }
            if is_empty {
                before += &COLUMNS.join(",");
                before += end;
            }
            let header = first_record(unmarked).filter(|_| !is_empty);
            let columns: Vec<&str> = match &header {
                Some(header) => header.iter().map(str::trim).collect(),
                None => COLUMNS.to_vec(),
            };
            for (name, cell) in COLUMNS.iter().zip(cells) {
                if !cell.is_empty() && !columns.contains(name) {
                    let message = format!("the header has no column “{name}”");
                    let help = format!("add it to the first line: {},{name}", columns.join(","));
                    return Err(Problem::new(path, 1, 1, message).help(help));
                }
            }
            let cell = |column: &&str| {
                COLUMNS
                    .iter()
                    .position(|name| name == column)
                    .map_or("", |place| cells[place])
            };
            columns
                .iter()
                .map(|column| csv_cell(cell(column)))
                .collect::<Vec<_>>()
                .join(",")
        }
    };
    let lines_before = text.matches('\n').count() + before.matches('\n').count();
    Ok(Appended {
        text: format!("{before}{row}{end}"),
        row,
        line: lines_before + 1,
    })
}

/// The cell, if it has none of the characters that would end it.
fn one_line<'a>(path: &str, cell: &'a str, ends: &[char]) -> Result<&'a str, Problem> {
    match cell.chars().find(|c| ends.contains(c)) {
        Some(' ') => {
            let message = format!("{} has a space, which a word cannot have", quoted(cell));
            Err(Problem::new(path, 0, 0, message).help("make it an alias of an entity, with --id"))
        }
        Some(_) => {
            let message = format!("{} has a line end or a tab", quoted(cell));
            Err(Problem::new(path, 0, 0, message).help("an entry is one line"))
        }
        None => Ok(cell),
    }
}

/// A cell as RFC 4180 has it.
fn csv_cell(cell: &str) -> String {
    if cell.contains([',', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alias<'a>(alias: &'a str, id: &'a str, label: &'a str) -> Addition<'a> {
        Addition::Alias([alias, id, label, "", "", "", "", ""])
    }

    #[test]
    fn what_is_there_stays_as_it_is() {
        let appended = append("w.txt", "\u{FEFF}雲端\r\n數位皮夾", &Addition::Word("發票")).unwrap();
        assert_eq!((appended.text.as_str(), appended.line), ("\r\n發票\r\n", 3));
        let appended = append(
            "h.txt",
            "",
            &Addition::Conversion {
                from: "软件",
                to: "程式",
            },
        )
        .unwrap();
        assert_eq!((appended.text.as_str(), appended.line), ("软件\t程式\n", 1));
    }

    #[test]
    fn cells_go_into_the_columns_of_the_file() {
        let text = "note,entity_id,alias,label\n,x,甲,ORG\n";
        let appended = append("e.csv", text, &alias("Character.AI, Inc.", "y", "")).unwrap();
        assert_eq!(
            (appended.text.as_str(), appended.line),
            (",y,\"Character.AI, Inc.\",\n", 3)
        );
        let header = "alias,entity_id,label,name_zh,name_latin,kind,region,priority\n";
        let appended = append("e.csv", "", &alias("甲", "x", "ORG")).unwrap();
        assert_eq!((appended.text, appended.line), (format!("{header}甲,x,ORG,,,,,\n"), 2));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let wrong = |text: &str, addition: Addition<'_>| append("d.csv", text, &addition).unwrap_err().to_string();
        assert!(wrong("alias,entity_id\n", alias("甲", "x", "ORG")).contains("no column “label”\nhelp: "));
        assert!(wrong("alias,entity_id\n", Addition::Word("甲")).contains("a dictionary of entities"));
        assert!(wrong("", alias("甲\n乙", "x", "")).contains("line end"));
        let spaced = append("w.txt", "", &Addition::Word("a b")).unwrap_err().to_string();
        assert!(spaced.contains("a space"), "{spaced}");
    }
}
