//! Some fields picked from a JSON object, without keeping the rest: of a record of any size, no more than its text is held.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What stands in a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Field {
    /// A text.
    Text(String),
    /// A number, as JSON would write it.
    Number(String),
    /// Something else, as a person would call it.
    Other(&'static str),
}

impl Field {
    /// What it is, for people.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Field::Text(_) => "text",
            Field::Number(_) => "a number",
            Field::Other(kind) => kind,
        }
    }
}

/// The fields at `paths` in the JSON object `text`, in their order; nothing where there is none. A path names members and numbers
/// items, with dots between; a member whose name has dots is found too.
///
/// # Errors
///
/// What is no JSON. What is JSON but no object is named in `Ok(Err(_))`.
pub(super) fn pick<const N: usize>(
    text: &str,
    paths: [&str; N],
) -> serde_json::Result<Result<[Option<Field>; N], &'static str>> {
    let mut found = [const { None }; N];
    let wanted: Vec<(usize, &str)> = paths.into_iter().enumerate().collect();
    let mut kind = "";
    let mut reader = serde_json::Deserializer::from_str(text);
    let picker = Picker {
        wanted: &wanted,
        found: &mut found,
        whole: Some(&mut kind),
    };
    picker.deserialize(&mut reader)?;
    reader.end()?;
    Ok(if kind == OBJECT { Ok(found) } else { Err(kind) })
}

const OBJECT: &str = "an object";

/// Looks at one value. Each of `wanted` is the number of a path and what is left of it; empty where the value itself is meant.
struct Picker<'a> {
    wanted: &'a [(usize, &'a str)],
    found: &'a mut [Option<Field>],
    /// Where the kind of the value goes, for the outermost one.
    whole: Option<&'a mut &'static str>,
}

impl Picker<'_> {
    fn take(&mut self, field: &Field) {
        if let Some(whole) = &mut self.whole {
            **whole = field.kind();
            return;
        }
        for (number, rest) in self.wanted {
            if rest.is_empty() {
                self.found[*number] = Some(field.clone());
            }
        }
    }

    /// What is wanted of the member or item `name`.
    fn inside<'p>(wanted: &[(usize, &'p str)], name: &str) -> Vec<(usize, &'p str)> {
        let step = |&(number, path): &(usize, &'p str)| {
            let rest = path.strip_prefix(name)?;
            let rest = if rest.is_empty() { rest } else { rest.strip_prefix('.')? };
            Some((number, rest))
        };
        wanted
            .iter()
            .filter(|(_, path)| !path.is_empty())
            .filter_map(step)
            .collect()
    }
}

impl<'de> DeserializeSeed<'de> for Picker<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Picker<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(mut self) -> Result<(), E> {
        self.take(&Field::Other("null"));
        Ok(())
    }

    fn visit_bool<E>(mut self, _: bool) -> Result<(), E> {
        self.take(&Field::Other("a boolean"));
        Ok(())
    }

    fn visit_u64<E>(mut self, number: u64) -> Result<(), E> {
        self.take(&Field::Number(number.to_string()));
        Ok(())
    }

    fn visit_i64<E>(mut self, number: i64) -> Result<(), E> {
        self.take(&Field::Number(number.to_string()));
        Ok(())
    }

    fn visit_f64<E>(mut self, number: f64) -> Result<(), E> {
        let number = serde_json::Number::from_f64(number).map_or_else(String::new, |number| number.to_string());
        self.take(&Field::Number(number));
        Ok(())
    }

    fn visit_str<E>(mut self, text: &str) -> Result<(), E> {
        self.take(&Field::Text(text.to_owned()));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        self.take(&Field::Other("an array"));
        // Of an outermost array nothing is wanted: it is no record.
        let wanted = if self.whole.is_some() { &[] } else { self.wanted };
        for number in 0u64.. {
            // No path has so many items before its end that this would cost anything.
            let inside = if wanted.is_empty() {
                Vec::new()
            } else {
                Picker::inside(wanted, &number.to_string())
            };
            let is_there = if inside.is_empty() {
                items.next_element::<IgnoredAny>()?.is_some()
            } else {
                let picker = Picker {
                    wanted: &inside,
                    found: &mut *self.found,
                    whole: None,
                };
                items.next_element_seed(picker)?.is_some()
            };
            if !is_there {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        self.take(&Field::Other(OBJECT));
        while let Some(name) = members.next_key::<std::borrow::Cow<'_, str>>()? {
            let inside = Picker::inside(self.wanted, &name);
            if inside.is_empty() {
                members.next_value::<IgnoredAny>()?;
            } else {
                members.next_value_seed(Picker {
                    wanted: &inside,
                    found: &mut *self.found,
                    whole: None,
                })?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str, path: &str) -> Option<Field> {
        let [field] = pick(text, [path]).unwrap().unwrap();
        field
    }

    fn text(text: &str) -> Option<Field> {
        Some(Field::Text(text.to_owned()))
    }

    #[test]
    fn dots_lead_into_objects_and_arrays() {
        let record = r#"{"data":{"body":"甲","n":7},"items":[{"text":"乙"},{"text":"丙"}],"a.b":{"c.d":"丁"}}"#;
        assert_eq!(one(record, "data.body"), text("甲"));
        assert_eq!(one(record, "items.1.text"), text("丙"));
        assert_eq!(one(record, "a.b.c.d"), text("丁"));
        assert_eq!(one(record, "data.n"), Some(Field::Number("7".into())));
        assert_eq!(one(record, "data"), Some(Field::Other(OBJECT)));
        assert_eq!(one(record, "items.2.text"), None);
        assert_eq!(one(record, "data.body.x"), None);
        assert_eq!(one(record, "dat"), None);
        let both = pick(record, ["data.body", "data.n"]).unwrap().unwrap();
        assert_eq!(both, [text("甲"), Some(Field::Number("7".into()))]);
    }

    #[test]
    fn what_is_no_object_is_named() {
        assert_eq!(pick("[{\"text\":1}]", ["text"]).unwrap(), Err("an array"));
        assert_eq!(pick("\"text\"", ["text"]).unwrap(), Err("text"));
        assert_eq!(pick("null", ["text"]).unwrap(), Err("null"));
        assert!(pick("{} {}", ["text"]).is_err());
        assert!(pick(r#"{"text":"\ud800"}"#, ["text"]).is_err());
        assert!(pick(&"[".repeat(1_000_000), ["text"]).is_err());
    }
}
