//! Where and how Latin letters and digits count: as whole words, short ones in the case that the dictionary gives them.

use crate::text::{ByteSpan, is_separator};

/// Whether the case of a form counts: it has Latin letters, but no more than four.
pub(super) fn has_case(form: &str) -> bool {
    const LONG_ENOUGH: usize = 5;
    let letters = form.bytes().filter(u8::is_ascii_alphabetic).count();
    letters > 0 && letters < LONG_ENOUGH
}

/// Whether `here` is written in a case that `form` allows: forms of up to four Latin letters count only in the case in
/// which the dictionary writes them (US, not us) or in capitals (UNIX for Unix), longer ones in any.
pub(in crate::entity) fn has_right_case(form: &str, here: &str) -> bool {
    !has_case(form)
        || form
            .chars()
            .zip(here.chars())
            .all(|(a, b)| a == b || (is_separator(a) && is_separator(b)))
        || here.chars().all(|c| !c.is_ascii_lowercase())
}

/// Whether a match of Latin letters or digits in the folded view is a whole one. GPT-4 is no part of GPT-4o, GPT-4.5 or
/// GPT-4-turbo, nor Google of google.com; Han characters have no such borders.
pub(in crate::entity) fn is_whole(view: &str, found: ByteSpan) -> bool {
    let bytes = view.as_bytes();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(b'\n');
    let before = |n: usize| found.start.checked_sub(n).map_or(b'\n', at);
    let after = |n: usize| at(found.end + n);
    let (first, last) = (at(found.start), at(found.end - 1));
    let goes_on_left = match before(1) {
        b'@' | b'_' => true,
        b'.' => before(2).is_ascii_alphanumeric(),
        b',' => first.is_ascii_digit() && before(2).is_ascii_digit(),
        byte => byte.is_ascii_alphanumeric(),
    };
    let goes_on_right = match after(0) {
        b'_' | b'@' => true,
        b'.' => after(1).is_ascii_digit() || after(1).is_ascii_lowercase(),
        b',' => last.is_ascii_digit() && after(1).is_ascii_digit(),
        // GPT-4-turbo and Claude-3 are other versions, Google-backed is not.
        b'-' => after(1).is_ascii_digit() || (last.is_ascii_digit() && after(1).is_ascii_alphabetic()),
        byte => byte.is_ascii_alphanumeric(),
    };
    !(first.is_ascii_alphanumeric() && goes_on_left || last.is_ascii_alphanumeric() && goes_on_right)
}
