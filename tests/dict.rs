//! `yiming dict` as a person meets it: every message of `dict check`, and what the other commands make of dictionaries.

#[path = "support/seen.rs"]
mod seen;

use std::fs;
use std::path::Path;
use std::process::Command;

use seen::{outputs, snapshot, transcript};
use tempfile::TempDir;

/// A folder to work in.
struct Desk(TempDir);

impl Desk {
    fn with<B: AsRef<[u8]>>(files: &[(&str, B)]) -> Desk {
        let desk = Desk(tempfile::tempdir().unwrap());
        for (name, contents) in files {
            desk.write(name, contents);
        }
        desk
    }

    fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }

    /// Runs a command: standard output, standard error, exit code.
    fn yiming(&self, arguments: &[&str]) -> (String, String, i32) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yiming"));
        outputs(command.current_dir(self.0.path()).args(arguments))
    }

    /// Runs a command and snapshots what is seen of it. Returns its exit code.
    fn see(&self, name: &str, arguments: &[&str]) -> i32 {
        let (stdout, stderr, code) = self.yiming(arguments);
        let seen = transcript(arguments, &stdout, &stderr, code);
        snapshot(&format!("dict-{name}"), &seen, &[]);
        code
    }
}

/// Checks one file that holds `contents`, and snapshots what is seen.
fn check(name: &str, file: &str, contents: impl AsRef<[u8]>) -> i32 {
    Desk::with(&[(file, contents)]).see(name, &["dict", "check", file])
}

#[test]
fn what_two_dictionaries_have_otherwise() {
    let desk = Desk::with(&[
        (
            "a.csv",
            "alias,entity_id,label,kind\n小藍鯨,blue-whale,ORG,\n藍鯨,blue-whale,,\n鯨,blue-whale,,word\n",
        ),
        (
            "b.csv",
            "entity_id,alias,label,kind\nblue-whale,鯨,,short\nblue-whale,小藍鯨,PRODUCT,\nblue-whale,大藍鯨,,\n",
        ),
        ("a.txt", "软件\t程式\n鼠标\t滑鼠\n"),
        ("b.txt", "软件\t軟體\n"),
    ]);
    assert_eq!(desk.see("diff-entities", &["dict", "diff", "a.csv", "b.csv"]), 0);
    assert_eq!(desk.see("diff-conversions", &["dict", "diff", "a.txt", "b.txt"]), 0);
    assert_eq!(desk.see("diff-kinds", &["dict", "diff", "a.txt", "b.csv"]), 2);
    assert_eq!(
        desk.yiming(&["dict", "diff", "a.csv", "a.csv"]),
        (String::new(), String::new(), 0)
    );
}

#[test]
fn help() {
    assert_eq!(Desk::with::<&str>(&[]).see("help-diff", &["dict", "diff", "--help"]), 0);
    assert_eq!(
        Desk::with::<&str>(&[]).see("help-check", &["dict", "check", "--help"]),
        0
    );
}

#[test]
fn what_is_right_is_said_to_be() {
    let desk = Desk::with(&[
        ("words.txt", "# 我的詞\n數位皮夾\n雲端發票 5 n\n"),
        ("house.txt", "软件\t程式\n"),
        ("names.csv", "alias,entity_id,label\n小藍鯨,blue-whale,ORG\n"),
    ]);
    assert_eq!(
        desk.see(
            "check-right",
            &["dict", "check", "--strict", "words.txt", "house.txt", "names.csv"]
        ),
        0
    );
}

