//! The page itself: the template filled with charts, facts and data.

use std::io::{self, Write};

use askama::Template;

use super::bars::{self, Bar, thousands};
use super::colors::class_of;
use super::data::Data;
use super::sample::Chosen;
use super::throughput::Throughput;
use super::{network, variants};
use crate::results::counts::{Cooccurrence, NamedEntity, Variants};
use crate::results::folder::Folder;
use crate::results::stats::{Count, Stats};

/// What the template shows. Texts are escaped there; fields that are markup are made by the charts, which escape what they are given.
#[derive(Template)]
#[template(path = "results/report/page.html")]
pub(super) struct Page<'d> {
    style: &'static str,
    script: &'static str,
    facts: Vec<(&'static str, String)>,
    notes: Vec<String>,
    /// What there is to say where no document can be shown.
    nothing: Option<&'static str>,
    figures: Vec<Figure>,
    data: &'d Data,
    n_shown: String,
}

/// A chart with what it says in words, and its numbers as a table.
struct Figure {
    title: &'static str,
    told: String,
    /// The class of its place in the grid: wide, tall or small.
    shape: &'static str,
    chart: String,
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl<'d> Page<'d> {
    pub(super) fn new(
        folder: &Folder,
        stats: &Stats,
        found: &Cooccurrence,
        forms: &Variants,
        chosen: &Chosen,
        data: &'d Data,
    ) -> Self {
        Page {
            style: include_str!("page.css"),
            script: include_str!("page.js"),
            facts: facts(stats),
            notes: notes(folder, chosen, data),
            nothing: nothing(stats),
            figures: vec![
                entities(&forms.entities),
                labels(stats),
                errors(stats),
                throughput(folder),
                together(found),
                by_source(forms),
            ],
            data,
            n_shown: thousands(data.documents.len() as u64),
        }
    }

    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        self.write_into(out)
    }
}

fn facts(stats: &Stats) -> Vec<(&'static str, String)> {
    let counts = [
        ("documents", stats.documents),
        ("could not be read", stats.refused),
        ("characters", stats.chars),
        ("tokens", stats.tokens),
        ("mentions", stats.mentions),
        ("entities", stats.entities),
    ];
    counts.map(|(name, count)| (name, thousands(count))).into()
}

fn notes(folder: &Folder, chosen: &Chosen, data: &Data) -> Vec<String> {
    let mut notes = Vec::new();
    if chosen.documents < chosen.of {
        notes.push(format!(
            "{} of {} documents are shown, at even distances in the order of the tables. The charts count all of them.",
            thousands(chosen.documents as u64),
            thousands(chosen.of as u64)
        ));
    }
    if data.is_rebuilt() {
        notes.push(
            "The tables have no texts, so the articles are put together from their tokens: white space may differ from the original. \
             Run yiming run … --with-text to have the texts themselves."
                .to_owned(),
        );
    }
    if folder.is_newer() {
        notes.push("A later version of yiming wrote these tables; what it added is left out.".to_owned());
    }
    notes
}

fn nothing(stats: &Stats) -> Option<&'static str> {
    match (stats.documents, stats.refused) {
        (0, 0) => Some("The run read no documents, so there is nothing to show."),
        (0, _) => Some("None of the documents could be read. errors.csv says why, one by one."),
        _ if stats.tokens == 0 => Some("The documents have no text."),
        _ => None,
    }
}

fn counted(counts: &[Count]) -> Vec<Vec<String>> {
    let rows = counts.iter();
    rows.map(|count| vec![count.name.clone(), count.count.to_string()])
        .collect()
}

/// Of entities in the order of their mentions the first.
fn entities(entities: &[NamedEntity]) -> Figure {
    const TITLE: &str = "Entities with most mentions";
    let entities = &entities[..entities.len().min(super::CHARTED)];
    let bars: Vec<Bar> = entities
        .iter()
        .map(|entity| Bar {
            class: class_of(&entity.label),
            entity: Some(entity.id.clone()),
            ..Bar::counted(entity.name(), entity.n_mentions)
        })
        .collect();
    let rows = entities.iter().map(|entity| {
        let numbers = [entity.n_mentions, entity.n_documents].map(|number| number.to_string());
        let texts = [entity.name(), &entity.name_latin, &entity.label, &entity.id];
        texts.map(str::to_owned).into_iter().chain(numbers).collect()
    });
    Figure {
        title: TITLE,
        told: if bars.is_empty() {
            "No entity is mentioned.".to_owned()
        } else {
            "Choose one to see its mentions below.".to_owned()
        },
        shape: "tall",
        chart: bars::chart(TITLE, &bars),
        columns: vec!["entity", "Latin name", "label", "id", "mentions", "documents"],
        rows: rows.collect(),
    }
}

