//! The parts of an entity in Wikidata's JSON that an import needs; everything else is passed over unread.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The languages that are read, in the order in which their names are preferred: Traditional, unspecified, Simplified, then Latin.
/// `mul` stands for what every language has that says nothing itself.
pub(super) const LANGUAGES: [&str; 8] = ["zh-tw", "zh-hant", "zh-hk", "zh", "zh-hans", "zh-cn", "en", "mul"];

/// One entity. `'a` is the line that it stands on.
#[derive(serde::Deserialize)]
#[serde(expecting = "an entity")]
pub(super) struct Item<'a> {
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    #[serde(borrow, default)]
    pub labels: ByLanguage<Term<'a>>,
    #[serde(borrow, default)]
    pub aliases: ByLanguage<Vec<Term<'a>>>,
    #[serde(borrow, default)]
    pub claims: Claims<'a>,
    #[serde(default)]
    pub sitelinks: Count,
}

/// A name.
#[derive(serde::Deserialize)]
#[serde(expecting = "an object with a value")]
pub(super) struct Term<'a> {
    #[serde(borrow)]
    pub value: Cow<'a, str>,
}

/// What an item is. An item without statements has an empty array, which says as much.
#[derive(Default, serde::Deserialize)]
#[serde(expecting = "an object of statements")]
pub(super) struct Claims<'a> {
    #[serde(borrow, rename = "P31", default)]
    pub instance_of: Vec<Statement<'a>>,
}

#[derive(serde::Deserialize)]
#[serde(expecting = "a statement")]
pub(super) struct Statement<'a> {
    #[serde(borrow)]
    mainsnak: Snak<'a>,
    #[serde(borrow, default)]
    rank: Cow<'a, str>,
}

#[derive(serde::Deserialize)]
#[serde(expecting = "a snak")]
struct Snak<'a> {
    // Missing where the value is unknown or there is none.
    #[serde(borrow)]
    datavalue: Option<DataValue<'a>>,
}

#[derive(serde::Deserialize)]
#[serde(expecting = "a value")]
struct DataValue<'a> {
    #[serde(borrow)]
    value: ItemValue<'a>,
}

#[derive(serde::Deserialize)]
#[serde(expecting = "an item")]
struct ItemValue<'a> {
    #[serde(borrow)]
    id: Option<Cow<'a, str>>,
    // Older dumps have only the number.
    #[serde(rename = "numeric-id")]
    number: Option<u64>,
}

impl Statement<'_> {
    /// The number of the item that is said; nothing where that was found to be wrong.
    pub(super) fn item(&self) -> Option<u64> {
        let value = &self.mainsnak.datavalue.as_ref()?.value;
        let number = value.id.as_deref().and_then(item_number).or(value.number);
        number.filter(|_| self.rank != "deprecated")
    }
}

/// The number of an item, 76 for Q76.
pub(super) fn item_number(id: &str) -> Option<u64> {
    id.strip_prefix('Q')?.parse().ok()
}

/// One of each language of [`LANGUAGES`]. Other languages are passed over; an empty array stands for no language.
pub(super) struct ByLanguage<T>(pub [Option<T>; LANGUAGES.len()]);

impl<T> Default for ByLanguage<T> {
    fn default() -> Self {
        ByLanguage(std::array::from_fn(|_| None))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByLanguage<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Languages<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Languages<T> {
            type Value = ByLanguage<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of languages")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut found = ByLanguage::default();
                while let Some(Language(place)) = map.next_key()? {
                    match place {
                        Some(place) => found.0[place] = Some(map.next_value()?),
                        None => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(found)
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Self::Value, S::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(ByLanguage::default())
            }
        }
        deserializer.deserialize_any(Languages(PhantomData))
    }
}

/// A key: its place in [`LANGUAGES`].
struct Language(Option<usize>);

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Key;
        impl Visitor<'_> for Key {
            type Value = Language;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a language")
            }

            fn visit_str<E>(self, key: &str) -> Result<Language, E> {
                Ok(Language(LANGUAGES.iter().position(|known| *known == key)))
            }
        }
        deserializer.deserialize_str(Key)
    }
}

/// How many members an object has.
#[derive(Default)]
pub(super) struct Count(pub u64);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Count;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Count, M::Error> {
                let mut count = Count(0);
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
                    count.0 += 1;
                }
                Ok(count)
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Count, S::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Count(0))
            }
        }
        deserializer.deserialize_any(Members)
    }
}
