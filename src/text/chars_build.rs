//! Makes the table behind [`chars`](super::chars) from OpenCC's dictionaries: in, their entries; out, two arrays, and
//! Rust source with them. Used by the build script only.

use super::pages;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The bits in which the code point of the simplified form differs. Applying them takes no branch, which a text's
/// characters, some changed and some not, would keep mispredicting.
pub const DIFFERENCE: u32 = 0x1F_FFFF;
/// Conversion to Simplified changes the character.
pub const TRADITIONAL: u32 = 1 << 30;
/// The character is no Traditional one.
pub const SIMPLIFIED: u32 = 1 << 31;

/// Keys with all their candidates.
pub type Candidates = Vec<(String, Vec<String>)>;

/// The two arrays of the table.
pub type Table = (Cow<'static, [u16]>, Cow<'static, [u32]>);

/// The table; `load` gives the entries of a file under `dicts/opencc`.
pub fn table<E>(mut load: impl FnMut(&str) -> Result<Candidates, E>) -> Result<Table, E> {
    let compatibility = first_characters(&load("CJK_Compatibility_Ideographs.txt")?);
    let mut simplified = first_characters(&load("TSCharacters.txt")?);
    // t2s asks the extension first.
    simplified.extend(first_characters(&load("TSCharactersExt.txt")?));
    let mut only_simplified = BTreeSet::new();
    for (key, candidates) in load("STCharacters.txt")? {
        if let (Some(character), false) = (single(&key), candidates.contains(&key)) {
            only_simplified.insert(character);
        }
    }

    let keys: BTreeSet<char> = compatibility
        .keys()
        .chain(simplified.keys())
        .chain(&only_simplified)
        .copied()
        .collect();
    let entries = keys.into_iter().map(|character| {
        let normal = compatibility.get(&character).copied().unwrap_or(character);
        let folded = simplified.get(&normal).copied().unwrap_or(normal);
        let mut entry = u32::from(folded) ^ u32::from(character);
        if folded != normal {
            entry |= TRADITIONAL;
        }
        if only_simplified.contains(&normal) && folded == normal {
            entry |= SIMPLIFIED;
        }
        (character, entry)
    });
    Ok(pages::build(entries))
}

/// Its source.
pub fn source((index, entries): &Table) -> String {
    let mut text = String::new();
    // Writing into a String cannot fail.
    let _ = writeln!(text, "pub(super) static INDEX: [u16; {}] = {:?};", index.len(), index);
    let _ = writeln!(
        text,
        "pub(super) static ENTRIES: [u32; {}] = {:?};",
        entries.len(),
        entries
    );
    text
}

/// Entries of one character that become one character.
fn first_characters(entries: &Candidates) -> BTreeMap<char, char> {
    entries
        .iter()
        .filter_map(|(key, candidates)| Some((single(key)?, single(candidates.first()?)?)))
        .collect()
}

fn single(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}
