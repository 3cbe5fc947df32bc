//! Which entities a corpus mentions, how often and in which forms. Memory grows with the entities, not with the corpus.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::entity::{Entity, Who};
use crate::input::Document;
use crate::pipeline::{Analysis, Pipeline};
use crate::records::{EntityRow, RowSink};
use crate::text::Walker;

/// The entities of one document, in order of appearance.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct DocumentMentions(Vec<Counted>);

/// An entity with its number of mentions in a document and its forms there.
#[derive(Debug, Serialize, Deserialize)]
struct Counted {
    entity: Entity,
    mentions: u64,
    surfaces: Vec<String>,
}

impl DocumentMentions {
    /// Counts the mentions of one document.
    pub fn of(pipeline: &Pipeline, document: &Document, analysis: &Analysis) -> Self {
        let mut walker = Walker::new(&document.text);
        let mut places: FxHashMap<Who, usize> = FxHashMap::default();
        let mut counted: Vec<Counted> = Vec::new();
        for mention in analysis.mentions_and_overlapped() {
            let place = *places.entry(mention.who).or_insert_with(|| {
                counted.push(Counted {
                    entity: pipeline.entity(mention.who, analysis).clone(),
                    mentions: 0,
                    surfaces: Vec::new(),
                });
                counted.len() - 1
            });
            let counted = &mut counted[place];
            counted.mentions += 1;
            // Mentions come by their starts; they may end behind the next one's.
            walker.byte_of(mention.span.start);
            add_surface(walker.clone().slice(mention.span), &mut counted.surfaces);
        }
        DocumentMentions(counted)
    }

    /// The number of mentions.
    pub(super) fn len(&self) -> u64 {
        self.0.iter().map(|counted| counted.mentions).sum()
    }
}

/// The entities of a run.
#[derive(Debug, Default)]
pub struct EntityTally {
    by_id: FxHashMap<String, Tally>,
}

#[derive(Debug)]
struct Tally {
    entity: Entity,
    mentions: u64,
    documents: u64,
    first_doc_id: String,
    surfaces: Vec<String>,
}

impl EntityTally {
    /// Adds a document.
    pub fn add(&mut self, doc_id: &str, mentions: DocumentMentions) {
        for Counted {
            entity,
            mentions: count,
            surfaces,
        } in mentions.0
        {
            let tally = match self.by_id.get_mut(&entity.id) {
                Some(tally) => tally,
                None => self.by_id.entry(entity.id.clone()).or_insert(Tally {
                    entity,
                    mentions: 0,
                    documents: 0,
                    first_doc_id: doc_id.to_owned(),
                    surfaces: Vec::new(),
                }),
            };
            tally.mentions += count;
            tally.documents += 1;
            for surface in &surfaces {
                add_surface(surface, &mut tally.surfaces);
            }
        }
    }

    /// Hands all rows of `entities`, most mentions first, to `rows`. Returns their number.
    pub fn rows(&self, rows: &mut impl RowSink) -> u64 {
        let mut tallies: Vec<&Tally> = self.by_id.values().collect();
        tallies.sort_unstable_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.entity.id.cmp(&b.entity.id)));
        for tally in &tallies {
            let row = EntityRow {
                entity_id: &tally.entity.id,
                name_zh: tally.entity.name_zh.as_deref(),
                name_latin: tally.entity.name_latin.as_deref(),
                label: tally.entity.label.as_deref(),
                n_mentions: tally.mentions,
                n_documents: tally.documents,
                first_doc_id: &tally.first_doc_id,
                surfaces: &tally.surfaces.join("|"),
            };
            rows.push(&row);
        }
        tallies.len() as u64
    }
}

fn add_surface(surface: &str, surfaces: &mut Vec<String>) {
    if !surfaces.iter().any(|known| known == surface) {
        surfaces.push(surface.to_owned());
    }
}
