//! Who bears the names that no dictionary has: someone whom the gazetteer or the document calls by a Latin name, or a candidate, an
//! entity that only the document has. In, the names as they were found; out, forms and readings, as for a parenthesis.

use rustc_hash::{FxHashMap, FxHashSet};

use super::borders::Standing;
use super::candidates::{Candidate, Reading};
use super::evidence::Document;
use super::forms::LocalForm;
use super::gazetteer::Entity;
use super::known::find_known;
use super::unlisted::{Kind, MENTION, Unlisted};
use super::{MatchKind, Mention, Recogniser, Who};
use crate::names::{self, NameMatcher, NameModel, character_odds, family_forms, head, latin_letters, parts, slug};
use crate::text::{CharSpan, Folded};

/// How sure the model of names must be that a name renders a Latin one of the same document.
const SURE: f32 = 0.6;
/// Beyond this difference of scores the second best is no alternative.
const CLOSE: f64 = 0.05;
/// How much surer a whole name is than a part of it.
const PART: f64 = 0.9;

/// How many Latin names of a document a name is compared with: those that are nearest, where there are more.
const NEAR: usize = 100;

/// A name with all places where it was found.
struct Group<'a> {
    text: &'a str,
    places: Vec<Unlisted>,
}

impl Group<'_> {
    fn score(&self) -> f64 {
        self.places.iter().map(|place| place.score).fold(0.0, f64::max)
    }

    /// Whether a place's name is made of nothing but characters of transliterations.
    fn is_transliterated(&self) -> bool {
        self.kind() == Kind::Place && self.text.chars().all(|c| character_odds(c).transliterated > 0.0)
    }

    fn kind(&self) -> Kind {
        self.places[0].kind
    }
}

/// A Latin name of the document.
struct LatinName {
    text: String,
    span: CharSpan,
    who: Option<Who>,
    /// Whether it is a place's rather than a person's, if that is known.
    is_place: Option<bool>,
    /// Its letters, if it is written as romanised Chinese names are.
    romanised: Option<String>,
}

impl LatinName {
    fn new(text: String, span: CharSpan, who: Option<Who>, is_place: Option<bool>) -> Self {
        let romanised = is_romanised(&text).then(|| latin_letters(&text));
        LatinName {
            text,
            span,
            who,
            is_place,
            romanised,
        }
    }

    /// Whether it begins or ends with a family name in one of these forms. Nothing else romanises a name that begins with it.
    fn has_family_name(&self, forms: [&[String]; 2]) -> bool {
        let is_here = |letters: &String| {
            let letters = letters.as_bytes();
            // One letter tells nearly all forms from what is no name's.
            let begins = |form: &[u8]| letters.first() == form.first() && letters.starts_with(form);
            let ends = |form: &[u8]| letters.last() == form.last() && letters.ends_with(form);
            let mut forms = forms.into_iter().flatten().map(String::as_bytes);
            forms.any(|form| begins(form) || ends(form))
        };
        self.romanised.as_ref().is_some_and(is_here)
    }
}

/// Links names in one document.
pub(super) struct Linker<'a> {
    recogniser: Recogniser<'a>,
    mentions: &'a [Mention],
}

impl<'a> Linker<'a> {
    pub(super) fn new(recogniser: Recogniser<'a>, mentions: &'a [Mention]) -> Self {
        Linker { recogniser, mentions }
    }

    /// Adds the names that are likely enough.
    pub(super) fn add(&self, names: &[Unlisted], document: &mut Document<'_>, candidates: &mut Vec<Candidate<'_>>) {
        let mut groups: Vec<Group<'_>> = Vec::new();
        let mut by_text: FxHashMap<&str, usize> = FxHashMap::default();
        let folded = document.folded;
        for &name in names.iter().filter(|name| name.score >= MENTION) {
            let text = folded.slice(name.span);
            let group = *by_text.entry(text).or_insert_with(|| {
                groups.push(Group {
                    text,
                    places: Vec::new(),
                });
                groups.len() - 1
            });
            groups[group].places.push(name);
        }
        if groups.is_empty() {
            return;
        }
        let named = |text: &str| by_text.get(text).map(|&number| &groups[number]);
        let pieces: Vec<bool> = groups.iter().map(|group| is_piece(group, folded, named)).collect();
        let mut pieces = pieces.into_iter();
        groups.retain(|_| pieces.next() == Some(false));
        // Whole names first: the parts of one are no names of their own.
        groups.sort_by_key(|group| std::cmp::Reverse(group.text.chars().count()));
        let latin = self.latin_names(document);
        let mut matcher = NameMatcher::new(NameModel::shipped());
        for group in &groups {
            if document.forms.of_view(group.text).any(|form| !form.needs_title) {
                continue;
            }
            let links = self.links(group, &latin, &mut matcher, document);
            for (who, kind, score) in links {
                for place in &group.places {
                    document.confirm(who, place.span.start);
                }
                let mut add = |view: &str, kind, needs_title, score| {
                    document.forms.push(LocalForm {
                        view: view.to_owned(),
                        who,
                        kind,
                        needs_title,
                        score,
                    });
                };
                add(group.text, kind, false, score);
                for (part, needs_title) in self.parts_of(group) {
                    add(part, MatchKind::Partial, needs_title, score * PART);
                }
                let form = document.forms.of_view(group.text).rfind(|form| form.who == who);
                let Some(reading) = form.map(Reading::local) else {
                    continue;
                };
                candidates.extend(group.places.iter().map(|place| Candidate {
                    span: place.span,
                    standing: Standing::Word,
                    readings: vec![reading].into(),
                }));
            }
        }
    }

