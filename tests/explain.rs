//! What `yiming explain` says is what happened, and is told as people read it.

#[path = "support/seen.rs"]
mod seen;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use seen::{outputs, snapshot, transcript};
use serde_json::Value;
use yiming::entity::MatchKind;
use yiming::lexicon::Dictionaries;
use yiming::pipeline::explain::{Explanation, Form, Outcome, PossibleWord, TokenExplanation};
use yiming::pipeline::{Analysis, Pipeline};
use yiming::segment::Origin;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::builder().build().unwrap());

fn explain(text: &str) -> Explanation {
    PIPELINE.explain(text).unwrap()
}

fn all<'e, T>(
    explanation: &'e Explanation,
    of: impl Fn(&'e yiming::pipeline::explain::SentenceExplanation) -> &'e [T],
) -> Vec<&'e T> {
    explanation.sentences.iter().flat_map(of).collect()
}

/// Whether tokens, mentions and names are explained as `analysis` has them.
fn check(name: &str, text: &str, analysis: &Analysis, explanation: &Explanation) {
    let slice = |start: usize, end: usize| -> String { text.chars().skip(start).take(end - start).collect() };
    let tokens: Vec<&TokenExplanation> = all(explanation, |sentence| &sentence.tokens);
    assert_eq!(tokens.len(), analysis.tokens.len(), "{name}");
    for (told, token) in tokens.iter().zip(&analysis.tokens) {
        assert_eq!(
            (told.part.start, told.part.end),
            (token.span.start, token.span.end),
            "{name}"
        );
        assert_eq!(told.origin, token.origin.name(), "{name}: {}", told.part.text);
        assert_eq!(told.part.text, slice(told.part.start, told.part.end), "{name}");
    }

    let forms: Vec<&Form> = all(explanation, |sentence| &sentence.forms);
    let told: Vec<&&Form> = forms.iter().filter(|form| form.outcome == Outcome::Mention).collect();
    let places = |start: usize, end: usize, id: &str| format!("{start}–{end} {id}");
    let expected: Vec<String> = analysis
        .mentions
        .iter()
        .map(|mention| {
            places(
                mention.span.start,
                mention.span.end,
                &PIPELINE.entity(mention.who, analysis).id,
            )
        })
        .collect();
    let found: Vec<String> = told
        .iter()
        .map(|form| places(form.part.start, form.part.end, &form.readings[0].entity_id))
        .collect();
    assert_eq!(found, expected, "{name}");
    for (form, mention) in told.iter().zip(&analysis.mentions) {
        assert_eq!(
            form.readings[0].match_kind,
            mention.kind.name(),
            "{name}: {}",
            form.part.text
        );
        assert!(
            (form.score.unwrap() - mention.score).abs() < 0.001,
            "{name}: {}",
            form.part.text
        );
    }
    for form in &forms {
        let losing = matches!(
            form.outcome,
            Outcome::OverlapsLonger | Outcome::OverlapsFirst | Outcome::OverlapsPriority | Outcome::OverlapsUser
        );
        let by = form.against.first().filter(|_| losing);
        let is_mention = |part: &yiming::pipeline::explain::Part| told.iter().any(|other| other.part == *part);
        assert!(!losing || by.is_some_and(is_mention), "{name}: {}", form.part.text);
        // Whatever a dictionary says has a line.
        for reading in form.readings.iter().filter(|reading| reading.source == "shipped") {
            assert!(
                reading.line.is_some(),
                "{name}: {} {}",
                form.part.text,
                reading.entity_id
            );
        }
    }

    // The cheapest way through the words is what the segmenter took, but for what its model of unknown words joins.
    let words: Vec<&PossibleWord> = all(explanation, |sentence| &sentence.words);
    let taken: BTreeSet<(usize, usize)> = words
        .iter()
        .filter(|word| word.taken)
        .map(|word| (word.part.start, word.part.end))
        .collect();
    for token in &analysis.tokens {
        let span = (token.span.start, token.span.end);
        match token.origin {
            Origin::Dictionary if !taken.contains(&span) => {
                // A word that the model of unknown words happens to make.
                let joined = (span.0..span.1).all(|at| taken.contains(&(at, at + 1)));
                assert!(joined, "{name}: {}", slice(span.0, span.1));
            }
            _ => {}
        }
    }
    assert!(words.iter().all(|word| !word.taken || word.behind == 0.0), "{name}");

    let found: BTreeSet<(usize, usize)> = all(explanation, |sentence| &sentence.names)
        .into_iter()
        .filter(|name| name.mention)
        .map(|name| (name.part.start, name.part.end))
        .collect();
    for mention in analysis
        .mentions
        .iter()
        .filter(|mention| mention.kind == MatchKind::Candidate)
    {
        let is_whole = PIPELINE.entity(mention.who, analysis).name_zh.as_deref()
            == Some(slice(mention.span.start, mention.span.end).as_str());
        let span = (mention.span.start, mention.span.end);
        // A name that is found once counts wherever it stands.
        let again = analysis
            .mentions
            .iter()
            .any(|other| other.who == mention.who && found.contains(&(other.span.start, other.span.end)));
        assert!(
            !is_whole || found.contains(&span) || again,
            "{name}: {}",
            slice(span.0, span.1)
        );
    }
}

