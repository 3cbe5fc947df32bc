//! Words that no dictionary has: in, characters that the dictionary left single; out, how the model that comes with jieba groups them.
//!
//! A hidden Markov model: each character begins a word, ends one, is inside one or is one, by how likely it is in each place and by what
//! may follow what. Only Han characters are in it; of others, letters and digits in a row are one word, and what lies between is another.

use crate::lexicon::image::{ImageError, Reader, Writer};
use crate::text::pages::Pages;

/// The places that a character may have in a word.
pub const PLACES: usize = 4;
const BEGIN: usize = 0;
const END: usize = 1;
const INSIDE: usize = 2;
const SINGLE: usize = 3;

/// The two places that may come before each, by number. Of two that are as likely the second is taken.
const BEFORE: [[usize; 2]; PLACES] = [[END, SINGLE], [BEGIN, INSIDE], [BEGIN, INSIDE], [END, SINGLE]];

/// The likelihood of what never is.
pub const NEVER: f64 = -3.14e100;

/// The model, in logarithms; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct UnknownWords<'a> {
    /// How likely each place is at the beginning.
    initial: [f64; PLACES],
    /// How likely the first of [`BEFORE`] is before each place, and the second.
    transitions: [[f64; 2]; PLACES],
    /// Characters to rows of `emissions`; row 0 is of those that the model does not have.
    rows: Pages<'a, u16>,
    /// How likely a character is in each place.
    emissions: &'a [[f64; PLACES]],
}

/// The arrays of the model.
pub struct Arrays<'a> {
    /// How likely each place is at the beginning.
    pub initial: [f64; PLACES],
    /// How likely a place is behind another: `[from][to]`.
    pub transitions: [[f64; PLACES]; PLACES],
    /// Characters to rows.
    pub rows: (&'a [u16], &'a [u16]),
    /// The rows.
    pub emissions: &'a [[f64; PLACES]],
}

impl Arrays<'_> {
    /// Writes them, in the order that [`UnknownWords::read`] reads.
    pub fn write(&self, writer: &mut Writer) {
        writer.array(&self.initial);
        writer.array(&self.transitions);
        writer.array(self.rows.0);
        writer.array(self.rows.1);
        writer.array(self.emissions);
    }
}

impl<'a> UnknownWords<'a> {
    /// A view of arrays.
    pub fn new(arrays: &Arrays<'a>) -> Self {
        let transition = |to: usize| BEFORE[to].map(|from| arrays.transitions[from][to]);
        UnknownWords {
            initial: arrays.initial,
            transitions: [transition(0), transition(1), transition(2), transition(3)],
            rows: Pages::new(arrays.rows.0, arrays.rows.1),
            emissions: arrays.emissions,
        }
    }

    /// The model of an image.
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Self, ImageError> {
        let initial: &[[f64; PLACES]] = reader.array()?;
        let transitions: &[[[f64; PLACES]; PLACES]] = reader.array()?;
        Ok(Self::new(&Arrays {
            initial: *initial.first().ok_or(ImageError::Section)?,
            transitions: *transitions.first().ok_or(ImageError::Section)?,
            rows: (reader.array()?, reader.array()?),
            emissions: reader.array()?,
        }))
    }

    #[inline(always)]
    fn emission(self, character: char) -> [f64; PLACES] {
        let row = self.rows.get(u32::from(character));
        self.emissions.get(usize::from(row)).copied().unwrap_or([NEVER; PLACES])
    }

    /// Fills `choices` with a byte a character: in bit *p* which of the two places before it place *p* goes on from. Returns the
    /// place of the last.
    fn weigh(self, chars: &[char], choices: &mut Choices) -> usize {
        let mut likelihoods = [0.0; PLACES];
        choices.clear();
        for (number, &character) in chars.iter().enumerate() {
            let emission = self.emission(character);
            let mut choice = 0;
            likelihoods = std::array::from_fn(|place| {
                if number == 0 {
                    return self.initial[place] + emission[place];
                }
                let [first, second] = BEFORE[place];
                let [from_first, from_second] = self.transitions[place];
                let first = likelihoods[first] + from_first + emission[place];
                let second = likelihoods[second] + from_second + emission[place];
                if first > second {
                    first
                } else {
                    choice |= 1 << place;
                    second
                }
            });
            choices.push(choice);
        }
        if likelihoods[END] > likelihoods[SINGLE] {
            END
        } else {
            SINGLE
        }
    }
}

/// What was chosen for each character.
pub(super) type Choices = Vec<u8>;

/// Calls `emit` with where each word begins and ends in `chars`.
pub(super) fn cut(model: UnknownWords<'_>, chars: &[char], choices: &mut Choices, mut emit: impl FnMut(usize, usize)) {
    let mut from = 0;
    while from < chars.len() {
        let is_han = is_in_model(chars[from]);
        let others = chars[from..]
            .iter()
            .position(|&character| is_in_model(character) != is_han);
        let end = others.map_or(chars.len(), |len| from + len);
        if !is_han {
            cut_latin(chars, from, end, &mut emit);
        } else if end == from + 1 {
            emit(from, end);
        } else {
            cut_han(model, &chars[from..end], choices, |start, end| {
                emit(from + start, from + end)
            });
        }
        from = end;
    }
}

/// The characters that the model was made for.
#[inline(always)]
fn is_in_model(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FD5}')
}

fn cut_han(model: UnknownWords<'_>, chars: &[char], choices: &mut Choices, mut emit: impl FnMut(usize, usize)) {
    const ENDS: u8 = 1 << 7;
    let mut place = model.weigh(chars, choices);
    for choice in choices.iter_mut().rev() {
        let before = BEFORE[place][usize::from(*choice >> place & 1)];
        *choice = if matches!(place, END | SINGLE) { ENDS } else { 0 };
        place = before;
    }
    let mut start = 0;
    for (number, &choice) in choices.iter().enumerate() {
        if choice == ENDS {
            emit(start, number + 1);
            start = number + 1;
        }
    }
}

/// Letters and digits in a row are one word, also with a dot, hyphen or underscore between (and a per cent sign behind); what lies between is one.
fn cut_latin(chars: &[char], start: usize, end: usize, emit: &mut impl FnMut(usize, usize)) {
    let is_letter = |at: usize| at < end && chars[at].is_ascii_alphanumeric();
    let mut at = start;
    while at < end {
        let from = at;
        if !is_letter(at) {
            while at < end && !is_letter(at) {
                at += 1;
            }
            emit(from, at);
            continue;
        }
        loop {
            while is_letter(at) {
                at += 1;
            }
            let is_joined = at < end && matches!(chars[at], '.' | '_' | '-') && is_letter(at + 1);
            if !is_joined {
                break;
            }
            at += 1;
        }
        if at < end && chars[at] == '%' {
            at += 1;
        }
        emit(from, at);
    }
}
