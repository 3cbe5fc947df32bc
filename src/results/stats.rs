//! What a finished run has in it, counted.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::counts::{NamedEntity, is_word, most_mentioned};
use super::folder::{Folder, ResultsError};
use crate::records::{DocumentRow, EntityRow, ErrorRow, MentionRow, TokenRow};

/// Something with the number of times that it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// What was counted.
    pub name: String,
    /// How often.
    pub count: u64,
}

/// The counts of a run. Lists have the most frequent first.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Stats {
    /// Documents.
    pub documents: u64,
    /// What could not be read.
    pub refused: u64,
    /// The size of all texts in bytes of UTF-8.
    pub bytes: u64,
    /// The length of all texts in code points.
    pub chars: u64,
    /// Sentences.
    pub sentences: u64,
    /// Tokens.
    pub tokens: u64,
    /// Different tokens, as they stand in the texts.
    pub types: u64,
    /// Different tokens that occur once.
    pub once: u64,
    /// Mentions.
    pub mentions: u64,
    /// Entities.
    pub entities: u64,
    /// Documents by script.
    pub scripts: Vec<Count>,
    /// Documents by encoding.
    pub encodings: Vec<Count>,
    /// Tokens by kind.
    pub kinds: Vec<Count>,
    /// Tokens by who cut them.
    pub origins: Vec<Count>,
    /// Mentions by label; “(none)” for those without.
    pub labels: Vec<Count>,
    /// Mentions by how they were found.
    pub match_kinds: Vec<Count>,
    /// Errors by code.
    pub errors: Vec<Count>,
    /// The most frequent words: tokens of the kinds han, latin and mixed.
    pub top_words: Vec<Count>,
    /// The entities with the most mentions, by name and id.
    pub top_entities: Vec<Count>,
}

impl Stats {
    /// Counts the tables of `folder`; lists of words and entities have `top` of them. Memory grows with the number of different
    /// tokens.
    ///
    /// # Errors
    ///
    /// A table that cannot be read.
    pub fn of(folder: &Folder, top: usize) -> Result<Self, ResultsError> {
        let mut stats = Stats::default();
        let (mut scripts, mut encodings) = (Tally::default(), Tally::default());
        let mut documents = folder.table::<DocumentRow>()?;
        while documents.next_row()? {
            stats.documents += 1;
            stats.bytes += documents.number("n_bytes")?.unwrap_or(0);
            stats.chars += documents.number("n_chars")?.unwrap_or(0);
            stats.sentences += documents.number("n_sentences")?.unwrap_or(0);
            scripts.add(documents.cell("script")?);
            encodings.add(documents.cell("encoding")?);
        }
        let (mut kinds, mut origins, mut words, mut others) =
            (Tally::default(), Tally::default(), Tally::default(), Tally::default());
        let mut tokens = folder.table::<TokenRow>()?;
        while tokens.next_row()? {
            stats.tokens += 1;
            let kind = tokens.cell("kind")?;
            kinds.add(kind);
            origins.add(tokens.cell("origin")?);
            if is_word(kind) { &mut words } else { &mut others }.add(tokens.cell("token")?);
        }
        stats.types = (words.0.len() + others.0.len()) as u64;
        stats.once = words
            .0
            .values()
            .chain(others.0.values())
            .filter(|count| **count == 1)
            .count() as u64;
        let (mut labels, mut match_kinds) = (Tally::default(), Tally::default());
        let mut mentions = folder.table::<MentionRow>()?;
        while mentions.next_row()? {
            stats.mentions += 1;
            let label = mentions.cell("label")?;
            labels.add(if label.is_empty() { "(none)" } else { label });
            match_kinds.add(mentions.cell("match_kind")?);
        }
        let mut entities = folder.table::<EntityRow>()?;
        while entities.next_row()? {
            stats.entities += 1;
        }
        let counted = |entity: NamedEntity| Count {
            name: format!("{} ({})", entity.called().unwrap_or_default(), entity.id),
            count: entity.n_mentions,
        };
        stats.top_entities = most_mentioned(folder, top)?.into_iter().map(counted).collect();
        let mut codes = Tally::default();
        let mut errors = folder.table::<ErrorRow>()?;
        while errors.next_row()? {
            stats.refused += 1;
            codes.add(errors.cell("code")?);
        }
        stats.scripts = scripts.top(usize::MAX);
        stats.encodings = encodings.top(usize::MAX);
        stats.kinds = kinds.top(usize::MAX);
        stats.origins = origins.top(usize::MAX);
        stats.labels = labels.top(usize::MAX);
        stats.match_kinds = match_kinds.top(usize::MAX);
        stats.errors = codes.top(usize::MAX);
        stats.top_words = words.top(top);
        Ok(stats)
    }
}

#[derive(Default)]
struct Tally(FxHashMap<String, u64>);

impl Tally {
    fn add(&mut self, name: &str) {
        match self.0.get_mut(name) {
            Some(count) => *count += 1,
            None => {
                self.0.insert(name.to_owned(), 1);
            }
        }
    }

    /// The most frequent, those of equal frequency by name.
    fn top(self, number: usize) -> Vec<Count> {
        let mut counts: Vec<Count> = self.0.into_iter().map(|(name, count)| Count { name, count }).collect();
        counts.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        counts.truncate(number);
        counts
    }
}
