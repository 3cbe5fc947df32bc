//! Pairs beside those that a document's mentions need: in, a document with its mentions; out, more pairs.
//!
//! Parentheses gloss terms as well as names; what a document is about does not depend on them, but a dictionary may have them. What reads like
//! names, but hardly like two words for one thing, is left out here.
//!
//! An apposition has the two names side by side (執行長 Sam Altman 奧特曼, 葉紹斌 YAP Sau Bin); a co-occurrence has a Chinese name with dots
//! somewhere in the document that has the Latin name. Neither has a sign that the two are one, so the model must be surer than beside a
//! parenthesis, and translations and nicknames are not found so.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::binding::{BoundPair, Source};
use super::characters::Characters;
use super::draft::Mentions;
use super::gazetteer::Entity;
use super::latin::{is_term, looks_like_a_name};
use super::pairs::{self, Relation};
use super::parentheses::{self, Sides};
use super::people::{Least, is_everyday_word, romanised, transliteration};
use super::recogniser::Recogniser;
use super::{MatchKind, Mention, Who};
use crate::names::{self, NameMatcher, NameModel, family_len, head, slug};
use crate::text::{CharIndex, CharSpan, Folded, is_han};

/// The values of the model from which on two names side by side are one.
const BESIDE: Least = Least {
    whole: 0.6,
    word: 0.8,
    introduced: 0.6,
    shortest: 2,
};
/// The value from which on two names somewhere in a document are one.
const APART: f32 = 0.9;
/// How sure a romanised name side by side with a Chinese one must be.
const ROMANISED: f64 = 0.8;

impl Recogniser<'_> {
    /// Adds the appositions and co-occurrences of a document to its pairs. Forms that the gazetteer has for other entities are left
    /// alone.
    pub fn mine(&self, original: &CharIndex<'_>, folded: &Folded, mentions: &mut Mentions) {
        let characters = Characters::new(folded);
        let chars = characters.all();
        let mut matcher = NameMatcher::new(NameModel::shipped());
        let taken = Taken::of(&mentions.pairs, folded);
        let mut finder = Finder {
            recogniser: *self,
            taken,
            original,
            folded,
            chars,
            matcher: &mut matcher,
            mentions,
        };
        finder.gloss(&parentheses::find(&characters));
        let names = latin_names(chars);
        for &latin in &names {
            finder.beside(latin);
        }
        finder.apart(&names);
        mentions.pairs.sort_by_key(|pair| (pair.latin, pair.han));
    }
}

struct Finder<'a, 'm> {
    recogniser: Recogniser<'a>,
    taken: Taken<'a>,
    original: &'a CharIndex<'a>,
    folded: &'a Folded,
    chars: &'a [char],
    matcher: &'a mut NameMatcher<'m>,
    mentions: &'a mut Mentions,
}

/// A Chinese name found beside or apart from a Latin one.
struct Match {
    span: CharSpan,
    relation: Relation,
    score: f64,
    /// What the two name, where that is known.
    label: Option<&'static str>,
}

/// The probability of a name from which on a pair is none of a term, and that up to which it is.
const NAME: f64 = 0.5;

impl Finder<'_, '_> {
    /// The pairs that parentheses make, whether of names or of terms.
    fn gloss(&mut self, parentheses: &[Sides]) {
        let mut unlike = FxHashSet::default();
        for sides in parentheses {
            let found = pairs::gloss(sides, self.folded, self.recogniser);
            let Some((pair, name)) = found else {
                unlike.insert(sides.latin);
                continue;
            };
            if overlap_one(&self.taken.latin, pair.latin) {
                continue;
            }
            let label = if name < NAME { Some("TERM") } else { pair.shape.label() };
            let found = Match {
                span: pair.han,
                relation: pair.relation,
                score: pair.score,
                label,
            };
            self.add(pair.latin, found, Source::Parentheses);
        }
        // What the gazetteer knows is one whatever it looks like.
        let is_known = |pair: &BoundPair| matches!(pair.who, Who::Known(_));
        self.mentions
            .pairs
            .retain(|pair| is_known(pair) || !unlike.contains(&pair.latin));
    }

