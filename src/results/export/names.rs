//! What files are called: `tokens.csv`, `tokens-00001.csv`, `mentions-PERSON.csv`, and with compression `tokens.csv.gz`.

use std::path::{Path, PathBuf};

use crate::results::folder::ResultsError;
use crate::results::layout::{Compression, MOST_PARTS};

/// The names of the files of one table, or of all documents, in one form.
#[derive(Debug, Clone)]
pub(super) struct Names {
    folder: PathBuf,
    stem: &'static str,
    /// With the dot.
    ending: String,
}

/// Longer names of labels are not taken for names of files, of which most systems want no more than 255 bytes.
const LONGEST_LABEL: usize = 120;

impl Names {
    /// What the part of labels is called that have none of their own.
    pub(super) const OTHER_LABELS: &str = "other";

    pub(super) fn new(folder: &Path, stem: &'static str, ending: &str, compression: Option<Compression>) -> Self {
        let compression = compression.map(|compression| format!(".{}", compression.ending()));
        Names {
            folder: folder.to_owned(),
            stem,
            ending: format!(".{ending}{}", compression.unwrap_or_default()),
        }
    }

    /// The file that holds everything.
    pub(super) fn whole(&self) -> PathBuf {
        self.folder.join(format!("{}{}", self.stem, self.ending))
    }

    /// The file of one part.
    pub(super) fn part(&self, part: &str) -> PathBuf {
        self.folder.join(format!("{}-{part}{}", self.stem, self.ending))
    }

    /// What the part of a label is called: letters, digits and `_` as they are, all else percent-encoded.
    pub(super) fn of_label(label: &str) -> String {
        let mut name = String::with_capacity(label.len());
        for c in label.chars() {
            if c.is_alphanumeric() || c == '_' {
                name.push(c);
            } else {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    name.push_str(&format!("%{byte:02X}"));
                }
            }
        }
        match name.len() {
            0 => "none".to_owned(),
            1..=LONGEST_LABEL => name,
            _ => Names::OTHER_LABELS.to_owned(),
        }
    }

    /// Whether a file called `name` holds `stem`, or parts of it, in the form that ends in `ending`, whatever its compression.
    pub(super) fn are(name: &str, stem: &str, ending: &str) -> bool {
        let name = [Compression::Gzip, Compression::Zstd]
            .iter()
            .find_map(|compression| name.strip_suffix(compression.ending())?.strip_suffix('.'))
            .unwrap_or(name);
        let rest = name.strip_prefix(stem).and_then(|rest| rest.strip_suffix(ending));
        rest.is_some_and(|rest| rest == "." || (rest.starts_with('-') && rest.ends_with('.')))
    }

    /// That there would be too many parts.
    pub(super) fn too_many(&self) -> ResultsError {
        ResultsError::new(
            self.whole().display(),
            format!("would have more than {MOST_PARTS} parts"),
            "ask for fewer: a larger --split-size, or another --partition-by",
        )
    }
}
