//! `yiming stats --table` counts what somebody counts by hand from three documents.

#[path = "support/folder.rs"]
mod folder;

use std::fs;

use assert_cmd::Command;
use folder::HandMade;

/// What `yiming stats out …` prints, to standard output where it succeeds.
fn stats(made: &HandMade, options: &[&str], code: i32) -> String {
    let done = Command::cargo_bin("yiming")
        .unwrap()
        .current_dir(made.desk())
        .args(["stats", "out"])
        .args(options)
        .assert()
        .code(code);
    let output = done.get_output();
    let printed = if code == 0 { &output.stdout } else { &output.stderr };
    String::from_utf8(printed.clone()).unwrap()
}

#[test]
fn words_with_the_documents_that_have_them() {
    let counted = "word,n_tokens,n_documents,document_share
川普,3,2,0.6667
庫克,3,2,0.6667
見,3,2,0.6667
特朗普,1,1,0.3333
蘋果,1,1,0.3333
說,1,1,0.3333
";
    let made = HandMade::small();
    assert_eq!(stats(&made, &["--table", "words"], 0), counted);
    let first: String = counted.split_inclusive('\n').take(3).collect();
    assert_eq!(stats(&made, &["--table", "words", "--top", "2"], 0), first);
}

#[test]
fn entities_with_the_documents_that_mention_them() {
    let counted = "entity_id,name_zh,name_latin,label,n_mentions,n_documents,document_share
trump,川普,Donald Trump,PERSON,4,3,1
cook,庫克,Tim Cook,PERSON,3,2,0.6667
apple,蘋果,Apple & Co,ORG,1,1,0.3333
";
    assert_eq!(stats(&HandMade::small(), &["--table", "entities"], 0), counted);
}

/// ln 3 is 1.0986, ln 1.5 is .4055.
#[test]
fn keywords_are_what_other_documents_lack() {
    let counted = "doc_id,rank,word,n_tokens,n_documents,tf_idf
udn/a.txt,1,蘋果,1,1,1.0986
udn/a.txt,2,庫克,2,2,0.8109
udn/a.txt,3,見,2,2,0.8109
udn/a.txt,4,川普,1,2,0.4055
udn/b.txt,1,說,1,1,1.0986
udn/b.txt,2,川普,2,2,0.8109
bbc/c.txt,1,特朗普,1,1,1.0986
bbc/c.txt,2,庫克,1,2,0.4055
bbc/c.txt,3,見,1,2,0.4055
";
    let made = HandMade::small();
    assert_eq!(stats(&made, &["--table", "keywords"], 0), counted);
    let first = stats(&made, &["--table", "keywords", "--top", "1"], 0);
    assert_eq!(first.lines().count(), 4);
}

#[test]
fn pairs_of_entities_in_documents_and_sentences() {
    let counted = "entity_a,entity_b,name_a,name_b,n_documents,n_sentences
trump,cook,川普,庫克,2,2
cook,apple,庫克,蘋果,1,1
trump,apple,川普,蘋果,1,0
";
    let made = HandMade::small();
    assert_eq!(stats(&made, &["--table", "cooccurrence"], 0), counted);
    let of_two = stats(&made, &["--table", "cooccurrence", "--top", "2"], 0);
    assert_eq!(of_two, counted.split_inclusive('\n').take(2).collect::<String>());
}

