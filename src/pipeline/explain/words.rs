//! The tokens of a text, and the words that were possible beside them.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{Context, Part};
use crate::segment::{LatticeWord, Origin, Token, UserWord};
use crate::text::{CharSpan, Folded};

/// A token, and who cut it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TokenExplanation {
    /// The token.
    #[serde(flatten)]
    pub part: Part,
    /// Who cut it: dictionary, user, hmm, mention or rule, as in tokens.csv.
    pub origin: &'static str,
    /// The number of its mention, as in mentions.csv.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mention_id: Option<usize>,
    /// Of a user's word, the file of its dictionary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Of a user's word, the line that it stands on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

/// A word of the segmenter's dictionary.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PossibleWord {
    /// Where it stands.
    #[serde(flatten)]
    pub part: Part,
    /// How often the dictionary counts it; 0 for a character that it does not have.
    pub frequency: usize,
    /// How unlikely it is, in nats.
    pub cost: f64,
    /// How much more the cheapest way through it costs than the cheapest of all, in nats.
    pub behind: f64,
    /// Whether it is on the cheapest way. Of characters that are on it one by one the model of unknown words may make longer tokens.
    pub taken: bool,
}

pub(super) fn tokens(context: Context<'_>) -> Vec<TokenExplanation> {
    let Context { analysis, pipeline, .. } = context;
    let folded = Folded::new(context.original.text());
    let words: FxHashMap<CharSpan, UserWord<'_>> = pipeline
        .user_words
        .find_with_origin(&folded)
        .map(|word| (word.span, word))
        .collect();
    let explain = |token: &Token| {
        let part = context.part(token.span);
        let word = match token.origin {
            Origin::User => words.get(&token.span),
            _ => None,
        };
        TokenExplanation {
            origin: token.origin.name(),
            mention_id: match token.origin {
                Origin::Mention(number) => Some(analysis.mention_id(number)),
                _ => None,
            },
            file: word.map(|word| word.file.to_owned()),
            line: word.map(|word| word.line),
            part,
        }
    };
    analysis.tokens.iter().map(explain).collect()
}

/// The words of every stretch of tokens that the dictionary had a say in.
pub(super) fn possible(context: Context<'_>) -> Vec<PossibleWord> {
    let folded = Folded::new(context.original.text());
    let costs = context.pipeline.segmenter.word_costs();
    let is_of_dictionary = |token: &&Token| matches!(token.origin, Origin::Dictionary | Origin::Hmm);
    let mut stretches: Vec<CharSpan> = Vec::new();
    for token in context.analysis.tokens.iter().filter(is_of_dictionary) {
        match stretches.last_mut() {
            Some(last) if last.end == token.span.start => last.end = token.span.end,
            _ => stretches.push(token.span),
        }
    }
    let mut words = Vec::new();
    // Popped from the end: the first stretch comes first.
    stretches.reverse();
    while let Some(stretch) = stretches.pop() {
        let lattice = costs.lattice(folded.slice(stretch));
        let crossed = crossed(&lattice, stretch, &context.analysis.tokens);
        if !crossed.is_empty() {
            let ends = crossed.iter().copied().chain([stretch.end]);
            let starts = [stretch.start].into_iter().chain(crossed.iter().copied());
            let parts: Vec<CharSpan> = starts.zip(ends).map(|(start, end)| CharSpan::new(start, end)).collect();
            stretches.extend(parts.into_iter().rev());
            continue;
        }
        words.extend(lattice.into_iter().map(|word| {
            let span = CharSpan::new(stretch.start + word.span.start, stretch.start + word.span.end);
            PossibleWord {
                part: context.part(span),
                frequency: word.frequency,
                cost: rounded(word.cost),
                behind: rounded(word.behind),
                taken: word.is_taken,
            }
        }));
    }
    words
}

/// The borders of tokens that the cheapest way takes words across: there the text was cut once more, when a name was found beside it.
fn crossed(lattice: &[LatticeWord], stretch: CharSpan, tokens: &[Token]) -> Vec<usize> {
    let first = tokens.partition_point(|token| token.span.start <= stretch.start);
    let inside = tokens[first..]
        .iter()
        .map(|token| token.span.start)
        .take_while(|&start| start < stretch.end);
    let mut taken = lattice.iter().filter(|word| word.is_taken).peekable();
    inside
        .filter(|start| {
            let at = start - stretch.start;
            while taken.next_if(|word| word.span.end <= at).is_some() {}
            taken.peek().is_some_and(|word| word.span.start < at)
        })
        .collect()
}

/// To a hundredth, which is more than anybody reads out of it.
pub(super) fn rounded(nats: f64) -> f64 {
    (nats * 100.0).round() / 100.0
}
