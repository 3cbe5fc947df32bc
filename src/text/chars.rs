//! What single characters are: the Simplified form of each, for the folded view, and which script a character can only
//! belong to, for script detection. In, a character; out, an answer from a table of two levels, in constant time.

use super::chars_build::{DIFFERENCE, SIMPLIFIED, TRADITIONAL};
use super::chars_table::{ENTRIES, INDEX};
use super::pages::Pages;

/// What the table says of a character.
#[derive(Clone, Copy)]
pub(super) struct Entry(u32);

#[inline(always)]
pub(super) fn entry(character: char) -> Entry {
    Entry(Pages::new(&INDEX, &ENTRIES).get(character as u32))
}

impl Entry {
    /// The Simplified form of the character, whose entry this must be.
    #[inline(always)]
    pub(super) fn simplified(self, character: char) -> char {
        // Differences in the table lead from characters to characters, so that this never falls back.
        char::from_u32(u32::from(character) ^ (self.0 & DIFFERENCE)).unwrap_or(character)
    }

    #[inline(always)]
    pub(super) fn is_traditional_only(self) -> bool {
        self.0 & TRADITIONAL != 0
    }

    #[inline(always)]
    pub(super) fn is_simplified_only(self) -> bool {
        self.0 & SIMPLIFIED != 0
    }
}

/// The Simplified form of a character, as OpenCC's `t2s` gives it for the character alone, after CJK compatibility
/// characters became ordinary ones. One character always gives one character.
///
/// ```
/// use yiming::text::simplified;
///
/// assert_eq!("譯名 DALL·E 3".chars().map(simplified).collect::<String>(), "译名 DALL·E 3");
/// ```
#[inline]
pub fn simplified(character: char) -> char {
    entry(character).simplified(character)
}

/// Whether a character is Traditional only: conversion to Simplified changes it.
///
/// ```
/// use yiming::text::{is_simplified_only, is_traditional_only};
///
/// assert!(is_traditional_only('發') && !is_traditional_only('后') && !is_traditional_only('山'));
/// assert!(is_simplified_only('发') && !is_simplified_only('后') && !is_simplified_only('山'));
/// ```
#[inline]
pub fn is_traditional_only(character: char) -> bool {
    entry(character).is_traditional_only()
}

/// Whether a character is Simplified only: conversion to Traditional changes it, and never leaves it as it is.
#[inline]
pub fn is_simplified_only(character: char) -> bool {
    entry(character).is_simplified_only()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_compatibility_characters_too() {
        assert_eq!(simplified('\u{F914}'), '乐');
        assert!(is_traditional_only('\u{F914}'));
        assert_eq!(simplified('\u{10FFFF}'), '\u{10FFFF}');
    }

    #[test]
    fn no_character_is_both() {
        for character in '\0'..=char::MAX {
            assert!(
                !(is_traditional_only(character) && is_simplified_only(character)),
                "{character}"
            );
        }
    }
}
