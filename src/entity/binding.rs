//! What the pairs in a document's parentheses bind: in, the two sides of each and what the gazetteer knows of them; out, forms that
//! hold for the rest of the document, entities that only it introduces, and the list of pairs.

use super::candidates::{Candidate, Places};
use super::evidence::Document;
use super::features::is_publisher;
use super::forms::LocalForm;
use super::latin::{Writing, is_term, looks_like_a_name, writing};
use super::pairs::{Pair, Relation, Shape, introduce, relation};
use super::parentheses::{Introduced, Sides};
use super::people::person;
use super::reading::Named;
use super::{MatchKind, Recogniser, Who};
use crate::names::{NameMatcher, NameModel, head, is_english_word};
use crate::text::CharSpan;

/// Where a document has the two names of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// One in a parenthesis behind the other.
    Parentheses,
    /// Side by side.
    Apposition,
    /// Apart from each other.
    Cooccurrence,
}

impl Source {
    /// The name used in tables.
    pub fn name(self) -> &'static str {
        match self {
            Source::Parentheses => "parentheses",
            Source::Apposition => "apposition",
            Source::Cooccurrence => "cooccurrence",
        }
    }
}

/// A Chinese and a Latin name of the same entity, and where a document has them side by side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoundPair {
    /// The Chinese name, in code points.
    pub han: CharSpan,
    /// The Latin name, in code points.
    pub latin: CharSpan,
    /// Whose names they are.
    pub who: Who,
    /// How they are related.
    pub relation: Relation,
    /// Where the document has them.
    pub source: Source,
    /// How sure it is that they name the same, from 0 to 1.
    pub score: f64,
}

