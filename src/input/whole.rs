//! Documents that are a whole file or a whole member of an archive. What is compressed and cut off or damaged is refused altogether: half an
//! article would be counted as if it were one.

use std::io::Read;

use super::Encoding;
use super::compression::{self, Bytes};
use super::decode::{decode_any, tell};
use super::document::{Document, Place, Refusal};
use super::format::Format;
use super::html::main_text;
use super::reading::Reading;

/// Reads the document that `content` is, of which `size` bytes are expected; `archive` is what it lies in, for messages.
pub(super) fn read_whole(
    place: &Place,
    content: Bytes,
    size: u64,
    archive: Option<&str>,
    reading: &Reading,
) -> Result<Document, Refusal> {
    let limit = reading.limit();
    let (content, compression) = compression::open(content).map_err(|error| place.unreadable(&error, 0, archive))?;
    let mut bytes = Vec::new();
    if compression.is_none() {
        bytes.reserve_exact(size.min(limit) as usize);
    }
    content.take(limit + 1).read_to_end(&mut bytes).map_err(|error| {
        let packing = compression.map(|compression| format!("{} data", compression.name()));
        place.unreadable(&error, bytes.len() as u64, packing.as_deref())
    })?;
    if bytes.len() as u64 > limit {
        return Err(place.too_large(None, None, limit));
    }
    let is_page = place.format == Format::Html;
    let told = reading
        .encoding
        .or_else(|| declared(&bytes).filter(|_| is_page && tell(&bytes).is_err()));
    let (text, encoding) = decode_any(bytes, told).map_err(|wrong| place.undecodable(None, wrong))?;
    Ok(Document {
        id: place.doc_id(None, None, reading.id_from)?,
        source_path: place.display.clone(),
        source_record: None,
        encoding: encoding.name(),
        date: None,
        text: if is_page { main_text(&text) } else { text },
    })
}

/// The encoding that a web page says it is in, which is asked where its bytes alone are not sure.
fn declared(bytes: &[u8]) -> Option<Encoding> {
    const BEGINNING: usize = 1024;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(BEGINNING)]).to_ascii_lowercase();
    let (_, behind) = head.split_once("charset=")?;
    let label = behind.trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))?;
    label[..end].parse().ok()
}
