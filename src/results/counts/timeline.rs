//! When entities are mentioned, by the dates of the documents.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::entities::{NamedEntity, filled, most_mentioned, places_of};
use crate::records::{DocumentRow, MentionRow, TimelineRow};
use crate::results::documents::{DocumentRows, Documents, cell};
use crate::results::folder::{Folder, ResultsError};

/// How long the spans are by which mentions are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Years.
    Year,
    /// Months.
    Month,
    /// Days.
    Day,
}

impl Period {
    /// The span that `date` lies in, as far as the date says it; nothing where it is none.
    fn of(self, date: &str) -> Option<&str> {
        let is_date = matches!(date.len(), 4 | 7 | 10)
            && date.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let length = match self {
            Period::Year => 4,
            Period::Month => 7,
            Period::Day => 10,
        };
        is_date.then(|| &date[..length.min(date.len())])
    }
}

/// Entities with their mentions over time.
#[derive(Debug)]
pub struct Timeline {
    /// The entities with most mentions, in this order.
    pub entities: Vec<NamedEntity>,
    /// What each span has, by its name.
    pub spans: BTreeMap<String, TimeSpan>,
    /// How many documents have no date that can be read.
    pub undated: u64,
}

/// The documents of a year, a month or a day.
#[derive(Debug, Default)]
pub struct TimeSpan {
    /// How many there are.
    pub n_documents: u64,
    /// Of each entity that they mention, by its place in [`Timeline::entities`], how often and in how many of them.
    pub mentioned: FxHashMap<usize, (u64, u64)>,
}

impl Timeline {
    /// Counts the mentions of the `top` entities with most mentions.
    ///
    /// # Errors
    ///
    /// A table that cannot be read, and documents of which none has a date.
    pub fn of(folder: &Folder, period: Period, top: usize) -> Result<Self, ResultsError> {
        let entities = most_mentioned(folder, top)?;
        let places = places_of(&entities);
        let mut spans: BTreeMap<String, TimeSpan> = BTreeMap::new();
        let mut undated = 0;
        let mut documents = Documents::with_mentions_only(folder)?;
        let mut rows = DocumentRows::default();
        let mut of_document: FxHashMap<usize, u64> = FxHashMap::default();
        while documents.next_document(&mut rows)? {
            let Some(name) = period.of(cell::<DocumentRow>(&rows.document, "date")) else {
                undated += 1;
                continue;
            };
            for row in &rows.mentions {
                if let Some(&entity) = places.get(cell::<MentionRow>(row, "entity_id")) {
                    *of_document.entry(entity).or_default() += 1;
                }
            }
            let span = match spans.get_mut(name) {
                Some(span) => span,
                None => spans.entry(name.to_owned()).or_default(),
            };
            span.n_documents += 1;
            for (entity, n_mentions) in of_document.drain() {
                let counts = span.mentioned.entry(entity).or_default();
                counts.0 += n_mentions;
                counts.1 += 1;
            }
        }
        if spans.is_empty() && undated > 0 {
            return Err(folder.lacks(
                "no document has a date",
                "say which field or column holds it: yiming run … --date-field NAME; files that are one document have none",
            ));
        }
        Ok(Timeline {
            entities,
            spans,
            undated,
        })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = TimelineRow<'_>> {
        self.spans.iter().flat_map(move |(period, span)| {
            let mut mentioned: Vec<_> = span.mentioned.iter().collect();
            mentioned.sort_unstable_by(|(a, (mentions_of_a, _)), (b, (mentions_of_b, _))| {
                mentions_of_b
                    .cmp(mentions_of_a)
                    .then_with(|| self.entities[**a].id.cmp(&self.entities[**b].id))
            });
            mentioned.into_iter().map(move |(&entity, &(n_mentions, n_documents))| {
                let entity = &self.entities[entity];
                TimelineRow {
                    period,
                    entity_id: &entity.id,
                    name_zh: filled(&entity.name_zh),
                    name_latin: filled(&entity.name_latin),
                    label: filled(&entity.label),
                    n_mentions,
                    n_documents,
                    document_share: n_documents as f64 / span.n_documents as f64,
                }
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Period;

    #[test]
    fn a_span_is_as_much_of_a_date_as_there_is() {
        assert_eq!(Period::Month.of("2024-05-01"), Some("2024-05"));
        assert_eq!(Period::Year.of("2024-05"), Some("2024"));
        assert_eq!(Period::Day.of("2024-05"), Some("2024-05"));
        for none in ["", "昨天", "2024/05", "2024-05-1", "20240501", "二〇"] {
            assert_eq!(Period::Month.of(none), None, "{none}");
        }
    }
}
