//! Reads a conversion configuration in OpenCC's JSON: in, the text of a file; out, a [`ConversionConfig`], which names
//! dictionary files but does not open them. What OpenCC does not use (`name`, `may_output_tofu`, unknown members) is
//! accepted. Every [`Problem`] carries the place where reading stopped.

use super::Problem;
use serde::Deserialize;

/// How a text is converted: the passes, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversionConfig {
    /// Steps over the whole text before segmentation (CJK compatibility characters).
    pub normalization: Vec<DictionarySpec>,
    /// The dictionary of the forward-longest-match segmentation, if there is one.
    pub segmentation: Option<DictionarySpec>,
    /// Steps over each segment; at least one.
    pub chain: Vec<DictionarySpec>,
}

/// A dictionary or a group of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "RawDictionary")]
pub enum DictionarySpec {
    /// A text dictionary, by its path relative to the configuration.
    Text(String),
    /// Several dictionaries asked as one.
    Group(MatchPolicy, Vec<DictionarySpec>),
}

/// Which dictionary of a group wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchPolicy {
    /// The first with a hit, even with a shorter one.
    #[default]
    ShortCircuit,
    /// The one with the longest hit; the first of equals.
    Union,
}

impl DictionarySpec {
    /// The files named, in order, with repetitions.
    fn files(&self) -> Vec<&str> {
        match self {
            DictionarySpec::Text(file) => vec![file],
            DictionarySpec::Group(_, members) => members.iter().flat_map(DictionarySpec::files).collect(),
        }
    }
}

impl ConversionConfig {
    /// Parses a configuration; `path` is only used in messages.
    pub fn parse(path: &str, json: &str) -> Result<ConversionConfig, Problem> {
        let raw: RawConfig = serde_json::from_str(json).map_err(|error| problem(path, json, &error))?;
        if raw.conversion_chain.is_empty() {
            let (line, column) = place_of(json, "\"conversion_chain\"");
            return Err(Problem::new(path, line, column, "`conversion_chain` is empty")
                .help("give at least one object with a member `dict`"));
        }
        Ok(ConversionConfig {
            normalization: raw.normalization.into_iter().map(|step| step.dict).collect(),
            segmentation: raw.segmentation.map(|segmentation| segmentation.dict),
            chain: raw.conversion_chain.into_iter().map(|step| step.dict).collect(),
        })
    }

    /// The files named, in order, with repetitions.
    pub fn files(&self) -> Vec<&str> {
        self.normalization
            .iter()
            .chain(&self.segmentation)
            .chain(&self.chain)
            .flat_map(DictionarySpec::files)
            .collect()
    }
}

/// Line and column, from 1 and in code points, of the first occurrence of `needle`; (0, 0) where there is none.
pub fn place_of(text: &str, needle: &str) -> (usize, usize) {
    let Some(at) = text.find(needle) else { return (0, 0) };
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    (
        text[..at].matches('\n').count() + 1,
        text[line_start..at].chars().count() + 1,
    )
}

#[derive(Deserialize)]
struct RawConfig {
    #[serde(default)]
    normalization: Vec<RawStep>,
    segmentation: Option<RawSegmentation>,
    conversion_chain: Vec<RawStep>,
}

#[derive(Deserialize)]
struct RawStep {
    dict: DictionarySpec,
}

#[derive(Deserialize)]
struct RawSegmentation {
    #[serde(rename = "type")]
    _kind: SegmentationKind,
    dict: DictionarySpec,
}

#[derive(Deserialize)]
enum SegmentationKind {
    #[serde(rename = "mmseg")]
    ForwardLongestMatch,
}

#[derive(Deserialize)]
struct RawDictionary {
    #[serde(rename = "type")]
    kind: DictionaryKind,
    file: Option<String>,
    #[serde(default)]
    match_policy: MatchPolicy,
    dicts: Option<Vec<DictionarySpec>>,
}

