//! Entities with their names, written as an entity dictionary: one row an alias, and what describes an entity on its first row.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};

use crate::lexicon::{AliasKind, Region};
use crate::text::{Folded, Script, is_han};

/// A name of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The name as the source writes it.
    pub text: String,
    /// What it is to the entity.
    pub kind: AliasKind,
    /// Where it is used; empty means everywhere.
    pub regions: Vec<Region>,
}

impl Form {
    /// A full name that is used everywhere.
    pub fn full(text: impl Into<String>) -> Self {
        Form {
            text: text.into(),
            kind: AliasKind::Full,
            regions: Vec::new(),
        }
    }
}

/// An entity with its names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// The id in the source, with the source's name before it.
    pub id: String,
    /// PERSON, ORG, and so on, if it is known.
    pub label: Option<String>,
    /// The usual Chinese name.
    pub name_zh: Option<String>,
    /// The usual Latin name.
    pub name_latin: Option<String>,
    /// All names, those above included.
    pub forms: Vec<Form>,
}

/// Writes entities as CSV. Rows that would make the dictionary wrong (an alias twice, an empty cell) are not written: forms that
/// fold to the same are one row, a Traditional one if there is one, and characters that cannot be seen are dropped.
pub struct EntityWriter<'a, W: Write> {
    out: csv::Writer<W>,
    is_word: &'a dyn Fn(&str) -> bool,
    /// Hashes of ids, and of ids with aliases, where an id may come again.
    seen: Option<HashSet<u64>>,
    entities: u64,
    rows: u64,
}

impl<'a, W: Write> EntityWriter<'a, W> {
    /// A writer to `out`. What `is_word` says of a form (a folded view) is an everyday word gets the kind `word`.
    ///
    /// # Errors
    ///
    /// What keeps the header from being written.
    pub fn new(out: W, is_word: &'a dyn Fn(&str) -> bool) -> io::Result<Self> {
        let mut out = csv::WriterBuilder::new().from_writer(out);
        out.write_record(["alias", "entity_id", "label", "name_zh", "name_latin", "kind", "region"])?;
        Ok(EntityWriter {
            out,
            is_word,
            seen: None,
            entities: 0,
            rows: 0,
        })
    }

    /// Lets an entity come in several parts; takes some thirty bytes an alias.
    #[must_use]
    pub fn with_repeated_ids(mut self) -> Self {
        self.seen = Some(HashSet::new());
        self
    }

    /// How many entities were written.
    pub fn entities(&self) -> u64 {
        self.entities
    }

    /// How many aliases were written.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Writes an entity; whether a row of it was written.
    ///
    /// # Errors
    ///
    /// What keeps rows from being written.
    pub fn write(&mut self, named: &Named) -> io::Result<bool> {
        let id = clean(&named.id);
        if id.is_empty() {
            return Ok(false);
        }
        let mut forms = distinct(&named.forms);
        let mut is_described = false;
        if let Some(seen) = &mut self.seen {
            forms.retain(|(key, _)| seen.insert(hash(&(&id, key))));
            is_described = !forms.is_empty() && !seen.insert(hash(&id));
        }
        if forms.is_empty() {
            return Ok(false);
        }
        if !is_described {
            self.entities += 1;
        }
        for (key, form) in &forms {
            let cell = |text: &Option<String>| text.as_deref().filter(|_| !is_described).map_or(String::new(), clean);
            let kind = if !form.kind.demands_context() && self.demands_context(key) {
                AliasKind::Word
            } else {
                form.kind
            };
            let regions: Vec<&str> = form.regions.iter().map(|region| region.name()).collect();
            self.out.write_record([
                form.text.as_str(),
                &id,
                &cell(&named.label),
                &cell(&named.name_zh),
                &cell(&named.name_latin),
                kind.name(),
                &regions.join(" "),
            ])?;
            is_described = true;
            self.rows += 1;
        }
        Ok(true)
    }

    /// Whether a form (folded) may be something else: one character, an everyday word, a Latin word in small letters.
    fn demands_context(&self, key: &str) -> bool {
        let is_small = |c: char| c.is_ascii_lowercase();
        key.chars().nth(1).is_none() || key.chars().all(is_small) || (self.is_word)(key)
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// What keeps the last rows from being written.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The forms by their folded views, each once, in the order of their first.
fn distinct(forms: &[Form]) -> Vec<(String, Form)> {
    let mut kept: Vec<(String, Form)> = Vec::with_capacity(forms.len());
    for form in forms {
        let text = clean(&form.text);
        let folded = Folded::new(&text);
        // A sign is no name.
        if !text.chars().any(char::is_alphanumeric) {
            continue;
        }
        let key = folded.view();
        match kept.iter_mut().find(|(known, _)| known == key) {
            None => kept.push((key.to_owned(), Form { text, ..form.clone() })),
            Some((_, known)) => {
                if Script::of(&known.text) == Script::Hans && Script::of(&text) != Script::Hans {
                    known.text = text;
                }
                if known.kind.demands_context() && !form.kind.demands_context() {
                    known.kind = form.kind;
                }
                // What is used everywhere needs no more regions.
                if form.regions.is_empty() {
                    known.regions.clear();
                } else if !known.regions.is_empty() {
                    let more = form.regions.iter().filter(|region| !known.regions.contains(region));
                    let more: Vec<_> = more.copied().collect();
                    known.regions.extend(more);
                }
            }
        }
    }
    kept
}

/// A cell without what cannot be seen (controls, zero-width and bidirectional marks), white space as single spaces.
fn clean(text: &str) -> String {
    let is_unseen = |c: char| {
        (c.is_control() && !c.is_whitespace())
            || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
    };
    if !text.contains(|c: char| is_unseen(c) || c.is_whitespace()) {
        return text.to_owned();
    }
    let seen = text.replace(is_unseen, "");
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a name is written in Han characters, at least in part.
pub(super) fn has_han(name: &str) -> bool {
    name.chars().any(is_han)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::read_entities;

    fn written(entities: &[Named]) -> String {
        let mut out = Vec::new();
        let is_word = |word: &str| word == "英雄";
        let mut writer = EntityWriter::new(&mut out, &is_word).unwrap().with_repeated_ids();
        for named in entities {
            writer.write(named).unwrap();
        }
        writer.finish().unwrap();
        let text = String::from_utf8(out).unwrap();
        read_entities("out.csv", &text).unwrap();
        text
    }

    #[test]
    fn what_would_be_wrong_in_a_dictionary_is_not_written() {
        let mut hans = Form::full("卢布");
        hans.regions = vec![Region::Cn];
        let mut hant = Form::full("盧布");
        hant.regions = vec![Region::Tw];
        let named = Named {
            id: "x:1".into(),
            label: Some("TERM".into()),
            name_zh: Some("\u{200E}盧布".into()),
            forms: vec![
                hans,
                hant,
                Form::full(" \u{202A}Rouble\u{202C}\n"),
                Form::full("—"),
                Form::full("英雄"),
            ],
            ..Named::default()
        };
        assert_eq!(
            written(&[named.clone(), named]),
            "alias,entity_id,label,name_zh,name_latin,kind,region\n\
             盧布,x:1,TERM,盧布,,full,cn tw\nRouble,x:1,,,,full,\n英雄,x:1,,,,word,\n"
        );
    }
}
