//! Which characters are Han.

/// Whether `c` is a Han character: a CJK ideograph of any block, or one of the marks 々 〇 〻 that are written as one.
///
/// ```
/// use yiming::text::is_han;
///
/// assert!("台𠮷〇".chars().all(is_han));
/// assert!(!"A。カ".chars().any(is_han));
/// ```
#[inline]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
        || matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '々' | '〇' | '〻')
}
