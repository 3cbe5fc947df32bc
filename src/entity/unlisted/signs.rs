//! What a character may be in a name, as a bit for each finder: in, a character of the folded view; out, which finders it concerns. Asked of
//! every token, and few concern any.

use std::sync::LazyLock;

use super::{foreign, institutions, places};
use crate::names::{ends_institution, family_firsts};

/// What a character may be in a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Signs(u8);

impl Signs {
    /// It begins family names.
    pub(super) const FAMILY: Signs = Signs(1);
    /// It stands in transliterations.
    pub(super) const SOUND: Signs = Signs(1 << 1);
    /// It ends places.
    pub(super) const PLACE: Signs = Signs(1 << 2);
    /// It ends the endings of places that have two characters.
    pub(super) const LONG_PLACE: Signs = Signs(1 << 3);
    /// It ends words that names of institutions end in.
    pub(super) const INSTITUTION: Signs = Signs(1 << 4);
    /// It ends words that the dictionary has for institutions.
    pub(super) const LISTED: Signs = Signs(1 << 5);

    /// Whether it is any of `others`.
    #[inline]
    pub(super) fn has(self, others: Signs) -> bool {
        self.0 & others.0 != 0
    }

    /// Both.
    pub(super) const fn or(self, other: Signs) -> Signs {
        Signs(self.0 | other.0)
    }

    /// Those that are looked up.
    fn of(c: char) -> Signs {
        let sign = |is: bool, sign: Signs| if is { sign } else { Signs::default() };
        sign(family_firsts().contains(c), Signs::FAMILY)
            .or(sign(foreign::is_sound(c), Signs::SOUND))
            .or(sign(ends_institution(c), Signs::INSTITUTION))
    }
}

/// The signs of the characters up to the last of the common ideographs.
pub(super) struct SignTable(Vec<Signs>);

impl SignTable {
    /// The table, made when it is first asked for.
    pub(super) fn shared() -> &'static SignTable {
        static TABLE: LazyLock<SignTable> = LazyLock::new(SignTable::new);
        &TABLE
    }

    fn new() -> SignTable {
        let mut signs: Vec<Signs> = ('\0'..'\u{A000}').map(Signs::of).collect();
        // All of these are common ideographs.
        let mut mark = |c: char, sign: Signs| signs[c as usize] = signs[c as usize].or(sign);
        places::endings().for_each(|c| mark(c, Signs::PLACE));
        places::ends_of_long_endings().for_each(|c| mark(c, Signs::LONG_PLACE));
        institutions::ends_of_listed().for_each(|c| mark(c, Signs::LISTED));
        SignTable(signs)
    }

    /// The signs of a character.
    #[inline]
    pub(super) fn of(&self, c: char) -> Signs {
        match self.0.get(c as usize) {
            Some(&signs) => signs,
            None => Signs::of(c),
        }
    }
}
