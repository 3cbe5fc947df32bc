//! Tables: CSV, TSV or with semicolons, whose columns the caller names. In, such a table; out, its rows as entities.

use std::io::{BufRead, Read, Write};
use std::path::Path;

use super::lines::utf8;
use super::{Counts, EntityWriter, Form, ImportError, Named, Tell};
use crate::lexicon::{AliasKind, Problem};

/// Which column holds what, by the names in the header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// Names that stand in texts; a cell may hold several, separated by [`Columns::separator`].
    pub aliases: Vec<String>,
    /// The entity's id. Without one it is the file's name and the first name of the row.
    pub id: Option<String>,
    /// The entity's label.
    pub label: Option<String>,
    /// The usual Chinese name, which counts as a name in texts too.
    pub name_zh: Option<String>,
    /// The usual Latin name, which counts as a name in texts too.
    pub name_latin: Option<String>,
    /// What the names in the columns of aliases are: `full`, `given` and so on.
    pub kind: Option<String>,
    /// What separates several names in a cell.
    pub separator: Option<String>,
    /// What separates cells; told from the header if it is not given.
    pub delimiter: Option<u8>,
    /// The label of rows that have none; of those that have one, only rows with this are read.
    pub only: Option<String>,
}

impl Columns {
    /// The names of a dictionary of the program's own, as far as `header` has them.
    #[must_use]
    pub fn or_own(mut self, header: &[&str]) -> Self {
        let own = |name: &str| header.contains(&name).then(|| name.to_owned());
        if self.aliases.is_empty() && self.name_zh.is_none() && self.name_latin.is_none() {
            self.aliases.extend(own("alias"));
            self.name_zh = own("name_zh");
            self.name_latin = own("name_latin");
        }
        self.id = self.id.or_else(|| own("entity_id"));
        self.label = self.label.or_else(|| own("label"));
        self.kind = self.kind.or_else(|| own("kind"));
        self
    }
}

/// Reads a table and writes its rows, in their order. Rows with the same id are one entity, which the first describes.
///
/// # Errors
///
/// What keeps the input from being read on, a column that the header does not have, or what keeps the result from being written.
pub fn import_table(
    path: &str,
    mut input: impl BufRead,
    columns: &Columns,
    out: &mut EntityWriter<'_, impl Write>,
    tell: Tell<'_>,
) -> Result<Counts, ImportError> {
    let cannot_read = |error: &dyn std::fmt::Display| Problem::new(path, 0, 0, format!("cannot be read: {error}"));
    let mut start = Vec::new();
    // A header is short; what follows is read as it comes.
    let first = input.by_ref().take(1 << 20).read_until(b'\n', &mut start);
    first.map_err(|error| cannot_read(&error))?;
    let start = start.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&start).to_vec();
    // The reader takes the LF behind a CR for the beginning of the next record.
    let behind = usize::from(start.ends_with(b"\r\n"));
    let delimiter = columns.delimiter.unwrap_or_else(|| delimiter_of(&start));
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(start.chain(input));
    let header = reader.byte_headers().map_err(|error| cannot_read(&error))?.clone();
    let header: Vec<&str> = header
        .iter()
        .map(|cell| utf8(path, 1, cell))
        .collect::<Result<_, _>>()?;
    let header: Vec<&str> = header.iter().map(|cell| cell.trim()).collect();
    let columns = columns.clone().or_own(&header);
    let find = |name: &str| {
        let place = header.iter().position(|cell| *cell == name);
        place.ok_or_else(|| {
            let message = format!("the header has no column “{name}”");
            Problem::new(path, 1, 1, message).help(format!("its columns are: {}", header.join(", ")))
        })
    };
    let at = |name: &Option<String>| name.as_deref().map(find).transpose();
    let aliases: Vec<usize> = columns
        .aliases
        .iter()
        .map(|name| find(name))
        .collect::<Result<_, _>>()?;
    let (id, label, kind) = (at(&columns.id)?, at(&columns.label)?, at(&columns.kind)?);
    let (zh, latin) = (at(&columns.name_zh)?, at(&columns.name_latin)?);
    if aliases.is_empty() && zh.is_none() && latin.is_none() {
        let problem = Problem::new(path, 1, 1, "no column is said to hold names");
        return Err(problem
            .help(format!(
                "name one with --alias-column; the columns are: {}",
                header.join(", ")
            ))
            .into());
    }
    let stem = Path::new(path)
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let mut counts = Counts::default();
    let mut record = csv::ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(cannot_read(&error).into()),
        }
        counts.records += 1;
        let number = record.position().map_or(0, |place| place.line() as usize + behind);
        let named = row(path, number, &record, header.len()).and_then(|cells| {
            let cell = |place: Option<usize>| place.map(|place| cells[place]).filter(|cell| !cell.is_empty());
            let own = |place: Option<usize>| cell(place).map(str::to_owned);
            let kind = cell(kind).map_or(Ok(AliasKind::Full), |kind| {
                kind.parse()
                    .map_err(|()| Problem::new(path, number, 0, format!("“{kind}” is no kind of alias")))
            })?;
            let mut forms: Vec<Form> = [zh, latin].into_iter().filter_map(cell).map(Form::full).collect();
            for text in aliases.iter().filter_map(|&place| cell(Some(place))) {
                let texts = match columns.separator.as_deref() {
                    Some(separator) if !separator.is_empty() => text.split(separator).collect(),
                    _ => vec![text],
                };
                let texts = texts.into_iter().map(str::trim).filter(|text| !text.is_empty());
                forms.extend(texts.map(|text| Form {
                    kind,
                    ..Form::full(text)
                }));
            }
            let Some(first) = forms.first() else {
                return Err(Problem::new(path, number, 0, "no name in this row"));
            };
            let id = match cell(id) {
                Some(id) => id.to_owned(),
                None if columns.id.is_some() => {
                    return Err(Problem::new(path, number, 0, "the cell of the id is empty"));
                }
                None => format!("{stem}:{}", first.text),
            };
            Ok(Named {
                id,
                label: own(label),
                name_zh: own(zh),
                name_latin: own(latin),
                forms,
            })
        });
        match named {
            Ok(mut named) => {
                named.label = named.label.or_else(|| columns.only.clone());
                let is_wanted = columns.only.is_none() || named.label == columns.only;
                counts.left_out += u64::from(!(is_wanted && out.write(&named)?));
            }
            Err(problem) => {
                counts.broken += 1;
                tell(&problem);
            }
        }
    }
    counts.bytes = reader.position().byte();
    Ok(counts)
}

