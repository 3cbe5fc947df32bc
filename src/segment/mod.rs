//! Words: the folded view of a document cut into tokens that, with the white space between them, tile it.
//!
//! The words are jieba's, and so is the way through them (`path`): its dictionary and model are compiled into an image when the program
//! is built (`words`, `unknown`), which costs a start nothing. What is known beforehand (mentions, the user's words) comes in as **locked spans**, each of which
//! becomes one token whatever jieba thinks. Input is the folded view, output are ranges of code points, which are valid
//! in the original as well.

mod kind;
mod lattice;
mod path;
mod patterns;
mod stretch;
// Some of these two is the build script's, which includes them.
#[allow(dead_code)]
mod unknown;
mod user_words;
#[allow(dead_code)]
mod words;

use std::cell::RefCell;

use unicode_segmentation::UnicodeSegmentation;

pub use kind::TokenKind;
pub use lattice::{LatticeWord, WordCosts};
pub use user_words::{UserWord, UserWords};

use crate::lexicon::image::AlignedBytes;
use crate::text::{ByteSpan, CharSpan, Folded, Walker, joins_clusters};
use path::Scratch;
use words::{Word, Words};

static IMAGE: &AlignedBytes<[u8]> = &AlignedBytes(*include_bytes!(concat!(env!("OUT_DIR"), "/words.image")));

/// Who decided where a token begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A word of the segmenter's dictionary.
    Dictionary,
    /// A word of the user's.
    User,
    /// The segmenter's model of unknown words.
    Hmm,
    /// A mention of an entity, by its number.
    Mention(usize),
    /// The class of the characters alone: Latin letters, numbers, punctuation.
    Rule,
}

impl Origin {
    /// The name used in tables.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Dictionary => "dictionary",
            Origin::User => "user",
            Origin::Hmm => "hmm",
            Origin::Mention(_) => "mention",
            Origin::Rule => "rule",
        }
    }
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands, in code points.
    pub span: CharSpan,
    /// The number of its sentence.
    pub sentence: usize,
    /// What it is made of.
    pub kind: TokenKind,
    /// Who cut it.
    pub origin: Origin,
}

/// A range that must become one token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lock {
    /// Where.
    pub span: CharSpan,
    /// Why: [`Origin::Mention`] or [`Origin::User`].
    pub origin: Origin,
}

/// What is known of a stretch of text between two locks, or of a piece of one.
#[derive(Clone, Copy)]
struct Gap {
    /// The code point that it begins at.
    start: usize,
    sentence: usize,
    has_clusters: bool,
}

/// What the dictionary's tag says of a word, as far as names depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A person's name (`nr`).
    Person,
    /// A place's (`ns`).
    Place,
    /// An institution's (`nt`).
    Institution,
    /// Another name (`nz`).
    Name,
    /// A noun, or what stands before one: `n…`, `j`, `b`, `g…`, `vn`.
    Nominal,
    /// Any other word.
    Other,
    /// None of the dictionary's.
    Unknown,
}

impl Class {
    fn of_tag(tag: &str) -> Class {
        match tag.as_bytes() {
            [b'n', b'r', ..] => Class::Person,
            [b'n', b's', ..] => Class::Place,
            [b'n', b't', ..] => Class::Institution,
            [b'n', b'z', ..] => Class::Name,
            [b'n' | b'j' | b'b' | b'g', ..] | b"vn" => Class::Nominal,
            b"x" => Class::Unknown,
            _ => Class::Other,
        }
    }

    /// Whether it is a name's.
    pub fn is_name(self) -> bool {
        matches!(self, Class::Person | Class::Place | Class::Name)
    }
}