#[test]
fn dictionaries_that_say_otherwise() {
    let desk = Desk::with(&[
        (
            "a.csv",
            "alias,entity_id,label,name_zh\n小藍鯨,whale,ORG,小藍鯨書店\n鯨魚館,museum,ORG,\n",
        ),
        (
            "b.csv",
            "alias,entity_id,label,name_zh\n小蓝鲸,boat,PRODUCT,\n鯨魚館,museum,LOC,\n藍鯨書店,whale,ORG,\n",
        ),
        ("a.txt", "软件\t程式\n鼠标\t滑鼠\n"),
        ("b.txt", "软件\t軟體\n鼠标\t滑鼠\n"),
    ]);
    assert_eq!(
        desk.see("check-across", &["dict", "check", "a.csv", "b.csv", "a.txt", "b.txt"]),
        0
    );
    let (stdout, _, code) = desk.yiming(&["dict", "check", "--strict", "b.csv"]);
    assert_eq!((stdout.as_str(), code), ("", 0));
}

#[test]
fn wrong_words() {
    let words = "雲端發票 many\n雲端 1.5\n雲端 -1\n雲端 99999999999999999999 n\n一 1 n x\n雲\0端\n數位皮夾\n数位皮夹\n數位皮夾 3\n\
                 云端發票\n雲\u{200B}端\n\u{202E}雲端甲\n";
    assert_eq!(check("check-words", "words.txt", words), 2);
}

#[test]
fn wrong_entities() {
    let rows = "alias,entity_id,label,name_zh,kind,regoin,priority\n\
                小藍鯨,blue-whale,ORG,小藍鯨書店,,,\n\
                ,blue-whale,,,,,\n\
                小藍鯨,,,,,,\n\
                小藍鯨,blue-whale,,,,,\n\
                藍鯨,blue-whale,PERSON,,,,\n\
                藍鯨,blue-whale,,,,,,\n\
                藍\0鯨,blue-whale,,,,,\n\
                大藍鯨,blue-whale,,,fulll,,high\n\
                大藍鯨,blue-whale,,,,,9999999999\n\
                老藍鯨,blue-whale,,,,,-9999999999\n\
                \"兩\n行\",blue-whale,,,,,\n";
    assert_eq!(check("check-entities", "names.csv", rows), 2);
    assert_eq!(
        check(
            "check-region",
            "names.csv",
            "alias,entity_id,region\n小藍鯨,blue-whale,tw us\n"
        ),
        2
    );
}

#[test]
fn doubtful_entities() {
    let rows = "alias,entity_id,kind\n\
                小藍鯨,blue-whale,\n\
                小蓝鲸,other-whale,\n\
                小藍鯨,third-whale,\n\
                自然,nature-shop,\n\
                鯨,blue-whale,\n\
                開心,happy-shop,word\n\
                台大,my-hospital,\n\
                ·,dot,\n\
                蓝鯨書店,blue-whale,\n\
                藍鯨\u{200E}館,blue-whale,\n";
    assert_eq!(check("check-entities-doubtful", "names.csv", rows), 0);
    let desk = Desk::with(&[("names.csv", rows)]);
    assert_eq!(desk.yiming(&["dict", "check", "--strict", "names.csv"]).2, 1);
}

#[test]
fn wrong_headers() {
    for (name, header) in [
        ("missing", "小藍鯨,blue-whale\n"),
        ("semicolons", "\u{FEFF}alias;entity_id\r\n小藍鯨;blue-whale\r\n"),
        ("no-id", "alias,label\n小藍鯨,ORG\n"),
        ("twice", "alias,entity_id,alias\n小藍鯨,blue-whale,藍鯨\n"),
        ("empty", ""),
    ] {
        assert_eq!(check(&format!("check-header-{name}"), "names.csv", header), 2);
    }
}

#[test]
fn a_table_from_a_spreadsheet_is_read() {
    let rows = "\u{FEFF}alias,entity_id\r\n\r\n小藍鯨,blue-whale\r\n,blue-whale\r\n";
    assert_eq!(check("check-spreadsheet", "names.csv", rows), 2);
}

#[test]
fn wrong_conversions() {
    let long = "長".repeat(100);
    let lines = format!(
        "软件\t程式\n软件\t軟體\n里程\n\t裏\n里\t\n里\t裏  里\n里\t裏\t里\n雲\0\t云\n长\t{long}\n{long}{long}{long}{long}{long}{long}{long}{long}{long}{long}長\t长\n"
    );
    assert_eq!(check("check-conversions", "house.txt", lines), 2);
}

