//! Archives: their members one by one, each with its place and a way to its content. A member's name is a part of an id and never
//! becomes a path. Members of other kinds, and hidden ones, are passed over as in folders; an archive in an archive is refused.

mod headers;
mod tar;
mod zip;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::compression::{self, Bytes};
use super::decode::decode_any;
use super::document::{Place, Refusal, refusal};
use super::format::Format;
use super::reading::Reading;

use tar::Tar;
pub(super) use tar::TarMember;
use zip::Zip;
pub(super) use zip::ZipMember;

/// What the two kinds are called in messages.
pub(super) const TAR: &str = "tar archive";
pub(super) const ZIP: &str = "zip archive";

/// An archive that is being read.
pub(super) struct Archive {
    place: Place,
    kind: Kind,
    reading: Arc<Reading>,
    passed_over: Arc<AtomicU64>,
    /// Whether its last member was handed out, and tells what is to be told of its end.
    is_over: bool,
}

enum Kind {
    Tar(Tar),
    Zip(Zip),
}

/// A member of an archive.
pub(super) enum Member {
    Tar(TarMember),
    Zip(ZipMember),
}

/// What a reader of archives says of the next member.
struct Entry<M> {
    name: Vec<u8>,
    /// Whether it is a file, and no folder, link or device.
    is_file: bool,
    /// Whether the archive ends inside it, which its content tells where it is read.
    is_cut: bool,
    /// Why it cannot be read.
    wrong: Option<&'static str>,
    member: M,
}

impl Archive {
    /// Opens the archive at `path`, whose bytes are `content`.
    pub(super) fn open(
        place: Place,
        path: Option<PathBuf>,
        content: Bytes,
        reading: Arc<Reading>,
        passed_over: Arc<AtomicU64>,
    ) -> Result<Self, Refusal> {
        let kind = match (place.format, path) {
            (Format::Zip, Some(path)) => {
                Kind::Zip(Zip::open(path).map_err(|error| place.unreadable(&error, 0, Some(ZIP)))?)
            }
            (Format::Zip, None) => {
                return Err(Refusal {
                    help: Some("put it into a file"),
                    ..refusal(
                        &place.display,
                        "unreadable",
                        "a zip archive cannot be read as a stream".to_owned(),
                    )
                });
            }
            _ => {
                let (content, _) = compression::open(content).map_err(|error| place.unreadable(&error, 0, None))?;
                Kind::Tar(Tar::new(content))
            }
        };
        Ok(Archive {
            place,
            kind,
            reading,
            passed_over,
            is_over: false,
        })
    }

    /// What it is, for messages.
    pub(super) fn name(&self) -> &'static str {
        match self.kind {
            Kind::Tar(_) => TAR,
            Kind::Zip(_) => ZIP,
        }
    }

    /// The next member that is to be read, or why the next one cannot be.
    pub(super) fn next_member(&mut self) -> Option<Result<(Place, Member), Refusal>> {
        while !self.is_over {
            let entry = match &mut self.kind {
                Kind::Tar(tar) => tar.next_entry().map(|entry| entry.map(|entry| entry.map(Member::Tar))),
                Kind::Zip(zip) => zip.next_entry().map(|entry| entry.map(|entry| entry.map(Member::Zip))),
            };
            let entry = match entry? {
                Ok(entry) => entry,
                Err((error, offset)) => return Some(Err(self.place.unreadable(&error, offset, Some(self.name())))),
            };
            if !entry.is_file {
                continue;
            }
            let name = self.name_of(&entry.name);
            if name.split('/').any(|part| part.starts_with('.') && part != "..") {
                continue;
            }
            let Some(format) = Format::of_name(&name) else {
                self.passed_over.fetch_add(1, Ordering::Relaxed);
                continue;
            };
            let place = self.place.member(&name, format);
            let wrong = if is_outside(&name) || entry.name.contains(&0) {
                Some((
                    "bad_name",
                    "the name leads out of the archive, or has a zero byte",
                    "pack the archive anew, from the folder that holds the files",
                ))
            } else if format.is_archive() {
                Some(("nested_archive", "an archive inside an archive", "unpack the outer one"))
            } else {
                entry
                    .wrong
                    .map(|wrong| ("unreadable", wrong, "unpack the archive, and run the folder"))
            };
            return Some(match wrong {
                None => {
                    self.is_over = entry.is_cut;
                    Ok((place, entry.member))
                }
                Some((code, message, help)) => Err(Refusal {
                    help: Some(help),
                    ..refusal(&place.display, code, message.to_owned())
                }),
            });
        }
        None
    }

    /// A member's name as text: in UTF-8, in the encoding that it looks like, or with \xHH for its bytes; from the archive's top on.
    fn name_of(&self, bytes: &[u8]) -> String {
        let decoded = decode_any(bytes.to_vec(), None).or_else(|wrong| match self.reading.encoding {
            Some(encoding) => decode_any(bytes.to_vec(), Some(encoding)),
            None => Err(wrong),
        });
        let text = match decoded {
            // Some programs write names as Windows does.
            Ok((text, _)) if !text.contains('/') => text.replace('\\', "/"),
            Ok((text, _)) => text,
            Err(_) => bytes.escape_ascii().to_string(),
        };
        let mut name = text.as_str();
        while let Some(rest) = name.strip_prefix('/').or_else(|| name.strip_prefix("./")) {
            name = rest;
        }
        name.to_owned()
    }
}

impl<M> Entry<M> {
    fn map<N>(self, make: impl FnOnce(M) -> N) -> Entry<N> {
        Entry {
            name: self.name,
            is_file: self.is_file,
            is_cut: self.is_cut,
            wrong: self.wrong,
            member: make(self.member),
        }
    }
}

/// Whether a name, taken as a path, would lead out of a folder.
fn is_outside(name: &str) -> bool {
    name.split(['/', '\\']).any(|part| part == "..")
}

/// An error with the place in the archive's content.
type Failure = (io::Error, u64);
