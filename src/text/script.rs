//! Which Chinese script a text is written in.

use std::fmt;

use super::chars::{Entry, entry};

/// The script of a document, judged by the characters that only one script has.
///
/// ```
/// use yiming::text::Script;
///
/// assert_eq!(Script::of("伊爾亞離開了公司"), Script::Hant);
/// assert_eq!(Script::of("伊尔亚离开了公司"), Script::Hans);
/// assert_eq!(Script::of("Ilya 在中文大文本中"), Script::None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Traditional.
    Hant,
    /// Simplified.
    Hans,
    /// Both, each in more than a twentieth of the telling characters.
    Mixed,
    /// No character tells.
    None,
}

impl Script {
    /// Judges `text`.
    pub fn of(text: &str) -> Script {
        let mut telling = Telling::default();
        for c in text.chars() {
            if c >= '\u{2E80}' {
                telling.add(entry(c));
            }
        }
        telling.script()
    }

    /// The name used in tables: `hant`, `hans`, `mixed` or `none`.
    pub fn name(self) -> &'static str {
        match self {
            Script::Hant => "hant",
            Script::Hans => "hans",
            Script::Mixed => "mixed",
            Script::None => "none",
        }
    }
}

/// The characters of a text that only one script has.
#[derive(Default)]
pub(super) struct Telling {
    hant: usize,
    hans: usize,
}

impl Telling {
    /// Counts a character of U+2E80 or above, of which the table says `entry`.
    #[inline(always)]
    pub(super) fn add(&mut self, entry: Entry) {
        self.hant += usize::from(entry.is_traditional_only());
        self.hans += usize::from(entry.is_simplified_only());
    }

    /// The script of the text.
    pub(super) fn script(&self) -> Script {
        let &Telling { hant, hans } = self;
        // A quotation or a slip should not make a document mixed.
        let minority = hant.min(hans);
        if hant + hans == 0 {
            Script::None
        } else if minority * 20 > hant + hans {
            Script::Mixed
        } else if hant > hans {
            Script::Hant
        } else {
            Script::Hans
        }
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
