//! Names that no dictionary has, told by their form: in, a folded document and its tokens; out, where Chinese people's names and
//! Taiwan's urban villages (里) stand. What is found is likely, not sure: it is good enough to say how a name is written in
//! Traditional characters, where the alternative is a guess for words.

use crate::names::family_len;
use crate::segment::{Origin, Segmenter, Token, TokenKind};
use crate::text::{CharSpan, Folded, is_han};

/// The names in a document, in order, not overlapping. `tokens` are those of the document.
pub(crate) fn find(folded: &Folded, tokens: &[Token], segmenter: &Segmenter) -> Vec<CharSpan> {
    let mut names: Vec<CharSpan> = people(folded, tokens, segmenter).collect();
    names.extend(villages(folded, segmenter));
    names.sort_unstable();
    names.dedup_by(|later, earlier| later.overlaps(*earlier));
    names
}

/// Chinese people's names, of which the family name counts, and in the given name what is a character of names (林俊余): what
/// the segmenter's model of unknown words cut, or its dictionary holds for a person, two or three characters that begin with a
/// family name (范宗沛, 余湘).
fn people<'a>(
    folded: &'a Folded,
    tokens: &'a [Token],
    segmenter: &'a Segmenter,
) -> impl Iterator<Item = CharSpan> + use<'a> {
    let han = tokens
        .iter()
        .filter(|token| token.kind == TokenKind::Han && token.span.len() > 1);
    han.flat_map(move |token| {
        let name = folded.slice(token.span);
        let may_be_name = match token.origin {
            // Two characters are a name where they come again: 范云, not 余温.
            Origin::Hmm if token.span.len() == 2 => folded.view().matches(name).nth(1).is_some(),
            // 余温激发 begins with a word.
            Origin::Hmm => !segmenter.has_word(first_two(name)),
            // The dictionary holds many a word of two characters for a person (余韵, 姜丝).
            Origin::Dictionary => token.span.len() > 2 && segmenter.class_of(name).starts_with("nr"),
            _ => false,
        };
        let family_len = family_len(name)
            .filter(|_| may_be_name)
            .filter(|len| token.span.len() <= len + 2 && !name.starts_with(NO_FAMILY));
        let before = folded.view()[..folded.bytes(token.span).start].trim_end();
        let family_len = family_len.filter(|_| !name.ends_with('里') && !before.ends_with(COUNTS));
        let family = family_len.map(|len| CharSpan::new(token.span.start, token.span.start + len));
        let given = (token.span.start..)
            .zip(name.chars())
            .skip(family_len.unwrap_or(usize::MAX));
        let telling = given
            .filter(|&(_, c)| c == '余')
            .map(|(at, _)| CharSpan::new(at, at + 1));
        family.into_iter().chain(telling)
    })
}

fn first_two(name: &str) -> &str {
    name.char_indices().nth(2).map_or(name, |(end, _)| &name[..end])
}

/// Family names that begin phrases more often than names: 于枋桥, 向前行.
const NO_FAMILY: [char; 2] = ['于', '向'];

/// What stands before 余 and 周 where they are no family names: 300 余人, 这周来点.
const COUNTS: fn(char) -> bool =
    |c| c.is_ascii_digit() || "〇零一二两三四五六七八九十百千万亿数几这那上下本每第近".contains(c);

/// Urban villages, which are called by two characters and 里: behind a district (南屯区的春安里), in a list after another one
/// (高中里、桃源里), or before one of their own words (华岗里里长). A word of the dictionary takes a district right before it.
fn villages(folded: &Folded, segmenter: &Segmenter) -> Vec<CharSpan> {
    const NAME: usize = 2;
    let chars: Vec<char> = folded.view().chars().collect();
    let mut found: Vec<CharSpan> = Vec::new();
    for (at, _) in chars.iter().enumerate().filter(|&(_, &c)| c == '里') {
        let Some(start) = at.checked_sub(NAME) else { continue };
        let name = &chars[start..at];
        if !name.iter().all(|&c| is_han(c) && c != '里') {
            continue;
        }
        let is_word = || segmenter.has_word(&name.iter().collect::<String>());
        let is_district = |before: &[char]| matches!(before, [.., name, '区' | '镇'] if is_han(*name));
        let stands = match &chars[..start] {
            [before @ .., '的'] => is_district(before) && !is_word(),
            [.., '里', '、' | '及' | '与' | '和'] => found.last().is_some_and(|last| last.end + 1 == start),
            before => is_district(before),
        };
        let is_before_own_word = matches!(
            chars[at + 1..],
            ['里', '长' | '民' | '办' | '邻', ..] | ['活', '动', '中', '心', ..]
        );
        if stands || is_before_own_word {
            found.push(CharSpan::new(start, at + 1));
        }
    }
    found
}
