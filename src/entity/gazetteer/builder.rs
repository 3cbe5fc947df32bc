//! From rows to tables. Rows are taken apart as they come: each form that they give (the alias, the alias without its dots, the
//! parts of a full name) becomes a record. At the end the records are sorted by form, and those of one form give its meanings.

use rustc_hash::{FxHashMap, FxHashSet};

use super::latin::has_case;
use super::meaning::{EntityIndex, Meaning, Origin, Rank};
use super::settle::settle;
use super::tables::{Arrays, EntityRow, FormRow, HanForm, MeaningRow, Posting};
use crate::lexicon::compiled::{Slice, prefixes};
use crate::lexicon::image::Writer;
use crate::lexicon::{AliasKind, AliasRow, Region};
use crate::names;
use crate::text::{Folded, MatchKey, Script, is_han};

/// The version of the form of an image that is a layer alone.
pub(super) const ALONE: u32 = 2103;

/// Compiles a layer of a gazetteer from rows given one by one, dictionary by dictionary, in the order of precedence. What it keeps of a row
/// is less than a hundred bytes, so that millions of rows need not be in memory at once.
///
/// ```
/// use yiming::entity::{Gazetteer, GazetteerBuilder, Rank};
/// use yiming::lexicon::read_entities;
///
/// let rows = read_entities("mine.csv", "alias,entity_id,label\n海明威,ernest-hemingway,PERSON\n").unwrap();
/// let mut builder = GazetteerBuilder::new();
/// builder.begin_file("mine.csv");
/// builder.add(&rows[0]);
/// let gazetteer = Gazetteer::of([(Rank::User, builder.finish())]);
/// assert_eq!(gazetteer.len(), 1);
/// ```
#[derive(Default)]
pub struct GazetteerBuilder {
    text: String,
    files: Vec<Slice>,
    labels: FxHashMap<String, Slice>,
    entities: Vec<EntityRow>,
    by_id: FxHashMap<String, u32>,
    records: Vec<Record>,
    han_forms: Vec<HanForm>,
    transliterating: FxHashSet<u32>,
}

/// A form that some row gives, and what it means there.
struct Record {
    key: Slice,
    /// The folded view, where its case counts.
    cased: Slice,
    /// The alias, where it is in Traditional characters.
    hant: Slice,
    meaning: Meaning,
}

impl GazetteerBuilder {
    /// A builder without rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a file: rows added from here on stand in it.
    pub fn begin_file(&mut self, name: &str) {
        let name = self.push(name);
        self.files.push(name);
    }

    /// Adds a row.
    ///
    /// # Panics
    ///
    /// When ids, names and forms grow to 4 GiB, which takes some fifty million aliases.
    pub fn add(&mut self, row: &AliasRow) {
        let entity = self.entity(row);
        let label = self.entities[entity as usize].label;
        let label = (!label.is_none()).then(|| &self.text[label.range()]);
        let is_person = label == Some("PERSON");
        let may_be_person = label.is_none() || is_person;
        // There are never so many files.
        let file = u16::try_from(self.files.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let meaning = Meaning {
            entity: EntityIndex(entity),
            kind: row.kind,
            // The same for a whole layer, which says so.
            rank: Rank::User,
            priority: row.priority,
            derived: false,
            only_if_person: false,
            origin: Origin {
                layer: 0,
                file,
                line: row.line as u32,
            },
        };
        // Without a character that tells, only the region does.
        let is_hant = match Script::of(&row.alias) {
            Script::Hant => true,
            Script::None => row.regions != [Region::Cn],
            Script::Hans | Script::Mixed => false,
        };
        let hant = self.add_form(&row.alias, is_hant, meaning);
        if row.alias.chars().any(is_han) {
            let alias = if hant.is_none() { self.push(&row.alias) } else { hant };
            self.han_forms.push(HanForm::new(entity, alias, row.kind, &row.regions));
        }
        if let Some(joined) = join_han_parts(&row.alias) {
            self.add_form(&joined, is_hant, meaning);
            if is_person {
                self.transliterating
                    .extend(Folded::new(&joined).view().chars().map(u32::from));
            }
        }
        if may_be_person && row.kind == AliasKind::Full {
            // Which part is the given name depends on the language; both demand the same context.
            let meaning = Meaning {
                kind: AliasKind::Given,
                derived: true,
                only_if_person: true,
                ..meaning
            };
            for part in names::parts(&row.alias) {
                self.add_form(part, is_hant, meaning);
            }
        }
    }

    /// Adds rows.
    #[must_use]
    pub fn with<'r>(mut self, rows: impl IntoIterator<Item = &'r AliasRow>) -> Self {
        for row in rows {
            self.add(row);
        }
        self
    }

