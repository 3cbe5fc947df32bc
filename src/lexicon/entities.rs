//! Entity dictionaries: CSV, one row an alias.
//!
//! Columns are found by their names in the header, so their order is free. `alias` and `entity_id` are required; `label`,
//! `name_zh` and `name_latin` describe the entity and need to stand on one of its rows only; `kind`, `region` and `priority`
//! describe the alias.

use std::num::IntErrorKind;
use std::str::FromStr;

use csv::StringRecord;

use super::facts::Facts;
use super::problem::{Problem, Problems, quoted, too_long};

/// What an alias is to its entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AliasKind {
    /// The whole name, official or usual.
    Full,
    /// A shorter form that is unmistakable on its own.
    Short,
    /// A given name; counts only beside another form of the entity.
    Given,
    /// A family name; counts only beside another form of the entity.
    Family,
    /// An abbreviation.
    Abbreviation,
    /// A nickname.
    Nickname,
    /// A name of the past.
    Former,
    /// A form that is an everyday word as well; counts only beside another form of the entity.
    Word,
}

impl AliasKind {
    /// All kinds, by the names they have in files.
    pub const ALL: [(&'static str, AliasKind); 8] = [
        ("full", AliasKind::Full),
        ("short", AliasKind::Short),
        ("given", AliasKind::Given),
        ("family", AliasKind::Family),
        ("abbreviation", AliasKind::Abbreviation),
        ("nickname", AliasKind::Nickname),
        ("former", AliasKind::Former),
        ("word", AliasKind::Word),
    ];

    /// The name used in files.
    pub fn name(self) -> &'static str {
        let known = Self::ALL.iter().find(|(_, kind)| *kind == self);
        known.map_or("full", |(name, _)| name)
    }

    /// Whether the alias counts only in a document that holds another form of its entity which does not.
    pub const fn demands_context(self) -> bool {
        matches!(self, AliasKind::Given | AliasKind::Family | AliasKind::Word)
    }
}

impl FromStr for AliasKind {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, kind)| *kind)
            .ok_or(())
    }
}

/// Where a form is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Region {
    /// Taiwan.
    Tw,
    /// Hong Kong and Macau.
    Hk,
    /// Mainland China.
    Cn,
}

impl Region {
    /// The name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Region::Tw => "tw",
            Region::Hk => "hk",
            Region::Cn => "cn",
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AliasRow {
    /// The form that stands in texts.
    pub alias: String,
    /// Whom it means.
    pub entity_id: String,
    /// The entity's label, where this row states it.
    pub label: Option<String>,
    /// The entity's usual Chinese name, where this row states it.
    pub name_zh: Option<String>,
    /// The entity's usual Latin name, where this row states it.
    pub name_latin: Option<String>,
    /// What the alias is to its entity.
    pub kind: AliasKind,
    /// Where the alias is used; empty means everywhere.
    pub regions: Vec<Region>,
    /// Which entity is preferred where two share an alias: the larger number.
    pub priority: i32,
    /// The line that the row begins on, from 1.
    pub line: usize,
}

/// The columns that are read, in the order in which [`Columns`] has their places.
pub(super) const COLUMNS: [&str; 8] = [
    "alias",
    "entity_id",
    "label",
    "name_zh",
    "name_latin",
    "kind",
    "region",
    "priority",
];

/// Reads an entity dictionary.
///
/// # Errors
///
/// Every row that is wrong: a missing column or cell, an unknown kind or region, a priority that is no number, a row that
/// contradicts an earlier row on the same entity or repeats it.
pub fn read_entities(path: &str, text: &str) -> Result<Vec<AliasRow>, Problems> {
    let mut rows = Vec::new();
    let mut problems = Problems::default();
    each_row(path, text, |_, row| match row {
        Ok(row) => rows.push(row),
        Err(problem) => problems.push(problem),
    });
    problems.check()?;
    Ok(rows)
}

/// Where each of [`COLUMNS`] stands in a row of a file.
pub(super) type Columns = [Option<usize>; COLUMNS.len()];

/// The first record of `text`.
pub(super) fn first_record(text: &str) -> Option<StringRecord> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 9)
        .from_reader(text.as_bytes());
    reader.records().next()?.ok()
}

