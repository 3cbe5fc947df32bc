//! The tables of one layer of a gazetteer: flat arrays that lie one behind the other in an image and are used where they lie. Strings are ranges
//! of one text. An image is in memory or a file that is mapped; all are the same from here on. What one array says about another need not be
//! so in an image that somebody else made: every look-up is checked.

use std::ops::Range;
use std::sync::Arc;

use bytemuck::{Pod, Zeroable};

use super::meaning::{EntityIndex, Meaning, Origin, Rank};
use crate::lexicon::compiled::prefixes::{Node, Prefixes};
use crate::lexicon::compiled::{Bytes, Slice};
use crate::lexicon::image::{ImageError, Reader, Writer};
use crate::lexicon::prefetch::prefetch;
use crate::lexicon::{AliasKind, Region};

/// An entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(super) struct EntityRow {
    pub id: Slice,
    pub label: Slice,
    pub name_zh: Slice,
    pub name_latin: Slice,
}

/// A form. Forms are sorted by key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(super) struct FormRow {
    /// The match key of the form.
    pub key: Slice,
    /// The folded view of the alias, where its case counts.
    pub cased: Slice,
    /// The alias in Traditional characters, where a row writes it in them.
    pub hant: Slice,
    /// Where the form's meanings begin; they end where those of the next form begin.
    pub meanings: u32,
}

/// What a form means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(super) struct MeaningRow {
    /// The entity's number in the layer.
    pub entity: u32,
    pub priority: i32,
    /// The line that says so, and the place of its file among the layer's.
    pub line: u32,
    pub file: u16,
    kind: u8,
    derivation: u8,
}

/// The form is a part of a longer one.
const DERIVED: u8 = 1;
/// It counts only if the entity is a person.
const ONLY_IF_PERSON: u8 = 2;

impl MeaningRow {
    /// The row of a meaning whose entity is numbered as in the layer.
    pub(super) fn new(meaning: &Meaning) -> Self {
        let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
        MeaningRow {
            entity: meaning.entity.0,
            priority: meaning.priority,
            line: meaning.origin.line,
            file: meaning.origin.file,
            kind: number_of(meaning.kind),
            derivation: flag(meaning.derived, DERIVED) | flag(meaning.only_if_person, ONLY_IF_PERSON),
        }
    }

    /// The meaning, of an entity by its number in the whole gazetteer.
    pub(super) fn meaning(&self, entity: EntityIndex, rank: Rank, layer: u16) -> Meaning {
        Meaning {
            entity,
            kind: kind_of(self.kind),
            rank,
            priority: self.priority,
            derived: self.derivation & DERIVED != 0,
            only_if_person: self.derivation & ONLY_IF_PERSON != 0,
            origin: Origin {
                layer,
                file: self.file,
                line: self.line,
            },
        }
    }
}

/// A Han form of an entity as a row writes it. Sorted by entity, then in the order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(super) struct HanForm {
    pub entity: u32,
    pub alias: Slice,
    kind: u8,
    /// A bit a region, in the order of [`REGIONS`]; none means everywhere.
    regions: u8,
    _unused: [u8; 2],
}

const REGIONS: [Region; 3] = [Region::Tw, Region::Hk, Region::Cn];

impl HanForm {
    pub(super) fn new(entity: u32, alias: Slice, kind: AliasKind, regions: &[Region]) -> Self {
        let bits = (0..)
            .zip(REGIONS)
            .map(|(bit, region)| u8::from(regions.contains(&region)) << bit);
        HanForm {
            entity,
            alias,
            kind: number_of(kind),
            regions: bits.sum(),
            _unused: [0; 2],
        }
    }

    pub(super) fn kind(&self) -> AliasKind {
        kind_of(self.kind)
    }

    pub(super) fn is_used_everywhere(&self) -> bool {
        self.regions == 0
    }

    pub(super) fn is_used_in(&self, region: Region) -> bool {
        (0..)
            .zip(REGIONS)
            .any(|(bit, known)| known == region && self.regions >> bit & 1 == 1)
    }
}

/// A kind as its place in [`AliasKind::ALL`].
fn number_of(kind: AliasKind) -> u8 {
    let place = AliasKind::ALL.iter().position(|(_, known)| *known == kind);
    // All kinds are among all kinds.
    place.unwrap_or(0) as u8
}

fn kind_of(number: u8) -> AliasKind {
    AliasKind::ALL
        .get(usize::from(number))
        .map_or(AliasKind::Full, |(_, kind)| *kind)
}

/// A character of a transliterated person's name, and the name's place among them. Sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Posting {
    pub character: u32,
    pub name: u32,
}

/// The arrays of a layer, wherever they lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrays<'a> {
    pub text: &'a [u8],
    pub files: &'a [Slice],
    pub entities: &'a [EntityRow],
    /// The entities by their ids.
    pub by_id: &'a [u32],
    pub forms: &'a [FormRow],
    pub meanings: &'a [MeaningRow],
    /// How a form's first character is found: how many there are, index and entries of a table of characters.
    pub first_len: u32,
    pub first_index: &'a [u16],
    pub first_entries: &'a [u32],
    /// What may follow it.
    pub pairs: &'a [u32],
    pub nodes: &'a [Node],
    pub han_forms: &'a [HanForm],
    /// The characters of transliterated people's names, folded, sorted.
    pub transliterating: &'a [u32],
    /// The people with a transliterated name and a Latin one.
    pub transliterated: &'a [u32],
    /// The characters of their names.
    pub postings: &'a [Posting],
}