#[test]
fn explanations_of_the_corpus_say_what_happened() {
    let mut files: Vec<_> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let explanation = explain(&text);
        check(&name, &text, &PIPELINE.analyse(&text), &explanation);
        // Put in place of what they stand for, the changes make the text that the run has.
        let mut changes = all(&explanation, |sentence| &sentence.conversion);
        changes.retain(|change| change.to == "hans");
        let chars: Vec<char> = text.chars().collect();
        let (mut converted, mut at) = (String::new(), 0);
        for change in changes {
            converted.extend(&chars[at..change.part.start]);
            converted += &change.becomes;
            at = change.part.end;
        }
        converted.extend(&chars[at..]);
        assert_eq!(converted, PIPELINE.analyse(&text).hans.text, "{name}");
    }
}

fn outcome(explanation: &Explanation, form: &str) -> (Outcome, Vec<String>) {
    let forms = all(explanation, |sentence| &sentence.forms);
    let form = forms
        .iter()
        .find(|other| other.part.text == form)
        .unwrap_or_else(|| panic!("no form {form}"));
    (
        form.outcome,
        form.against.iter().map(|part| part.text.clone()).collect(),
    )
}

#[test]
fn forms_that_are_no_mentions_say_why() {
    let cases = [
        ("將提高通膨預期", "高通", Outcome::Piece, vec!["提高"]),
        (
            "在國立台灣大學演講",
            "台灣",
            Outcome::OverlapsLonger,
            vec!["國立台灣大學"],
        ),
        ("用GPT-4.5寫", "GPT-4", Outcome::Latin, vec![]),
        ("他熱愛大自然與自然。", "自然", Outcome::Piece, vec!["大自然"]),
    ];
    for (text, form, expected, against) in cases {
        let explanation = explain(text);
        assert_eq!(
            outcome(&explanation, form),
            (expected, against.iter().map(|&part| part.to_owned()).collect()),
            "{text}"
        );
    }
    let explanation = explain("只有川普與自然。");
    assert_eq!(outcome(&explanation, "自然").0, Outcome::NoEvidence);
}

#[test]
fn a_dictionary_of_ones_own_is_named_with_its_line() {
    let csv = "alias,entity_id,label,kind,priority\n鯨,whale,ORG,word,\n小藍鯨,whale,ORG,,3\n";
    let dictionaries = Dictionaries::from_text("mine.csv", csv);
    let dictionaries = dictionaries.and(&Dictionaries::from_text("mine.txt", "# mine\n數位皮夾\n"));
    let pipeline = Pipeline::builder().dictionaries(&dictionaries).build().unwrap();
    let explanation = pipeline.explain("小藍鯨用數位皮夾付錢。").unwrap();
    let forms = all(&explanation, |sentence| &sentence.forms);
    let reading = &forms.iter().find(|form| form.part.text == "小藍鯨").unwrap().readings[0];
    assert_eq!(
        (reading.file.as_deref(), reading.line, reading.source),
        (Some("mine.csv"), Some(3), "user")
    );
    assert_eq!(reading.priority, Some(3));
    let inside = &forms.iter().find(|form| form.part.text == "鯨").unwrap();
    assert_eq!(
        (inside.outcome, inside.readings[0].line),
        (Outcome::OverlapsLonger, Some(2))
    );
    let tokens = all(&explanation, |sentence| &sentence.tokens);
    let word = tokens.iter().find(|token| token.part.text == "數位皮夾").unwrap();
    assert_eq!(
        (word.file.as_deref(), word.line, word.origin),
        (Some("mine.txt"), Some(2), "user")
    );
}

