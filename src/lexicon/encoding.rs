//! In which encoding a file was written that is not UTF-8, as far as its bytes tell: Big5, GB18030 or UTF-16. In, bytes; out, a
//! [`Guess`]. Dictionaries say it in their errors, and articles are decoded by it.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::DecoderResult;

/// An encoding that texts are read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Sig,
    /// UTF-16, least byte first.
    Utf16Le,
    /// UTF-16, most significant byte first.
    Utf16Be,
    /// Big5 with Hong Kong's supplement.
    Big5,
    /// GB18030, of which GBK and GB 2312 are parts.
    Gb18030,
}

impl Encoding {
    /// The name, as the column `encoding` has it; Python knows it too.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf8Sig => "utf-8-sig",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
            Encoding::Big5 => "big5-hkscs",
            Encoding::Gb18030 => "gb18030",
        }
    }

    /// What people call it.
    pub(crate) fn spoken(self) -> &'static str {
        match self {
            Encoding::Utf8 | Encoding::Utf8Sig => "UTF-8",
            Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
            Encoding::Big5 => "Big5",
            Encoding::Gb18030 => "GB18030 (GBK)",
        }
    }

    /// How to make UTF-8 of a file.
    pub(super) fn help(self, path: &str) -> String {
        let iconv = match self {
            Encoding::Utf8 | Encoding::Utf8Sig => "UTF-8",
            Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
            Encoding::Big5 => "BIG5-HKSCS",
            Encoding::Gb18030 => "GB18030",
        };
        format!("convert it: iconv -f {iconv} -t UTF-8 {path} > {path}.utf8; or save it as UTF-8 (in Excel: CSV UTF-8)")
    }

    /// The one that a byte order mark tells, and the length of the mark.
    pub(crate) fn of_mark(bytes: &[u8]) -> Option<(Encoding, usize)> {
        if bytes.starts_with(b"\xEF\xBB\xBF") {
            Some((Encoding::Utf8Sig, 3))
        } else if bytes.starts_with(b"\xFF\xFE") {
            Some((Encoding::Utf16Le, 2))
        } else if bytes.starts_with(b"\xFE\xFF") {
            Some((Encoding::Utf16Be, 2))
        } else {
            None
        }
    }

    /// The decoder.
    pub(crate) fn decoder(self) -> &'static encoding_rs::Encoding {
        match self {
            Encoding::Utf8 | Encoding::Utf8Sig => encoding_rs::UTF_8,
            Encoding::Utf16Le => encoding_rs::UTF_16LE,
            Encoding::Utf16Be => encoding_rs::UTF_16BE,
            Encoding::Big5 => encoding_rs::BIG5,
            Encoding::Gb18030 => encoding_rs::GB18030,
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Encoding {
    type Err = String;

    /// By any label of the WHATWG's standard, such as `big5-hkscs` or `gbk`, or by the number of a Windows code page (`cp950`, `cp936`).
    fn from_str(label: &str) -> Result<Self, String> {
        let by_label = encoding_rs::Encoding::for_label(label.as_bytes());
        match label.to_ascii_lowercase().as_str() {
            "utf-8-sig" => Ok(Encoding::Utf8Sig),
            "cp950" => Ok(Encoding::Big5),
            "cp936" => Ok(Encoding::Gb18030),
            _ if by_label == Some(encoding_rs::UTF_8) => Ok(Encoding::Utf8),
            _ if by_label == Some(encoding_rs::UTF_16LE) => Ok(Encoding::Utf16Le),
            _ if by_label == Some(encoding_rs::UTF_16BE) => Ok(Encoding::Utf16Be),
            _ if by_label == Some(encoding_rs::BIG5) => Ok(Encoding::Big5),
            _ if by_label == Some(encoding_rs::GBK) || by_label == Some(encoding_rs::GB18030) => Ok(Encoding::Gb18030),
            _ => Err("one of utf-8, utf-16le, utf-16be, big5, gb18030 is needed".to_owned()),
        }
    }
}

/// What bytes look like that are not UTF-8 throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Guess {
    /// UTF-8 with a few bytes that are wrong.
    DamagedUtf8,
    /// This encoding.
    Sure(Encoding),
    /// One of these, or something else; none where nothing fits.
    Unsure(Vec<Encoding>),
}

/// How much of a text is looked at, in bytes: much more than it takes to tell.
const SAMPLE: usize = 1 << 16;

