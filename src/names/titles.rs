//! Words beside a name that tell it is one: titles and forms of address that follow a family name (許先生, 賴總統), and what people
//! do with words (許家維表示).

use std::sync::LazyLock;

use crate::text::Folded;

static TITLES: LazyLock<Vec<String>> = LazyLock::new(|| read(include_str!("../../dicts/names/titles.txt")));
static SPEECH: LazyLock<Vec<String>> = LazyLock::new(|| read(include_str!("../../dicts/names/speech-verbs.txt")));

fn read(list: &str) -> Vec<String> {
    list.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|word| Folded::new(word).view().to_owned())
        .collect()
}

/// Whether `text` (folded) begins with a title.
pub fn starts_with_title(text: &str) -> bool {
    TITLES.iter().any(|title| text.starts_with(title.as_str()))
}

/// Whether `text` (folded) ends with a title.
pub fn ends_with_title(text: &str) -> bool {
    TITLES.iter().any(|title| text.ends_with(title.as_str()))
}

/// Whether `text` (folded) begins with what follows a speaker's name.
pub fn starts_with_speech(text: &str) -> bool {
    SPEECH.iter().any(|verb| text.starts_with(verb.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_have_no_word_twice() {
        for list in [
            include_str!("../../dicts/names/titles.txt"),
            include_str!("../../dicts/names/speech-verbs.txt"),
        ] {
            let words: Vec<&str> = list.lines().filter(|line| !line.starts_with('#')).collect();
            assert!(words.is_sorted_by(|a, b| a < b));
        }
        assert!(starts_with_title(Folded::new("總統府").view()) && !starts_with_title("说"));
        assert!(starts_with_speech("说") && !starts_with_speech("先生"));
    }
}
