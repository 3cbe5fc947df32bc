//! `yiming report` and `yiming view` write a page whatever the tables are like, or say what is wrong. What the page does in a browser is tested
//! there: tests/browser.

#[path = "support/folder.rs"]
mod folder;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use folder::{DOCUMENTS, ENTITIES, ERRORS, HandMade, MENTIONS, table};
use serde_json::Value;
use tempfile::TempDir;

/// Runs the program in `desk`; standard output, and standard error.
fn yiming(desk: &Path, arguments: &[&str], code: i32) -> (String, String) {
    let mut command = Command::cargo_bin("yiming").unwrap();
    let done = command.current_dir(desk).args(arguments).assert().code(code);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&done.get_output().stdout), text(&done.get_output().stderr))
}

/// The page about hand-made tables.
fn page(made: &HandMade) -> String {
    yiming(made.desk(), &["report", "out", "-o", "page.html"], 0);
    fs::read_to_string(made.desk().join("page.html")).unwrap()
}

/// Why there is none, with nothing left behind.
fn refused(made: &HandMade) -> String {
    let (_, told) = yiming(made.desk(), &["report", "out", "-o", "page.html"], 2);
    assert!(told.starts_with("error: ") && told.contains("\nhelp: "), "{told}");
    let left = fs::read_dir(made.desk())
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    assert_eq!(left.collect::<Vec<_>>(), ["out"]);
    told
}