    fn entity(&mut self, row: &AliasRow) -> u32 {
        let index = match self.by_id.get(&row.entity_id) {
            Some(&index) => index,
            None => {
                let index = self.entities.len() as u32;
                self.by_id.insert(row.entity_id.clone(), index);
                let id = self.push(&row.entity_id);
                self.entities.push(EntityRow {
                    id,
                    label: Slice::NONE,
                    name_zh: Slice::NONE,
                    name_latin: Slice::NONE,
                });
                index
            }
        };
        // The first statement stands.
        let known = self.entities[index as usize];
        let label = row.label.as_deref().filter(|_| known.label.is_none());
        let name_zh = row.name_zh.as_deref().filter(|_| known.name_zh.is_none());
        let name_latin = row.name_latin.as_deref().filter(|_| known.name_latin.is_none());
        let stated = EntityRow {
            label: label.map_or(known.label, |label| self.label(label)),
            name_zh: name_zh.map_or(known.name_zh, |name| self.push(name)),
            name_latin: name_latin.map_or(known.name_latin, |name| self.push(name)),
            ..known
        };
        self.entities[index as usize] = stated;
        index
    }

    /// Adds a form, and tells where the alias lies, if it is in Traditional characters.
    fn add_form(&mut self, alias: &str, is_hant: bool, meaning: Meaning) -> Slice {
        let folded = Folded::new(alias);
        let key = MatchKey::new(&folded);
        if key.key().trim().is_empty() {
            return Slice::NONE;
        }
        let key_slice = self.push(key.key());
        let cased = self.push_optional(has_case(folded.view()).then_some(folded.view()));
        let hant = if is_hant {
            self.push_unless(alias, key_slice)
        } else {
            Slice::NONE
        };
        self.records.push(Record {
            key: key_slice,
            cased,
            hant,
            meaning,
        });
        hant
    }

    fn push(&mut self, string: &str) -> Slice {
        Slice::push(&mut self.text, string)
    }

    /// The slice of `known`, where that is the same string.
    fn push_unless(&mut self, string: &str, known: Slice) -> Slice {
        if &self.text[known.range()] == string {
            known
        } else {
            self.push(string)
        }
    }

    fn push_optional(&mut self, string: Option<&str>) -> Slice {
        string.map_or(Slice::NONE, |string| self.push(string))
    }

    /// Labels are few, and stored once.
    fn label(&mut self, label: &str) -> Slice {
        if let Some(&known) = self.labels.get(label) {
            return known;
        }
        let slice = self.push(label);
        self.labels.insert(label.to_owned(), slice);
        slice
    }

    /// Compiles the layer into an image.
    pub(crate) fn write(self, writer: &mut Writer) {
        self.compile(|arrays| arrays.write(writer));
    }

    /// The image of the layer alone, as [`Layer::of_static`](super::Layer::of_static) reads it. Used by the build script.
    #[allow(dead_code)]
    pub(crate) fn image(self) -> Vec<u8> {
        let mut writer = Writer::default();
        self.write(&mut writer);
        writer.finish(ALONE)
    }

