//! Names: their parts, the titles beside them, and whether a Chinese name renders a Latin one.
//!
//! So far Chinese and Japanese people's names are recognised beside their romanised forms by the family name, and other names by
//! their consonants.

mod institutions;
mod parts;
mod skeleton;
mod slug;
mod surnames;
mod titles;

pub use institutions::institution_endings;
pub use parts::parts;
pub use skeleton::{LIKE, likeness};
pub use slug::slug;
pub use surnames::{FamilyFirst, chinese_name, family_len, japanese_name};
pub use titles::starts_with_title;
