//! Conversion dictionaries: circles, and lines that change nothing.

use super::{Across, Report, keys};
use crate::lexicon::opencc::{self, Entry};
use crate::lexicon::problem::quoted;
use crate::lexicon::{Problem, SourceFile};

pub(super) fn check(source: &SourceFile, across: &mut Across, report: &mut Report) {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    opencc::each(source.path(), source.text().as_bytes(), |entry| match entry {
        Ok(entry) => entries.push(entry),
        Err(problem) => report.error(problem),
    });
    report.n_entries = entries.len();
    for entry in &entries {
        let place = |at: usize, message: String| Problem::new(source.path(), entry.line, at + 1, message);
        keys::check(entry.key, place, report);
        if let Some(earlier) = across.earlier(("conversion", entry.key), entry.value(), entry.line) {
            let message = format!("{} becomes something else in {earlier}", quoted(entry.key));
            report.note(
                place(0, message)
                    .help("the dictionary that is named first wins; remove one of the lines if that is not meant"),
            );
        }
        let trimmed = entry.key.trim_start();
        if trimmed.len() < entry.key.len() || entry.key.ends_with(char::is_whitespace) {
            let at = entry.key.chars().count() - 1;
            let at = if trimmed.len() < entry.key.len() { 0 } else { at };
            let message = format!("the key {} has white space at its edge", quoted(entry.key));
            report.warn(place(at, message).help("remove it: the key is looked for with all its characters"));
        }
    }
    entries.sort_unstable_by_key(|entry| entry.key);
    let table = Table {
        longest: entries.iter().map(|entry| entry.key.len()).max().unwrap_or(0),
        entries,
    };
    table.circles(source.path(), report);
    table.idle_lines(source.path(), report);
}

/// Entries sorted by key.
struct Table<'t> {
    entries: Vec<Entry<'t>>,
    /// The length of the longest key, in bytes.
    longest: usize,
}

impl<'t> Table<'t> {
    fn find(&self, key: &str) -> Option<usize> {
        self.entries.binary_search_by(|entry| entry.key.cmp(key)).ok()
    }

    /// Tells every circle once, on the last of its lines, and every key that becomes itself.
    fn circles(&self, path: &str, report: &mut Report) {
        const NEVER: usize = usize::MAX;
        // In which walk an entry was met first.
        let mut walk = vec![NEVER; self.entries.len()];
        for start in 0..self.entries.len() {
            let mut at = start;
            let met = loop {
                if walk[at] != NEVER {
                    break (walk[at] == start).then_some(at);
                }
                walk[at] = start;
                match self.find(self.entries[at].value()) {
                    Some(next) => at = next,
                    None => break None,
                }
            };
            if let Some(met) = met {
                self.tell_circle(path, met, report);
            }
        }
    }

    fn tell_circle(&self, path: &str, member: usize, report: &mut Report) {
        const SHOWN: usize = 6;
        let mut members = Vec::new();
        let mut last = member;
        let (mut at, mut length) = (member, 0);
        loop {
            if members.len() < SHOWN {
                members.push(&self.entries[at]);
            }
            length += 1;
            if self.entries[at].line > self.entries[last].line {
                last = at;
            }
            match self.find(self.entries[at].value()) {
                Some(next) if next != member => at = next,
                _ => break,
            }
        }
        let problem = |message: String| Problem::new(path, self.entries[last].line, 1, message);
        if length == 1 {
            let message = format!("{} becomes itself", quoted(self.entries[last].key));
            return report.note(
                problem(message).help(
                    "this keeps it from being converted by what is shipped; remove the line if that is not meant",
                ),
            );
        }
        // The circle begins with the line that it is told on, if that is among those shown.
        let from = members.iter().position(|entry| entry.line == self.entries[last].line);
        members.rotate_left(from.unwrap_or(0));
        let mut shown: Vec<String> = members
            .iter()
            .map(|entry| format!("{} (line {})", quoted(entry.key), entry.line))
            .collect();
        if length > members.len() {
            shown.push("…".to_owned());
        }
        let message = format!("a circle: {} → {}", shown.join(" → "), quoted(members[0].key));
        report.warn(problem(message).help(
            "a text is converted once, so that these only change places; remove one of the lines if that is not meant",
        ));
    }

    /// Tells keys that shorter lines convert the same.
    fn idle_lines(&self, path: &str, report: &mut Report) {
        /// Longer keys are not looked at, which bounds the time for each.
        const LONGEST: usize = 120;
        for entry in &self.entries {
            if entry.key.len() <= LONGEST && entry.value() != entry.key && self.without(entry.key) == entry.value() {
                let message = format!(
                    "shorter lines make {} of {} too",
                    quoted(entry.value()),
                    quoted(entry.key)
                );
                report.note(Problem::new(path, entry.line, 1, message).help(
                    "the line only keeps shipped phrases away from these characters; remove it if that is not meant",
                ));
            }
        }
    }

    /// What `key` becomes by the other entries: the longest first, from left to right.
    fn without(&self, key: &str) -> String {
        let mut converted = String::with_capacity(key.len());
        let mut rest = key;
        while let Some(c) = rest.chars().next() {
            let most = rest.len().min(self.longest);
            let hit = (1..=most)
                .rev()
                .filter(|&len| len < key.len() && rest.is_char_boundary(len))
                .find_map(|len| self.find(&rest[..len]));
            match hit {
                Some(hit) => {
                    converted.push_str(self.entries[hit].value());
                    rest = &rest[self.entries[hit].key.len()..];
                }
                None => {
                    converted.push(c);
                    rest = &rest[c.len_utf8()..];
                }
            }
        }
        converted
    }
}
