//! Names: their parts, the titles beside them, and whether a Chinese name renders a Latin one.
//!
//! Chinese people's names are compared with their romanised forms syllable by syllable ([`romanisation`]); in running text they and
//! Japanese people's names are recognised beside their romanised forms by the family name, and other names by their consonants.

mod institutions;
mod parts;
pub mod romanisation;
mod skeleton;
mod slug;
mod surnames;
mod titles;

pub use institutions::institution_endings;
pub use parts::parts;
pub use romanisation::{ChineseName, Romanisation, System, romanise};
pub use skeleton::{LIKE, likeness};
pub use slug::slug;
pub use surnames::{FamilyFirst, chinese_name, family_len, japanese_name};
pub use titles::starts_with_title;
