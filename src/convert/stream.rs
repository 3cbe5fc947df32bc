//! Conversion of a stream: bytes in, in pieces of any size; converted bytes out, the same as if each line had come at once. Memory
//! is bounded by the size of the pieces, also for a single line without end. With names, the text goes through in windows of a
//! fixed size, so that the pieces that it came in make no difference either.

use super::ids::{is_operator, sequence_len};
use super::reach::NEUTRAL;
use super::{Converter, Name, Scratch};

/// How much without a line break is kept before it is cut elsewhere, in bytes.
const LONGEST_KEPT: usize = 1 << 16;
/// What is not cut at the end of such a stretch, in bytes: more than the longest shipped key, and than the longest
/// description sequence, so that what comes next cannot change what lies before.
const MARGIN: usize = 1 << 10;

/// A byte that is not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidByte {
    /// The byte.
    pub byte: u8,
    /// Where it stands in the stream, in bytes from 0.
    pub offset: usize,
    /// Its line, from 1.
    pub line: usize,
    /// Its column in code points, from 1.
    pub column: usize,
}

/// Converts a stream.
///
/// ```
/// use yiming::convert::{Config, Converter, Stream};
///
/// let converter = Converter::new(Config::S2t);
/// let mut stream = Stream::new(&converter);
/// let mut out = Vec::new();
/// for piece in "头发\n发现".as_bytes().chunks(2) {
///     stream.push(piece, &mut out).unwrap();
/// }
/// stream.finish(&mut out).unwrap();
/// assert_eq!(out, "頭髮\n發現".as_bytes());
/// ```
pub struct Stream<'c> {
    converter: &'c Converter,
    scratch: Scratch,
    converted: String,
    /// What has come and is not converted yet. It begins where conversion may be cut.
    pending: Vec<u8>,
    is_lossy: bool,
    names: Option<FindNames<'c>>,
    /// How much comes together before it is converted, in bytes; 0 for every line as it comes.
    window: usize,
    offset: usize,
    line: usize,
    column: usize,
}

/// Finds the names of a text, in order.
type FindNames<'c> = Box<dyn FnMut(&str) -> Vec<Name> + 'c>;

impl<'c> Stream<'c> {
    /// A window, in bytes, that shows names in their context and bounds memory.
    pub const WINDOW: usize = 1 << 18;

    /// A stream that ends at the first byte which is not UTF-8.
    pub fn new(converter: &'c Converter) -> Self {
        Stream {
            converter,
            scratch: Scratch::default(),
            converted: String::new(),
            pending: Vec::new(),
            is_lossy: false,
            names: None,
            window: 0,
            offset: 0,
            line: 1,
            column: 1,
        }
    }

    /// A stream that lets bytes which are not UTF-8 through unchanged.
    pub fn lossy(converter: &'c Converter) -> Self {
        Stream {
            is_lossy: true,
            ..Stream::new(converter)
        }
    }

    /// The same stream with names as in [`Converter::convert_with`], which `find` finds in each window of so many bytes, ended
    /// at the end of a line where there is one. A window of 0 is each line for itself.
    #[must_use]
    pub fn with_names(self, find: impl FnMut(&str) -> Vec<Name> + 'c, window: usize) -> Self {
        Stream {
            names: Some(Box::new(find)),
            window,
            ..self
        }
    }

