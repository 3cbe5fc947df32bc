//! Documents to be, handed out one by one: files, members of archives, records. Handing out is cheap and in one order, which depends on the
//! names and contents of the input alone; so the number of a unit is its place in that order, and a run that was broken off goes on
//! by leaving out as many ([`Iterator::nth`] opens no file that is one document).

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::archive::{Archive, Member, TAR, TarMember, ZIP, ZipMember};
use super::compression::Bytes;
use super::document::{Document, Place, Refusal};
use super::find::InputFile;
use super::reading::Reading;
use super::records::{Record, Records};
use super::whole::read_whole;

/// Something that becomes one document, or one refusal.
#[derive(Debug)]
pub struct Unit {
    source: Source,
    size: u64,
    reading: Arc<Reading>,
}

#[derive(Debug)]
enum Source {
    /// A file that is one document, not yet opened.
    File(Box<InputFile>),
    /// A member of a zip archive, not yet opened.
    Zip(Place, ZipMember),
    /// A member of a tar archive, read but for decompression and decoding.
    Tar(Place, Vec<u8>),
    Record(Record),
    Refused(Refusal),
}

/// Hands out units, file by file.
pub struct Units {
    files: std::vec::IntoIter<InputFile>,
    reading: Arc<Reading>,
    archive: Option<Archive>,
    records: Option<Records>,
    /// The bytes that were read of open files and do not belong to a unit yet.
    read: Arc<AtomicU64>,
    passed_over: Arc<AtomicU64>,
}

impl Units {
    /// Units of `files`, in their order.
    pub fn new(files: Vec<InputFile>, reading: Reading) -> Self {
        Units {
            files: files.into_iter(),
            reading: Arc::new(reading),
            archive: None,
            records: None,
            read: Arc::default(),
            passed_over: Arc::default(),
        }
    }

    /// A count of the members of archives that are passed over for their ending, which grows as units are handed out.
    pub fn passed_over(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.passed_over)
    }

    /// Takes up the next file: gives its unit if it has only one, or opens it.
    fn begin(&mut self, file: InputFile) -> Result<Option<Source>, Refusal> {
        if !file.format.has_records() && !file.format.is_archive() {
            return Ok(Some(Source::File(Box::new(file))));
        }
        let place = file.place();
        let content = open(file.path.as_ref()).map_err(|error| place.unreadable(&error, 0, None))?;
        let content = Box::new(Counted {
            content,
            read: Arc::clone(&self.read),
        });
        let reading = Arc::clone(&self.reading);
        if file.format.is_archive() {
            let passed_over = Arc::clone(&self.passed_over);
            self.archive = Some(Archive::open(place, file.path, content, reading, passed_over)?);
        } else {
            self.records = Some(Records::open(place, content, None, reading)?);
        }
        Ok(None)
    }

    /// The same with a member of an archive named `archive`.
    fn begin_member(&mut self, place: Place, member: Member, archive: &str) -> Result<Option<Source>, Refusal> {
        if let Member::Zip(member) = &member {
            self.read.fetch_add(member.size, Ordering::Relaxed);
        }
        if place.format.has_records() {
            let content: Bytes = match member {
                Member::Tar(member) => Box::new(member),
                Member::Zip(member) => member
                    .open()
                    .map_err(|error| place.unreadable(&error, 0, Some(archive)))?,
            };
            self.records = Some(Records::open(place, content, Some(archive), Arc::clone(&self.reading))?);
            return Ok(None);
        }
        Ok(Some(match member {
            Member::Zip(member) => Source::Zip(place, member),
            Member::Tar(member) => {
                let bytes = read_member(&place, member, &self.reading)?;
                Source::Tar(place, bytes)
            }
        }))
    }

    fn next_source(&mut self) -> Option<Source> {
        loop {
            let begun = if let Some(records) = &mut self.records {
                let Some(record) = records.next_record() else {
                    self.records = None;
                    continue;
                };
                record.map(|record| Some(Source::Record(record)))
            } else if let Some(archive) = &mut self.archive {
                let name = archive.name();
                match archive.next_member() {
                    None => {
                        self.archive = None;
                        continue;
                    }
                    Some(member) => member.and_then(|(place, member)| self.begin_member(place, member, name)),
                }
            } else {
                let file = self.files.next()?;
                self.begin(file)
            };
            match begun {
                Ok(Some(source)) => return Some(source),
                Ok(None) => {}
                Err(refused) => return Some(Source::Refused(refused)),
            }
        }
    }
}

impl Iterator for Units {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        let source = self.next_source()?;
        let read = self.read.swap(0, Ordering::Relaxed);
        let size = match &source {
            Source::File(file) => file.size + read,
            _ => read,
        };
        Some(Unit {
            source,
            size,
            reading: Arc::clone(&self.reading),
        })
    }
}

/// The bytes of a member, which may be compressed.
fn read_member(place: &Place, member: TarMember, reading: &Reading) -> Result<Vec<u8>, Refusal> {
    let (size, limit) = (member.size, reading.limit());
    if size > limit {
        return Err(place.too_large(None, None, limit));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    let mut content = member.take(size);
    match content.read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        Err(error) => Err(place.unreadable(&error, bytes.len() as u64, Some(TAR))),
    }
}

impl Unit {
    /// Reads and decodes the unit.
    ///
    /// # Errors
    ///
    /// Why it is no document.
    pub fn read(self) -> Result<Document, Refusal> {
        let reading = &self.reading;
        match self.source {
            Source::File(file) => {
                let place = file.place();
                let content = open(file.path.as_ref()).map_err(|error| place.unreadable(&error, 0, None))?;
                read_whole(&place, content, file.size, None, reading)
            }
            Source::Zip(place, member) => {
                let content = member.open().map_err(|error| place.unreadable(&error, 0, Some(ZIP)))?;
                read_whole(&place, content, member.size, Some(ZIP), reading)
            }
            Source::Tar(place, bytes) => {
                let size = bytes.len() as u64;
                read_whole(&place, Box::new(io::Cursor::new(bytes)), size, Some(TAR), reading)
            }
            Source::Record(record) => record.read(reading),
            Source::Refused(refused) => Err(refused),
        }
    }

    /// How many bytes of input the unit stands for, for progress: those read of its file since the unit before it, or all of a file
    /// that is one document; as they lie on the disk, compressed if they are.
    pub fn size(&self) -> u64 {
        self.size
    }
}

/// Opens a file, or standard input.
pub(super) fn open(path: Option<&PathBuf>) -> io::Result<Bytes> {
    Ok(match path {
        Some(path) => Box::new(File::open(path)?),
        None => Box::new(io::stdin()),
    })
}

/// A reader that tells how much was read.
struct Counted {
    content: Bytes,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
