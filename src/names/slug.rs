//! Ids made of Latin names.

use unicode_normalization::UnicodeNormalization;

/// `name` without accents, in lower case, everything but letters and digits one hyphen.
///
/// ```
/// use yiming::names::slug;
///
/// assert_eq!(slug("László Moholy-Nagy"), "laszlo-moholy-nagy");
/// assert_eq!(slug("DALL·E 3"), "dall-e-3");
/// ```
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.nfkd() {
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            '\u{300}'..='\u{36F}' => {}
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}
