//! Models as images: in, a model or the bytes of a file; out, bytes that hold it, or the model. What is read is checked whole: magic,
//! version, length, checksum, and that every place that a table names lies inside the others, so that scoring need not look.

use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;

use bytemuck::Pod;

use super::NameModel;
use super::calibration::{Calibration, FEATURES};
use super::latin::CODES;
use super::tables::{BIGRAMS, CHARS, Row, Tables, UNKNOWN_ROW, single};
use crate::lexicon::Problem;
use crate::lexicon::image::{AlignedBytes, ImageError, Reader, Writer, verify};

/// The version of the image's form: raised with every change to what is written or to what it means. Other images of the program have
/// versions below 1000.
const VERSION: u32 = 1001;

static SHIPPED: &AlignedBytes<[u8]> = &AlignedBytes(*include_bytes!("../../../dicts/names/model.image"));

static SHIPPED_MODEL: LazyLock<NameModel> = LazyLock::new(|| {
    // The image is a part of the program, and a test reads it.
    read_embedded(&SHIPPED.0).expect("the embedded model of names is sound")
});

impl NameModel {
    /// The model that comes with the program, trained on data that may be given to others (see NOTICE).
    pub fn shipped() -> &'static NameModel {
        &SHIPPED_MODEL
    }

    /// Reads a model from a file that [`NameModel::save`] wrote.
    ///
    /// # Errors
    ///
    /// What keeps the file from being read, or why it is no model of this version.
    pub fn open(path: impl AsRef<Path>) -> Result<NameModel, Problem> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| Problem::new(&name, 0, 0, error.to_string()))?;
        NameModel::from_bytes(&bytes).map_err(|error| {
            Problem::new(&name, 0, 0, error.to_string()).help("train a model anew: yiming names train")
        })
    }

    /// Reads a model from the bytes of a file.
    ///
    /// # Errors
    ///
    /// Why the bytes are no model of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<NameModel, ImageError> {
        // Eight-byte words, so that the arrays lie aligned.
        let mut words = vec![0u64; bytes.len().div_ceil(8)];
        bytemuck::cast_slice_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
        let aligned: &[u8] = &bytemuck::cast_slice(&words)[..bytes.len()];
        read_copy(aligned)
    }

    /// The bytes of a file that holds the model; the same for the same model.
    pub fn to_bytes(&self) -> Vec<u8> {
        let tables = &self.tables;
        let mut writer = Writer::default();
        writer.array(&tables.chars);
        writer.array(&tables.rows);
        writer.array(&tables.slots);
        writer.array(&tables.weights);
        writer.array(&tables.enter);
        writer.array(&tables.exit);
        writer.array(&tables.delete);
        writer.array(&tables.single);
        writer.array(&self.calibration.0);
        writer.finish(VERSION)
    }

    /// Writes the model to a file.
    ///
    /// # Errors
    ///
    /// What keeps the file from being written.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Problem> {
        let path = path.as_ref();
        std::fs::write(path, self.to_bytes())
            .map_err(|error| Problem::new(path.display().to_string(), 0, 0, error.to_string()))
    }
}

/// Uses the arrays of an embedded image where they lie.
fn borrowed<T: Pod>(reader: &mut Reader<'static>) -> Result<Cow<'static, [T]>, ImageError> {
    reader.array().map(Cow::Borrowed)
}

/// Copies the arrays of an image that does not stay.
fn copied<T: Pod>(reader: &mut Reader<'_>) -> Result<Cow<'static, [T]>, ImageError> {
    Ok(Cow::Owned(reader.array::<T>()?.to_vec()))
}

/// Reads the tables of an image by one of the two functions above.
macro_rules! read {
    ($image:expr, $array:ident) => {{
        let mut reader = Reader::new($image, VERSION)?;
        verify($image)?;
        let reader = &mut reader;
        let tables = Tables {
            chars: $array(reader)?,
            rows: $array(reader)?,
            slots: $array(reader)?,
            weights: $array(reader)?,
            enter: $array(reader)?,
            exit: $array(reader)?,
            delete: $array(reader)?,
            single: $array(reader)?,
        };
        let weights: [f64; FEATURES] = reader.array()?.try_into().map_err(|_| ImageError::Section)?;
        check(&tables)?;
        Ok(NameModel {
            tables,
            calibration: Calibration(weights),
        })
    }};
}

fn read_embedded(image: &'static [u8]) -> Result<NameModel, ImageError> {
    read!(image, borrowed)
}

fn read_copy(image: &[u8]) -> Result<NameModel, ImageError> {
    read!(image, copied)
}

/// Whether every place that a table names lies inside the others.
fn check(tables: &Tables) -> Result<(), ImageError> {
    let inside = |start: u32, len: u16, all: usize| start as usize + usize::from(len) <= all;
    let classes = |weights: &[i16]| weights.len() / BIGRAMS;
    let sound = tables.chars.len() == CHARS
        && tables.rows.len() > usize::from(UNKNOWN_ROW)
        && tables.chars.iter().all(|&row| usize::from(row) < tables.rows.len())
        && tables.delete.len() == CODES * CODES * CODES
        && tables.single.len() == single::COUNT
        && tables.rows.iter().copied().map(Row::unpack).all(|row| {
            row.len > 0
                && inside(row.slots, row.len, tables.slots.len())
                && inside(row.weights, row.len, tables.weights.len())
                && usize::from(row.initial) < classes(&tables.enter)
                && usize::from(row.rime) < classes(&tables.exit)
        });
    sound.then_some(()).ok_or(ImageError::Section)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_is_sound_and_small_and_survives_a_file() {
        assert!(SHIPPED.0.len() < 3_000_000);
        let model = read_embedded(&SHIPPED.0).unwrap();
        assert_eq!(model.to_bytes(), SHIPPED.0);
        assert_eq!(NameModel::from_bytes(&SHIPPED.0).unwrap().to_bytes(), SHIPPED.0);
    }

    #[test]
    fn what_is_no_model_is_refused() {
        let mut bytes = SHIPPED.0.to_vec();
        assert_eq!(NameModel::from_bytes(b"a text").unwrap_err(), ImageError::Magic);
        assert_eq!(
            NameModel::from_bytes(&bytes[..bytes.len() / 2]).unwrap_err(),
            ImageError::Length
        );
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        assert_eq!(NameModel::from_bytes(&bytes).unwrap_err(), ImageError::Checksum);
    }
}
