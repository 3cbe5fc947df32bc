//! Images of dictionaries, `.ymd`: one file with compiled words, conversions and entities, and with the names and hashes of the files that
//! they are from. It is mapped and used where it lies. What is cut short, changed, or of another version is refused.
//!
//! The file begins with a magic string and a version (`lexicon/image.rs`), and its checksum covers every other byte of it. Any change of what is
//! written, or of what it means, raises the version: how keys are folded among others.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytemuck::{Pod, Zeroable};

use super::keys::{self, KeyTable, KeyTableBuilder};
use super::{Bytes, Slice, checksum};
use crate::lexicon::DictionaryKind;
use crate::lexicon::image::{ImageError, MAGIC, Reader, Writer};
use crate::lexicon::problem::Problem;

/// The version of the form. The other images of the program have versions below 2000.
const VERSION: u32 = 3003;

/// Where the arrays of each part begin.
const SOURCES: usize = 0;
const WORDS: usize = SOURCES + 2;
const CONVERSIONS: usize = WORDS + keys::ARRAYS;
const GAZETTEER: usize = CONVERSIONS + keys::ARRAYS;
/// How many arrays the part of the entities has.
const GAZETTEER_ARRAYS: usize = 15;

/// A file that an image was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
struct SourceRow {
    entries: u64,
    path: Slice,
    sha256: [u8; 32],
    kind: u8,
    _unused: [u8; 7],
}

const KINDS: [DictionaryKind; 3] = [
    DictionaryKind::Words,
    DictionaryKind::Conversions,
    DictionaryKind::Entities,
];

/// A file that an image was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageSource<'i> {
    /// Its path, as it was given.
    pub path: &'i str,
    /// What it held.
    pub kind: DictionaryKind,
    /// The SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// How many entries it had.
    pub entries: u64,
}

/// What is said of a file when an image is made.
#[derive(Debug, Clone)]
pub(crate) struct NewSource {
    pub(crate) path: String,
    pub(crate) kind: DictionaryKind,
    pub(crate) sha256: [u8; 32],
    pub(crate) entries: u64,
}

/// Puts an image together: sources, words and conversions, then the entities' arrays.
pub(crate) struct ImageBuilder {
    writer: Writer,
}

impl ImageBuilder {
    /// An image that lacks its entities yet.
    pub(crate) fn new(sources: &[NewSource], words: KeyTableBuilder, conversions: KeyTableBuilder) -> Self {
        let mut writer = Writer::default();
        let mut text = String::new();
        let rows: Vec<SourceRow> = sources
            .iter()
            .map(|source| SourceRow {
                entries: source.entries,
                path: Slice::push(&mut text, &source.path),
                sha256: source.sha256,
                kind: KINDS.iter().position(|kind| *kind == source.kind).unwrap_or(0) as u8,
                _unused: [0; 7],
            })
            .collect();
        writer.array(text.as_bytes());
        writer.array(&rows);
        words.write(&mut writer);
        conversions.write(&mut writer);
        ImageBuilder { writer }
    }

    /// Adds the entities' arrays, of which `write` must write [`GAZETTEER_ARRAYS`], and finishes the image.
    pub(crate) fn finish(mut self, write: impl FnOnce(&mut Writer)) -> Vec<u64> {
        write(&mut self.writer);
        debug_assert_eq!(self.writer.position(), GAZETTEER + GAZETTEER_ARRAYS);
        self.writer.words_summed(VERSION, checksum::checksum)
    }
}

/// An image of dictionaries. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Image {
    bytes: Arc<Bytes>,
    words: KeyTable,
    conversions: KeyTable,
    sources: [Range<usize>; 2],
}

impl Image {
    /// Whether a file begins as images do.
    pub(crate) fn is_image(path: &Path) -> bool {
        use std::io::Read;
        let mut first = [0; MAGIC.len()];
        std::fs::File::open(path).is_ok_and(|mut file| file.read_exact(&mut first).is_ok()) && first == MAGIC
    }

    /// Maps an image that `yiming dict build` wrote, after checking it from its first byte to its last.
    ///
    /// # Errors
    ///
    /// What keeps the file from being read, or why it is no image of this version, and what to do.
    pub fn open(path: &Path) -> Result<Image, Problem> {
        let name = path.display().to_string();
        let bytes = Bytes::map(path).map_err(|error| Problem::new(&name, 0, 0, format!("cannot be read: {error}")))?;
        Self::of(bytes).map_err(|error| {
            Problem::new(&name, 0, 0, error.to_string())
                .help("build it anew from its dictionaries: yiming dict build FILE… -o x.ymd")
        })
    }

    /// Makes the checksum of altered bytes right again, so that tests come further than it.
    #[doc(hidden)]
    pub fn sum_again(bytes: &mut [u8]) {
        crate::lexicon::image::sum_again(bytes, checksum::checksum);
    }

    /// Takes the bytes of an image, after checking them.
    pub(crate) fn of(bytes: Bytes) -> Result<Image, ImageError> {
        let mut reader = Reader::new(&bytes, VERSION)?;
        reader.verify_with(checksum::checksum)?;
        let sources = [reader.place::<u8>()?, reader.place::<SourceRow>()?];
        let bytes = Arc::new(bytes);
        Ok(Image {
            words: KeyTable::of(bytes.clone(), VERSION, WORDS)?,
            conversions: KeyTable::of(bytes.clone(), VERSION, CONVERSIONS)?,
            bytes,
            sources,
        })
    }

    /// The files that the image was made from, in the order of precedence.
    pub fn sources(&self) -> impl Iterator<Item = ImageSource<'_>> {
        let text = &self.bytes[self.sources[0].clone()];
        let rows: &[SourceRow] = bytemuck::cast_slice(&self.bytes[self.sources[1].clone()]);
        rows.iter().map(|row| ImageSource {
            path: row.path.of(text),
            kind: KINDS
                .get(usize::from(row.kind))
                .copied()
                .unwrap_or(DictionaryKind::Words),
            sha256: row.sha256,
            entries: row.entries,
        })
    }

    /// The image's checksum, which covers all of it.
    pub fn checksum(&self) -> u64 {
        Reader::new(&self.bytes, VERSION).map_or(0, |reader| reader.checksum())
    }

    /// The words, folded.
    pub(crate) fn words(&self) -> &KeyTable {
        &self.words
    }

    /// The conversions.
    pub(crate) fn conversions(&self) -> &KeyTable {
        &self.conversions
    }

    /// The bytes, and a reader at the entities' arrays.
    pub(crate) fn gazetteer(&self) -> Result<(&Arc<Bytes>, Reader<'_>), ImageError> {
        Ok((&self.bytes, Reader::new(&self.bytes, VERSION)?.at(GAZETTEER)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold_char;

    /// Keys are stored folded: an image from before a change of the folding would silently miss them.
    #[test]
    fn the_version_stands_for_how_keys_are_folded() {
        let fnv = |sum: u64, c: char| (sum ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01B3);
        let sum = (char::MIN..=char::MAX).map(fold_char).fold(0xCBF2_9CE4_8422_2325, fnv);
        assert_eq!(
            (VERSION, sum),
            (3003, 4_526_286_223_147_600_469),
            "raise the version with every change to the folding, and put the new sum here"
        );
    }
}
