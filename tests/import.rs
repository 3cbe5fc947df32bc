//! `yiming dict import` as a person meets it: each format becomes a dictionary that `--dict` takes at once.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;

const FIRST: &str = r#"[
{"type":"item","id":"Q1","labels":{"zh":{"language":"zh","value":"\u87a2\u8ecc\u79d1\u6280"},"en":{"language":"en","value":"Firefly Orbit"}},"aliases":{"zh-tw":[{"language":"zh-tw","value":"螢軌"}]},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q4830453"}}},"rank":"normal"}]},"sitelinks":{"zhwiki":{},"enwiki":{}}},
{"type":"item","id":"Q2","labels":{"zh"
"#;
const SECOND: &str = r#"{"type":"item","id":"Q3","labels":{"zh":{"language":"zh","value":"喜歡"}},"aliases":[],"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q11424"}}},"rank":"normal"}]},"sitelinks":[]}
]
"#;

fn yiming(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yiming"));
    command.current_dir(folder.path()).args(arguments).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, contents) in files {
        fs::write(folder.path().join(name), contents).unwrap();
    }
    folder
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// The ids of the entities that a text mentions.
fn ids(folder: &TempDir, dictionary: &str) -> Vec<String> {
    let output = yiming(folder, &["match", "--dict", dictionary, "text.txt"]);
    assert!(output.status.success(), "{}", told(&output));
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let column = reader
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "entity_id")
        .unwrap();
    reader.records().map(|row| row.unwrap()[column].to_owned()).collect()
}

#[test]
fn a_wikidata_dump_becomes_a_dictionary() {
    let mut members = gzip(FIRST);
    members.extend(gzip(SECOND));
    let folder = folder(&[
        ("dump.json.gz", &members),
        ("text.txt", "螢軌科技上市，我喜歡。".as_bytes()),
    ]);
    let output = yiming(
        &folder,
        &["dict", "import", "--from", "wikidata", "dump.json.gz", "-o", "w.csv"],
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        told(&output),
        "warning: dump.json.gz:3:39: no entity: EOF while parsing an object\n\
         3 records, 1 broken, 0 left out; 2 entities, 4 rows, written to w.csv\n\
         licence: Wikidata's data are in the public domain (CC0 1.0)\n"
    );
    let rows = fs::read_to_string(folder.path().join("w.csv")).unwrap();
    assert_eq!(
        rows,
        "alias,entity_id,label,name_zh,name_latin,kind,region\n\
         螢軌科技,wikidata:Q1,ORG,螢軌科技,Firefly Orbit,full,\nFirefly Orbit,wikidata:Q1,,,,full,\n螢軌,wikidata:Q1,,,,full,tw\n\
         喜歡,wikidata:Q3,WORK,喜歡,,word,\n"
    );
    assert_eq!(ids(&folder, "w.csv"), ["wikidata:Q1"]);
    let few = yiming(
        &folder,
        &[
            "dict",
            "import",
            "--from",
            "wikidata",
            "dump.json.gz",
            "--type",
            "Q11424",
        ],
    );
    assert_eq!(String::from_utf8(few.stdout).unwrap().lines().count(), 2);
}

#[test]
fn an_input_cut_short_leaves_no_dictionary() {
    let whole = gzip(FIRST);
    let folder = folder(&[("dump.json.gz", &whole[..whole.len() - 20])]);
    let output = yiming(
        &folder,
        &["dict", "import", "--from", "wikidata", "dump.json.gz", "-o", "w.csv"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told(&output).contains("dump.json.gz: cannot be read on after line"),
        "{}",
        told(&output)
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let output = yiming(&folder, &["dict", "import", "--from", "wikidata", "none.json"]);
    assert_eq!(told(&output), "error: none.json: there is no such file\n");
}

#[test]
fn the_other_formats_become_dictionaries() {
    let package =
        r#"{"licenses":[{"name":"CC-BY-4.0"}],"resources":[{"name":"x","path":"x.csv","dialect":{"delimiter":";"}}]}"#;
    let folder = folder(&[
        ("datapackage.json", package.as_bytes()),
        ("x.csv", "alias;entity_id;label\n螢軌科技;x:1;ORG\n".as_bytes()),
        ("t.tsv", "SKU\tName\nS1\t螢軌科技\n".as_bytes()),
        (
            "c.u8",
            "螢軌科技 萤轨科技 [Ying2 gui3 Ke1 ji4] /Firefly Orbit, a made-up company/\n".as_bytes(),
        ),
        ("jieba.txt", "螢軌科技上市 3 nz\n".as_bytes()),
        ("opencc.txt", "螢\t萤\n軌\t轨\n壞\n".as_bytes()),
        ("text.txt", "螢軌科技上市。".as_bytes()),
    ]);
    let import = |arguments: &[&str]| {
        let output = yiming(
            &folder,
            &[&["dict", "import", "-o", "out.csv", "--from"], arguments].concat(),
        );
        (output.status.code().unwrap(), told(&output))
    };
    let (code, said) = import(&["frictionless", "datapackage.json"]);
    assert!(
        code == 0 && said.contains("licence: CC-BY-4.0, says the package"),
        "{said}"
    );
    assert_eq!(ids(&folder, "out.csv"), ["x:1"]);
    let (code, said) = import(&[
        "table",
        "t.tsv",
        "--alias-column",
        "Name",
        "--id-column",
        "SKU",
        "--label",
        "PRODUCT",
    ]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(ids(&folder, "out.csv"), ["S1"]);
    let (code, said) = import(&["cedict", "c.u8"]);
    assert!(code == 0 && said.contains("CC BY-SA 4.0"), "{said}");
    assert_eq!(ids(&folder, "out.csv"), ["cedict:螢軌科技"]);
    let in_folder = |name: &str| fs::read_to_string(Path::new(folder.path()).join(name)).unwrap();
    let (code, said) = import(&["opencc", "opencc.txt"]);
    assert!(
        code == 1 && said.starts_with("warning: opencc.txt:3:2: no tab"),
        "{said}"
    );
    assert_eq!(in_folder("out.csv"), "螢\t萤\n軌\t轨\n");
    let (code, _) = import(&["jieba", "jieba.txt"]);
    assert_eq!((code, in_folder("out.csv").as_str()), (0, "螢軌科技上市 3 nz\n"));
}
