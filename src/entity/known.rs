//! The people of the gazetteer whose names are transliterated, to be found by other renderings of the same name (伊利亞·蘇茨克弗 for
//! 伊爾亞·蘇茨克維): in, a name; out, those whose Chinese and Latin names are both like it.

use pinyin::ToPinyin;
use rustc_hash::FxHashMap;

use super::gazetteer::{EntityIndex, Gazetteer};
use crate::names::{MatchKind, NameMatcher};
use crate::text::Folded;

/// Which share of the syllables two renderings of one name have in common at least, as a whole and in the last part.
const ALIKE: f64 = 0.6;
/// How sure the model of names must be that the rendering is one of the Latin name.
const SURE: f32 = 0.6;

/// The transliterated names of people, by their characters. Immutable: one for all threads.
#[derive(Debug, Default)]
pub struct KnownNames {
    names: Vec<KnownName>,
    by_character: FxHashMap<char, Vec<u32>>,
}

#[derive(Debug)]
struct KnownName {
    entity: EntityIndex,
    /// The folded view of the Chinese name.
    han: String,
    latin: String,
}

impl KnownNames {
    /// Those of a gazetteer.
    pub fn new(gazetteer: &Gazetteer) -> Self {
        let mut known = KnownNames::default();
        for (entity, described) in gazetteer.entities() {
            let (Some(han), Some(latin)) = (&described.name_zh, &described.name_latin) else {
                continue;
            };
            let han = Folded::new(han);
            if described.label.as_deref() != Some("PERSON") || !han.view().contains('·') {
                continue;
            }
            let number = known.names.len() as u32;
            for c in han.view().chars().filter(|&c| c != '·') {
                let names = known.by_character.entry(c).or_default();
                if names.last() != Some(&number) {
                    names.push(number);
                }
            }
            known.names.push(KnownName {
                entity,
                han: han.view().to_owned(),
                latin: latin.clone(),
            });
        }
        known
    }

    /// Whom another rendering (folded, with dots) names, likeliest first, with how sure the model of names is.
    pub fn find(&self, han: &str, matcher: &mut NameMatcher<'_>) -> Vec<(EntityIndex, f64)> {
        let mut shared: FxHashMap<u32, usize> = FxHashMap::default();
        for c in han.chars() {
            for &number in self.by_character.get(&c).into_iter().flatten() {
                *shared.entry(number).or_default() += 1;
            }
        }
        let length = han.chars().filter(|&c| c != '·').count();
        let mut likely: Vec<u32> = shared
            .into_iter()
            .filter(|&(_, count)| count * 3 >= length)
            .map(|(number, _)| number)
            .collect();
        likely.sort_unstable();
        let mut found: Vec<(EntityIndex, f64)> = likely
            .into_iter()
            .map(|number| &self.names[number as usize])
            .filter(|name| is_like(han, &name.han))
            .filter_map(|name| {
                let score = matcher.score(han, &name.latin);
                let is_sure = score.value >= SURE && score.kind == MatchKind::Transliteration;
                is_sure.then_some((name.entity, f64::from(score.value)))
            })
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found
    }
}

/// Whether two names (folded) are said alike, as wholes and in their last parts.
fn is_like(a: &str, b: &str) -> bool {
    let last = |name: &'_ str| syllables(name.rsplit('·').next().unwrap_or(name));
    likeness(&syllables(a), &syllables(b)) >= ALIKE && likeness(&last(a), &last(b)) >= ALIKE
}

/// The toneless reading of each character.
fn syllables(name: &str) -> Vec<&'static str> {
    name.chars()
        .filter_map(|c| c.to_pinyin())
        .map(|reading| reading.plain())
        .collect()
}

/// The share of syllables that need no edit, of the longer name's.
fn likeness(a: &[&str], b: &[&str]) -> f64 {
    let longer = a.len().max(b.len());
    if longer == 0 {
        return 0.0;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let edited = (diagonal + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], edited);
        }
    }
    1.0 - row[b.len()] as f64 / longer as f64
}

#[cfg(test)]
mod tests {
    use super::super::{Rank, shipped_rows};
    use super::*;
    use crate::names::NameModel;

    #[test]
    fn other_renderings_find_their_bearers_and_other_names_none() {
        let rows = shipped_rows().unwrap();
        let gazetteer = Gazetteer::new(rows.iter().map(|row| (Rank::Shipped, row)));
        let known = KnownNames::new(&gazetteer);
        let mut matcher = NameMatcher::new(NameModel::shipped());
        let mut find = |name: &str| {
            let found = known.find(Folded::new(name).view(), &mut matcher);
            found.first().map(|&(entity, _)| gazetteer.entity(entity).id.clone())
        };
        assert_eq!(find("伊利亞·蘇茨克弗").as_deref(), Some("ilya-sutskever"));
        assert_eq!(find("丹尼斯·裡奇").as_deref(), Some("dennis-ritchie"));
        assert_eq!(find("傑弗裡·辛頓").as_deref(), Some("geoffrey-hinton"));
        assert_eq!(find("約翰·辛頓"), None);
        assert_eq!(find("瑪蕾特·卡斯克"), None);
        assert_eq!(find("丹尼爾·里維斯"), None);
    }
}
