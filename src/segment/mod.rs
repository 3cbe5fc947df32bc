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
mod starts;
mod steps;
// Some of these is the build script's, which includes them.
#[allow(dead_code)]
mod unknown;
mod user_words;
#[allow(dead_code)]
mod words;

use std::cell::RefCell;

use unicode_segmentation::UnicodeSegmentation;

pub use kind::TokenKind;
pub use lattice::{LatticeWord, WordCosts};
pub use starts::WordStarts;
pub use user_words::{UserWord, UserWords};

use crate::lexicon::image::AlignedBytes;
use crate::text::{ByteSpan, CharSpan, joins_clusters};
use path::{KEPT, Scratch};
use steps::Steps;
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
    /// All origins, each at its number; a mention's own number says nothing here.
    pub const ALL: [Origin; 5] = [
        Origin::Dictionary,
        Origin::User,
        Origin::Hmm,
        Origin::Mention(0),
        Origin::Rule,
    ];

    /// The place in [`Origin::ALL`].
    pub fn number(self) -> usize {
        match self {
            Origin::Dictionary => 0,
            Origin::User => 1,
            Origin::Hmm => 2,
            Origin::Mention(_) => 3,
            Origin::Rule => 4,
        }
    }

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

/// Room for the work on a text. Pieces of text are short and many.
#[derive(Default)]
struct Room {
    characters: Vec<char>,
    steps: Steps,
    scratch: Scratch,
}

