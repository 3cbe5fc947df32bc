//! Which files the INPUTs of a command line mean.

use std::io;
use std::path::{Path, PathBuf};

use globset::GlobBuilder;
use ignore::WalkBuilder;

use super::document::{Refusal, refusal};

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Where it is; nothing for standard input.
    pub path: Option<PathBuf>,
    /// How a person would name it.
    pub display: String,
    /// Its path relative to the INPUT that it was found under, with `/` between folders.
    pub id: String,
    /// Its size in bytes; 0 where unknown.
    pub size: u64,
    /// Whether each line is a record.
    pub has_records: bool,
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

/// The endings that folders and globs are searched for.
const ENDINGS: [&str; 4] = ["txt", "md", "jsonl", "ndjson"];

/// Lists the files that `inputs` mean: files, folders (with all that is below, but for hidden and ignored files), globs,
/// and `-` for standard input.
pub fn find(inputs: &[String]) -> Found {
    let mut found = Found::default();
    for input in inputs {
        let path = Path::new(input);
        if input == "-" {
            found.files.push(InputFile {
                path: None,
                display: input.clone(),
                id: input.clone(),
                size: 0,
                has_records: false,
            });
        } else if path.is_dir() {
            walk(input, path, |_| true, &mut found);
        } else if path.exists() || !input.contains(['*', '?', '[', '{']) {
            match std::fs::metadata(path) {
                Ok(metadata) => {
                    let id = path
                        .file_name()
                        .map_or_else(|| input.clone(), |name| name.to_string_lossy().into_owned());
                    found.files.push(file(path.to_owned(), id, metadata.len()));
                }
                Err(error) => found.refused.push(not_there(input, &error)),
            }
        } else {
            expand(input, &mut found);
        }
    }
    found
}

/// The files that a glob matches, sorted.
fn expand(pattern: &str, found: &mut Found) {
    let glob = match GlobBuilder::new(pattern).literal_separator(true).build() {
        Ok(glob) => glob.compile_matcher(),
        Err(error) => {
            found.refused.push(Refusal {
                help: Some("quote the pattern, and close every [ and {"),
                ..refusal(pattern, "bad_glob", format!("is no pattern: {}", error.kind()))
            });
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
    walk(
        base,
        root,
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

fn walk(input: &str, root: &Path, wanted: impl Fn(&Path) -> bool, found: &mut Found) {
    for entry in WalkBuilder::new(root)
        .follow_links(true)
        .sort_by_file_path(Ord::cmp)
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
        if !has_ending(path, &ENDINGS) {
            found.passed_over += 1;
            continue;
        }
        let relative = path.strip_prefix(root).unwrap_or(path);
        let id = relative
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect::<Vec<_>>()
            .join("/");
        let size = entry.metadata().map_or(0, |metadata| metadata.len());
        let path = path.strip_prefix("./").unwrap_or(path).to_owned();
        found.files.push(file(path, id, size));
    }
}

fn file(path: PathBuf, id: String, size: u64) -> InputFile {
    let has_records = has_ending(&path, &["jsonl", "ndjson"]);
    InputFile {
        display: path.display().to_string(),
        path: Some(path),
        id,
        size,
        has_records,
    }
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension()
        .is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
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
