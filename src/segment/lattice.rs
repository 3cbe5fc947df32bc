//! The word lattice, for explaining: in, a stretch of the folded view; out, every word of the segmenter's dictionary that stands in it,
//! what each costs, and which way through them is the cheapest.
//!
//! The segmenter takes that way without telling of the others; nothing but an explanation needs them.

use super::Segmenter;
use super::steps::Steps;
use super::words::Words;
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
#[derive(Debug, Clone, Copy)]
pub struct WordCosts {
    words: Words<'static>,
}

impl Segmenter {
    /// What its words cost.
    pub fn word_costs(&self) -> WordCosts {
        WordCosts { words: self.words }
    }
}

impl WordCosts {
    /// How often the dictionary counts a word (folded); nothing where it does not have it.
    pub fn frequency(&self, word: &str) -> Option<usize> {
        self.words.get(word).map(|word| self.words.frequency(word))
    }

    /// All words in a stretch of the folded view, in order of their starts, the shorter first.
    pub fn lattice(&self, stretch: &str) -> Vec<LatticeWord> {
        let characters: Vec<char> = stretch.chars().collect();
        let steps = Steps::of(self.words, &characters);
        let mut words = Vec::new();
        let mut push = |span, frequency, cost: f64| {
            words.push(LatticeWord {
                span,
                frequency,
                cost: -cost,
                behind: 0.0,
                is_taken: false,
            });
        };
        for start in 0..characters.len() {
            let mut is_seen = false;
            steps.each_word(self.words, start, characters.len(), |len, word| {
                is_seen = true;
                let span = CharSpan::new(start, start + len);
                push(span, self.words.frequency(word), self.words.cost(word));
            });
            if !is_seen {
                // A character that begins no word stands for itself.
                push(CharSpan::new(start, start + 1), 0, self.words.unseen());
            }
        }
        weigh(&mut words, characters.len());
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
        let (_, costs) = costs();
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
        let (segmenter, costs) = costs();
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
