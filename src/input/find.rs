//! Which files the INPUTs of a command line mean, in an order that depends on names alone.

use std::io;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::WalkBuilder;

use super::document::{Place, Refusal, refusal};
use super::format::Format;

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Where it is; nothing for standard input.
    pub path: Option<PathBuf>,
    /// How a person would name it.
    pub display: String,
    /// Its path relative to the INPUT that it was found under, with `/` between folders; of one in a list, the path that stands there.
    pub id: String,
    /// Its size in bytes; 0 where unknown.
    pub size: u64,
    /// What it holds.
    pub format: Format,
}

impl InputFile {
    pub(super) fn place(&self) -> Place {
        Place {
            display: self.display.clone(),
            id: self.id.clone(),
            format: self.format,
        }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The files, INPUT by INPUT, sorted by path.
    pub files: Vec<InputFile>,
    /// INPUTs that are not there, and folders that cannot be listed.
    pub refused: Vec<Refusal>,
    /// How many files in folders were passed over for their ending.
    pub passed_over: usize,
}

/// Finds files. Below folders and patterns it takes those whose ending tells a [`Format`], but for hidden ones (whose names begin with a
/// dot) and those that `.gitignore` (inside a repository of git) or `.ignore` name; links are followed.
#[derive(Debug, Clone, Default)]
pub struct Finder {
    include: Option<GlobSet>,
    exclude: GlobSet,
    format: Format,
}

/// Lists the files that `inputs` mean, as a [`Finder`] without options does.
pub fn find(inputs: &[String]) -> Found {
    Finder::default().find(inputs)
}

impl Finder {
    /// A finder that takes only what one of `include` matches, if there are any, and nothing that one of `exclude` matches. A pattern
    /// without `/` is matched against names, any other against the path below the INPUT. `format` is that of standard input
    /// and of files that are named and whose ending tells none.
    ///
    /// # Errors
    ///
    /// A pattern that is none.
    pub fn new(include: &[String], exclude: &[String], format: Format) -> Result<Self, Refusal> {
        Ok(Finder {
            include: (!include.is_empty()).then(|| globs(include)).transpose()?,
            exclude: globs(exclude)?,
            format,
        })
    }

    /// Lists the files that `inputs` mean: files, folders (with all that is below), globs, and `-` for standard input.
    pub fn find(&self, inputs: &[String]) -> Found {
        let mut found = Found::default();
        for input in inputs {
            let path = Path::new(input);
            if input == "-" {
                found.files.push(InputFile {
                    path: None,
                    display: input.clone(),
                    id: input.clone(),
                    size: 0,
                    format: self.format,
                });
            } else if path.is_dir() {
                self.walk(input, path, "", |_| true, &mut found);
            } else if path.exists() || !input.contains(['*', '?', '[', '{']) {
                let id = path
                    .file_name()
                    .map_or_else(|| input.clone(), |name| name.to_string_lossy().into_owned());
                self.name(path, id, &mut found);
            } else {
                self.expand(input, &mut found);
            }
        }
        found
    }

    /// Adds the files and folders whose paths stand in `list`, one a line, or between zero bytes.
    pub fn find_listed(&self, list: &[u8], between_zeros: bool, found: &mut Found) {
        let end = if between_zeros { 0 } else { b'\n' };
        for entry in list.split(|&byte| byte == end) {
            let entry = if between_zeros {
                entry
            } else {
                entry.strip_suffix(b"\r").unwrap_or(entry)
            };
            if entry.is_empty() {
                continue;
            }
            let path = path_of(entry);
            let path = path.as_path();
            let listed = path.to_string_lossy();
            let id = listed.trim_start_matches("./").trim_end_matches('/').to_owned();
            if path.is_dir() {
                self.walk(&listed, path, &format!("{id}/"), |_| true, found);
            } else {
                self.name(path, id, found);
            }
        }
    }

    /// Adds a file that is named, whatever its ending.
    fn name(&self, path: &Path, id: String, found: &mut Found) {
        match std::fs::metadata(path) {
            Ok(metadata) => {
                let format = Format::of_name(&id).unwrap_or(self.format);
                found.files.push(file(path.to_owned(), id, metadata.len(), format));
            }
            Err(error) => found.refused.push(not_there(&path.to_string_lossy(), &error)),
        }
    }

