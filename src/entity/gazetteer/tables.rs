//! The tables of a gazetteer: flat arrays that lie one behind the other in an image and are used where they lie. Strings are ranges of one
//! text. An image is either a part of the program, or words read from a file, or just built; all are the same from here on.

use std::borrow::Cow;
use std::ops::Range;

use bytemuck::{Pod, Zeroable};

use super::prefixes::{Node, Prefixes};
use super::{EntityIndex, Meaning, Rank};
use crate::lexicon::image::{ImageError, Reader, Writer, verify};
use crate::lexicon::{AliasKind, Region};

/// The version of the image's form: raised with every change to what is written or to what it means, to how names are folded among
/// others. The other images of the program have versions below 2000.
pub(super) const VERSION: u32 = 2001;

/// A range of bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Slice {
    start: u32,
    len: u32,
}

impl Slice {
    /// Stands for no string at all.
    pub(super) const NONE: Slice = Slice {
        start: u32::MAX,
        len: 0,
    };

    /// Appends `string` to `text`.
    ///
    /// # Panics
    ///
    /// When the text grows to 4 GiB.
    pub(super) fn push(text: &mut String, string: &str) -> Slice {
        let start = text.len();
        text.push_str(string);
        assert!(
            text.len() < u32::MAX as usize,
            "the names of a gazetteer take less than 4 GiB"
        );
        Slice {
            start: start as u32,
            len: string.len() as u32,
        }
    }

    pub(super) fn is_none(self) -> bool {
        self == Slice::NONE
    }

    pub(super) fn start(self) -> u32 {
        self.start
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }

    fn is_sound(self, text: &[u8]) -> bool {
        self.is_none() || self.range().end <= text.len()
    }
}

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
    pub entity: u32,
    pub priority: i32,
    kind: u8,
    is_users: u8,
    is_derived: u8,
    _unused: u8,
}

impl From<Meaning> for MeaningRow {
    fn from(meaning: Meaning) -> Self {
        MeaningRow {
            entity: meaning.entity.0,
            priority: meaning.priority,
            kind: number_of(meaning.kind),
            is_users: u8::from(meaning.rank == Rank::User),
            is_derived: u8::from(meaning.derived),
            _unused: 0,
        }
    }
}

impl From<MeaningRow> for Meaning {
    fn from(row: MeaningRow) -> Self {
        Meaning {
            entity: EntityIndex(row.entity),
            kind: kind_of(row.kind),
            rank: if row.is_users == 0 { Rank::Shipped } else { Rank::User },
            priority: row.priority,
            derived: row.is_derived != 0,
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
    pub(super) fn new(entity: EntityIndex, alias: Slice, kind: AliasKind, regions: &[Region]) -> Self {
        let bits = (0..)
            .zip(REGIONS)
            .map(|(bit, region)| u8::from(regions.contains(&region)) << bit);
        HanForm {
            entity: entity.0,
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

/// The arrays of a gazetteer, wherever they lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrays<'a> {
    pub text: &'a [u8],
    pub entities: &'a [EntityRow],
    pub forms: &'a [FormRow],
    pub meanings: &'a [MeaningRow],
    /// How a form's first character is found: how many there are, index and entries of a table of characters.
    pub first_len: u32,
    pub first_index: &'a [u16],
    pub first_entries: &'a [u32],
    pub nodes: &'a [Node],
    pub han_forms: &'a [HanForm],
    /// The characters of transliterated people's names, folded, sorted.
    pub transliterating: &'a [u32],
}

impl<'a> Arrays<'a> {
    /// The string of a range.
    pub(super) fn string(&self, slice: Slice) -> &'a str {
        // An image that was not damaged holds nothing but UTF-8.
        self.text
            .get(slice.range())
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or("")
    }

    /// The string of a range, or nothing.
    pub(super) fn optional(&self, slice: Slice) -> Option<&'a str> {
        (!slice.is_none()).then(|| self.string(slice))
    }

    /// The trie of the forms.
    pub(super) fn prefixes(&self) -> Prefixes<'a> {
        Prefixes::new((self.first_index, self.first_entries), self.nodes, self.first_len)
    }

    /// The meanings of a form.
    pub(super) fn meanings_of(&self, form: usize) -> &'a [MeaningRow] {
        let start = self.forms[form].meanings as usize;
        let end = self
            .forms
            .get(form + 1)
            .map_or(self.meanings.len(), |next| next.meanings as usize);
        &self.meanings[start..end]
    }

