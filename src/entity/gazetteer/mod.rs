//! The gazetteer: entities, their aliases, and a trie that finds every alias in one pass.
//!
//! In, rows of dictionaries (`builder`); out, flat tables in an image (`tables`) that is used where it lies: built, read from a file
//! or a part of the program (`image`). `prefixes` finds forms in a text, `latin` says which of the Latin ones count there.

mod builder;
mod image;
mod latin;
mod prefixes;
mod tables;

pub use builder::GazetteerBuilder;
pub(super) use latin::{has_right_case, is_whole};

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::lexicon::{AliasKind, AliasRow, ImageError, Region};
use crate::text::{ByteSpan, CharSpan, Folded, MatchKey};
use tables::{Arrays, Tables};

/// The number of an entity in its gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityIndex(pub(super) u32);

/// Someone or something that texts mention.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entity {
    /// The id used in tables.
    pub id: String,
    /// PERSON, ORG, LOC, PRODUCT, WORK, EVENT, TERM, or a label of the user's own.
    pub label: Option<String>,
    /// The usual name in Chinese.
    pub name_zh: Option<String>,
    /// The usual name in Latin letters.
    pub name_latin: Option<String>,
}

/// Which dictionary a fact is from; a later one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The dictionaries that come with the program.
    Shipped,
    /// A dictionary that the user named.
    User,
}

/// What a form means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// Whom.
    pub entity: EntityIndex,
    /// What the form is to the entity.
    pub kind: AliasKind,
    /// Where this was said.
    pub rank: Rank,
    /// The larger is preferred.
    pub priority: i32,
    /// Whether no row says so: the form is a part of a longer one.
    pub derived: bool,
}

/// A place where a form stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Where, in code points.
    pub span: CharSpan,
    form: u32,
}

/// All entities and aliases, compiled. Immutable: one for all threads.
///
/// ```
/// use yiming::entity::{Gazetteer, Rank};
/// use yiming::lexicon::read_entities;
/// use yiming::text::{Folded, MatchKey};
///
/// let rows = read_entities("mine.csv", "alias,entity_id\n海明威,ernest-hemingway\n").unwrap();
/// let gazetteer = Gazetteer::new(rows.iter().map(|row| (Rank::User, row)));
/// let folded = Folded::new("作家海明威");
/// let hits = gazetteer.find(&MatchKey::new(&folded), &folded);
/// assert_eq!(hits[0].span.range(), 2..5);
/// let meaning = gazetteer.meanings(hits[0]).next().unwrap();
/// assert_eq!(gazetteer.entity(meaning.entity).id, "ernest-hemingway");
/// ```
pub struct Gazetteer {
    tables: Tables,
    /// The entities that were asked for, made from the tables: a gazetteer may have millions, a text names few.
    entities: Box<[OnceLock<Box<Entity>>]>,
}

