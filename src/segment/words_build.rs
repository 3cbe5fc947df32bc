//! Compiles jieba's dictionary and model into the image that [`words`](super::words) reads: in, the two files; out, an image.

use std::collections::{BTreeMap, BTreeSet};

use super::path::Scratch;
use super::steps::Steps;
use super::unknown::{self, NEVER, PLACES, UnknownWords};
use super::words::{self, VERSION, Word, Words};
use crate::lexicon::Problem;
use crate::lexicon::dictionary::{Phrases, PoolBuilder};
use crate::lexicon::image::Writer;
use crate::lexicon::trie;
use crate::text::{is_han, pages};

/// The image of a dictionary and a model.
///
/// # Errors
///
/// A line that is not as jieba writes them, and more of something than the image has room for.
pub fn image(dictionary: (&str, &str), model: (&str, &str)) -> Result<Vec<u8>, Problem> {
    let list = lines(dictionary.0, dictionary.1)?;
    let model = Model::parse(model.0, model.1)?;
    let rows = pages::build(
        model
            .rows
            .iter()
            .zip(1..)
            .map(|((&character, _), row)| (character, row)),
    );
    let emissions: Vec<[f64; PLACES]> = std::iter::once([NEVER; PLACES])
        .chain(model.rows.values().copied())
        .collect();
    let unknown = unknown::Arrays {
        initial: model.initial,
        transitions: model.transitions,
        rows: (&rows.0, &rows.1),
        emissions: &emissions,
    };
    let too_many = || Problem::new(dictionary.0, 0, 0, "too many characters, frequencies or tags");

    // As jieba counts: whatever stands twice counts twice, and the last line says what it is.
    let total: u64 = list.iter().map(|line| u64::from(line.frequency)).sum();
    let log_total = (total as f64).ln();
    let frequencies: BTreeSet<u32> = list.iter().map(|line| line.frequency).collect();
    let frequencies: Vec<u32> = frequencies.into_iter().collect();
    let costs: Vec<f64> = frequencies
        .iter()
        .map(|&frequency| f64::from(frequency).ln() - log_total)
        .collect();
    let tags: BTreeSet<&str> = list.iter().map(|line| line.tag).collect();
    let tags: Vec<&str> = tags.into_iter().collect();
    if frequencies.len() > Word::FREQUENCIES || tags.len() > Word::TAGS {
        return Err(too_many());
    }
    let about = |line: &Line<'_>| {
        // All are in the lists, which were made of them.
        let frequency = frequencies.binary_search(&line.frequency).unwrap_or(0);
        let tag = tags.binary_search(&line.tag).unwrap_or(0);
        Word::new(frequency, tag, line.word.chars().all(is_han))
    };
    let words: BTreeMap<&str, Word> = list.iter().map(|line| (line.word, about(line))).collect();
    let mut words: Vec<(&str, Word)> = words.into_iter().collect();
    let keys: Vec<(&str, u32)> = words
        .iter()
        .zip(0..)
        .map(|((word, _), number)| (*word, number))
        .collect();
    let phrases = Phrases::build(&keys, &mut PoolBuilder::default()).ok_or_else(too_many)?;
    let codes = pages::build(phrases.codes);
    let tags: String = tags.iter().flat_map(|tag| [tag, " "]).collect();
    let nodes_of = |words: &[(&str, Word)]| {
        let word = |key: u32| words[phrases.values[key as usize] as usize].1.0;
        trie::with_values(&phrases.nodes, word)
    };

    // Which words are their own likeliest path is asked of the dictionary without these marks.
    let nodes = nodes_of(&words);
    let unmarked = Words::new(words::Arrays {
        codes: (&codes.0, &codes.1),
        nodes: &nodes,
        frequencies: &frequencies,
        costs: &costs,
        unseen: 0.0 - log_total,
        tags: &tags,
        unknown: UnknownWords::new(&unknown),
    });
    let (mut scratch, mut steps) = (Scratch::default(), Steps::default());
    for (text, word) in &mut words {
        let mut pieces = 0;
        let characters: Vec<char> = text.chars().collect();
        steps.take(unmarked, &characters);
        unmarked.cut::<false>(&characters, &steps, 0..characters.len(), &mut scratch, |_| pieces += 1);
        if pieces == 1 {
            *word = word.whole();
        }
    }

    let mut writer = Writer::default();
    writer.array(&codes.0);
    writer.array(&codes.1);
    writer.array(&nodes_of(&words));
    writer.array(&frequencies);
    writer.array(&costs);
    writer.array(&[0.0 - log_total]);
    writer.array(tags.as_bytes());
    unknown.write(&mut writer);
    Ok(writer.finish(VERSION))
}

/// A line of the dictionary.
struct Line<'t> {
    word: &'t str,
    frequency: u32,
    tag: &'t str,
}

/// The lines of the dictionary: word, frequency and tag with a space between.
fn lines<'t>(path: &str, text: &'t str) -> Result<Vec<Line<'t>>, Problem> {
    let parsed = |line: &'t str| {
        let mut cells = line.split_ascii_whitespace();
        let (word, frequency, tag) = (cells.next()?, cells.next()?, cells.next()?);
        let frequency = frequency.parse().ok().filter(|&frequency| frequency > 0)?;
        cells.next().is_none().then_some(Line { word, frequency, tag })
    };
    let wrong = |line| Problem::new(path, line, 1, "not a word, a frequency and a tag");
    let numbered = (1..).zip(text.lines());
    numbered
        .map(|(number, line)| parsed(line).ok_or_else(|| wrong(number)))
        .collect()
}

/// The model as its file has it.
struct Model {
    initial: [f64; PLACES],
    transitions: [[f64; PLACES]; PLACES],
    rows: BTreeMap<char, [f64; PLACES]>,
}

impl Model {
    /// Lines that begin with # say nothing. One with the four places at the beginning, four with what follows each, four with characters and
    /// their likelihoods in a place.
    fn parse(path: &str, text: &str) -> Result<Model, Problem> {
        let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.starts_with('#'));
        let mut model = Model {
            initial: [NEVER; PLACES],
            transitions: [[NEVER; PLACES]; PLACES],
            rows: BTreeMap::new(),
        };
        let short = || Problem::new(path, 0, 0, "the file ends too early");
        let wrong = |line: usize| Problem::new(path, line, 1, "not the likelihoods that belong here");
        for place in 0..=PLACES {
            let (number, line) = lines.next().ok_or_else(short)?;
            let numbers: Vec<f64> = line
                .split_ascii_whitespace()
                .filter_map(|cell| cell.parse().ok())
                .collect();
            let numbers = numbers.try_into().map_err(|_| wrong(number))?;
            match place.checked_sub(1) {
                None => model.initial = numbers,
                Some(from) => model.transitions[from] = numbers,
            }
        }
        for place in 0..PLACES {
            let (number, line) = lines.next().ok_or_else(short)?;
            for cell in line.split(',') {
                let (character, likelihood) = cell.split_once(':').ok_or_else(|| wrong(number))?;
                let character = character.chars().next().ok_or_else(|| wrong(number))?;
                let row = model.rows.entry(character).or_insert([NEVER; PLACES]);
                row[place] = likelihood.parse().map_err(|_| wrong(number))?;
            }
        }
        Ok(model)
    }
}
