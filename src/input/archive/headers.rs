//! Members of a zip archive whose directory is missing, as where a download was cut off: by the headers that stand before each of them.
//! They do not tell links from files, which the directory does.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

use flate2::read::DeflateDecoder;
use rawzip::CompressionMethod;

use super::zip::{Stored, ZipMember, wrong};
use super::{Entry, Failure};

/// The fixed part of a header, in bytes, and what it begins with.
const FIXED: usize = 30;
const HEADER: &[u8] = b"PK\x03\x04";
/// What may stand before the sizes behind a member that was written as a stream.
const DESCRIPTOR: &[u8] = b"PK\x07\x08";

pub(super) struct Headers {
    path: Arc<PathBuf>,
    file: File,
    length: u64,
    /// Where the next header is to be.
    at: u64,
    /// Why there is no directory, which is told behind the last member.
    failed: Option<io::Error>,
}

/// Where a member ends, its checksum, and where the next header is.
struct End {
    data: u64,
    checksum: u32,
    next: u64,
}

impl Headers {
    /// The members of the archive at `path`, whose directory cannot be read: `failed` says why.
    pub(super) fn open(path: PathBuf, failed: io::Error) -> io::Result<Self> {
        let file = File::open(&path)?;
        Ok(Headers {
            path: Arc::new(path),
            length: file.metadata()?.len(),
            file,
            at: 0,
            failed: Some(failed),
        })
    }

    pub(super) fn next_entry(&mut self) -> Option<Result<Entry<ZipMember>, Failure>> {
        self.failed.as_ref()?;
        match self.read_entry() {
            Ok(Some(entry)) => Some(Ok(entry)),
            Ok(None) => self.failed.take().map(|error| Err((error, self.at))),
            Err(error) => {
                self.failed = None;
                Some(Err((error, self.at)))
            }
        }
    }

    fn read_entry(&mut self) -> io::Result<Option<Entry<ZipMember>>> {
        let fixed = self.read(self.at, FIXED)?;
        if fixed.len() < FIXED || !fixed.starts_with(HEADER) {
            return Ok(None);
        }
        let (flags, method) = (u16_at(&fixed, 6), CompressionMethod::new(u16_at(&fixed, 8)));
        let is_stream = flags & 8 != 0;
        if is_stream && method != CompressionMethod::DEFLATE {
            // Its size stands behind it, and nothing else tells its end.
            return Ok(None);
        }
        let (name_length, extra_length) = (usize::from(u16_at(&fixed, 26)), usize::from(u16_at(&fixed, 28)));
        let mut name = self.read(self.at + FIXED as u64, name_length + extra_length)?;
        if name.len() < name_length + extra_length {
            return Ok(None);
        }
        let extra = name.split_off(name_length);
        let start = self.at + (FIXED + name_length + extra_length) as u64;
        let end = if is_stream {
            self.end_of_stream(start)?
        } else {
            let size = stored_size(&fixed, &extra);
            start
                .checked_add(size)
                .filter(|&end| end <= self.length)
                .map(|end| End {
                    data: end,
                    checksum: u32_at(&fixed, 14),
                    next: end,
                })
        };
        self.at = end.as_ref().map_or(self.length, |end| end.next);
        Ok(Some(Entry {
            is_file: !name.ends_with(b"/"),
            is_cut: end.is_none(),
            wrong: wrong(flags & 1 != 0, method),
            name,
            member: ZipMember {
                path: Arc::clone(&self.path),
                start,
                // One byte more than there is: reading it is an error.
                size: end.as_ref().map_or(self.length + 1, |end| end.data) - start,
                method,
                checksum: end.map_or(0, |end| end.checksum),
            },
        }))
    }

    /// The end of a deflated member whose size stands behind it; nothing where it is not there.
    fn end_of_stream(&self, start: u64) -> io::Result<Option<End>> {
        let mut decoder = DeflateDecoder::new(Stored::open(&self.path, start, self.length + 1 - start)?);
        match io::copy(&mut decoder, &mut io::sink()) {
            Err(error) if error.raw_os_error().is_some() => return Err(error),
            Err(_) => return Ok(None),
            Ok(_) => {}
        }
        let data = start + decoder.total_in();
        let behind = self.read(data, DESCRIPTOR.len() + 4 + 16 + HEADER.len())?;
        let checksum = if behind.starts_with(DESCRIPTOR) { 4 } else { 0 };
        // Two sizes, of four bytes each, or of eight in large archives.
        let next = [8, 16].map(|sizes| checksum + 4 + sizes);
        let is_next = |&at: &usize| behind.get(at..).is_some_and(|behind| behind.starts_with(b"PK"));
        let next = next.into_iter().find(is_next).unwrap_or(next[0]);
        Ok((behind.len() >= next).then(|| End {
            data,
            checksum: u32_at(&behind, checksum),
            next: data + next as u64,
        }))
    }

    /// The bytes at `at`, or what there is of them.
    fn read(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(length);
        let mut file = &self.file;
        file.seek(SeekFrom::Start(at))?;
        file.take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// The size of a member in the archive, which stands in an extra field of large ones.
fn stored_size(fixed: &[u8], extra: &[u8]) -> u64 {
    const LARGE: u16 = 1;
    let size = u32_at(fixed, 18);
    if size != u32::MAX {
        return size.into();
    }
    let mut extra = extra;
    while extra.len() >= 4 {
        let (id, length) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
        let field = &extra[4..extra.len().min(4 + length)];
        // The size of the content comes first.
        if let (LARGE, Some(size)) = (id, field.get(8..16)) {
            return u64::from(u32_at(size, 0)) | u64::from(u32_at(size, 4)) << 32;
        }
        extra = &extra[4 + field.len()..];
    }
    size.into()
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}
