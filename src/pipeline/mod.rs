//! One document: text in, tokens and mentions out.
//!
//! A [`Pipeline`] holds all that documents share (dictionaries, compiled); it never changes, so any number of threads may use one.
//! [`Pipeline::analyse`] does no input or output and knows neither files nor terminals: whoever has a text can call it.

mod builder;
pub mod compare;
mod compile;
pub mod explain;
mod guard;
mod names;
mod pairs;
mod rows;
mod shipped;
mod stages;

pub use builder::PipelineBuilder;
pub use compile::{Compiled, compile, gazetteer};
pub use guard::guarded;
pub use names::Renderings;
pub use pairs::NamePair;
pub use rows::{Rows, TableBuffers, error_row};
pub use shipped::{Shipped, shipped};
pub use stages::Prepared;

use crate::convert::{Aligned, Converter, Name};
use crate::entity::{
    BoundPair, Draft, Entity, Gazetteer, Mention, Mentions, Overlap, Recogniser, Unlisted, UnlistedKind, Who, villages,
};
use crate::segment::{Lock, Origin, Segmenter, Token, UserWords};
use crate::text::{CharIndex, CharSpan, Folded, Script, sentences};

/// Everything that documents share.
pub struct Pipeline {
    segmenter: Segmenter,
    gazetteer: Gazetteer,
    with_candidates: bool,
    user_words: UserWords,
    overlap: Overlap,
    to_hans: Converter,
    to_hant: Converter,
}

/// What a text is made of, before it is converted.
struct Recognised {
    mentions: Mentions,
    /// Names that no dictionary has, also such as are too unlikely for mentions.
    unlisted: Vec<Unlisted>,
    sentences: Vec<CharSpan>,
    tokens: Vec<Token>,
}