    /// The files that a glob matches, sorted.
    fn expand(&self, pattern: &str, found: &mut Found) {
        let glob = match GlobBuilder::new(pattern).literal_separator(true).build() {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => {
                found.refused.push(no_pattern(pattern, &error));
                return;
            }
        };
        let fixed = pattern.find(['*', '?', '[', '{']).unwrap_or(pattern.len());
        let base = pattern[..fixed].rfind('/').map_or("", |slash| &pattern[..=slash]);
        let root = if base.is_empty() {
            Path::new(".")
        } else {
            Path::new(base)
        };
        let before = found.files.len();
        self.walk(
            base,
            root,
            "",
            |path| glob.is_match(path.strip_prefix("./").unwrap_or(path)),
            found,
        );
        if found.files.len() == before {
            found.refused.push(Refusal {
                help: Some("name a file, a folder, or a pattern such as 'news/**/*.txt' in quotes"),
                ..refusal(pattern, "not_found", "no file matches".to_owned())
            });
        }
    }

    /// Adds what is `wanted` below `root`, with ids that begin with `prefix`.
    fn walk(&self, input: &str, root: &Path, prefix: &str, wanted: impl Fn(&Path) -> bool, found: &mut Found) {
        let exclude = self.exclude.clone();
        let top = root.to_owned();
        let is_kept = move |entry: &ignore::DirEntry| {
            let below = entry.path().strip_prefix(&top).unwrap_or(entry.path());
            below.as_os_str().is_empty() || !exclude.is_match(below)
        };
        for entry in WalkBuilder::new(root)
            .follow_links(true)
            .sort_by_file_path(Ord::cmp)
            .filter_entry(is_kept)
            .build()
        {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    found.refused.push(unlisted(input, &error));
                    continue;
                }
            };
            let path = entry.path();
            if !entry.file_type().is_some_and(|kind| kind.is_file()) || !wanted(path) {
                continue;
            }
            let below = path.strip_prefix(root).unwrap_or(path);
            if self.include.as_ref().is_some_and(|include| !include.is_match(below)) {
                continue;
            }
            let parts = below.components().map(|part| part.as_os_str().to_string_lossy());
            let id = prefix.to_owned() + &parts.collect::<Vec<_>>().join("/");
            let Some(format) = Format::of_name(&id) else {
                found.passed_over += 1;
                continue;
            };
            let size = entry.metadata().map_or(0, |metadata| metadata.len());
            let path = path.strip_prefix("./").unwrap_or(path).to_owned();
            found.files.push(file(path, id, size, format));
        }
    }
}

fn file(path: PathBuf, id: String, size: u64, format: Format) -> InputFile {
    InputFile {
        display: path.display().to_string(),
        path: Some(path),
        id,
        size,
        format,
    }
}

/// A path as it stands in a list, where the system allows any bytes in it.
#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// One matcher of several patterns; those without `/` match names in any folder.
fn globs(patterns: &[String]) -> Result<GlobSet, Refusal> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let below = pattern.trim_start_matches("./").trim_end_matches('/');
        let below = if below.contains('/') {
            below.to_owned()
        } else {
            format!("**/{below}")
        };
        let glob = GlobBuilder::new(&below).literal_separator(true).build();
        set.add(glob.map_err(|error| no_pattern(pattern, &error))?);
    }
    set.build().map_err(|error| no_pattern(&patterns.join(" "), &error))
}

fn no_pattern(pattern: &str, error: &globset::Error) -> Refusal {
    Refusal {
        help: Some("quote the pattern, and close every [ and {"),
        ..refusal(pattern, "bad_glob", format!("is no pattern: {}", error.kind()))
    }
}

fn not_there(input: &str, error: &io::Error) -> Refusal {
    if error.kind() == io::ErrorKind::NotFound {
        Refusal {
            help: Some("check the spelling; relative paths start at the folder you are in"),
            ..refusal(input, "not_found", "there is no such file or folder".to_owned())
        }
    } else {
        refusal(input, "unreadable", error.to_string())
    }
}

/// What a folder holds that cannot be reached.
fn unlisted(input: &str, error: &ignore::Error) -> Refusal {
    let mut inner = error;
    let mut path = None;
    while let ignore::Error::WithPath { err, path: at } = inner {
        path = Some(at);
        inner = err;
    }
    while let ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } = inner {
        inner = err;
        if let ignore::Error::WithPath { err, path: at } = inner {
            path = Some(at);
            inner = err;
        }
    }
    if let ignore::Error::Loop { child, .. } = inner {
        return Refusal {
            help: Some("remove the link"),
            ..refusal(
                &child.display().to_string(),
                "unreadable",
                "the link leads back to a folder above it".to_owned(),
            )
        };
    }
    let name = path.map_or_else(|| input.to_owned(), |path| path.display().to_string());
    match inner.io_error().map(io::Error::kind) {
        Some(io::ErrorKind::NotFound) => Refusal {
            help: Some("remove the link, or mend what it points to"),
            ..refusal(&name, "not_found", "the link leads nowhere".to_owned())
        },
        _ => refusal(&name, "unreadable", format!("cannot be read: {inner}")),
    }
}
