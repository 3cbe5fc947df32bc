//! What is fuzzed: in, bytes that a fuzzer makes up; out, nothing, or a panic that says what does not hold. The targets under
//! `fuzz/` call these functions, and so does a test on the seeds in `fuzz/corpus`. A byte or two choose the case, and
//! what is left is the text, so that a seed can be written by hand.

// Each target calls one of the functions.
#![allow(dead_code)]

use std::fs;
use std::sync::LazyLock;

use arbitrary::{Arbitrary, Result, Unstructured};
use yiming::convert::{Config, Converter, InvalidByte, Name, Scratch, Stream};
use yiming::input::{Encoding, Finder, Format, IdFrom, Reading, Unit, Units};
use yiming::lexicon::check::{Known, Severity, check};
use yiming::lexicon::{Dictionaries, DictionaryKind, Image, Problems, Region};
use yiming::pipeline::{compile, gazetteer};
use yiming::segment::UserWords;
use yiming::text::Folded;

use crate::checks::{check_conversion, check_tiling};
use crate::keys::{KEYS, SPECIAL, piece};

/// A converter for each configuration.
static CONVERTERS: LazyLock<Vec<Converter>> =
    LazyLock::new(|| Config::ALL.iter().map(|&config| Converter::new(config)).collect());

/// Any text through any configuration: both engines agree, and alignment and segments are sound.
pub fn convert(data: &[u8]) -> Result<()> {
    let input = &mut Unstructured::new(data);
    check_conversion(converter(input)?, &text(input)?);
    Ok(())
}

/// Any ranges of a text taken for names: each becomes what it is alone, and what is between them is converted.
pub fn names(data: &[u8]) -> Result<()> {
    let input = &mut Unstructured::new(data);
    let converter = converter(input)?;
    let lengths = <[u8; 8]>::arbitrary(input)?;
    let text = text(input)?;
    let names = ranges(&text, lengths);
    let converted = converter.convert_with(&text, &names);
    let aligned = converter.convert_aligned_with(&text, &names);
    assert_eq!(converted, aligned.text, "aligned: {text:?} {names:?}");
    check_tiling(&text, &aligned);
    for name in &names {
        let here = &converted[aligned.spans.target_of(name.range.clone())];
        let name = &text[name.range.clone()];
        let alone = converter.convert_with(name, &[Name::from(0..name.len())]);
        assert_eq!(here, alone, "{name:?} in {text:?} {names:?}");
    }
    if names.iter().all(|name| name.range.is_empty()) {
        assert_eq!(converted, converter.convert(&text), "{text:?} without a name");
    }
    Ok(())
}

/// Any bytes in pieces of any size: what comes out is what each line gives as a whole, up to the first byte that is not
/// UTF-8, or with such bytes as they are.
pub fn stream(data: &[u8]) -> Result<()> {
    let input = &mut Unstructured::new(data);
    let converter = converter(input)?;
    let is_lossy = bool::arbitrary(input)?;
    let repeat = u8::arbitrary(input)?;
    let sizes = <[u8; 4]>::arbitrary(input)?;
    let bytes = bytes(input)?;
    // A line so long that it has to be cut, which comes up seldom by itself; only one number in 256, since it takes long.
    let bytes = match repeat {
        255 => bytes.repeat(80_000 / bytes.len().max(1)),
        _ => bytes,
    };
    // Small pieces of much text take too long.
    let least = bytes.len() / 64;
    let mut sizes = sizes.into_iter().cycle().map(|size| least + usize::from(size) + 1);

    let mut stream = if is_lossy {
        Stream::lossy(converter)
    } else {
        Stream::new(converter)
    };
    let mut out = Vec::new();
    let mut rest = &bytes[..];
    let mut result = Ok(());
    while !rest.is_empty() && result.is_ok() {
        let (piece, after) = rest.split_at(rest.len().min(sizes.next().unwrap_or(1)));
        result = stream.push(piece, &mut out);
        rest = after;
    }
    let result = result.and_then(|()| stream.finish(&mut out));

    let (expected, wrong) = convert_lines(converter, &bytes, is_lossy);
    assert_eq!(
        result.err().map(|InvalidByte { byte, offset, .. }| (byte, offset)),
        wrong
    );
    let same = out
        .iter()
        .zip(&expected)
        .take_while(|(ours, whole)| ours == whole)
        .count();
    assert!(
        out == expected,
        "other bytes than the whole gives, from {same} on, of {}",
        bytes.len()
    );
    Ok(())
}