    /// Whether all that one array says about another is so.
    fn is_sound(&self) -> bool {
        let slices = |slices: &[Slice]| slices.iter().all(|slice| slice.is_sound(self.text));
        let is_entity = |entity: u32| (entity as usize) < self.entities.len();
        let begins = |form: &FormRow| form.meanings as usize;
        let ends = self.forms.iter().skip(1).map(begins).chain([self.meanings.len()]);
        self.entities
            .iter()
            .all(|row| !row.id.is_none() && slices(&[row.id, row.label, row.name_zh, row.name_latin]))
            && self
                .forms
                .iter()
                .all(|row| slices(&[row.key, row.cased, row.hant]) && row.key.len > 0)
            && self.forms.iter().zip(ends).all(|(form, end)| begins(form) < end)
            && self.meanings.iter().all(|row| is_entity(row.entity))
            && self.prefixes().is_sound(self.forms.len())
            && self
                .han_forms
                .iter()
                .all(|form| is_entity(form.entity) && slices(&[form.alias]))
    }

    /// The words of an image.
    pub(super) fn image(&self) -> Vec<u64> {
        let mut writer = Writer::default();
        writer.array(self.text);
        writer.array(self.entities);
        writer.array(self.forms);
        writer.array(self.meanings);
        writer.array(&[self.first_len]);
        writer.array(self.first_index);
        writer.array(self.first_entries);
        writer.array(self.nodes);
        writer.array(self.han_forms);
        writer.array(self.transliterating);
        writer.words(VERSION)
    }
}

/// An image with the places of its arrays, in bytes.
#[derive(Debug)]
pub(super) struct Tables {
    words: Cow<'static, [u64]>,
    text: Range<usize>,
    entities: Range<usize>,
    forms: Range<usize>,
    meanings: Range<usize>,
    first_len: Range<usize>,
    first_index: Range<usize>,
    first_entries: Range<usize>,
    nodes: Range<usize>,
    han_forms: Range<usize>,
    transliterating: Range<usize>,
}

impl Tables {
    /// Takes an image, after checking it whole.
    pub(super) fn read(words: Cow<'static, [u64]>) -> Result<Tables, ImageError> {
        let image: &[u8] = bytemuck::cast_slice(&words);
        let tables = Tables::places(image)?;
        verify(image)?;
        let tables = Tables { words, ..tables };
        tables.arrays().is_sound().then_some(tables).ok_or(ImageError::Section)
    }

    fn places(image: &[u8]) -> Result<Tables, ImageError> {
        let mut reader = Reader::new(image, VERSION)?;
        Ok(Tables {
            words: Cow::Borrowed(&[]),
            text: reader.place::<u8>()?,
            entities: reader.place::<EntityRow>()?,
            forms: reader.place::<FormRow>()?,
            meanings: reader.place::<MeaningRow>()?,
            first_len: reader.place::<u32>()?,
            first_index: reader.place::<u16>()?,
            first_entries: reader.place::<u32>()?,
            nodes: reader.place::<Node>()?,
            han_forms: reader.place::<HanForm>()?,
            transliterating: reader.place::<u32>()?,
        })
    }

    /// The image.
    pub(super) fn bytes(&self) -> &[u8] {
        bytemuck::cast_slice(&self.words)
    }

    fn array<T: Pod>(&self, place: &Range<usize>) -> &[T] {
        bytemuck::cast_slice(&self.bytes()[place.clone()])
    }

    /// The arrays.
    pub(super) fn arrays(&self) -> Arrays<'_> {
        Arrays {
            text: self.array(&self.text),
            entities: self.array(&self.entities),
            forms: self.array(&self.forms),
            meanings: self.array(&self.meanings),
            first_len: self.array(&self.first_len).first().copied().unwrap_or(0),
            first_index: self.array(&self.first_index),
            first_entries: self.array(&self.first_entries),
            nodes: self.array(&self.nodes),
            han_forms: self.array(&self.han_forms),
            transliterating: self.array(&self.transliterating),
        }
    }
}