/// What `bytes` look like, which are not UTF-8.
///
/// Read in the right encoding, nearly all characters of a Chinese text are everyday ones, those of Big5's or GB 2312's first level;
/// in the wrong one, hardly more than half are. Since Korean, Japanese and other texts may pass for Chinese ones by that, a
/// detector that knows their encodings as well has to agree.
pub(crate) fn guess(bytes: &[u8]) -> Guess {
    if let Some((encoding, _)) = Encoding::of_mark(bytes)
        && encoding != Encoding::Utf8Sig
    {
        return Guess::Sure(encoding);
    }
    let bad = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    // What is before the first bad byte may be valid by chance, but not a whole line.
    let from = bytes[..bad]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let sample = &bytes[from..bytes.len().min(from + SAMPLE)];
    if has_nulls(sample) {
        return Guess::Unsure(vec![Encoding::Utf16Le, Encoding::Utf16Be]);
    }
    if is_mostly_utf8(sample) {
        return Guess::DamagedUtf8;
    }
    let big5 = (Encoding::Big5, everyday_share(Encoding::Big5, sample));
    let gb18030 = (Encoding::Gb18030, everyday_share(Encoding::Gb18030, sample));
    let (likely, other) = if big5.1 >= gb18030.1 {
        (big5, gb18030)
    } else {
        (gb18030, big5)
    };
    if likely.1 >= SURE && likely.1 - other.1 >= AHEAD && detected(longest_run(likely.0, sample)) == Some(likely.0) {
        return Guess::Sure(likely.0);
    }
    let plausible = |(encoding, share): (Encoding, f64)| (share >= PLAUSIBLE).then_some(encoding);
    Guess::Unsure([likely, other].into_iter().filter_map(plausible).collect())
}

/// Whether there are so many zero bytes that this is UTF-16 without a mark, or no text.
pub(crate) fn has_nulls(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    memchr::memchr_iter(0, sample).count() * 10 > sample.len()
}

/// The share of everyday characters from which a text is of an encoding.
const SURE: f64 = 0.9;
/// How much larger it must be than that in the other encoding.
const AHEAD: f64 = 0.1;
/// The share from which an encoding is worth naming.
const PLAUSIBLE: f64 = 0.6;

/// Whether most of what is not ASCII is whole characters of UTF-8. Those of two bytes come up by chance in GB18030, and count only
/// where there is hardly anything else.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut long, mut short, mut invalid) = (0, 0, 0);
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c.len_utf8() {
                1 => {}
                2 => short += 2,
                bytes => long += bytes,
            }
        }
        invalid += chunk.invalid().len();
    }
    long > short + invalid || (long + short) > 9 * invalid
}

/// What the detector takes bytes for, if it is one of the two.
fn detected(bytes: &[u8]) -> Option<Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, false);
    let found = detector.guess(None, Utf8Detection::Deny);
    if found == encoding_rs::BIG5 {
        Some(Encoding::Big5)
    } else if found == encoding_rs::GBK || found == encoding_rs::GB18030 {
        Some(Encoding::Gb18030)
    } else {
        None
    }
}

/// The longest part of `bytes` without anything that is wrong in `encoding`: the detector gives an encoding up at the first such byte.
fn longest_run(encoding: Encoding, bytes: &[u8]) -> &[u8] {
    let mut decoder = encoding.decoder().new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
    let (mut longest, mut start) = (0..0, 0);
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(&bytes[start..], &mut text, false);
        let (end, wrong) = match result {
            DecoderResult::Malformed(length, behind) => {
                let behind = usize::from(behind);
                // It may have begun in front of what was read now.
                ((start + read).saturating_sub(usize::from(length) + behind), true)
            }
            DecoderResult::InputEmpty | DecoderResult::OutputFull => (start + read, false),
        };
        if end.saturating_sub(start) > longest.len() {
            longest = start..end;
        }
        if !wrong || read == 0 {
            return &bytes[longest];
        }
        start += read;
    }
}

/// The share of everyday characters among those that are not ASCII, once `bytes` are read as `encoding`; 0 where there are none.
fn everyday_share(encoding: Encoding, bytes: &[u8]) -> f64 {
    let mut decoder = encoding.decoder().new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
    let _ = decoder.decode_to_string(bytes, &mut text, false);
    let (mut all, mut everyday) = (0u32, 0u32);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        all += 1;
        everyday += u32::from(is_everyday(c));
    }
    if all == 0 {
        0.0
    } else {
        f64::from(everyday) / f64::from(all)
    }
}

