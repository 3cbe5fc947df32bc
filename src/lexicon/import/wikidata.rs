//! Wikidata's JSON dumps, as published: an array with one entity a line. Only what is needed is read of a line: the names in
//! Chinese and English, what the item is (P31), and how many pages it has. Memory does not grow with the dump but for one bit
//! an item, so that none is written twice.

use std::collections::HashMap;
use std::io::{BufRead, Write};

use super::json::{ByLanguage, Item, LANGUAGES, Term, item_number};
use super::lines::Lines;
use super::writer::has_han;
use super::{Counts, EntityWriter, Form, ImportError, Named, Tell};
use crate::lexicon::{AliasKind, Problem, Problems, Region};

/// The largest number that an item may have; there are some 140 million.
const LARGEST: u64 = 1_000_000_000;

/// Which label the items of a type get.
#[derive(Debug, Clone, Default)]
pub struct TypeLabels(HashMap<u64, Option<String>>);

impl TypeLabels {
    /// The table that comes with the program.
    ///
    /// # Errors
    ///
    /// What is wrong with it; the tests see to it that nothing is.
    pub fn shipped() -> Result<TypeLabels, Problems> {
        let text = include_str!("../../../dicts/import/wikidata-types.tsv");
        TypeLabels::default().with("wikidata-types.tsv", text)
    }

    /// Adds a table of one's own, whose lines (`Q5<TAB>PERSON`, and a remark behind another TAB) win; `-` leaves items of a type out.
    ///
    /// # Errors
    ///
    /// Every line that is wrong.
    pub fn with(mut self, path: &str, text: &str) -> Result<TypeLabels, Problems> {
        let mut problems = Problems::default();
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let mut cells = line.split('\t').map(str::trim);
            let known = cells.next().and_then(item_number).zip(cells.next());
            match known.filter(|(_, label)| !label.is_empty()) {
                Some((item, label)) => {
                    self.0.insert(item, (label != "-").then(|| label.to_owned()));
                }
                None => problems.push(
                    Problem::new(path, number, 1, format!("“{line}” is no type with its label"))
                        .help("write Q5<TAB>PERSON; - for a type whose items are left out"),
                ),
            }
        }
        problems.check()?;
        Ok(self)
    }
}

/// Which items are wanted, and what their types mean.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// The labels of types.
    pub labels: TypeLabels,
    /// Only items of these types, if there are any: 5 for Q5. Those need not be in the table.
    pub types: Vec<u64>,
    /// Only items with so many pages on Wikimedia's sites.
    pub min_sitelinks: u64,
    /// Only items with this label.
    pub label: Option<String>,
}

impl Selection {
    /// The label of an item, if it is wanted; else the first of its types if the table has none of them.
    fn label_of(&self, item: &Item<'_>) -> Result<Option<&str>, Option<u64>> {
        let types: Vec<u64> = item.claims.instance_of.iter().filter_map(|said| said.item()).collect();
        let is_asked_for = types.iter().any(|kind| self.types.contains(kind));
        if !is_asked_for && !self.types.is_empty() || item.sitelinks.0 < self.min_sitelinks {
            return Err(None);
        }
        let mut known = types.iter().filter_map(|kind| self.labels.0.get(kind));
        let label = known.next().map(Option::as_deref);
        let is_barred = label == Some(None) || known.any(Option::is_none);
        match label {
            _ if is_barred && !is_asked_for => Err(None),
            None if !is_asked_for => Err(types.first().copied()),
            label => {
                let label = label.flatten();
                let is_wanted = self.label.is_none() || self.label.as_deref() == label;
                is_wanted.then_some(label).ok_or(None)
            }
        }
    }
}

