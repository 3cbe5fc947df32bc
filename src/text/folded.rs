//! The folded view: one character for each character of the original, variants made equal.
//!
//! Folding maps full width to half width, Traditional to Simplified (character by character), letters with diacritics to
//! their base letter, and the many dots, hyphens and apostrophes that writers put into names to one of each. It never
//! changes how many code points there are, so code point *i* of the view is code point *i* of the original. Case is kept:
//! the segmenter's dictionary knows A股, not a股. [`MatchKey`] folds further, for looking names up.

use unicode_normalization::char::decompose_canonical;

use super::chars::{entry, simplified};
use super::han::is_han;
use super::offsets::Checkpoints;
use super::script::{Script, Telling};
use super::span::{ByteSpan, CharSpan};

/// The folded view of a document.
///
/// It is no text to show to anybody: print the original, at the same code points.
///
/// ```
/// use yiming::text::Folded;
///
/// let folded = Folded::new("ＧＰＴ－４與傑佛瑞．辛頓");
/// assert_eq!(folded.view(), "GPT-4与杰佛瑞·辛顿");
/// ```
pub struct Folded {
    view: String,
    /// Its code points: whoever looks at each of them decodes none.
    characters: Vec<char>,
    /// The byte that each begins at, and the view's length.
    starts: Vec<u32>,
    checkpoints: Checkpoints,
    has_clusters: bool,
    script: Script,
}

impl Folded {
    /// Folds `original`, which must be shorter than 2³² bytes.
    pub fn new(original: &str) -> Self {
        let mut view = String::with_capacity(original.len());
        let mut characters = Vec::with_capacity(original.chars().count());
        let mut has_clusters = false;
        let mut telling = Telling::default();
        let mut previous = '\n';
        let mut rest = original.chars();
        while let Some(c) = rest.next() {
            previous = match c {
                // Most characters are Han characters of the first block, of which nothing else need be asked.
                '\u{4E00}'..='\u{9FFF}' => {
                    let entry = entry(c);
                    telling.add(entry);
                    entry.simplified(c)
                }
                '.' if is_name_dot(previous, rest.clone().next()) => '·',
                '\0'..='\u{7F}' => c,
                _ => {
                    if c >= '\u{2E80}' {
                        telling.add(entry(c));
                    }
                    has_clusters |= joins_clusters(c);
                    match fold_char(c) {
                        '.' if is_name_dot(previous, rest.clone().next()) => '·',
                        folded => folded,
                    }
                }
            };
            view.push(previous);
            characters.push(previous);
        }
        Folded {
            starts: starts(&characters),
            checkpoints: Checkpoints::new(&view),
            view,
            characters,
            has_clusters,
            script: telling.script(),
        }
    }

    /// The script of the original.
    pub fn script(&self) -> Script {
        self.script
    }

    /// The view, for segmenters and matchers.
    pub fn view(&self) -> &str {
        &self.view
    }

    /// The length in code points, of the view and of the original.
    pub fn len_chars(&self) -> usize {
        self.characters.len()
    }

    /// Whether some character may join its neighbour into one grapheme cluster (emoji sequences, combining marks).
    pub fn has_clusters(&self) -> bool {
        self.has_clusters
    }

    /// The bytes of the view that a range of code points covers.
    pub fn bytes(&self, span: CharSpan) -> ByteSpan {
        ByteSpan::new(self.byte_of(span.start), self.byte_of(span.end))
    }

    /// The byte of the view at which code point `position` begins; the view's length for any position behind the last.
    pub fn byte_of(&self, position: usize) -> usize {
        self.starts
            .get(position)
            .map_or(self.view.len(), |&start| start as usize)
    }

    /// The code points that a byte range of the view covers.
    pub fn chars(&self, span: ByteSpan) -> CharSpan {
        CharSpan::new(self.char_of(span.start), self.char_of(span.end))
    }

    /// The code point that begins at `byte` of the view; the length for its end.
    pub fn char_of(&self, byte: usize) -> usize {
        self.checkpoints.char_of(&self.view, byte)
    }

    /// The code points of a range of the view.
    pub fn characters(&self, span: CharSpan) -> &[char] {
        &self.characters[span.range()]
    }

    /// The view of a range of code points.
    pub fn slice(&self, span: CharSpan) -> &str {
        &self.view[self.bytes(span).range()]
    }
}

/// The byte that each character begins at where they are written one after the other, and the length of all.
fn starts(characters: &[char]) -> Vec<u32> {
    let mut at = 0;
    let mut starts = Vec::with_capacity(characters.len() + 1);
    starts.push(at);
    starts.extend(characters.iter().map(|c| {
        at += c.len_utf8() as u32;
        at
    }));
    starts
}

