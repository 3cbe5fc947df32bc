//! The people of the gazetteer whose names are transliterated, to be found by other renderings of the same name (伊利亞·蘇茨克弗 for
//! 伊爾亞·蘇茨克維): in, a name; out, those whose Chinese and Latin names are both like it.

use pinyin::ToPinyin;

use super::gazetteer::{EntityIndex, Gazetteer};
use crate::names::{MatchKind, NameMatcher};
use crate::text::Folded;

/// Which share of the syllables two renderings of one name have in common at least, as a whole and in the last part.
const ALIKE: f64 = 0.6;
/// How sure the model of names must be that the rendering is one of the Latin name.
const SURE: f32 = 0.6;

/// Whom another rendering (folded, with dots) names, likeliest first, with how sure the model of names is.
pub(super) fn find_known(gazetteer: &Gazetteer, han: &str, matcher: &mut NameMatcher<'_>) -> Vec<(EntityIndex, f64)> {
    let likely = gazetteer.with_characters_of(han).into_iter();
    let mut found: Vec<(EntityIndex, f64)> = likely
        .filter_map(|index| {
            let entity = gazetteer.entity(index);
            let known = Folded::new(entity.name_zh.as_deref()?);
            if !is_like(han, known.view()) {
                return None;
            }
            let score = matcher.score(han, entity.name_latin.as_deref()?);
            let is_sure = score.value >= SURE && score.kind == MatchKind::Transliteration;
            is_sure.then_some((index, f64::from(score.value)))
        })
        .collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found
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
        let mut matcher = NameMatcher::new(NameModel::shipped());
        let mut find = |name: &str| {
            let found = find_known(&gazetteer, Folded::new(name).view(), &mut matcher);
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