/// Reads a dump that is no longer compressed, and writes the items that have a Chinese name, in the dump's order. Also returns the
/// types that kept most items out because the table does not have them, with how many, the most first.
///
/// # Errors
///
/// What keeps the dump from being read on, or the result from being written.
pub fn import_wikidata(
    path: &str,
    input: impl BufRead,
    selection: &Selection,
    out: &mut EntityWriter<'_, impl Write>,
    tell: Tell<'_>,
) -> Result<(Counts, Vec<(u64, u64)>), ImportError> {
    let mut counts = Counts::default();
    let mut unknown: HashMap<u64, u64> = HashMap::new();
    let mut written = Bits::default();
    let mut lines = Lines::new(path, input);
    while let Some((number, line)) = lines.next()? {
        if line
            .as_ref()
            .is_ok_and(|line| matches!(line.trim_ascii(), b"" | b"[" | b"]"))
        {
            continue;
        }
        counts.records += 1;
        let item = match line.and_then(|line| read(path, number, line)) {
            Ok(item) => item,
            Err(problem) => {
                counts.broken += 1;
                tell(&problem);
                continue;
            }
        };
        let is_written = match (item_number(&item.id), selection.label_of(&item)) {
            (Some(item_number), Ok(label)) => match named(&item, label) {
                Some(named) if written.insert(item_number) => out.write(&named)?,
                _ => false,
            },
            (Some(_), Err(Some(kind))) => {
                *unknown.entry(kind).or_default() += 1;
                false
            }
            // Properties and lexemes are no items.
            _ => false,
        };
        counts.left_out += u64::from(!is_written);
    }
    counts.bytes = lines.bytes;
    let mut unknown: Vec<(u64, u64)> = unknown.into_iter().collect();
    unknown.sort_unstable_by_key(|&(kind, count)| (std::cmp::Reverse(count), kind));
    Ok((counts, unknown))
}

/// Reads a line of a dump: an entity, and a comma behind it but for the last.
fn read<'a>(path: &str, number: usize, line: &'a [u8]) -> Result<Item<'a>, Problem> {
    let json = line.trim_ascii();
    let json = json.strip_suffix(b",").unwrap_or(json);
    let item: Item<'a> = serde_json::from_slice(json).map_err(|error| {
        let before = &json[..error.column().saturating_sub(1).min(json.len())];
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or("");
        let column = String::from_utf8_lossy(before).chars().count() + 1;
        Problem::new(path, number, column, format!("no entity: {message}"))
    })?;
    if item_number(&item.id).is_some_and(|number| number > LARGEST) {
        return Err(Problem::new(path, number, 0, format!("there is no item {}", item.id)));
    }
    Ok(item)
}

/// The names of an item, if it has a Chinese one.
fn named(item: &Item<'_>, label: Option<&str>) -> Option<Named> {
    let ByLanguage(labels) = &item.labels;
    let ByLanguage(aliases) = &item.aliases;
    let text = |term: &Term<'_>| term.value.trim().to_owned();
    let chinese = || (0..LANGUAGES.len()).filter(|&language| is_chinese(language));
    let latin = || (0..LANGUAGES.len()).filter(|&language| !is_chinese(language));
    let label_in =
        |language: usize, is_right: fn(&str) -> bool| labels[language].as_ref().map(text).filter(|name| is_right(name));
    let name_zh = chinese().find_map(|language| label_in(language, has_han));
    let name_latin = latin().find_map(|language| label_in(language, is_latin));
    let mut forms: Vec<Form> = Vec::new();
    let mut add = |language: usize, term: &Term<'_>, is_label: bool| {
        let text = text(term);
        if is_chinese(language) || is_latin(&text) {
            let kind = if !is_label && is_abbreviation(&text) {
                AliasKind::Abbreviation
            } else {
                AliasKind::Full
            };
            forms.push(Form {
                text,
                kind,
                regions: regions(language),
            });
        }
    };
    for language in chinese().chain(latin()) {
        labels[language].iter().for_each(|term| add(language, term, true));
    }
    for language in chinese().chain(latin()) {
        aliases[language]
            .iter()
            .flatten()
            .for_each(|term| add(language, term, false));
    }
    forms.iter().any(|form| has_han(&form.text)).then(|| Named {
        id: format!("wikidata:{}", item.id),
        label: label.map(str::to_owned),
        name_zh,
        name_latin,
        forms,
    })
}