impl Gazetteer {
    /// Compiles rows, given dictionary by dictionary, shipped ones first.
    ///
    /// # Panics
    ///
    /// As [`GazetteerBuilder::add`] and [`GazetteerBuilder::finish`].
    pub fn new<'r>(rows: impl IntoIterator<Item = (Rank, &'r AliasRow)>) -> Self {
        GazetteerBuilder::new().with(rows).finish()
    }

    fn from_arrays(arrays: &Arrays<'_>) -> Self {
        let image = Cow::Owned(arrays.image());
        // The builder made it a moment ago, and the tests read what it makes.
        Self::from_image(image).expect("a gazetteer just built is sound")
    }

    fn from_image(image: Cow<'static, [u64]>) -> Result<Self, ImageError> {
        let tables = Tables::read(image)?;
        let entities = tables.arrays().entities.iter().map(|_| OnceLock::new()).collect();
        Ok(Gazetteer { tables, entities })
    }

    /// An entity.
    pub fn entity(&self, index: EntityIndex) -> &Entity {
        let place = index.0 as usize;
        self.entities[place].get_or_init(|| {
            let arrays = self.tables.arrays();
            let row = &arrays.entities[place];
            let owned = |slice| arrays.optional(slice).map(str::to_owned);
            Box::new(Entity {
                id: arrays.string(row.id).to_owned(),
                label: owned(row.label),
                name_zh: owned(row.name_zh),
                name_latin: owned(row.name_latin),
            })
        })
    }

    /// All entities, in the order of their first rows.
    pub fn entities(&self) -> impl Iterator<Item = (EntityIndex, &Entity)> {
        let indices = (0..self.entities.len() as u32).map(EntityIndex);
        indices.map(|index| (index, self.entity(index)))
    }

    /// The number of entities.
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// Whether there is no entity.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    /// Whether a character (folded) occurs in the transliterated names of people that the gazetteer has.
    pub fn transliterates(&self, c: char) -> bool {
        let known = self.tables.arrays().transliterating;
        known.binary_search(&u32::from(c)).is_ok()
    }

    /// The form (a folded view) as the gazetteer writes it in Traditional characters: what 余光中 or 水里 was before someone wrote
    /// it in Simplified. Nothing where no row does.
    pub fn written(&self, form: &str) -> Option<&str> {
        let arrays = self.tables.arrays();
        let key = MatchKey::of(form);
        let forms = arrays.forms;
        let place = forms
            .binary_search_by(|known| arrays.string(known.key).cmp(&key))
            .ok()?;
        arrays.optional(forms[place].hant)
    }

    /// What a region calls an entity that it does not call by `form` (a folded view), which other regions use: 特朗普 for 川普
    /// in Hong Kong. Of several forms of the same kind the first that is the region's own is taken, then the first that every
    /// region uses. Nothing where the form is at home there, or nothing better is known.
    pub fn regional(&self, entity: EntityIndex, form: &str, region: Region) -> Option<&str> {
        let arrays = self.tables.arrays();
        let forms = &arrays.han_forms[arrays.han_forms.partition_point(|form| form.entity < entity.0)..];
        let forms = &forms[..forms.partition_point(|form| form.entity == entity.0)];
        // An entity that is called the same everywhere has no forms to choose from.
        if forms.iter().all(|form| form.is_used_everywhere()) {
            return None;
        }
        let here = MatchKey::of(form);
        let mut same = forms
            .iter()
            .filter(|other| MatchKey::of(arrays.string(other.alias)) == here)
            .peekable();
        let kind = same.peek()?.kind();
        if same.any(|form| form.is_used_everywhere() || form.is_used_in(region)) {
            return None;
        }
        let of_kind = || forms.iter().filter(|other| other.kind() == kind);
        of_kind()
            .find(|other| other.is_used_in(region))
            .or_else(|| of_kind().find(|other| other.is_used_everywhere()))
            .map(|other| arrays.string(other.alias))
    }

    /// What the form of a hit may mean, best first; never empty.
    pub fn meanings(&self, hit: Hit) -> impl ExactSizeIterator<Item = Meaning> + '_ {
        let rows = self.tables.arrays().meanings_of(hit.form as usize);
        rows.iter().map(|&row| row.into())
    }

    /// Every place where a form stands, overlapping ones included, in the order of their starts, the shorter first.
    ///
    /// Overlapping, because the longest form at a place may turn out not to count there, and a shorter one may.
    pub fn find(&self, key: &MatchKey, folded: &Folded) -> Vec<Hit> {
        let arrays = self.tables.arrays();
        let prefixes = arrays.prefixes();
        let text = key.key();
        let rest = |form: u32, len: usize| {
            let form = arrays.forms.get(form as usize)?;
            arrays.text.get(form.key.range())?.get(len..)
        };
        let mut hits = Vec::new();
        let mut before = ' ';
        for (start, character) in text.char_indices() {
            // No form begins in the midst of a Latin word or number.
            let is_inside = before.is_ascii_alphanumeric() && character.is_ascii_alphanumeric();
            before = character;
            if is_inside {
                continue;
            }
            prefixes.find_at(text, start, rest, |found| {
                let hit = Hit {
                    span: key.chars(ByteSpan::new(found.start, found.end)),
                    form: found.key,
                };
                // Latin letters are the exception in these texts: only they are looked at twice.
                let is_latin = |byte: u8| byte.is_ascii_alphanumeric();
                if !text[found.start..found.end].bytes().any(is_latin) || is_counted(&arrays, hit, folded) {
                    hits.push(hit);
                }
            });
        }
        hits
    }
}

/// Whether a hit with Latin letters or digits counts where it stands.
fn is_counted(arrays: &Arrays<'_>, hit: Hit, folded: &Folded) -> bool {
    let place = folded.bytes(hit.span);
    let cased = arrays.optional(arrays.forms[hit.form as usize].cased);
    is_whole(folded.view(), place) && cased.is_none_or(|form| has_right_case(form, &folded.view()[place.range()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::shipped_rows;

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
        let hits = gazetteer.find(&MatchKey::new(&folded), &folded);
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
    fn rows_added_to_a_compiled_gazetteer_are_as_if_compiled_with_it() {
        let shipped = shipped_rows().unwrap();
        let csv = "alias,entity_id,label,name_zh,name_latin,kind,region,priority\n\
                   川普,mine,PERSON,川普,,full,,3\n特朗普,donald-trump,PERSON,特朗普,,full,hk,\n\
                   輝達,nvidia,MINE,,,word,,\nTSMC,tsmc,,,,short,,-1\n安·某某,an,PERSON,安某某,,full,,\n";
        let mine = crate::lexicon::read_entities("mine.csv", csv).unwrap();
        let users = || mine.iter().map(|row| (Rank::User, row));
        let at_once = Gazetteer::new(shipped.iter().map(|row| (Rank::Shipped, row)).chain(users()));
        let base = Gazetteer::new(shipped.iter().map(|row| (Rank::Shipped, row)));
        let added = GazetteerBuilder::from_gazetteer(&base).with(users()).finish();
        assert!(added.as_bytes() == at_once.as_bytes());
    }

    #[test]
    fn a_user_wins_over_what_is_shipped() {
        let shipped = row("小明", "a", AliasKind::Full);
        let user = row("小明", "b", AliasKind::Full);
        let gazetteer = Gazetteer::new([(Rank::Shipped, &shipped), (Rank::User, &user)]);
        let folded = Folded::new("小明");
        let hit = gazetteer.find(&MatchKey::new(&folded), &folded)[0];
        assert_eq!(gazetteer.entity(gazetteer.meanings(hit).next().unwrap().entity).id, "b");
    }
}
