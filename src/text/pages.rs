//! A table from characters to small values in two levels: pages of 32 entries, those without content shared. In, a
//! list of characters with values; out, two arrays that are used as they lie in an image. A look-up is two loads.

use std::borrow::Cow;
use std::collections::HashMap;

/// Code points a page covers, as a power of two.
const SHIFT: u32 = 5;
const PAGE: usize = 1 << SHIFT;

/// A read-only view of a table, cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Pages<'a, T> {
    index: &'a [u16],
    entries: &'a [T],
}

impl<'a, T: Copy + Default> Pages<'a, T> {
    /// A table over two arrays made by [`build`].
    pub fn new(index: &'a [u16], entries: &'a [T]) -> Pages<'a, T> {
        Pages { index, entries }
    }

    /// The value of a code point; the default where none was given.
    #[inline(always)]
    pub fn get(self, code_point: u32) -> T {
        let page = self.index.get((code_point >> SHIFT) as usize).copied().unwrap_or(0);
        let place = (usize::from(page) << SHIFT) | (code_point as usize & (PAGE - 1));
        self.entries.get(place).copied().unwrap_or_default()
    }
}

/// Builds the two arrays, index and entries. Page 0 holds defaults; equal pages are stored once.
///
/// # Panics
/// When more than 65,535 different pages are needed; Unicode has 34,816 pages in all.
pub fn build<T>(values: impl IntoIterator<Item = (char, T)>) -> (Cow<'static, [u16]>, Cow<'static, [T]>)
where
    T: Copy + Default + Eq + std::hash::Hash,
{
    let mut pages: HashMap<usize, Vec<T>> = HashMap::new();
    for (character, value) in values {
        let code_point = character as usize;
        let page = pages
            .entry(code_point >> SHIFT)
            .or_insert_with(|| vec![T::default(); PAGE]);
        page[code_point & (PAGE - 1)] = value;
    }
    let mut order: Vec<usize> = pages.keys().copied().collect();
    order.sort_unstable();
    let mut index = vec![0u16; order.last().map_or(0, |last| last + 1)];
    let mut entries = vec![T::default(); PAGE];
    let mut known: HashMap<Vec<T>, u16> = HashMap::from([(entries.clone(), 0)]);
    for number in order {
        let Some(page) = pages.remove(&number) else { continue };
        let next = u16::try_from(known.len()).unwrap_or_else(|_| panic!("more pages than Unicode has"));
        index[number] = *known.entry(page).or_insert_with_key(|page| {
            entries.extend_from_slice(page);
            next
        });
    }
    (Cow::Owned(index), Cow::Owned(entries))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_for_every_code_point() {
        let (index, entries) = build([('里', 7u32), ('\u{2A6D6}', 9), ('a', 3)]);
        let table = Pages::new(&index, &entries);
        assert_eq!(
            [table.get('里' as u32), table.get(0x2A6D6), table.get('a' as u32)],
            [7, 9, 3]
        );
        assert_eq!(
            [table.get('b' as u32), table.get(0x10FFFF), table.get(u32::MAX)],
            [0, 0, 0]
        );
    }
}
