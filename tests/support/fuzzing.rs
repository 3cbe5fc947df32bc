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
    let configured = Converter::from_config_file(&write("configuration.json", configuration));
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
            Err(problem) => assert!(!problem.to_string().is_empty()),
        }
    }
    Ok(())
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
