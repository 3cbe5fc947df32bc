//! How well one Latin name agrees with the forms of one Chinese name.
//!
//! In, a family name's forms, those of the given name's characters, and a cut-up Latin name; out, a [`Match`]: what stands for
//! what, and the likeness. The family name is looked for first, whole word by whole word, and almost every other person's name
//! is done with there. Beside it the given name is looked for in the spellings of its characters; then among likely misspellings;
//! then it is asked whether the rest looks like an English given name (Jensen Huang) or like another Chinese one.

use std::ops::Range;

use super::forms::{Agreement, Form, Forms};
use super::latin::Latin;
use super::misspelt::misspelt;
use super::systems::Systems;
use super::words::Word;

/// The most characters a given name may have here.
pub(super) const GIVEN: usize = 3;

/// What each agreement leaves of the likeness.
pub(super) fn factor(agreement: Agreement) -> f64 {
    match agreement {
        Agreement::Usual => 1.0,
        Agreement::Variant => 0.96,
        Agreement::RareReading => 0.9,
        Agreement::NearHomophone => 0.75,
        Agreement::Initial => 0.75,
        Agreement::Similar | Agreement::Absent => 0.0,
    }
}

/// Spellings of several systems for Mandarin, as in many a passport of Taiwan.
const MIXED: f64 = 0.96;
/// A given name half Mandarin, half Cantonese.
const MIXED_LANGUAGES: f64 = 0.75;
/// A given name of one character, which agrees by chance more often.
const SHORT: f64 = 0.97;
/// A word beside the name that is no Chinese syllable: an English given name.
const BESIDE: f64 = 0.99;
/// An initial beside the name.
const BESIDE_INITIAL: f64 = 0.97;
/// A word beside the name that reads as several Chinese syllables, as Alan and Leo do.
const BESIDE_SYLLABLES: f64 = 0.95;
/// A word beside the name that reads as one Chinese syllable: the given name should have been longer.
const BESIDE_SYLLABLE: f64 = 0.7;
/// The given name without a family name; in several words, of which the first may be a family name.
const GIVEN_ONLY: f64 = 0.5;
const GIVEN_ONLY_APART: f64 = 0.18;
/// A given name that is an English one too, read as Chinese syllables: Jolin.
const AMBIGUOUS: f64 = 0.5;
/// The family name beside an English given name, or a word that may be one; and what is added where that begins as the Chinese
/// given name does.
const ENGLISH: f64 = 0.2;
const PERHAPS_ENGLISH: f64 = 0.16;
const ENGLISH_INITIAL: f64 = 0.02;
/// The family name alone.
const FAMILY_ONLY: f64 = 0.2;
/// The family name beside a word that reads as other Chinese syllables, but could be anything.
const OTHER_WORD: f64 = 0.12;
/// The family name beside another Chinese given name, or beside other initials.
const OTHER_GIVEN: f64 = 0.05;
/// What stands for a family name or a character: letters, and how they agree.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) agreement: Agreement,
    pub(super) systems: Systems,
}

impl Piece {
    pub(super) const NONE: Piece = Piece {
        start: 0,
        end: 0,
        agreement: Agreement::Absent,
        systems: Systems::ANY,
    };

    pub(super) fn of(form: &Form, start: usize) -> Self {
        Piece {
            start,
            end: start + form.letters().len(),
            agreement: form.agreement,
            systems: form.systems,
        }
    }
}

/// What of a Latin name stands for what.
#[derive(Clone, Copy)]
pub(super) struct Match {
    pub(super) likeness: f64,
    pub(super) family: Piece,
    pub(super) given: [Piece; GIVEN],
}

