//! A Chinese name made ready for alignment: in, a name as written, in any script; out, the rows of the model's tables that its
//! characters have, parts set apart by [`SEPARATOR`].

use super::tables::Tables;
use crate::text::{fold_char, is_separator};

/// What stands between the parts of a name, whatever dot, hyphen or space was written.
pub(crate) const SEPARATOR: u16 = u16::MAX;

/// Characters beyond this many are left out.
pub(crate) const MAX_CHARS: usize = 40;

/// The characters of a Chinese name, as rows of one model's tables. Of no use with another model.
#[derive(Debug, Clone, Default)]
pub struct HanName {
    rows: Vec<u16>,
}

impl HanName {
    /// Prepares `name` in place of the one before, without allocating once it has seen the longest.
    pub(crate) fn set(&mut self, name: &str, tables: &Tables) {
        self.rows.clear();
        self.rows.extend(symbols(name, tables).map(|(_, row)| row));
        if self.rows.last() == Some(&SEPARATOR) {
            self.rows.pop();
        }
    }

    #[inline]
    pub(crate) fn rows(&self) -> &[u16] {
        &self.rows
    }

    /// How many characters it has, separators left out.
    pub fn len(&self) -> usize {
        self.rows.iter().filter(|&&row| row != SEPARATOR).count()
    }

    /// Whether it has no character.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether it has more than one part.
    pub(crate) fn has_parts(&self) -> bool {
        self.rows.contains(&SEPARATOR)
    }
}

/// The characters of a name with their rows, signs left out and separators once, perhaps one at the end.
pub(crate) fn symbols<'a>(name: &'a str, tables: &'a Tables) -> impl Iterator<Item = (char, u16)> + 'a {
    let mut previous = SEPARATOR;
    name.chars()
        .filter_map(move |original| {
            let row = match fold_char(original) {
                c if is_between(c) => SEPARATOR,
                c => tables.row_of(c)?,
            };
            let repeated = row == SEPARATOR && previous == SEPARATOR;
            previous = row;
            (!repeated).then_some((original, row))
        })
        .take(MAX_CHARS)
}

/// Whether a folded character stands between the parts of a Chinese name.
pub(crate) fn is_between(c: char) -> bool {
    is_separator(c) || matches!(c, '.' | '=')
}