impl Recogniser<'_> {
    /// Takes what one parenthesis says.
    pub(super) fn read_pair(&self, sides: &Sides, candidates: &Places<'_>, document: &mut Document<'_>) {
        let known_latin = candidates.at(sides.latin);
        let begins_here = |candidate: &&Candidate<'_>| sides.han_first || candidate.span.start == sides.han.start;
        let known_han = candidates
            .ending_at(sides.han.end)
            .filter(begins_here)
            .max_by_key(|candidate| candidate.span.len());
        if let (Some(han), Some(latin)) = (known_han, known_latin) {
            let shared = han.readings.iter().map(|reading| reading.who);
            let shared: Vec<Who> = shared
                .filter(|who| latin.readings.iter().any(|other| other.who == *who))
                .collect();
            // Two forms of one entity are evidence for each other.
            for &who in &shared {
                document.confirm(who, han.span.start.min(latin.span.start));
                self.bind_person(sides, who, han.span.len(), document);
            }
            if let Some(&who) = shared.first() {
                if document.pairs.last().is_none_or(|pair| pair.latin != sides.latin) {
                    self.note(sides, han.span, who, 1.0, document);
                }
                return;
            }
        }
        // What needs context itself says nothing about the other side; nor does the last part of a longer name.
        let is_last_part = |candidate: &&Candidate<'_>| {
            let before = CharSpan::new(candidate.span.start.saturating_sub(1), candidate.span.start);
            self.label(candidate.readings[0].who) == Some("PERSON") && document.folded.slice(before) == "·"
        };
        let stands_alone = |candidate: &&Candidate<'_>| !candidate.readings[0].demands_context;
        let known_han = known_han
            .filter(stands_alone)
            .filter(|candidate| !is_last_part(candidate));
        match (known_han, known_latin.filter(stands_alone)) {
            (Some(_), Some(_)) => {}
            (Some(han), None) => {
                let who = han.readings[0].who;
                let latin = document.folded.slice(sides.latin);
                if self.may_be_called(who, latin)
                    && (sides.han_first || !self.is_remark(who, han.span, sides, document))
                {
                    let view = latin.to_owned();
                    document.forms.push(LocalForm {
                        view,
                        who,
                        kind: MatchKind::Parenthetical,
                        needs_title: false,
                        score: LocalForm::score_of(MatchKind::Parenthetical),
                    });
                    self.note(sides, han.span, who, 0.95, document);
                } else if let Some(pair) = introduce(sides, document.folded, *self)
                    && pair.han.len() > han.span.len()
                {
                    self.introduce(&pair, document);
                }
            }
            (None, Some(latin)) => {
                let who = latin.readings[0].who;
                if self.label(who) == Some("PERSON") {
                    self.bind_person(sides, who, 0, document);
                } else if let Some(pair) = introduce(sides, document.folded, *self)
                    && !matches!(pair.shape.label(), Some("PERSON" | "WORK"))
                    && (pair.relation != Relation::Translation
                        || pair.shape == Shape::Institution
                        || is_named_in(candidates, pair.han, who))
                {
                    document.confirm(who, pair.han.start.min(pair.latin.start));
                    self.bind(&pair, who, document);
                }
            }
            (None, None) => {
                if let Some(pair) = introduce(sides, document.folded, *self) {
                    self.introduce(&pair, document);
                }
            }
        }
    }

    /// Adds the entity that `pair` introduces.
    fn introduce(&self, pair: &Pair, document: &mut Document<'_>) {
        let who = document.introduce(pair);
        document.confirm(who, pair.han.start.min(pair.latin.start));
        self.bind(pair, who, document);
    }

    fn bind(&self, pair: &Pair, who: Who, document: &mut Document<'_>) {
        document.bind(pair, who, self.segmenter);
        document.pairs.push(BoundPair {
            han: pair.han,
            latin: pair.latin,
            who,
            relation: pair.relation,
            source: Source::Parentheses,
            score: pair.score,
        });
    }

    /// Binds the Han side to a known person, if it holds a name of more than `known` code points; of one that the gazetteer has as it is,
    /// the parts. Whom a document introduces has the same parts whether a dictionary knows the name or not.
    fn bind_person(&self, sides: &Sides, who: Who, known: usize, document: &mut Document<'_>) {
        if self.label(who) != Some("PERSON") {
            return;
        }
        let mut matcher = NameMatcher::new(NameModel::shipped());
        if let Some(Named {
            span, shape, relation, ..
        }) = person(sides, document.folded, *self, &mut matcher)
            && span.len() >= known
            && !self.is_whole_name(span, known, document)
        {
            document.confirm(who, span.start);
            let pair = Pair {
                han: span,
                latin: sides.latin,
                shape,
                relation,
                score: BOUND,
            };
            if span.len() == known {
                return document.bind_parts(&pair, who, *self);
            }
            self.bind(&pair, who, document);
        }
    }

    /// Whether the last `known` code points of `name` are a given and a family name, and what is before them none: a title.
    fn is_whole_name(&self, name: CharSpan, known: usize, document: &Document<'_>) -> bool {
        let border = name.end - known;
        let has_dot = |start, end| document.folded.slice(CharSpan::new(start, end)).contains('·');
        border > name.start && has_dot(border, name.end) && !has_dot(name.start, border)
    }

    /// Lists a pair of which the gazetteer knows a side.
    fn note(&self, sides: &Sides, han: CharSpan, who: Who, score: f64, document: &mut Document<'_>) {
        let mut matcher = NameMatcher::new(NameModel::shipped());
        let (name, latin) = (document.folded.slice(han), document.folded.slice(sides.latin));
        let is_person = self.label(who) == Some("PERSON");
        let relation = match sides.introduced_as {
            Some(Introduced::Nickname) => Relation::Nickname,
            Some(Introduced::Abbreviation) => Relation::Abbreviation,
            _ => relation(name, latin, is_person, &mut matcher),
        };
        document.pairs.push(BoundPair {
            han,
            latin: sides.latin,
            who,
            relation,
            source: Source::Parentheses,
            score,
        });
    }

    /// Whether a known place or party behind a Latin name says where from someone is: Davidson（美國）, John Curtis（共和黨）.
    fn is_remark(&self, who: Who, han: CharSpan, sides: &Sides, document: &Document<'_>) -> bool {
        const ALIKE: f32 = 0.1;
        let (name, latin) = (document.folded.slice(han), document.folded.slice(sides.latin));
        let tells_origin = self.label(who) == Some("LOC") || name.ends_with('党');
        tells_origin && NameMatcher::new(NameModel::shipped()).score(name, latin).value < ALIKE
    }

    /// Whether the parenthesis behind a known name may hold a Latin form of it rather than a remark.
    fn may_be_called(&self, who: Who, latin: &str) -> bool {
        const SHORT: usize = 5;
        let writing = writing(latin);
        let is_name = matches!(writing, Writing::Word | Writing::Words) && !is_term(latin);
        if is_publisher(latin) {
            return false;
        }
        match self.label(who) {
            Some("PERSON") => {
                is_name && head(latin).is_none() && (writing == Writing::Word || looks_like_a_name(latin))
            }
            // moda is short for a ministry.
            Some("ORG" | "EVENT") => {
                is_name
                    || writing == Writing::Abbreviation
                    || (writing == Writing::Small && latin.len() <= SHORT && !is_english_word(latin))
            }
            Some("LOC" | "PRODUCT" | "WORK") => is_name,
            _ => false,
        }
    }
}

/// How sure it is that the Latin name of a known person is rendered beside it.
const BOUND: f64 = 0.95;

/// Whether a form of `who` stands inside `span`: 鴻海 in 鴻海精密.
fn is_named_in(candidates: &Places<'_>, span: CharSpan, who: Who) -> bool {
    candidates
        .inside(span)
        .flat_map(|candidate| &*candidate.readings)
        .any(|reading| reading.who == who)
}
