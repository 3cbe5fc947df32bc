//! Words and conversions, compiled: keys that are looked for in a text, each with its value and with where it was written. In a list of such
//! tables the longest key wins, and of equal ones that of the first table.

use std::ops::Range;
use std::sync::Arc;

use bytemuck::{Pod, Zeroable};

use super::prefixes::{self, Node, Prefixes};
use super::{Bytes, Slice};
use crate::lexicon::image::{ImageError, Reader, Writer};

/// A key. Keys are sorted and distinct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
struct KeyRow {
    key: Slice,
    value: Slice,
    /// The place of the file among the table's.
    file: u32,
    line: u32,
}

/// Collects the keys of a table.
#[derive(Debug, Default)]
pub(crate) struct KeyTableBuilder {
    text: String,
    rows: Vec<KeyRow>,
    files: Vec<Slice>,
}

impl KeyTableBuilder {
    /// Begins a file: what is added from here on stands in it.
    pub(crate) fn begin_file(&mut self, name: &str) {
        self.files.push(Slice::push(&mut self.text, name));
    }

    /// Adds a key, and what it becomes where it becomes something. Of equal keys the first stays.
    ///
    /// # Panics
    ///
    /// When keys and values grow to 4 GiB.
    pub(crate) fn add(&mut self, key: &str, value: Option<&str>, line: usize) {
        let row = KeyRow {
            key: Slice::push(&mut self.text, key),
            value: value.map_or(Slice::NONE, |value| Slice::push(&mut self.text, value)),
            file: (self.files.len() as u32).saturating_sub(1),
            line: line as u32,
        };
        self.rows.push(row);
    }

    /// Compiles them.
    pub(crate) fn finish(self) -> KeyTable {
        let mut writer = Writer::default();
        self.write(&mut writer);
        let words = writer.words(0);
        // Just written.
        KeyTable::of(Arc::new(Bytes::Words(words)), 0, 0).expect("a table just built can be read")
    }

    /// Writes the table's arrays.
    pub(crate) fn write(mut self, writer: &mut Writer) {
        let text = self.text.as_bytes();
        // Stable: of equal keys the first comes first.
        self.rows.sort_by_key(|row| row.key.bytes_of(text));
        self.rows.dedup_by_key(|row| row.key.bytes_of(text));
        let rows = &self.rows;
        let mut characters: Vec<u32> = Vec::new();
        let mut longest = 0;
        for row in rows {
            let key = row.key.of(text);
            longest = longest.max(key.len() as u32);
            for c in key.chars().map(u32::from) {
                if let Err(place) = characters.binary_search(&c) {
                    characters.insert(place, c);
                }
            }
        }
        let table = prefixes::build(rows.len(), |row| rows[row].key.of(text));
        writer.array(text);
        writer.array(rows);
        writer.array(&[table.first_len, longest]);
        writer.array(&table.firsts.0);
        writer.array(&table.firsts.1);
        writer.array(&table.pairs);
        writer.array(&table.nodes);
        writer.array(&characters);
        writer.array(&self.files);
    }
}

/// How many arrays a table has.
pub(super) const ARRAYS: usize = 9;

/// A table of keys. Cloning is cheap.
#[derive(Debug, Clone)]
pub(crate) struct KeyTable {
    bytes: Arc<Bytes>,
    text: Range<usize>,
    rows: Range<usize>,
    numbers: Range<usize>,
    first_index: Range<usize>,
    first_entries: Range<usize>,
    pairs: Range<usize>,
    nodes: Range<usize>,
    characters: Range<usize>,
    files: Range<usize>,
}

/// A key that stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyMatch<'t> {
    /// Its length in bytes.
    pub(crate) len: usize,
    /// What it becomes; empty for a word.
    pub(crate) value: &'t str,
    /// The file that says so.
    pub(crate) file: &'t str,
    /// The line there, from 1.
    pub(crate) line: usize,
}

impl KeyTable {
    /// The table whose arrays begin with the image's array number `first`.
    pub(super) fn of(bytes: Arc<Bytes>, version: u32, first: usize) -> Result<Self, ImageError> {
        let mut reader = Reader::new(&bytes, version)?.at(first);
        Ok(KeyTable {
            text: reader.place::<u8>()?,
            rows: reader.place::<KeyRow>()?,
            numbers: reader.place::<u32>()?,
            first_index: reader.place::<u16>()?,
            first_entries: reader.place::<u32>()?,
            pairs: reader.place::<u32>()?,
            nodes: reader.place::<Node>()?,
            characters: reader.place::<u32>()?,
            files: reader.place::<Slice>()?,
            bytes,
        })
    }

