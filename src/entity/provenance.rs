//! Where a dictionary says what a form means: in, dictionaries with their rows; out, file and line. A compiled gazetteer keeps no lines,
//! and a run needs none; so whoever wants to explain one reads the rows again.

use rustc_hash::FxHashMap;

use super::gazetteer::join_han_parts;
use super::shipped_files;
use crate::lexicon::{AliasKind, AliasRow, Dictionaries, Problems, read_entities};
use crate::names;
use crate::text::{Folded, MatchKey};

/// The rows of all dictionaries, with their places.
#[derive(Debug, Default)]
pub struct Provenance {
    files: Vec<String>,
    rows: Vec<(usize, AliasRow)>,
    by_entity: FxHashMap<String, Vec<usize>>,
    /// Words of a user's by their folded views.
    words: FxHashMap<String, (usize, usize)>,
}

/// A row that says what a form means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement<'a> {
    /// The dictionary's file, as it was named.
    pub file: &'a str,
    /// The row's line, from 1.
    pub line: usize,
    /// The alias as the row writes it.
    pub alias: &'a str,
    /// What the row says the alias is.
    pub kind: AliasKind,
}

impl Provenance {
    /// Of a user's dictionaries, and of those that come with the program.
    ///
    /// # Errors
    ///
    /// What is wrong with a line of one.
    pub fn new(dictionaries: &Dictionaries) -> Result<Self, Problems> {
        let mut all = Self::default();
        dictionaries.each_alias(|file, row| all.add(file.path(), row))?;
        dictionaries.each_word(|file, line, word| {
            let file = all.file(file.path());
            let view = Folded::new(word).view().to_owned();
            all.words.entry(view).or_insert((file, line));
        })?;
        for (name, text) in shipped_files() {
            for row in read_entities(name, text)? {
                all.add(name, &row);
            }
        }
        Ok(all)
    }

    fn add(&mut self, file: &str, row: &AliasRow) {
        let file = self.file(file);
        let rows = self.by_entity.entry(row.entity_id.clone()).or_default();
        rows.push(self.rows.len());
        self.rows.push((file, row.clone()));
    }

    /// The number of a file. Entries come file by file.
    fn file(&mut self, path: &str) -> usize {
        if self.files.last().is_none_or(|last| last != path) {
            self.files.push(path.to_owned());
        }
        self.files.len() - 1
    }

    /// The row that makes `form` (as it stands in a text) a form of an entity, be it an alias or derived from one. Of several the first
    /// of the first dictionary; a row that has the form itself before one of which it is a part.
    pub fn of_form(&self, entity_id: &str, form: &str) -> Option<Statement<'_>> {
        let key = MatchKey::of(form);
        let rows = self.by_entity.get(entity_id)?.iter().map(|&row| &self.rows[row]);
        let giving = rows.filter_map(|(file, row)| Some((closeness(&row.alias, &key)?, *file, row)));
        // The first of equals: they stand in the order of precedence.
        let best = giving.min_by_key(|&(closeness, ..)| std::cmp::Reverse(closeness));
        best.map(|(_, file, row)| Statement {
            file: &self.files[file],
            line: row.line,
            alias: &row.alias,
            kind: row.kind,
        })
    }

    /// The file and line of a user's word, as it stands in a text.
    pub fn of_word(&self, word: &str) -> Option<(&str, usize)> {
        let &(file, line) = self.words.get(Folded::new(word).view())?;
        Some((&self.files[file], line))
    }
}

/// How an alias gives a form: itself, without its dots, or by a part.
fn closeness(alias: &str, key: &str) -> Option<u8> {
    if MatchKey::of(alias) == key {
        Some(2)
    } else if join_han_parts(alias).is_some_and(|joined| MatchKey::of(&joined) == key) {
        Some(1)
    } else {
        let mut parts = names::parts(alias);
        parts.any(|part| MatchKey::of(part) == key).then_some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_traced_to_their_rows() {
        let mine = "alias,entity_id\n大藍鯨,blue-whale\n伊爾亞,ilya-sutskever\n";
        let all = Provenance::new(&Dictionaries::from_text("mine.csv", mine)).unwrap();
        let place = |id, form| all.of_form(id, form).map(|found| (found.file, found.line, found.alias));
        assert_eq!(place("blue-whale", "大蓝鲸"), Some(("mine.csv", 2, "大藍鯨")));
        assert_eq!(place("ilya-sutskever", "伊爾亞"), Some(("mine.csv", 3, "伊爾亞")));
        let (file, _, alias) = place("ilya-sutskever", "蘇茨克維").unwrap();
        assert_eq!((file, alias), ("people-science.csv", "伊爾亞·蘇茨克維"));
        assert_eq!(place("ilya-sutskever", "大藍鯨"), None);
    }
}
