//! Images: arrays laid out so that they are used where they lie, without reading them in. In, arrays in an order of the
//! writer's choice; out, bytes that begin with a magic string and a version. A [`Reader`] gives the arrays back in the
//! same order, after checking magic, version, lengths and checksum. Bytes are little-endian and 8-byte aligned.

use bytemuck::Pod;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

/// What every image begins with.
pub const MAGIC: [u8; 8] = *b"YIMINGDI";
/// Magic, version, number of sections, length of the whole, checksum of what follows the header.
const HEADER: usize = 8 + 4 + 4 + 8 + 8;
/// Where the checksum stands in it.
const CHECKSUM: usize = HEADER - 8;
/// The header in words.
const HEADER_WORDS: usize = HEADER / 8;

/// Why bytes are no image that this version can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImageError {
    /// They do not begin with the magic string.
    Magic,
    /// They were written by another version.
    Version {
        /// The version found.
        found: u32,
        /// The version that this code reads.
        expected: u32,
    },
    /// They are shorter or longer than they say.
    Length,
    /// They were changed after writing.
    Checksum,
    /// A section is missing, lies outside, or has another kind of content than asked for.
    Section,
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImageError::Magic => f.write_str("not an image of this program"),
            ImageError::Version { found, expected } => {
                write!(f, "an image of version {found}; version {expected} is needed")
            }
            ImageError::Length => f.write_str("the image is cut short or has more than it says"),
            ImageError::Checksum => f.write_str("the image was damaged: its checksum is wrong"),
            ImageError::Section => f.write_str("the image lacks a part"),
        }
    }
}

impl std::error::Error for ImageError {}

/// Writes an image. Equal arrays are stored once.
#[derive(Debug, Default)]
pub struct Writer {
    /// Where each array lies in the data, and its length, in bytes.
    sections: Vec<[u64; 2]>,
    /// Words, so that what is written lies aligned.
    data: Vec<u64>,
    /// The arrays written so far, by their checksums.
    known: HashMap<u64, Vec<[u64; 2]>>,
}

impl Writer {
    /// Appends an array.
    pub fn array<T: Pod>(&mut self, array: &[T]) {
        let bytes: &[u8] = bytemuck::cast_slice(array);
        let known = self.known.entry(checksum(bytes)).or_default();
        let data: &[u8] = bytemuck::cast_slice(&self.data);
        let is_same = |&&[offset, len]: &&[u64; 2]| &data[offset as usize..(offset + len) as usize] == bytes;
        let place = match known.iter().find(is_same) {
            Some(&place) => place,
            None => {
                let place = [data.len() as u64, bytes.len() as u64];
                known.push(place);
                let start = self.data.len();
                self.data.resize(start + bytes.len().div_ceil(8), 0);
                bytemuck::cast_slice_mut(&mut self.data[start..])[..bytes.len()].copy_from_slice(bytes);
                place
            }
        };
        self.sections.push(place);
    }

    /// Appends a number.
    pub fn number(&mut self, number: u64) {
        self.array(&[number]);
    }

    /// How many arrays were appended so far: the number of the next one.
    pub fn position(&self) -> usize {
        self.sections.len()
    }

    /// The finished image.
    pub fn finish(self, version: u32) -> Vec<u8> {
        bytemuck::cast_slice(&self.words(version)).to_vec()
    }

    /// The finished image as words, which lie aligned.
    pub fn words(self, version: u32) -> Vec<u64> {
        self.words_summed(version, |_, body| checksum(body))
    }

    /// The same with a checksum of another kind, of the header that is before it and of all that follows.
    pub fn words_summed(self, version: u32, sum: impl Fn(&[u8], &[u8]) -> u64) -> Vec<u64> {
        let mut image = self.data;
        let before = HEADER_WORDS + self.sections.len() * 2;
        let data_len = image.len();
        image.resize(before + data_len, 0);
        image.copy_within(..data_len, before);
        image[HEADER_WORDS..before].copy_from_slice(bytemuck::cast_slice(&self.sections));
        let len = image.len() as u64 * 8;
        let (header, body) = image.split_at_mut(HEADER_WORDS);
        let header: &mut [u8] = bytemuck::cast_slice_mut(header);
        header[..8].copy_from_slice(&MAGIC);
        header[8..12].copy_from_slice(&version.to_le_bytes());
        header[12..16].copy_from_slice(&(self.sections.len() as u32).to_le_bytes());
        header[16..24].copy_from_slice(&len.to_le_bytes());
        let sum = sum(&header[..CHECKSUM], bytemuck::cast_slice(body));
        header[CHECKSUM..].copy_from_slice(&sum.to_le_bytes());
        image
    }
}

/// Reads an image's arrays in the order they were written.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    image: &'a [u8],
    sections: &'a [[u64; 2]],
    data: &'a [u8],
    next: usize,
}

