//! What is one token by its very form, where the segmenter would cut it: 1,234.5, addresses of the web and of mail.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::ByteSpan;

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?%?";
    let web = r"https?://[-A-Za-z0-9._~:/?#\[\]@!$&'*+,;=%]*[-A-Za-z0-9_~/#&=%]";
    let mail = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+";
    // The pattern is fixed; the tests below compile it.
    #[allow(clippy::expect_used)]
    Regex::new(&format!("(?-u){web}|{mail}|{number}")).expect("a valid pattern")
});

/// The ranges of `text` (folded) that are one token each, in order.
pub(super) fn find(text: &str) -> impl Iterator<Item = ByteSpan> {
    let possible = may_hold_any(text);
    possible
        .then(|| {
            PATTERN
                .find_iter(text)
                .map(|found| ByteSpan::new(found.start(), found.end()))
        })
        .into_iter()
        .flatten()
        .filter(|found| is_whole(text, *found))
}

/// Whether a comma stands between two digits, or an at sign or the beginning of a web address anywhere: what every form holds,
/// and most text does not. (A full-width comma is a comma in the folded view.)
pub(super) fn may_hold_any(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(b',', b'@', b':', bytes).any(|at| match bytes[at] {
        b',' => {
            let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
            is_digit(at + 1) && at.checked_sub(1).is_some_and(is_digit)
        }
        b':' => bytes[at..].starts_with(b"://"),
        _ => true,
    })
}

/// A number that goes on to the left or right is another number, or none: 12,3456.
fn is_whole(text: &str, found: ByteSpan) -> bool {
    let bytes = text.as_bytes();
    let alphanumeric = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    !alphanumeric(found.start.checked_sub(1).and_then(|i| bytes.get(i))) && !alphanumeric(bytes.get(found.end))
}

#[cfg(test)]
mod tests {
    #[test]
    fn finds_whole_numbers_and_addresses() {
        let found = |text: &str| {
            super::find(text)
                .map(|span| text[span.range()].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(found("共1,234.5元,12,3456"), ["1,234.5"]);
        assert_eq!(
            found("見https://example.org/a?b=1,2。"),
            ["https://example.org/a?b=1,2"]
        );
        assert_eq!(found("寫信給a.b@example.org,謝謝"), ["a.b@example.org"]);
        assert_eq!(found("甲,乙,1,2,3"), Vec::<String>::new());
    }
}
