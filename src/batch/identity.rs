//! What the rows of a run depend on, so that a run is gone on with only where they would be the same: the program's version,
//! the options, the dictionaries and the inputs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::appended::write_whole;
use super::error::OutputError;
use crate::input::{InputFile, Refusal};
use crate::lexicon::hex;
use crate::records::SCHEMA_VERSION;

/// Two runs of equal identity write the same rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    version: String,
    schema_version: u32,
    /// The options by name, without those that change no row.
    options: BTreeMap<String, Value>,
    /// The dictionaries, each with its path and hash.
    dictionaries: Vec<Value>,
    /// Those that come with the program.
    shipped_dictionaries: Vec<Value>,
    input_files: InputFiles,
}

/// What was to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct InputFiles {
    count: u64,
    bytes: u64,
    sha256: String,
}

impl Identity {
    /// Of a run of this version of the program.
    pub fn new(
        options: BTreeMap<String, Value>,
        dictionaries: Vec<Value>,
        shipped_dictionaries: Vec<Value>,
        manifest: &Manifest,
    ) -> Self {
        Identity {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            schema_version: SCHEMA_VERSION,
            options,
            dictionaries,
            shipped_dictionaries,
            input_files: InputFiles {
                count: manifest.count,
                bytes: manifest.bytes,
                sha256: hex(&Sha256::digest(&manifest.lines)),
            },
        }
    }

    /// `run.json`: the identity, and what else there is to say of the run, as one object.
    pub(super) fn with(&self, run: Value) -> Value {
        // Strings, numbers and JSON have a form in JSON.
        let mut all = serde_json::to_value(self).unwrap_or_default();
        if let (Value::Object(all), Value::Object(mut run)) = (&mut all, run) {
            all.append(&mut run);
        }
        all
    }
}

/// The files to be read, a line each: name, size in bytes, time of the last change in nanoseconds. Contents are not compared.
#[derive(Debug, Clone)]
pub struct Manifest {
    lines: String,
    count: u64,
    bytes: u64,
}

impl Manifest {
    /// Of `files`, and of the inputs that were `refused` before any was read.
    pub fn new(files: &[InputFile], refused: &[Refusal]) -> Self {
        let mut lines = String::new();
        for file in files {
            let changed = file
                .path
                .as_ref()
                .and_then(|path| fs::metadata(path).ok()?.modified().ok());
            let changed = changed.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
            let changed = changed.map_or(0, |time| time.as_nanos());
            // Writing to a string cannot fail.
            let _ = writeln!(lines, "{}\t{}\t{changed}", escaped(&file.display), file.size);
        }
        for refused in refused {
            let _ = writeln!(lines, "{}\t{}\t", escaped(&refused.source_path), refused.code);
        }
        Manifest {
            lines,
            count: files.len() as u64,
            bytes: files.iter().map(|file| file.size).sum(),
        }
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), OutputError> {
        write_whole(path, self.lines.as_bytes())
    }
}

/// A name on one line.
fn escaped(name: &str) -> String {
    name.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t")
}

/// What is not as it was, each in words.
pub(super) struct Differences(Vec<String>);

/// How many differences are named before they are counted.
const NAMED: usize = 5;

impl Differences {
    /// What of `new` is not as in `old`. Which files changed is not in an identity: see [`Differences::add_inputs`].
    pub(super) fn between(old: &Identity, new: &Identity) -> Self {
        let mut found = Vec::new();
        if old.version != new.version {
            found.push(format!(
                "the program's version: {} then, {} now",
                old.version, new.version
            ));
        } else if old.schema_version != new.schema_version {
            found.push("the tables' schema".to_owned());
        }
        for name in old
            .options
            .keys()
            .chain(new.options.keys().filter(|name| !old.options.contains_key(*name)))
        {
            let [then, now] = [old, new].map(|identity| identity.options.get(name).cloned().unwrap_or(Value::Null));
            if then != now {
                found.push(format!("the option {name}: {then} then, {now} now"));
            }
        }
        let [then, now] =
            [old, new].map(|identity| by_path(&[&*identity.dictionaries, &*identity.shipped_dictionaries].concat()));
        for (path, dictionary) in &then {
            match now.get(path) {
                None => found.push(format!("the dictionary {path}: not there now")),
                Some(other) if other != dictionary => found.push(format!("the dictionary {path}: other contents")),
                Some(_) => {}
            }
        }
        for path in now.keys().filter(|path| !then.contains_key(*path)) {
            found.push(format!("the dictionary {path}: new"));
        }
        if found.is_empty() && old.dictionaries != new.dictionaries {
            found.push("the order of the dictionaries".to_owned());
        }
        if old.input_files != new.input_files {
            found.push(format!(
                "the input: {} files of {} bytes then, {} of {} now, or changed since",
                old.input_files.count, old.input_files.bytes, new.input_files.count, new.input_files.bytes
            ));
        }
        Differences(found)
    }

    /// Adds the files that are not as in the manifest at `path`.
    pub(super) fn add_inputs(&mut self, path: &Path, new: &Manifest) {
        let Ok(old) = fs::read_to_string(path) else {
            return;
        };
        let [then, now] = [old.as_str(), new.lines.as_str()].map(|lines| {
            let files = lines.lines().filter_map(|line| line.split_once('\t'));
            files.collect::<BTreeMap<&str, &str>>()
        });
        for (name, state) in &then {
            match now.get(name) {
                None => self.0.push(format!("{name}: not there now")),
                Some(other) if other != state => self.0.push(format!("{name}: changed")),
                Some(_) => {}
            }
        }
        for name in now.keys().filter(|name| !then.contains_key(*name)) {
            self.0.push(format!("{name}: new"));
        }
    }

    /// An error where there is any difference.
    pub(super) fn refuse(self, folder: &Path) -> Result<(), OutputError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let mut message = "this is not the run that is in the folder; what differs:".to_owned();
        for difference in self.0.iter().take(NAMED) {
            let _ = write!(message, "\n  {difference}");
        }
        if self.0.len() > NAMED {
            let _ = write!(message, "\n  … and {} more", self.0.len() - NAMED);
        }
        Err(OutputError::usage(
            folder,
            message,
            "call it as it was, or begin anew by --force",
        ))
    }
}

fn by_path(dictionaries: &[Value]) -> BTreeMap<String, Value> {
    let path = |dictionary: &Value| dictionary["path"].as_str().unwrap_or_default().to_owned();
    dictionaries
        .iter()
        .map(|dictionary| (path(dictionary), dictionary.clone()))
        .collect()
}
