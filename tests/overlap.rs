//! Overlapping names: what each policy makes mentions, in the library and on the command line.

use std::collections::HashMap;
use std::fs;

use assert_cmd::Command;
use yiming::entity::Overlap;
use yiming::lexicon::Dictionaries;
use yiming::pipeline::{Analysis, Pipeline};
use yiming::segment::Origin;

const NAMES: &str = "alias,entity_id,label,kind,priority\n\
                     東方銀行,bank,ORG,full,\n東方,east,ORG,full,5\n方銀,square,ORG,full,\n銀行,institution,ORG,word,9\n\
                     甲乙,first,ORG,full,\n乙丙,second,ORG,full,\n";

fn pipeline(overlap: Overlap, names: &str) -> Pipeline {
    let builder = Pipeline::builder().dictionaries(&Dictionaries::from_text("names.csv", names));
    builder.overlap(overlap).build().unwrap()
}

fn ids<'a>(pipeline: &'a Pipeline, analysis: &'a Analysis) -> Vec<&'a str> {
    let mentions = analysis.mentions_and_overlapped();
    mentions
        .map(|mention| pipeline.entity(mention.who, analysis).id.as_str())
        .collect()
}

fn mentioned(overlap: Overlap, names: &str, text: &str) -> Vec<String> {
    let pipeline = pipeline(overlap, names);
    let analysis = pipeline.analyse(text);
    ids(&pipeline, &analysis).into_iter().map(str::to_owned).collect()
}

#[test]
fn longest_takes_the_longer_then_the_first() {
    assert_eq!(mentioned(Overlap::Longest, NAMES, "東方銀行"), ["bank"]);
    assert_eq!(mentioned(Overlap::Longest, NAMES, "甲乙丙"), ["first"]);
    let ranked = NAMES.replace("second,ORG,full,", "second,ORG,full,1");
    assert_eq!(mentioned(Overlap::Longest, &ranked, "甲乙丙"), ["second"]);
}

#[test]
fn priority_takes_the_higher_then_the_longer_then_the_first() {
    assert_eq!(mentioned(Overlap::Priority, NAMES, "東方銀行"), ["east"]);
    assert_eq!(mentioned(Overlap::Priority, NAMES, "甲乙丙"), ["first"]);
    let equal = NAMES.replace("east,ORG,full,5", "east,ORG,full,");
    assert_eq!(mentioned(Overlap::Priority, &equal, "東方銀行"), ["bank"]);
}

#[test]
fn the_users_come_first_under_every_policy_that_takes_one() {
    let text = "他在國立台灣大學演講。";
    let names = "alias,entity_id,label\n台灣,mine,LOC\n";
    for overlap in [Overlap::Longest, Overlap::Priority] {
        assert_eq!(mentioned(overlap, names, text), ["mine"], "{overlap:?}");
    }
}

#[test]
fn all_takes_every_form_with_evidence_and_cuts_tokens_as_longest_does() {
    let text = "東方銀行在甲乙丙";
    // 銀行 is an everyday word here, and nothing else speaks for the institution.
    assert_eq!(
        mentioned(Overlap::All, NAMES, text),
        ["east", "bank", "square", "first", "second"]
    );
    let confirmed = NAMES.to_owned() + "甲地,institution,,full,\n";
    let expected = ["east", "bank", "square", "institution", "institution"];
    assert_eq!(mentioned(Overlap::All, &confirmed, "東方銀行在甲地"), expected);

    let (all, longest) = (pipeline(Overlap::All, NAMES), pipeline(Overlap::Longest, NAMES));
    let (all, longest) = (all.analyse(text), longest.analyse(text));
    assert_eq!(all.tokens, longest.tokens);
    assert_eq!(all.mentions, longest.mentions);
    assert!(longest.overlapped.is_empty());
    let named = |token: &&yiming::segment::Token| matches!(token.origin, Origin::Mention(_));
    assert_eq!(all.tokens.iter().filter(named).count(), 2);
}

fn table(path: impl AsRef<std::path::Path>) -> Vec<HashMap<String, String>> {
    csv::Reader::from_path(path)
        .unwrap()
        .deserialize()
        .map(Result::unwrap)
        .collect()
}

#[test]
fn tables_join_under_all() {
    let folder = tempfile::tempdir().unwrap();
    let text = "聽說東方銀行在甲乙丙，東方银行家";
    fs::write(folder.path().join("a.txt"), text).unwrap();
    fs::write(folder.path().join("names.csv"), NAMES).unwrap();
    let run = |overlap: &str| {
        let arguments = [
            "run",
            "a.txt",
            "--dict",
            "names.csv",
            "-o",
            overlap,
            "--overlap",
            overlap,
        ];
        let mut command = Command::cargo_bin("yiming").unwrap();
        command.current_dir(&folder).args(arguments).assert().success();
        let out = folder.path().join(overlap);
        ["documents.csv", "tokens.csv", "mentions.csv", "entities.csv"].map(|name| table(out.join(name)))
    };
    let [documents, tokens, mentions, entities] = run("all");
    let [_, tokens_of_longest, mentions_of_longest, _] = run("longest");
    let chars: Vec<char> = text.chars().collect();
    let place = |row: &HashMap<String, String>| -> (usize, usize) {
        (row["char_start"].parse().unwrap(), row["char_end"].parse().unwrap())
    };
    assert!(mentions.len() > mentions_of_longest.len());
    assert_eq!(documents[0]["n_mentions"], mentions.len().to_string());
    let counted: usize = entities
        .iter()
        .map(|row| row["n_mentions"].parse::<usize>().unwrap())
        .sum();
    assert_eq!(counted, mentions.len());
    for (number, mention) in mentions.iter().enumerate() {
        assert_eq!(mention["mention_id"], number.to_string());
        let (start, end) = place(mention);
        assert_eq!(mention["surface"], String::from_iter(&chars[start..end]));
        assert_eq!(
            mention["surface_hans"],
            mention["surface"].replace('東', "东").replace('銀', "银")
        );
    }
    assert!(mentions.is_sorted_by_key(place));
    let words = |tokens: &[HashMap<String, String>]| tokens.iter().map(place).collect::<Vec<_>>();
    assert_eq!(words(&tokens), words(&tokens_of_longest));
    let of_mentions: Vec<_> = tokens.iter().filter(|row| !row["mention_id"].is_empty()).collect();
    assert_eq!(of_mentions.len(), mentions_of_longest.len());
    for token in of_mentions {
        let mention = &mentions[token["mention_id"].parse::<usize>().unwrap()];
        assert_eq!(place(mention), place(token));
    }
}