#[test]
fn doubtful_conversions() {
    let lines = "甲\t乙\n乙\t甲\n丙\t丁\n丁\t戊\n戊\t丙\n里\t里\n鼠标\t滑鼠\n光\t光線\n光鼠标\t光線滑鼠\n发\u{202E}\t發\n 空\t空白\n发發\t發發\n己\t甲\n";
    assert_eq!(check("check-conversions-doubtful", "house.txt", lines), 0);
}

#[test]
fn other_encodings() {
    // 雲端發票 and 數位皮夾 in Big5, 云端发票 in GB18030, 雲 in UTF-16; then single bytes that are wrong.
    assert_eq!(
        check(
            "check-big5",
            "words.txt",
            b"\xB6\xB3\xBA\xDD\xB5\x6F\xB2\xBC\n\xBC\xC6\xA6\xEC\xA5\xD6\xA7\xA8\n"
        ),
        2
    );
    assert_eq!(
        check("check-gb18030", "words.txt", b"\xD4\xC6\xB6\xCB\xB7\xA2\xC6\xB1\n"),
        2
    );
    assert_eq!(check("check-utf16", "words.txt", b"\xFF\xFE\xF2\x96"), 2);
    let mut bytes = "數位皮夾\n雲端發票\n數位皮夾 many\n雲端\n".as_bytes().to_vec();
    bytes[17] = 0xFF;
    let len = bytes.len();
    bytes[len - 2] = b'x';
    assert_eq!(check("check-bytes", "words.txt", bytes), 2);
}

#[test]
fn what_is_no_dictionary() {
    let desk = Desk::with(&[("folder/words.txt", "雲端\n")]);
    assert_eq!(
        desk.see(
            "check-unreadable",
            &["dict", "check", "nowhere.csv", "folder", "folder/words.txt"]
        ),
        2
    );
}

#[test]
fn an_image_is_whole_or_not() {
    let desk = Desk::with(&[("words.txt", "雲端發票\n數位皮夾\n")]);
    desk.yiming(&["dict", "build", "words.txt", "-o", "mine.ymd"]);
    let mut bytes = fs::read(desk.0.path().join("mine.ymd")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(desk.0.path().join("altered.ymd"), bytes).unwrap();
    assert_eq!(
        desk.see("check-image", &["dict", "check", "mine.ymd", "altered.ymd"]),
        2
    );
    assert_eq!(desk.yiming(&["dict", "check", "mine.ymd"]).2, 0);
}

#[test]
fn the_kind_can_be_said() {
    let desk = Desk::with(&[("house.csv", "软件\t程式\n")]);
    assert_eq!(desk.yiming(&["dict", "check", "house.csv"]).2, 2);
    assert_eq!(
        desk.see("check-kind", &["dict", "check", "--kind", "conversions", "house.csv"]),
        0
    );
}

#[test]
fn editors_read_json() {
    let desk = Desk::with(&[
        ("names.csv", "alias,entity_id\n小藍鯨,\n自然,nature-shop\n"),
        ("words.txt", "雲端\n"),
    ]);
    assert_eq!(
        desk.see(
            "check-json",
            &["dict", "check", "--format", "json", "names.csv", "words.txt"]
        ),
        2
    );
}

#[test]
fn what_ships_has_no_errors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [("entities", "csv"), ("conversion", "txt"), ("opencc", "txt")];
    for (folder, extension) in folders {
        let mut arguments = vec!["dict".to_owned(), "check".to_owned()];
        for entry in fs::read_dir(root.join("dicts").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|found| found == extension) {
                arguments.push(path.display().to_string());
            }
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (stdout, _, code) = Desk::with::<&str>(&[]).yiming(&arguments);
        assert_eq!(code, 0, "{folder}:\n{stdout}");
    }
}