/// Cuts folded text into words. One for all threads.
pub struct Segmenter {
    words: Words<'static>,
    /// The dictionary's tags, in the order of their numbers, and what each says.
    tags: Vec<(&'static str, Class)>,
}

thread_local! {
    /// Room for the work on a text. Pieces of text are short and many.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Segmenter {
    /// Opens the dictionary that comes with the program.
    pub fn new() -> Self {
        // The build script made it.
        let words = Words::read(&IMAGE.0).expect("the image of the words can be read");
        Segmenter {
            words,
            tags: words.tags().map(|tag| (tag, Class::of_tag(tag))).collect(),
        }
    }

    /// Cuts a document, sentence by sentence.
    ///
    /// `sentences` must be in order and must not overlap, all characters outside them must be white space, and each of
    /// `locks` (in order, not overlapping, neither beginning nor ending with white space) must lie inside one sentence.
    pub fn cut(&self, folded: &Folded, sentences: &[CharSpan], locks: &[Lock], tokens: &mut Vec<Token>) {
        let mut locks = locks.iter().peekable();
        let mut view = Walker::new(folded.view());
        let gap = |span: CharSpan, sentence| Gap {
            start: span.start,
            sentence,
            has_clusters: folded.has_clusters(),
        };
        for (number, sentence) in sentences.iter().enumerate() {
            let mut from = sentence.start;
            while let Some(lock) = locks.next_if(|lock| lock.span.start < sentence.end) {
                let before = CharSpan::new(from, lock.span.start);
                self.cut_gap(view.slice(before), gap(before, number), tokens);
                let kind = TokenKind::of(view.slice(lock.span));
                tokens.push(Token {
                    span: lock.span,
                    sentence: number,
                    kind,
                    origin: lock.origin,
                });
                from = lock.span.end;
            }
            let rest = CharSpan::new(from, sentence.end);
            self.cut_gap(view.slice(rest), gap(rest, number), tokens);
        }
    }

    /// Cuts anew where `locks` are others than those that `tokens` were cut around, and leaves the rest as it is. Like those of
    /// [`Segmenter::cut`], of which the same sentences and locks hold otherwise.
    pub fn cut_again(&self, folded: &Folded, locks: &[Lock], tokens: &mut Vec<Token>) {
        let mut cut: Vec<Token> = Vec::with_capacity(tokens.len());
        let mut view = Walker::new(folded.view());
        let has_clusters = folded.has_clusters();
        let mut locks = locks.iter().peekable();
        let mut old = tokens.iter().copied().peekable();
        while let Some(&token) = old.peek() {
            let lock = locks.peek().filter(|lock| lock.span.start < token.span.end);
            let was_locked = matches!(token.origin, Origin::Mention(_) | Origin::User);
            if lock.is_none() && !was_locked {
                cut.push(token);
                old.next();
                continue;
            }
            if let Some(lock) = lock.filter(|lock| lock.span == token.span) {
                let origin = lock.origin;
                cut.push(Token { origin, ..token });
                old.next();
                locks.next();
                continue;
            }
            // As many tokens as locks reach into, and what is between.
            let (mut end, sentence) = (token.span.end, token.sentence);
            let mut from = token.span.start;
            old.next();
            let mut gap = |from, to, cut: &mut Vec<Token>| {
                let span = CharSpan::new(from, to);
                let gap = Gap {
                    start: from,
                    sentence,
                    has_clusters,
                };
                self.cut_gap(view.slice(span), gap, cut);
            };
            while let Some(lock) = locks.next_if(|lock| lock.span.start < end) {
                gap(from, lock.span.start, &mut cut);
                cut.push(Token {
                    span: lock.span,
                    sentence,
                    kind: TokenKind::of(folded.slice(lock.span)),
                    origin: lock.origin,
                });
                from = lock.span.end;
                while let Some(token) = old.next_if(|token| token.span.start < from) {
                    end = end.max(token.span.end);
                }
                end = end.max(from);
            }
            gap(from, end, &mut cut);
        }
        *tokens = cut;
    }

    /// Cuts what lies between two locks: what is one token by its very form first, then the rest into words.
    fn cut_gap(&self, text: &str, gap: Gap, tokens: &mut Vec<Token>) {
        let (mut byte, mut at) = (0, gap.start);
        for pattern in patterns::find(text) {
            at = self.cut_piece(&text[byte..pattern.start], Gap { start: at, ..gap }, tokens);
            // Patterns are ASCII.
            let span = CharSpan::new(at, at + pattern.len());
            let kind = TokenKind::of(&text[pattern.range()]);
            tokens.push(Token {
                span,
                sentence: gap.sentence,
                kind,
                origin: Origin::Rule,
            });
            (byte, at) = (pattern.end, span.end);
        }
        self.cut_piece(&text[byte..], Gap { start: at, ..gap }, tokens);
    }

    /// Cuts into words. Returns the code point behind the piece.
    fn cut_piece(
        &self,
        text: &str,
        Gap {
            start,
            sentence,
            has_clusters,
        }: Gap,
        tokens: &mut Vec<Token>,
    ) -> usize {
        let first = tokens.len();
        let mut end = start;
        SCRATCH.with_borrow_mut(|scratch| {
            self.words.cut::<true>(text, scratch, |piece| {
                let span = CharSpan::new(start + piece.start, start + piece.end);
                end = span.end;
                let is_han = piece.word.is_some_and(Word::is_han);
                let kind = if is_han {
                    TokenKind::Han
                } else {
                    let word = &text[piece.start_byte..piece.end_byte];
                    // White space is cut off one by one, so a piece is either all of it or has none.
                    if word.starts_with(char::is_whitespace) {
                        return;
                    }
                    TokenKind::of(word)
                };
                let origin = match kind {
                    TokenKind::Han | TokenKind::Mixed if piece.word.is_some() => Origin::Dictionary,
                    TokenKind::Han | TokenKind::Mixed => Origin::Hmm,
                    _ => Origin::Rule,
                };
                tokens.push(Token {
                    span,
                    sentence,
                    kind,
                    origin,
                });
            });
        });
        // Where it has none, looking at all clusters would find none.
        if has_clusters && text.chars().any(joins_clusters) {
            join_clusters(text, start, first, tokens);
        }
        end
    }

    /// Whether the dictionary has a word.
    pub fn has_word(&self, word: &str) -> bool {
        self.words.get(word).is_some()
    }

    /// The most likely path through the dictionary alone, as byte ranges of `text`; for judging borders.
    pub fn dictionary_path(&self, text: &str) -> impl Iterator<Item = ByteSpan> + use<> {
        let mut path = Vec::new();
        SCRATCH.with_borrow_mut(|scratch| {
            self.words.cut::<false>(text, scratch, |piece| {
                path.push(ByteSpan::new(piece.start_byte, piece.end_byte));
            });
        });
        path.into_iter()
    }

    /// The class of a word.
    pub fn class(&self, word: &str) -> Class {
        self.class_of_word(self.words.get(word))
    }

    fn class_of_word(&self, word: Option<Word>) -> Class {
        self.tag_of(word).map_or(Class::Unknown, |(_, class)| class)
    }

    /// Whether a word (folded) stands in the dictionary and is not tagged as a name there.
    pub fn is_everyday_word(&self, word: &str) -> bool {
        matches!(self.class(word), Class::Nominal | Class::Other)
    }

    /// The class of a word by jieba's tags: `n…` nouns (`nr` people, `ns` places), `v…` verbs and so on; `x` for one that is not
    /// in the dictionary.
    pub fn class_of(&self, word: &str) -> &'static str {
        self.tag_of(self.words.get(word)).map_or("x", |(tag, _)| tag)
    }

