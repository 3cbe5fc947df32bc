//! A set of characters that is asked of every character of a text: a bit for each of the basic plane, so that a look-up is one load, and a
//! sorted list of the few others.

/// How many characters have a bit.
const PLANE: usize = 1 << 16;

/// A set of characters.
#[derive(Debug, Clone)]
pub(crate) struct CharSet {
    bits: Box<[u64; PLANE / 64]>,
    others: Vec<char>,
}

impl CharSet {
    /// Whether a character is in it.
    #[inline]
    pub(crate) fn contains(&self, c: char) -> bool {
        let code = c as usize;
        match self.bits.get(code / 64) {
            Some(bits) => bits >> (code % 64) & 1 == 1,
            None => self.others.binary_search(&c).is_ok(),
        }
    }
}

impl FromIterator<char> for CharSet {
    fn from_iter<I: IntoIterator<Item = char>>(chars: I) -> Self {
        let mut bits = Box::new([0; PLANE / 64]);
        let mut others = Vec::new();
        for c in chars {
            let code = c as usize;
            match bits.get_mut(code / 64) {
                Some(bits) => *bits |= 1 << (code % 64),
                None => others.push(c),
            }
        }
        others.sort_unstable();
        CharSet { bits, others }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_what_was_put_in_and_nothing_else() {
        let set: CharSet = "里\u{2A6D6}a𠮷\u{FFFF}".chars().collect();
        for c in ['里', '\u{2A6D6}', 'a', '𠮷', '\u{FFFF}'] {
            assert!(set.contains(c), "{c}");
        }
        for c in ['b', '裡', '\u{10000}', '\u{10FFFF}'] {
            assert!(!set.contains(c), "{c}");
        }
    }
}