/// The conversion of bytes line by line, and the first byte that is not UTF-8 where that ends it.
fn convert_lines(converter: &Converter, bytes: &[u8], is_lossy: bool) -> (Vec<u8>, Option<(u8, usize)>) {
    let mut out = Vec::new();
    let mut scratch = Scratch::default();
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        let mut converted = String::new();
        for line in chunk.valid().split_inclusive('\n') {
            converter.convert_into(line, &mut converted, &mut scratch);
        }
        out.extend_from_slice(converted.as_bytes());
        at += chunk.valid().len();
        if let (Some(&byte), false) = (chunk.invalid().first(), is_lossy) {
            return (out, Some((byte, at)));
        }
        out.extend_from_slice(chunk.invalid());
        at += chunk.invalid().len();
    }
    (out, None)
}

/// Any bytes as a file of any format, in an encoding that is told or to be found out, with a small limit: documents and refusals, the
/// same each time; with ids from paths no two alike.
pub fn readers(data: &[u8]) -> Result<()> {
    const ENCODINGS: [Option<Encoding>; 6] = [
        None,
        None,
        Some(Encoding::Utf8),
        Some(Encoding::Utf16Le),
        Some(Encoding::Big5),
        Some(Encoding::Gb18030),
    ];
    let input = &mut Unstructured::new(data);
    let format = Format::ALL[usize::from(u8::arbitrary(input)?) % Format::ALL.len()];
    let encoding = ENCODINGS[usize::from(u8::arbitrary(input)?) % ENCODINGS.len()];
    // Most have a limit that nothing reaches.
    let limit = match u8::arbitrary(input)? {
        limit @ 0..64 => u64::from(limit),
        _ => 1 << 16,
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    fs::write(&path, input.bytes(input.len())?).unwrap();
    let reading = Reading {
        id_from: IdFrom::Path,
        encoding,
        max_document: limit,
        ..Reading::default()
    };
    let name = path.to_str().unwrap();
    let finder = Finder::new(&[], &[], format).unwrap();
    let files = finder.find(&[name.to_owned()]).files;
    let read = || -> Vec<_> {
        let units = Units::new(files.clone(), reading.clone());
        units.map(Unit::read).collect()
    };
    let outcomes = read();
    assert_eq!(outcomes, read(), "read twice");
    let mut ids = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(document) => {
                assert!(document.source_path.starts_with(name), "{}", document.source_path);
                // Two bytes of another encoding are three of UTF-8 at most.
                assert!(
                    document.text.len() as u64 <= limit * 3 / 2 + 1,
                    "{} bytes",
                    document.text.len()
                );
                ids.push(document.id);
            }
            Err(refused) => assert!(refused.source_path.starts_with(name), "{refused}"),
        }
    }
    // An archive may have two members of one name.
    if !matches!(format, Format::Tar | Format::Zip) {
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "ids");
    }
    Ok(())
}

/// Any bytes as dictionaries and configurations: a [`Problem`](yiming::lexicon::Problem), or a converter that works.
///
/// Where the first byte is even, the bytes up to the next U+0000 are a configuration file; where it is odd, three bytes choose
/// a configuration of the usual form. Then come the files `a.txt` to `c.txt`, each up to the next U+0000, and the text.
pub fn dictionary(data: &[u8]) -> Result<()> {
    let input = &mut Unstructured::new(data);
    let written = match u8::arbitrary(input)? % 2 {
        0 => None,
        _ => Some(configuration(<[u8; 3]>::arbitrary(input)?)),
    };
    let rest = input.bytes(input.len())?;
    let mut parts = rest.split(|&byte| byte == 0);
    let mut next = || parts.next().unwrap_or_default();
    let configuration = match &written {
        Some(json) => json.as_bytes(),
        None => next(),
    };
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let [a, b, c] = ["a.txt", "b.txt", "c.txt"].map(|name| write(name, next()));
    let text = String::from_utf8_lossy(next());
    // Keys in a row, and without what is between.
    let mut texts = vec![text.clone().into_owned()];
    for path in [&a, &b, &c] {
        let keys = fs::read(path).unwrap();
        let keys = String::from_utf8_lossy(&keys);
        texts.push(keys.split_whitespace().collect());
        texts.push(keys.into_owned());
    }
    let configured = Converter::from_config_file(&write("configuration.json", configuration)).map_err(Problems::from);
    let with_users = CONVERTERS[0].clone().with_user_dictionaries(&[&a, &b]);
    let both = configured
        .clone()
        .and_then(|converter| converter.with_user_dictionaries(&[&c]));
    for converter in [configured, with_users, both] {
        match converter {
            Ok(converter) => texts.iter().for_each(|text| {
                check_conversion(&converter, text);
                let names = ranges(text, [1, 2, 1, 3, 0, 1, 2, 2]);
                check_tiling(text, &converter.convert_aligned_with(text, &names));
            }),
            Err(problems) => assert!(!problems.to_string().is_empty()),
        }
    }
    Ok(())
}

