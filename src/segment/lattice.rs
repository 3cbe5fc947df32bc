//! The word lattice, for explaining: in, a stretch of the folded view; out, every word of the segmenter's dictionary that stands in it,
//! what each costs, and which way through them is the cheapest.
//!
//! The segmenter takes that way without telling of the others, and tells no frequencies, so they are asked for one by one on a copy of
//! it. That is slow, and nothing but an explanation needs it.

use jieba_rs::Jieba;
use rustc_hash::FxHashMap;

use super::Segmenter;
use crate::text::CharSpan;

/// A word of the dictionary in a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LatticeWord {
    /// Where, in code points of the stretch.
    pub span: CharSpan,
    /// How often the dictionary counts it; 0 for a character that it does not have.
    pub frequency: usize,
    /// How unlikely it is, in nats.
    pub cost: f64,
    /// How much more the cheapest way through it costs than the cheapest of all.
    pub behind: f64,
    /// Whether it lies on the cheapest way.
    pub is_taken: bool,
}

/// What the words of the segmenter's dictionary cost.
pub struct WordCosts {
    jieba: Jieba,
    known: FxHashMap<Box<str>, usize>,
    /// The logarithm of the sum of all frequencies.
    log_total: f64,
}

/// A character that no text has beside a word of the dictionary; and a frequency beside which the sum of all others is next to nothing.
const MARK: &str = "\u{2CEB0}";
const HUGE: usize = 1_000_000_000_000_000;

/// The longest word that is looked for, in code points; the dictionary has none that is longer.
const LONGEST: usize = 16;

impl Segmenter {
    /// What its words cost. Takes as much memory as the segmenter itself.
    pub fn word_costs(&self) -> WordCosts {
        WordCosts::new(self.jieba.clone())
    }
}

impl WordCosts {
    fn new(mut jieba: Jieba) -> Self {
        jieba.add_word(MARK, Some(HUGE), None);
        // How often the mark would have to stand twice in a row: HUGE² / (HUGE + total).
        let twice = jieba.suggest_freq(&MARK.repeat(2)) as f64;
        let total = HUGE as f64 * (HUGE as f64 / twice) - HUGE as f64;
        WordCosts {
            jieba,
            known: FxHashMap::default(),
            log_total: total.ln(),
        }
    }

    /// How often the dictionary counts a word (folded); nothing where it does not have it.
    pub fn frequency(&mut self, word: &str) -> Option<usize> {
        if !self.jieba.has_word(word) {
            return None;
        }
        if let Some(&known) = self.known.get(word) {
            return Some(known);
        }
        // What jieba does tell is how often a text would have to be counted as one word to stay whole, which is the product of its words'
        // shares. With the mark behind it that is the word's own frequency, where nothing cuts the word: so its beginnings count
        // nothing for that moment.
        let ends = word.char_indices().skip(1).map(|(end, _)| end);
        let beginnings: Vec<(&str, usize)> = ends
            .filter_map(|end| Some((&word[..end], self.frequency(&word[..end])?)))
            .collect();
        for (beginning, _) in &beginnings {
            self.jieba.add_word(beginning, Some(0), None);
        }
        let frequency = self.jieba.suggest_freq(&format!("{word}{MARK}"));
        for (beginning, frequency) in beginnings {
            self.jieba.add_word(beginning, Some(frequency), None);
        }
        self.known.insert(word.into(), frequency);
        Some(frequency)
    }

    /// All words in a stretch of the folded view, in order of their starts, the shorter first.
    pub fn lattice(&mut self, stretch: &str) -> Vec<LatticeWord> {
        let mut ends: Vec<usize> = stretch.char_indices().map(|(at, _)| at).collect();
        let len = ends.len();
        ends.push(stretch.len());
        let mut words = Vec::new();
        for start in 0..len {
            let first = words.len();
            for end in start + 1..=len.min(start + LONGEST) {
                let frequency = self.frequency(&stretch[ends[start]..ends[end]]);
                let is_last_resort = end == len.min(start + LONGEST) && words.len() == first && frequency.is_none();
                let span = match frequency {
                    Some(_) => CharSpan::new(start, end),
                    // A character that begins no word stands for itself.
                    None if is_last_resort => CharSpan::new(start, start + 1),
                    None => continue,
                };
                let frequency = frequency.unwrap_or(0);
                words.push(LatticeWord {
                    span,
                    frequency,
                    cost: self.log_total - (frequency.max(1) as f64).ln(),
                    behind: 0.0,
                    is_taken: false,
                });
            }
        }
        weigh(&mut words, len);
        words
    }
}

/// Finds the cheapest way through `words` over `len` code points, and how far the others are behind.
fn weigh(words: &mut [LatticeWord], len: usize) {
    let mut from_start = vec![f64::INFINITY; len + 1];
    let mut to_end = vec![f64::INFINITY; len + 1];
    from_start[0] = 0.0;
    to_end[len] = 0.0;
    for word in words.iter() {
        let CharSpan { start, end } = word.span;
        from_start[end] = from_start[end].min(from_start[start] + word.cost);
    }
    for word in words.iter().rev() {
        let CharSpan { start, end } = word.span;
        to_end[start] = to_end[start].min(to_end[end] + word.cost);
    }
    let best = to_end[0];
    let mut at = 0;
    while at < len {
        // Of ways that cost the same the segmenter takes the longer word.
        let ahead = |word: &LatticeWord| word.cost + to_end[word.span.end];
        let here = words.iter_mut().filter(|word| word.span.start == at).rev();
        let Some(next) = here.min_by(|a, b| ahead(a).total_cmp(&ahead(b))) else {
            break;
        };
        next.is_taken = true;
        at = next.span.end;
    }
    for word in words {
        let through = from_start[word.span.start] + word.cost + to_end[word.span.end];
        word.behind = if word.is_taken { 0.0 } else { (through - best).max(0.0) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn costs() -> (Segmenter, WordCosts) {
        let segmenter = Segmenter::new();
        let costs = segmenter.word_costs();
        (segmenter, costs)
    }

    #[test]
    fn frequencies_are_those_of_the_dictionary() {
        let (_, mut costs) = costs();
        // As in jieba's dict.txt.
        let cases = [
            ("的", 318825),
            ("高通", 166),
            ("中国", 129470),
            ("提高", 16882),
            ("北京大学", 2053),
            ("人工智能", 151),
        ];
        for (word, frequency) in cases {
            assert_eq!(costs.frequency(word), Some(frequency), "{word}");
        }
        assert_eq!(costs.frequency("沒有這個詞"), None);
    }

    #[test]
    fn the_cheapest_way_is_the_segmenters() {
        let (segmenter, mut costs) = costs();
        for text in [
            "提高通膨预期",
            "在国立台湾大学演讲",
            "研究生命起源",
            "在A股市场",
            "蘇茨克維離開瑪蕾特",
        ] {
            let chars: Vec<char> = text.chars().collect();
            let taken = costs.lattice(text).into_iter().filter(|word| word.is_taken);
            let taken: Vec<String> = taken.map(|word| chars[word.span.range()].iter().collect()).collect();
            let path: Vec<&str> = segmenter
                .dictionary_path(text)
                .map(|word| &text[word.range()])
                .collect();
            assert_eq!(taken, path, "{text}");
        }
        let lattice = costs.lattice("提高通膨");
        let word = |span: CharSpan| lattice.iter().find(|word| word.span == span).copied().unwrap();
        assert!(word(CharSpan::new(0, 2)).is_taken && !word(CharSpan::new(1, 3)).is_taken);
        assert!(word(CharSpan::new(1, 3)).behind > 4.0);
    }
}
