//! Which source names an entity how: a row an entity and source, cut into its forms by their shares.

use std::fmt::Write as _;

use super::bars::clipped;
use crate::results::counts::{Variant, Variants};
use crate::results::markup::escaped;

/// How many entities are drawn.
const ENTITIES: usize = 10;
/// How many sources of an entity are drawn, those with most mentions of it.
const SOURCES: usize = 5;
/// How many forms have a colour of their own.
const COLORS: usize = 5;

const WIDTH: usize = 720;
const ROW: usize = 24;
const NAMES: usize = 170;

/// An entity with more than one form, and its rows: those of a source each, in the order of their places.
pub(super) type Drawn<'v> = (usize, Vec<&'v [Variant]>);

/// The entities that are drawn: those with most mentions that have more than one form.
pub(super) fn drawn(found: &Variants) -> Vec<Drawn<'_>> {
    let by_entity = found.variants.chunk_by(|a, b| a.entity == b.entity);
    let several = by_entity.filter(|forms| forms.iter().any(|form| form.surface != forms[0].surface));
    let rows = several.take(ENTITIES).map(|forms| {
        let mut rows: Vec<&[Variant]> = forms.chunk_by(|a, b| a.source == b.source).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.iter().map(|form| form.n_mentions).sum::<u64>()));
        rows.truncate(SOURCES);
        (forms[0].entity, rows)
    });
    rows.collect()
}

/// The chart; nothing where every entity has one form only.
pub(super) fn chart(title: &str, found: &Variants, drawn: &[Drawn<'_>]) -> String {
    if drawn.is_empty() {
        return String::new();
    }
    let height: usize = drawn.iter().map(|(_, rows)| ROW * (rows.len() + 1) + 10).sum();
    let mut svg = format!(
        r#"<svg class="variants" viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{}">"#,
        escaped(title)
    );
    let mut top = 0;
    // A String takes whatever is written to it.
    for (entity, rows) in drawn {
        let entity = &found.entities[*entity];
        let _ = write!(
            svg,
            r#"<g data-entity="{}" role="img" aria-label="{}"><rect class="hit" x="0" y="{top}" width="{WIDTH}" height="{ROW}"/><text class="head" x="0" y="{}">{}</text></g>"#,
            escaped(&entity.id),
            escaped(entity.name()),
            top + 17,
            escaped(&clipped(entity.name(), 40)),
        );
        top += ROW;
        let mut known: Vec<&str> = Vec::new();
        for row in rows {
            let total: u64 = row.iter().map(|form| form.n_mentions).sum();
            let source = &found.sources[row[0].source];
            let _ = write!(
                svg,
                r#"<text x="{}" y="{}" text-anchor="end">{}</text>"#,
                NAMES - 8,
                top + 16,
                escaped(&clipped(source, 20)),
            );
            let mut left = NAMES as f64;
            for form in *row {
                let color = known
                    .iter()
                    .position(|&surface| surface == form.surface)
                    .unwrap_or_else(|| {
                        known.push(&form.surface);
                        known.len() - 1
                    });
                let width = (WIDTH - NAMES) as f64 * form.n_mentions as f64 / total.max(1) as f64;
                // 13 units high, a Han character is as wide and a Latin letter half of that.
                let columns = (width - 8.0) / 6.8;
                let text = if columns >= 4.0 {
                    clipped(&form.surface, columns as usize)
                } else {
                    String::new()
                };
                let said = format!("{}: {} of {total} in {source}", form.surface, form.n_mentions);
                let _ = write!(
                    svg,
                    r#"<g role="img" aria-label="{0}"><title>{0}</title><rect class="form form{1}" x="{left:.1}" y="{2}" width="{3:.1}" height="{4}"/><text class="inside" x="{5:.1}" y="{6}">{7}</text></g>"#,
                    escaped(&said),
                    color.min(COLORS),
                    top + 1,
                    (width - 1.0).max(0.5),
                    ROW - 4,
                    left + 4.0,
                    top + 16,
                    escaped(&text),
                );
                left += width;
            }
            top += ROW;
        }
        top += 10;
    }
    svg + "</svg>"
}