/// The best match of a Latin name with a family name and the characters of a given name. `several` says that the family name is
/// of several syllables, so that it may be of several words.
pub(super) fn compare(family: &Forms, several: bool, given: &[Forms], latin: &Latin) -> Option<Match> {
    let mut best: Option<Match> = None;
    let joined = latin.word_count() == 1;
    let mut family_found = false;
    for (start, _) in latin.words() {
        for form in family.beginning(latin.letter(start)) {
            let end = start + form.letters().len();
            if end > latin.len() || latin.letters(start, end) != form.letters() {
                continue;
            }
            if !several && !latin.is_in_one_piece(start, end) {
                continue;
            }
            let family = Piece::of(form, start);
            let found = if latin.is_word_edge(end) {
                family_found = true;
                beside_family(family, given, latin)
            } else if joined {
                run(latin, end..latin.len(), given)
                    .filter(|run| run.end == latin.len())
                    .map(|run| run.with(family, given.len(), 1.0))
            } else {
                None
            };
            best = better(best, found);
        }
    }
    if !family_found && given.len() > 1 && latin.word_count() <= given.len() {
        let alone = run(latin, 0..latin.len(), given).filter(|run| run.end == latin.len());
        let rest = if joined { GIVEN_ONLY } else { GIVEN_ONLY_APART };
        best = better(best, alone.map(|run| run.with(Piece::NONE, given.len(), rest)));
    }
    best
}

fn better(a: Option<Match>, b: Option<Match>) -> Option<Match> {
    match (a, b) {
        (Some(a), Some(b)) if b.likeness <= a.likeness => Some(a),
        (a, None) => a,
        (_, b) => b,
    }
}

/// A given name that was found: what stands for each of its characters, from where to where.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) pieces: [Piece; GIVEN],
    /// What the agreement of its pieces leaves of the likeness.
    pub(super) product: f64,
}

impl Run {
    /// The same, at less where its several syllables are one English name.
    fn less_if_english(mut self, latin: &Latin) -> Self {
        let several = self.pieces[1].agreement != Agreement::Absent;
        if several && Word::of(latin.letters(self.start, self.end)) == Word::English {
            self.product *= AMBIGUOUS;
        }
        self
    }

    /// The match of this given name with a family name; `rest` is what the words beside them leave of it.
    fn with(&self, family: Piece, given_len: usize, rest: f64) -> Match {
        let pieces = &self.pieces[..given_len];
        let given = pieces
            .iter()
            .fold(Systems::ANY, |shared, piece| shared.and(piece.systems));
        let mandarin = pieces
            .iter()
            .all(|piece| !piece.systems.and(Systems::MANDARIN).is_empty());
        // A family name often keeps the form of elsewhere: Lee Yuan-tseh, Chi-Huey Wong.
        let coherence = if !given.and(family.systems).is_empty() {
            1.0
        } else if !given.is_empty() || mandarin {
            MIXED
        } else {
            MIXED_LANGUAGES
        };
        let family_factor = if family.agreement == Agreement::Absent {
            1.0
        } else {
            factor(family.agreement)
        };
        let short = if given_len == 1 { SHORT } else { 1.0 };
        Match {
            likeness: family_factor * self.product * coherence * short * rest,
            family,
            given: self.pieces,
        }
    }
}

/// The best way to read `given` from where `letters` begins; at most to where it ends. Syllables end at pieces' borders or inside
/// a piece, never beyond; the last one ends where a word ends.
fn run(latin: &Latin, letters: Range<usize>, given: &[Forms]) -> Option<Run> {
    let mut best = None;
    let first = Run {
        start: letters.start,
        end: letters.start,
        pieces: [Piece::NONE; GIVEN],
        product: 1.0,
    };
    go_on(latin, letters.end, given, 0, first, &mut best);
    best
}