fn labels(stats: &Stats) -> Figure {
    const TITLE: &str = "Mentions by label";
    let bars: Vec<Bar> = stats
        .labels
        .iter()
        .map(|label| Bar {
            class: class_of(&label.name),
            ..Bar::counted(&label.name, label.count)
        })
        .collect();
    Figure {
        title: TITLE,
        told: if bars.is_empty() {
            "There are no mentions.".to_owned()
        } else {
            String::new()
        },
        shape: "small",
        chart: bars::chart(TITLE, &bars),
        columns: vec!["label", "mentions"],
        rows: counted(&stats.labels),
    }
}

fn together(found: &Cooccurrence) -> Figure {
    const TITLE: &str = "Mentioned together";
    let rows = network::drawn(found).iter().map(|pair| {
        let [a, b] = [pair.a, pair.b].map(|entity| found.entities[entity].name().to_owned());
        vec![a, b, pair.n_documents.to_string(), pair.n_sentences.to_string()]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    Figure {
        title: TITLE,
        told: if rows.is_empty() {
            "No two entities are mentioned in one document.".to_owned()
        } else {
            format!(
                "Of the {} entities with most mentions, the {} pairs that share most documents; a thicker line is more documents.",
                found.entities.len(),
                rows.len()
            )
        },
        shape: "wide",
        chart: network::chart(TITLE, found),
        columns: vec!["entity", "entity", "documents", "sentences"],
        rows,
    }
}

fn by_source(forms: &Variants) -> Figure {
    const TITLE: &str = "Name variants by source";
    let drawn = variants::drawn(forms);
    let rows = drawn.iter().flat_map(|(entity, sources)| {
        sources.iter().copied().flatten().map(|form| {
            let texts = [
                forms.entities[*entity].name(),
                &forms.sources[form.source],
                &form.surface,
            ];
            let mut row: Vec<String> = texts.map(str::to_owned).into();
            row.push(form.n_mentions.to_string());
            row
        })
    });
    Figure {
        title: TITLE,
        told: if drawn.is_empty() {
            "Every entity is named in one way only.".to_owned()
        } else {
            "The forms in which each source names an entity, by their shares. A source is a folder of the corpus."
                .to_owned()
        },
        shape: "wide",
        chart: variants::chart(TITLE, forms, &drawn),
        columns: vec!["entity", "source", "form", "mentions"],
        rows: rows.collect(),
    }
}

fn errors(stats: &Stats) -> Figure {
    const TITLE: &str = "What could not be read, by code";
    let bars: Vec<Bar> = stats
        .errors
        .iter()
        .map(|error| Bar {
            class: "bad",
            ..Bar::counted(&error.name, error.count)
        })
        .collect();
    Figure {
        title: TITLE,
        told: if bars.is_empty() {
            "Everything could be read.".to_owned()
        } else {
            "errors.csv has each with its place and reason.".to_owned()
        },
        shape: "small",
        chart: bars::chart(TITLE, &bars),
        columns: vec!["code", "number"],
        rows: counted(&stats.errors),
    }
}

fn throughput(folder: &Folder) -> Figure {
    const TITLE: &str = "How long the run took";
    let found = Throughput::of(folder);
    let (bars, told) = match found {
        Some(found) => (found.bars, found.told),
        None => (
            Vec::new(),
            "run.json, which says so, is not there or was changed.".to_owned(),
        ),
    };
    Figure {
        title: TITLE,
        told,
        shape: "small",
        chart: bars::chart(TITLE, &bars),
        columns: vec!["stage", "time"],
        rows: bars
            .iter()
            .map(|bar| vec![bar.name.clone(), bar.shown.clone()])
            .collect(),
    }
}
