//! The stages of one document's way, each alone, for measuring them: in, a document that has gone the whole way, with all that a
//! stage takes from those before it; out, what that stage makes of it once more.

use super::{Analysis, Pipeline, Watch, whole_sentences};
use crate::convert::Aligned;
use crate::entity::{Draft, Mentions, Unlisted};
use crate::segment::{Lock, Origin, Token};
use crate::text::{CharIndex, Folded};

/// A document with all that its stages take in.
pub struct Prepared<'t> {
    text: &'t str,
    original: CharIndex<'t>,
    folded: Folded,
    /// The tokens before names were looked for that no dictionary has.
    before_unlisted: Vec<Token>,
    locks: Vec<Lock>,
    analysis: Analysis,
}

impl Prepared<'_> {
    /// What the whole way came to.
    pub fn analysis(&self) -> &Analysis {
        &self.analysis
    }
}

/// Keeps the tokens as they are before names are looked for that no dictionary has.
#[derive(Default)]
struct BeforeUnlisted {
    tokens: Vec<Token>,
}

impl Watch for BeforeUnlisted {
    fn before_unlisted(&mut self, _: &Draft<'_>, tokens: &[Token], _: &Mentions) {
        self.tokens = tokens.to_vec();
    }
}

impl Pipeline {
    /// Goes the whole way once and keeps what lies between the stages.
    pub fn prepare<'t>(&self, text: &'t str) -> Prepared<'t> {
        let mut before = BeforeUnlisted::default();
        let analysis = self.analyse_watched(text, &mut before);
        let is_held = |token: &&Token| matches!(token.origin, Origin::Mention(_) | Origin::User);
        let locks = analysis.tokens.iter().filter(is_held).map(|token| Lock {
            span: token.span,
            origin: token.origin,
        });
        Prepared {
            text,
            original: CharIndex::new(text),
            folded: Folded::new(text),
            before_unlisted: before.tokens,
            locks: locks.collect(),
            analysis,
        }
    }

    /// Matching alone: the user's words, mentions of dictionaries, pairs, names that no dictionary has, and who is meant. Returns the
    /// number of mentions.
    pub fn match_alone(&self, prepared: &Prepared<'_>) -> usize {
        let user_words = self.user_words.find(&prepared.folded);
        let starts = self.segmenter.starts(&prepared.folded);
        let mut draft = self.recogniser().draft(&prepared.original, &starts, &user_words);
        let mut mentions = draft.mentions();
        if self.with_candidates
            && draft
                .add_unlisted(&prepared.before_unlisted, &mentions)
                .iter()
                .any(Unlisted::is_mention)
        {
            mentions = draft.mentions();
        }
        mentions.list.len() + mentions.overlapped.len()
    }

    /// Cutting alone: sentences, and words around mentions that are known. Puts the tokens into `tokens`.
    pub fn segment_alone(&self, prepared: &Prepared<'_>, tokens: &mut Vec<Token>) {
        tokens.clear();
        let sentences = whole_sentences(&prepared.original, &prepared.locks);
        self.segmenter.cut(
            &self.segmenter.starts(&prepared.folded),
            &sentences,
            &prepared.locks,
            tokens,
        );
    }

    /// Conversion alone, around names that are known.
    pub fn convert_alone(&self, prepared: &Prepared<'_>) -> (Aligned, Option<Aligned>) {
        self.conversions(prepared.text, prepared.analysis.script, &prepared.analysis.names)
    }
}
