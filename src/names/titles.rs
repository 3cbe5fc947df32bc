//! Titles and forms of address that follow a family name: 許先生, 賴總統.

use std::sync::LazyLock;

use crate::text::Folded;

static TITLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    include_str!("../../dicts/names/titles.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|title| Folded::new(title).view().to_owned())
        .collect()
});

/// Whether `text` (folded) begins with a title.
pub fn starts_with_title(text: &str) -> bool {
    TITLES.iter().any(|title| text.starts_with(title.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_has_no_title_twice() {
        let titles: Vec<&str> = include_str!("../../dicts/names/titles.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(titles.is_sorted_by(|a, b| a < b));
        assert!(starts_with_title(Folded::new("總統府").view()) && !starts_with_title("说"));
    }
}