/// Whoever looks on while a document is read. Nothing here costs anything where nobody does.
trait Watch {
    /// The document is cut around the `mentions` of dictionaries, before other names are looked for.
    fn before_unlisted(&mut self, _draft: &Draft<'_>, _tokens: &[Token], _mentions: &Mentions) {}
    /// All is decided.
    fn settled(&mut self, _draft: &Draft<'_>, _mentions: &Mentions, _user_words: &[CharSpan]) {}
}

impl Watch for () {}

/// What was found in one document. Every range is in code points of its text.
#[derive(Debug)]
pub struct Analysis {
    /// The script of the text.
    pub script: Script,
    /// The length of the text in code points.
    pub n_chars: usize,
    /// The sentences, in order.
    pub sentences: Vec<CharSpan>,
    /// The tokens, in order.
    pub tokens: Vec<Token>,
    /// The mentions, in order, not overlapping. Each is a token.
    pub mentions: Vec<Mention>,
    /// The mentions that overlap one of those, in order; none but under [`Overlap::All`].
    pub overlapped: Vec<Mention>,
    /// The entities that only this document introduces; [`Who::Found`] counts through them.
    pub found: Vec<Entity>,
    /// The pairs of a Chinese and a Latin name in parentheses, in order.
    pub pairs: Vec<BoundPair>,
    /// The parts of the text that convert as names: transliterated ones, and Chinese people's family names.
    pub names: Vec<Name>,
    /// The text in Simplified characters.
    pub hans: Aligned,
    /// The text in Traditional characters, unless it is written in them.
    pub hant: Option<Aligned>,
}

impl Analysis {
    /// All mentions, in order of position: the rows of `mentions`, the place in which is the id.
    pub fn mentions_and_overlapped(&self) -> impl Iterator<Item = &Mention> {
        let mut overlapped = self.overlapped.iter().peekable();
        let mut mentions = self.mentions.iter().peekable();
        std::iter::from_fn(move || {
            let is_next = |next: &&Mention, of: &&Mention| next.span < of.span;
            match (mentions.peek(), overlapped.peek()) {
                (Some(mention), Some(other)) if is_next(other, mention) => overlapped.next(),
                (None, _) => overlapped.next(),
                _ => mentions.next(),
            }
        })
    }

    /// The place of the mention number `mention` of [`Analysis::mentions`] among all mentions.
    fn mention_id(&self, mention: usize) -> usize {
        let span = self.mentions[mention].span;
        mention + self.overlapped.partition_point(|other| other.span < span)
    }
}

impl Pipeline {
    /// A pipeline of one's own making.
    pub fn builder() -> PipelineBuilder {
        PipelineBuilder::default()
    }

    /// Analyses one text.
    ///
    /// ```
    /// use yiming::pipeline::Pipeline;
    ///
    /// let pipeline = Pipeline::builder().build()?;
    /// let text = "伊爾亞·蘇茨克維離開了OpenAI。";
    /// let analysis = pipeline.analyse(text);
    /// let entities: Vec<&str> = analysis.mentions.iter().map(|m| pipeline.entity(m.who, &analysis).id.as_str()).collect();
    /// assert_eq!(entities, ["ilya-sutskever", "openai"]);
    /// assert_eq!(analysis.tokens[0].span, analysis.mentions[0].span);
    /// # Ok::<(), yiming::lexicon::Problems>(())
    /// ```
    pub fn analyse(&self, text: &str) -> Analysis {
        self.analyse_watched(text, &mut ())
    }

    fn analyse_watched(&self, text: &str, watch: &mut impl Watch) -> Analysis {
        let original = CharIndex::new(text);
        let folded = Folded::new(text);
        let Recognised {
            mentions,
            unlisted,
            sentences,
            tokens,
        } = self.recognise(&original, &folded, self.with_candidates, watch);
        let script = folded.script();
        let renderings = if is_simplified(script) {
            Renderings::Traditional
        } else {
            Renderings::Characters
        };
        let names = self.names_among(&original, &folded, &mentions, &unlisted, renderings);
        let (hans, hant) = self.conversions(text, script, &names);
        Analysis {
            script,
            n_chars: original.len_chars(),
            sentences,
            tokens,
            mentions: mentions.list,
            overlapped: mentions.overlapped,
            found: mentions.found,
            pairs: mentions.pairs,
            names,
            hans,
            hant,
        }
    }

    /// A text of `script` in Simplified characters, and in Traditional ones unless it is written in them.
    fn conversions(&self, text: &str, script: Script, names: &[Name]) -> (Aligned, Option<Aligned>) {
        let hant = is_simplified(script).then(|| self.to_hant.convert_aligned_with(text, names));
        let ranges: Vec<Name> = names.iter().map(|name| Name::from(name.range.clone())).collect();
        (self.to_hans.convert_aligned_with(text, &ranges), hant)
    }

    /// The names of one text, for conversion: the mentions of people and things whose names are transliterated, and what looks
    /// like a name.
    ///
    /// ```
    /// use yiming::convert::{Config, Converter};
    /// use yiming::pipeline::{Pipeline, Renderings};
    ///
    /// let pipeline = Pipeline::builder().build()?;
    /// let text = "丹尼斯·里奇在里面";
    /// let names = pipeline.names(text, Renderings::Traditional);
    /// assert_eq!(Converter::new(Config::S2tw).convert_with(text, &names), "丹尼斯·里奇在裡面");
    /// # Ok::<(), yiming::lexicon::Problems>(())
    /// ```
    pub fn names(&self, text: &str, renderings: Renderings) -> Vec<Name> {
        let original = CharIndex::new(text);
        let folded = Folded::new(text);
        let found = self.recognise(&original, &folded, true, &mut ());
        self.names_among(&original, &folded, &found.mentions, &found.unlisted, renderings)
    }

    fn recognise(
        &self,
        original: &CharIndex<'_>,
        folded: &Folded,
        with_candidates: bool,
        watch: &mut impl Watch,
    ) -> Recognised {
        let user_words = self.user_words.find(folded);
        let starts = self.segmenter.starts(folded);
        let mut draft = self.recogniser().draft(original, &starts, &user_words);
        let mut mentions = draft.mentions();
        let mut held = locks(&mentions.list, &user_words);
        let mut sentences = whole_sentences(original, &held);
        // About one token for every two characters of Chinese.
        let mut tokens = Vec::with_capacity(folded.len_chars() / 2 + 1);
        self.segmenter.cut(&starts, &sentences, &held, &mut tokens);
        let mut unlisted = Vec::new();
        if with_candidates {
            watch.before_unlisted(&draft, &tokens, &mentions);
            unlisted = draft.add_unlisted(&tokens, &mentions);
            if unlisted.iter().any(Unlisted::is_mention) {
                mentions = draft.mentions();
                held = locks(&mentions.list, &user_words);
                let joined = join_across(sentences.clone(), &held);
                if joined == sentences {
                    self.segmenter.cut_again(&starts, &held, &mut tokens);
                } else {
                    // A name reaches over the end of a sentence.
                    sentences = joined;
                    tokens.clear();
                    self.segmenter.cut(&starts, &sentences, &held, &mut tokens);
                }
            }
        }
        watch.settled(&draft, &mentions, &user_words);
        Recognised {
            mentions,
            unlisted,
            sentences,
            tokens,
        }
    }

    fn recogniser(&self) -> Recogniser<'_> {
        Recogniser {
            gazetteer: &self.gazetteer,
            segmenter: &self.segmenter,
            overlap: self.overlap,
        }
    }

    fn names_among(
        &self,
        original: &CharIndex<'_>,
        folded: &Folded,
        mentions: &Mentions,
        unlisted: &[Unlisted],
        renderings: Renderings,
    ) -> Vec<Name> {
        let mut context = names::Context::new(original, folded, &self.gazetteer, renderings);
        let mut names: Vec<Name> = mentions
            .list
            .iter()
            .filter_map(|mention| context.of(mention, self.entity_among(mention.who, &mentions.found)))
            .collect();
        // A Traditional text needs no guess at how names are written.
        if renderings != Renderings::Characters {
            let mut guesses = villages(folded, &self.segmenter);
            guesses.extend(unlisted.iter().filter_map(|name| match name.kind {
                UnlistedKind::Chinese { family_len } => {
                    Some(CharSpan::new(name.span.start, name.span.start + family_len))
                }
                _ => None,
            }));
            guesses.sort_unstable();
            let mut end = 0;
            let mut listed = mentions.list.iter().peekable();
            for name in guesses {
                while listed.next_if(|mention| mention.span.end <= name.start).is_some() {}
                let is_free = name.start >= end && listed.peek().is_none_or(|mention| !mention.span.overlaps(name));
                if is_free && self.is_written_otherwise(folded.slice(name)) {
                    names.push(Name::from(original.bytes(name).range()));
                    end = name.end;
                }
            }
            names.sort_unstable_by_key(|name| name.range.start);
        }
        names
    }

    /// Whether a name (folded) on its own is written otherwise than its characters are on their own: 范, not 姜. Where they agree,
    /// what a text makes of it differently is a word more often than not (姜丝, 周转).
    fn is_written_otherwise(&self, name: &str) -> bool {
        let as_text: String = name
            .chars()
            .map(|c| self.to_hant.convert(c.encode_utf8(&mut [0; 4])))
            .collect();
        as_text != self.to_hant.convert_with(name, &[Name::from(0..name.len())])
    }

    /// The words of one text, without looking for entities; the user's words hold all the same.
    pub fn segment(&self, text: &str) -> Vec<Token> {
        let original = CharIndex::new(text);
        let folded = Folded::new(text);
        let locks = locks(&[], &self.user_words.find(&folded));
        let mut tokens = Vec::new();
        self.segmenter.cut(
            &self.segmenter.starts(&folded),
            &whole_sentences(&original, &locks),
            &locks,
            &mut tokens,
        );
        tokens
    }

    /// Whom a mention of `analysis` means.
    pub fn entity<'a>(&'a self, who: Who, analysis: &'a Analysis) -> &'a Entity {
        self.entity_among(who, &analysis.found)
    }

    fn entity_among<'a>(&'a self, who: Who, found: &'a [Entity]) -> &'a Entity {
        match who {
            Who::Known(index) => self.gazetteer.entity(index),
            Who::Found(place) => &found[place],
        }
    }
}

/// Whether a document is converted to Traditional as well.
fn is_simplified(script: Script) -> bool {
    matches!(script, Script::Hans | Script::Mixed)
}

/// What must stay whole: mentions, and the user's words beside them.
fn locks(mentions: &[Mention], user_words: &[CharSpan]) -> Vec<Lock> {
    let mut locks: Vec<Lock> = mentions
        .iter()
        .enumerate()
        .map(|(i, mention)| Lock {
            span: mention.span,
            origin: Origin::Mention(i),
        })
        .collect();
    for &span in user_words {
        let next = mentions.partition_point(|mention| mention.span.end <= span.start);
        if mentions.get(next).is_none_or(|mention| !mention.span.overlaps(span)) {
            locks.push(Lock {
                span,
                origin: Origin::User,
            });
        }
    }
    locks.sort_unstable_by_key(|lock| lock.span);
    locks
}

/// The sentences of a text, none of which cuts a lock.
fn whole_sentences(original: &CharIndex<'_>, locks: &[Lock]) -> Vec<CharSpan> {
    let sentences = sentences(original.text());
    join_across(
        sentences.into_iter().map(|sentence| original.chars(sentence)).collect(),
        locks,
    )
}

/// Joins sentences wherever a lock reaches from one into the next: the full stop of “Dr. No” ends none.
fn join_across(sentences: Vec<CharSpan>, locks: &[Lock]) -> Vec<CharSpan> {
    let mut joined: Vec<CharSpan> = Vec::with_capacity(sentences.len());
    let mut locks = locks.iter().peekable();
    for sentence in sentences {
        match joined.last_mut() {
            Some(last) if locks.peek().is_some_and(|lock| lock.span.start < last.end) => last.end = sentence.end,
            _ => joined.push(sentence),
        }
        // What ends inside is done with.
        while locks.next_if(|lock| lock.span.end <= sentence.end).is_some() {}
    }
    joined
}