#[test]
fn many_problems_and_long_lines_are_told_shortly() {
    let long = "雲".repeat(4 << 20);
    let desk = Desk::with(&[
        ("many.txt", "雲端 many\n".repeat(100_000)),
        ("word.txt", format!("{long}\n雲端\n")),
        ("cells.txt", "雲 ".repeat(4 << 20)),
        ("quote.csv", format!("alias,entity_id\n\"{long},x\n小藍鯨,blue-whale\n")),
        ("key.txt", format!("{long}\t雲\n雲\t{long}\n")),
    ]);
    let (stdout, stderr, code) = desk.yiming(&["dict", "check", "many.txt"]);
    assert_eq!((stdout.lines().count(), code), (2000, 2));
    assert!(
        stderr.contains("100000 errors, of which 99000 are not shown"),
        "{stderr}"
    );
    assert_eq!(
        desk.see(
            "check-long",
            &["dict", "check", "word.txt", "cells.txt", "quote.csv", "key.txt"]
        ),
        2
    );
}

/// The mentions of a text that is read from standard input: surface, entity, name_zh and label, a line each.
fn mentions(desk: &Desk, text: &str, dictionaries: &[&str]) -> Vec<String> {
    desk.write("text.txt", text);
    let mut arguments = vec!["match", "--no-candidates", "text.txt"];
    for dictionary in dictionaries {
        arguments.extend(["--dict", dictionary]);
    }
    let (stdout, stderr, code) = desk.yiming(&arguments);
    assert_eq!(code, 0, "{stderr}");
    let rows = stdout.lines().skip(1).map(|row| row.split(',').collect::<Vec<_>>());
    rows.map(|cells| format!("{} {} {} {}", cells[5], cells[7], cells[8], cells[10]))
        .collect()
}

#[test]
fn which_entities_win() {
    let desk = Desk::with(&[
        (
            "a.csv",
            "alias,entity_id,label,name_zh,priority\n小藍鯨,whale,ORG,,\n台灣大,phone,ORG,台灣大哥大,\n東方,east,ORG,,\n東方銀行,bank,ORG,,\n",
        ),
        (
            "b.csv",
            "alias,entity_id,label,name_zh,priority\n小藍鯨,boat,PRODUCT,,\n小藍鯨,whale,WORK,小藍鯨書店,\n輝達,nvidia,CHIPS,,\n",
        ),
        ("high.csv", "alias,entity_id,label,priority\n小藍鯨,boat,PRODUCT,1\n"),
    ]);
    let of = |text: &str, dictionaries: &[&str]| mentions(&desk, text, dictionaries);
    // The user's before a shipped one, though that is longer.
    assert_eq!(of("台灣大學", &["a.csv"]), ["台灣大 phone 台灣大哥大 ORG"]);
    // The longer before the shorter.
    assert_eq!(of("東方銀行", &["a.csv"]), ["東方銀行 bank  ORG"]);
    // The first dictionary, for who is meant and for each thing that is said.
    assert_eq!(of("小藍鯨", &["a.csv", "b.csv"]), ["小藍鯨 whale 小藍鯨書店 ORG"]);
    assert_eq!(of("小藍鯨", &["b.csv", "a.csv"]), ["小藍鯨 boat  PRODUCT"]);
    // The higher priority before that.
    assert_eq!(of("小藍鯨", &["a.csv", "high.csv"]), ["小藍鯨 boat  PRODUCT"]);
    // What is shipped fills in what the user does not say.
    assert_eq!(of("輝達", &["b.csv"]), ["輝達 nvidia 輝達 CHIPS"]);
    // Images and folders count where they stand.
    for (image, file) in [("a.ymd", "a.csv"), ("b.ymd", "b.csv")] {
        assert_eq!(desk.yiming(&["dict", "build", file, "-o", image]).2, 0);
    }
    assert_eq!(of("小藍鯨", &["a.ymd", "b.csv"]), ["小藍鯨 whale 小藍鯨書店 ORG"]);
    assert_eq!(of("小藍鯨", &["b.csv", "a.ymd"]), ["小藍鯨 boat  PRODUCT"]);
    assert_eq!(of("小藍鯨", &["b.ymd", "a.ymd"]), ["小藍鯨 boat  PRODUCT"]);
    assert_eq!(of("小藍鯨", &["b.ymd", "a.ymd", "high.csv"]), ["小藍鯨 boat  PRODUCT"]);
    desk.write("both/2.csv", "alias,entity_id\n小藍鯨,second\n");
    desk.write("both/1.csv", "alias,entity_id\n小藍鯨,first\n");
    desk.write("both/notes.md", "alias\n");
    desk.write("both/below/0.csv", "alias,entity_id\n小藍鯨,below\n");
    assert_eq!(of("小藍鯨", &["both"]), ["小藍鯨 first  "]);
    assert_eq!(of("小藍鯨", &["high.csv", "both"]), ["小藍鯨 boat  PRODUCT"]);
}