impl<'a> Reader<'a> {
    /// Checks magic, version and lengths. The checksum is left to [`verify`], which reads every byte.
    pub fn new(image: &'a [u8], version: u32) -> Result<Reader<'a>, ImageError> {
        if !image.starts_with(&MAGIC) {
            return Err(ImageError::Magic);
        }
        let header = image.get(..HEADER).ok_or(ImageError::Length)?;
        let word = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        let long = |at: usize| u64::from(word(at)) | u64::from(word(at + 4)) << 32;
        if word(8) != version {
            return Err(ImageError::Version {
                found: word(8),
                expected: version,
            });
        }
        if long(16) != image.len() as u64 {
            return Err(ImageError::Length);
        }
        let data_start = HEADER + word(12) as usize * 16;
        let sections = image.get(HEADER..data_start).ok_or(ImageError::Length)?;
        let sections = bytemuck::try_cast_slice(sections).map_err(|_| ImageError::Section)?;
        Ok(Reader {
            image,
            sections,
            data: &image[data_start..],
            next: 0,
        })
    }

    /// The checksum that the image states.
    pub fn checksum(&self) -> u64 {
        let (_, stored) = self.image[..HEADER].split_at(CHECKSUM);
        bytemuck::pod_read_unaligned(stored)
    }

    /// Checks it; `sum` is what [`Writer::words_summed`] was given.
    pub fn verify_with(&self, sum: impl Fn(&[u8], &[u8]) -> u64) -> Result<(), ImageError> {
        let (header, body) = self.image.split_at(HEADER);
        if sum(&header[..CHECKSUM], body) == self.checksum() {
            Ok(())
        } else {
            Err(ImageError::Checksum)
        }
    }

    /// The same image, read from its `section`-th array on.
    pub fn at(self, section: usize) -> Reader<'a> {
        Reader { next: section, ..self }
    }

    /// The same image, read from the array that has `arrays - 1` others behind it.
    pub fn at_end(self, arrays: usize) -> Reader<'a> {
        self.at(self.sections.len().saturating_sub(arrays))
    }

    /// The next array.
    pub fn array<T: Pod>(&mut self) -> Result<&'a [T], ImageError> {
        let place = self.next_place()?;
        bytemuck::try_cast_slice(&self.data[place]).map_err(|_| ImageError::Section)
    }

    /// Where the next array lies, in bytes of the image.
    pub fn place<T: Pod>(&mut self) -> Result<Range<usize>, ImageError> {
        let before = HEADER + self.sections.len() * 16;
        let place = self.next_place()?;
        bytemuck::try_cast_slice::<u8, T>(&self.data[place.clone()]).map_err(|_| ImageError::Section)?;
        Ok(before + place.start..before + place.end)
    }

    /// Where the next array lies in the data.
    fn next_place(&mut self) -> Result<Range<usize>, ImageError> {
        let [offset, len] = *self.sections.get(self.next).ok_or(ImageError::Section)?;
        self.next += 1;
        let end = offset.checked_add(len).filter(|&end| end <= self.data.len() as u64);
        Ok(offset as usize..end.ok_or(ImageError::Section)? as usize)
    }

    /// The next number.
    pub fn number(&mut self) -> Result<u64, ImageError> {
        self.array()
            .and_then(|array| array.first().copied().ok_or(ImageError::Section))
    }
}

/// Checks the checksum of an image whose header [`Reader::new`] accepts.
pub fn verify(image: &[u8]) -> Result<(), ImageError> {
    let (header, body) = image.split_at_checked(HEADER).ok_or(ImageError::Length)?;
    let stored = u64::from_le_bytes(header[HEADER - 8..].try_into().map_err(|_| ImageError::Length)?);
    if checksum(body) == stored {
        Ok(())
    } else {
        Err(ImageError::Checksum)
    }
}

/// Makes the checksum of altered bytes right again; `sum` is what [`Writer::words_summed`] was given.
pub fn sum_again(image: &mut [u8], sum: impl Fn(&[u8], &[u8]) -> u64) {
    if let Some((header, body)) = image.split_at_mut_checked(HEADER) {
        let sum = sum(&header[..CHECKSUM], body);
        header[CHECKSUM..].copy_from_slice(&sum.to_le_bytes());
    }
}

/// A checksum against damage, not against intent: words multiplied and folded, as in FxHash.
fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mix = |sum: u64, word: u64| (sum.rotate_left(5) ^ word).wrapping_mul(0x517C_C1B7_2722_0A95);
    let last = rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
    let sum = words
        .iter()
        .fold(bytes.len() as u64, |sum, &word| mix(sum, u64::from_le_bytes(word)));
    mix(sum, last)
}

/// Aligns embedded bytes so that their arrays can be used in place.
#[repr(C, align(16))]
pub struct AlignedBytes<B: ?Sized>(pub B);

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> Vec<u64> {
        let mut writer = Writer::default();
        writer.array(&[1u16, 2, 3]);
        writer.number(7);
        writer.array(&[1u16, 2, 3]);
        let bytes = writer.finish(4);
        // Words, because bytes alone need not lie aligned.
        bytes
            .chunks_exact(8)
            .map(|chunk| u64::from_le_bytes(chunk.try_into().unwrap()))
            .collect()
    }

    #[test]
    fn gives_back_what_was_written() {
        let image = image();
        let mut reader = Reader::new(bytemuck::cast_slice(&image), 4).unwrap();
        assert_eq!(reader.array::<u16>().unwrap(), [1, 2, 3]);
        assert_eq!(reader.number().unwrap(), 7);
        assert_eq!(reader.array::<u16>().unwrap(), [1, 2, 3]);
        assert_eq!(reader.number(), Err(ImageError::Section));
        assert_eq!(verify(bytemuck::cast_slice(&image)), Ok(()));
    }

    #[test]
    fn refuses_what_is_no_sound_image() {
        let words = image();
        let bytes: &[u8] = bytemuck::cast_slice(&words);
        assert_eq!(Reader::new(&bytes[..20], 4).unwrap_err(), ImageError::Length);
        assert_eq!(
            Reader::new(&bytes[..bytes.len() - 8], 4).unwrap_err(),
            ImageError::Length
        );
        assert_eq!(
            Reader::new(bytes, 5).unwrap_err(),
            ImageError::Version { found: 4, expected: 5 }
        );
        assert_eq!(Reader::new(b"something else", 4).unwrap_err(), ImageError::Magic);
        let mut damaged = words.clone();
        *damaged.last_mut().unwrap() ^= 1;
        assert_eq!(verify(bytemuck::cast_slice(&damaged)), Err(ImageError::Checksum));
    }
}
