//! What the script of a page reads: the documents shown and their entities, as JSON that no text can break out of.

use std::fmt::{self, Write as _};

use csv::StringRecord;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::article::Article;
use super::sample::Chosen;
use crate::records::MentionRow;
use crate::results::documents::{DocumentRows, Documents, cell};
use crate::results::folder::{Folder, ResultsError};

/// The data of a page.
#[derive(Debug, Serialize)]
pub(super) struct Data {
    /// How many documents the run has, of which some may be shown.
    n_documents: usize,
    entities: Vec<Entity>,
    pub(super) documents: Vec<Article>,
}

/// An entity that a document shown mentions.
#[derive(Debug, Serialize)]
struct Entity {
    id: String,
    zh: String,
    latin: String,
    label: String,
}

/// Entities numbered in order of appearance.
#[derive(Default)]
pub(super) struct Numbered {
    entities: Vec<Entity>,
    numbers: FxHashMap<String, usize>,
}

impl Numbered {
    /// The number of a mention's entity.
    pub(super) fn number(&mut self, row: &StringRecord) -> usize {
        let mention = |column| cell::<MentionRow>(row, column);
        if let Some(&number) = self.numbers.get(mention("entity_id")) {
            return number;
        }
        self.entities.push(Entity {
            id: mention("entity_id").to_owned(),
            zh: mention("name_zh").to_owned(),
            latin: mention("name_latin").to_owned(),
            label: mention("label").to_owned(),
        });
        self.numbers
            .insert(mention("entity_id").to_owned(), self.entities.len() - 1);
        self.entities.len() - 1
    }
}

impl Data {
    /// Reads the documents chosen.
    pub(super) fn of(folder: &Folder, chosen: &Chosen) -> Result<Data, ResultsError> {
        let mut entities = Numbered::default();
        let mut articles = Vec::with_capacity(chosen.documents);
        let mut documents = Documents::of(folder)?;
        let mut rows = DocumentRows::default();
        for number in 0.. {
            if !chosen.has(number) {
                if !documents.pass_over_document()? {
                    break;
                }
            } else if documents.next_document(&mut rows)? {
                articles.push(Article::of(folder, &rows, chosen.chars_each, &mut entities)?);
            } else {
                break;
            }
        }
        // A row of tokens or mentions that belongs to no document is found behind the last.
        documents.next_document(&mut rows)?;
        Ok(Data {
            n_documents: chosen.of,
            entities: entities.entities,
            documents: articles,
        })
    }

    /// Whether white space had to be guessed.
    pub(super) fn is_rebuilt(&self) -> bool {
        self.documents.iter().any(|article| article.is_rebuilt)
    }
}

/// JSON inside an element `script`, where only `<` could end it; what HTML or a script may take for a sign of its own is written by its number.
impl fmt::Display for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = serde_json::to_string(self).map_err(|_| fmt::Error)?;
        let mut from = 0;
        for (at, sign) in json.match_indices(['<', '>', '&', '\u{2028}', '\u{2029}']) {
            f.write_str(&json[from..at])?;
            for c in sign.chars() {
                write!(f, "\\u{:04x}", u32::from(c))?;
            }
            from = at + sign.len();
        }
        f.write_str(&json[from..])?;
        f.write_char('\n')
    }
}
