//! A file that only grows, and can be cut back to a length that was made durable.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::error::OutputError;

/// Writes a file as a whole and makes its contents durable.
pub(super) fn write_whole(path: &Path, contents: &[u8]) -> Result<(), OutputError> {
    let mut file = Appended::create(path.to_owned())?;
    file.write(contents)?;
    file.sync()
}

/// A file that is being written.
pub(super) struct Appended {
    path: PathBuf,
    file: BufWriter<File>,
    len: u64,
    /// How much of it is durable.
    synced: u64,
}

impl Appended {
    /// Makes the file, or empties it.
    pub(super) fn create(path: PathBuf) -> Result<Self, OutputError> {
        let file = File::create(&path).map_err(|error| OutputError::io(&path, "cannot be written", &error))?;
        Ok(Self::new(path, file, 0, 0))
    }

    /// Opens the file and cuts off what lies behind `len` bytes.
    ///
    /// # Errors
    ///
    /// A file that is not there, or shorter.
    pub(super) fn reopen(path: PathBuf, len: u64) -> Result<Self, OutputError> {
        let open = || -> io::Result<Option<File>> {
            let mut file = OpenOptions::new().write(true).open(&path)?;
            if file.metadata()?.len() < len {
                return Ok(None);
            }
            file.set_len(len)?;
            file.seek(SeekFrom::Start(len))?;
            Ok(Some(file))
        };
        match open() {
            Ok(Some(file)) => Ok(Self::new(path, file, len, len)),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(OutputError::io(&path, "cannot be written", &error))
            }
            _ => Err(OutputError::not_as_written(&path)),
        }
    }

    fn new(path: PathBuf, file: File, len: u64, synced: u64) -> Self {
        Appended {
            path,
            file: BufWriter::with_capacity(1 << 16, file),
            len,
            synced,
        }
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.len += bytes.len() as u64;
        self.file
            .write_all(bytes)
            .map_err(|error| OutputError::io(&self.path, "cannot be written", &error))
    }

    /// The length with all that was written, in bytes.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Makes the contents durable.
    pub(super) fn sync(&mut self) -> Result<(), OutputError> {
        if self.synced == self.len && self.len > 0 {
            return Ok(());
        }
        self.synced = self.len;
        self.file
            .flush()
            .and_then(|()| self.file.get_ref().sync_all())
            .map_err(|error| OutputError::io(&self.path, "cannot be written", &error))
    }
}