#[test]
fn which_conversions_win() {
    let desk = Desk::with(&[
        ("a.txt", "软件\t程式\n"),
        ("b.txt", "软件\t軟體\n软件包\t套件\n里面\t裡頭\n"),
        ("text.txt", "软件与软件包在里面"),
    ]);
    let converted = |dictionaries: &[&str]| {
        let mut arguments = vec!["convert", "-c", "s2t", "text.txt"];
        for dictionary in dictionaries {
            arguments.extend(["--dict", dictionary]);
        }
        desk.yiming(&arguments).0
    };
    assert_eq!(converted(&["a.txt"]), "程式與程式包在裏面");
    assert_eq!(converted(&["a.txt", "b.txt"]), "程式與套件在裡頭");
    assert_eq!(converted(&["b.txt", "a.txt"]), "軟體與套件在裡頭");
    desk.yiming(&["dict", "build", "a.txt", "b.txt", "-o", "both.ymd"]);
    assert_eq!(converted(&["both.ymd"]), "程式與套件在裡頭");
    desk.yiming(&["dict", "build", "b.txt", "-o", "b.ymd"]);
    assert_eq!(converted(&["a.txt", "b.ymd"]), "程式與套件在裡頭");
    assert_eq!(converted(&["b.ymd", "a.txt"]), "軟體與套件在裡頭");
}

