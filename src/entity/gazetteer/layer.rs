//! One layer of a gazetteer: dictionaries that were compiled together, used where they lie.

use std::sync::Arc;

use super::GazetteerBuilder;
use super::builder::ALONE;
use super::latin::{has_right_case, is_whole};
use super::tables::{Arrays, Tables};
use crate::entity::characters::Characters;
use crate::lexicon::compiled::{Bytes, Image};
use crate::lexicon::image::{ImageError, Reader};
use crate::lexicon::prefetch::prefetch;
use crate::text::CharSpan;

/// A layer of a gazetteer, which [`GazetteerBuilder`](super::GazetteerBuilder) makes.
pub struct Layer {
    tables: Tables,
}

/// A place where a form of a layer stands.
pub(super) struct LayerHit {
    pub(super) span: CharSpan,
    pub(super) form: u32,
    /// Whether it counts there.
    pub(super) counts: bool,
}

impl GazetteerBuilder {
    /// Compiles the layer.
    ///
    /// # Panics
    ///
    /// When the forms differ in 2³² characters or more.
    pub fn finish(self) -> Layer {
        self.compile(|arrays| Layer::new(Tables::of_arrays(arrays)))
    }
}

impl Layer {
    pub(super) fn new(tables: Tables) -> Self {
        Layer { tables }
    }

    /// The layer of an image of dictionaries.
    pub(crate) fn of_image(image: &Image) -> Result<Self, ImageError> {
        let (bytes, reader) = image.gazetteer()?;
        Tables::read(bytes, reader).map(Layer::new)
    }

    /// The layer of an image that has nothing else and comes with the program.
    pub(crate) fn of_static(image: &'static [u8]) -> Result<Self, ImageError> {
        let bytes = Arc::new(Bytes::Static(image));
        let reader = Reader::new(image, ALONE)?;
        Tables::read(&bytes, reader).map(Layer::new)
    }

    pub(super) fn arrays(&self) -> Arrays<'_> {
        self.tables.arrays()
    }

    /// How many entities there are.
    pub(super) fn len(&self) -> usize {
        self.arrays().entities.len()
    }

    /// The form with a match key.
    pub(super) fn form(&self, key: &str) -> Option<u32> {
        let arrays = self.arrays();
        let place = arrays.forms.binary_search_by(|known| arrays.string(known.key).cmp(key));
        place.ok().map(|place| place as u32)
    }

    /// Every place where a form stands, overlapping ones included, in the order of their starts, the shorter first.
    pub(super) fn find<const ALL: bool>(&self, characters: &Characters<'_>) -> Vec<LayerHit> {
        let arrays = self.arrays();
        let prefixes = arrays.prefixes();
        let rest = |form: u32, len: usize| {
            let form = arrays.forms.get(form as usize)?;
            arrays.text.get(form.key.range())?.get(len..)
        };
        let (keys, mut hits) = (characters.keys(), Vec::new());
        let is_latin = |at: usize| keys[at].is_ascii_alphanumeric();
        let fetch = |form: u32| prefetch(arrays.forms, form as usize);
        prefixes.find(keys, fetch, rest, |start, found| {
            // No form begins in the midst of a Latin word or number.
            let is_inside = start > 0 && is_latin(start) && is_latin(start - 1);
            let mut hit = LayerHit {
                span: CharSpan::new(start, start + found.chars),
                form: found.key,
                counts: !is_inside,
            };
            // Latin letters are the exception in these texts: only they are looked at twice.
            if hit.counts && hit.span.range().any(is_latin) {
                hit.counts = is_counted(&arrays, &hit, characters);
            }
            if hit.counts || ALL {
                arrays.fetch_meanings(hit.form);
                hits.push(hit);
            }
        });
        hits
    }
}

/// Whether a hit with Latin letters or digits counts where it stands.
fn is_counted(arrays: &Arrays<'_>, hit: &LayerHit, characters: &Characters<'_>) -> bool {
    let form = arrays.forms.get(hit.form as usize);
    let cased = form.and_then(|form| arrays.optional(form.cased));
    is_whole(characters.view(), characters.bytes(hit.span))
        && cased.is_none_or(|form| has_right_case(form, characters.slice(hit.span)))
}
