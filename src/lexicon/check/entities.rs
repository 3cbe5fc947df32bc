//! Entity dictionaries: aliases that also mean others, that are everyday words, or that can never stand in a text; columns misspelt.

use super::{Across, Known, Report, keys};
use crate::lexicon::entities::{COLUMNS, Place, UNCLOSED, each_row, first_record};
use crate::lexicon::facts::{FirstRows, shown};
use crate::lexicon::problem::quoted;
use crate::lexicon::{AliasRow, Problem, SourceFile};
use crate::text::{MatchKey, is_han};

pub(super) fn check(source: &SourceFile, known: &Known<'_>, across: &mut Across, report: &mut Report) {
    check_columns(source, report);
    let mut forms = Forms(FirstRows::new(source.text()));
    each_row(source.path(), source.text(), |place, row| match row {
        Ok(row) => {
            report.n_entries += 1;
            check_row(&row, place, known, &mut forms, report);
            check_across(&row, place, across, report);
        }
        Err(problem) => report.error(problem),
    });
}

/// Warns of columns whose names are nearly known ones.
fn check_columns(source: &SourceFile, report: &mut Report) {
    let Some(header) = first_record(source.text()) else {
        return;
    };
    for (i, cell) in header.iter().enumerate() {
        let cell = cell.trim();
        let wanted = cell.to_lowercase();
        let near = |known: &&&str| cell.len() < 32 && strsim::damerau_levenshtein(known, &wanted) <= 2;
        let is_there = |known: &&&str| header.iter().any(|cell| cell.trim() == **known);
        if COLUMNS.contains(&cell) {
            continue;
        }
        if let Some(near) = COLUMNS.iter().filter(|known| !is_there(known)).find(near) {
            let column = header
                .iter()
                .take(i)
                .map(|cell| cell.chars().count() + 1)
                .sum::<usize>()
                + 1;
            let message = format!("the column {} is passed over", quoted(cell));
            report.warn(Problem::new(source.path(), 1, column, message).help(format!("did you mean {near}?")));
        }
    }
}

/// Notes what earlier dictionaries say otherwise: whom the alias means, and what describes the entity.
fn check_across(row: &AliasRow, place: &Place<'_>, across: &mut Across, report: &mut Report) {
    const FIRST: &str = "the dictionary that is named first wins, where priorities are equal; remove one of the rows if that is not meant";
    if !row.kind.demands_context()
        && let Some(earlier) = across.earlier(("alias", MatchKey::of(&row.alias)), &row.entity_id, place.line)
    {
        let message = format!("{} means someone else in {earlier}", quoted(&row.alias));
        report.note(place.in_column(0, message).help(FIRST));
    }
    for (column, stated) in (2..).zip([&row.label, &row.name_zh, &row.name_latin]) {
        let Some(stated) = stated else { continue };
        if let Some(earlier) = across.earlier((column, &row.entity_id), stated, place.line) {
            let message = format!(
                "{} of {} is something else in {earlier}",
                COLUMNS[column],
                shown(&row.entity_id)
            );
            report.note(
                place
                    .in_column(column, message)
                    .help("the dictionary that is named first wins"),
            );
        }
    }
}

fn check_row(row: &AliasRow, place: &Place<'_>, known: &Known<'_>, forms: &mut Forms<'_>, report: &mut Report) {
    let alias = quoted(&row.alias);
    let at_alias = |message: String| place.in_column(0, message);
    for (column, cell) in [&row.alias, &row.entity_id].into_iter().enumerate() {
        if cell.contains('\n') {
            let message = format!("the cell “{}” goes over several lines", COLUMNS[column]);
            report.warn(place.in_column(column, message).help(UNCLOSED));
        }
    }
    keys::check(&row.alias, |_, message| at_alias(message), report);
    let key = MatchKey::of(&row.alias);
    if !key.chars().any(char::is_alphanumeric) {
        let message = format!("{alias} is nothing but signs");
        return report.warn(at_alias(message).help("an alias needs a letter, a digit or a Chinese character"));
    }
    let earlier = forms.add(&key, row, place);
    if row.kind.demands_context() {
        return;
    }
    if let Some(earlier) = earlier {
        let message = format!(
            "{alias} of {} also means {} ({})",
            row.entity_id,
            earlier.entity_id,
            earlier.told(&row.alias)
        );
        report.warn(at_alias(message).help(
            "the one of higher priority is meant, or else the first; of the kind given, family or word both count only beside another form",
        ));
    }
    if let Some(other) = (known.shipped)(&key).filter(|id| *id != row.entity_id) {
        let message = format!("{alias} means {other} in the shipped dictionaries");
        report.warn(at_alias(message).help("your row wins; if the same is meant, use its id"));
    }
    if row.alias.chars().count() == 1 {
        let message = format!("{alias} is one character, and counts wherever it stands");
        report.warn(
            at_alias(message).help("give it the kind word, given or family: it then counts only beside another form"),
        );
    } else if row.alias.chars().any(is_han) && (known.is_everyday_word)(&row.alias) {
        let message = format!("{alias} is an everyday word, and counts wherever it stands");
        report.warn(
            at_alias(message).help("give it the kind word: it then counts only beside another form of the entity"),
        );
    }
}

/// The forms that count without context, by their hashes: where the first row with each begins, and its line. A row is read again
/// where it matters, so that ten million fit into memory.
struct Forms<'t>(FirstRows<'t>);

/// An earlier row with an equal form.
struct Earlier {
    alias: String,
    entity_id: String,
    line: usize,
}

impl Earlier {
    fn told(&self, alias: &str) -> String {
        if self.alias == alias {
            format!("line {}", self.line)
        } else {
            format!("as {} on line {}", quoted(&self.alias), self.line)
        }
    }
}

impl Forms<'_> {
    /// Adds the form of a row. Returns the earlier row that gave it to another entity, without context.
    fn add(&mut self, key: &str, row: &AliasRow, place: &Place<'_>) -> Option<Earlier> {
        if row.kind.demands_context() {
            return None;
        }
        let ([alias, entity_id], line) = self.0.earlier(place, key, [0, 1])?;
        let is_another = entity_id != row.entity_id && MatchKey::of(&alias) == key;
        is_another.then_some(Earlier { alias, entity_id, line })
    }
}
