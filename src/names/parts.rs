//! The parts of a full name that may stand for the whole later in a text.

use crate::text::is_han;

/// Words inside names that no one is called by alone.
const PARTICLES: [&str; 26] = [
    "al", "bin", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "el", "ibn", "jr", "jr.", "la", "le", "of",
    "sr", "st.", "ten", "the", "van", "von", "y", "zu",
];

/// The parts of `name`, split at spaces and at the dots of transliterations, that can stand for the whole: 伊爾亞 and
/// 蘇茨克維, Ilya and Sutskever, but no initials, particles or single characters. Nothing for a name of one part.
///
/// ```
/// use yiming::names::parts;
///
/// assert_eq!(parts("J·K·羅琳").collect::<Vec<_>>(), ["羅琳"]);
/// assert_eq!(parts("Ursula von der Leyen").collect::<Vec<_>>(), ["Ursula", "Leyen"]);
/// assert_eq!(parts("黃仁勳").count(), 0);
/// ```
pub fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split([' ', '\u{3000}', '\u{A0}', '·', '・', '‧', '•', '．', '･', '∙', '⋅'])
        .filter(move |part| part.len() < name.len() && stands_alone(part))
}

fn stands_alone(part: &str) -> bool {
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let enough = if part.chars().any(is_han) { 2 } else { 3 };
    letters >= enough && !part.ends_with('.') && !PARTICLES.contains(&part.to_lowercase().as_str())
}
