//! The gazetteer: entities, their aliases, and a trie that finds every alias in one pass.
//!
//! In, rows of dictionaries (`builder`); out, flat tables in an image (`tables`) that is used where it lies: just built, or mapped from a file.
//! A [`Gazetteer`] has layers of these, those of the user first, so that the shipped dictionaries and large ones of the user's lie side by side without
//! either being compiled again. `find` searches them, `settle` says who comes first of those that a form means, `latin` which Latin forms count.

mod builder;
mod find;
mod latin;
mod layer;
mod meaning;
mod settle;
mod tables;

pub use builder::GazetteerBuilder;
pub use find::Hit;
pub(super) use latin::{has_right_case, is_whole};
pub use layer::Layer;
pub use meaning::{EntityIndex, Meaning, Origin, Rank};

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::lexicon::{AliasRow, Region};
use crate::text::{CharSet, MatchKey};

/// Someone or something that texts mention.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entity {
    /// The id used in tables.
    pub id: String,
    /// PERSON, ORG, LOC, PRODUCT, WORK, EVENT, TERM, or a label of the user's own.
    pub label: Option<String>,
    /// The usual name in Chinese.
    pub name_zh: Option<String>,
    /// The usual name in Latin letters.
    pub name_latin: Option<String>,
}

/// All entities and aliases, compiled. Immutable: one for all threads.
///
/// ```
/// use yiming::entity::{Gazetteer, Rank};
/// use yiming::lexicon::read_entities;
/// use yiming::text::Folded;
///
/// let rows = read_entities("mine.csv", "alias,entity_id\n海明威,ernest-hemingway\n").unwrap();
/// let gazetteer = Gazetteer::new(rows.iter().map(|row| (Rank::User, row)));
/// let folded = Folded::new("作家海明威");
/// let hits = gazetteer.find(&folded);
/// assert_eq!(hits[0].span.range(), 2..5);
/// assert_eq!(gazetteer.entity(hits[0].meanings[0].entity).id, "ernest-hemingway");
/// ```
pub struct Gazetteer {
    /// In the order of precedence.
    layers: Vec<Placed>,
    /// The entities of later layers that an earlier one has, to their numbers there.
    same: FxHashMap<u32, u32>,
    /// The other way round, in the order of the layers.
    others: FxHashMap<u32, Vec<u32>>,
    /// The entities that were asked for, made from the tables: a gazetteer may have millions, a text names few.
    entities: Box<[OnceLock<Box<Entity>>]>,
    /// The characters of transliterated people's names.
    transliterating: CharSet,
}

/// A layer in its place.
struct Placed {
    layer: Layer,
    rank: Rank,
    /// The number of its first entity.
    first: u32,
}

impl Gazetteer {
    /// A gazetteer of layers, in the order of precedence, those of the user first.
    ///
    /// # Panics
    ///
    /// When they have 2³² entities or more.
    pub fn of(layers: impl IntoIterator<Item = (Rank, Layer)>) -> Self {
        let mut placed: Vec<Placed> = Vec::new();
        let mut len = 0;
        for (rank, layer) in layers {
            let first = u32::try_from(len).expect("a gazetteer has fewer than 2³² entities");
            len += layer.len();
            placed.push(Placed { layer, rank, first });
        }
        let mut same = FxHashMap::default();
        for (i, later) in placed.iter().enumerate() {
            for earlier in &placed[..i] {
                each_same(&earlier.layer, &later.layer, |here, there| {
                    let here = earlier.first + here;
                    let here = *same.get(&here).unwrap_or(&here);
                    same.entry(later.first + there).or_insert(here);
                });
            }
        }
        let mut others: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut by_number: Vec<(u32, u32)> = same.iter().map(|(&other, &entity)| (other, entity)).collect();
        by_number.sort_unstable();
        for (other, entity) in by_number {
            others.entry(entity).or_default().push(other);
        }
        let transliterating = placed.iter().flat_map(|placed| placed.layer.arrays().transliterating);
        Gazetteer {
            transliterating: transliterating.filter_map(|&c| char::from_u32(c)).collect(),
            layers: placed,
            same,
            others,
            entities: (0..len).map(|_| OnceLock::new()).collect(),
        }
    }

