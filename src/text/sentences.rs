//! Sentence borders, by punctuation and line breaks.
//!
//! Written here rather than taken from UAX #29, whose rules know neither that a closing bracket 」 belongs to the sentence
//! before it nor that a line of a Chinese article without a full stop (a title, a list item) is one of its own.

use super::span::ByteSpan;

/// Splits `text` into sentences, in order. A sentence neither begins nor ends with white space, and none is empty;
/// everything but white space lies in one of them.
///
/// A sentence ends at a line break, and at `。！？!?｡` with the closing quotes and brackets that follow. A full stop `.`
/// ends one where white space and then a capital letter, a Han character or an opening quote follow, unless it belongs to an initial (J. K.) or a
/// common abbreviation (Dr., Inc.).
///
/// ```
/// use yiming::text::sentences;
///
/// let text = "他問：「真的嗎？」沒有人回答。\nＧＰＴ－４";
/// let found: Vec<&str> = sentences(text).iter().map(|s| &text[s.range()]).collect();
/// assert_eq!(found, ["他問：「真的嗎？」", "沒有人回答。", "ＧＰＴ－４"]);
/// ```
pub fn sentences(text: &str) -> Vec<ByteSpan> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(&first) = text.as_bytes().get(at) {
        // Most characters begin with one of these bytes, are three bytes long and end nothing: U+4000 to U+9FFF.
        if matches!(first, 0xE4..=0xE9) {
            at += 3;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let mut end = at + c.len_utf8();
        let ends = match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{B}' | '\u{C}' => {
                push_trimmed(text, start, at, &mut found);
                start = at;
                false
            }
            '。' | '！' | '？' | '!' | '?' | '｡' | '⁉' | '⁈' | '‼' | '⁇' => true,
            '.' => ends_at_full_stop(text, start, at),
            _ => false,
        };
        if ends {
            let after = &text[end..];
            end += after.len() - after.trim_start_matches(is_closing).len();
            push_trimmed(text, start, end, &mut found);
            start = end;
        }
        at = end;
    }
    push_trimmed(text, start, text.len(), &mut found);
    found
}

fn push_trimmed(text: &str, start: usize, end: usize, found: &mut Vec<ByteSpan>) {
    let piece = &text[start..end];
    let trimmed = piece.trim_start();
    let start = start + (piece.len() - trimmed.len());
    let trimmed = trimmed.trim_end();
    if !trimmed.is_empty() {
        found.push(ByteSpan::new(start, start + trimmed.len()));
    }
}

/// What may follow the last mark of a sentence and still belong to it.
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '。' | '！'
            | '？'
            | '!'
            | '?'
            | '｡'
            | '…'
            | '」'
            | '』'
            | '”'
            | '’'
            | '）'
            | ')'
            | '】'
            | '》'
            | '〉'
            | '"'
            | '\''
            | ']'
            | '］'
            | '〕'
            | '｣'
            | '\u{FE0F}'
    )
}

fn ends_at_full_stop(text: &str, start: usize, at: usize) -> bool {
    let after = &text[at + 1..];
    let next = after.trim_start_matches([' ', '\u{3000}']);
    if next.len() == after.len()
        || !next.starts_with(|c: char| c.is_uppercase() || c > '\u{2E80}' || c == '“' || c == '"')
    {
        return false;
    }
    let before = &text[start..at];
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    const ABBREVIATIONS: [&str; 12] = [
        "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Jr", "Sr", "Inc", "Ltd", "Co", "No",
    ];
    word.chars().count() > 1 && !word.chars().all(|c| c.is_ascii_digit()) && !ABBREVIATIONS.contains(&word)
}