    /// The tag of a word of the dictionary, if it counts: a word that is likelier cut up is none by itself.
    fn tag_of(&self, word: Option<Word>) -> Option<(&'static str, Class)> {
        let word = word.filter(|word| word.is_whole())?;
        self.tags.get(self.words.tag_number(word)).copied()
    }
}

impl Default for Segmenter {
    fn default() -> Self {
        Self::new()
    }
}

/// Joins the tokens from number `first` on wherever a border lies inside a grapheme cluster: 👩‍💻 is one symbol.
fn join_clusters(piece: &str, start: usize, first: usize, tokens: &mut Vec<Token>) {
    let mut clusters = Vec::new();
    let mut at = start;
    for cluster in piece.graphemes(true) {
        let end = at + cluster.chars().count();
        if end - at > 1 {
            clusters.push((CharSpan::new(at, end), cluster));
        }
        at = end;
    }
    let mut clusters = clusters.into_iter().peekable();
    let mut kept = first;
    // The cluster whose kind was told last: one may have very many tokens.
    let mut told = None;
    for i in first..tokens.len() {
        let token = tokens[i];
        while clusters
            .next_if(|(cluster, _)| cluster.end <= token.span.start)
            .is_some()
        {}
        let inside = clusters
            .peek()
            .filter(|(cluster, _)| cluster.start < token.span.start && token.span.start < cluster.end);
        match inside {
            Some((span, cluster)) if kept > first && tokens[kept - 1].span.end == token.span.start => {
                let joined = &mut tokens[kept - 1];
                joined.span.end = token.span.end;
                if told != Some(span.start) {
                    told = Some(span.start);
                    joined.kind = TokenKind::of(cluster);
                    joined.origin = Origin::Rule;
                }
            }
            _ => {
                tokens[kept] = token;
                kept += 1;
            }
        }
    }
    tokens.truncate(kept);
}
