//! Which source names an entity how: 川普 here, 特朗普 there.

use rustc_hash::FxHashMap;

use super::entities::{NamedEntity, filled, most_mentioned, places_of};
use super::source::source_of;
use crate::records::{MentionRow, VariantRow};
use crate::results::documents::{DocumentRows, Documents, cell};
use crate::results::folder::{Folder, ResultsError};

/// Entities with the forms that sources have for them.
#[derive(Debug)]
pub struct Variants {
    /// The entities with most mentions, in this order.
    pub entities: Vec<NamedEntity>,
    /// The sources, in order of appearance.
    pub sources: Vec<String>,
    /// The forms: by entity, then by the name of the source, then those with most mentions first.
    pub variants: Vec<Variant>,
}

/// A form that a source has for an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The place of the entity in [`Variants::entities`].
    pub entity: usize,
    /// The place of the source in [`Variants::sources`].
    pub source: usize,
    /// The form, as it stands in the texts.
    pub surface: String,
    /// How often.
    pub n_mentions: u64,
    /// In how many documents.
    pub n_documents: u64,
    /// The number of the last document that had it, from 1.
    last: u64,
}

impl Variants {
    /// Counts the forms of the `top` entities with most mentions.
    ///
    /// # Errors
    ///
    /// A table that cannot be read.
    pub fn of(folder: &Folder, top: usize) -> Result<Self, ResultsError> {
        let entities = most_mentioned(folder, top)?;
        let entity_places = places_of(&entities);
        let mut source_places: FxHashMap<String, usize> = FxHashMap::default();
        let (mut sources, mut variants): (Vec<String>, Vec<Variant>) = (Vec::new(), Vec::new());
        // By entity and source: the places of its forms, which are few.
        let mut places: FxHashMap<(usize, usize), Vec<usize>> = FxHashMap::default();
        let mut documents = Documents::with_mentions_only(folder)?;
        let (mut rows, mut number) = (DocumentRows::default(), 0);
        while documents.next_document(&mut rows)? {
            number += 1;
            let name = source_of(&rows.document);
            let source = match source_places.get(name) {
                Some(&place) => place,
                None => {
                    sources.push(name.to_owned());
                    source_places.insert(name.to_owned(), sources.len() - 1);
                    sources.len() - 1
                }
            };
            for row in &rows.mentions {
                let Some(&entity) = entity_places.get(cell::<MentionRow>(row, "entity_id")) else {
                    continue;
                };
                let surface = cell::<MentionRow>(row, "surface");
                let forms = places.entry((entity, source)).or_default();
                let place = match forms.iter().find(|&&place| variants[place].surface == surface) {
                    Some(&place) => place,
                    None => {
                        forms.push(variants.len());
                        variants.push(Variant {
                            entity,
                            source,
                            surface: surface.to_owned(),
                            n_mentions: 0,
                            n_documents: 0,
                            last: 0,
                        });
                        variants.len() - 1
                    }
                };
                let variant = &mut variants[place];
                variant.n_mentions += 1;
                variant.n_documents += u64::from(variant.last != number);
                variant.last = number;
            }
        }
        variants.sort_unstable_by(|a, b| {
            let by_source = a
                .entity
                .cmp(&b.entity)
                .then_with(|| sources[a.source].cmp(&sources[b.source]));
            let by_number = by_source.then(b.n_mentions.cmp(&a.n_mentions));
            by_number.then_with(|| a.surface.cmp(&b.surface))
        });
        Ok(Variants {
            entities,
            sources,
            variants,
        })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = VariantRow<'_>> {
        self.variants.iter().map(|variant| {
            let entity = &self.entities[variant.entity];
            VariantRow {
                entity_id: &entity.id,
                name_zh: filled(&entity.name_zh),
                name_latin: filled(&entity.name_latin),
                label: filled(&entity.label),
                source: &self.sources[variant.source],
                surface: &variant.surface,
                n_mentions: variant.n_mentions,
                n_documents: variant.n_documents,
            }
        })
    }
}