/// Any bytes as a list of words, a dictionary of conversions or of entities: everything is told that is wrong, or the image of it gives
/// what the dictionary gives.
///
/// The first byte chooses the kind, or leaves it to the contents. What follows the first U+0000 is a text.
pub fn lexicon(data: &[u8]) -> Result<()> {
    let input = &mut Unstructured::new(data);
    let kinds = [
        DictionaryKind::Words,
        DictionaryKind::Conversions,
        DictionaryKind::Entities,
    ];
    let kind = kinds.get(usize::from(u8::arbitrary(input)? % 4)).copied();
    let rest = input.bytes(input.len())?;
    let end = rest.iter().position(|&byte| byte == 0).unwrap_or(rest.len());
    let text = String::from_utf8_lossy(&rest[end..]).into_owned();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dictionary.txt");
    fs::write(&path, &rest[..end]).unwrap();
    let known = Known {
        shipped: &|_| None,
        is_everyday_word: &|_| false,
    };
    let report = check(&path, kind, &known);
    for finding in report.findings() {
        assert!(!finding.to_string().is_empty());
    }
    let opened = match kind {
        Some(kind) => Dictionaries::open_as(kind, &[&path]),
        None => Dictionaries::open(&[&path]),
    };
    let compiled = opened.and_then(|opened| Ok((compile(&opened)?, opened)));
    assert_eq!(
        report.count(Severity::Error) > 0,
        compiled.is_err(),
        "{:?}",
        report.findings()
    );
    let Ok((image, opened)) = compiled else { return Ok(()) };
    assert_eq!(report.n_entries, image.entries.iter().sum::<usize>());
    let image_path = folder.path().join("image.ymd");
    fs::write(&image_path, image.as_bytes()).unwrap();
    let mapped = Dictionaries::open(&[&image_path]).unwrap();
    for text in [text.as_str(), &String::from_utf8_lossy(&rest[..end])] {
        assert_eq!(found(&opened, text), found(&mapped, text), "{text:?}");
    }
    Ok(())
}

/// An image of which bytes were altered, three of the input for each: a place and a value. Its checksum is made right again, so that what is
/// wrong comes through; whatever it gives, it gives something.
pub fn image(data: &[u8]) -> Result<()> {
    static IMAGE: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let names = "alias,entity_id,label,name_zh,name_latin,kind,region,priority\n\
            小藍鯨,whale,ORG,小藍鯨書店,Blue Whale,full,tw,3\n蓝鲸,whale,,,,short,cn,\nUS,us,LOC,,,,,\n\
            伊爾亞·蘇茨克維,ilya,PERSON,伊爾亞·蘇茨克維,Ilya Sutskever,full,,\n安·某,an,,安·某,An,full,,\n";
        let dictionaries = Dictionaries::from_text("names.csv", names)
            .and(&Dictionaries::from_text("words.txt", "數位皮夾\n雲端發票\n雲端\n"))
            .and(&Dictionaries::from_text("house.txt", "软件\t程式\n软件包\t套件\n"));
        compile(&dictionaries).unwrap().as_bytes().to_vec()
    });
    let mut bytes = IMAGE.clone();
    for change in data.chunks_exact(3) {
        let place = usize::from(u16::from_le_bytes([change[0], change[1]])) % bytes.len();
        bytes[place] = change[2];
    }
    Image::sum_again(&mut bytes);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("image.ymd");
    fs::write(&path, bytes).unwrap();
    match Dictionaries::open(&[path]) {
        Err(problems) => assert!(problems.to_string().contains("\nhelp: ")),
        Ok(dictionaries) => {
            let text = "安·某和伊爾亞·蘇茨克維在小藍鯨與US用雲端發票，软件包，蓝鲸";
            found(&dictionaries, text);
            for file in dictionaries.iter().filter_map(|file| file.image()) {
                file.sources().for_each(drop);
            }
        }
    }
    Ok(())
}