/// What the script of a page reads.
fn data(page: &str) -> Value {
    let (_, rest) = page
        .split_once("<script type=\"application/json\" id=\"data\">")
        .unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn a_page_has_what_the_tables_have() {
    let page = page(&HandMade::small());
    for said in [
        "<dd>3</dd><dt>documents</dt>",
        "<dd>8</dd><dt>mentions</dt>",
        "<dd>3</dd><dt>entities</dt>",
    ] {
        assert!(page.contains(said), "{said}");
    }
    // 川普 and 特朗普 are the forms of two sources.
    assert!(
        page.contains("aria-label=\"特朗普: 1 of 1 in bbc\"") && page.contains("aria-label=\"川普: 3 of 3 in udn\"")
    );
    assert!(page.contains("<title>川普 and 庫克: 2 documents</title>"));
    assert!(page.contains("The tables have no texts") && page.contains("run.json, which says so, is not there"));
    let data = data(&page);
    let first = &data["documents"][0];
    assert_eq!(
        first["written"],
        serde_json::json!(["", "川普", "見", "庫克", "。", "庫克", "見", "蘋果", ""])
    );
    assert_eq!(first["hans"][3], "库克");
    assert!(first["hant"].is_null());
    let apple = &first["mentions"][3];
    assert_eq!(
        data["entities"][apple["entity"].as_u64().unwrap() as usize]["id"],
        "apple"
    );
    assert_eq!(
        (&apple["is_ambiguous"], &apple["alternatives"][0]),
        (&true.into(), &"big-apple".into())
    );
}

#[test]
fn a_page_needs_nothing_beside_it_and_is_small() {
    let desk = TempDir::new().unwrap();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    yiming(
        desk.path(),
        &["run", corpus.to_str().unwrap(), "-o", "out", "--with-text"],
        0,
    );
    yiming(desk.path(), &["report", "out"], 0);
    let page = fs::read_to_string(desk.path().join("out/report.html")).unwrap();
    assert!(page.len() < 2_000_000, "{} bytes", page.len());
    assert_eq!(
        data(&page)["documents"].as_array().unwrap().len(),
        fs::read_dir(corpus).unwrap().count()
    );
    for outside in [
        "src=",
        "url(",
        "@import",
        "<link rel=\"stylesheet",
        "fetch(",
        "innerHTML",
    ] {
        assert!(!page.contains(outside), "{outside}");
    }
    // The same tables, the same page.
    yiming(desk.path(), &["report", "out", "-o", "again.html"], 0);
    assert_eq!(fs::read_to_string(desk.path().join("again.html")).unwrap(), page);
}

#[test]
fn markup_in_any_cell_is_text() {
    const EVIL: &str = "</script><script>x()</script><!--\" onload=x() '&";
    let made = HandMade::small();
    for name in ["documents", "tokens", "mentions", "entities"] {
        let path = made.path().join(format!("{name}.csv"));
        let text = fs::read_to_string(&path).unwrap();
        let cell = format!("\"{}\"", EVIL.replace('"', "\"\""));
        let text = text
            .replace("川普", &cell)
            .replace("udn/a.txt", &cell)
            .replace("trump", &cell);
        let text = text.replace(",PERSON,", &format!(",{cell},"));
        fs::write(path, text).unwrap();
    }
    made.write("errors.csv", &table(ERRORS, &["a,,,input,<b>bad</b>,m"]));
    let page = page(&made);
    assert_eq!(
        (page.matches("<script").count(), page.matches("</script").count()),
        (2, 2)
    );
    assert!(!page.contains("--\" onload") && !page.contains("<b>") && !page.contains("<!--"));
    assert_eq!(data(&page)["documents"][0]["written"][1], EVIL);
}

#[test]
fn of_many_documents_some_are_shown_and_the_page_says_so() {
    let made = HandMade::small();
    yiming(
        made.desk(),
        &["report", "out", "-o", "page.html", "--documents", "2"],
        0,
    );
    let page = fs::read_to_string(made.desk().join("page.html")).unwrap();
    assert!(page.contains("2 of 3 documents are shown, at even distances"));
    let shown = data(&page)["documents"].clone();
    assert_eq!(
        (&shown[0]["id"], &shown[1]["id"]),
        (&"udn/a.txt".into(), &"udn/b.txt".into())
    );
    // The charts count all.
    assert!(page.contains("aria-label=\"特朗普: 1 of 1 in bbc\""));
}

#[test]
fn nothing_to_show_is_said() {
    let made = HandMade::empty();
    assert!(page(&made).contains("The run read no documents, so there is nothing to show."));
    made.write(
        "errors.csv",
        &table(
            ERRORS,
            &["a.txt,,,decode,unknown_encoding,what", "b.txt,,,input,not_found,what"],
        ),
    );
    let only_errors = page(&made);
    assert!(only_errors.contains("None of the documents could be read") && only_errors.contains("unknown_encoding: 1"));
    made.write(
        "documents.csv",
        &table(DOCUMENTS, &["a.txt,a.txt,,utf-8,none,0,0,0,0,0,,,"]),
    );
    assert!(page(&made).contains("The documents have no text."));
}

#[test]
fn a_later_schema_is_said() {
    let made = HandMade::small();
    let package = fs::read_to_string(made.path().join("datapackage.json")).unwrap();
    made.write(
        "datapackage.json",
        &package.replace("\"schema_version\": 2", "\"schema_version\": 99"),
    );
    let (_, told) = yiming(made.desk(), &["report", "out", "-o", "page.html"], 0);
    assert!(told.contains("a later version of yiming wrote these tables"));
    let page = fs::read_to_string(made.desk().join("page.html")).unwrap();
    assert!(page.contains("A later version of yiming wrote these tables"));
}

#[test]
fn tables_that_were_changed_are_told_with_their_place() {
    let change = |name: &str, from: &str, to: &str| {
        let made = HandMade::small();
        let text = fs::read_to_string(made.path().join(name)).unwrap();
        assert!(text.contains(from));
        made.write(name, &text.replacen(from, to, 1));
        refused(&made)
    };
    let told = change("tokens.csv", ",char_start,", ",start,");
    assert!(
        told.contains("tokens.csv:1: the header has no column “char_start”"),
        "{told}"
    );
    let told = change("tokens.csv", "udn/a.txt,0,2,3,5", "udn/a.txt,0,2,1,5");
    assert!(
        told.contains("tokens.csv: of “udn/a.txt”, tokens are not in order"),
        "{told}"
    );
    let told = change("tokens.csv", "udn/a.txt,0,2,3,5", "udn/a.txt,0,2,x,5");
    assert!(
        told.contains("tokens.csv: a place in “udn/a.txt” is no number"),
        "{told}"
    );
    let told = change("tokens.csv", "udn/b.txt,0,0", "nowhere.txt,0,0");
    assert!(told.contains("tokens.csv:") && told.contains("nowhere.txt"), "{told}");
    let told = change("mentions.csv", ",0.7,1,", ",much,1,");
    assert!(told.contains("mentions.csv: a score is no number: much"), "{told}");
    let told = change("documents.csv", ",11,2,7,4,", ",eleven,2,7,4,");
    assert!(
        told.contains("documents.csv:2: the cell of “n_chars” is no number"),
        "{told}"
    );
    let made = HandMade::small();
    fs::remove_file(made.path().join("mentions.csv")).unwrap();
    assert!(refused(&made).contains("mentions.csv: cannot be read"));
    fs::remove_file(made.path().join("datapackage.json")).unwrap();
    assert!(refused(&made).contains("is not the output of a run"));
    let (_, told) = yiming(made.desk(), &["report", "nowhere"], 2);
    assert!(told.contains("nowhere") && told.contains("\nhelp: "), "{told}");
}

/// A place far behind the text must not become so much white space.
#[test]
fn a_token_far_away_costs_nothing() {
    let made = HandMade::small();
    let tokens = fs::read_to_string(made.path().join("tokens.csv")).unwrap();
    made.write(
        "tokens.csv",
        &tokens.replace("udn/b.txt,0,4,6,7", "udn/b.txt,0,4,4000000000,4000000001"),
    );
    assert!(page(&made).len() < 200_000);
}

#[test]
fn many_entities_make_no_large_page() {
    const MANY: usize = 100_000;
    let made = HandMade::empty();
    made.write(
        "documents.csv",
        &table(
            DOCUMENTS,
            &[
                "a.txt,a.txt,,utf-8,hant,9,3,1,0,0,,,",
                "b.txt,b.txt,,utf-8,hant,9,3,1,0,0,,,",
            ],
        ),
    );
    let (mut entities, mut mentions) = (ENTITIES.to_owned(), MENTIONS.to_owned());
    for number in 0..MANY {
        writeln!(entities, "e{number},名{number},,ORG,1,1,a.txt,名{number}").unwrap();
        writeln!(
            mentions,
            "a.txt,{number},0,0,2,名{number},名{number},e{number},名{number},,ORG,exact,1,0,"
        )
        .unwrap();
    }
    made.write("entities.csv", &entities);
    made.write("mentions.csv", &mentions);
    let page = page(&made);
    assert!(
        page.contains("<dd>100,000</dd><dt>entities</dt>") && page.len() < 2_000_000,
        "{}",
        page.len()
    );
}

#[test]
fn one_text_is_viewed() {
    let desk = TempDir::new().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(desk.path().join(name), bytes).unwrap();
    write("a.txt", "黃仁勳是輝達執行長。\n".as_bytes());
    let (printed, told) = yiming(desk.path(), &["view", "a.txt", "--no-open", "-o", "a.html"], 0);
    assert_eq!((printed.as_str(), told.contains("error")), ("a.html\n", false));
    let page = fs::read_to_string(desk.path().join("a.html")).unwrap();
    assert_eq!(data(&page)["documents"][0]["written"][1], "黃仁勳");
    // Without a name it is a file of its own each time, which stays.
    let (first, second) = (
        yiming(desk.path(), &["view", "a.txt", "--no-open"], 0).0,
        yiming(desk.path(), &["view", "a.txt", "--no-open"], 0).0,
    );
    assert_ne!(first, second);
    for path in [first.trim(), second.trim()] {
        assert!(path.ends_with(".html") && fs::read_to_string(path).unwrap().contains("輝達"));
        fs::remove_file(path).unwrap();
    }
    write("bad.txt", b"\xFF");
    for (wrong, what) in [
        ("bad.txt", "bad.txt"),
        ("nowhere.txt", "nowhere.txt"),
        (".", "is a folder"),
    ] {
        let (_, told) = yiming(desk.path(), &["view", wrong, "--no-open", "-o", "b.html"], 2);
        assert!(told.contains(what) && told.contains("\nhelp: "), "{told}");
    }
    assert!(!desk.path().join("b.html").exists());
}

/// The system's opener gets the page; where there is none, the page is there all the same.
#[cfg(target_os = "linux")]
#[test]
fn a_page_is_opened_by_the_system() {
    use std::os::unix::fs::PermissionsExt as _;

    let desk = TempDir::new().unwrap();
    fs::write(desk.path().join("a.txt"), "輝達。\n").unwrap();
    let bin = desk.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let view = || {
        let mut command = Command::cargo_bin("yiming").unwrap();
        let command = command.current_dir(desk.path()).env("PATH", &bin);
        let done = command.args(["view", "a.txt", "-o", "a page.html"]).assert().code(0);
        String::from_utf8(done.get_output().stderr.clone()).unwrap()
    };
    let told = view();
    assert!(
        told.contains("note: the page could not be opened") && told.contains("\nhelp: "),
        "{told}"
    );
    let opener = bin.join("xdg-open");
    fs::write(
        &opener,
        "#!/bin/sh\necho \"$1\" > opened.unfinished\n/bin/mv opened.unfinished opened\n",
    )
    .unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(!view().contains("note: "));
    // Nobody waits for a browser, so this has to.
    let opened = desk.path().join("opened");
    for _ in 0..200 {
        if opened.exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let page = desk.path().join("a page.html").canonicalize().unwrap();
    assert_eq!(fs::read_to_string(opened).unwrap().trim_end(), page.to_str().unwrap());
}