/// A text folded for looking names up: beyond the [`Folded`] view, letters are lower case and everything that may stand
/// between the parts of a name (`·` and its variants, hyphens, spaces) is one space.
///
/// Aliases and documents go through the same door, so 華特．葛羅培斯, 華特・葛羅培斯 and 華特 葛羅培斯 are one key.
///
/// ```
/// use yiming::text::{Folded, MatchKey};
///
/// let key = |text: &str| MatchKey::new(&Folded::new(text)).key().to_owned();
/// assert_eq!(key("華特．葛羅培斯"), key("华特 葛罗培斯"));
/// assert_eq!(key("Wi‑Fi"), key("wi-fi"));
/// ```
pub struct MatchKey(String);

impl MatchKey {
    /// Folds the view further, character by character.
    pub fn new(folded: &Folded) -> Self {
        MatchKey(folded.view().chars().map(key_char).collect())
    }

    /// The key of one alias.
    pub fn of(alias: &str) -> String {
        MatchKey::new(&Folded::new(alias)).0
    }

    /// The folded text.
    pub fn key(&self) -> &str {
        &self.0
    }
}

/// Whether a character of the folded view may stand between the parts of a name.
pub fn is_separator(c: char) -> bool {
    matches!(c, '·' | '-' | ' ')
}

/// What a character of the folded view is in a [`MatchKey`].
pub(crate) fn key_char(c: char) -> char {
    if is_separator(c) { ' ' } else { c.to_ascii_lowercase() }
}

/// One character of the folded view, but for the full stop between Han characters, which only its neighbours make a dot.
pub fn fold_char(c: char) -> char {
    match c {
        '\0'..='\u{7F}' => c,
        // ASCII in full width.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{A0}' => ' ',
        // Dots between the parts of a name: katakana dots, hyphenation point, bullets, dot operators, Greek ano teleia.
        '\u{30FB}' | '\u{FF65}' | '\u{2027}' | '\u{2022}' | '\u{2219}' | '\u{22C5}' | '\u{387}' | '\u{2E31}' => '·',
        // Hyphens that break or do not break lines, and the en dash of Bose–Einstein.
        '\u{2010}'..='\u{2013}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{2BC}' => '\'',
        'Ø' => 'O',
        'ø' => 'o',
        'Ł' => 'L',
        'ł' => 'l',
        'Đ' => 'D',
        'đ' => 'd',
        'ı' => 'i',
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => base_letter(c),
        _ => simplified(c),
    }
}

/// The letter without its marks, where that is one ASCII letter.
fn base_letter(c: char) -> char {
    let mut base = c;
    let mut first = true;
    decompose_canonical(c, |part| {
        if first && part.is_ascii_alphabetic() {
            base = part;
        }
        first = false;
    });
    base
}

/// A full stop between two letters of which one is Han joins a name: 丹尼斯.里奇, J.K.羅琳.
fn is_name_dot(previous: char, next: Option<char>) -> bool {
    next.is_some_and(|next| {
        let letters = (is_han(previous) || previous.is_ascii_alphabetic()) && (is_han(next) || next.is_alphabetic());
        letters && (is_han(previous) || is_han(next))
    })
}

/// Characters that make a grapheme cluster of more than one code point. CR LF is left out: white space is no token.
pub(crate) fn joins_clusters(c: char) -> bool {
    // The punctuation of Chinese texts is told from them first, since it is asked about most.
    c >= '\u{300}'
        && !is_han(c)
        && !matches!(c, '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3029}' | '\u{FF01}'..='\u{FF5E}')
        && matches!(c as u32,
            0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5C7 | 0x610..=0x61A | 0x64B..=0x65F | 0x6D6..=0x6ED
            | 0x900..=0xDFF | 0xE31..=0xEFF | 0xF00..=0x109F | 0x1100..=0x11FF | 0x135D..=0x135F | 0x1712..=0x1D00
            | 0x1DC0..=0x1DFF | 0x200C | 0x200D | 0x20D0..=0x20FF | 0x302A..=0x302F | 0x3099 | 0x309A
            | 0xA66F..=0xABFF | 0xD7B0..=0xD7FF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F | 0xFF9E | 0xFF9F
            | 0x101FD..=0x1E94A | 0x1F1E6..=0x1F1FF | 0x1F3FB..=0x1F3FF | 0xE0000..=0xE0FFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_character_by_character() {
        let folded = Folded::new("Geoffrey-Hinton·與GPT-4 Ａ股ÉÖ");
        let key: String = folded.view().chars().map(key_char).collect();
        assert_eq!(MatchKey::new(&folded).key(), key);
    }
}
