//! What a token is made of.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::text::is_han;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Han characters alone.
    Han,
    /// Letters of an alphabet, which may be joined by hyphens, dots or apostrophes: Ilya, state-of-the-art.
    Latin,
    /// Digits with the signs that numbers are written with: 2024, 3.14%, 1,234.5.
    Number,
    /// Punctuation.
    Punct,
    /// Symbols, emoji, control and format characters.
    Symbol,
    /// Several of these: A股, GPT-4, 伊爾亞·蘇茨克維.
    Mixed,
}

impl TokenKind {
    /// All kinds, each at its number.
    pub const ALL: [TokenKind; 6] = [
        TokenKind::Han,
        TokenKind::Latin,
        TokenKind::Number,
        TokenKind::Punct,
        TokenKind::Symbol,
        TokenKind::Mixed,
    ];

    /// The place in [`TokenKind::ALL`].
    pub fn number(self) -> usize {
        self as usize
    }

    /// The kind of a token in the folded view.
    pub fn of(token: &str) -> TokenKind {
        Self::of_characters(token.chars())
    }

    /// The same of a token's characters.
    pub(super) fn of_characters(token: impl Iterator<Item = char>) -> TokenKind {
        let mut seen = Seen::default();
        for c in token {
            match c {
                'a'..='z' | 'A'..='Z' => seen.letters = true,
                '0'..='9' => seen.digits = true,
                // What texts are mostly punctuated with: no tables need be searched for it.
                '、' | '。' | '「' | '」' | '『' | '』' | '《' | '》' | '〈' | '〉' | '【' | '】' | '“' | '”' | '—'
                | '…' | '!' | '"' | '(' | ')' | ';' | '?' => seen.punctuation = true,
                c if is_han(c) => seen.han = true,
                c if c.is_numeric() => seen.digits = true,
                c if c.is_alphabetic() => seen.letters = true,
                '.' | ',' | '%' | '-' | ':' | '/' | '·' | '\'' | ' ' => seen.joints = true,
                c => match c.general_category_group() {
                    GeneralCategoryGroup::Punctuation => seen.punctuation = true,
                    // A mark belongs to the letter before it.
                    GeneralCategoryGroup::Mark if seen.letters => {}
                    _ => seen.symbols = true,
                },
            }
        }
        seen.kind()
    }

    /// The name used in tables.
    pub fn name(self) -> &'static str {
        match self {
            TokenKind::Han => "han",
            TokenKind::Latin => "latin",
            TokenKind::Number => "number",
            TokenKind::Punct => "punct",
            TokenKind::Symbol => "symbol",
            TokenKind::Mixed => "mixed",
        }
    }
}

/// The classes of characters met in a token.
#[derive(Default)]
struct Seen {
    han: bool,
    letters: bool,
    digits: bool,
    /// Signs that join letters and digits, and are punctuation when alone.
    joints: bool,
    punctuation: bool,
    symbols: bool,
}

impl Seen {
    fn kind(&self) -> TokenKind {
        match (self.han, self.letters, self.digits, self.punctuation, self.symbols) {
            (true, false, false, false, false) if !self.joints => TokenKind::Han,
            (false, true, false, false, false) => TokenKind::Latin,
            (false, false, true, false, false) => TokenKind::Number,
            (false, false, false, _, false) => TokenKind::Punct,
            (false, false, false, _, true) => TokenKind::Symbol,
            _ => TokenKind::Mixed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TokenKind::{self, *};
    use super::*;

    #[test]
    fn common_punctuation_is_what_unicode_calls_so() {
        for c in "、。「」『』《》〈〉【】“”—…!\"();?".chars() {
            assert_eq!(c.general_category_group(), GeneralCategoryGroup::Punctuation, "{c}");
            assert!(!c.is_numeric() && !c.is_alphabetic(), "{c}");
        }
    }

    #[test]
    fn kinds_have_their_numbers() {
        let numbers = TokenKind::ALL.map(TokenKind::number);
        assert_eq!(numbers, std::array::from_fn(|number| number));
    }

    #[test]
    fn kinds() {
        let cases = [
            ("台灣", Han),
            ("𠮷", Han),
            ("〇", Han),
            ("Ilya", Latin),
            ("state-of-the-art", Latin),
            ("Đặng", Latin),
            ("2024", Number),
            ("3.14%", Number),
            ("1,234.5", Number),
            ("Ⅳ", Number),
            ("。", Punct),
            ("-", Punct),
            ("…", Punct),
            ("、", Punct),
            ("「", Punct),
            ("》", Punct),
            ("A!", Mixed),
            ("?!", Punct),
            ("$", Symbol),
            ("👩\u{200D}💻", Symbol),
            ("A股", Mixed),
            ("GPT-4", Mixed),
            ("伊爾亞·蘇茨克維", Mixed),
        ];
        for (token, kind) in cases {
            assert_eq!(TokenKind::of(token), kind, "{token}");
        }
    }
}
