//! Files of text, as they are or compressed; and forms that have one document after the other in them.

use std::io::{self, Write};
use std::path::PathBuf;

use flate2::write::GzEncoder;

use super::Lacking;
use super::parted::Form;
use crate::records::Table;
use crate::results::documents::DocumentRows;
use crate::results::file::{Pending, Sealed, cannot_be_written};
use crate::results::folder::{Folder, ResultsError};
use crate::results::layout::Compression;

/// A file of text that is being written.
pub(super) struct TextFile {
    encoder: Encoder,
    path: PathBuf,
}

enum Encoder {
    Plain(Pending),
    Gzip(GzEncoder<Pending>),
    Zstd(zstd::Encoder<'static, Pending>),
}

impl TextFile {
    pub(super) fn new(file: Pending, compression: Option<Compression>) -> Result<Self, ResultsError> {
        let path = file.path().to_owned();
        let encoder = match compression {
            None => Encoder::Plain(file),
            Some(Compression::Gzip) => Encoder::Gzip(GzEncoder::new(file, flate2::Compression::default())),
            Some(Compression::Zstd) => {
                let mut encoder = zstd::Encoder::new(file, zstd::DEFAULT_COMPRESSION_LEVEL)
                    .map_err(|error| cannot_be_written(&path, &error))?;
                encoder
                    .include_checksum(true)
                    .map_err(|error| cannot_be_written(&path, &error))?;
                Encoder::Zstd(encoder)
            }
        };
        Ok(TextFile { encoder, path })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), ResultsError> {
        let written = match &mut self.encoder {
            Encoder::Plain(file) => file.write_all(bytes),
            Encoder::Gzip(file) => file.write_all(bytes),
            Encoder::Zstd(file) => file.write_all(bytes),
        };
        written.map_err(|error| cannot_be_written(&self.path, &error))
    }

    pub(super) fn seal(self) -> Result<Sealed, ResultsError> {
        let finished: io::Result<Pending> = match self.encoder {
            Encoder::Plain(file) => Ok(file),
            Encoder::Gzip(file) => file.finish(),
            Encoder::Zstd(file) => file.finish(),
        };
        finished.map_err(|error| cannot_be_written(&self.path, &error))?.seal()
    }
}

/// What the function `push` appends for each document of a folder.
pub(super) struct Lines<'f, P> {
    pub folder: &'f Folder,
    pub push: P,
    pub compression: Option<Compression>,
    /// What it appended for the document that was taken.
    pub taken: Vec<u8>,
}

impl<P: Fn(&DocumentRows, &mut Vec<u8>) -> Result<(), Lacking>> Form<DocumentRows> for Lines<'_, P> {
    type File = TextFile;

    fn begin(&self, file: Pending, _: &Table) -> Result<(TextFile, u64), ResultsError> {
        Ok((TextFile::new(file, self.compression)?, 0))
    }

    fn take(&mut self, rows: &DocumentRows) -> Result<u64, ResultsError> {
        self.taken.clear();
        let pushed = (self.push)(rows, &mut self.taken);
        pushed.map_err(|lacking| self.folder.lacks(lacking.message, lacking.help))?;
        Ok(self.taken.len() as u64)
    }

    fn put(&self, _: &DocumentRows, file: &mut TextFile) -> Result<(), ResultsError> {
        file.write(&self.taken)
    }

    fn seal(&self, file: TextFile) -> Result<Sealed, ResultsError> {
        file.seal()
    }
}
