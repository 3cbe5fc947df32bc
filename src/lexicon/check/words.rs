//! Lists of words: the same word twice.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::{Report, keys};
use crate::lexicon::problem::quoted;
use crate::lexicon::words::each_word;
use crate::lexicon::{Problem, SourceFile};
use crate::text::Folded;

pub(super) fn check(source: &SourceFile, report: &mut Report) {
    let (path, text) = (source.path(), source.text());
    // The hash of a folded word, to where the first such word begins, and its line.
    let mut first: HashMap<u64, (usize, usize), FxBuildHasher> = HashMap::default();
    each_word(path, text, |line, word| {
        let word = match word {
            Ok(word) => word,
            Err(problem) => return report.error(problem),
        };
        report.n_entries += 1;
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let column = || {
            let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
            text[line_start..start].chars().count() + 1
        };
        keys::check(
            word,
            |at, message| Problem::new(path, line, column() + at, message),
            report,
        );
        let folded = Folded::new(word);
        match first.entry(FxBuildHasher.hash_one(folded.view())) {
            Entry::Vacant(entry) => {
                entry.insert((start, line));
            }
            Entry::Occupied(entry) => {
                let &(start, earlier_line) = entry.get();
                let earlier = text[start..].split_whitespace().next().unwrap_or_default();
                let message = if earlier == word {
                    format!("{} stands on line {earlier_line} already", quoted(word))
                } else if Folded::new(earlier).view() == folded.view() {
                    format!(
                        "{} is the same word as {} on line {earlier_line}",
                        quoted(word),
                        quoted(earlier)
                    )
                } else {
                    return;
                };
                report.warn(
                    Problem::new(path, line, column(), message)
                        .help("remove one of the lines; a word holds for both scripts and for all widths"),
                );
            }
        }
    });
}
