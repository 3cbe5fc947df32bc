//! Members of a zip archive, by its directory. Each knows where its bytes lie, so that it can be read on any thread.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

use flate2::Crc;
use rawzip::{CompressionMethod, FileReader, RECOMMENDED_BUFFER_SIZE, ZipArchive, ZipArchiveEntryWayfinder};

use super::super::compression::{self, Bytes};
use super::{Entry, Failure};

pub(in super::super) struct Zip {
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
    path: Arc<PathBuf>,
    start: u64,
    /// Its bytes in the archive.
    pub(in super::super) size: u64,
    method: CompressionMethod,
    checksum: u32,
}

impl Zip {
    pub(super) fn open(path: PathBuf) -> io::Result<Self> {
        let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
        let archive = ZipArchive::from_file(File::open(&path)?, &mut buffer).map_err(to_io)?;
        let mut listed = Vec::new();
        let mut failed = None;
        let mut entries = archive.entries(&mut buffer);
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
        Ok(Zip {
            path: Arc::new(path),
            archive,
            listed: listed.into_iter(),
            failed,
        })
    }

    pub(super) fn next_entry(&mut self) -> Option<Result<Entry<ZipMember>, Failure>> {
        let Some(listed) = self.listed.next() else {
            return self.failed.take().map(|error| Err((error, 0)));
        };
        let range = self
            .archive
            .get_entry(listed.way)
            .map(|entry| entry.compressed_data_range());
        let wrong = if listed.is_encrypted {
            Some("the member is encrypted")
        } else if range.is_err() {
            Some("the member is not where the archive's directory says")
        } else if !ZipMember::is_known(listed.method) {
            Some("the member is compressed in a way that is not read; Deflate, bzip2, zstd and xz are")
        } else {
            None
        };
        let (start, end) = range.unwrap_or_default();
        Some(Ok(Entry {
            name: listed.name,
            is_file: listed.is_file,
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

impl ZipMember {
    fn is_known(method: CompressionMethod) -> bool {
        [
            CompressionMethod::STORE,
            CompressionMethod::DEFLATE,
            CompressionMethod::BZIP2,
            CompressionMethod::ZSTD,
            CompressionMethod::XZ,
        ]
        .contains(&method)
    }

    /// Its content, which ends in an error where the checksum is not right.
    pub(in super::super) fn open(&self) -> io::Result<Bytes> {
        let mut file = File::open(&*self.path)?;
        file.seek(SeekFrom::Start(self.start))?;
        let stored = file.take(self.size);
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
