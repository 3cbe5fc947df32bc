//! Why a text was treated as it was: in, a text; out, sentence by sentence, the words that were possible
//! and what they cost, the forms that stand there and what became of them, the names that no dictionary has with their evidence, the
//! alignments of names, and which line of which dictionary converted what.
//!
//! The text is analysed as ever, with somebody looking on; what is said of it is what happened. `docs/explain.md` describes the JSON.

mod conversion;
mod forms;
mod names;
mod words;

use serde::Serialize;

pub use conversion::Change;
pub use forms::{Form, Outcome, Reading};
pub use names::{NameEvidence, PairExplanation, Rendering, RenderingPiece};
pub use words::{PossibleWord, TokenExplanation};

use super::{Analysis, Pipeline, Watch};
use crate::entity::{Considered, Draft, Mentions, Weighed};
use crate::lexicon::Problem;
use crate::segment::Token;
use crate::text::{CharIndex, CharSpan};

/// Why a text was treated as it was.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The script of the text: hant, hans, mixed or none.
    pub script: &'static str,
    /// Its sentences, in order.
    pub sentences: Vec<SentenceExplanation>,
}

/// One sentence, and what has its start in it. All positions are in code points of the text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SentenceExplanation {
    /// The sentence.
    #[serde(flatten)]
    pub part: Part,
    /// Its tokens.
    pub tokens: Vec<TokenExplanation>,
    /// The words of the segmenter's dictionary between mentions and the user's words, also those that were not taken.
    pub words: Vec<PossibleWord>,
    /// The forms of entities, also those that are no mentions.
    pub forms: Vec<Form>,
    /// The names that no dictionary has, and what else might have been one.
    pub names: Vec<NameEvidence>,
    /// Pairs of a Chinese and a Latin name.
    pub pairs: Vec<PairExplanation>,
    /// What conversion changes.
    pub conversion: Vec<Change>,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The first code point inside.
    pub start: usize,
    /// The first code point behind.
    pub end: usize,
    /// What stands there.
    pub text: String,
}

impl Part {
    fn of(original: &CharIndex<'_>, span: CharSpan) -> Self {
        Part {
            start: span.start,
            end: span.end,
            text: original.slice(span).to_owned(),
        }
    }
}

/// What somebody sees who looks on.
#[derive(Default)]
struct Seen {
    weighed: Vec<Weighed>,
    considered: Vec<Considered>,
}

impl Watch for Seen {
    fn before_unlisted(&mut self, draft: &Draft<'_>, tokens: &[Token], mentions: &Mentions) {
        self.weighed = draft.weighed(tokens, mentions);
    }

    fn settled(&mut self, draft: &Draft<'_>, mentions: &Mentions, user_words: &[CharSpan]) {
        self.considered = draft.considered(mentions, user_words);
    }
}

/// What every explainer needs.
#[derive(Clone, Copy)]
struct Context<'a> {
    pipeline: &'a Pipeline,
    original: &'a CharIndex<'a>,
    analysis: &'a Analysis,
}

impl Context<'_> {
    fn part(&self, span: CharSpan) -> Part {
        Part::of(self.original, span)
    }
}

impl Pipeline {
    /// Why [`Pipeline::analyse`] makes of a text what it makes.
    ///
    /// ```
    /// use yiming::pipeline::Pipeline;
    /// use yiming::pipeline::explain::Outcome;
    ///
    /// let pipeline = Pipeline::builder().build()?;
    /// let explanation = pipeline.explain("將提高通膨預期")?;
    /// let form = &explanation.sentences[0].forms[0];
    /// assert_eq!((form.part.text.as_str(), form.outcome), ("高通", Outcome::Piece));
    /// assert_eq!(form.against[0].text, "提高");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What is wrong with a dictionary of a conversion; nothing in a release.
    pub fn explain(&self, text: &str) -> Result<Explanation, Problem> {
        let mut seen = Seen::default();
        let analysis = self.analyse_watched(text, &mut seen);
        let original = CharIndex::new(text);
        let context = Context {
            pipeline: self,
            original: &original,
            analysis: &analysis,
        };
        let mut sentences: Vec<SentenceExplanation> = analysis
            .sentences
            .iter()
            .map(|&span| SentenceExplanation {
                part: context.part(span),
                tokens: Vec::new(),
                words: Vec::new(),
                forms: Vec::new(),
                names: Vec::new(),
                pairs: Vec::new(),
                conversion: Vec::new(),
            })
            .collect();
        let spans = &analysis.sentences;
        let mut place = |start: usize, put: &mut dyn FnMut(&mut SentenceExplanation)| {
            // White space between sentences belongs to none.
            let number = spans.partition_point(|span| span.end <= start);
            let last = sentences.len().saturating_sub(1);
            if let Some(sentence) = sentences.get_mut(number.min(last)) {
                put(sentence);
            }
        };
        for token in words::tokens(context) {
            place(token.part.start, &mut |sentence| sentence.tokens.push(token.clone()));
        }
        for word in words::possible(context) {
            place(word.part.start, &mut |sentence| sentence.words.push(word.clone()));
        }
        for form in forms::explain(context, &seen.considered) {
            place(form.part.start, &mut |sentence| sentence.forms.push(form.clone()));
        }
        for name in names::explain(context, &seen.weighed) {
            place(name.part.start, &mut |sentence| sentence.names.push(name.clone()));
        }
        for pair in names::pairs(context) {
            let start = pair.han.start.min(pair.latin.start);
            place(start, &mut |sentence| sentence.pairs.push(pair.clone()));
        }
        for change in conversion::changes(context)? {
            place(change.part.start, &mut |sentence| {
                sentence.conversion.push(change.clone())
            });
        }
        Ok(Explanation {
            script: analysis.script.name(),
            sentences,
        })
    }
}
