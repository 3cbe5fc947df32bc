//! Members of a zip archive, by its directory, or where that is cut off by their own headers. Each knows where its bytes lie, so that it
//! can be read on any thread.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::Crc;
use rawzip::{CompressionMethod, FileReader, RECOMMENDED_BUFFER_SIZE, ZipArchive, ZipArchiveEntryWayfinder};

use super::super::compression::{self, Bytes};
use super::headers::Headers;
use super::{Entry, Failure};

pub(super) enum Zip {
    Directory(Directory),
    Headers(Headers),
}

/// What the directory lists.
pub(super) struct Directory {
    path: Arc<PathBuf>,
    archive: ZipArchive<FileReader>,
    listed: std::vec::IntoIter<Listed>,
    /// What ended the directory early.
    failed: Option<io::Error>,
}

/// A line of the directory.
struct Listed {
    name: Vec<u8>,
    is_file: bool,
    is_encrypted: bool,
    method: CompressionMethod,
    checksum: u32,
    way: ZipArchiveEntryWayfinder,
}

/// A member: where it lies in the archive, and how it is stored.
#[derive(Debug, Clone)]
pub(in super::super) struct ZipMember {
    pub(super) path: Arc<PathBuf>,
    pub(super) start: u64,
    /// Its bytes in the archive.
    pub(in super::super) size: u64,
    pub(super) method: CompressionMethod,
    pub(super) checksum: u32,
}

impl Zip {
    pub(super) fn open(path: PathBuf) -> io::Result<Self> {
        let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
        match ZipArchive::from_file(File::open(&path)?, &mut buffer).map_err(to_io) {
            Ok(archive) => Ok(Zip::Directory(Directory::read(path, archive, &mut buffer))),
            Err(error) if error.raw_os_error().is_some() => Err(error),
            Err(error) => Headers::open(path, error).map(Zip::Headers),
        }
    }

    pub(super) fn next_entry(&mut self) -> Option<Result<Entry<ZipMember>, Failure>> {
        match self {
            Zip::Directory(directory) => directory.next_entry(),
            Zip::Headers(headers) => headers.next_entry(),
        }
    }
}

impl Directory {
    fn read(path: PathBuf, archive: ZipArchive<FileReader>, buffer: &mut [u8]) -> Self {
        let mut listed = Vec::new();
        let mut failed = None;
        let mut entries = archive.entries(buffer);
        loop {
            match entries.next_entry() {
                Ok(Some(entry)) => listed.push(Listed {
                    name: entry.file_path().as_bytes().to_vec(),
                    // Links are kept as small files; archives made on Windows say nothing of the kind.
                    is_file: !entry.is_dir() && !entry.mode().is_symlink(),
                    is_encrypted: entry.flags().is_encrypted(),
                    method: entry.compression_method(),
                    checksum: entry.crc32(),
                    way: entry.wayfinder(),
                }),
                Ok(None) => break,
                Err(error) => {
                    failed = Some(to_io(error));
                    break;
                }
            }
        }
        Directory {
            path: Arc::new(path),
            archive,
            listed: listed.into_iter(),
            failed,
        }
    }

    fn next_entry(&mut self) -> Option<Result<Entry<ZipMember>, Failure>> {
        let Some(listed) = self.listed.next() else {
            return self.failed.take().map(|error| Err((error, 0)));
        };
        let range = self
            .archive
            .get_entry(listed.way)
            .map(|entry| entry.compressed_data_range());
        let is_elsewhere = range.is_err();
        let wrong = wrong(listed.is_encrypted, listed.method)
            .or(is_elsewhere.then_some("the member is not where the archive's directory says"));
        let (start, end) = range.unwrap_or_default();
        Some(Ok(Entry {
            name: listed.name,
            is_file: listed.is_file,
            is_cut: false,
            wrong,
            member: ZipMember {
                path: Arc::clone(&self.path),
                start,
                size: end.saturating_sub(start),
                method: listed.method,
                checksum: listed.checksum,
            },
        }))
    }
}

/// Why a member that is encrypted, or compressed in this way, cannot be read.
pub(super) fn wrong(is_encrypted: bool, method: CompressionMethod) -> Option<&'static str> {
    const KNOWN: [CompressionMethod; 5] = [
        CompressionMethod::STORE,
        CompressionMethod::DEFLATE,
        CompressionMethod::BZIP2,
        CompressionMethod::ZSTD,
        CompressionMethod::XZ,
    ];
    if is_encrypted {
        Some("the member is encrypted")
    } else if !KNOWN.contains(&method) {
        Some("the member is compressed in a way that is not read; Deflate, bzip2, zstd and xz are")
    } else {
        None
    }
}

impl ZipMember {
    /// Its content, which ends in an error where the checksum is not right.
    pub(in super::super) fn open(&self) -> io::Result<Bytes> {
        let stored = Stored::open(&self.path, self.start, self.size)?;
        let content: Bytes = match self.method {
            CompressionMethod::STORE => Box::new(stored),
            CompressionMethod::DEFLATE => Box::new(flate2::read::DeflateDecoder::new(stored)),
            // These tell themselves by their first bytes.
            _ => compression::open(Box::new(stored))?.0,
        };
        Ok(Box::new(Checked {
            content,
            sum: Crc::new(),
            expected: self.checksum,
        }))
    }
}

/// The bytes of a member as they lie in the archive. That there are fewer is an error.
pub(super) struct Stored(io::Take<File>);

impl Stored {
    pub(super) fn open(path: &Path, start: u64, size: u64) -> io::Result<Self> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(start))?;
        Ok(Stored(file.take(size)))
    }
}

impl Read for Stored {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        if read == 0 && !buffer.is_empty() && self.0.limit() > 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(read)
    }
}

struct Checked {
    content: Bytes,
    sum: Crc,
    expected: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(buffer)?;
        self.sum.update(&buffer[..read]);
        if read == 0 && !buffer.is_empty() && self.sum.sum() != self.expected {
            return Err(io::Error::new(ErrorKind::InvalidData, "the checksum is wrong"));
        }
        Ok(read)
    }
}

fn to_io(error: rawzip::Error) -> io::Error {
    match error.kind() {
        rawzip::ErrorKind::IO(inner) if inner.raw_os_error().is_some() => {
            io::Error::from_raw_os_error(inner.raw_os_error().unwrap_or_default())
        }
        rawzip::ErrorKind::Eof | rawzip::ErrorKind::MissingEndOfCentralDirectory => ErrorKind::UnexpectedEof.into(),
        _ => io::Error::new(ErrorKind::InvalidData, error.to_string()),
    }
}
