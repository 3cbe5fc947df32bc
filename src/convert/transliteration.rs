//! The characters that transliterated names use: in, a character; out, the form it has in names, from tables that the build
//! script made of `dicts/names/transliteration-characters.tsv`, in constant time.

use crate::text::pages::Pages;

include!(concat!(env!("OUT_DIR"), "/transliteration.rs"));

/// The Traditional form (OpenCC's standard) of a Simplified character in names, where the table has one: 里 is 里, 杰 is 傑.
#[inline]
pub(crate) fn form(character: char) -> Option<char> {
    found(Pages::new(&FORM_INDEX, &FORM_ENTRIES), character)
}

/// The form in names of a Traditional character that stands there by a wrong conversion alone: 裏 and 裡 are 里.
#[inline]
pub(crate) fn put_right(character: char) -> Option<char> {
    found(Pages::new(&OVERDONE_INDEX, &OVERDONE_ENTRIES), character)
}

fn found(table: Pages<'_, u32>, character: char) -> Option<char> {
    match table.get(u32::from(character)) {
        0 => None,
        form => char::from_u32(form),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_those_of_names() {
        let forms: String = "里范布余干杰托于采钟".chars().filter_map(form).collect();
        assert_eq!(forms, "里范布余干傑托于采鍾");
        assert_eq!(form('尔'), None);
        let right: String = "裏裡範佈餘幹託".chars().filter_map(put_right).collect();
        assert_eq!(right, "里里范布余干托");
        // 哩 and 傑 are written on purpose.
        assert_eq!((put_right('哩'), put_right('傑'), put_right('里')), (None, None, None));
    }
}