impl<'a> Arrays<'a> {
    /// The string of a range.
    pub(super) fn string(&self, slice: Slice) -> &'a str {
        slice.of(self.text)
    }

    /// The string of a range, or nothing.
    pub(super) fn optional(&self, slice: Slice) -> Option<&'a str> {
        (!slice.is_none()).then(|| self.string(slice))
    }

    /// The trie of the forms.
    pub(super) fn prefixes(&self) -> Prefixes<'a> {
        let firsts = (self.first_index, self.first_entries);
        Prefixes::new(firsts, self.pairs, self.nodes, self.first_len)
    }

    /// Has the meanings of a form fetched from memory.
    pub(super) fn fetch_meanings(&self, form: u32) {
        if let Some(form) = self.forms.get(form as usize) {
            prefetch(self.meanings, form.meanings as usize);
        }
    }

    /// The meanings of a form, of entities that there are.
    pub(super) fn meanings_of(&self, form: u32) -> impl Iterator<Item = &'a MeaningRow> + use<'a> {
        let begins = |form: usize| Some(self.forms.get(form)?.meanings as usize);
        let start = begins(form as usize).unwrap_or(self.meanings.len());
        let end = begins(form as usize + 1).unwrap_or(self.meanings.len());
        let entities = self.entities.len();
        let rows = self.meanings.get(start..end).unwrap_or_default();
        rows.iter().filter(move |row| (row.entity as usize) < entities)
    }

    /// The number of the entity with an id.
    pub(super) fn entity(&self, id: &str) -> Option<u32> {
        let id_of = |entity: u32| self.entities.get(entity as usize).map_or("", |row| self.string(row.id));
        let place = self.by_id.binary_search_by(|&entity| id_of(entity).cmp(id)).ok()?;
        self.by_id
            .get(place)
            .copied()
            .filter(|&entity| (entity as usize) < self.entities.len())
    }

    /// Writes them, in the order that [`Tables::read`] reads.
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.array(self.text);
        writer.array(self.files);
        writer.array(self.entities);
        writer.array(self.by_id);
        writer.array(self.forms);
        writer.array(self.meanings);
        writer.array(&[self.first_len]);
        writer.array(self.first_index);
        writer.array(self.first_entries);
        writer.array(self.pairs);
        writer.array(self.nodes);
        writer.array(self.han_forms);
        writer.array(self.transliterating);
        writer.array(self.transliterated);
        writer.array(self.postings);
    }
}

/// An image with the places of a layer's arrays, in bytes.
#[derive(Debug)]
pub(super) struct Tables {
    bytes: Arc<Bytes>,
    text: Range<usize>,
    files: Range<usize>,
    entities: Range<usize>,
    by_id: Range<usize>,
    forms: Range<usize>,
    meanings: Range<usize>,
    first_len: Range<usize>,
    first_index: Range<usize>,
    first_entries: Range<usize>,
    pairs: Range<usize>,
    nodes: Range<usize>,
    han_forms: Range<usize>,
    transliterating: Range<usize>,
    transliterated: Range<usize>,
    postings: Range<usize>,
}

impl Tables {
    /// Those that were just built.
    pub(super) fn of_arrays(arrays: &Arrays<'_>) -> Tables {
        let mut writer = Writer::default();
        arrays.write(&mut writer);
        let bytes = Arc::new(Bytes::Words(writer.words(0)));
        let reader = Reader::new(&bytes, 0);
        // The writer made it a moment ago.
        reader
            .and_then(|reader| Self::read(&bytes, reader))
            .expect("tables just built can be read")
    }

    /// Those of an image; `reader` is where they begin.
    pub(super) fn read(bytes: &Arc<Bytes>, mut reader: Reader<'_>) -> Result<Tables, ImageError> {
        Ok(Tables {
            text: reader.place::<u8>()?,
            files: reader.place::<Slice>()?,
            entities: reader.place::<EntityRow>()?,
            by_id: reader.place::<u32>()?,
            forms: reader.place::<FormRow>()?,
            meanings: reader.place::<MeaningRow>()?,
            first_len: reader.place::<u32>()?,
            first_index: reader.place::<u16>()?,
            first_entries: reader.place::<u32>()?,
            pairs: reader.place::<u32>()?,
            nodes: reader.place::<Node>()?,
            han_forms: reader.place::<HanForm>()?,
            transliterating: reader.place::<u32>()?,
            transliterated: reader.place::<u32>()?,
            postings: reader.place::<Posting>()?,
            bytes: bytes.clone(),
        })
    }

    fn array<T: Pod>(&self, place: &Range<usize>) -> &[T] {
        // Read with this type before, so that it fits.
        bytemuck::cast_slice(&self.bytes[place.clone()])
    }

    /// The arrays.
    pub(super) fn arrays(&self) -> Arrays<'_> {
        Arrays {
            text: self.array(&self.text),
            files: self.array(&self.files),
            entities: self.array(&self.entities),
            by_id: self.array(&self.by_id),
            forms: self.array(&self.forms),
            meanings: self.array(&self.meanings),
            first_len: self.array(&self.first_len).first().copied().unwrap_or(0),
            first_index: self.array(&self.first_index),
            first_entries: self.array(&self.first_entries),
            pairs: self.array(&self.pairs),
            nodes: self.array(&self.nodes),
            han_forms: self.array(&self.han_forms),
            transliterating: self.array(&self.transliterating),
            transliterated: self.array(&self.transliterated),
            postings: self.array(&self.postings),
        }
    }
}
