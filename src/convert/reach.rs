//! How far a match may reach in a stretch of text: in, the dictionaries of a user's; out, what a stream must know to cut a line
//! without end where nothing that follows changes what lies before.

use super::compose::Sources;
use super::ids::is_operator;
use super::user::UserDictionary;
use crate::lexicon::dictionary::Entries;

/// Marks that stand in no key of OpenCC's; a test reads them all.
pub(super) const NEUTRAL: [char; 9] = ['，', '。', '！', '？', '；', '：', '、', ' ', '\t'];

/// What a user's dictionaries mean for where a stretch may be cut. The shipped ones alone have the default.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reach {
    /// The most bytes of the text that one key may cover.
    pub(super) bytes: usize,
    /// Whether a key may reach over a neutral mark.
    pub(super) over_marks: bool,
}

impl Reach {
    /// Of a user's configuration.
    pub(super) fn of(sources: &Sources) -> Reach {
        let normalization = sources.normalization.iter().map(longest_key);
        let cutting = sources.segmentation.iter().chain(&sources.chain).map(longest_key).max();
        let all = || {
            sources
                .normalization
                .iter()
                .chain(&sources.segmentation)
                .chain(&sources.chain)
        };
        // What a stage writes may be an operator whose description the mark completes.
        let writes_operators = all().flatten().any(|(_, value)| value.chars().any(is_operator));
        Reach {
            // Each byte that normalisation wrote may stand for as many as the longest key of it has.
            bytes: normalization
                .chain(cutting)
                .fold(1, |bytes, key| bytes.saturating_mul(key.max(1))),
            over_marks: writes_operators || all().any(hold_marks),
        }
    }

    /// With the keys of a user's dictionaries besides.
    pub(super) fn with(self, user: &UserDictionary) -> Reach {
        Reach {
            bytes: self.bytes.max(user.longest_key()),
            over_marks: self.over_marks || user.has_character_of(&NEUTRAL),
        }
    }
}

/// The length of the longest key in bytes.
fn longest_key(entries: &Entries) -> usize {
    entries.keys().map(String::len).max().unwrap_or(0)
}

fn hold_marks(entries: &Entries) -> bool {
    entries.keys().any(|key| key.contains(NEUTRAL))
}
