//! Records of JSON Lines: one object a line, one of whose fields is the article.

use serde_json::Value;

use super::document::{Document, Refusal, not_utf8};
use super::find::InputFile;

/// Which fields of a record hold its text and id.
#[derive(Debug, Clone)]
pub struct Fields {
    /// The field of the text.
    pub text: String,
    /// The field of the id; nothing for the field `id`, if a record has it.
    pub id: Option<String>,
}

impl Default for Fields {
    fn default() -> Self {
        Fields {
            text: "text".to_owned(),
            id: None,
        }
    }
}

/// Reads the record on `line`, which begins at byte `offset` of its file.
pub(super) fn read_record(
    file: &InputFile,
    number: u64,
    offset: u64,
    mut line: Vec<u8>,
    fields: &Fields,
) -> Result<Document, Refusal> {
    let refused = |at: u64, code, message| Refusal {
        source_path: file.display.clone(),
        source_record: Some(number),
        column: None,
        byte_offset: Some(offset + at),
        stage: "parse",
        code,
        message,
        help: None,
    };
    let mark = if number == 1 && line.starts_with(b"\xEF\xBB\xBF") {
        3
    } else {
        0
    };
    line.drain(..mark);
    let at = |place: usize| (place + mark) as u64;
    let line = String::from_utf8(line).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        let message = format!(
            "byte 0x{:02X} at offset {} is not UTF-8",
            error.as_bytes()[place],
            offset + at(place)
        );
        not_utf8(&file.display, Some(number), offset + at(place), message)
    })?;
    let not_json = |column: usize, message: String| Refusal {
        column: Some(line[..column].chars().count() as u64 + 1),
        help: Some("each line must be one JSON object"),
        ..refused(at(column), "invalid_json", message)
    };
    let value: Value = serde_json::from_str(&line).map_err(|error| {
        // The parser counts columns in bytes from 1, and lines, of which there is one here.
        let column = if error.is_eof() {
            line.len()
        } else {
            error.column().saturating_sub(1)
        };
        let column = (0..=column)
            .rev()
            .find(|&byte| line.is_char_boundary(byte))
            .unwrap_or(0);
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or("");
        let message = if error.is_eof() {
            "the line ends too early".to_owned()
        } else {
            format!("the line is no JSON: {reason}")
        };
        not_json(column, message)
    })?;
    let Value::Object(mut object) = value else {
        return Err(not_json(0, format!("the line is {}, not an object", kind_of(&value))));
    };
    let missing = |name: &str| Refusal {
        help: Some("name the fields by --text-field and --id-field"),
        ..refused(0, "missing_field", format!("the record has no field “{name}”"))
    };
    let wrong_type = |name: &str, wanted: &str, value: &Value| Refusal {
        help: Some("name other fields by --text-field and --id-field"),
        ..refused(
            0,
            "wrong_type",
            format!("the field “{name}” is {}, not {wanted}", kind_of(value)),
        )
    };
    let by_place = || format!("{}#{number}", file.id);
    let id = match (&fields.id, object.get(fields.id.as_deref().unwrap_or("id"))) {
        (Some(name), None) => return Err(missing(name)),
        (None, None) => by_place(),
        (_, Some(Value::String(id))) if !id.is_empty() => id.clone(),
        (_, Some(Value::Number(id))) => id.to_string(),
        (Some(name), Some(other)) => return Err(wrong_type(name, "text or a number", other)),
        (None, Some(_)) => by_place(),
    };
    let text = match object.remove(&fields.text) {
        Some(Value::String(text)) => text,
        Some(other) => return Err(wrong_type(&fields.text, "text", &other)),
        None => return Err(missing(&fields.text)),
    };
    Ok(Document {
        id,
        source_path: file.display.clone(),
        source_record: Some(number),
        encoding: "utf-8",
        text,
    })
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
