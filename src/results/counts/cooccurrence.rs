//! Which entities are mentioned together, in documents and in sentences: an edge list, and GraphML, which Gephi and igraph read.

use std::io::{self, Write};

use csv::StringRecord;
use rustc_hash::FxHashMap;

use super::entities::{NamedEntity, most_mentioned, places_of};
use crate::records::{CooccurrenceRow, MentionRow};
use crate::results::documents::{DocumentRows, Documents, cell};
use crate::results::folder::{Folder, ResultsError};
use crate::results::markup::escaped;

/// Entities, and how often two of them are mentioned together.
#[derive(Debug)]
pub struct Cooccurrence {
    /// The entities with most mentions, in this order.
    pub entities: Vec<NamedEntity>,
    /// Their pairs, those that share most documents first.
    pub pairs: Vec<Pair>,
}

/// Two entities that are mentioned together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The place of the first in [`Cooccurrence::entities`].
    pub a: usize,
    /// That of the second, which is higher.
    pub b: usize,
    /// How many documents mention both.
    pub n_documents: u64,
    /// How many sentences do.
    pub n_sentences: u64,
}

impl Cooccurrence {
    /// Counts the pairs among the `top` entities with most mentions, of which memory holds every pair that there is.
    ///
    /// # Errors
    ///
    /// A table that cannot be read.
    pub fn of(folder: &Folder, top: usize) -> Result<Self, ResultsError> {
        let entities = most_mentioned(folder, top)?;
        let places = places_of(&entities);
        let mut counts: FxHashMap<(usize, usize), (u64, u64)> = FxHashMap::default();
        let mut documents = Documents::with_mentions_only(folder)?;
        let (mut rows, mut together) = (DocumentRows::default(), Vec::new());
        let place_of = |row: &StringRecord| places.get(cell::<MentionRow>(row, "entity_id")).copied();
        while documents.next_document(&mut rows)? {
            // Mentions that overlap come behind the others, so sentences are not in order.
            rows.mentions.sort_by(|a, b| sentence(a).cmp(sentence(b)));
            for mentions in rows.mentions.chunk_by(|a, b| sentence(a) == sentence(b)) {
                gather(mentions.iter().filter_map(place_of), &mut together);
                each_pair(&together, |pair| counts.entry(pair).or_default().1 += 1);
            }
            gather(rows.mentions.iter().filter_map(place_of), &mut together);
            each_pair(&together, |pair| counts.entry(pair).or_default().0 += 1);
        }
        let mut pairs: Vec<Pair> = counts
            .into_iter()
            .map(|((a, b), (n_documents, n_sentences))| Pair {
                a,
                b,
                n_documents,
                n_sentences,
            })
            .collect();
        pairs.sort_unstable_by_key(|pair| (u64::MAX - pair.n_documents, u64::MAX - pair.n_sentences, pair.a, pair.b));
        Ok(Cooccurrence { entities, pairs })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = CooccurrenceRow<'_>> {
        self.pairs.iter().map(|pair| {
            let (a, b) = (&self.entities[pair.a], &self.entities[pair.b]);
            CooccurrenceRow {
                entity_a: &a.id,
                entity_b: &b.id,
                name_a: a.name(),
                name_b: b.name(),
                n_documents: pair.n_documents,
                n_sentences: pair.n_sentences,
            }
        })
    }

    /// Writes the graph as GraphML: nodes are the entities, weights of edges the documents that they share.
    ///
    /// # Errors
    ///
    /// What `out` says.
    pub fn write_graphml(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        writeln!(out, r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">"#)?;
        for (element, name, kind) in KEYS {
            writeln!(
                out,
                r#"  <key id="{element}-{name}" for="{element}" attr.name="{name}" attr.type="{kind}"/>"#
            )?;
        }
        writeln!(out, r#"  <graph id="cooccurrence" edgedefault="undirected">"#)?;
        for (place, entity) in self.entities.iter().enumerate() {
            writeln!(out, r#"    <node id="n{place}">"#)?;
            let texts = [
                ("label", entity.name()),
                ("entity_id", &entity.id),
                ("kind", &entity.label),
                ("name_latin", &entity.name_latin),
            ];
            for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
                writeln!(out, r#"      <data key="node-{name}">{}</data>"#, escaped(text))?;
            }
            writeln!(out, r#"      <data key="node-n_mentions">{}</data>"#, entity.n_mentions)?;
            writeln!(
                out,
                r#"      <data key="node-n_documents">{}</data>"#,
                entity.n_documents
            )?;
            writeln!(out, "    </node>")?;
        }
        for pair in &self.pairs {
            writeln!(out, r#"    <edge source="n{}" target="n{}">"#, pair.a, pair.b)?;
            writeln!(out, r#"      <data key="edge-weight">{}</data>"#, pair.n_documents)?;
            writeln!(out, r#"      <data key="edge-n_sentences">{}</data>"#, pair.n_sentences)?;
            writeln!(out, "    </edge>")?;
        }
        writeln!(out, "  </graph>\n</graphml>")
    }
}

/// What nodes and edges carry. Gephi shows `label` and weighs by `weight`, so the label of an entity is its `kind`.
const KEYS: [(&str, &str, &str); 8] = [
    ("node", "label", "string"),
    ("node", "entity_id", "string"),
    ("node", "kind", "string"),
    ("node", "name_latin", "string"),
    ("node", "n_mentions", "long"),
    ("node", "n_documents", "long"),
    ("edge", "weight", "double"),
    ("edge", "n_sentences", "long"),
];

fn sentence(row: &StringRecord) -> &str {
    cell::<MentionRow>(row, "sentence_id")
}

/// Each place once, in order.
fn gather(places: impl Iterator<Item = usize>, together: &mut Vec<usize>) {
    together.clear();
    together.extend(places);
    together.sort_unstable();
    together.dedup();
}

fn each_pair(places: &[usize], mut count: impl FnMut((usize, usize))) {
    for (number, &a) in places.iter().enumerate() {
        for &b in &places[number + 1..] {
            count((a, b));
        }
    }
}