    fn array<T: Pod>(&self, place: &Range<usize>) -> &[T] {
        // Read with this type before, so that it fits.
        bytemuck::cast_slice(&self.bytes[place.clone()])
    }

    fn rows(&self) -> &[KeyRow] {
        self.array(&self.rows)
    }

    fn text(&self) -> &[u8] {
        &self.bytes[self.text.clone()]
    }

    /// How many keys there are.
    pub(crate) fn len(&self) -> usize {
        self.rows().len()
    }

    /// The length of the longest key, in bytes.
    pub(crate) fn longest(&self) -> usize {
        self.array::<u32>(&self.numbers).get(1).map_or(0, |&len| len as usize)
    }

    /// Whether some key has the character.
    pub(crate) fn has_character(&self, c: char) -> bool {
        let characters: &[u32] = self.array(&self.characters);
        characters.binary_search(&u32::from(c)).is_ok()
    }

    /// The longest key that stands at byte `start` of `text` and of which `counts` says so, told where it ends.
    fn longest_at(&self, text: &str, start: usize, counts: impl Fn(usize) -> bool) -> Option<(usize, &KeyRow)> {
        let (strings, rows) = (self.text(), self.rows());
        let first_len = self.array::<u32>(&self.numbers).first().copied().unwrap_or(0);
        let firsts = (self.array(&self.first_index), self.array(&self.first_entries));
        let prefixes = Prefixes::new(firsts, self.array(&self.pairs), self.array(&self.nodes), first_len);
        let rest = |key: u32, len: usize| strings.get(rows.get(key as usize)?.key.range())?.get(len..);
        let mut longest = None;
        prefixes.find_at(text[start..].chars(), rest, |found| {
            if counts(start + found.bytes) {
                longest = rows.get(found.key as usize).map(|row| (found.bytes, row));
            }
        });
        longest
    }
}

/// Tables in the order of precedence.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyLayers(Vec<KeyTable>);

impl KeyLayers {
    /// Tables, the first of which comes first.
    pub(crate) fn new(tables: Vec<KeyTable>) -> Self {
        KeyLayers(tables.into_iter().filter(|table| table.len() > 0).collect())
    }

    /// Whether there is no key.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These, and behind them `others`.
    pub(crate) fn and(&self, others: KeyLayers) -> Self {
        KeyLayers(self.0.iter().cloned().chain(others.0).collect())
    }

    /// The tables.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &KeyTable> {
        self.0.iter()
    }

    /// The longest key that stands at byte `start` of `text` and of which `counts` says so, told where it ends.
    pub(crate) fn longest_at(&self, text: &str, start: usize, counts: impl Fn(usize) -> bool) -> Option<KeyMatch<'_>> {
        let mut best: Option<(usize, &KeyRow, &KeyTable)> = None;
        for table in &self.0 {
            if let Some((len, row)) = table.longest_at(text, start, &counts)
                && best.is_none_or(|(known, ..)| len > known)
            {
                best = Some((len, row, table));
            }
        }
        let (len, row, table) = best?;
        let files: &[Slice] = table.array(&table.files);
        Some(KeyMatch {
            len,
            value: row.value.of(table.text()),
            file: files.get(row.file as usize).map_or("", |file| file.of(table.text())),
            line: row.line as usize,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(file: &str, keys: &[(&str, &str)]) -> KeyTable {
        let mut builder = KeyTableBuilder::default();
        builder.begin_file(file);
        for (line, (key, value)) in (1..).zip(keys) {
            builder.add(key, Some(value), line);
        }
        builder.finish()
    }

    #[test]
    fn the_longest_key_wins_and_then_the_first_table() {
        let first = table("a.txt", &[("软件", "程式"), ("鼠", "鼠"), ("软件", "軟體")]);
        let second = table("b.txt", &[("软件", "軟體"), ("软件包", "套件")]);
        let layers = KeyLayers::new(vec![first, second]);
        let found = |text: &'static str| {
            layers
                .longest_at(text, 0, |_| true)
                .map(|found| (found.value, found.file, found.line))
        };
        assert_eq!(found("软件"), Some(("程式", "a.txt", 1)));
        assert_eq!(found("软件包"), Some(("套件", "b.txt", 2)));
        assert_eq!(found("硬件"), None);
    }
}