    /// The Chinese name right before or behind a Latin one.
    fn beside(&mut self, latin: CharSpan) {
        if self.is_paired(latin) {
            return;
        }
        let name = self.folded.slice(latin).to_owned();
        let found = self.before(latin, &name).or_else(|| self.behind(latin, &name));
        if let Some(found) = found.filter(|found| {
            self.is_free(found.span) && !is_everyday_word(self.folded.slice(found.span), self.recogniser)
        }) {
            self.add(latin, found, Source::Apposition);
        }
    }

    fn before(&mut self, latin: CharSpan, name: &str) -> Option<Match> {
        let mut end = latin.start;
        end -= usize::from(end > 0 && self.chars[end - 1] == ' ');
        let run = self.chars[..end].iter().rev().take(LONGEST_RUN);
        let start = end - run.take_while(|&&c| is_name_char(c)).count();
        let text = self.folded.slice(CharSpan::new(start, end));
        let tail = |len: usize| CharSpan::new(end - len, end);
        if let Some((len, _, score)) = romanised(text, name, self.matcher).filter(|(_, _, score)| *score >= ROMANISED) {
            return Some(Match {
                span: tail(len),
                relation: Relation::Romanisation,
                score,
                label: None,
            });
        }
        let (len, value) = transliteration(text, name, BESIDE, false, self.recogniser, self.matcher)?;
        Some(Match {
            span: tail(len),
            relation: Relation::Transliteration,
            score: f64::from(value),
            label: None,
        })
    }

    fn behind(&mut self, latin: CharSpan, name: &str) -> Option<Match> {
        let start = latin.end + usize::from(self.chars.get(latin.end) == Some(&' '));
        let run = self.chars[start.min(self.chars.len())..].iter().take(LONGEST_RUN);
        let length = run.take_while(|&&c| is_name_char(c)).count();
        let text = self.folded.slice(CharSpan::new(start, start + length));
        let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
        let borders: Vec<usize> = self
            .recogniser
            .segmenter
            .dictionary_path(text)
            .map(|word| word.end)
            .collect();
        let mut best: Option<(f32, Match)> = None;
        for (len, &end) in (1..).zip(&ends).skip(1) {
            let han = &text[..end];
            if han.ends_with(['·', '-']) {
                continue;
            }
            let (score, raw) = self.matcher.score_and_raw(han, name);
            let (relation, least) = match score.kind {
                names::MatchKind::Romanisation if family_len(han).is_some() => {
                    (Relation::Romanisation, ROMANISED as f32)
                }
                names::MatchKind::Transliteration => (Relation::Transliteration, BESIDE.whole),
                _ => continue,
            };
            let prior = if borders.contains(&end) { 1.0 } else { -1.0 };
            // A romanised name is no matter of degree.
            let worth = if relation == Relation::Romanisation {
                100.0 * score.value
            } else {
                raw + prior
            };
            if score.value >= least && best.as_ref().is_none_or(|(known, _)| worth > *known) {
                let found = Match {
                    span: CharSpan::new(start, start + len),
                    relation,
                    score: f64::from(score.value),
                    label: None,
                };
                best = Some((worth, found));
            }
        }
        best.map(|(_, found)| found)
    }

    /// The Chinese names with dots that render one of `names`, wherever they stand.
    fn apart(&mut self, names: &[CharSpan]) {
        let places = dotted_places(self.chars);
        let names: Vec<CharSpan> = names
            .iter()
            .copied()
            .filter(|&latin| self.folded.slice(latin).contains(' ') && !self.is_paired(latin))
            .collect();
        for place in places {
            let mut best: Option<(f32, CharSpan, Match)> = None;
            for &latin in &names {
                let name = self.folded.slice(latin);
                for span in place.windows() {
                    let (score, raw) = self.matcher.score_and_raw(self.folded.slice(span), name);
                    if score.value >= APART && best.as_ref().is_none_or(|(known, ..)| raw > *known) {
                        let found = Match {
                            span,
                            relation: Relation::Transliteration,
                            score: f64::from(score.value),
                            label: None,
                        };
                        best = Some((raw, latin, found));
                    }
                }
            }
            if let Some((_, latin, found)) = best
                && self.is_free(found.span)
                && !self.is_paired(latin)
            {
                self.add(latin, found, Source::Cooccurrence);
            }
        }
    }