#[test]
fn words_win_over_the_segmenter_and_its_guesses() {
    let desk = Desk::with(&[
        ("words.txt", "研究\n生命起\n端皮\n"),
        ("longer.txt", "研究生命\n"),
        ("text.txt", "研究生命起源雲端皮夾"),
    ]);
    let cut = |dictionaries: &[&str]| {
        let mut arguments = vec!["segment", "--no-entities", "-d", "/", "text.txt"];
        for dictionary in dictionaries {
            arguments.extend(["--dict", dictionary]);
        }
        desk.yiming(&arguments).0
    };
    assert_eq!(cut(&[]), "研究/生命/起源/雲端/皮夾");
    // 源雲 is a guess of the model of unknown words; what it would guess of a word of the user's does not count.
    assert_eq!(cut(&["words.txt"]), "研究/生命起/源雲/端皮/夾");
    assert_eq!(cut(&["words.txt", "longer.txt"]), "研究生命/起源/雲/端皮/夾");
    desk.yiming(&["dict", "build", "words.txt", "-o", "words.ymd"]);
    assert_eq!(cut(&["words.ymd"]), "研究/生命起/源雲/端皮/夾");
    assert_eq!(cut(&["words.ymd", "longer.txt"]), "研究生命/起源/雲/端皮/夾");
    // A shipped name inside a word is none; one that covers it is.
    desk.write("names.txt", "學校長\n灣大\n");
    let found = mentions(&desk, "台灣大學校長", &["names.txt"]);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn an_image_gives_what_its_dictionaries_give() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = root.join("corpus").display().to_string();
    let people = root.join("dicts/entities/people-science.csv").display().to_string();
    let desk = Desk::with(&[
        (
            "names.csv",
            "alias,entity_id,label,name_zh\n執行長,ceo,TERM,執行長\n半導體,chips,TERM,\n獎,prize,,\nAI,ai,TERM,\n輝達,nvidia,MINE,\n",
        ),
        ("words.txt", "諾貝爾物理\n生成式\n"),
        ("house.txt", "软件\t程式\n"),
    ]);
    let files = ["names.csv", &people, "words.txt", "house.txt"];
    let mut build = vec!["dict", "build"];
    build.extend(files);
    build.extend(["-o", "all.ymd"]);
    let (_, stderr, code) = desk.yiming(&build);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.starts_with("2 words, 1 conversion, "), "{stderr}");
    let run = |out: &str, dictionaries: &[&str]| {
        let mut arguments = vec!["run", &corpus, "-o", out];
        for dictionary in dictionaries {
            arguments.extend(["--dict", dictionary]);
        }
        let (_, stderr, code) = desk.yiming(&arguments);
        assert_eq!(code, 0, "{stderr}");
        ["tokens.csv", "mentions.csv", "entities.csv"]
            .map(|table| fs::read_to_string(desk.0.path().join(out).join(table)).unwrap())
    };
    assert!(run("from-text", &files[..3]) == run("from-image", &["all.ymd"]));
    let described = fs::read_to_string(desk.0.path().join("from-image/run.json")).unwrap();
    let described: serde_json::Value = serde_json::from_str(&described).unwrap();
    let sources = described["dictionaries"][0]["sources"].as_array().unwrap();
    assert_eq!(sources.len(), 4);
    let shipped = described["shipped_dictionaries"].as_array().unwrap();
    let cities = shipped
        .iter()
        .find(|file| file["path"] == "dicts/entities/cities.csv")
        .unwrap();
    assert_eq!(cities["sha256"].as_str().unwrap().len(), 64);
    assert!(shipped.iter().any(|file| file["path"] == "dicts/opencc/TSPhrases.txt"));
    assert!(shipped.iter().all(|file| file["path"] != "dicts/opencc/TWPhrases.txt"));
}

#[test]
fn images_that_are_none() {
    let desk = Desk::with(&[
        ("names.csv", "alias,entity_id\n小藍鯨,whale\n"),
        ("other.ymd", "小藍鯨\n"),
    ]);
    desk.yiming(&["dict", "build", "names.csv", "-o", "mine.ymd"]);
    let image = fs::read(desk.0.path().join("mine.ymd")).unwrap();
    desk.write("cut.ymd", &image[..image.len() - 9]);
    let mut altered = image.clone();
    altered[image.len() / 2] ^= 1;
    desk.write("altered.ymd", altered);
    let mut version = image;
    version[8] = 77;
    desk.write("version.ymd", version);
    let dictionaries = ["other.ymd", "cut.ymd", "altered.ymd", "version.ymd", "nowhere.ymd"];
    let mut arguments = vec!["dict", "list"];
    arguments.extend(dictionaries);
    assert_eq!(desk.see("image-refused", &arguments), 2);
    for dictionary in dictionaries {
        assert_eq!(
            desk.yiming(&["match", "names.csv", "--dict", dictionary]).2,
            2,
            "{dictionary}"
        );
    }
    assert_eq!(
        desk.see(
            "build-image",
            &["dict", "build", "names.csv", "mine.ymd", "-o", "new.ymd"]
        ),
        2
    );
    assert!(!desk.0.path().join("new.ymd").exists());
    assert_eq!(desk.see("build", &["dict", "build", "names.csv", "-o", "new.ymd"]), 0);
}

