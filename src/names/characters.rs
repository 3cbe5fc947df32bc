//! Which characters names are made of: how much likelier each is in a name than in text at large.

use std::sync::LazyLock;

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

/// The first character of the table, and the last: the ideographs that names use. Looked up for every character of a text, so by place.
const FIRST: char = '\u{4E00}';
const LAST: char = '\u{9FFF}';

static ODDS: LazyLock<Vec<CharacterOdds>> = LazyLock::new(|| {
    let mut odds = vec![CharacterOdds::NONE; place(LAST) + 1];
    for line in lines() {
        let mut fields = line.split('\t');
        let c = fields.next().and_then(|field| field.chars().next());
        let mut nats = || Some(fields.next()?.parse::<f32>().ok()? / 10.0);
        if let (Some(c), Some(family), Some(given), Some(transliterated)) = (c, nats(), nats(), nats())
            && (FIRST..=LAST).contains(&c)
        {
            odds[place(c)] = CharacterOdds {
                family,
                given,
                transliterated,
            };
        }
    }
    odds
});

fn lines() -> impl Iterator<Item = &'static str> {
    let table = include_str!("../../dicts/names/name-characters.tsv");
    table.lines().filter(|line| !line.starts_with('#'))
}

fn place(c: char) -> usize {
    c as usize - FIRST as usize
}

/// The odds of a character (folded).
///
/// ```
/// use yiming::names::character_odds;
///
/// assert!(character_odds('林').family > 2.0 && character_odds('婷').given > 2.0);
/// assert!(character_odds('斯').transliterated > 2.0 && character_odds('的').given < 0.0);
/// ```
pub fn character_odds(c: char) -> CharacterOdds {
    if (FIRST..=LAST).contains(&c) {
        ODDS[place(c)]
    } else {
        CharacterOdds::NONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read_and_sorted() {
        let lines: Vec<&str> = lines().collect();
        assert!(lines.is_sorted_by(|a, b| a < b));
        assert!(lines.len() > 2000);
        let known = ODDS.iter().filter(|&&odds| odds != CharacterOdds::NONE).count();
        assert_eq!(lines.len(), known);
    }
}
