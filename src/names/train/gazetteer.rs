//! Name pairs out of entity dictionaries: in, their rows; out, Chinese forms with the Latin names that they sound like.
//!
//! A dictionary lists an entity's forms without saying which renders which, and many are translations. So each Chinese form is given the
//! Latin form or word whose consonants agree best, and none where they do not agree: 大學 finds no University. 何愷明 is left to
//! romanisation. A form that renders one word of a person's name renders the whole name as well, the rest left out.

use std::collections::BTreeMap;

use crate::lexicon::{AliasKind, AliasRow, NamePair};
use crate::names::{chinese_name, likeness};
use crate::text::{Folded, is_han};

/// Consonants that agree less than this tell of a translation.
const AGREE: f64 = 0.6;
/// The same where there are other signs: as many parts on both sides, or a person, whose names are hardly ever translated.
const AGREE_A_LITTLE: f64 = 0.34;

/// The pairs of the entities that `rows` describe, in the order of their ids; `source` is theirs.
///
/// ```
/// use yiming::lexicon::read_entities;
/// use yiming::names::name_pairs;
///
/// let rows = read_entities("e.csv", "alias,entity_id,kind\n辛頓,geoffrey-hinton,family\nGeoffrey Hinton,geoffrey-hinton,full\n")?;
/// let pairs = name_pairs(&rows, "people");
/// assert_eq!((pairs[0].han.as_str(), pairs[0].latin.as_str()), ("辛頓", "Hinton"));
/// # Ok::<(), yiming::lexicon::Problems>(())
/// ```
pub fn name_pairs(rows: &[AliasRow], source: &str) -> Vec<NamePair> {
    let mut entities: BTreeMap<&str, Vec<&AliasRow>> = BTreeMap::new();
    for row in rows
        .iter()
        .filter(|row| !matches!(row.kind, AliasKind::Abbreviation | AliasKind::Nickname))
    {
        entities.entry(&row.entity_id).or_default().push(row);
    }
    let mut pairs = Vec::new();
    for forms in entities.values() {
        let person = forms.iter().any(|row| row.label.as_deref() == Some("PERSON"));
        let (chinese, latin): (Vec<&AliasRow>, Vec<&AliasRow>) =
            forms.iter().partition(|row| row.alias.chars().any(is_han));
        for form in chinese {
            let Some(best) = rendered(form, &latin, person) else {
                continue;
            };
            let pair = |latin: &str| NamePair {
                regions: form.regions.clone(),
                source: source.to_owned(),
                ..NamePair::new(&form.alias, latin)
            };
            pairs.push(pair(best.name));
            if let Some(whole) = best.word_of.filter(|_| person) {
                pairs.push(pair(whole));
            }
        }
    }
    pairs
}

/// A Latin name that a Chinese form renders, and how well it agrees.
struct Best<'a> {
    name: &'a str,
    /// The name that it is a word of.
    word_of: Option<&'a str>,
    agreed: f64,
    /// How many words it has more or fewer than the Chinese form has parts.
    beside: usize,
}

/// The Latin name or word that `form` renders, the form of a `person` or of something else.
fn rendered<'a>(form: &AliasRow, latin: &[&'a AliasRow], person: bool) -> Option<Best<'a>> {
    let alone = if person { AGREE_A_LITTLE } else { AGREE };
    let folded = Folded::new(&form.alias);
    let parts = folded.view().split(['·', '-', ' ']).count();
    let mut best: Option<Best<'a>> = None;
    let mut offer = |name: &'a str, word_of: Option<&'a str>, enough: f64, beside: usize| {
        let agreed = likeness(folded.view(), name);
        let better = best
            .as_ref()
            .is_none_or(|best| agreed > best.agreed || (agreed == best.agreed && beside < best.beside));
        if agreed >= enough && better {
            best = Some(Best {
                name,
                word_of,
                agreed,
                beside,
            });
        }
    };
    for row in latin {
        let words = row.alias.split([' ', '-']).count();
        if parts > 1 {
            offer(
                &row.alias,
                None,
                if words == parts { AGREE_A_LITTLE } else { AGREE },
                words.abs_diff(parts),
            );
            continue;
        }
        if words > 1 && chinese_name(folded.view(), &row.alias).is_some() {
            return None;
        }
        // A given name renders no family name, however alike they are.
        let other_kind = form.kind.demands_context() && row.kind.demands_context() && row.kind != form.kind;
        if other_kind && row.kind != AliasKind::Word && form.kind != AliasKind::Word {
            continue;
        }
        offer(&row.alias, None, alone, words - 1);
        if words > 1 {
            for (i, word) in row
                .alias
                .split([' ', '-'])
                .enumerate()
                .filter(|(_, word)| word.len() > 2)
            {
                let misplaced = match form.kind {
                    AliasKind::Given => i + 1 == words,
                    AliasKind::Family => i == 0,
                    _ => false,
                };
                if !misplaced {
                    offer(word, Some(&row.alias), alone, 0);
                }
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::read_entities;

    #[test]
    fn forms_find_what_they_sound_like() {
        let text = "alias,entity_id,label,kind\n\
                    安迪·沃荷,a,PERSON,full\nAndy,a,,given\nAndy Warhol,a,,full\n安迪,a,,given\n沃荷,a,,family\n\
                    何愷明,b,PERSON,full\nHe Kaiming,b,,full\n\
                    慕尼黑工業大學,c,ORG,full\nTechnical University of Munich,c,,full\n";
        let rows = read_entities("e.csv", text).unwrap();
        let pairs: Vec<(String, String)> = name_pairs(&rows, "e")
            .into_iter()
            .map(|pair| (pair.han, pair.latin))
            .collect();
        let expected = [
            ("安迪·沃荷", "Andy Warhol"),
            ("安迪", "Andy"),
            ("沃荷", "Warhol"),
            ("沃荷", "Andy Warhol"),
        ];
        assert_eq!(pairs, expected.map(|(han, latin)| (han.to_owned(), latin.to_owned())));
    }
}