/// The cells of a record, trimmed.
fn row<'r>(path: &str, number: usize, record: &'r csv::ByteRecord, len: usize) -> Result<Vec<&'r str>, Problem> {
    if record.len() != len {
        let message = format!("{} cells where the header has {len}", record.len());
        return Err(Problem::new(path, number, 0, message).help("quote a cell that holds what separates cells"));
    }
    let cells = record.iter().map(|cell| utf8(path, number, cell).map(str::trim));
    cells
        .collect::<Result<_, _>>()
        // A place inside of a cell is none in the line.
        .map_err(|_| Problem::new(path, number, 0, "not UTF-8").help("save the file as UTF-8"))
}

/// What separates the cells of a header: what it has most of.
fn delimiter_of(header: &[u8]) -> u8 {
    let count = |delimiter: u8| header.iter().filter(|&&byte| byte == delimiter).count();
    // The last of equals: a comma, where there is none of them.
    [b';', b'\t', b',']
        .into_iter()
        .max_by_key(|&delimiter| count(delimiter))
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import(path: &str, text: &[u8], columns: &Columns) -> Result<(String, Counts, Vec<String>), ImportError> {
        let (mut out, mut told) = (Vec::new(), Vec::new());
        let mut writer = EntityWriter::new(&mut out, &|_| false).unwrap().with_repeated_ids();
        let counts = import_table(path, text, columns, &mut writer, &mut |problem| {
            told.push(problem.to_string())
        })?;
        writer.finish().unwrap();
        let rows = String::from_utf8(out).unwrap();
        crate::lexicon::read_entities("out.csv", &rows).unwrap();
        Ok((rows, counts, told))
    }

    #[test]
    fn columns_are_those_that_the_caller_names() {
        let text = "\u{FEFF}編號;名稱;英文;別名\r\nP1;雲霄機;Skyliner;雲霄一號|Sky 1\r\nP1;雲霄機;Skyliner X;小雲\r\nP2;;;\r\nP3;甲\r\n;丁丁;;\r\n";
        let columns = Columns {
            aliases: vec!["別名".into()],
            id: Some("編號".into()),
            name_zh: Some("名稱".into()),
            name_latin: Some("英文".into()),
            separator: Some("|".into()),
            only: Some("PRODUCT".into()),
            ..Columns::default()
        };
        let (rows, counts, told) = import("t.csv", text.as_bytes(), &columns).unwrap();
        assert_eq!(
            rows,
            "alias,entity_id,label,name_zh,name_latin,kind,region\n雲霄機,P1,PRODUCT,雲霄機,Skyliner,full,\nSkyliner,P1,,,,full,\n\
             雲霄一號,P1,,,,full,\nSky 1,P1,,,,full,\nSkyliner X,P1,,,,full,\n小雲,P1,,,,full,\n"
        );
        assert_eq!((counts.records, counts.broken), (5, 3));
        assert!(told[0].starts_with("t.csv:4: no name"), "{told:?}");
        assert!(
            told[1].starts_with("t.csv:5: 2 cells where the header has 4"),
            "{told:?}"
        );
        assert!(told[2].starts_with("t.csv:6: the cell of the id is empty"), "{told:?}");
    }

    #[test]
    fn own_columns_need_no_naming_and_wrong_ones_are_told() {
        let text = "alias\tlabel\n甲甲\tORG\n乙乙\tLOC\n\u{FF}\tORG\n".replace('\u{FF}', "\u{FFFD}");
        let only = Columns {
            only: Some("ORG".into()),
            ..Columns::default()
        };
        let (rows, counts, _) = import("some/list.tsv", text.as_bytes(), &only).unwrap();
        assert!(rows.ends_with("甲甲,list:甲甲,ORG,,,full,\n"), "{rows}");
        assert_eq!(counts.left_out, 2);
        let wrong = Columns {
            id: Some("no".into()),
            ..Columns::default()
        };
        let told = import("t.csv", b"alias,id\n", &wrong).unwrap_err().to_string();
        assert_eq!(
            told,
            "t.csv:1:1: the header has no column “no”\nhelp: its columns are: alias, id"
        );
        let told = import("t.csv", b"name\nx\n", &Columns::default())
            .unwrap_err()
            .to_string();
        assert!(told.starts_with("t.csv:1:1: no column is said to hold names"), "{told}");
        let (_, counts, told) = import("t.csv", b"alias\n\xA4\xA4\n", &Columns::default()).unwrap();
        assert_eq!(
            (counts.broken, told[0].as_str()),
            (1, "t.csv:2: not UTF-8\nhelp: save the file as UTF-8")
        );
    }
}
