//! The bytes that tables lie in: words in memory, a file that is mapped, or a part of the program. All of them begin at a multiple of eight.

use std::fs::File;
use std::io;
use std::ops::Deref;
use std::path::Path;

use memmap2::Mmap;

/// Bytes that many tables share.
#[derive(Debug)]
pub(crate) enum Bytes {
    Words(Vec<u64>),
    Mapped(Mmap),
    /// What comes with the program.
    Static(&'static [u8]),
}

impl Bytes {
    /// Maps a file.
    pub(crate) fn map(path: &Path) -> io::Result<Bytes> {
        let file = File::open(path)?;
        // SAFETY: the map is only read, as plain bytes of which any are valid; strings are checked whenever they are read. The program
        // itself never changes an image: it writes a new file and gives it the name. Somebody else who overwrites it in
        // place gets wrong answers, or an end by the system.
        let map = unsafe { Mmap::map(&file)? };
        Ok(Bytes::Mapped(map))
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Words(words) => bytemuck::cast_slice(words),
            Bytes::Mapped(map) => map,
            Bytes::Static(bytes) => bytes,
        }
    }
}
