//! How the two sides of a pair are made: in, the sides and how they are read; out, the features of their words.
//!
//! What stands in title marks is a work whatever its words are, so features of words leave it alone.

use super::super::Recogniser;
use super::super::latin::{Writing, english_share, writing};
use super::super::pairs::Relation;
use super::super::parentheses::Sides;
use super::super::reading::{Ground, Named};
use crate::names::{proper_ending, term_ending};
use crate::text::Folded;

pub(super) fn features(
    sides: &Sides,
    named: &Named,
    folded: &Folded,
    recogniser: Recogniser<'_>,
) -> [(&'static str, f64); 28] {
    const LONG: f64 = 10.0;
    let yes = |is: bool| f64::from(is);
    let (text, latin) = (folded.slice(named.span), folded.slice(sides.latin));
    let ground = |ground| named.ground == ground;
    let is_title = ground(Ground::Title);
    let writing = writing(latin);
    let is_abbreviation = writing == Writing::Abbreviation;
    let letters = latin.chars().filter(|c| c.is_alphabetic()).count();
    let share = if is_title { 0.0 } else { english_share(latin) };
    let words = Words::of(text, recogniser);
    let ending = Ending::of(text);
    let is_person = [Ground::Romanised, Ground::Sounds, Ground::FullName].contains(&named.ground);
    let is_place = named.shape.label() == Some("LOC");
    [
        ("romanised", yes(ground(Ground::Romanised))),
        ("head word in both", yes(ground(Ground::HeadWord))),
        ("title before", yes(is_title && sides.han_first)),
        ("title behind", yes(is_title && !sides.han_first)),
        ("title, and small letters", yes(is_title && writing == Writing::Phrase)),
        ("nothing else", yes(ground(Ground::Nothing))),
        (
            "abbreviation and proper ending",
            yes(named.relation == Relation::Abbreviation && ground(Ground::Ending)),
        ),
        (
            "a place's ending",
            yes(is_place && (ground(Ground::Ending) || ground(Ground::EndingSounds))),
        ),
        (
            "an ending of names and terms",
            yes(ending == Ending::Both && ground(Ground::Ending)),
        ),
        (
            "an ending of names and terms, abbreviation",
            yes(ending == Ending::Both && is_abbreviation),
        ),
        (
            "a term's ending",
            yes(ending == Ending::Term && !is_person && !is_title),
        ),
        (
            "a term's ending, abbreviation",
            yes(ending == Ending::Term && is_abbreviation && !is_title),
        ),
        ("everyday words alone", yes(words.are_everyday && !is_title)),
        ("a name inside", yes(words.have_name)),
        ("characters that are no words", words.pieces),
        ("length", named.span.len() as f64 / LONG),
        ("Han in quotation marks", yes(sides.is_quoted && sides.han_first)),
        ("Han in parentheses", yes(!sides.han_first && !sides.is_title)),
        (
            "full name in parentheses",
            yes(ground(Ground::FullName) && !sides.han_first),
        ),
        (
            "marks, and many words with capitals",
            yes(sides.is_quoted && writing == Writing::Words),
        ),
        (
            "capitals, a word of no dictionary",
            yes(writing == Writing::Words && share < 1.0 && !is_title),
        ),
        ("English words", share),
        (
            "a letter with a mark",
            yes(latin.contains(|c: char| !c.is_ascii() || c == '\'')),
        ),
        ("small letters, one word", yes(writing == Writing::Small)),
        ("small letters, many words", yes(writing == Writing::Phrase)),
        ("two capitals", yes(is_abbreviation && letters <= 2)),
        ("five capitals", yes(is_abbreviation && letters >= 5)),
        ("where it was published", yes(sides.han_first && is_publisher(latin))),
    ]
}

/// What the last word of a Chinese name is one of.
#[derive(Debug, PartialEq, Eq)]
enum Ending {
    /// Words that only terms end in: 主義.
    Term,
    /// Words that names and terms end in: 網路.
    Both,
    /// Others.
    Other,
}

impl Ending {
    /// The longer ending counts: 會 of terms is none in 基金會.
    fn of(text: &str) -> Ending {
        let proper = proper_ending(text).map_or(0, |(ending, _)| ending.len());
        match term_ending(text).map_or(0, str::len) {
            0 => Ending::Other,
            term if term > proper => Ending::Term,
            term if term == proper => Ending::Both,
            _ => Ending::Other,
        }
    }
}

/// What the dictionary has of a Chinese name's words, those of one character aside.
struct Words {
    /// All of it is words that are no names.
    are_everyday: bool,
    /// One of the words is a name: 台灣 in 台灣生物多樣性網路.
    have_name: bool,
    /// The share of characters that the most likely path leaves alone: pieces of words that the dictionary does not have.
    pieces: f64,
}

impl Words {
    fn of(text: &str, recogniser: Recogniser<'_>) -> Words {
        let segmenter = recogniser.segmenter;
        let mut words = Words {
            are_everyday: true,
            have_name: false,
            pieces: 0.0,
        };
        let mut singles = 0;
        for word in segmenter.dictionary_path(text).map(|word| &text[word.range()]) {
            let is_single = word.chars().nth(1).is_none();
            singles += usize::from(is_single);
            words.are_everyday &= !is_single && segmenter.is_everyday_word(word);
            words.have_name |= !is_single && segmenter.has_word(word) && !segmenter.is_everyday_word(word);
        }
        words.pieces = singles as f64 / text.chars().count().max(1) as f64;
        words
    }
}

/// Whether a Latin side says where something was published.
pub(in crate::entity) fn is_publisher(latin: &str) -> bool {
    const PUBLISHERS: [&str; 48] = [
        "Amazon",
        "BBC",
        "Bandcamp",
        "CC",
        "CD",
        "CNN",
        "Commons",
        "DOI",
        "DVD",
        "Dcard",
        "EP",
        "Facebook",
        "Flickr",
        "GitHub",
        "Google",
        "HBO",
        "IG",
        "IMDb",
        "Instagram",
        "KKBOX",
        "LinkedIn",
        "MV",
        "Medium",
        "Netflix",
        "PDF",
        "PTT",
        "Photo",
        "Pinkoi",
        "Podcast",
        "Readmoo",
        "Reddit",
        "Reuters",
        "SoundCloud",
        "Spotify",
        "Steam",
        "StreetVoice",
        "Substack",
        "Threads",
        "Twitter",
        "Unsplash",
        "Vimeo",
        "Wikimedia",
        "Wikipedia",
        "Yahoo",
        "YouTube",
        "feat",
        "ft",
        "vs",
    ];
    latin.split([' ', '.']).any(|word| PUBLISHERS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_ending_counts() {
        let cases = [
            ("生态主义", Ending::Term),
            ("换电站网路", Ending::Both),
            ("开放文化基金会", Ending::Other),
            ("国际咖啡组织", Ending::Other),
        ];
        for (text, expected) in cases {
            assert_eq!(Ending::of(text), expected, "{text}");
        }
    }
}
