//! Where forms stand in a text, and what they mean there: each layer is searched, and what several find at one place is settled. In, a
//! document by its characters; out, hits in order.

use super::settle::settle;
use super::tables::Arrays;
use super::{Gazetteer, Meaning};
use crate::entity::characters::Characters;
use crate::lexicon::prefetch::prefetch;
use crate::text::{CharSpan, Folded};

/// A place where a form stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where, in code points.
    pub span: CharSpan,
    /// Whom the form means, best first; never empty.
    pub meanings: Vec<Meaning>,
}

impl Gazetteer {
    /// Every place where a form stands, overlapping ones included, in the order of their starts, the shorter first.
    ///
    /// Overlapping, because the longest form at a place may turn out not to count there, and a shorter one may.
    pub fn find(&self, folded: &Folded) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.each(&Characters::new(folded), |span, meanings| {
            hits.push(Hit {
                span,
                meanings: meanings.to_vec(),
            });
        });
        hits
    }

    /// Calls `hit` for every place where a form stands, in the order of [`Gazetteer::find`], with whom it means, best first.
    pub(in crate::entity) fn each(&self, characters: &Characters<'_>, mut hit: impl FnMut(CharSpan, &[Meaning])) {
        self.each_where::<false>(characters, |span, meanings, _| hit(span, meanings));
    }

    /// As [`Gazetteer::each`], and also where a form does not count, because Latin letters or digits go on across a border, or for
    /// their case; `hit` is told whether it counts.
    pub(in crate::entity) fn each_of_all(
        &self,
        characters: &Characters<'_>,
        hit: impl FnMut(CharSpan, &[Meaning], bool),
    ) {
        self.each_where::<true>(characters, hit);
    }

    fn each_where<const ALL: bool>(
        &self,
        characters: &Characters<'_>,
        mut hit: impl FnMut(CharSpan, &[Meaning], bool),
    ) {
        let mut found: Vec<(CharSpan, u16, u32, bool)> = Vec::new();
        for (number, placed) in (0..).zip(&self.layers) {
            let hits = placed.layer.find::<ALL>(characters);
            found.extend(hits.into_iter().map(|hit| (hit.span, number, hit.form, hit.counts)));
        }
        if self.layers.len() > 1 {
            // By place, and at one place in the order of the layers.
            found.sort_unstable();
        }
        let arrays: Vec<Arrays<'_>> = self.layers.iter().map(|placed| placed.layer.arrays()).collect();
        for &(_, layer, form, _) in &found {
            for row in arrays[usize::from(layer)].meanings_of(form) {
                let entity = self.index(&self.layers[usize::from(layer)], row.entity);
                prefetch(&self.entities, entity.0 as usize);
            }
        }
        let mut meanings = Vec::new();
        for same in found.chunk_by(|a, b| a.0 == b.0) {
            let stated = same
                .iter()
                .flat_map(|&(_, layer, form, _)| self.meanings_of(layer, &arrays[usize::from(layer)], form));
            meanings.clear();
            meanings.extend(stated);
            // Within a layer they are settled.
            if same.len() > 1 {
                let settled = settle(meanings.drain(..));
                meanings = settled;
            }
            if !meanings.is_empty() {
                let counts = same.iter().any(|&(.., counts)| counts);
                hit(same[0].0, &meanings, counts);
            }
        }
    }

    /// What a form of the layer number `layer` means, of which these are the arrays.
    fn meanings_of<'a>(
        &'a self,
        layer: u16,
        arrays: &Arrays<'a>,
        form: u32,
    ) -> impl Iterator<Item = Meaning> + use<'a> {
        let placed = &self.layers[usize::from(layer)];
        let rows = arrays.meanings_of(form);
        let meanings = rows.map(move |row| row.meaning(self.index(placed, row.entity), placed.rank, layer));
        let is_person = |index| self.entity(index).label.as_deref() == Some("PERSON");
        meanings.filter(move |meaning| !meaning.only_if_person || is_person(meaning.entity))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{GazetteerBuilder, Rank};
    use super::*;
    use crate::lexicon::{AliasKind, AliasRow};

    fn row(alias: &str, id: &str, kind: AliasKind) -> AliasRow {
        AliasRow {
            alias: alias.to_owned(),
            entity_id: id.to_owned(),
            label: Some("PERSON".to_owned()),
            name_zh: None,
            name_latin: None,
            kind,
            regions: Vec::new(),
            priority: 0,
            line: 1,
        }
    }

    fn found(rows: &[AliasRow], text: &str) -> Vec<String> {
        let gazetteer = Gazetteer::new(rows.iter().map(|row| (Rank::Shipped, row)));
        let folded = Folded::new(text);
        let hits = gazetteer.find(&folded);
        let chars: Vec<char> = text.chars().collect();
        hits.iter()
            .map(|hit| chars[hit.span.range()].iter().collect())
            .collect()
    }

    #[test]
    fn variants_of_dots_width_and_script_are_one_form() {
        let rows = [row("華特·葛羅培斯", "gropius", AliasKind::Full)];
        for text in [
            "華特．葛羅培斯",
            "华特‧葛罗培斯",
            "華特・葛羅培斯",
            "華特葛羅培斯",
            "華特 葛羅培斯",
            "華特.葛羅培斯",
        ] {
            assert!(found(&rows, text).contains(&text.to_owned()), "{text}");
        }
    }

    #[test]
    fn latin_forms_count_as_whole_words_only() {
        let rows = [
            row("GPT-4", "gpt-4", AliasKind::Full),
            row("Apple", "apple", AliasKind::Full),
        ];
        assert_eq!(found(&rows, "GPT-4與ＧＰＴ-4、GPT 4"), ["GPT-4", "ＧＰＴ-4", "GPT 4"]);
        assert_eq!(found(&rows, "GPT-4o GPT-4.5 GPT-40 XGPT-4 gpt-4"), Vec::<String>::new());
        assert_eq!(found(&rows, "apple.com Pineapple @apple"), Vec::<String>::new());
        assert_eq!(found(&rows, "用Apple的，APPLE."), ["Apple", "APPLE"]);
    }

    #[test]
    fn digits_hyphens_width_case_and_accents() {
        let aliases = [
            "Wi-Fi",
            "MH370",
            "3M",
            "7-11",
            "F-16",
            "5G",
            "747",
            "OpenAI",
            "US",
            "Beyoncé",
            "Claude 3",
            "海明威",
        ];
        let rows = aliases.map(|alias| row(alias, alias, AliasKind::Short));
        let cases: [(&str, &[&str]); 12] = [
            ("用Wi‑Fi、Wi Fi和WI–FI，不是WiFi", &["Wi‑Fi", "Wi Fi", "WI–FI"]),
            ("MH370與MH３７０，不是MH3701或AMH370", &["MH370", "MH３７０"]),
            ("3M口罩，不是13M或3MB", &["3M"]),
            ("在7-11、７－１１，不是7-110或17-11", &["7-11", "７－１１"]),
            ("F-16戰機、F16、F-16V", &["F-16"]),
            ("5G網路，不是15G或5GHz", &["5G"]),
            ("747客機，不是1,747、747,000、3.747或747.5", &["747"]),
            (
                "ＯｐｅｎＡＩ、openai與OPENAI，不是OpenAIs",
                &["ＯｐｅｎＡＩ", "openai", "OPENAI"],
            ),
            ("US與ＵＳ，不是us", &["US", "ＵＳ"]),
            ("Beyonce與Beyoncé", &["Beyonce", "Beyoncé"]),
            (
                "Claude 3、Claude-3、Claude·3，不是Claude 3.5或Claude 3-5",
                &["Claude 3", "Claude-3", "Claude·3"],
            ),
            ("讀海明威的書", &["海明威"]),
        ];
        for (text, expected) in cases {
            assert_eq!(found(&rows, text), expected, "{text}");
        }
    }

    #[test]
    fn layers_are_as_one_gazetteer() {
        let csv = |text: &str| crate::lexicon::read_entities("mine.csv", text).unwrap();
        let first = csv("alias,entity_id,label,name_zh,kind,priority\n甲,x,ORG,甲社,,\n乙,y,,,,\n丙,z,,,,\n");
        let second =
            csv("alias,entity_id,label,name_zh,name_latin,priority\n甲,y,PERSON,,Y,\n乙,x,LOC,乙社,X,1\n丙,w,,,,\n");
        let at_once = GazetteerBuilder::new().with(first.iter().chain(&second)).finish();
        let at_once = Gazetteer::of([(Rank::User, at_once)]);
        let layers = [&first, &second].map(|rows| (Rank::User, GazetteerBuilder::new().with(rows).finish()));
        let layered = Gazetteer::of(layers);
        assert_eq!((layered.len(), at_once.len()), (4, 4));
        for form in ["甲", "乙", "丙"] {
            let folded = Folded::new(form);
            let meant = |gazetteer: &Gazetteer| {
                let hits = gazetteer.find(&folded);
                let entities = hits[0]
                    .meanings
                    .iter()
                    .map(|meaning| gazetteer.entity(meaning.entity).clone());
                entities.collect::<Vec<_>>()
            };
            assert_eq!(meant(&layered), meant(&at_once), "{form}");
        }
    }

    #[test]
    fn a_user_wins_over_what_is_shipped() {
        let shipped = row("小明", "a", AliasKind::Full);
        let user = row("小明", "b", AliasKind::Full);
        let gazetteer = Gazetteer::new([(Rank::Shipped, &shipped), (Rank::User, &user)]);
        let folded = Folded::new("小明");
        let hit = &gazetteer.find(&folded)[0];
        assert_eq!(gazetteer.entity(hit.meanings[0].entity).id, "b");
    }
}
