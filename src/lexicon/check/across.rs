//! What dictionaries that are given together say otherwise than each other. That is no mistake, since the first of them wins; but whoever did
//! not mean it should hear of it.
//!
//! Of what was said only hashes and places are kept. By chance, one in billions, a note is missing or too many.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};

use rustc_hash::FxBuildHasher;

/// What the dictionaries before have said.
#[derive(Debug, Default)]
pub struct Across {
    /// The files, the present one last.
    files: Vec<String>,
    /// How many are to come.
    left: usize,
    /// The hash of what something is said of, to who said it first.
    first: HashMap<u64, Said, FxBuildHasher>,
}

/// What was said first.
#[derive(Debug)]
struct Said {
    what: u64,
    file: u32,
    line: u32,
}

impl Across {
    /// For so many dictionaries.
    pub fn of(count: usize) -> Self {
        Across {
            left: count,
            ..Across::default()
        }
    }

    /// Begins the next dictionary.
    pub(super) fn begin(&mut self, path: &str) {
        self.files.push(path.to_owned());
        self.left = self.left.saturating_sub(1);
    }

    /// Notes that a line says `what` of `subject`. Returns where an earlier dictionary says something else of it.
    pub(super) fn earlier(&mut self, subject: impl Hash, what: &str, line: usize) -> Option<String> {
        let here = self.files.len() as u32;
        let what = FxBuildHasher.hash_one(what);
        let subject = FxBuildHasher.hash_one(subject);
        let Some(said) = self.first.get(&subject) else {
            // Nobody comes after the last.
            if self.left > 0 {
                let line = line as u32;
                self.first.insert(subject, Said { what, file: here, line });
            }
            return None;
        };
        let file = self.files.get((said.file as usize).checked_sub(1)?)?;
        (said.file != here && said.what != what).then(|| format!("{file}:{}", said.line))
    }
}
