//! A bar chart: one row a thing, its name on the left, its number behind the bar.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

use crate::results::markup::escaped;

/// A row of a chart.
#[derive(Debug, Clone)]
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) value: f64,
    /// The number as it is shown.
    pub(super) shown: String,
    /// The class of its colour.
    pub(super) class: &'static str,
    /// The entity that it stands for.
    pub(super) entity: Option<String>,
}

impl Bar {
    /// A row that counts.
    pub(super) fn counted(name: &str, count: u64) -> Bar {
        Bar {
            name: name.to_owned(),
            value: count as f64,
            shown: thousands(count),
            class: "other",
            entity: None,
        }
    }
}

/// A number with commas between its thousands.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// `text` cut to `width` columns, of which a Han character takes two.
pub(super) fn clipped(text: &str, width: usize) -> String {
    let columns = |c: char| c.width().unwrap_or(0);
    if text.chars().map(columns).sum::<usize>() <= width {
        return text.to_owned();
    }
    // Beside Han characters, the dots are as wide as one.
    let (mut clipped, mut left) = (String::new(), width.saturating_sub(2));
    for c in text.chars() {
        let Some(rest) = left.checked_sub(columns(c)) else {
            break;
        };
        left = rest;
        clipped.push(c);
    }
    clipped + "…"
}

const WIDTH: usize = 400;
const ROW: usize = 26;
const NAMES: usize = 138;
const NUMBERS: usize = 60;

/// The chart; nothing where there are no rows. `title` is what it is called where it cannot be seen.
pub(super) fn chart(title: &str, bars: &[Bar]) -> String {
    let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    if bars.is_empty() {
        return String::new();
    }
    let height = bars.len() * ROW;
    let mut svg = format!(
        r#"<svg class="bars" viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{}">"#,
        escaped(title)
    );
    for (row, bar) in bars.iter().enumerate() {
        let share = if most > 0.0 { bar.value / most } else { 0.0 };
        let length = (share * (WIDTH - NAMES - NUMBERS) as f64).max(1.0);
        let (top, name, shown) = (row * ROW, escaped(&bar.name), escaped(&bar.shown));
        let entity = match &bar.entity {
            Some(id) => format!(r#" data-entity="{}""#, escaped(id)),
            None => String::new(),
        };
        // A String takes whatever is written to it.
        let _ = write!(
            svg,
            r#"<g class="row"{entity} role="img" aria-label="{name}: {shown}"><title>{name}: {shown}</title><rect class="hit" x="0" y="{top}" width="{WIDTH}" height="{ROW}"/><text x="{}" y="{}" text-anchor="end">{}</text><rect class="fill {}" x="{NAMES}" y="{}" width="{length:.1}" height="{}" rx="2"/><text class="number" x="{:.1}" y="{}">{shown}</text></g>"#,
            NAMES - 8,
            top + 18,
            escaped(&clipped(&bar.name, 18)),
            bar.class,
            top + 5,
            ROW - 10,
            NAMES as f64 + length + 6.0,
            top + 18,
        );
    }
    svg + "</svg>"
}

#[cfg(test)]
mod tests {
    use super::{clipped, thousands};

    #[test]
    fn names_and_numbers_are_short() {
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(123), "123");
        assert_eq!(clipped("川普", 4), "川普");
        assert_eq!(clipped("伊爾亞·蘇茨克維", 9), "伊爾亞·…");
    }
}