/// Calls `each` with the place of every row and with the row, or with each of the problems that it has.
pub(super) fn each_row<'t>(path: &'t str, text: &'t str, mut each: impl FnMut(&Place<'t>, Result<AliasRow, Problem>)) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    // What is in memory can be read, and is UTF-8.
    let header = reader.headers().cloned().unwrap_or_default();
    let head = Place {
        path,
        text,
        line: 1,
        start: 0,
        columns: COLUMNS.map(|name| header.iter().position(|cell| cell.trim() == name)),
    };
    if let Err(problem) = check_header(&head, &header) {
        return each(&head, Err(problem));
    }
    let mut facts = Facts::new(text);
    for record in reader.records() {
        // The reader accepts any bytes of a str, and rows of any length.
        let Ok(record) = record else { continue };
        let place = Place::of(&head, &record);
        let mut wrong = Vec::new();
        let row = row(&record, &header, &place, &mut wrong);
        if wrong.is_empty() {
            facts.check(&row, &place, &mut wrong);
        }
        if wrong.is_empty() {
            each(&place, Ok(row));
        }
        for problem in wrong {
            each(&place, Err(problem));
        }
    }
}

fn check_header(head: &Place<'_>, header: &StringRecord) -> Result<(), Problem> {
    let required = COLUMNS.iter().zip(head.columns).take(2);
    let missing: Vec<String> = required
        .filter(|(_, place)| place.is_none())
        .map(|(name, _)| format!("“{name}”"))
        .collect();
    if !missing.is_empty() {
        let columns = if missing.len() == 1 { "column" } else { "columns" };
        let message = format!("the header has no {columns} {}", missing.join(" and "));
        let is_separated_otherwise = header.len() == 1 && header[0].contains([';', '\t']);
        return Err(head.at(0, message).help(if is_separated_otherwise {
            "separate the cells by commas".to_owned()
        } else {
            format!("the first line names the columns: {}", COLUMNS.join(","))
        }));
    }
    for (i, cell) in header.iter().enumerate() {
        if COLUMNS.contains(&cell.trim()) && header.iter().take(i).any(|earlier| earlier.trim() == cell.trim()) {
            return Err(head
                .at(i, format!("the header has the column “{}” twice", cell.trim()))
                .help("give one of the two another name; columns of other names are passed over"));
        }
    }
    Ok(())
}

/// What to do about a cell with a line end in it.
pub(super) const UNCLOSED: &str =
    "the quotation mark that opens it is closed on a later line only, or never; write one that is meant as \"\"";

fn row(record: &StringRecord, header: &StringRecord, place: &Place<'_>, wrong: &mut Vec<Problem>) -> AliasRow {
    let goes_over_lines = |cell: &str| cell.trim().contains('\n');
    if record.len() != header.len() {
        wrong.push(match record.iter().position(goes_over_lines) {
            // A quotation mark that is not closed swallows what follows.
            Some(i) => place
                .at(i, "the cell goes over several lines".to_owned())
                .help(UNCLOSED),
            None => {
                let cells = if record.len() == 1 { "cell" } else { "cells" };
                let message = format!("{} {cells} where the header has {}", record.len(), header.len());
                let problem = place.at(header.len().min(record.len()), message);
                problem.help(if record.len() < header.len() {
                    "an empty cell has its comma too: 小藍鯨,blue-whale,,"
                } else {
                    "quote a cell that holds a comma: \"Character.AI, Inc.\""
                })
            }
        });
    }
    let at = &place.columns;
    let cell = |column: usize| {
        let cell = at[column].and_then(|i| record.get(i)).unwrap_or("").trim();
        (!cell.is_empty()).then_some(cell)
    };
    let mut row = AliasRow {
        alias: cell(0).unwrap_or("").to_owned(),
        entity_id: cell(1).unwrap_or("").to_owned(),
        label: cell(2).map(str::to_owned),
        name_zh: cell(3).map(str::to_owned),
        name_latin: cell(4).map(str::to_owned),
        kind: AliasKind::Full,
        regions: Vec::new(),
        priority: 0,
        line: place.line,
    };
    if !wrong.is_empty() {
        return row;
    }
    for (column, name) in COLUMNS.iter().enumerate().take(2) {
        if let Some(problem) = cell(column).and_then(too_long) {
            let place = place.in_column(column, String::new());
            wrong.push(problem.placed(place.path(), place.line(), place.column()));
        } else if cell(column).is_none() {
            wrong.push(
                place
                    .in_column(column, format!("the cell “{name}” is empty"))
                    .help("every row needs an alias and the id of whom it means; remove the row if it is nobody's"),
            );
        }
    }
    for (i, cell) in record.iter().enumerate() {
        if cell.contains('\0') {
            wrong.push(place.at(i, "a NUL character".to_owned()).help("remove it"));
        }
    }
    if let Some(name) = cell(5) {
        row.kind = name.parse().unwrap_or_else(|()| {
            let known = AliasKind::ALL.map(|(name, _)| name).join(", ");
            wrong.push(
                place
                    .in_column(5, format!("{} is no kind of alias", quoted(name)))
                    .help(format!("write one of {known}, or leave it empty for full")),
            );
            AliasKind::Full
        });
    }
    for name in cell(6).unwrap_or("").split_ascii_whitespace() {
        match name {
            "tw" => row.regions.push(Region::Tw),
            "hk" => row.regions.push(Region::Hk),
            "cn" => row.regions.push(Region::Cn),
            _ => wrong.push(
                place
                    .in_column(6, format!("{} is no region", quoted(name)))
                    .help("write tw, hk, cn or several of them with spaces between; leave it empty for everywhere"),
            ),
        }
    }
    if let Some(number) = cell(7) {
        row.priority = number.parse().unwrap_or_else(|error: std::num::ParseIntError| {
            let what = match error.kind() {
                IntErrorKind::PosOverflow => "is too large",
                IntErrorKind::NegOverflow => "is too small",
                _ => "is no whole number",
            };
            let message = format!("the priority {} {what}", quoted(number));
            let help = format!(
                "a larger number wins, from {} to {}; leave it empty for 0",
                i32::MIN,
                i32::MAX
            );
            wrong.push(place.in_column(7, message).help(help));
            0
        });
    }
    row
}

