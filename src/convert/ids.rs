//! Ideographic description sequences (⿰女子): OpenCC copies them as they stand, because a part of a description is no
//! character of the text. In, a text; out, how many bytes a sequence at its beginning covers. The bounds on depth and
//! length are OpenCC's (`UTF8Util.hpp`).

const MAX_DEPTH: usize = 16;
const MAX_CHARACTERS: usize = 64;

/// Whether a character is an operator of ideographic descriptions that OpenCC knows.
#[inline]
pub fn is_operator(character: char) -> bool {
    operands(character) > 0
}

/// The length in bytes of the complete description that `text` begins with.
pub fn sequence_len(text: &str) -> Option<usize> {
    if !is_operator(text.chars().next()?) {
        return None;
    }
    let mut rest = text.chars();
    let mut characters = 0;
    consume(&mut rest, MAX_DEPTH, &mut characters)?;
    Some(text.len() - rest.as_str().len())
}

fn operands(character: char) -> usize {
    match character {
        '\u{2FF2}' | '\u{2FF3}' => 3,
        '\u{2FFE}' | '\u{2FFF}' => 1,
        '\u{2FF0}'..='\u{2FFD}' => 2,
        _ => 0,
    }
}

fn consume(rest: &mut std::str::Chars, depth: usize, characters: &mut usize) -> Option<()> {
    if depth == 0 || *characters >= MAX_CHARACTERS {
        return None;
    }
    let character = rest.next()?;
    *characters += 1;
    (0..operands(character)).try_for_each(|_| consume(rest, depth - 1, characters))
}

#[cfg(test)]
mod tests {
    use super::sequence_len;

    #[test]
    fn measures_complete_sequences_only() {
        assert_eq!(sequence_len("⿰女子好"), Some(9));
        assert_eq!(sequence_len("⿱⿰女子⿲aあb好"), Some(20));
        assert_eq!(sequence_len("⿰女"), None);
        assert_eq!(sequence_len("女⿰"), None);
        assert_eq!(sequence_len(""), None);
        assert_eq!(sequence_len(&"⿾".repeat(20)), None);
    }
}