fn is_everyday(c: char) -> bool {
    match c {
        // Signs of Chinese text and full-width letters.
        '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{301F}' | '\u{FF01}'..='\u{FF5E}' | '·' => true,
        '\u{4E00}'..='\u{9FFF}' => EVERYDAY[c as usize - 0x4E00],
        _ => false,
    }
}

/// Everyday characters of written Cantonese, which neither level has.
const CANTONESE: &str = "乸係佢倔冚冧冇咁咗咩咪咭咯哂哋唔唥唧啖啩啫啱啲喂喎喐喥喺嗌嗰嗱嗲嘅嘈嘞嘢嘥嘩噃噉噏噚嚟囉囖奀姣孖嬲尐屙惗慳掂掟揸揾搵搲摱撈擸攞攰晏晒曱梗樖歎氹煲瞓睇篤粒罅脷腍臢舂躝車踎軚迫遢醃鎅閂靚靚頸餸馱黐齋";

/// Which of the characters from U+4E00 on belong to the first level of Big5 or of GB 2312, or to written Cantonese.
static EVERYDAY: LazyLock<Box<[bool]>> = LazyLock::new(|| {
    let mut is_everyday = vec![false; 0x5200].into_boxed_slice();
    let levels = [
        (encoding_rs::BIG5, 0xA4..=0xC6u8, 0x40..=0xFEu8),
        (encoding_rs::GBK, 0xB0..=0xD7, 0xA1..=0xFE),
    ];
    for (encoding, leads, trails) in levels {
        for (lead, trail) in leads.flat_map(|lead| trails.clone().map(move |trail| (lead, trail))) {
            let pair = [lead, trail];
            let (text, _) = encoding.decode_without_bom_handling(&pair);
            for c in text.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)) {
                is_everyday[c as usize - 0x4E00] = true;
            }
        }
    }
    for c in CANTONESE.chars() {
        is_everyday[c as usize - 0x4E00] = true;
    }
    is_everyday
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encodings_of_chinese_are_told_apart() {
        // 雲端發票,台灣大學 and 云端发票,台湾大学.
        let big5 = b"\xB6\xB3\xBA\xDD\xB5\x6F\xB2\xBC,\xA5\x78\xC6\x57\xA4\x6A\xBE\xC7\n";
        let gb18030 = b"\xD4\xC6\xB6\xCB\xB7\xA2\xC6\xB1,\xCC\xA8\xCD\xE5\xB4\xF3\xD1\xA7\n";
        assert_eq!(guess(big5), Guess::Sure(Encoding::Big5));
        assert_eq!(guess(gb18030), Guess::Sure(Encoding::Gb18030));
        assert_eq!(guess(b"\xFF\xFEa\0"), Guess::Sure(Encoding::Utf16Le));
    }

    #[test]
    fn a_single_bad_byte_in_utf_8_is_damage() {
        for at in 0..24 {
            let mut bytes = "雲端發票\n台灣大學\n".as_bytes().to_vec();
            bytes[at] = 0xA5;
            if std::str::from_utf8(&bytes).is_err() {
                assert_eq!(guess(&bytes), Guess::DamagedUtf8, "byte {at}");
            }
        }
    }

    #[test]
    fn other_languages_are_not_taken_for_chinese() {
        for (encoding, text) in [
            (
                encoding_rs::EUC_KR,
                "서울에서 열린 회의는 오후에 끝났다고 관계자가 말했다.",
            ),
            (
                encoding_rs::SHIFT_JIS,
                "東京で開かれた会議は午後に終わったと関係者が話した。",
            ),
            (
                encoding_rs::EUC_JP,
                "東京で開かれた会議は午後に終わったと関係者が話した。",
            ),
            (
                encoding_rs::WINDOWS_1252,
                "L’été dernier à Besançon, où l’élève a été reçu.",
            ),
            (encoding_rs::WINDOWS_1251, "Встреча в Москве закончилась днём."),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            let guess = guess(&bytes);
            assert!(matches!(guess, Guess::Unsure(_)), "{}: {guess:?}", encoding.name());
        }
    }

    #[test]
    fn utf_16_without_a_mark_is_only_suspected() {
        let bytes: Vec<u8> = "title: 臺".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(matches!(guess(&bytes), Guess::Unsure(names) if names.contains(&Encoding::Utf16Le)));
    }
}
