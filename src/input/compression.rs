//! Compressed content, told by its first bytes and undone as it is read; the name of the file has no say. Several members or frames
//! one behind the other are one content.

use std::io::{self, BufReader, Read};

use lzma_rust2::XzReader;

/// Bytes from anywhere.
pub(super) type Bytes = Box<dyn Read + Send>;

/// A way of compressing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

impl Compression {
    pub(super) fn name(self) -> &'static str {
        match self {
            Compression::Gzip => "gzip",
            Compression::Zstd => "zstd",
            Compression::Bzip2 => "bzip2",
            Compression::Xz => "xz",
        }
    }

    fn of(first: &[u8]) -> Option<Self> {
        match first {
            [0x1F, 0x8B, 8, ..] => Some(Compression::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Compression::Zstd),
            // A block's number, or that of the end where there is nothing in it.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..]
            | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, ..] => Some(Compression::Bzip2),
            [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Some(Compression::Xz),
            _ => None,
        }
    }
}

/// How many bytes tell.
const TELLING: usize = 10;

/// The most memory that a file may demand for its decompression: zstd's own default, and twice what `xz -9` takes.
const ZSTD_WINDOW_LOG: u32 = 27;
const XZ_MEMORY_KB: u32 = 128 << 10;

/// The content of `reader`, and how it was compressed.
///
/// # Errors
///
/// What `reader` returns while the first bytes are read.
pub(super) fn open(reader: Bytes) -> io::Result<(Bytes, Option<Compression>)> {
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    let mut first = Vec::with_capacity(TELLING);
    (&mut reader).take(TELLING as u64).read_to_end(&mut first)?;
    let compression = Compression::of(&first);
    let whole = io::Cursor::new(first).chain(reader);
    let content: Bytes = match compression {
        None => Box::new(whole),
        Some(Compression::Gzip) => Box::new(flate2::read::MultiGzDecoder::new(whole)),
        Some(Compression::Bzip2) => Box::new(bzip2::read::MultiBzDecoder::new(whole)),
        Some(Compression::Xz) => Box::new(XzReader::new_mem_limit(whole, true, XZ_MEMORY_KB)),
        Some(Compression::Zstd) => {
            let mut decoder = zstd::Decoder::with_buffer(io::BufReader::new(whole))?;
            decoder.window_log_max(ZSTD_WINDOW_LOG)?;
            Box::new(decoder)
        }
    };
    Ok((content, compression))
}