/// Whether a language of [`LANGUAGES`] is Chinese.
fn is_chinese(language: usize) -> bool {
    LANGUAGES[language].starts_with("zh")
}

/// Where a language of [`LANGUAGES`] is at home; empty for one that is not at home in one region only.
fn regions(language: usize) -> Vec<Region> {
    match LANGUAGES[language] {
        "zh-tw" => vec![Region::Tw],
        "zh-hk" => vec![Region::Hk],
        "zh-cn" => vec![Region::Cn],
        _ => Vec::new(),
    }
}

fn is_latin(name: &str) -> bool {
    name.contains(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| (c as u32) < 0x250 || matches!(c, '\u{1E00}'..='\u{1EFF}' | '\u{2010}'..='\u{2027}'))
}

fn is_abbreviation(name: &str) -> bool {
    (2..=6).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A set of numbers, a bit each.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    /// Adds a number up to [`LARGEST`]; whether it is new.
    fn insert(&mut self, number: u64) -> bool {
        let (word, bit) = (number as usize / 64, 1 << (number % 64));
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        let is_new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import(dump: &str, selection: Selection) -> (String, Counts, Vec<(u64, u64)>, Vec<String>) {
        let mut out = Vec::new();
        let mut told = Vec::new();
        let mut writer = EntityWriter::new(&mut out, &|_| false).unwrap();
        let selection = Selection {
            labels: TypeLabels::shipped().unwrap(),
            ..selection
        };
        let mut tell = |problem: &Problem| told.push(problem.to_string());
        let (counts, unknown) = import_wikidata("d.json", dump.as_bytes(), &selection, &mut writer, &mut tell).unwrap();
        writer.finish().unwrap();
        let rows = String::from_utf8(out).unwrap();
        crate::lexicon::read_entities("out.csv", &rows).unwrap();
        (rows, counts, unknown, told)
    }

    fn item(id: &str, labels: &str, types: &[&str], sites: usize) -> String {
        let claims: Vec<String> = types
            .iter()
            .map(|id| format!(r#"{{"mainsnak":{{"snaktype":"value","datavalue":{{"value":{{"entity-type":"item","numeric-id":{},"id":"{id}"}}}}}},"rank":"normal"}}"#, &id[1..]))
            .collect();
        let sites: Vec<String> = (0..sites).map(|i| format!(r#""s{i}wiki":{{"title":"x"}}"#)).collect();
        let claims = if claims.is_empty() {
            "[]".to_owned()
        } else {
            format!(r#"{{"P18":[{{"x":[1,2]}}],"P31":[{}]}}"#, claims.join(","))
        };
        format!(
            r#"{{"type":"item","id":"{id}","labels":{labels},"descriptions":{{"en":{{"value":"x"}}}},"aliases":[],"claims":{claims},"sitelinks":{{{}}},"lastrevid":1}}"#,
            sites.join(",")
        )
    }

    #[test]
    fn names_regions_and_labels_are_read() {
        let dump = r#"[
{"type":"item","id":"Q22686","labels":{"de":{"language":"de","value":"Trump"},"zh":{"language":"zh","value":"\u5510\u7d0d\u00b7\u5ddd\u666e"},"zh-tw":{"language":"zh-tw","value":"唐納·川普"},"zh-cn":{"language":"zh-cn","value":"唐纳德·特朗普"},"mul":{"language":"mul","value":"Donald Trump"}},"aliases":{"zh":[{"language":"zh","value":"川普"}],"en":[{"language":"en","value":"DJT"},{"language":"en","value":"trump"}]},"claims":{"P31":[{"mainsnak":{"snaktype":"value","datavalue":{"value":{"numeric-id":5},"type":"wikibase-entityid"}},"rank":"normal"}]},"sitelinks":[]},
{"type":"property","id":"P31","labels":{"zh":{"language":"zh","value":"性質"}},"claims":{}}
]
"#;
        let (rows, counts, ..) = import(dump, Selection::default());
        assert_eq!(
            rows,
            "alias,entity_id,label,name_zh,name_latin,kind,region\n\
             唐納·川普,wikidata:Q22686,PERSON,唐納·川普,Donald Trump,full,\n\
             唐纳德·特朗普,wikidata:Q22686,,,,full,cn\nDonald Trump,wikidata:Q22686,,,,full,\n\
             川普,wikidata:Q22686,,,,full,\nDJT,wikidata:Q22686,,,,abbreviation,\ntrump,wikidata:Q22686,,,,word,\n"
        );
        assert_eq!((counts.records, counts.left_out, counts.broken), (2, 1, 0));
    }

    #[test]
    fn filters_choose_by_type_pages_and_label() {
        let zh = |name: &str| format!(r#"{{"zh":{{"language":"zh","value":"{name}"}}}}"#);
        let dump = [
            item("Q1", &zh("甲甲"), &["Q5"], 3),
            item("Q2", &zh("乙乙"), &["Q515"], 1),
            item("Q3", &zh("丙丙"), &["Q999999"], 9),
            item("Q4", &zh("丁丁"), &["Q5", "Q4167410"], 9),
            item("Q5", r#"{"en":{"value":"No Chinese"}}"#, &["Q5"], 9),
            item("Q1", &zh("甲甲"), &["Q5"], 3),
            item("Q6", "[]", &[], 0),
        ];
        let dump = format!("[\n{}\n]\n", dump.join(",\n"));
        let ids = |selection: Selection| {
            let rows = import(&dump, selection).0;
            rows.lines()
                .skip(1)
                .map(|row| row.split(',').nth(1).unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(Selection::default()), ["wikidata:Q1", "wikidata:Q2"]);
        assert_eq!(
            ids(Selection {
                min_sitelinks: 2,
                ..Selection::default()
            }),
            ["wikidata:Q1"]
        );
        assert_eq!(
            ids(Selection {
                label: Some("LOC".into()),
                ..Selection::default()
            }),
            ["wikidata:Q2"]
        );
        let asked = Selection {
            types: vec![999_999],
            ..Selection::default()
        };
        assert_eq!(ids(asked), ["wikidata:Q3"]);
        assert_eq!(import(&dump, Selection::default()).2, [(999_999, 1)]);
    }

    #[test]
    fn broken_lines_are_told_and_passed_over() {
        let good = item("Q1", r#"{"zh":{"value":"甲甲"}}"#, &["Q5"], 0);
        let dump = format!(
            "[\n{good},\n{},\n{{\"id\":\"Q2\",\"labels\":{{\"zh\":3}}}},\n{{\"id\":\"Q99999999999\"}},\n{good}",
            &good[..40]
        );
        let (rows, counts, _, told) = import(&dump, Selection::default());
        assert_eq!(rows.lines().count(), 2);
        assert_eq!((counts.records, counts.broken, counts.left_out), (5, 3, 1));
        assert!(told[0].starts_with("d.json:3:"), "{told:?}");
        assert!(
            told[1].starts_with("d.json:4:27: no entity: invalid type: integer `3`, expected an object with a value"),
            "{told:?}"
        );
        assert_eq!(told[2], "d.json:5: there is no item Q99999999999");
    }

    #[test]
    fn a_table_of_types_is_checked() {
        let told = TypeLabels::default()
            .with("t.tsv", "Q5\tPERSON\n5\tPERSON\nQ6\n")
            .unwrap_err();
        assert_eq!(told.iter().map(Problem::line).collect::<Vec<_>>(), [2, 3]);
    }
}