    /// Compiles rows: those of the user, then those of the program, each in the order given.
    ///
    /// # Panics
    ///
    /// As [`GazetteerBuilder::add`] and [`GazetteerBuilder::finish`].
    pub fn new<'r>(rows: impl IntoIterator<Item = (Rank, &'r AliasRow)>) -> Self {
        let (mut users, mut shipped) = (GazetteerBuilder::new(), GazetteerBuilder::new());
        for (rank, row) in rows {
            match rank {
                Rank::User => users.add(row),
                Rank::Shipped => shipped.add(row),
            }
        }
        Self::of([(Rank::User, users.finish()), (Rank::Shipped, shipped.finish())])
    }

    /// The layer that has the entity number `number`, and its number there.
    fn place(&self, number: u32) -> (&Placed, u32) {
        let after = self.layers.partition_point(|placed| placed.first <= number);
        let placed = &self.layers[after - 1];
        (placed, number - placed.first)
    }

    /// Where an entity is described, in the order of precedence: layers, and its numbers there.
    fn places(&self, index: EntityIndex) -> impl Iterator<Item = (&Placed, u32)> {
        let others = self.others.get(&index.0).into_iter().flatten().copied();
        std::iter::once(index.0).chain(others).map(|number| self.place(number))
    }

    /// The entity of a layer's, whichever layer had it first.
    fn index(&self, placed: &Placed, entity: u32) -> EntityIndex {
        let number = placed.first + entity;
        EntityIndex(*self.same.get(&number).unwrap_or(&number))
    }

    /// An entity, as the first dictionaries that say something about it describe it.
    pub fn entity(&self, index: EntityIndex) -> &Entity {
        self.entities[index.0 as usize].get_or_init(|| {
            let mut described = Entity {
                id: String::new(),
                label: None,
                name_zh: None,
                name_latin: None,
            };
            for (placed, entity) in self.places(index) {
                let arrays = placed.layer.arrays();
                let row = &arrays.entities[entity as usize];
                let owned = |slice| arrays.optional(slice).map(str::to_owned);
                let Entity {
                    id,
                    label,
                    name_zh,
                    name_latin,
                } = &mut described;
                arrays.string(row.id).clone_into(id);
                *label = label.take().or_else(|| owned(row.label));
                *name_zh = name_zh.take().or_else(|| owned(row.name_zh));
                *name_latin = name_latin.take().or_else(|| owned(row.name_latin));
            }
            Box::new(described)
        })
    }

    /// All entities, layer by layer, in the order of their first rows.
    pub fn entities(&self) -> impl Iterator<Item = (EntityIndex, &Entity)> {
        let numbers = (0..self.entities.len() as u32).filter(|number| !self.same.contains_key(number));
        numbers.map(EntityIndex).map(|index| (index, self.entity(index)))
    }

    /// The number of entities.
    pub fn len(&self) -> usize {
        self.entities.len() - self.same.len()
    }

    /// Whether there is no entity.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    /// The file that a row stands in.
    pub fn file(&self, origin: Origin) -> &str {
        let Some(placed) = self.layers.get(usize::from(origin.layer)) else {
            return "";
        };
        let arrays = placed.layer.arrays();
        let name = arrays.files.get(usize::from(origin.file));
        name.map_or("", |&name| arrays.string(name))
    }

    /// Whether a character (folded) occurs in the transliterated names of people that the gazetteer has.
    pub fn transliterates(&self, c: char) -> bool {
        self.transliterating.contains(c)
    }

    /// The people whose transliterated names share a third of the characters of `name` (folded), in the order of their numbers.
    pub(super) fn with_characters_of(&self, name: &str) -> Vec<EntityIndex> {
        let length = name.chars().filter(|&c| c != '·').count();
        let mut likely = Vec::new();
        for placed in &self.layers {
            let arrays = placed.layer.arrays();
            let mut shared: FxHashMap<u32, usize> = FxHashMap::default();
            for c in name.chars().map(u32::from) {
                let from = arrays.postings.partition_point(|posting| posting.character < c);
                let of_character = arrays.postings[from..]
                    .iter()
                    .take_while(|posting| posting.character == c);
                for posting in of_character {
                    *shared.entry(posting.name).or_default() += 1;
                }
            }
            let enough = shared.into_iter().filter(|&(_, count)| count * 3 >= length);
            let named = enough.filter_map(|(name, _)| arrays.transliterated.get(name as usize).copied());
            let known = named.filter(|&entity| (entity as usize) < arrays.entities.len());
            likely.extend(known.map(|entity| self.index(placed, entity)));
        }
        likely.sort_unstable();
        likely.dedup();
        likely
    }

    /// Whether `form` (a folded view) is one that somebody or something has.
    pub(in crate::entity) fn has_form(&self, form: &str) -> bool {
        let key = MatchKey::of(form);
        self.layers.iter().any(|placed| placed.layer.form(&key).is_some())
    }

    /// The form (a folded view) as the gazetteer writes it in Traditional characters: what 余光中 or 水里 was before someone wrote
    /// it in Simplified. Nothing where no row does.
    pub fn written(&self, form: &str) -> Option<&str> {
        let key = MatchKey::of(form);
        self.layers.iter().find_map(|placed| {
            let arrays = placed.layer.arrays();
            let form = placed.layer.form(&key)?;
            arrays.optional(arrays.forms.get(form as usize)?.hant)
        })
    }

    /// What a region calls an entity that it does not call by `form` (a folded view), which other regions use: 特朗普 for 川普
    /// in Hong Kong. Of several forms of the same kind the first that is the region's own is taken, then the first that every
    /// region uses. Nothing where the form is at home there, or nothing better is known.
    pub fn regional(&self, entity: EntityIndex, form: &str, region: Region) -> Option<&str> {
        let mut forms = Vec::new();
        for (placed, entity) in self.places(entity) {
            let arrays = placed.layer.arrays();
            let from = arrays.han_forms.partition_point(|form| form.entity < entity);
            let of_entity = arrays.han_forms[from..].iter().take_while(|form| form.entity == entity);
            forms.extend(of_entity.map(|form| (form, arrays.string(form.alias))));
        }
        // An entity that is called the same everywhere has no forms to choose from.
        if forms.iter().all(|(form, _)| form.is_used_everywhere()) {
            return None;
        }
        let here = MatchKey::of(form);
        let mut same = forms.iter().filter(|(_, alias)| MatchKey::of(alias) == here).peekable();
        let kind = same.peek()?.0.kind();
        if same.any(|(form, _)| form.is_used_everywhere() || form.is_used_in(region)) {
            return None;
        }
        let of_kind = || forms.iter().filter(|(other, _)| other.kind() == kind);
        of_kind()
            .find(|(other, _)| other.is_used_in(region))
            .or_else(|| of_kind().find(|(other, _)| other.is_used_everywhere()))
            .map(|&(_, alias)| alias)
    }
}

/// Calls `same` with the numbers of each entity that both layers have.
fn each_same(earlier: &Layer, later: &Layer, mut same: impl FnMut(u32, u32)) {
    let (here, there) = (earlier.arrays(), later.arrays());
    if here.entities.len() < there.entities.len() {
        for (entity, row) in (0..).zip(here.entities) {
            if let Some(other) = there.entity(here.string(row.id)) {
                same(entity, other);
            }
        }
    } else {
        for (other, row) in (0..).zip(there.entities) {
            if let Some(entity) = here.entity(there.string(row.id)) {
                same(entity, other);
            }
        }
    }
}