thread_local! {
    static ROOM: RefCell<Room> = RefCell::default();
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
    pub fn cut(&self, starts: &WordStarts<'_>, sentences: &[CharSpan], locks: &[Lock], tokens: &mut Vec<Token>) {
        let text = Text::new(starts);
        let mut locks = locks.iter().peekable();
        for (number, sentence) in sentences.iter().enumerate() {
            let mut from = sentence.start;
            while let Some(lock) = locks.next_if(|lock| lock.span.start < sentence.end) {
                self.cut_gap(&text, CharSpan::new(from, lock.span.start), number, tokens);
                tokens.push(text.locked(lock, number));
                from = lock.span.end;
            }
            self.cut_gap(&text, CharSpan::new(from, sentence.end), number, tokens);
        }
    }

    /// Cuts anew where `locks` are others than those that `tokens` were cut around, and leaves the rest as it is. Like those of
    /// [`Segmenter::cut`], of which the same sentences and locks hold otherwise.
    pub fn cut_again(&self, starts: &WordStarts<'_>, locks: &[Lock], tokens: &mut Vec<Token>) {
        let text = Text::new(starts);
        let mut cut: Vec<Token> = Vec::with_capacity(tokens.len() + locks.len());
        let mut locks = locks.iter().peekable();
        let mut old = tokens.as_slice();
        while !old.is_empty() {
            let next_lock = locks.peek().map_or(usize::MAX, |lock| lock.span.start);
            let stays = |token: &&Token| {
                token.span.end <= next_lock && !matches!(token.origin, Origin::Mention(_) | Origin::User)
            };
            let (same, rest) = old.split_at(old.iter().take_while(stays).count());
            cut.extend_from_slice(same);
            let Some((&token, rest)) = rest.split_first() else {
                break;
            };
            old = rest;
            if let Some(lock) = locks.next_if(|lock| lock.span == token.span) {
                let origin = lock.origin;
                cut.push(Token { origin, ..token });
                continue;
            }
            // As many tokens as locks reach into, and what is between.
            let (mut end, sentence) = (token.span.end, token.sentence);
            let mut from = token.span.start;
            while let Some(lock) = locks.next_if(|lock| lock.span.start < end) {
                self.cut_gap(&text, CharSpan::new(from, lock.span.start), sentence, &mut cut);
                cut.push(text.locked(lock, sentence));
                from = lock.span.end;
                while let Some((token, rest)) = old.split_first()
                    && token.span.start < from
                {
                    end = end.max(token.span.end);
                    old = rest;
                }
                end = end.max(from);
            }
            self.cut_gap(&text, CharSpan::new(from, end), sentence, &mut cut);
        }
        *tokens = cut;
    }

    /// Cuts what lies between two locks: what is one token by its very form first, then the rest into words.
    fn cut_gap(&self, text: &Text<'_>, gap: CharSpan, sentence: usize, tokens: &mut Vec<Token>) {
        if !text.may_hold_patterns {
            return self.cut_piece(text.starts, gap, sentence, tokens);
        }
        let view = text.starts.folded().slice(gap);
        let (mut byte, mut at) = (0, gap.start);
        for pattern in patterns::find(view) {
            let start = at + view[byte..pattern.start].chars().count();
            self.cut_piece(text.starts, CharSpan::new(at, start), sentence, tokens);
            // Patterns are ASCII.
            let span = CharSpan::new(start, start + pattern.len());
            tokens.push(Token {
                span,
                sentence,
                kind: text.kind(span),
                origin: Origin::Rule,
            });
            (byte, at) = (pattern.end, span.end);
        }
        self.cut_piece(text.starts, CharSpan::new(at, gap.end), sentence, tokens);
    }

    /// Cuts into words.
    fn cut_piece(&self, starts: &WordStarts<'_>, piece: CharSpan, sentence: usize, tokens: &mut Vec<Token>) {
        let first = tokens.len();
        let (folded, chars) = (starts.folded(), starts.characters());
        ROOM.with_borrow_mut(|Room { scratch, .. }| {
            self.words
                .cut::<true>(chars, starts.steps(), piece.range(), scratch, |word| {
                    let kind = if word.word.is_some_and(Word::is_han) {
                        TokenKind::Han
                    } else {
                        let word = &chars[word.start..word.end];
                        // White space is cut off one by one, so a piece is either all of it or has none.
                        if word.first().is_some_and(|first| first.is_whitespace()) {
                            return;
                        }
                        TokenKind::of_characters(word.iter().copied())
                    };
                    let origin = match kind {
                        TokenKind::Han | TokenKind::Mixed if word.word.is_some() => Origin::Dictionary,
                        TokenKind::Han | TokenKind::Mixed => Origin::Hmm,
                        _ => Origin::Rule,
                    };
                    tokens.push(Token {
                        span: CharSpan::new(word.start, word.end),
                        sentence,
                        kind,
                        origin,
                    });
                });
        });
        // Where it has none, looking at all clusters would find none.
        if folded.has_clusters() && chars[piece.range()].iter().copied().any(joins_clusters) {
            join_clusters(folded.slice(piece), piece.start, first, tokens);
        }
    }

    /// Whether the dictionary has a word.
    pub fn has_word(&self, word: &str) -> bool {
        self.words.get(word).is_some()
    }

    /// The most likely path through the dictionary alone, as byte ranges of `text`; for judging borders.
    pub fn dictionary_path(&self, text: &str) -> impl Iterator<Item = ByteSpan> + use<> {
        let mut path = Vec::new();
        ROOM.with_borrow_mut(|room| {
            let Room {
                characters,
                steps,
                scratch,
            } = room;
            characters.clear();
            characters.extend(text.chars());
            steps.take(self.words, characters);
            path.reserve_exact(characters.len());
            let mut at = 0;
            self.words
                .cut::<false>(characters, steps, 0..characters.len(), scratch, |word| {
                    let len: usize = characters[word.start..word.end].iter().map(|c| c.len_utf8()).sum();
                    path.push(ByteSpan::new(at, at + len));
                    at += len;
                });
            if characters.capacity() > KEPT {
                *room = Room::default();
            }
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

/// A document that is cut.
struct Text<'s> {
    starts: &'s WordStarts<'s>,
    /// Whether anything in it may be one token by its very form, which in most documents nothing is.
    may_hold_patterns: bool,
}

impl<'s> Text<'s> {
    fn new(starts: &'s WordStarts<'s>) -> Self {
        Text {
            starts,
            may_hold_patterns: patterns::may_hold_any(starts.folded().view()),
        }
    }

    fn kind(&self, span: CharSpan) -> TokenKind {
        TokenKind::of_characters(self.starts.characters()[span.range()].iter().copied())
    }

    /// The token that a lock makes.
    fn locked(&self, lock: &Lock, sentence: usize) -> Token {
        Token {
            span: lock.span,
            sentence,
            kind: self.kind(lock.span),
            origin: lock.origin,
        }
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