    /// Whether a pair with this Latin name is known: a Latin name is paired once a document.
    fn is_paired(&self, latin: CharSpan) -> bool {
        self.taken.names.contains(self.folded.slice(latin))
            || overlap_one(&self.taken.latin, latin)
            || self
                .mention_at(latin)
                .is_some_and(|mention| self.label(mention.0) != Some("PERSON") || mention.1 != latin)
    }

    /// Whether no mention of the gazetteer's stands where a Chinese name was found.
    fn is_free(&self, han: CharSpan) -> bool {
        let mut known = self.mentions_in(han);
        known.all(|mention| mention.kind != MatchKind::Exact) && !overlap_one(&self.taken.han, han)
    }

    /// The mentions that overlap `span`.
    fn mentions_in(&self, span: CharSpan) -> impl Iterator<Item = &Mention> {
        let list = &self.mentions.list;
        let first = list.partition_point(|mention| mention.span.end <= span.start);
        list[first..]
            .iter()
            .take_while(move |mention| mention.span.start < span.end)
    }

    fn mention_at(&self, span: CharSpan) -> Option<(Who, CharSpan)> {
        self.mentions_in(span).next().map(|mention| (mention.who, mention.span))
    }

    fn label(&self, who: Who) -> Option<&str> {
        match who {
            Who::Known(_) => self.recogniser.label(who),
            Who::Found(place) => self.mentions.found[place].label.as_deref(),
        }
    }

    fn add(&mut self, latin: CharSpan, found: Match, source: Source) {
        let who = match self.mention_at(latin) {
            Some((who, span)) if span == latin => who,
            _ => self.introduce(latin, &found, source),
        };
        self.taken.add(found.span, latin, self.folded);
        self.mentions.pairs.push(BoundPair {
            han: found.span,
            latin,
            who,
            relation: found.relation,
            source,
            score: found.score,
        });
    }

    fn introduce(&mut self, latin: CharSpan, pair: &Match, source: Source) -> Who {
        let latin = self.original.slice(latin);
        // One word alone may name anything, unless it spells a Chinese person's name.
        let is_apart = pair.label.is_none() && source != Source::Parentheses;
        let is_person = is_apart && (looks_like_a_name(latin) || pair.relation == Relation::Romanisation);
        let id = format!("found:{}", slug(latin));
        let found = &mut self.mentions.found;
        if let Some(known) = found.iter().position(|entity| entity.id == id) {
            return Who::Found(known);
        }
        found.push(Entity {
            id,
            label: pair.label.or(is_person.then_some("PERSON")).map(str::to_owned),
            name_zh: Some(self.original.slice(pair.span).to_owned()),
            name_latin: Some(latin.to_owned()),
        });
        Who::Found(found.len() - 1)
    }
}

/// The names that are in pairs, and where they stand.
#[derive(Default)]
struct Taken<'a> {
    names: FxHashSet<&'a str>,
    latin: BTreeSet<CharSpan>,
    han: BTreeSet<CharSpan>,
}

impl<'a> Taken<'a> {
    fn of(pairs: &[BoundPair], folded: &'a Folded) -> Self {
        let mut taken = Taken::default();
        for pair in pairs {
            taken.add(pair.han, pair.latin, folded);
        }
        taken
    }

    fn add(&mut self, han: CharSpan, latin: CharSpan, folded: &'a Folded) {
        self.names.insert(folded.slice(latin));
        self.latin.insert(latin);
        self.han.insert(han);
    }
}

