//! From rows to tables. Rows are taken apart as they come: each form that they give (the alias, the alias without its dots, the
//! parts of a full name) becomes a record. At the end the records are sorted by form, and those of one form give its meanings.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use super::latin::has_case;
use super::prefixes;
use super::tables::{Arrays, EntityRow, FormRow, HanForm, MeaningRow, Slice};
use super::{EntityIndex, Gazetteer, Meaning, Rank};
use crate::lexicon::{AliasKind, AliasRow, Region};
use crate::names;
use crate::text::{Folded, MatchKey, Script, is_han};

/// Compiles a gazetteer from rows given one by one, dictionary by dictionary, shipped ones first. What it keeps of a row is
/// less than a hundred bytes, so that millions of rows need not be in memory at once.
///
/// ```
/// use yiming::entity::{GazetteerBuilder, Rank};
/// use yiming::lexicon::read_entities;
///
/// let rows = read_entities("mine.csv", "alias,entity_id,label\n海明威,ernest-hemingway,PERSON\n").unwrap();
/// let mut builder = GazetteerBuilder::new();
/// builder.add(Rank::User, &rows[0]);
/// assert_eq!(builder.finish().len(), 1);
/// ```
#[derive(Default)]
pub struct GazetteerBuilder {
    text: String,
    labels: FxHashMap<String, Slice>,
    entities: Vec<EntityRow>,
    by_id: FxHashMap<String, EntityIndex>,
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
    meaning: MeaningRow,
}

impl GazetteerBuilder {
    /// A builder without rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// A builder that begins with all that `gazetteer` has, as if its rows had been added.
    pub fn from_gazetteer(gazetteer: &Gazetteer) -> Self {
        let arrays = gazetteer.tables.arrays();
        let mut copy = Compact::new(arrays.text);
        let entities: Vec<EntityRow> = arrays.entities.iter().map(|row| copy.entity(row)).collect();
        let labels = entities.iter().zip(arrays.entities);
        let labels = labels.filter_map(|(copy, row)| Some((arrays.optional(row.label)?.to_owned(), copy.label)));
        let indices = (0..).map(EntityIndex);
        let ids = arrays.entities.iter().map(|row| arrays.string(row.id).to_owned());
        let mut records = Vec::with_capacity(arrays.meanings.len());
        for (number, form) in arrays.forms.iter().enumerate() {
            let [key, cased, hant] = [form.key, form.cased, form.hant].map(|slice| copy.slice(slice));
            records.extend(arrays.meanings_of(number).iter().map(|&meaning| Record {
                key,
                cased,
                hant,
                meaning,
            }));
        }
        let han_forms = arrays.han_forms.iter().map(|form| copy.han_form(form)).collect();
        GazetteerBuilder {
            labels: labels.collect(),
            by_id: ids.zip(indices).collect(),
            entities,
            records,
            han_forms,
            transliterating: arrays.transliterating.iter().copied().collect(),
            text: copy.text,
        }
    }

