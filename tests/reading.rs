//! What is read, by the library alone: formats, compression, archives, encodings, limits, ids. Every file is made by its test.

#[path = "support/packing.rs"]
mod packing;
#[path = "support/shared.rs"]
mod shared;

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use packing::{gzip, tar, zip, zstd};
use tempfile::TempDir;
use yiming::input::{
    Document, Encoding, Fields, Finder, Format, IdFrom, Preview, Reading, Refusal, Units, find, preview,
};

/// A folder for one test.
struct Desk(TempDir);

type Outcome = Result<Document, Refusal>;

impl Desk {
    fn new() -> Self {
        Desk(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    fn read_with(&self, names: &[&str], reading: &Reading) -> Vec<Outcome> {
        let inputs: Vec<String> = names.iter().map(|name| self.path(name)).collect();
        read(find(&inputs).files, reading)
    }

    fn read(&self, name: &str) -> Vec<Outcome> {
        self.read_with(&[name], &Reading::default())
    }

    /// The path of a message without the folder's.
    fn short<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(self.0.path().to_str().unwrap())
            .unwrap()
            .trim_start_matches('/')
    }
}

fn read(files: Vec<yiming::input::InputFile>, reading: &Reading) -> Vec<Outcome> {
    Units::new(files, reading.clone())
        .map(yiming::input::Unit::read)
        .collect()
}

/// Ids and texts.
fn texts(outcomes: &[Outcome]) -> Vec<(&str, &str)> {
    outcomes
        .iter()
        .map(|outcome| match outcome {
            Ok(document) => (document.id.as_str(), document.text.as_str()),
            Err(refused) => ("refused", refused.code),
        })
        .collect()
}

/// Records, places and codes of what was refused.
fn refusals(outcomes: &[Outcome]) -> Vec<(Option<u64>, Option<u64>, &str)> {
    let refused = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
    refused
        .map(|refused| (refused.source_record, refused.byte_offset, refused.code))
        .collect()
}

fn encoded(label: &str, text: &str) -> Vec<u8> {
    let (bytes, _, had_errors) = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().encode(text);
    assert!(!had_errors, "{text} in {label}");
    bytes.into_owned()
}

fn utf16(text: &str, is_big_endian: bool) -> Vec<u8> {
    let unit = |unit: u16| {
        if is_big_endian {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    };
    "\u{FEFF}"
        .encode_utf16()
        .chain(text.encode_utf16())
        .flat_map(unit)
        .collect()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    bzip2::read::BzEncoder::new(bytes, bzip2::Compression::default())
        .read_to_end(&mut out)
        .unwrap();
    out
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(1)).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

type Compress = fn(&[u8]) -> Vec<u8>;

/// Every way of compressing.
const COMPRESSORS: [(&str, Compress); 4] = [("gz", gzip), ("bz2", bzip2), ("zst", zstd), ("xz", xz)];

const ARTICLE: &str = "總統府今天表示，國際會議將於下週在臺北舉行，各國代表陸續抵達，討論氣候、貿易與科技合作。\n";

#[test]
fn endings_tell_the_format() {
    let desk = Desk::new();
    desk.write("all/a.txt", "甲")
        .write("all/b.md", "# 乙")
        .write("all/c.html", "<nav>頭</nav><p>丙&amp;丁</p>")
        .write("all/d.HTM", "<p>戊</p>")
        .write("all/e.jsonl", "{\"text\":\"己\"}\n")
        .write("all/f.json", "[{\"id\":\"x\",\"text\":\"庚\"},{\"text\":\"辛\"}]")
        .write("all/g.json", "{\"text\":\"壬\"}\n")
        .write("all/h.csv", "id,text\ny,\"癸,\n\"\"子\"\"\"\n")
        .write("all/i.tsv", "text\tid\r\n丑\t7\r\n寅\t\r\n")
        .write("all/j.png", "no text");
    let outcomes = desk.read("all");
    let expected = [
        ("a.txt", "甲"),
        ("b.md", "# 乙"),
        ("c.html", "丙&丁"),
        ("d.HTM", "戊"),
        ("e.jsonl#1", "己"),
        ("x", "庚"),
        ("f.json#2", "辛"),
        ("g.json", "壬"),
        ("y", "癸,\n\"子\""),
        ("7", "丑"),
        ("i.tsv#2", "寅"),
    ];
    assert_eq!(texts(&outcomes), expected);
    assert_eq!(find(&[desk.path("all")]).passed_over, 1);
}

#[test]
fn fields_are_found_by_dotted_paths_and_columns_by_name() {
    let desk = Desk::new();
    desk.write("a.jsonl", "{\"meta\":{\"uid\":5},\"parts\":[{\"body\":\"甲\"}]}\n")
        .write("b.csv", "meta.uid,parts.0.body\n6,乙\n");
    let reading = Reading {
        fields: Fields {
            text: "parts.0.body".to_owned(),
            id: Some("meta.uid".to_owned()),
            date: None,
        },
        ..Reading::default()
    };
    assert_eq!(
        texts(&desk.read_with(&["a.jsonl", "b.csv"], &reading)),
        [("5", "甲"), ("6", "乙")]
    );
    assert_eq!(texts(&desk.read("b.csv")), [("refused", "missing_field")]);
}

#[test]
fn dates_are_fields_and_columns() {
    let desk = Desk::new();
    desk.write(
        "a.jsonl",
        concat!(
            "{\"text\":\"甲\",\"date\":\"2024/5/1 08:30\"}\n",
            "{\"text\":\"乙\",\"date\":20240502}\n",
            "{\"text\":\"丙\",\"date\":\"昨天\"}\n",
            "{\"text\":\"丁\",\"date\":null}\n",
            "{\"text\":\"戊\"}\n",
        ),
    )
    .write("b.csv", "date,text,when\n,己,民國113年5月3日\n2024,庚,\n")
    .write("c.txt", "辛");
    let dates = |name: &str, field: Option<&str>| -> Vec<Option<String>> {
        let reading = Reading {
            fields: Fields {
                date: field.map(str::to_owned),
                ..Fields::default()
            },
            ..Reading::default()
        };
        let outcomes = desk.read_with(&[name], &reading);
        outcomes.into_iter().map(|outcome| outcome.unwrap().date).collect()
    };
    let some = |date: &str| Some(date.to_owned());
    let found = [some("2024-05-01"), some("2024-05-02"), some("昨天"), None, None];
    assert_eq!(dates("a.jsonl", None), found);
    assert_eq!(dates("b.csv", None), [None, some("2024")]);
    assert_eq!(dates("b.csv", Some("when")), [some("2024-05-03"), None]);
    assert_eq!(dates("c.txt", None), [None]);
    let reading = Reading {
        fields: Fields {
            date: Some("day".to_owned()),
            ..Fields::default()
        },
        ..Reading::default()
    };
    assert_eq!(
        texts(&desk.read_with(&["b.csv"], &reading)),
        [("refused", "missing_field")]
    );
}

#[test]
fn compression_is_told_by_content_and_members_are_read_one_after_the_other() {
    for (ending, compress) in COMPRESSORS {
        let desk = Desk::new();
        let two = [compress("甲".as_bytes()), compress("乙".as_bytes())].concat();
        let lines = [compress(b"{\"text\":\"a\"}\n{\"te"), compress(b"xt\":\"b\"}\n")].concat();
        desk.write(&format!("a.txt.{ending}"), &two)
            .write("misnamed.txt", &two)
            .write("plain.txt.gz", "丙")
            .write(&format!("c.jsonl.{ending}"), lines)
            .write(
                &format!("d.tar.{ending}"),
                compress(&tar(&[("丁.txt", "丁".as_bytes())])),
            )
            .write("e.zip", zip(&[(&format!("戊.txt.{ending}"), &two)]));
        let name = format!("a.txt.{ending}");
        assert_eq!(texts(&desk.read(&name)), [(name.as_str(), "甲乙")], "{ending}");
        assert_eq!(texts(&desk.read("misnamed.txt")), [("misnamed.txt", "甲乙")]);
        assert_eq!(texts(&desk.read("plain.txt.gz")), [("plain.txt.gz", "丙")]);
        let name = format!("c.jsonl.{ending}");
        let ids = [format!("{name}#1"), format!("{name}#2")];
        assert_eq!(
            texts(&desk.read(&name)),
            [(ids[0].as_str(), "a"), (ids[1].as_str(), "b")]
        );
        let name = format!("d.tar.{ending}");
        assert_eq!(texts(&desk.read(&name)), [(format!("{name}/丁.txt").as_str(), "丁")]);
        assert_eq!(
            texts(&desk.read("e.zip")),
            [(format!("e.zip/戊.txt.{ending}").as_str(), "甲乙")]
        );
    }
}

#[test]
fn of_a_truncated_file_whole_records_are_kept_and_nothing_else() {
    let line = |number: u32| {
        format!(
            "{{\"id\":\"{number}\",\"text\":\"第{number}則，{}\"}}\n",
            number.wrapping_mul(2_654_435_761)
        )
    };
    let lines: String = (1..=20_000).map(line).collect();
    let mut noise = ARTICLE.repeat(10);
    noise.extend((1..=20_000u32).map(line));
    for (ending, compress) in COMPRESSORS {
        let desk = Desk::new();
        let (records, whole) = (compress(lines.as_bytes()), compress(noise.as_bytes()));
        let name = format!("a.jsonl.{ending}");
        desk.write(&name, &records[..records.len() * 2 / 3])
            .write("whole.txt", &whole[..whole.len() * 2 / 3]);
        let outcomes = desk.read(&name);
        let (last, kept) = outcomes.split_last().unwrap();
        let complete: String = (1..=kept.len() as u32).map(line).collect();
        let kept_ids: Vec<&str> = kept.iter().map(|kept| kept.as_ref().unwrap().id.as_str()).collect();
        assert!(
            kept.len() < 20_000 && (ending == "bz2" || kept.len() > 100),
            "{ending}: {}",
            kept.len()
        );
        assert_eq!(kept_ids, (1..=kept.len()).map(|id| id.to_string()).collect::<Vec<_>>());
        let refused = last.as_ref().unwrap_err();
        assert_eq!(
            (refused.code, refused.source_record),
            ("truncated", Some(kept.len() as u64 + 1)),
            "{ending}: {refused}"
        );
        let offset = refused.byte_offset.unwrap() as usize;
        assert!(offset >= complete.len() && offset < lines.len(), "{ending}: {offset}");
        assert_eq!(texts(&desk.read("whole.txt")), [("refused", "truncated")], "{ending}");
    }
}

#[test]
fn damage_inside_compressed_data_is_found() {
    for (ending, compress) in COMPRESSORS {
        let desk = Desk::new();
        let mut bytes = compress(ARTICLE.repeat(3).as_bytes());
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        desk.write("a.txt", &bytes);
        let outcomes = desk.read("a.txt");
        let refused = outcomes[0].as_ref().unwrap_err();
        assert!(["corrupt", "truncated"].contains(&refused.code), "{ending}: {refused}");
    }
    let desk = Desk::new();
    let mut bytes = zip(&[("a.txt", ARTICLE.as_bytes()), ("b.txt", b"whole")]);
    bytes[40] ^= 0x55;
    desk.write("a.zip", &bytes);
    assert_eq!(
        texts(&desk.read("a.zip")),
        [("refused", "corrupt"), ("a.zip/b.txt", "whole")]
    );
}

#[test]
fn archives_give_their_members_and_pass_over_the_rest() {
    let long = format!("{}/長.txt", "夾".repeat(90));
    let members: Vec<(&str, &[u8])> = vec![
        ("./a.txt", "甲".as_bytes()),
        ("news/b.jsonl", b"{\"text\":\"b\"}\n\n{\"id\":\"own\",\"text\":\"c\"}\n"),
        ("news/c.png", b"\x89PNG"),
        ("news/.hidden.txt", b"hidden"),
        ("/d.html", b"<p>d"),
        (&long, "長".as_bytes()),
    ];
    for (name, bytes) in [
        ("x.tar", tar(&members)),
        ("x.tgz", gzip(&tar(&members))),
        ("x.zip", zip(&members)),
    ] {
        let desk = Desk::new();
        desk.write(&format!("in/{name}"), bytes);
        let units = Units::new(find(&[desk.path("in")]).files, Reading::default());
        let passed_over = units.passed_over();
        let outcomes: Vec<Outcome> = units.map(yiming::input::Unit::read).collect();
        let found: Vec<(String, &str)> = texts(&outcomes)
            .into_iter()
            .map(|(id, text)| (id.replace(name, "x"), text))
            .collect();
        let expected = [
            ("x/a.txt".to_owned(), "甲"),
            ("x/news/b.jsonl#1".to_owned(), "b"),
            ("own".to_owned(), "c"),
            ("x/d.html".to_owned(), "d"),
            (format!("x/{long}"), "長"),
        ];
        assert_eq!(found, expected, "{name}");
        let source = &outcomes[1].as_ref().unwrap().source_path;
        assert_eq!(desk.short(source), format!("in/{name}/news/b.jsonl"));
        assert_eq!(passed_over.load(std::sync::atomic::Ordering::Relaxed), 1);
    }
}

#[test]
fn names_of_members_lead_nowhere() {
    let members: Vec<(&str, &[u8])> = vec![
        ("../../up.txt", b"up"),
        ("a/../../b.txt", b"b"),
        ("..\\c.txt", b"c"),
        ("in.zip", b"PK"),
        ("in.tar.gz", b"\x1F\x8B"),
        ("fine..txt", b"fine"),
    ];
    for (name, bytes) in [("x.tar", tar(&members)), ("x.zip", zip(&members))] {
        let desk = Desk::new();
        desk.write(name, bytes);
        let outcomes = desk.read(name);
        let fine = format!("{name}/fine..txt");
        let (bad, nested) = (("refused", "bad_name"), ("refused", "nested_archive"));
        assert_eq!(
            texts(&outcomes),
            [bad, bad, bad, nested, nested, (fine.as_str(), "fine")],
            "{name}"
        );
    }
    let desk = Desk::new();
    desk.write("x.zip", zip(&[("a\0b.txt", b"zero")]));
    assert_eq!(texts(&desk.read("x.zip")), [("refused", "bad_name")]);
}

#[test]
fn links_in_archives_are_not_followed() {
    let desk = Desk::new();
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    builder.append_link(&mut header, "link.txt", "/etc/passwd").unwrap();
    desk.write("x.tar", builder.into_inner().unwrap());
    assert!(desk.read("x.tar").is_empty());
}

#[test]
fn names_of_members_in_big5_are_read_or_shown_by_their_bytes() {
    let desk = Desk::new();
    let name = encoded("big5", "臺北市政府新聞稿彙編第一冊.txt");
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for name in [&name[..], b"\xFF\xA0.txt"] {
        let name = rawzip::path::EntryPath::verbatim(name.to_vec());
        let (entry, config) = archive.new_file(name).start().unwrap();
        let (entry, descriptor) = config.wrap(entry).finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    desk.write("x.zip", out);
    let outcomes = desk.read("x.zip");
    assert_eq!(
        texts(&outcomes),
        [
            ("x.zip/臺北市政府新聞稿彙編第一冊.txt", ""),
            ("x.zip/\\xff\\xa0.txt", "")
        ]
    );
}

#[test]
fn truncated_archives_give_what_is_before_the_cut() {
    let big = ARTICLE.repeat(100);
    let bytes = tar(&[("a.txt", b"a"), ("b.txt", big.as_bytes()), ("c.txt", b"c")]);
    let desk = Desk::new();
    desk.write("inside.tar", &bytes[..3000])
        .write("header.tar", &bytes[..1024 + 100])
        .write("packed.tar.gz", &gzip(&bytes)[..200])
        .write("no.tar", "this is no archive")
        .write("cut.zip", &zip(&[("a.txt", big.as_bytes())])[..100]);
    assert_eq!(
        texts(&desk.read("inside.tar")),
        [("inside.tar/a.txt", "a"), ("refused", "truncated")]
    );
    assert_eq!(
        texts(&desk.read("header.tar")),
        [("header.tar/a.txt", "a"), ("refused", "truncated")]
    );
    assert_eq!(refusals(&desk.read("packed.tar.gz")).last().unwrap().2, "truncated");
    assert_eq!(texts(&desk.read("no.tar")), [("refused", "truncated")]);
    assert_eq!(texts(&desk.read("cut.zip")), [("refused", "truncated")]);
}

#[test]
fn of_a_truncated_zip_archive_members_before_the_cut_are_kept() {
    let big: String = (0..3000u32)
        .map(|i| format!("{},", i.wrapping_mul(2_654_435_761)))
        .collect();
    let lines: String = (0..3000)
        .map(|i: u32| format!("{{\"id\":\"{i}\",\"text\":\"{}\"}}\n", i.wrapping_mul(2_654_435_761)))
        .collect();
    let members = [
        ("a.txt", "甲"),
        ("b/", ""),
        ("b/c.jpg", "no text"),
        ("b/c.txt", &*big),
        ("d.jsonl", &*lines),
    ];
    let desk = Desk::new();
    for (way, bytes) in [
        (
            "sizes behind members",
            zip(&members.map(|(name, text)| (name, text.as_bytes()))),
        ),
        ("deflated", zip_with_sizes(&members, true)),
        ("stored", zip_with_sizes(&members, false)),
    ] {
        let of = |name: &str| bytes.windows(name.len()).position(|at| at == name.as_bytes()).unwrap();
        desk.write("whole.zip", &bytes);
        let whole = desk.read("whole.zip").len();
        assert_eq!(whole, 2 + 3000, "{way}");
        // Without the end of the directory, or all of it, all members are there.
        let directory = bytes.windows(4).position(|at| at == b"PK\x01\x02").unwrap();
        for cut in [bytes.len() - 1, bytes.len() - 30, directory + 10, directory] {
            desk.write("cut.zip", &bytes[..cut]);
            let outcomes = desk.read("cut.zip");
            assert_eq!(outcomes.len(), whole + 1, "{way}: cut at {cut}");
            let last = outcomes.last().unwrap().as_ref().unwrap_err();
            assert!(
                last.code == "truncated" && last.source_path.ends_with("/cut.zip"),
                "{way}: {last}"
            );
            assert!(outcomes[..whole].iter().all(Result::is_ok), "{way}: cut at {cut}");
        }
        // Inside records: those before the cut.
        desk.write("cut.zip", &bytes[..(of("d.jsonl") + directory) / 2]);
        let outcomes = desk.read("cut.zip");
        let (last, kept) = outcomes.split_last().unwrap();
        assert!(
            (100..whole).contains(&kept.len()) && kept.iter().all(Result::is_ok),
            "{way}"
        );
        let last = last.as_ref().unwrap_err();
        assert!(
            last.code == "truncated" && last.source_path.ends_with("/cut.zip/d.jsonl"),
            "{way}: {last}"
        );
        // Inside an article, a header, and a member that is passed over.
        for cut in [of("b/c.txt") + 300, of("b/c.txt") + 3, of("b/c.jpg") + 8] {
            desk.write("cut.zip", &bytes[..cut]);
            let outcomes = desk.read("cut.zip");
            assert_eq!(
                texts(&outcomes),
                [("cut.zip/a.txt", "甲"), ("refused", "truncated")],
                "{way}: cut at {cut}"
            );
        }
    }
}

/// An archive in which the header of each member has its sizes, as of programs that do not write streams.
fn zip_with_sizes(members: &[(&str, &str)], deflated: bool) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in members {
        let mut data = text.as_bytes().to_vec();
        let mut sum = flate2::Crc::new();
        sum.update(&data);
        if deflated {
            let mut packed = Vec::new();
            flate2::read::DeflateEncoder::new(text.as_bytes(), flate2::Compression::default())
                .read_to_end(&mut packed)
                .unwrap();
            data = packed;
        }
        let mut common = [20u16, 0, if deflated { 8 } else { 0 }, 0, 0]
            .map(u16::to_le_bytes)
            .concat();
        for number in [sum.sum(), data.len() as u32, text.len() as u32] {
            common.extend(number.to_le_bytes());
        }
        common.extend([name.len() as u16, 0].map(u16::to_le_bytes).concat());
        let at = (out.len() as u32).to_le_bytes();
        directory.extend([&b"PK\x01\x02\x14\0"[..], &common, &[0; 10], &at, name.as_bytes()].concat());
        out.extend([&b"PK\x03\x04"[..], &common, name.as_bytes(), &data].concat());
    }
    let (at, count) = (out.len() as u32, (members.len() as u16).to_le_bytes());
    let size = (directory.len() as u32).to_le_bytes();
    out.extend(
        [
            &directory,
            &b"PK\x05\x06\0\0\0\0"[..],
            &count,
            &count,
            &size,
            &at.to_le_bytes(),
            &[0; 2],
        ]
        .concat(),
    );
    out
}

#[test]
fn encodings_are_told_by_content() {
    // By another program: the encoder of the crate leaves out what Hong Kong has added.
    let cantonese = "佢哋嚟咗香港，喺度食嘢，啲嘢好好食，唔該晒，聽日再嚟過，係咪呀。";
    let supplemented = b"\xCA\x5C\x92\x5D\x91\xC1\x9D\xF7\xAD\xBB\xB4\xE4\xA1\x41\x9D\xF6\xAB\xD7\xAD\xB9\x9D\xCF\xA1\x41\x9D\xF8\x9D\xCF\xA6\x6E\xA6\x6E\xAD\xB9\xA1\x41\xAD\xF8\xB8\xD3\xAE\xCD\xA1\x41\xC5\xA5\xA4\xE9\xA6\x41\x91\xC1\xB9\x4C\xA1\x41\xAB\x59\xAB\x7D\xA7\x72\xA1\x43";
    let simplified = "国务院今天发布通知，要求各地加强食品安全监管，保障人民群众身体健康。";
    let desk = Desk::new();
    let cases = [
        ("utf-8", ARTICLE.as_bytes().to_vec(), ARTICLE),
        ("utf-8-sig", format!("\u{FEFF}{ARTICLE}").into_bytes(), ARTICLE),
        ("utf-16le", utf16("臺灣𠮷\n", false), "臺灣𠮷\n"),
        ("utf-16be", utf16("臺灣𠮷\n", true), "臺灣𠮷\n"),
        ("big5-hkscs", encoded("big5", ARTICLE), ARTICLE),
        ("big5-hkscs", supplemented.to_vec(), cantonese),
        ("gb18030", encoded("gb18030", simplified), simplified),
        // Traditional characters in GBK, of which GB 2312 has none.
        ("gb18030", encoded("gb18030", ARTICLE), ARTICLE),
    ];
    for (name, bytes, text) in cases {
        desk.write("a.txt", bytes);
        let outcomes = desk.read("a.txt");
        let document = outcomes[0]
            .as_ref()
            .unwrap_or_else(|refused| panic!("{name}: {refused}"));
        assert_eq!((document.encoding, document.text.as_str()), (name, text));
    }
}

#[test]
fn bytes_of_hong_kong_and_of_the_rarest_characters_are_decoded() {
    let desk = Desk::new();
    // 嚟 and 𨋢, the latter beyond the first plane, have places in HKSCS only; 㐀 has four bytes in GB18030.
    desk.write("hk.txt", b"\x91\xC1\x9D\xF2")
        .write("gb.txt", b"\x81\x39\xEE\x39\xD6\xD0");
    for (name, encoding, text) in [
        ("hk.txt", Encoding::Big5, "嚟𨋢"),
        ("gb.txt", Encoding::Gb18030, "㐀中"),
    ] {
        let reading = Reading {
            encoding: Some(encoding),
            ..Reading::default()
        };
        let outcomes = desk.read_with(&[name], &reading);
        let document = outcomes[0].as_ref().unwrap();
        assert!(document.text.starts_with(text), "{}", document.text);
        assert_eq!(document.text.chars().count(), 2);
    }
}

#[test]
fn every_sample_article_is_told_in_every_encoding_that_can_write_it() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut told = 0;
    for entry in fs::read_dir(corpus).unwrap() {
        let Ok(article) = fs::read_to_string(entry.unwrap().path()) else {
            continue;
        };
        for (label, name) in [("big5", "big5-hkscs"), ("gb18030", "gb18030")] {
            let (bytes, _, had_errors) = encoding_rs::Encoding::for_label(label.as_bytes())
                .unwrap()
                .encode(&article);
            if had_errors {
                continue;
            }
            let desk = Desk::new();
            desk.write("a.txt", bytes);
            let outcomes = desk.read("a.txt");
            let document = outcomes[0]
                .as_ref()
                .unwrap_or_else(|refused| panic!("{label}: {refused}: {article}"));
            assert_eq!((document.encoding, &document.text), (name, &article));
            told += 1;
        }
    }
    assert!(told > 40, "{told}");
}

#[test]
fn real_articles_are_never_told_wrongly_however_short() {
    let Some(articles) = shared::shared("data/articles") else {
        return;
    };
    let traditional: Vec<String> = fs::read_dir(articles)
        .unwrap()
        .filter_map(|entry| fs::read_to_string(entry.unwrap().path()).ok())
        .collect();
    let converter = yiming::convert::Converter::new(yiming::convert::Config::T2s);
    let simplified: Vec<String> = traditional.iter().map(|article| converter.convert(article)).collect();
    let desk = Desk::new();
    for (label, name, texts) in [
        ("big5", "big5-hkscs", &traditional),
        ("gb18030", "gb18030", &simplified),
        ("gb18030", "gb18030", &traditional),
    ] {
        for length in [4, 8, 16, 32, 64, 1_000_000] {
            let (mut told, mut all) = (0, 0);
            for article in texts {
                let beginning: String = article.chars().filter(|c| !c.is_ascii()).take(length).collect();
                let (bytes, _, had_errors) = encoding_rs::Encoding::for_label(label.as_bytes())
                    .unwrap()
                    .encode(&beginning);
                // A few characters of GB18030 may be UTF-8 by chance, which nothing tells.
                let is_utf8 = length < 16 && std::str::from_utf8(&bytes).is_ok();
                if had_errors || beginning.is_empty() || is_utf8 {
                    continue;
                }
                all += 1;
                desk.write("a.txt", bytes);
                if let Ok(document) = &desk.read("a.txt")[0] {
                    assert_eq!((document.encoding, &document.text), (name, &beginning));
                    told += 1;
                }
            }
            eprintln!("{label} {length}: {told} of {all} told");
            assert!(
                length < 32 || told * 100 >= all * 95,
                "{label} {length}: {told} of {all}"
            );
        }
    }
}

#[test]
fn what_is_not_sure_is_refused_with_what_it_may_be() {
    let desk = Desk::new();
    desk.write("short.txt", encoded("big5", "臺北"))
        .write(
            "korean.txt",
            encoded("euc-kr", "서울에서 열린 회의는 오후에 끝났다고 관계자가 말했다."),
        )
        .write("binary.txt", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\xFF\xFE\xFD")
        .write("unmarked.txt", &utf16("title: news\n", false)[2..]);
    for name in ["korean.txt", "binary.txt", "unmarked.txt"] {
        let outcomes = desk.read(name);
        let refused = outcomes[0].as_ref().unwrap_err();
        assert_eq!(refused.code, "unknown_encoding", "{name}: {refused}");
        assert!(refused.help.is_some());
    }
    // Told, it is read.
    let reading = Reading {
        encoding: Some(Encoding::Big5),
        ..Reading::default()
    };
    assert_eq!(
        texts(&desk.read_with(&["short.txt"], &reading)),
        [("short.txt", "臺北")]
    );
    let outcomes = desk.read("short.txt");
    assert!(
        outcomes[0].as_ref().is_ok_and(|document| document.text == "臺北")
            || refusals(&outcomes)[0].2 == "unknown_encoding"
    );
}

#[test]
fn a_wrong_byte_refuses_the_document_with_its_place() {
    let desk = Desk::new();
    let mut damaged = ARTICLE.as_bytes().to_vec();
    damaged[30] = 0xA5;
    let mut big5 = encoded("big5", ARTICLE);
    big5[40..42].copy_from_slice(b"\xA5\xFF");
    let mut gb18030 = encoded("gb18030", ARTICLE);
    gb18030[40..42].copy_from_slice(b"\xFF\xFF");
    let mut half = utf16("臺灣", false);
    half.extend(0xD800u16.to_le_bytes());
    half.extend(0x41u16.to_le_bytes());
    desk.write("a.txt", damaged)
        .write("b.txt", big5)
        .write("c.txt", gb18030)
        .write("d.txt", half);
    let codes = [
        ("a.txt", 30, "invalid_utf8"),
        ("b.txt", 40, "invalid_big5"),
        ("c.txt", 40, "invalid_gb18030"),
        ("d.txt", 6, "invalid_utf16"),
    ];
    for (name, offset, code) in codes {
        assert_eq!(refusals(&desk.read(name)), [(None, Some(offset), code)], "{name}");
    }
}

#[test]
fn records_are_read_in_every_encoding_and_a_bad_one_is_refused_alone() {
    let desk = Desk::new();
    let line = |id: u32| format!("{{\"id\":{id},\"text\":\"{}\"}}\n", ARTICLE.trim());
    let good = line(1) + &line(2) + &line(3);
    for (name, bytes) in [
        ("utf-8", good.clone().into_bytes()),
        ("big5-hkscs", encoded("big5", &good)),
        ("gb18030", encoded("gb18030", &good)),
        ("utf-16le", utf16(&good, false)),
        ("utf-16be", utf16(&good, true)),
    ] {
        desk.write("a.jsonl", &bytes);
        let outcomes = desk.read("a.jsonl");
        assert_eq!(
            texts(&outcomes),
            [("1", ARTICLE.trim()), ("2", ARTICLE.trim()), ("3", ARTICLE.trim())],
            "{name}"
        );
        assert_eq!(outcomes[0].as_ref().unwrap().encoding, name);
        // The closing quote of the second line.
        let width = if name.starts_with("utf-16") { 2 } else { 1 };
        let line_length = (bytes.len() - if width == 2 { 2 } else { 0 }) / 3;
        let begins = line_length + if width == 2 { 2 } else { 0 };
        let mut broken = bytes.clone();
        let at = begins + 20 * width;
        if width == 2 {
            let unit = 0xDC00u16;
            let unit = if name == "utf-16be" {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            };
            broken[at..at + 2].copy_from_slice(&unit);
        } else {
            broken[at] = 0xFF;
        }
        desk.write("a.jsonl", &broken);
        let outcomes = desk.read("a.jsonl");
        let found: Vec<&str> = texts(&outcomes).into_iter().map(|(id, _)| id).collect();
        assert_eq!(found, ["1", "refused", "3"], "{name}");
        let (record, offset, code) = refusals(&outcomes)[0];
        assert_eq!(record, Some(2));
        assert!(code.starts_with("invalid_"), "{name}: {code}");
        let offset = offset.unwrap() as usize;
        assert!(
            (begins..=at).contains(&offset) && offset + 2 >= at,
            "{name}: {offset} for {at}"
        );
    }
}

#[test]
fn tables_and_json_are_read_in_big5() {
    let desk = Desk::new();
    // 功 and 許 end in a backslash in Big5, as a few others do.
    let text = "成功大學許教授表示，閱讀計畫將擴大辦理，並與各縣市圖書館合作推動。";
    desk.write("a.csv", encoded("big5", &format!("標題,text\n\"許,功\",{text}\n")))
        .write(
            "a.json",
            encoded("big5", &format!("[{{\"text\":\"{text}\"}},{{\"text\":\"{text}\"}}]")),
        );
    assert_eq!(texts(&desk.read("a.csv")), [("a.csv#1", text)]);
    assert_eq!(texts(&desk.read("a.json")), [("a.json#1", text), ("a.json#2", text)]);
}

#[test]
fn records_that_are_wrong_are_refused_and_the_others_read() {
    let desk = Desk::new();
    desk.write(
        "a.jsonl",
        "{\"text\":\"a\"}\n{\"text\":\"\\ud800\"}\n{\"text\":7}\n[]\n{\"text\":\"b\"}",
    )
    .write("a.json", "[{\"text\":\"a\"},7,{\"text\":\"b\"} {\"text\":\"c\"}]")
    .write("a.csv", "id,text\n1,a\n2\n3,c,d\n4,e\n5,\"f\n");
    let found = [
        (Some(2), Some(25), "invalid_json"),
        (Some(3), Some(32), "wrong_type"),
        (Some(4), Some(43), "invalid_json"),
    ];
    let outcomes = desk.read("a.jsonl");
    assert_eq!(texts(&outcomes)[0], ("a.jsonl#1", "a"));
    assert_eq!(texts(&outcomes)[4], ("a.jsonl#5", "b"));
    assert_eq!(
        refusals(&outcomes)
            .iter()
            .map(|found| (found.0, found.2))
            .collect::<Vec<_>>(),
        found.map(|found| (found.0, found.2))
    );
    let outcomes = desk.read("a.json");
    assert_eq!(
        texts(&outcomes),
        [
            ("a.json#1", "a"),
            ("refused", "invalid_json"),
            ("a.json#3", "b"),
            ("refused", "invalid_json")
        ]
    );
    assert_eq!(refusals(&outcomes)[1].1, Some(29));
    let outcomes = desk.read("a.csv");
    let bad = ("refused", "invalid_csv");
    assert_eq!(texts(&outcomes), [("1", "a"), bad, bad, ("4", "e"), bad]);
    assert_eq!(
        refusals(&outcomes),
        [
            (Some(2), Some(12), "invalid_csv"),
            (Some(3), Some(14), "invalid_csv"),
            (Some(5), Some(24), "invalid_csv")
        ]
    );
}

#[test]
fn documents_beyond_the_limit_are_refused_without_being_held() {
    let limit = Reading {
        max_document: 1000,
        ..Reading::default()
    };
    let desk = Desk::new();
    let line = |length: usize| format!("{{\"text\":\"{}\"}}\n", "a".repeat(length));
    // Two thousand million equal bytes, a member at a time.
    let bomb = gzip(&vec![b'a'; 1 << 22]).repeat(500);
    desk.write("a.txt", "a".repeat(1001))
        .write("b.txt", "a".repeat(1000))
        .write("bomb.txt.gz", &bomb)
        .write("c.jsonl", line(10) + &line(2000) + &line(20))
        .write("d.csv", format!("text\n{}\nb\n", "a".repeat(3000)))
        .write(
            "e.json",
            format!("[{{\"text\":\"{}\"}},{{\"text\":\"e\"}}]", "a".repeat(3000)),
        )
        .write("f.tar", tar(&[("big.txt", &[b'a'; 2000]), ("g.txt", b"g")]))
        .write("h.zip", zip(&[("big.txt", &[b'a'; 200_000]), ("i.txt", b"i")]));
    let codes = |name: &str| -> Vec<String> {
        let outcomes = desk.read_with(&[name], &limit);
        outcomes
            .iter()
            .map(|outcome| {
                outcome
                    .as_ref()
                    .map_or_else(|refused| refused.code, |_| "read")
                    .to_owned()
            })
            .collect()
    };
    assert_eq!(codes("a.txt"), ["too_large"]);
    assert_eq!(codes("b.txt"), ["read"]);
    assert_eq!(codes("bomb.txt.gz"), ["too_large"]);
    assert_eq!(codes("c.jsonl"), ["read", "too_large", "read"]);
    assert_eq!(codes("d.csv"), ["too_large", "read"]);
    assert_eq!(codes("e.json"), ["too_large", "read"]);
    assert_eq!(codes("f.tar"), ["too_large", "read"]);
    assert_eq!(codes("h.zip"), ["too_large", "read"]);
}

#[test]
fn ids_may_be_taken_from_paths_and_must_be_fit_for_a_table() {
    let desk = Desk::new();
    let long = "x".repeat(1025);
    desk.write("a/x.jsonl", "{\"id\":\"one\",\"text\":\"甲\"}\n{\"id\":\"one\",\"text\":\"乙\"}\n")
        .write("b/x.jsonl", format!("{{\"id\":\"../../up\",\"text\":\"丙\"}}\n{{\"id\":\"a\\u0000\",\"text\":\"\"}}\n{{\"id\":\"{long}\",\"text\":\"\"}}\n"));
    let outcomes = desk.read_with(&["a", "b"], &Reading::default());
    assert_eq!(
        texts(&outcomes)[..3],
        [("one", "甲"), ("one", "乙"), ("../../up", "丙")]
    );
    assert_eq!(texts(&outcomes)[3..], [("refused", "bad_id"), ("refused", "bad_id")]);
    let reading = Reading {
        id_from: IdFrom::Path,
        ..Reading::default()
    };
    let outcomes = desk.read_with(&["a", "b"], &reading);
    let ids: Vec<&str> = texts(&outcomes).into_iter().map(|(id, _)| desk.short(id)).collect();
    assert_eq!(
        ids,
        [
            "a/x.jsonl#1",
            "a/x.jsonl#2",
            "b/x.jsonl#1",
            "b/x.jsonl#2",
            "b/x.jsonl#3"
        ]
    );
}

#[test]
fn patterns_say_what_of_a_folder_is_read() {
    let desk = Desk::new();
    for name in [
        "a.txt",
        "b.md",
        "draft/c.txt",
        "x/draft/d.txt",
        "x/e.txt",
        ".hidden.txt",
    ] {
        desk.write(&format!("in/{name}"), name);
    }
    desk.write("in/.ignore", "b.md\n");
    let found = |include: &[&str], exclude: &[&str]| -> Vec<String> {
        let owned = |patterns: &[&str]| patterns.iter().map(ToString::to_string).collect::<Vec<_>>();
        let finder = Finder::new(&owned(include), &owned(exclude), Format::Text).unwrap();
        finder
            .find(&[desk.path("in")])
            .files
            .into_iter()
            .map(|file| file.id)
            .collect()
    };
    assert_eq!(found(&[], &[]), ["a.txt", "draft/c.txt", "x/draft/d.txt", "x/e.txt"]);
    assert_eq!(found(&[], &["draft"]), ["a.txt", "x/e.txt"]);
    assert_eq!(found(&[], &["draft/*"]), ["a.txt", "x/draft/d.txt", "x/e.txt"]);
    assert_eq!(found(&["x/**", "a*"], &["e.*"]), ["a.txt", "x/draft/d.txt"]);
    assert!(Finder::new(&["[".to_owned()], &[], Format::Text).is_err());
}

#[test]
fn lists_name_files_and_folders() {
    let desk = Desk::new();
    desk.write("a/x.txt", "甲")
        .write("b/x.txt", "乙")
        .write("c/y.md", "丙")
        .write("c/z.log", "no");
    let paths = ["a/x.txt", "b/x.txt", "c/", "missing.txt", "c/z.log"].map(|name| desk.path(name));
    for (end, between_zeros) in [("\n", false), ("\r\n", false), ("\0", true)] {
        let mut found = yiming::input::Found::default();
        let list = paths.join(end) + end + end;
        Finder::default().find_listed(list.as_bytes(), between_zeros, &mut found);
        let ids: Vec<&str> = found.files.iter().map(|file| desk.short(&file.id)).collect();
        assert_eq!(ids, ["a/x.txt", "b/x.txt", "c/y.md", "c/z.log"]);
        assert_eq!(found.refused.len(), 1);
        assert_eq!(found.refused[0].code, "not_found");
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_a_circle_are_refused_and_nothing_is_read_twice() {
    let desk = Desk::new();
    desk.write("in/a.txt", "甲").write("in/sub/b.txt", "乙");
    std::os::unix::fs::symlink(desk.path("in"), desk.path("in/sub/up")).unwrap();
    let found = find(&[desk.path("in")]);
    assert_eq!(found.files.len(), 2);
    assert_eq!(found.refused.len(), 1);
}

#[test]
fn units_stand_for_all_bytes_and_come_in_one_order() {
    let desk = Desk::new();
    let lines: String = (0..5000).map(|number| format!("{{\"text\":\"{number}\"}}\n")).collect();
    desk.write("in/a.txt", ARTICLE)
        .write("in/b.jsonl.gz", gzip(lines.as_bytes()))
        .write("in/c.csv", "text\na\nb\n")
        .write("in/d.tar", tar(&[("x.txt", b"x"), ("y.jsonl", lines.as_bytes())]));
    let files = find(&[desk.path("in")]).files;
    let total: u64 = files.iter().map(|file| file.size).sum();
    let sizes: u64 = Units::new(files.clone(), Reading::default())
        .map(|unit| unit.size())
        .sum();
    assert!(sizes <= total && sizes * 10 > total * 9, "{sizes} of {total}");
    let all = read(files.clone(), &Reading::default());
    for skipped in [1, 2, 4000, 5001, 5003, 5004, 9000] {
        let next = Units::new(files.clone(), Reading::default())
            .nth(skipped)
            .unwrap()
            .read();
        assert_eq!(next, all[skipped], "{skipped}");
    }
}

#[test]
fn a_preview_says_what_would_be_read() {
    let desk = Desk::new();
    desk.write("a.txt", encoded("big5", ARTICLE))
        .write("b.jsonl.gz", gzip(b"{\"text\":\"b\"}\n"))
        .write("c.zip", zip(&[("d.txt", b"d"), ("e.txt", b"\xFF\xFF")]));
    let mut seen = Vec::new();
    for name in ["a.txt", "b.jsonl.gz", "c.zip"] {
        for file in find(&[desk.path(name)]).files {
            preview(&file, &Reading::default(), |found| seen.push(found));
        }
    }
    let seen: Vec<_> = seen
        .into_iter()
        .map(|found| match found {
            Ok(Preview {
                source_path,
                format,
                compression,
                encoding,
                ..
            }) => (desk.short(&source_path).to_owned(), Some(format), compression, encoding),
            Err(refused) => (desk.short(&refused.source_path).to_owned(), None, None, None),
        })
        .collect();
    let expected = [
        ("a.txt".to_owned(), Some(Format::Text), None, Some(Encoding::Big5)),
        (
            "b.jsonl.gz".to_owned(),
            Some(Format::JsonLines),
            Some("gzip"),
            Some(Encoding::Utf8),
        ),
        ("c.zip".to_owned(), Some(Format::Zip), None, None),
        ("c.zip/d.txt".to_owned(), Some(Format::Text), None, Some(Encoding::Utf8)),
        ("c.zip/e.txt".to_owned(), None, None, None),
    ];
    assert_eq!(seen, expected);
}