    /// Whom a name means; several where it may be any of them.
    fn links(
        &self,
        group: &Group<'_>,
        latin: &[LatinName],
        matcher: &mut NameMatcher<'_>,
        document: &mut Document<'_>,
    ) -> Vec<(Who, MatchKind, f64)> {
        if (group.kind().may_be_person() || group.is_transliterated())
            && let Some((name, score)) = self.best_latin(group, latin, matcher)
        {
            let kind = match score.kind {
                names::MatchKind::Romanisation => MatchKind::Romanisation,
                _ => MatchKind::Transliteration,
            };
            let score = f64::from(score.value) * group.score().sqrt();
            let who = name.who.unwrap_or_else(|| self.introduce_latin(group, name, document));
            return vec![(who, kind, score)];
        }
        if group.text.contains('·') {
            let found = find_known(self.recogniser.gazetteer, group.text, matcher);
            let best = found.first().map_or(0.0, |&(_, score)| score);
            if best > 0.0 {
                let close = found.iter().take_while(|(_, score)| best - score < CLOSE);
                return close
                    .map(|&(entity, score)| {
                        (
                            Who::Known(entity),
                            MatchKind::Transliteration,
                            score * group.score().sqrt(),
                        )
                    })
                    .collect();
            }
        }
        let surface = document.original.slice(group.places[0].span).to_owned();
        // Of the folded view, so that both scripts and all dots give one entity.
        let who = document.found.of_id(format!("candidate:{}", group.text), |id| Entity {
            id,
            label: group.kind().label().map(str::to_owned),
            name_zh: Some(surface),
            name_latin: None,
        });
        vec![(who, MatchKind::Candidate, group.score())]
    }

    /// The Latin name of the document that a name renders best, if it renders one.
    fn best_latin<'l>(
        &self,
        group: &Group<'_>,
        latin: &'l [LatinName],
        matcher: &mut NameMatcher<'_>,
    ) -> Option<(&'l LatinName, names::Score)> {
        let is_foreign = !matches!(group.kind(), Kind::Chinese { .. } | Kind::Japanese { .. });
        let is_place = group.kind() == Kind::Place;
        let families = if is_foreign {
            Default::default()
        } else {
            family_forms(group.text)
        };
        let mut best: Option<(&LatinName, names::Score)> = None;
        for name in near(latin, group.places[0].span.start) {
            let suits = match group.kind() {
                Kind::Sound => true,
                _ => name.is_place.is_none_or(|other| other == is_place),
            };
            // A Chinese name is compared by its romanised forms alone, which most Latin names cannot be.
            let may_fit = is_foreign || name.has_family_name(families);
            if !suits || !may_fit {
                continue;
            }
            let score = matcher.score(group.text, &name.text);
            let fits = match score.kind {
                names::MatchKind::Romanisation => !is_foreign,
                _ => is_foreign,
            };
            if fits && score.value >= SURE && best.is_none_or(|(_, other)| score.value > other.value) {
                best = Some((name, score));
            }
        }
        best
    }

    /// The entity of a Latin name that the document has beside its Chinese form.
    fn introduce_latin(&self, group: &Group<'_>, name: &LatinName, document: &mut Document<'_>) -> Who {
        let id = format!("found:{}", slug(&name.text));
        let original = document.original;
        let who = document.found.of_id(id, |id| Entity {
            id,
            label: group.kind().label().map(str::to_owned),
            name_zh: Some(original.slice(group.places[0].span).to_owned()),
            name_latin: Some(original.slice(name.span).to_owned()),
        });
        document.confirm(who, name.span.start);
        let forms = std::iter::once((name.text.as_str(), MatchKind::Parenthetical));
        for (view, kind) in forms.chain(parts(&name.text).map(|part| (part, MatchKind::Partial))) {
            document.forms.push(LocalForm {
                view: view.to_owned(),
                who,
                kind,
                needs_title: false,
                score: LocalForm::score_of(kind),
            });
        }
        who
    }

    /// The capitalised words of the document that are no mention, and the Latin names of the people whom it mentions; in order of
    /// position where there are more than [`NEAR`].
    fn latin_names(&self, document: &Document<'_>) -> Vec<LatinName> {
        let mut names: Vec<LatinName> = Vec::new();
        let mut known: Vec<Who> = document.confirmed.keys().copied().collect();
        known.sort_unstable();
        for who in known {
            let entity = match who {
                Who::Known(index) => self.recogniser.gazetteer.entity(index),
                Who::Found(place) => &document.found[place],
            };
            let is_place = match entity.label.as_deref() {
                Some("PERSON") => false,
                Some("LOC") => true,
                _ => continue,
            };
            if let Some(latin) = &entity.name_latin {
                names.push(LatinName::new(
                    latin.clone(),
                    CharSpan::new(0, 0),
                    Some(who),
                    Some(is_place),
                ));
            }
        }
        let mut seen = FxHashSet::default();
        for span in capitalised(document.characters.all()) {
            let text = document.characters.slice(span);
            let next = self.mentions.partition_point(|mention| mention.span.end <= span.start);
            let is_free = self
                .mentions
                .get(next)
                .is_none_or(|mention| !mention.span.overlaps(span));
            if is_free && head(text).is_none() && seen.insert(text) {
                names.push(LatinName::new(text.to_owned(), span, None, None));
            }
        }
        if names.len() > NEAR {
            let first_named = |who: &Who| document.confirmed.get(who).and_then(|places| places.first().copied());
            for name in &mut names {
                if let Some(at) = name.who.as_ref().and_then(first_named) {
                    name.span = CharSpan::new(at, at);
                }
            }
            names.sort_by_key(|name| name.span.start);
        }
        names
    }

    /// The parts of a name that may stand for it, with whether a title must follow.
    fn parts_of<'g>(&self, group: &Group<'g>) -> Vec<(&'g str, bool)> {
        let text = group.text;
        let split = |len: usize| text.split_at(text.char_indices().nth(len).map_or(text.len(), |(at, _)| at));
        match group.kind() {
            Kind::Chinese { family_len } => {
                let (family, given) = split(family_len);
                // A given name that is a word as well (國強, 建國) would be found wherever the word stands.
                let is_telling = given.chars().count() >= 2 && !self.recogniser.segmenter.has_word(given);
                let given = is_telling.then_some((given, false));
                std::iter::once((family, true)).chain(given).collect()
            }
            Kind::Japanese { family_len } => vec![(split(family_len).0, family_len == 1)],
            Kind::Foreign | Kind::Sound => parts(text).map(|part| (part, false)).collect(),
            Kind::Place | Kind::Institution => Vec::new(),
        }
    }
}

