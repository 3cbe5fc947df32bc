//! Entity dictionaries: CSV, one row an alias.
//!
//! Columns are found by their names in the header, so their order is free. `alias` and `entity_id` are required; `label`,
//! `name_zh` and `name_latin` describe the entity and need to stand on one of its rows only; `kind`, `region` and `priority`
//! describe the alias.

use std::collections::HashMap;
use std::str::FromStr;

use super::problem::{Problem, Problems};

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

const COLUMNS: [&str; 8] = [
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
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader
        .headers()
        .map_err(|error| Problem::new(path, 1, 0, format!("the header cannot be read: {error}")))?
        .clone();
    let position = |name: &str| header.iter().position(|cell| cell == name);
    for required in ["alias", "entity_id"] {
        if position(required).is_none() {
            let mut problem = Problem::new(path, 1, 1, format!("the header has no column “{required}”"))
                .help(format!("the first line names the columns: {}", COLUMNS.join(",")));
            if header.len() == 1 && header[0].contains([';', '\t']) {
                problem = problem.help("separate the cells by commas");
            }
            return Err(problem.into());
        }
    }
    let at = COLUMNS.map(position);
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    let mut facts = Facts::default();
    for record in reader.records() {
        // The reader accepts any bytes of a str, and rows of any length.
        let Ok(record) = record else { continue };
        let (line, start) = record
            .position()
            .map_or((0, 0), |p| (p.line() as usize, p.byte() as usize));
        let place = Place {
            path,
            text,
            line,
            start,
        };
        if record.len() != header.len() {
            problems.push(
                place
                    .at(
                        header.len().min(record.len()),
                        format!("{} cells where the header has {}", record.len(), header.len()),
                    )
                    .help("quote a cell that holds a comma: \"Character.AI, Inc.\""),
            );
            continue;
        }
        let cell = |column: usize| at[column].map(|i| record[i].trim()).filter(|cell| !cell.is_empty());
        let mut wrong = Vec::new();
        let mut required = |column: usize| {
            cell(column).map(str::to_owned).unwrap_or_else(|| {
                wrong.push(place.at(
                    at[column].unwrap_or(0),
                    format!("the cell “{}” is empty", COLUMNS[column]),
                ));
                String::new()
            })
        };
        let (alias, entity_id) = (required(0), required(1));
        if let Some(i) = record.iter().position(|cell| cell.contains('\0')) {
            wrong.push(place.at(i, "a NUL character".to_owned()).help("remove it"));
        }
        let kind = cell(5).map_or(Ok(AliasKind::Full), str::parse).unwrap_or_else(|()| {
            let known = AliasKind::ALL.map(|(name, _)| name).join(", ");
            wrong.push(
                place
                    .at(
                        at[5].unwrap_or(0),
                        format!("“{}” is no kind of alias", cell(5).unwrap_or("")),
                    )
                    .help(format!("write one of {known}, or leave it empty for full")),
            );
            AliasKind::Full
        });
        let mut regions = Vec::new();
        for name in cell(6).unwrap_or("").split_ascii_whitespace() {
            match name {
                "tw" => regions.push(Region::Tw),
                "hk" => regions.push(Region::Hk),
                "cn" => regions.push(Region::Cn),
                _ => wrong.push(
                    place
                        .at(at[6].unwrap_or(0), format!("“{name}” is no region"))
                        .help("write tw, hk, cn or several of them with spaces between; leave it empty for everywhere"),
                ),
            }
        }
        let priority = cell(7).map_or(Ok(0), str::parse).unwrap_or_else(|_| {
            wrong.push(
                place
                    .at(
                        at[7].unwrap_or(0),
                        format!("the priority “{}” is no whole number", cell(7).unwrap_or("")),
                    )
                    .help("a larger number wins; leave it empty for 0"),
            );
            0
        });
        let row = AliasRow {
            alias,
            entity_id,
            label: cell(2).map(str::to_owned),
            name_zh: cell(3).map(str::to_owned),
            name_latin: cell(4).map(str::to_owned),
            kind,
            regions,
            priority,
            line,
        };
        if wrong.is_empty() {
            facts.check(&row, &place, &at, &mut wrong);
        }
        if wrong.is_empty() {
            rows.push(row);
        } else {
            problems.append(&mut wrong);
        }
    }
    Problems::check(problems)?;
    Ok(rows)
}

/// Where a row stands.
struct Place<'a> {
    path: &'a str,
    text: &'a str,
    line: usize,
    start: usize,
}

impl Place<'_> {
    /// A problem with the row's cell number `index`.
    fn at(&self, index: usize, message: String) -> Problem {
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

/// What earlier rows said.
#[derive(Default)]
struct Facts {
    entities: HashMap<String, [Option<(String, usize)>; 3]>,
    aliases: HashMap<(String, String), usize>,
}

impl Facts {
    fn check(&mut self, row: &AliasRow, place: &Place<'_>, at: &[Option<usize>; 8], wrong: &mut Vec<Problem>) {
        if let Some(line) = self
            .aliases
            .insert((row.entity_id.clone(), row.alias.clone()), row.line)
        {
            wrong.push(
                place
                    .at(
                        at[0].unwrap_or(0),
                        format!("“{}” was given to {} on line {line} already", row.alias, row.entity_id),
                    )
                    .help("remove one of the two rows; several regions go into one cell: cn hk"),
            );
        }
        let known = self.entities.entry(row.entity_id.clone()).or_default();
        let stated = [&row.label, &row.name_zh, &row.name_latin];
        for (i, (known, stated)) in known.iter_mut().zip(stated).enumerate() {
            match (&known, stated) {
                (None, Some(stated)) => *known = Some((stated.clone(), row.line)),
                (Some((earlier, line)), Some(stated)) if earlier != stated => wrong.push(
                    place
                        .at(
                            at[i + 2].unwrap_or(0),
                            format!(
                                "{} of {} is “{stated}” here and “{earlier}” on line {line}",
                                COLUMNS[i + 2],
                                row.entity_id
                            ),
                        )
                        .help("state it on one row of the entity only"),
                ),
                _ => {}
            }
        }
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
