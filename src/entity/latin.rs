//! How the Latin side of a pair is written, and what that tells: a name, an abbreviation, a term.

use crate::names::is_english_word;

/// How a Latin side is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    /// Capitals, digits and signs: NASA, C.I.O.F.F.
    Abbreviation,
    /// One word with a capital, or with one inside: Kirin, iPASS.
    Word,
    /// Several words, each with a capital or a particle: Horizon Air.
    Words,
    /// One word in small letters: moda, privatization.
    Small,
    /// Anything else: deep learning.
    Phrase,
}

/// Words that names write with a small letter.
const PARTICLES: [&str; 28] = [
    "of", "the", "and", "for", "in", "on", "de", "la", "du", "des", "da", "von", "van", "der", "to", "no", "at", "&",
    "y", "e", "do", "dos", "del", "di", "el", "al", "bin", "ter",
];

/// How `latin` is written.
pub(super) fn writing(latin: &str) -> Writing {
    let words: Vec<&str> = latin.split(' ').filter(|word| !word.is_empty()).collect();
    let has_capital = |word: &str| word.chars().any(char::is_uppercase);
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    match words.as_slice() {
        [word]
            if word.len() > 1
                && word
                    .chars()
                    .all(|c| c.is_uppercase() || c.is_ascii_digit() || "·.-&/+".contains(c)) =>
        {
            Writing::Abbreviation
        }
        [word] if has_capital(word) && word.chars().any(char::is_alphabetic) => Writing::Word,
        [word] if word.chars().all(|c| c.is_alphabetic() || c == '-') => Writing::Small,
        [first, .., last]
            if has_capital(first)
                && (has_capital(last) || is_number(last))
                && words
                    .iter()
                    .all(|word| has_capital(word) || PARTICLES.contains(word) || is_number(word)) =>
        {
            Writing::Words
        }
        _ => Writing::Phrase,
    }
}

/// Whether `latin` is written like a person's name: two to five words, each with a capital or a particle, letters only.
pub(super) fn looks_like_a_name(latin: &str) -> bool {
    let words: Vec<&str> = latin.split(' ').filter(|word| !word.is_empty()).collect();
    let capitalised = |word: &&&str| word.starts_with(char::is_uppercase);
    let lettered = |word: &&str| {
        word.chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '.' | '·'))
    };
    (2..=5).contains(&words.len())
        && words.iter().all(lettered)
        && words.first().is_some_and(|word| capitalised(&word))
        && words.last().is_some_and(|word| capitalised(&word))
        && words.iter().filter(capitalised).count() + 2 >= words.len()
}

/// The share of common English words among the words of `latin`, particles aside.
pub(super) fn english_share(latin: &str) -> f64 {
    let words = latin.split([' ', '-', '/']).filter(|word| !PARTICLES.contains(word));
    let words: Vec<&str> = words.filter(|word| word.chars().any(char::is_alphabetic)).collect();
    let common = words.iter().filter(|word| is_english_word(word)).count();
    common as f64 / words.len().max(1) as f64
}

/// Whether an English word is made like a term's: Transparency, Migration.
pub(super) fn is_term(latin: &str) -> bool {
    const ENDINGS: [&str; 20] = [
        "tion", "sion", "ity", "ism", "ology", "ment", "ness", "ance", "ence", "ency", "ancy", "ing", "ics", "graphy",
        "ship", "hood", "ible", "able", "ical", "ed",
    ];
    ENDINGS.iter().any(|ending| latin.ends_with(ending))
}

/// Whether `latin` is an address of the web: cellar.com.tw.
pub(super) fn is_address(latin: &str) -> bool {
    latin.contains('.') && !latin.contains([' ', '·']) && !latin.contains(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_phrases() {
        for name in [
            "Ilya Sutskever",
            "Ursula von der Leyen",
            "Hsu Chia-wei",
            "J. K. Rowling",
        ] {
            assert!(looks_like_a_name(name), "{name}");
        }
        for phrase in ["large language model", "GPT-4 Turbo", "AI", "a Name"] {
            assert!(!looks_like_a_name(phrase), "{phrase}");
        }
    }

    #[test]
    fn writing_is_told_by_capitals() {
        let cases = [
            ("C.I.O.F.F.", Writing::Abbreviation),
            ("iPASS", Writing::Word),
            ("Ministry of Culture", Writing::Words),
            ("FORMOSAT-7", Writing::Abbreviation),
            ("moda", Writing::Small),
            ("Manis pentadactyla", Writing::Phrase),
        ];
        for (latin, expected) in cases {
            assert_eq!(writing(latin), expected, "{latin}");
        }
        assert_eq!(english_share("Large Language Model"), 1.0);
        assert_eq!(english_share("Temple University of Hinton"), 2.0 / 3.0);
    }
}