/// Whether a name is, wherever it was found, the beginning of a longer one that the document has too and that is at least as likely: 藤野誠, where
/// 藤野誠一 was found elsewhere.
fn is_piece<'g>(group: &Group<'_>, folded: &Folded, named: impl Fn(&str) -> Option<&'g Group<'g>>) -> bool {
    const LONGER: usize = 2;
    group.places.iter().all(|place| {
        (1..=LONGER).any(|more| {
            let span = CharSpan::new(place.span.start, place.span.end + more);
            span.end <= folded.len_chars()
                && named(folded.slice(span)).is_some_and(|longer| longer.score() >= group.score())
        })
    })
}

/// The Latin names that one at `place` is compared with.
fn near(latin: &[LatinName], place: usize) -> &[LatinName] {
    let before = latin.partition_point(|name| name.span.start < place);
    let first = before.saturating_sub(NEAR / 2).min(latin.len().saturating_sub(NEAR));
    &latin[first..latin.len().min(first + NEAR)]
}

/// Whether a Latin name is written as Chinese ones are: Lin Pei-chen, Yu Shien Yang, and not longer titles that have one in them.
fn is_romanised(latin: &str) -> bool {
    const SYLLABLE: usize = 6;
    match latin.split(' ').count() {
        2 => true,
        3 => latin.split(' ').all(|word| word.len() <= SYLLABLE),
        _ => false,
    }
}

/// The runs of one to four words that each begin with a capital and go on in small letters, in order.
fn capitalised(chars: &[char]) -> Vec<CharSpan> {
    const MOST: usize = 4;
    let mut found = Vec::new();
    let is_word = |word: &[char]| {
        word.len() >= 3
            && word[0].is_ascii_uppercase()
            && word[1..]
                .iter()
                .all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '\'' | '.'))
            && word.iter().any(char::is_ascii_lowercase)
    };
    let inside = |c: &&char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '.');
    let mut at = 0;
    while let Some(start) = chars[at..]
        .iter()
        .position(char::is_ascii_uppercase)
        .map(|found| at + found)
    {
        let run = &chars[start..];
        let run = &run[..run.iter().take_while(inside).count()];
        let is_joint = |c: &&char| matches!(c, ' ' | '.' | '-' | '\'');
        let words = &run[..run.len() - run.iter().rev().take_while(is_joint).count()];
        if words.split(|&c| c == ' ').count() <= MOST && words.split(|&c| c == ' ').all(is_word) {
            found.push(CharSpan::new(start, start + words.len()));
        }
        at = start + run.len();
    }
    found
}