    /// Compiles the layer, and hands its arrays to `take`.
    ///
    /// # Panics
    ///
    /// When the forms differ in 2³² characters or more.
    pub(super) fn compile<T>(mut self, take: impl FnOnce(&Arrays<'_>) -> T) -> T {
        drop(std::mem::take(&mut self.by_id));
        self.settle_parts();
        let mut compact = Compact::new(self.text.as_bytes());
        let files: Vec<Slice> = self.files.iter().map(|&file| compact.slice(file)).collect();
        let entities: Vec<EntityRow> = self.entities.iter().map(|row| compact.entity(row)).collect();
        drop(self.entities);

        let mut order: Vec<u32> = (0..self.records.len() as u32).collect();
        let key = |record: u32| &self.text[self.records[record as usize].key.range()];
        order.sort_unstable_by(|&a, &b| key(a).cmp(key(b)).then(a.cmp(&b)));
        let mut forms: Vec<FormRow> = Vec::new();
        let mut meanings: Vec<MeaningRow> = Vec::with_capacity(self.records.len());
        for same in order.chunk_by(|&a, &b| key(a) == key(b)) {
            let records = || same.iter().map(|&record| &self.records[record as usize]);
            let first = &self.records[same[0] as usize];
            let hant = records().map(|record| record.hant).find(|hant| !hant.is_none());
            forms.push(FormRow {
                key: compact.slice(first.key),
                cased: compact.slice(first.cased),
                hant: compact.slice(hant.unwrap_or(Slice::NONE)),
                meanings: meanings.len() as u32,
            });
            let settled = settle(records().map(|record| record.meaning));
            meanings.extend(settled.iter().map(MeaningRow::new));
        }
        drop(order);
        drop(self.records);

        let mut han_forms = self.han_forms;
        // Stable: those of one entity stay in the order of the rows.
        han_forms.sort_by_key(|form| form.entity);
        for form in &mut han_forms {
            *form = compact.han_form(form);
        }
        let text = compact.text;
        drop(self.text);
        let mut transliterating: Vec<u32> = self.transliterating.into_iter().collect();
        transliterating.sort_unstable();
        let mut by_id: Vec<u32> = (0..entities.len() as u32).collect();
        by_id.sort_unstable_by_key(|&entity| entities[entity as usize].id.of(text.as_bytes()));
        let (transliterated, postings) = transliterated(&entities, text.as_bytes());
        let table = prefixes::build(forms.len(), |form| &text[forms[form].key.range()]);
        take(&Arrays {
            text: text.as_bytes(),
            files: &files,
            entities: &entities,
            by_id: &by_id,
            forms: &forms,
            meanings: &meanings,
            first_len: table.first_len,
            first_index: &table.firsts.0,
            first_entries: &table.firsts.1,
            pairs: &table.pairs,
            nodes: &table.nodes,
            han_forms: &han_forms,
            transliterating: &transliterating,
            transliterated: &transliterated,
            postings: &postings,
        })
    }

    /// Keeps the parts of people's names and of names of which nothing says whose they are.
    fn settle_parts(&mut self) {
        let (entities, text) = (&self.entities, &self.text);
        self.records.retain_mut(|record| {
            if !record.meaning.only_if_person {
                return true;
            }
            let label = entities[record.meaning.entity.0 as usize].label;
            let is_person = !label.is_none() && &text[label.range()] == "PERSON";
            record.meaning.only_if_person = !is_person;
            is_person || label.is_none()
        });
    }
}

/// The people with a transliterated name and a Latin one, and the characters of their names.
fn transliterated(entities: &[EntityRow], text: &[u8]) -> (Vec<u32>, Vec<Posting>) {
    let (mut names, mut postings) = (Vec::new(), Vec::new());
    for (entity, row) in (0..).zip(entities) {
        if row.name_zh.is_none() || row.name_latin.is_none() || row.label.of(text) != "PERSON" {
            continue;
        }
        let folded = Folded::new(row.name_zh.of(text));
        if folded.view().contains('·') {
            let name = names.len() as u32;
            names.push(entity);
            let characters = folded.view().chars().filter(|&c| c != '·').map(u32::from);
            postings.extend(characters.map(|character| Posting { character, name }));
        }
    }
    postings.sort_unstable();
    postings.dedup();
    (names, postings)
}

/// Copies of those strings of a text that are still needed; one of each range, however often it is asked for.
struct Compact<'a> {
    from: &'a [u8],
    text: String,
    copies: FxHashMap<u32, Slice>,
}

impl<'a> Compact<'a> {
    fn new(from: &'a [u8]) -> Self {
        Compact {
            from,
            text: String::new(),
            copies: FxHashMap::default(),
        }
    }

    fn slice(&mut self, slice: Slice) -> Slice {
        if slice.is_none() {
            return slice;
        }
        let Compact { from, text, copies } = self;
        // No two strings begin at one place.
        *copies.entry(slice.start()).or_insert_with(|| {
            // What was stored is UTF-8.
            Slice::push(text, std::str::from_utf8(&from[slice.range()]).unwrap_or(""))
        })
    }

    fn entity(&mut self, row: &EntityRow) -> EntityRow {
        EntityRow {
            id: self.slice(row.id),
            label: self.slice(row.label),
            name_zh: self.slice(row.name_zh),
            name_latin: self.slice(row.name_latin),
        }
    }

    fn han_form(&mut self, form: &HanForm) -> HanForm {
        let mut copy = *form;
        copy.alias = self.slice(form.alias);
        copy
    }
}

/// 伊爾亞·蘇茨克維 is also written 伊爾亞蘇茨克維. Nothing for names whose parts are not all Han.
fn join_han_parts(alias: &str) -> Option<String> {
    let view = Folded::new(alias);
    let view = view.view();
    let joinable = view.contains('·') && view.chars().all(|c| is_han(c) || c == '·');
    let kept = alias.chars().zip(view.chars()).filter(|(_, folded)| *folded != '·');
    joinable.then(|| kept.map(|(original, _)| original).collect())
}
