//! Which characters names are made of: how much likelier each is in a name than in text at large.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// How much likelier a character is in names than in text, in nats; [`CharacterOdds::ABSENT`] where it was never seen in one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CharacterOdds {
    /// As a Chinese person's family name.
    pub family: f32,
    /// In a Chinese person's given name.
    pub given: f32,
    /// In a transliterated name.
    pub transliterated: f32,
}

impl CharacterOdds {
    /// What a character has that no name has.
    pub const ABSENT: f32 = -4.0;

    const NONE: CharacterOdds = CharacterOdds {
        family: Self::ABSENT,
        given: Self::ABSENT,
        transliterated: Self::ABSENT,
    };
}

static ODDS: LazyLock<FxHashMap<char, CharacterOdds>> = LazyLock::new(|| {
    include_str!("../../dicts/names/name-characters.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let c = fields.next()?.chars().next()?;
            let mut nats = || Some(fields.next()?.parse::<f32>().ok()? / 10.0);
            let odds = CharacterOdds {
                family: nats()?,
                given: nats()?,
                transliterated: nats()?,
            };
            Some((c, odds))
        })
        .collect()
});

/// The odds of a character (folded).
///
/// ```
/// use yiming::names::character_odds;
///
/// assert!(character_odds('林').family > 2.0 && character_odds('婷').given > 2.0);
/// assert!(character_odds('斯').transliterated > 2.0 && character_odds('的').given < 0.0);
/// ```
pub fn character_odds(c: char) -> CharacterOdds {
    ODDS.get(&c).copied().unwrap_or(CharacterOdds::NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read_and_sorted() {
        let lines: Vec<&str> = include_str!("../../dicts/names/name-characters.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(lines.is_sorted_by(|a, b| a < b));
        assert_eq!(lines.len(), ODDS.len());
        assert!(lines.len() > 2000);
    }
}