/// Whether one of `spans` overlaps `span`.
fn overlap_one(spans: &BTreeSet<CharSpan>, span: CharSpan) -> bool {
    // Longer than a name in a pair can be, so that no more than a neighbourhood is looked at.
    const LONGEST: usize = 200;
    let first = CharSpan::new(span.start.saturating_sub(LONGEST), 0);
    spans
        .range(first..CharSpan::new(span.end, 0))
        .any(|other| other.overlaps(span))
}

/// How far a run of Han characters is looked at, in code points.
const LONGEST_RUN: usize = 16;

fn is_name_char(c: char) -> bool {
    is_han(c) || matches!(c, '·' | '-')
}

/// The Latin names of people in a text: runs of words with capitals, particles between, that no head word marks as something else.
fn latin_names(chars: &[char]) -> Vec<CharSpan> {
    const SHORTEST: usize = 4;
    let is_letter = |c: char| c.is_alphabetic() && c < '\u{250}';
    let is_inner = |c: char| is_letter(c) || matches!(c, '-' | '\'');
    let goes_on =
        |c: Option<&char>| c.is_some_and(|&c| c.is_ascii_digit() || matches!(c, '@' | '_' | '/' | '.' | '&' | ':'));
    let mut names = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !is_letter(chars[at]) {
            at += 1;
            continue;
        }
        // Words with one space between.
        let start = at;
        let mut words: Vec<CharSpan> = Vec::new();
        loop {
            let end = at + chars[at..].iter().take_while(|&&c| is_inner(c)).count();
            words.push(CharSpan::new(at, end));
            let is_next = chars.get(end) == Some(&' ') && chars.get(end + 1).is_some_and(|&c| is_letter(c));
            at = end + usize::from(is_next);
            if !is_next {
                break;
            }
        }
        let (first, last) = (words[0], words[words.len() - 1]);
        let text: String = chars[start..last.end].iter().collect();
        let before = start.checked_sub(1).and_then(|before| chars.get(before));
        let is_whole = !goes_on(before) && !goes_on(chars.get(last.end));
        let is_one = first == last && first.len() >= SHORTEST && chars[start].is_uppercase() && !is_term(&text);
        let is_capitals = text.chars().all(|c| c.is_uppercase() || c == '-');
        if is_whole && (is_one && !is_capitals || looks_like_a_name(&text) && head(&text).is_none()) {
            names.push(CharSpan::new(start, last.end));
        }
        at = at.max(start + 1);
    }
    names
}

/// Dots between Han characters that may be of one name.
struct Dotted {
    run: CharSpan,
    first: usize,
    last: usize,
}

impl Dotted {
    /// Every range that a name around the dots may have.
    fn windows(&self) -> impl Iterator<Item = CharSpan> {
        const LONGEST_PART: usize = 7;
        let starts = self.run.start.max(self.first.saturating_sub(LONGEST_PART))..self.first;
        let ends = self.last + 2..=self.run.end.min(self.last + 1 + LONGEST_PART);
        starts.flat_map(move |start| ends.clone().map(move |end| CharSpan::new(start, end)))
    }
}

fn dotted_places(chars: &[char]) -> Vec<Dotted> {
    const LONGEST_PART: usize = 8;
    let mut places: Vec<Dotted> = Vec::new();
    for (at, _) in chars.iter().enumerate().filter(|&(_, &c)| c == '·') {
        let before = chars[..at].iter().rev().take_while(|&&c| is_han(c)).count();
        let behind = chars[at + 1..].iter().take_while(|&&c| is_han(c)).count();
        if before == 0 || behind == 0 {
            continue;
        }
        match places.last_mut() {
            Some(place) if place.run.end == at && at - place.last <= LONGEST_PART => {
                place.last = at;
                place.run.end = at + 1 + behind;
            }
            _ => places.push(Dotted {
                run: CharSpan::new(at - before, at + 1 + behind),
                first: at,
                last: at,
            }),
        }
    }
    places
}
