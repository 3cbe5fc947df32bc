//! Records that somebody else has read, such as rows of a data frame: in, their values; out, the document that the same record would
//! be in a file of JSON lines.

use super::date::iso_date;
use super::document::{Document, Place, Refusal, refusal};
use super::format::Format;
use super::reading::{IdFrom, Reading};

/// A value of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given<'v> {
    /// A text.
    Text(&'v str),
    /// Bytes that are no text.
    NotUtf8,
    /// Something else, as a person would call it: `null`, `a number`.
    Other(&'v str),
}

/// The values of a record that make a document, at its place in the source.
#[derive(Debug, Clone)]
pub struct GivenRecord<'v> {
    /// Its number in the source, from 1.
    pub number: u64,
    /// The text.
    pub text: Given<'v>,
    /// The id; nothing where records have none, which are called by the source and their number then.
    pub id: Option<Given<'v>>,
    /// The date, as it stands.
    pub date: Option<String>,
}

impl<'v> GivenRecord<'v> {
    /// The document, read from what a person calls `source`.
    ///
    /// # Errors
    ///
    /// A text or id that is none, or too long.
    pub fn document(self, source: &str, reading: &Reading) -> Result<Document, Refusal> {
        let (id, text) = self.id_and_text(source, reading)?;
        Ok(Document {
            id,
            source_path: source.to_owned(),
            source_record: Some(self.number),
            encoding: "utf-8",
            date: self.date.map(|date| iso_date(&date).unwrap_or(date)),
            text: text.to_owned(),
        })
    }

    /// The id that the document would have, without making it.
    ///
    /// # Errors
    ///
    /// As for the document.
    pub fn id(&self, source: &str, reading: &Reading) -> Result<String, Refusal> {
        Ok(self.id_and_text(source, reading)?.0)
    }

    fn id_and_text(&self, source: &str, reading: &Reading) -> Result<(String, &'v str), Refusal> {
        let place = Place {
            display: source.to_owned(),
            id: source.to_owned(),
            format: Format::JsonLines,
        };
        let id = match self.id {
            Some(id) => Some(self.text_of(id, reading.fields.id.as_deref().unwrap_or("id"), &place)?),
            None => None,
        };
        let text = self.text_of(self.text, &reading.fields.text, &place)?;
        if text.len() as u64 > reading.limit() {
            return Err(place.too_large(Some(self.number), None, reading.limit()));
        }
        let id = place.doc_id(id.map(str::to_owned), Some(self.number), IdFrom::Field)?;
        Ok((id, text))
    }

    fn text_of(&self, value: Given<'v>, name: &str, place: &Place) -> Result<&'v str, Refusal> {
        let (stage, code, message) = match value {
            Given::Text(text) => return Ok(text),
            Given::NotUtf8 => ("decode", "invalid_utf8", format!("the field “{name}” is not UTF-8")),
            Given::Other(kind) => ("parse", "wrong_type", format!("the field “{name}” is {kind}, not text")),
        };
        Err(Refusal {
            source_record: Some(self.number),
            stage,
            ..refusal(&place.display, code, message)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: Given<'_>, id: Option<Given<'_>>, date: Option<&str>) -> Result<Document, Refusal> {
        let record = GivenRecord {
            number: 7,
            text,
            id,
            date: date.map(str::to_owned),
        };
        let reading = Reading {
            max_document: 9,
            ..Reading::default()
        };
        record.document("-", &reading)
    }

    #[test]
    fn a_record_without_an_id_is_called_by_its_number() {
        let document = read(Given::Text("雨"), None, Some("2024/5/1")).unwrap();
        assert_eq!((&*document.id, document.source_record), ("-#7", Some(7)));
        assert_eq!(document.date.as_deref(), Some("2024-05-01"));
        let named = read(Given::Text("雨"), Some(Given::Text("a")), None).unwrap();
        assert_eq!(named.id, "a");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for (text, id, code, message) in [
            (
                Given::Other("null"),
                None,
                "wrong_type",
                "the field “text” is null, not text",
            ),
            (Given::NotUtf8, None, "invalid_utf8", "the field “text” is not UTF-8"),
            (
                Given::Text("雨雨雨雨"),
                None,
                "too_large",
                "the record has more than 9 bytes",
            ),
            (
                Given::Text("雨"),
                Some(Given::Other("null")),
                "wrong_type",
                "the field “id” is null, not text",
            ),
            (
                Given::Text("雨"),
                Some(Given::Text("a\0")),
                "bad_id",
                "the id has a zero character",
            ),
        ] {
            let refused = read(text, id, None).unwrap_err();
            assert_eq!((refused.code, &*refused.message), (code, message));
            assert_eq!(refused.source_record, Some(7));
        }
    }
}
