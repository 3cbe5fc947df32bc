//! Do a Chinese form and a Latin name sound alike at all? A coarse measure over consonants.
//!
//! The consonants of the Latin letters and of the characters' readings in Hanyu Pinyin are put into classes (b and p are one, so
//! are l and r), and the longest common subsequence is counted. It tells a transliteration from a translation, no more.

use pinyin::ToPinyin;

/// The likeness that a rendering of a name has at least. Of the name pairs with dots in the shipped gazetteer it loses one in twenty.
pub const LIKE: f64 = 0.5;

/// How alike the consonants of `han` and of the closest run of words of `latin` are, from 0 to 1.
///
/// ```
/// use yiming::names::{LIKE, likeness};
///
/// assert!(likeness("史温侯", "Robert Swinhoe") >= LIKE);
/// assert!(likeness("伊尔亚", "Ilya Sutskever") >= LIKE);
/// assert!(likeness("资料库", "Nusantara Archive") < LIKE);
/// assert!(likeness("女", "Nu") >= LIKE);
/// ```
pub fn likeness(han: &str, latin: &str) -> f64 {
    let sounds: Vec<u8> = han
        .chars()
        .filter_map(|c| c.to_pinyin())
        .flat_map(|reading| {
            let plain = reading.plain();
            // Of a syllable the first consonant sounds, and a final n or r.
            let first = classes(&plain.chars().take(2).collect::<String>()).into_iter().take(1);
            let last = plain
                .ends_with(['n', 'g', 'r'])
                .then_some(b'N')
                .filter(|_| plain.len() > 2);
            first.chain(last).collect::<Vec<u8>>()
        })
        .collect();
    let words: Vec<Vec<u8>> = latin
        .split([' ', '-', '·'])
        .map(classes)
        .filter(|word| !word.is_empty())
        .collect();
    let whole: Vec<u8> = words.concat();
    words
        .iter()
        .chain([&whole])
        .map(|word| share(&sounds, word))
        .fold(0.0, f64::max)
}

/// The share of the longer sequence that both have in common, in order.
fn share(a: &[u8], b: &[u8]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let mut row = vec![0usize; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()] as f64 / a.len().max(b.len()) as f64
}

/// The classes of a word's consonants, doubled ones once.
fn classes(word: &str) -> Vec<u8> {
    let lower = word.to_lowercase();
    let letters: Vec<char> = lower.chars().filter(|c| c.is_alphabetic()).collect();
    let mut classes: Vec<u8> = Vec::new();
    for (i, &c) in letters.iter().enumerate() {
        let next = letters.get(i + 1).copied().unwrap_or(' ');
        let class = match c {
            'b' | 'p' => b'P',
            'd' | 't' => b'T',
            'g' if matches!(next, 'e' | 'i' | 'y') => b'S',
            'c' if matches!(next, 'e' | 'i' | 'y' | 'h') => b'S',
            'g' | 'k' | 'h' | 'c'
                if i > 0 && c == 'h' && matches!(letters[i - 1], 's' | 'c' | 't' | 'p' | 'z' | 'g') =>
            {
                continue;
            }
            'g' | 'k' | 'h' | 'c' => b'K',
            'j' | 'q' | 'x' | 's' | 'z' => b'S',
            'f' | 'v' | 'w' => b'F',
            'l' | 'r' => b'L',
            'm' => b'M',
            'n' => b'N',
            _ => continue,
        };
        if classes.last() != Some(&class) {
            classes.push(class);
        }
    }
    classes
}