#[test]
fn what_there_is_can_be_listed() {
    let desk = Desk::with(&[
        ("names.csv", "alias,entity_id\n小藍鯨,whale\n"),
        ("words.txt", "雲端\n"),
    ]);
    desk.yiming(&["dict", "build", "names.csv", "words.txt", "-o", "mine.ymd"]);
    let (stdout, _, code) = desk.yiming(&["dict", "list", "words.txt", "mine.ymd"]);
    assert_eq!(code, 0);
    let paths: Vec<&str> = stdout
        .lines()
        .take(4)
        .map(|line| line.rsplit("  ").next().unwrap().trim())
        .collect();
    assert_eq!(
        paths,
        [
            "dictionary",
            "words.txt",
            "names.csv in mine.ymd",
            "words.txt in mine.ymd"
        ]
    );
    let territories = stdout.lines().find(|line| line.contains("territories.csv")).unwrap();
    assert!(territories.contains("Unicode-3.0"), "{territories}");
    let (stdout, _, _) = desk.yiming(&["dict", "list", "--format", "json"]);
    let listed: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    for file in listed["dictionaries"].as_array().unwrap() {
        let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(file["path"].as_str().unwrap())).unwrap();
        use sha2::Digest;
        let hash: String = sha2::Sha256::digest(bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(file["sha256"], hash.as_str(), "{}", file["path"]);
        assert!(file["entries"].as_u64().unwrap() > 0);
    }
}

#[test]
fn an_entry_can_be_added() {
    let desk = Desk::with(&[("excel.csv", "\u{FEFF}alias,entity_id,note\r\n小藍鯨,whale,a\r\n")]);
    let blue = [
        "dict",
        "add",
        "names.csv",
        "小藍鯨",
        "--id",
        "whale",
        "--label",
        "ORG",
        "--name-latin",
        "Blue Whale, Inc.",
    ];
    assert_eq!(desk.see("add-entity", &blue), 0);
    assert_eq!(desk.see("add-again", &blue), 2);
    assert_eq!(
        desk.see(
            "add-warned",
            &["dict", "add", "names.csv", "自然", "--id", "nature-shop"]
        ),
        0
    );
    assert_eq!(
        desk.see(
            "add-kind",
            &["dict", "add", "names.csv", "鯨", "--id", "whale", "--kind", "big"]
        ),
        2
    );
    assert_eq!(
        desk.see(
            "add-contradiction",
            &["dict", "add", "names.csv", "鯨", "--id", "whale", "--label", "PRODUCT"]
        ),
        2
    );
    assert_eq!(desk.see("add-other-kind", &["dict", "add", "names.csv", "鯨"]), 2);
    assert_eq!(
        desk.see(
            "add-column",
            &["dict", "add", "excel.csv", "鯨", "--id", "whale", "--label", "ORG"]
        ),
        2
    );
    assert_eq!(desk.yiming(&["dict", "add", "excel.csv", "藍鯨", "--id", "whale"]).2, 0);
    assert_eq!(desk.yiming(&["dict", "add", "house.txt", "软件", "--to", "程式"]).2, 0);
    assert_eq!(desk.yiming(&["dict", "add", "words.txt", "數位皮夾"]).2, 0);
    let text = |name: &str| fs::read_to_string(desk.0.path().join(name)).unwrap();
    assert_eq!(
        text("excel.csv"),
        "\u{FEFF}alias,entity_id,note\r\n小藍鯨,whale,a\r\n藍鯨,whale,\r\n"
    );
    assert_eq!(
        (text("house.txt").as_str(), text("words.txt").as_str()),
        ("软件\t程式\n", "數位皮夾\n")
    );
    assert_eq!(
        text("names.csv"),
        "alias,entity_id,label,name_zh,name_latin,kind,region,priority\n小藍鯨,whale,ORG,,\"Blue Whale, Inc.\",,,\n自然,nature-shop,,,,,,\n"
    );
    assert_eq!(
        desk.yiming(&["dict", "check", "names.csv", "house.txt", "words.txt", "excel.csv"])
            .2,
        0
    );
}

#[test]
fn help_of_build_list_and_add() {
    for command in ["build", "list", "add"] {
        assert_eq!(
            Desk::with::<&str>(&[]).see(&format!("help-{command}"), &["dict", command, "--help"]),
            0
        );
    }
}