#[test]
fn a_graph_has_the_same_pairs_and_no_markup_of_texts() {
    let graph = stats(
        &HandMade::small(),
        &["--table", "cooccurrence", "--format", "graphml"],
        0,
    );
    assert!(graph.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns="));
    assert!(graph.contains("<data key=\"node-name_latin\">Apple &amp; Co</data>"));
    assert_eq!(graph.matches("<node ").count(), 3);
    let edge = "<edge source=\"n0\" target=\"n1\">\n      <data key=\"edge-weight\">2</data>";
    assert!(graph.matches("<edge ").count() == 3 && graph.contains(edge), "{graph}");
}

#[test]
fn sources_name_one_entity_in_their_ways() {
    let counted = "entity_id,name_zh,name_latin,label,source,surface,n_mentions,n_documents
trump,川普,Donald Trump,PERSON,bbc,特朗普,1,1
trump,川普,Donald Trump,PERSON,udn,川普,3,2
cook,庫克,Tim Cook,PERSON,bbc,庫克,1,1
cook,庫克,Tim Cook,PERSON,udn,庫克,2,1
apple,蘋果,Apple & Co,ORG,udn,蘋果,1,1
";
    let made = HandMade::small();
    assert_eq!(stats(&made, &["--table", "variants"], 0), counted);
    let of_one = stats(&made, &["--table", "variants", "--top", "1"], 0);
    assert_eq!(of_one, counted.split_inclusive('\n').take(3).collect::<String>());
}

#[test]
fn mentions_over_time_where_documents_have_dates() {
    let made = HandMade::small();
    let counted = "period,entity_id,name_zh,name_latin,label,n_mentions,n_documents,document_share
2024-04,cook,庫克,Tim Cook,PERSON,2,1,1
2024-04,apple,蘋果,Apple & Co,ORG,1,1,1
2024-04,trump,川普,Donald Trump,PERSON,1,1,1
2024-05,trump,川普,Donald Trump,PERSON,2,1,1
";
    assert_eq!(stats(&made, &["--table", "timeline"], 0), counted);
    let by_year = "period,entity_id,name_zh,name_latin,label,n_mentions,n_documents,document_share
2024,trump,川普,Donald Trump,PERSON,3,2,1
2024,cook,庫克,Tim Cook,PERSON,2,1,0.5
";
    let options = ["--table", "timeline", "--by", "year", "--top", "2"];
    assert_eq!(stats(&made, &options, 0), by_year);
    let documents = fs::read_to_string(made.path().join("documents.csv")).unwrap();
    made.write("documents.csv", &documents.replace("2024-", "2024/"));
    let told = stats(&made, &["--table", "timeline"], 2);
    assert!(
        told.contains("out: no document has a date\nhelp: say which field"),
        "{told}"
    );
}

/// What a run wrote when the schema had no dates is read, and has none.
#[test]
fn a_table_of_an_older_schema_lacks_what_came_later() {
    let made = HandMade::small();
    let older = |name: &str, new: &str, old: &str| {
        let text = fs::read_to_string(made.path().join(name)).unwrap();
        made.write(name, &text.replace(new, old));
    };
    for (new, old) in [
        (",date\n", "\n"),
        (",2024-04-30\n", "\n"),
        (",2024-05\n", "\n"),
        (",昨天\n", "\n"),
    ] {
        older("documents.csv", new, old);
    }
    let told = stats(&made, &["--table", "variants"], 2);
    assert!(
        told.contains("documents.csv:1: the header has no column “date”"),
        "{told}"
    );
    older("datapackage.json", "\"schema_version\": 2", "\"schema_version\": 1");
    assert_eq!(stats(&made, &["--table", "variants"], 0).lines().count(), 6);
    let told = stats(&made, &["--table", "timeline"], 2);
    assert!(told.contains("no document has a date"), "{told}");
}

#[test]
fn a_run_of_nothing_has_headers_alone() {
    let made = HandMade::empty();
    for table in ["words", "entities", "keywords", "cooccurrence", "timeline", "variants"] {
        assert_eq!(stats(&made, &["--table", table], 0).lines().count(), 1, "{table}");
    }
}

#[test]
fn what_does_not_go_together_is_told() {
    let made = HandMade::small();
    for wrong in [
        &["--table", "words", "--format", "graphml"][..],
        &["--table", "words", "--format", "json"],
        &["--format", "csv"],
        &["--by", "year"],
        &["--table", "entities", "--by", "year"],
    ] {
        let told = stats(&made, wrong, 2);
        assert!(told.starts_with("error: ") && told.contains("\nhelp: "), "{told}");
    }
    made.write("mentions.csv", "doc_id,mention_id\n");
    let told = stats(&made, &["--table", "variants"], 2);
    assert!(
        told.contains("mentions.csv:1: the header has no column “sentence_id”"),
        "{told}"
    );
}