    /// Adds a row.
    ///
    /// # Panics
    ///
    /// When ids, names and forms grow to 4 GiB, which takes some fifty million aliases.
    pub fn add(&mut self, rank: Rank, row: &AliasRow) {
        let entity = self.entity(rank, row);
        let label = self.entities[entity.0 as usize].label;
        let is_person = !label.is_none() && &self.text[label.range()] == "PERSON";
        let meaning = Meaning {
            entity,
            kind: row.kind,
            rank,
            priority: row.priority,
            derived: false,
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
        if is_person && row.kind == AliasKind::Full {
            for part in names::parts(&row.alias) {
                // Which part is the given name depends on the language; both demand the same context.
                let meaning = Meaning {
                    kind: AliasKind::Given,
                    derived: true,
                    ..meaning
                };
                self.add_form(part, is_hant, meaning);
            }
        }
    }

    /// Adds rows.
    #[must_use]
    pub fn with<'r>(mut self, rows: impl IntoIterator<Item = (Rank, &'r AliasRow)>) -> Self {
        for (rank, row) in rows {
            self.add(rank, row);
        }
        self
    }

    fn entity(&mut self, rank: Rank, row: &AliasRow) -> EntityIndex {
        let index = match self.by_id.get(&row.entity_id) {
            Some(&index) => index,
            None => {
                let index = EntityIndex(self.entities.len() as u32);
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
        let known = self.entities[index.0 as usize];
        // A user may correct what is shipped; within one rank the first statement stands.
        let is_news = |known: Slice| known.is_none() || rank == Rank::User;
        let label = row.label.as_deref().filter(|_| is_news(known.label));
        let name_zh = row.name_zh.as_deref().filter(|_| is_news(known.name_zh));
        let name_latin = row.name_latin.as_deref().filter(|_| is_news(known.name_latin));
        let stated = EntityRow {
            label: label.map_or(known.label, |label| self.label(Some(label))),
            name_zh: name_zh.map_or(known.name_zh, |name| self.push(name)),
            name_latin: name_latin.map_or(known.name_latin, |name| self.push(name)),
            ..known
        };
        self.entities[index.0 as usize] = stated;
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
            meaning: meaning.into(),
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
    fn label(&mut self, label: Option<&str>) -> Slice {
        let Some(label) = label else { return Slice::NONE };
        if let Some(&known) = self.labels.get(label) {
            return known;
        }
        let slice = self.push(label);
        self.labels.insert(label.to_owned(), slice);
        slice
    }

    /// Compiles the gazetteer.
    ///
    /// # Panics
    ///
    /// When the forms differ in 2³² characters or more.
    pub fn finish(self) -> Gazetteer {
        drop(self.by_id);
        let mut compact = Compact::new(self.text.as_bytes());
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
            meanings.extend(
                settle(records().map(|record| record.meaning.into()))
                    .into_iter()
                    .map(MeaningRow::from),
            );
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
        let table = prefixes::build(forms.len(), |form| &text[forms[form].key.range()]);
        Gazetteer::from_arrays(&Arrays {
            text: text.as_bytes(),
            entities: &entities,
            forms: &forms,
            meanings: &meanings,
            first_len: table.first_len,
            first_index: &table.firsts.0,
            first_entries: &table.firsts.1,
            nodes: &table.nodes,
            han_forms: &han_forms,
            transliterating: &transliterating,
        })
    }
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

/// The meanings of one form, an entity once, best first; `stated` in the order of the rows.
fn settle(stated: impl Iterator<Item = Meaning>) -> Vec<Meaning> {
    let mut meanings: Vec<Meaning> = Vec::new();
    let mut places: FxHashMap<EntityIndex, usize> = FxHashMap::default();
    for meaning in stated {
        let place = *places.entry(meaning.entity).or_insert(meanings.len());
        match meanings.get_mut(place) {
            // A row says more than a derivation, and a form that stands alone more than one that needs context.
            Some(known) => {
                if (known.derived && !meaning.derived)
                    || (known.derived == meaning.derived
                        && known.kind.demands_context()
                        && !meaning.kind.demands_context())
                {
                    *known = Meaning {
                        rank: known.rank.max(meaning.rank),
                        ..meaning
                    };
                }
            }
            None => meanings.push(meaning),
        }
    }
    // Stable: where all else is equal, the order of the files decides.
    meanings.sort_by_key(|meaning| {
        let demands_context = meaning.kind.demands_context();
        (
            Reverse((meaning.rank, meaning.priority)),
            demands_context,
            meaning.derived,
        )
    });
    meanings
}

/// 伊爾亞·蘇茨克維 is also written 伊爾亞蘇茨克維. Nothing for names whose parts are not all Han.
pub(in super::super) fn join_han_parts(alias: &str) -> Option<String> {
    let view = Folded::new(alias);
    let view = view.view();
    let joinable = view.contains('·') && view.chars().all(|c| is_han(c) || c == '·');
    let kept = alias.chars().zip(view.chars()).filter(|(_, folded)| *folded != '·');
    joinable.then(|| kept.map(|(original, _)| original).collect())
}
