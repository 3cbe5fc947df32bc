//! Names: their parts, the titles beside them, and whether a Chinese name renders a Latin one.
//!
//! [`NameMatcher`] says how sure it is that one name renders the other, by a [`NameModel`] that [`train`] learns from pairs and
//! [`eval`] judges. Chinese people's names are compared with their romanised forms syllable by syllable ([`romanisation`]); in running
//! text they and Japanese people's names are recognised beside their romanised forms by the family name.

mod characters;
mod english;
pub mod eval;
mod index;
mod institutions;
mod matcher;
mod model;
mod parts;
mod person;
pub mod romanisation;
mod skeleton;
mod slug;
mod surnames;
mod terms;
mod titles;
mod train;

pub use characters::{CharacterOdds, character_odds};
pub use english::is_english_word;
pub use index::{Found, NameIndex};
pub use institutions::{Head, head, is_proper_ending, proper_ending};
pub(crate) use institutions::{ends_institution, is_institution_ending};
pub use matcher::{Explanation, MatchKind, NameMatcher, Piece, Score};
pub use model::{DEFAULT_THRESHOLD, HanName, LatinName, NameModel};
pub use parts::parts;
pub use romanisation::{ChineseName, Romanisation, System, romanise};
pub use skeleton::{LIKE, likeness};
pub use slug::slug;
pub use surnames::{FamilyFirst, chinese_name, family_len, japanese_name};
pub(crate) use surnames::{
    begins_with_double_family, family_firsts, family_forms, is_family, is_single_family, japanese_family_len,
    latin_letters,
};
pub use terms::{is_term_ending, term_ending};
pub(crate) use titles::begins_title;
pub use titles::{ends_with_title, is_no_person, starts_with_speech, starts_with_title};
pub use train::{Progress, TrainOptions, name_pairs, train};
