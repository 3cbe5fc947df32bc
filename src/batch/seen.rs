//! Which ids a run has met, in a work file instead of in memory: in, the ids of documents; out, whether each is new.
//!
//! The file is a row of hash tables, each some times as large as the one before it. A key has one bucket in each table and stands in the
//! first of them that had room. So nothing is ever moved, a search ends at the first bucket with room, and what is in memory is one
//! bucket, whatever the corpus. Keys are hashes, so that buckets fill evenly. The file need not outlive the program: a run that goes on
//! fills a new one from its journal.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::error::OutputError;

/// A key in bytes, a bucket in bytes (what a disk reads at once), and how many keys a bucket holds.
const KEY: usize = size_of::<u128>();
const BUCKET: usize = 4096;
/// How many buckets the first table has, and how many times more each next one. Powers of two.
const FIRST: u64 = 1 << 8;
const GROWTH: u64 = 4;

/// What is in a place where no key is.
const EMPTY: u128 = 0;

pub(super) struct Seen {
    path: PathBuf,
    file: File,
    bucket: Vec<u8>,
}

impl Seen {
    /// None yet; what was in the file is gone.
    pub(super) fn create(path: PathBuf) -> Result<Self, OutputError> {
        let mut options = OpenOptions::new();
        let opened = options.read(true).write(true).create(true).truncate(true).open(&path);
        match opened {
            Ok(file) => Ok(Seen {
                path,
                file,
                bucket: Vec::with_capacity(BUCKET),
            }),
            Err(error) => Err(OutputError::io(&path, "cannot be written", &error)),
        }
    }

    /// Whether `id` was not there before. It is now.
    pub(super) fn insert(&mut self, id: &str) -> Result<bool, OutputError> {
        self.insert_key(key(id))
            .map_err(|error| OutputError::io(&self.path, "cannot be read and written", &error))
    }

    fn insert_key(&mut self, key: u128) -> io::Result<bool> {
        let (mut table, mut buckets) = (0, FIRST);
        loop {
            let at = (table + (key as u64 & (buckets - 1))) * BUCKET as u64;
            self.read(at)?;
            let (keys, _) = self.bucket.as_chunks::<KEY>();
            let mut keys = keys.iter().map(|&bytes| u128::from_le_bytes(bytes)).enumerate();
            match keys.find(|&(_, known)| known == key || known == EMPTY) {
                Some((_, known)) if known == key => return Ok(false),
                Some((place, _)) => {
                    self.file.seek(SeekFrom::Start(at + (place * KEY) as u64))?;
                    self.file.write_all(&key.to_le_bytes())?;
                    return Ok(true);
                }
                None => (table, buckets) = (table + buckets, buckets * GROWTH),
            }
        }
    }

    /// Reads the bucket at byte `at`. What lies behind the file's end is empty.
    fn read(&mut self, at: u64) -> io::Result<()> {
        self.bucket.clear();
        self.file.seek(SeekFrom::Start(at))?;
        (&mut self.file).take(BUCKET as u64).read_to_end(&mut self.bucket)?;
        self.bucket.resize(BUCKET, 0);
        Ok(())
    }
}

/// The first half of the SHA-256 of an id, and never what stands for none.
fn key(id: &str) -> u128 {
    let hash = Sha256::digest(id);
    // A SHA-256 has 32 bytes.
    let key = u128::from_le_bytes(std::array::from_fn(|at| hash[at]));
    key.max(EMPTY + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_new_once_however_many_there_are() {
        let folder = tempfile::tempdir().unwrap();
        let mut seen = Seen::create(folder.path().join("ids")).unwrap();
        // More than the first table holds.
        let ids = 0..120_000;
        assert!(ids.clone().all(|id| seen.insert(&id.to_string()).unwrap()));
        assert!(ids.into_iter().all(|id| !seen.insert(&id.to_string()).unwrap()));
        assert!(seen.insert("").unwrap());
        assert!(seen.file.metadata().unwrap().len() > FIRST * BUCKET as u64);
    }
}