/// Where a row stands.
pub(super) struct Place<'a> {
    path: &'a str,
    text: &'a str,
    /// The line that the row begins on, from 1.
    pub(super) line: usize,
    /// The byte that it begins at.
    pub(super) start: usize,
    pub(super) columns: Columns,
}

impl<'a> Place<'a> {
    /// The place of a record.
    fn of(head: &Place<'a>, record: &StringRecord) -> Self {
        let (line, start) = record
            .position()
            .map_or((0, 0), |p| (p.line() as usize, p.byte() as usize));
        // A record's position is before the empty lines in front of it.
        let rest = &head.text[start..];
        let empty = &rest[..rest.len() - rest.trim_start_matches(['\n', '\r']).len()];
        Place {
            line: line + empty.matches('\n').count(),
            start: start + empty.len(),
            ..*head
        }
    }

    /// A problem with the row's cell in a column of [`COLUMNS`].
    pub(super) fn in_column(&self, column: usize, message: String) -> Problem {
        self.at(self.columns[column].unwrap_or(0), message)
    }

    /// A problem with the row's cell number `index`.
    pub(super) fn at(&self, index: usize, message: String) -> Problem {
        let (mut line, mut column, mut left, mut quoted) = (self.line, 1, index, false);
        for c in self.text[self.start..].chars() {
            match c {
                _ if left == 0 => break,
                '"' => quoted = !quoted,
                ',' if !quoted => left -= 1,
                '\n' if quoted => {
                    line += 1;
                    column = 0;
                }
                '\n' => break,
                _ => {}
            }
            column += 1;
        }
        Problem::new(self.path, line, column, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name() {
        let rows = read_entities("e.csv", "entity_id,alias,kind,region\nx,王小明,given,cn hk\n").unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].alias.as_str(), rows[0].entity_id.as_str()), ("王小明", "x"));
        assert_eq!(rows[0].kind, AliasKind::Given);
        assert_eq!(rows[0].regions, [Region::Cn, Region::Hk]);
        assert_eq!(rows[0].line, 2);
    }

    #[test]
    fn every_problem_is_told_with_line_and_column() {
        let text = "alias,entity_id,label,kind,priority\n\
                    甲,a,PERSON,full,\n\
                    \"乙,丙\",,PERSON,full,\n\
                    丁,b,PERSON,fulll,high\n\
                    甲甲,a,ORG,full,\n\
                    戊,c,PERSON,full\n\
                    甲,a,,full,\n";
        let told: Vec<String> = read_entities("e.csv", text)
            .unwrap_err()
            .iter()
            .map(ToString::to_string)
            .collect();
        let starts = [
            "e.csv:3:7: the cell “entity_id” is empty",
            "e.csv:4:12: “fulll” is no kind of alias\nhelp: write one of full, short,",
            "e.csv:4:18: the priority “high” is no whole number",
            "e.csv:5:6: label of a is “ORG” here and “PERSON” on line 2",
            "e.csv:6:16: 4 cells where the header has 5",
            "e.csv:7:1: “甲” was given to a on line 2 already",
        ];
        assert_eq!(told.len(), starts.len(), "{told:#?}");
        for (told, start) in told.iter().zip(starts) {
            assert!(told.starts_with(start), "{told}\nshould start with\n{start}");
        }
    }

    #[test]
    fn a_missing_column_is_told_once() {
        let told = read_entities("e.csv", "alias;entity_id\na;b\n").unwrap_err();
        assert_eq!(told.iter().count(), 1);
        assert!(told.to_string().contains("separate the cells by commas"));
    }
}
