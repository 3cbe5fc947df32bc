//! Where a dictionary says what a form means: in, dictionaries with their rows; out, file and line. A compiled gazetteer keeps no lines,
//! and a run needs none; so whoever wants to explain one reads the rows again.

use rustc_hash::FxHashMap;

use super::gazetteer::join_han_parts;
use super::shipped_files;
use crate::lexicon::{AliasKind, AliasRow, Dictionary, Problems, Word, read_entities};
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
    /// Of no dictionary.
    pub fn new() -> Self {
        Self::default()
    }

    /// Of the dictionaries that come with the program.
    ///
    /// # Errors
    ///
    /// What is wrong with one of them; the tests see to it that nothing is.
    pub fn shipped() -> Result<Self, Problems> {
        let mut all = Self::new();
        for (name, text) in shipped_files() {
            all = all.with(name, Dictionary::Entities(read_entities(name, text)?));
        }
        Ok(all)
    }

    /// Adds a dictionary behind those that are there.
    #[must_use]
    pub fn with(mut self, file: &str, dictionary: Dictionary) -> Self {
        let number = self.files.len();
        self.files.push(file.to_owned());
        match dictionary {
            Dictionary::Words(words) => {
                for Word { text, line } in words {
                    let view = Folded::new(&text).view().to_owned();
                    self.words.entry(view).or_insert((number, line));
                }
            }
            Dictionary::Entities(rows) => {
                for row in rows {
                    let rows = self.by_entity.entry(row.entity_id.clone()).or_default();
                    rows.push(self.rows.len());
                    self.rows.push((number, row));
                }
            }
        }
        self
    }

    /// The row that makes `form` (as it stands in a text) a form of an entity, be it an alias or derived from one. Of several the last
    /// file's first, as a user's wins over what is shipped; a row that has the form itself before one of which it is a part.
    pub fn of_form(&self, entity_id: &str, form: &str) -> Option<Statement<'_>> {
        let key = MatchKey::of(form);
        let rows = self.by_entity.get(entity_id)?.iter().map(|&row| &self.rows[row]);
        let giving = rows.filter_map(|(file, row)| Some((closeness(&row.alias, &key)?, *file, row)));
        let best = giving.max_by_key(|&(closeness, file, row)| (closeness, file, std::cmp::Reverse(row.line)));
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
        let mine = read_entities(
            "mine.csv",
            "alias,entity_id\n大藍鯨,blue-whale\n伊爾亞,ilya-sutskever\n",
        )
        .unwrap();
        let all = Provenance::shipped()
            .unwrap()
            .with("mine.csv", Dictionary::Entities(mine));
        let place = |id, form| all.of_form(id, form).map(|found| (found.file, found.line, found.alias));
        assert_eq!(place("blue-whale", "大蓝鲸"), Some(("mine.csv", 2, "大藍鯨")));
        assert_eq!(place("ilya-sutskever", "伊爾亞"), Some(("mine.csv", 3, "伊爾亞")));
        let (file, _, alias) = place("ilya-sutskever", "蘇茨克維").unwrap();
        assert_eq!((file, alias), ("people-science.csv", "伊爾亞·蘇茨克維"));
        assert_eq!(place("ilya-sutskever", "大藍鯨"), None);
    }
}