    /// Takes `bytes` and appends to `out` what is converted by now: every whole line, or every whole window.
    ///
    /// # Errors
    ///
    /// The first byte that is not UTF-8; everything before it is in `out`.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), InvalidByte> {
        self.pending.extend_from_slice(bytes);
        if self.window > 0 {
            while self.pending.len() >= self.window {
                let window = &self.pending[..self.window];
                let end = memchr::memrchr(b'\n', window).map_or_else(|| self.cut(window), |last| last + 1);
                self.convert(if end > 0 { end } else { self.window }, out)?;
            }
            return Ok(());
        }
        // No key holds a line break. The lines go through one by one, so that nothing reaches over a line's end.
        match memchr::memrchr(b'\n', &self.pending) {
            Some(last) => self.convert(last + 1, out),
            None if self.pending.len() < LONGEST_KEPT => Ok(()),
            None => self.convert(self.cut(&self.pending), out),
        }
    }

    /// Appends the rest.
    ///
    /// # Errors
    ///
    /// As [`Stream::push`].
    pub fn finish(&mut self, out: &mut Vec<u8>) -> Result<(), InvalidByte> {
        self.convert(self.pending.len(), out)
    }

    /// Where a stretch without line breaks may be cut: at the last border between segments before the margin.
    fn cut(&self, bytes: &[u8]) -> usize {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) if error.error_len().is_none() => {
                std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
            }
            // What is not UTF-8 belongs to no key.
            Err(error) => return error.valid_up_to() + error.error_len().unwrap_or(1),
        };
        let latest = text.len().saturating_sub(MARGIN);
        let settled = text.len().saturating_sub(MARGIN.max(self.converter.reach().bytes));
        let segments = self.converter.segments(text);
        let border = segments
            .iter()
            .rev()
            .map(|segment| segment.start)
            .find(|&start| start <= settled)
            .unwrap_or(0);
        if border > 0 {
            border
        } else {
            self.neutral_cut(text, latest)
        }
    }

    /// A cut before a mark that no key holds, for stretches in which the segmentation finds nothing.
    fn neutral_cut(&self, text: &str, latest: usize) -> usize {
        const SEQUENCE: usize = 64;
        if self.converter.reach().over_marks {
            return 0;
        }
        let latest = (0..=latest)
            .rev()
            .find(|&byte| text.is_char_boundary(byte))
            .unwrap_or(0);
        let is_inside_sequence = |at: usize| {
            let before = text[..at]
                .char_indices()
                .rev()
                .take(SEQUENCE)
                .filter(|&(_, c)| is_operator(c));
            before
                .into_iter()
                .any(|(start, _)| sequence_len(&text[start..]).is_some_and(|len| start + len > at))
        };
        text[..latest]
            .rmatch_indices(NEUTRAL)
            .map(|(at, _)| at)
            .find(|&at| !is_inside_sequence(at))
            .unwrap_or(0)
    }

    fn convert(&mut self, end: usize, out: &mut Vec<u8>) -> Result<(), InvalidByte> {
        let mut done = 0;
        while done < end {
            let bytes = &self.pending[done..end];
            let (text, wrong) = match std::str::from_utf8(bytes) {
                Ok(text) => (text, 0),
                Err(error) => {
                    let valid = error.valid_up_to();
                    let wrong = error.error_len().unwrap_or(bytes.len() - valid);
                    (std::str::from_utf8(&bytes[..valid]).unwrap_or_default(), wrong)
                }
            };
            self.converted.clear();
            let names = self.names.as_mut().map_or_else(Vec::new, |find| find(text));
            let mut names = names.into_iter().peekable();
            let mut start = 0;
            for line in text.split_inclusive('\n') {
                let end = start + line.len();
                let mut inside = Vec::new();
                while let Some(mut name) = names.next_if(|name| name.range.start < end) {
                    // Nothing reaches over a line's end.
                    if start <= name.range.start && name.range.end <= end {
                        name.range = name.range.start - start..name.range.end - start;
                        inside.push(name);
                    }
                }
                self.converter
                    .convert_with_into(line, &inside, &mut self.converted, &mut self.scratch);
                start = end;
            }
            out.extend_from_slice(self.converted.as_bytes());
            let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).count();
            let tail = text.rfind('\n').map_or(text, |last| &text[last + 1..]);
            let before = if breaks > 0 { 1 } else { self.column };
            (self.line, self.column) = (self.line + breaks, before + tail.chars().count());
            done += text.len();
            if wrong > 0 {
                if !self.is_lossy {
                    let offset = self.offset + done;
                    return Err(InvalidByte {
                        byte: self.pending[done],
                        offset,
                        line: self.line,
                        column: self.column,
                    });
                }
                out.extend_from_slice(&self.pending[done..done + wrong]);
                done += wrong;
            }
        }
        self.offset += end;
        self.pending.drain(..end);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Config;
    use super::*;

    fn stream(converter: &Converter, bytes: &[u8], size: usize) -> Result<Vec<u8>, InvalidByte> {
        let (mut stream, mut out) = (Stream::new(converter), Vec::new());
        for piece in bytes.chunks(size) {
            stream.push(piece, &mut out)?;
        }
        stream.finish(&mut out).map(|()| out)
    }

    #[test]
    fn a_line_without_end_is_converted_as_a_whole_is() {
        let text = "他从头发现里面有干净的头发和软件⿰女发，".repeat(8_000);
        for config in [Config::S2twp, Config::S2t, Config::T2s, Config::Tw2sp] {
            let converter = Converter::new(config);
            let kept = check_line(&converter, &text);
            assert!(kept < 2 * LONGEST_KEPT, "{config}: {kept} bytes were kept");
        }
    }

    #[test]
    fn no_shipped_key_holds_a_neutral_mark_or_is_longer_than_the_margin() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/dicts/opencc");
        let mut keys = 0;
        let mut longest = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "txt") {
                let text = std::fs::read_to_string(path).unwrap();
                for key in text
                    .lines()
                    .filter(|line| !line.starts_with('#'))
                    .filter_map(|line| line.split('\t').next())
                {
                    assert!(!key.contains(NEUTRAL), "{key}");
                    keys += 1;
                    longest = longest.max(key.len());
                }
            }
        }
        assert!(keys > 50_000, "{keys} keys");
        // Normalisation leads from one character to one.
        assert!(4 * longest < MARGIN, "a key of {longest} bytes");
    }

    #[test]
    fn a_broken_description_ends_with_its_line() {
        let converter = Converter::new(Config::S2t);
        for size in [1, 5, 100] {
            assert_eq!(
                stream(&converter, "软⿰\n头\n".as_bytes(), size).unwrap(),
                "軟⿰\n頭\n".as_bytes()
            );
        }
    }

    #[test]
    fn a_wrong_byte_is_told_with_its_place() {
        let converter = Converter::new(Config::S2t);
        let bytes = b"\xE5\x8F\x91\n\xE5\x8F\x91\xFFx";
        let expected = InvalidByte {
            byte: 0xFF,
            offset: 7,
            line: 2,
            column: 2,
        };
        for size in [1, 2, 100] {
            assert_eq!(stream(&converter, bytes, size), Err(expected));
        }
        let (mut lossy, mut out) = (Stream::lossy(&converter), Vec::new());
        lossy.push(bytes, &mut out).unwrap();
        lossy.finish(&mut out).unwrap();
        assert_eq!(out, b"\xE7\x99\xBC\n\xE7\x99\xBC\xFFx");
    }

    fn configured(name: &str, files: &[(&str, &str)], rest: &str) -> Converter {
        let folder = std::env::temp_dir().join(format!("yiming-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (file, text) in files {
            std::fs::write(folder.join(file), text).unwrap();
        }
        let step = |(file, _): &(&str, &str)| format!(r#"{{"dict": {{"type": "text", "file": "{file}"}}}}"#);
        let chain: Vec<String> = files.iter().map(step).collect();
        let json = format!(r#"{{{rest}"conversion_chain": [{}]}}"#, chain.join(", "));
        std::fs::write(folder.join("c.json"), json).unwrap();
        let converter = Converter::from_config_file(&folder.join("c.json")).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        converter
    }

    /// Streams a line without end, compares it with the whole, and gives how many bytes were kept at most.
    fn check_line(converter: &Converter, line: &str) -> usize {
        let (mut stream, mut out, mut kept) = (Stream::new(converter), Vec::new(), 0);
        for piece in line.as_bytes().chunks(10_007) {
            stream.push(piece, &mut out).unwrap();
            kept = kept.max(stream.pending.len());
        }
        stream.finish(&mut out).unwrap();
        assert!(out == converter.convert(line).as_bytes());
        kept
    }

    #[test]
    fn a_line_is_not_cut_inside_the_keys_of_a_user_s_configuration() {
        let marks = configured("marks", &[("a.txt", "甲，乙\tA\n"), ("b.txt", "x\ty\n")], "");
        check_line(&marks, &"甲，乙丙".repeat(8_000));
        let key = "甲".repeat(700);
        let long = configured("long", &[("a.txt", &format!("{key}\t乙\n"))], "");
        check_line(&long, &"甲".repeat(50_000));
        let normalization = r#""normalization": [{"dict": {"type": "text", "file": "a.txt"}}], "#;
        let widened = configured(
            "widened",
            &[("a.txt", &format!("{key}\t乙\n乙乙\t丙\n"))],
            normalization,
        );
        check_line(&widened, &"甲".repeat(50_000));
        let operator = configured("operator", &[("a.txt", "甲\t⿰\n"), ("b.txt", "丙\t丁\n")], "");
        check_line(&operator, &"甲，丙".repeat(8_000));
    }

    #[test]
    fn a_line_is_cut_at_marks_that_no_user_key_holds() {
        let folder = std::env::temp_dir().join(format!("yiming-{}-user-marks", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("a.txt");
        std::fs::write(&file, "abc\tcba\n").unwrap();
        let converter = Converter::new(Config::Tw2sp).with_user_dictionaries(&[&file]).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        assert!(check_line(&converter, &"xyz ".repeat(50_000)) < 2 * LONGEST_KEPT);
    }

    /// Finds 里奇, once 丹尼斯·里奇 has come.
    fn ritchie(text: &str) -> Vec<Name> {
        let known = text.find("丹尼斯·里奇").unwrap_or(text.len());
        let places = text.match_indices("里奇").filter(|(at, _)| *at > known);
        places.map(|(at, found)| Name::from(at..at + found.len())).collect()
    }

    #[test]
    fn names_are_found_in_windows_whatever_the_pieces() {
        let converter = Converter::new(Config::S2tw);
        let text = "丹尼斯·里奇\n里奇在里面\n".repeat(9) + "\u{FF}里奇里面";
        let convert = |size: usize, window: usize| {
            let (mut stream, mut out) = (Stream::new(&converter).with_names(ritchie, window), Vec::new());
            for piece in text.as_bytes().chunks(size) {
                stream.push(piece, &mut out).unwrap();
                assert!(stream.pending.len() < size + window.max(1 << 10));
            }
            stream.finish(&mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let whole = "丹尼斯·里奇\n里奇在裡面\n".repeat(9) + "\u{FF}里奇裡面";
        assert_eq!(convert(1000, 1 << 20), whole);
        let in_windows = convert(1, 200);
        assert_ne!(
            in_windows, whole,
            "a window that begins behind 丹尼斯·里奇 does not know 里奇"
        );
        for size in [7, 1000] {
            assert_eq!(convert(size, 200), in_windows, "pieces of {size}");
        }
        assert_eq!(
            convert(7, 0).matches("裡奇在裡面").count(),
            9,
            "a line alone does not say who 里奇 is"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn pieces_of_any_size_give_what_the_whole_gives(text in "[头发里面干软件⿰女a\n]{0,60}|\\PC*", size in 1usize..9) {
            let converter = Converter::new(Config::S2twp);
            // OpenCC's program converts line by line as well; else a description sequence might reach over a line's end.
            let whole: String = text.split_inclusive('\n').map(|line| converter.convert(line)).collect();
            prop_assert_eq!(stream(&converter, text.as_bytes(), size).unwrap(), whole.into_bytes());
        }
    }
}
