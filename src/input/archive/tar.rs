//! Members of a tar archive, in one pass. The reader is shared with the member that was handed out last, which reads from it until the
//! next one is asked for.

use std::io::{self, ErrorKind, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::super::compression::Bytes;
use super::{Entry, Failure};

/// The size that everything in the archive is rounded up to.
const BLOCK: u64 = 512;

pub(super) struct Tar(Arc<Mutex<Stream>>);

struct Stream {
    content: Counted,
    /// What is left of the member, and of the fill behind it.
    member: u64,
    fill: u64,
    is_done: bool,
}

struct Counted {
    content: Bytes,
    read: u64,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(buffer)?;
        self.read += read as u64;
        Ok(read)
    }
}

impl Tar {
    pub(super) fn new(content: Bytes) -> Self {
        Tar(Arc::new(Mutex::new(Stream {
            content: Counted { content, read: 0 },
            member: 0,
            fill: 0,
            is_done: false,
        })))
    }

    /// The next member. After an error there is none.
    pub(super) fn next_entry(&mut self) -> Option<Result<Entry<TarMember>, Failure>> {
        let mut stream = lock(&self.0);
        if stream.is_done {
            return None;
        }
        let entry = stream.next_entry();
        if !matches!(entry, Ok(Some(_))) {
            stream.is_done = true;
        }
        let read = stream.content.read;
        drop(stream);
        match entry {
            Ok(entry) => Some(Ok(entry?.map(|size| TarMember {
                size,
                stream: Arc::clone(&self.0),
            }))),
            Err(error) => Some(Err((error, read))),
        }
    }
}

impl Stream {
    /// The next member and its size.
    fn next_entry(&mut self) -> io::Result<Option<Entry<u64>>> {
        let left = self.member + self.fill;
        if io::copy(&mut (&mut self.content).take(left), &mut io::sink())? < left {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        (self.member, self.fill) = (0, 0);
        let before = self.content.read;
        let entry = self.read_header().map_err(|error| {
            // The crate has an error of its own for a header that is cut off.
            let is_cut = !(self.content.read - before).is_multiple_of(BLOCK);
            if is_cut { ErrorKind::UnexpectedEof.into() } else { error }
        })?;
        if let Some((_, stored)) = &entry {
            self.member = *stored;
            self.fill = stored.next_multiple_of(BLOCK) - stored;
        }
        Ok(entry.map(|(entry, _)| entry))
    }

    /// The next member and its size, and how many bytes it takes in the archive.
    ///
    /// One archive a member: the crate's iterator would lend its reader, and records have to keep theirs. It has read the headers of
    /// the member when it hands it out, and nothing of its content.
    fn read_header(&mut self) -> io::Result<Option<(Entry<u64>, u64)>> {
        let mut archive = ::tar::Archive::new(&mut self.content);
        let Some(entry) = archive.entries()?.next().transpose()? else {
            return Ok(None);
        };
        let kind = entry.header().entry_type();
        let is_sparse = kind.is_gnu_sparse();
        let size = entry.size();
        let stored = if is_sparse { entry.header().entry_size()? } else { size };
        let found = Entry {
            name: entry.path_bytes().into_owned(),
            is_file: kind.is_file() || kind.is_contiguous() || is_sparse,
            is_cut: false,
            wrong: is_sparse.then_some("a sparse file in a tar archive is not read"),
            member: size,
        };
        Ok(Some((found, stored)))
    }

    fn read_member(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(usize::try_from(self.member).unwrap_or(usize::MAX));
        let read = self.content.read(&mut buffer[..length]).inspect_err(|error| {
            self.is_done = error.kind() != ErrorKind::Interrupted;
        })?;
        if read == 0 && length > 0 {
            self.is_done = true;
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.member -= read as u64;
        Ok(read)
    }
}

/// The content of a member. Once the next one was asked for, nothing is left of it.
pub(in super::super) struct TarMember {
    pub(in super::super) size: u64,
    stream: Arc<Mutex<Stream>>,
}

impl Read for TarMember {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        lock(&self.stream).read_member(buffer)
    }
}

fn lock(stream: &Mutex<Stream>) -> MutexGuard<'_, Stream> {
    stream.lock().unwrap_or_else(PoisonError::into_inner)
}
