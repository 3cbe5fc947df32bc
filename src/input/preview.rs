//! What would be read, without reading it: each file and each member of an archive, with what it holds, how it is compressed and encoded.

use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use super::Encoding;
use super::archive::{Archive, Member, TAR, ZIP};
use super::compression::{self, Bytes};
use super::decode::{tell, with_mark};
use super::document::{Place, Refusal};
use super::find::InputFile;
use super::format::Format;
use super::reading::Reading;
use super::units::open;

/// A file or a member of an archive that would be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Its path; a member's with that of its archive before it.
    pub source_path: String,
    /// What it holds.
    pub format: Format,
    /// `gzip`, `zstd`, `bzip2` or `xz`, if it is compressed; how a zip archive packs its members does not count.
    pub compression: Option<&'static str>,
    /// The encoding, as far as its first 64 KiB tell; none for an archive.
    pub encoding: Option<Encoding>,
    /// Its size in bytes, compressed if it is; 0 where unknown.
    pub size: u64,
}

/// Calls `each` with what would be read of `file`, an archive before its members, and with what would be refused, as far as the
/// beginning of each tells.
pub fn preview(file: &InputFile, reading: &Reading, mut each: impl FnMut(Result<Preview, Refusal>)) {
    let place = file.place();
    let content = match open(file.path.as_ref()) {
        Ok(content) => content,
        Err(error) => return each(Err(place.unreadable(&error, 0, None))),
    };
    if !file.format.is_archive() {
        return each(look(&place, content, file.size, None, reading));
    }
    let mut archive = match open_archive(&place, file.path.clone(), content, reading) {
        Ok(archive) => archive,
        Err(refused) => return each(Err(refused)),
    };
    each(Ok(Preview {
        source_path: place.display,
        format: file.format,
        compression: None,
        encoding: None,
        size: file.size,
    }));
    while let Some(member) = archive.next_member() {
        each(member.and_then(|(place, member)| match member {
            Member::Tar(member) => {
                let size = member.size;
                look(&place, Box::new(member), size, Some(TAR), reading)
            }
            Member::Zip(member) => {
                let content = member.open().map_err(|error| place.unreadable(&error, 0, Some(ZIP)))?;
                look(&place, content, member.size, Some(ZIP), reading)
            }
        }));
    }
}

fn open_archive(place: &Place, path: Option<PathBuf>, content: Bytes, reading: &Reading) -> Result<Archive, Refusal> {
    Archive::open(place.clone(), path, content, Arc::new(reading.clone()), Arc::default())
}

/// Looks at the beginning of `content`, which lies in `archive`, if that is named.
fn look(
    place: &Place,
    content: Bytes,
    size: u64,
    archive: Option<&str>,
    reading: &Reading,
) -> Result<Preview, Refusal> {
    const BEGINNING: u64 = 1 << 16;
    let (content, compression) = compression::open(content).map_err(|error| place.unreadable(&error, 0, archive))?;
    let mut bytes = Vec::new();
    content.take(BEGINNING).read_to_end(&mut bytes).map_err(|error| {
        let packing = compression.map(|compression| format!("{} data", compression.name()));
        place.unreadable(&error, bytes.len() as u64, packing.as_deref().or(archive))
    })?;
    let encoding = match reading.encoding {
        Some(encoding) => with_mark(encoding, &bytes),
        None => tell(&bytes).map_err(|wrong| place.undecodable(None, wrong))?,
    };
    Ok(Preview {
        source_path: place.display.clone(),
        format: place.format,
        compression: compression.map(compression::Compression::name),
        encoding: Some(encoding),
        size,
    })
}
