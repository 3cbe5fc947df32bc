//! Given names of which a syllable is spelt as no table has it: Ying-jeou, Shau-kee, Yuja.
//!
//! In, the forms of a given name's characters and the letters where it may stand; out, a [`Run`] whose unknown syllables agree as
//! [`Agreement::Similar`], if enough letters are alike.

use std::ops::Range;

use super::compare::{GIVEN, Piece, Run, factor};
use super::forms::{Agreement, Forms};
use super::latin::Latin;
use super::systems::Systems;

/// The share of letters that a given name's syllables must have in common with its characters' spellings on average. With less,
/// any other name of the family would do.
const SHARE: f64 = 0.5;

/// One character against letters that share `s` with its spellings: SIMILAR_LEAST + SIMILAR_SHARE × s². Further ones of the same
/// name leave a half and half of what they share.
const SIMILAR_LEAST: f64 = 0.1;
const SIMILAR_SHARE: f64 = 0.4;

/// What one more character leaves that is written with letters of which a share is alike.
fn similar(share: f64, first: bool) -> f64 {
    if first {
        SIMILAR_LEAST + SIMILAR_SHARE * share * share
    } else {
        0.5 + 0.5 * share
    }
}

/// A given name of which one syllable or more is spelt as no table has it (Ying-jeou, Yuja), from where `letters` begins:
/// as many pieces as characters, or two syllables joined of which one is known.
pub(super) fn misspelt(latin: &Latin, letters: Range<usize>, given: &[Forms]) -> Option<Run> {
    let mut run = Run {
        start: letters.start,
        end: letters.start,
        pieces: [Piece::NONE; GIVEN],
        product: 1.0,
    };
    let first_end = latin.piece_end(letters.start);
    if let [first, second] = given
        && latin.is_word_edge(first_end)
    {
        return joined_misspelt(latin, letters.start, first_end, first, second)
            .or_else(|| (first_end < letters.end).then(|| apart_misspelt(latin, letters, given, &mut run))?);
    }
    apart_misspelt(latin, letters, given, &mut run)
}

fn apart_misspelt(latin: &Latin, letters: Range<usize>, given: &[Forms], run: &mut Run) -> Option<Run> {
    let mut alike = 0.0;
    for (i, forms) in given.iter().enumerate() {
        if run.end >= letters.end {
            return None;
        }
        let end = latin.piece_end(run.end);
        let (piece, share) = closest(latin, run.end, end, forms);
        run.pieces[i] = piece;
        run.product *= left_by(piece, share, &run.pieces[..i]);
        run.end = end;
        alike += share;
    }
    (latin.is_word_edge(run.end) && alike >= SHARE * given.len() as f64).then_some(*run)
}

/// What a piece leaves of the likeness, whether it is spelt as a form or alike only, after those that stand `before` it.
fn left_by(piece: Piece, share: f64, before: &[Piece]) -> f64 {
    if piece.agreement == Agreement::Similar {
        similar(share, before.iter().all(|piece| piece.agreement != Agreement::Similar))
    } else {
        factor(piece.agreement)
    }
}

/// Two syllables in one word, one of them spelt as a form and the other one alike.
fn joined_misspelt(latin: &Latin, start: usize, end: usize, first: &Forms, second: &Forms) -> Option<Run> {
    let mut best: Option<Run> = None;
    let mut consider = |pieces: [Piece; 2], product: f64, share: f64| {
        if share >= SHARE && best.as_ref().is_none_or(|best| best.product < product) {
            best = Some(Run {
                start,
                end,
                pieces: [pieces[0], pieces[1], Piece::NONE],
                product,
            });
        }
    };
    for form in first.beginning(latin.letter(start)) {
        let known = Piece::of(form, start);
        if known.end < end && latin.letters(start, known.end) == form.letters() {
            let (piece, share) = closest(latin, known.end, end, second);
            consider(
                [known, piece],
                factor(known.agreement) * left_by(piece, share, &[known]),
                share,
            );
        }
    }
    for form in second.iter().filter(|form| form.letters().len() < end - start) {
        let from = end - form.letters().len();
        if latin.letters(from, end) == form.letters() {
            let known = Piece::of(form, from);
            let (piece, share) = closest(latin, start, from, first);
            consider(
                [piece, known],
                factor(known.agreement) * left_by(piece, share, &[known]),
                share,
            );
        }
    }
    best
}

/// The form closest to the letters from `start` to `end`: the piece, and the share of letters.
fn closest(latin: &Latin, start: usize, end: usize, forms: &Forms) -> (Piece, f64) {
    let letters = latin.letters(start, end);
    let mut piece = Piece {
        start,
        end,
        agreement: Agreement::Similar,
        systems: Systems::ANY,
    };
    let mut best = 0.0;
    for form in forms.iter() {
        if form.letters() == letters {
            return (Piece::of(form, start), 1.0);
        }
        if form.agreement == Agreement::Usual {
            let share = alike(letters, form.letters());
            if share > best {
                (best, piece.systems) = (share, form.systems);
            }
        }
    }
    (piece, best)
}

/// The share of letters that two syllables have in common, in order: twice the longest common subsequence by both lengths. What
/// begins with another letter shares half as much.
fn alike(a: &[u8], b: &[u8]) -> f64 {
    /// Longer pieces are no syllables.
    const LONGEST: usize = 10;
    if a.len() > LONGEST || b.len() > LONGEST {
        return 0.0;
    }
    let mut row = [0u8; LONGEST + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    let share = 2.0 * f64::from(row[b.len()]) / (a.len() + b.len()) as f64;
    if a[0] == b[0] { share } else { share / 2.0 }
}