/// What dictionaries make of a text: words, conversions, and every form with whom it means.
fn found(dictionaries: &Dictionaries, text: &str) -> String {
    let folded = Folded::new(text);
    let words = UserWords::new(dictionaries).unwrap().find(&folded);
    let converted = CONVERTERS[0]
        .clone()
        .with_dictionaries(dictionaries)
        .unwrap()
        .convert(text);
    let gazetteer = gazetteer(dictionaries).unwrap();
    let mut found = format!("{words:?} {converted}");
    for hit in gazetteer.find(&folded) {
        for meaning in &hit.meanings {
            let entity = gazetteer.entity(meaning.entity);
            let region = gazetteer.regional(meaning.entity, "蓝鲸", Region::Tw);
            found += &format!(" {:?} {entity:?} {region:?}", hit.span);
        }
    }
    gazetteer.written("小蓝鲸").unwrap_or_default();
    found
}

/// A configuration file of the usual form.
fn configuration([kind, policy, order]: [u8; 3]) -> String {
    let file = |number: u8| {
        format!(
            r#"{{"type": "text", "file": "{}.txt"}}"#,
            ["a", "b", "c"][usize::from(number % 3)]
        )
    };
    let policy = ["short_circuit", "union"][usize::from(policy % 2)];
    let group = format!(
        r#"{{"type": "group", "match_policy": "{policy}", "dicts": [{}, {}]}}"#,
        file(order),
        file(order / 3)
    );
    let step = |dict: &str| format!(r#"{{"dict": {dict}}}"#);
    let chain: Vec<String> = match kind % 4 {
        0 => vec![step(&group)],
        1 => vec![step(&file(0))],
        2 => vec![step(&group), step(&file(order / 9))],
        _ => vec![step(&file(0)), step(&file(1)), step(&file(2))],
    };
    let normalization = if kind & 4 == 0 {
        String::new()
    } else {
        step(&file(order / 27))
    };
    let segmentation = match kind & 8 {
        0 => String::new(),
        _ => format!(
            r#""segmentation": {{"type": "mmseg", "dict": {}}}, "#,
            if kind & 16 == 0 { file(2) } else { group }
        ),
    };
    format!(
        r#"{{"normalization": [{normalization}], {segmentation}"conversion_chain": [{}]}}"#,
        chain.join(", ")
    )
}

fn converter(input: &mut Unstructured) -> Result<&'static Converter> {
    Ok(&CONVERTERS[usize::from(u8::arbitrary(input)?) % CONVERTERS.len()])
}

/// What is left, as text.
fn text(input: &mut Unstructured) -> Result<String> {
    Ok(String::from_utf8_lossy(&bytes(input)?).into_owned())
}

/// What is left where the next byte is even; else what is left chooses pieces of keys.
fn bytes(input: &mut Unstructured) -> Result<Vec<u8>> {
    if u8::arbitrary(input)? % 2 == 0 {
        return Ok(input.bytes(input.len())?.to_owned());
    }
    let mut bytes = Vec::new();
    while !input.is_empty() {
        let (kind, choice) = (u8::arbitrary(input)?, u16::arbitrary(input)?);
        let choice = usize::from(choice);
        match kind {
            0..200 => {
                let (from, to) = (usize::from(kind & 3), usize::from(kind >> 2 & 3));
                // Half of the pieces reach to the key's end.
                let to = if to < 2 { usize::MAX } else { to - 1 };
                bytes.extend_from_slice(piece(&KEYS[choice % KEYS.len()], from, to).as_bytes());
            }
            200..240 => bytes.extend_from_slice(SPECIAL[choice % SPECIAL.len()].as_bytes()),
            _ => bytes.push(choice as u8),
        }
    }
    Ok(bytes)
}

/// Ranges of whole characters in order, by the number of characters up to the next border of one.
fn ranges(text: &str, lengths: [u8; 8]) -> Vec<Name> {
    let mut borders = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let mut at = 0;
    let mut next = |length: u8| {
        // A length of 0 stays where it is, so that names may be empty and adjoin.
        if length > 0 {
            at = borders.nth(usize::from(length % 16)).unwrap_or(text.len());
        }
        at
    };
    let pairs = lengths.chunks(2);
    pairs.map(|pair| Name::from(next(pair[0])..next(pair[1]))).collect()
}
