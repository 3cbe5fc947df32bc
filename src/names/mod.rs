//! Names: their parts, the titles beside them, and whether a Chinese name renders a Latin one.
//!
//! So far a Chinese person's name is recognised beside its romanised form by the family name alone.

mod parts;
mod slug;
mod surnames;
mod titles;

pub use parts::parts;
pub use slug::slug;
pub use surnames::{ChineseName, chinese_name, family_len};
pub use titles::starts_with_title;