#[test]
fn the_parts_of_a_names_evidence_add_up() {
    let explanation = explain("記者王曉明說，王曉明與瑪蕾特·卡斯克在鹽田村。");
    let names = all(&explanation, |sentence| &sentence.names);
    assert!(names.iter().any(|name| name.mention && name.before > 1.0));
    for name in names {
        let sum = name.form + name.before + name.behind + name.document;
        assert!((sum - name.nats).abs() < 0.03, "{name:?}");
    }
}

/// Runs a command: standard output, standard error, exit code.
fn yiming(arguments: &[&str], folder: &Path) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yiming"));
    outputs(command.current_dir(folder).args(arguments))
}

fn see(name: &str, arguments: &[&str], folder: &Path) {
    let (stdout, stderr, code) = yiming(arguments, folder);
    let seen = transcript(arguments, &stdout, &stderr, code);
    // Lines of the shipped gazetteer change with every row of it.
    let filters = [
        (r"\b((?:people-)?[a-z]+\.csv):[0-9]{3,}", "$1:[LINE]"),
        (
            r#"("file": "(?:people-)?[a-z]+\.csv",(?:\s+"[a-z_]+": [^,]+,)*\s+"line": )[0-9]{3,}"#,
            "$1[LINE]",
        ),
    ];
    snapshot(&format!("explain-{name}"), &seen, &filters);
}

#[test]
fn what_people_see() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    let csv = "alias,entity_id,label,name_zh,kind\n小藍鯨,blue-whale,ORG,小藍鯨書店,\n藍鯨,blue-whale,,,word\n";
    fs::write(desk.join("names.csv"), csv).unwrap();
    fs::write(desk.join("article.txt"), "作家海明威在台大。\n").unwrap();
    see(
        "words",
        &["explain", "--only", "words", "將提高通膨預期，瑪蕾特不在。"],
        desk,
    );
    see(
        "mentions",
        &[
            "explain",
            "--only",
            "mentions",
            "--dict",
            "names.csv",
            "小藍鯨與藍鯨。伊爾亞·蘇茨克維（Ilya Sutskever）用GPT-4.5，伊爾亞不用。",
        ],
        desk,
    );
    see(
        "names",
        &[
            "explain",
            "--only",
            "names",
            "記者王曉明訪問鹽田村的林志明，瑪蕾特·卡斯克也在。",
        ],
        desk,
    );
    see(
        "rendering",
        &["explain", "--only", "mentions", "瑪蕾特·卡斯克來了。Maret Kask 說好。"],
        desk,
    );
    see(
        "conversion",
        &[
            "explain",
            "--only",
            "conversion",
            "软件在里面，丹尼斯·里奇和范宗沛也在。",
        ],
        desk,
    );
    see("json", &["explain", "--format", "json", "高通（Qualcomm）"], desk);
    see("file", &["explain", "--only", "words", "--file", "article.txt"], desk);
    see("file-as-text", &["explain", "--only", "words", "article.txt"], desk);
    see("no-text", &["explain"], desk);
    see("missing", &["explain", "--file", "nowhere.txt"], desk);
    see("help", &["explain", "--help"], desk);
}

#[test]
fn colour_is_for_those_who_want_it() {
    let desk = tempfile::tempdir().unwrap();
    let has_colour = |arguments: &[&str]| yiming(arguments, desk.path()).0.contains('\u{1B}');
    assert!(!has_colour(&["explain", "海明威"]));
    assert!(has_colour(&["explain", "--color", "always", "海明威"]));
    assert!(!has_colour(&["explain", "--color", "never", "海明威"]));
}

#[test]
fn json_says_what_the_text_says() {
    let desk = tempfile::tempdir().unwrap();
    let (stdout, _, code) = yiming(&["explain", "--format", "json", "作家海明威"], desk.path());
    assert_eq!(code, 0);
    let told: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(told["schema_version"], 1);
    let form = &told["sentences"][0]["forms"][0];
    assert_eq!(
        (form["start"].as_u64(), form["outcome"].as_str()),
        (Some(2), Some("mention"))
    );
    assert_eq!(form["readings"][0]["entity_id"], "ernest-hemingway");
}