#[derive(Deserialize)]
enum DictionaryKind {
    #[serde(rename = "text")]
    Text,
    #[serde(rename = "group")]
    Group,
    // Refused by `try_from`, with a message that says more than “unknown variant”.
    #[serde(rename = "ocd2", alias = "ocd")]
    Compiled,
}

const COMPILED: &str = "a compiled dictionary (`ocd2`, `ocd`) cannot be read";

impl TryFrom<RawDictionary> for DictionarySpec {
    type Error = &'static str;

    fn try_from(raw: RawDictionary) -> Result<Self, Self::Error> {
        match (raw.kind, raw.file, raw.dicts) {
            (DictionaryKind::Text, Some(file), None) => Ok(DictionarySpec::Text(file)),
            (DictionaryKind::Text, ..) => Err("a dictionary of type `text` needs the member `file`, and no `dicts`"),
            (DictionaryKind::Group, None, Some(dicts)) if !dicts.is_empty() => {
                Ok(DictionarySpec::Group(raw.match_policy, dicts))
            }
            (DictionaryKind::Group, ..) => {
                Err("a dictionary of type `group` needs a non-empty list `dicts`, and no `file`")
            }
            (DictionaryKind::Compiled, ..) => Err(COMPILED),
        }
    }
}

fn problem(path: &str, json: &str, error: &serde_json::Error) -> Problem {
    // serde_json counts a column in bytes, and 0 stands for the line's beginning.
    let line = json.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    let mut end = error.column().saturating_sub(1).min(line.len());
    if line.as_bytes().get(end) == Some(&b'"') {
        // Reading stopped behind a string: its beginning is the place to look at.
        end = line[..end].rfind('"').unwrap_or(end);
    }
    let column = String::from_utf8_lossy(&line.as_bytes()[..end]).chars().count() + 1;
    let message = error.to_string();
    let message = message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(message, _)| message);
    let help = if message == COMPILED {
        "name the text dictionary it was made from, with type `text`"
    } else {
        "the form is OpenCC's: `normalization`, `segmentation` (type `mmseg`) and `conversion_chain`, whose dictionaries \
         have type `text` with `file`, or `group` with `match_policy` (`short_circuit`, `union`) and `dicts`"
    };
    Problem::new(path, error.line(), column, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(json: &str) -> String {
        ConversionConfig::parse("c.json", json)
            .unwrap_err()
            .to_string()
            .lines()
            .next()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn reads_groups_and_policies() {
        let json = r#"{"name": "x", "segmentation": {"type": "mmseg", "dict": {"type": "text", "file": "a.txt"}},
            "conversion_chain": [{"dict": {"type": "group", "match_policy": "union", "dicts": [
                {"type": "text", "file": "b.txt", "may_output_tofu": true}, {"type": "text", "file": "c.txt"}]}}]}"#;
        let config = ConversionConfig::parse("c.json", json).unwrap();
        assert_eq!(config.files(), ["a.txt", "b.txt", "c.txt"]);
        assert!(matches!(config.chain[0], DictionarySpec::Group(MatchPolicy::Union, _)));
    }

    #[test]
    fn tells_mistakes_with_their_place() {
        assert_eq!(message("{"), "c.json:1:1: EOF while parsing an object");
        assert_eq!(message("{\n}"), "c.json:2:1: missing field `conversion_chain`");
        assert_eq!(
            message(r#"{"conversion_chain": []}"#),
            "c.json:1:2: `conversion_chain` is empty"
        );
        let unknown = message("{\"conversion_chain\":\n [{\"dict\": {\"type\": \"字典\"}}]}");
        assert_eq!(
            unknown,
            "c.json:2:21: unknown variant `字典`, expected one of `text`, `group`, `ocd`, `ocd2`"
        );
        let compiled = "{\"conversion_chain\": [{\"dict\": {\"type\": \"ocd2\", \"file\": \"a.ocd2\"}}]}";
        assert!(message(compiled).ends_with(COMPILED));
    }
}