fn go_on(latin: &Latin, limit: usize, given: &[Forms], at: usize, run: Run, best: &mut Option<Run>) {
    let start = run.end;
    let Some(forms) = given.get(at) else {
        let shared = |run: &Run| {
            let pieces = run.pieces[..given.len()].iter();
            !pieces
                .fold(Systems::ANY, |shared, piece| shared.and(piece.systems))
                .is_empty()
        };
        let value = |run: &Run| run.product * if shared(run) { 1.0 } else { MIXED };
        if latin.is_word_edge(start) && best.as_ref().is_none_or(|best| value(best) < value(&run)) {
            *best = Some(run);
        }
        return;
    };
    if start >= limit {
        return;
    }
    let letter = latin.letter(start);
    let follow = |piece: Piece, best: &mut Option<Run>| {
        let mut next = run;
        next.end = piece.end;
        next.product *= factor(piece.agreement);
        next.pieces[at] = piece;
        go_on(latin, limit, given, at + 1, next, best);
    };
    for form in forms.beginning(letter) {
        let piece = Piece::of(form, start);
        if piece.end <= limit
            && latin.letters(start, piece.end) == form.letters()
            && latin.is_in_one_piece(start, piece.end)
        {
            follow(piece, best);
        }
    }
    if latin.is_initial(start) && forms.has_initial(letter) {
        let initial = Piece {
            start,
            end: start + 1,
            agreement: Agreement::Initial,
            systems: Systems::ANY,
        };
        follow(initial, best);
    }
}

/// What the words beside a family name say of the given name.
fn beside_family(family: Piece, given: &[Forms], latin: &Latin) -> Option<Match> {
    let outside = |start: usize| start < family.start || start >= family.end;
    let limit = |start: usize| {
        if start < family.start {
            family.start
        } else {
            latin.len()
        }
    };
    let words = || latin.words().filter(|word| outside(word.0));
    let mut best = None;
    for (start, _) in words() {
        let spelt = run(latin, start..limit(start), given).map(|run| run.less_if_english(latin));
        best = better(
            best,
            spelt.map(|run| run.with(family, given.len(), beside(latin, family, &run))),
        );
    }
    if best.is_none() {
        for (start, _) in words() {
            let alike = misspelt(latin, start..limit(start), given);
            best = better(
                best,
                alike.map(|run| run.with(family, given.len(), beside(latin, family, &run))),
            );
        }
    }
    // A misspelt given name may still be no name at all beside an English one.
    better(best, Some(other(latin, family, given)))
}

/// What the words that belong neither to the family name nor to the given name leave of the likeness.
fn beside(latin: &Latin, family: Piece, run: &Run) -> f64 {
    let apart = |start: usize| (start < family.start || start >= family.end) && (start < run.start || start >= run.end);
    latin
        .words()
        .filter(|word| apart(word.0))
        .map(|(start, end)| {
            if latin.is_initial(start) {
                return BESIDE_INITIAL;
            }
            match Word::of(latin.letters(start, end)) {
                Word::English | Word::Other => BESIDE,
                Word::Syllable => BESIDE_SYLLABLE,
                Word::Syllables => BESIDE_SYLLABLES,
            }
        })
        .product()
}

/// The family name beside no given name, an English one, or another Chinese one.
fn other(latin: &Latin, family: Piece, given: &[Forms]) -> Match {
    let mut words = 0;
    let mut initials = 0;
    let mut chinese = 0;
    let mut english: f64 = 0.0;
    for (start, end) in latin
        .words()
        .filter(|word| word.0 < family.start || word.0 >= family.end)
    {
        words += 1;
        if latin.is_initial(start) {
            initials += 1;
            continue;
        }
        let alike = if given[0].has_initial(latin.letter(start)) {
            ENGLISH_INITIAL
        } else {
            0.0
        };
        match Word::of(latin.letters(start, end)) {
            Word::English => english = english.max(ENGLISH + alike),
            // Hyphens join syllables, however spelt: Duu-chih.
            Word::Other if latin.is_in_one_piece(start, end) => english = english.max(PERHAPS_ENGLISH + alike),
            Word::Other => chinese += 2,
            Word::Syllable => chinese += 1,
            Word::Syllables if latin.is_in_one_piece(start, end) => chinese += 1,
            Word::Syllables => chinese += 2,
        }
    }
    let value = if words == 0 {
        FAMILY_ONLY
    } else if chinese == 0 && english > 0.0 {
        english
    } else if chinese == 1 && initials == 0 {
        OTHER_WORD
    } else {
        OTHER_GIVEN
    };
    Match {
        likeness: factor(family.agreement) * value,
        family,
        given: [Piece::NONE; GIVEN],
    }
}
