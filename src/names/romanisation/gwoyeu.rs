//! Gwoyeu Romatzyh, which spells the tones: 九 is jeou, 平 pyng. Names in Taiwan have kept some of its syllables.
//!
//! In, a syllable in Hanyu Pinyin and its tone; out, its spelling. The rules are those that the Republic of China published in 1928.

/// The spelling of `pinyin` (without tone, lower case) in the tone `tone`, from 1 to 4; nothing for other tones, and for what is
/// no ordinary syllable (ê, ng).
pub(super) fn spelling(pinyin: &str, tone: u8) -> Option<String> {
    let (initial, last) = parts(pinyin);
    if !last.is_ascii() || !last.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
        return None;
    }
    let alone = initial.is_empty() && last.starts_with(['i', 'u']);
    let spelt = match tone {
        1 if matches!(initial, "m" | "n" | "l" | "r") => format!("h{last}"),
        1 => last,
        2 if matches!(initial, "m" | "n" | "l" | "r") => last,
        2 => second(&last),
        3 => third(&last, alone),
        4 => fourth(&last, alone),
        _ => return None,
    };
    Some(format!("{initial}{spelt}"))
}

/// The initial and the final as the first tone has them.
fn parts(pinyin: &str) -> (&'static str, String) {
    const INITIALS: [(&str, &str); 21] = [
        ("zh", "j"),
        ("ch", "ch"),
        ("sh", "sh"),
        ("b", "b"),
        ("p", "p"),
        ("m", "m"),
        ("f", "f"),
        ("d", "d"),
        ("t", "t"),
        ("n", "n"),
        ("l", "l"),
        ("g", "g"),
        ("k", "k"),
        ("h", "h"),
        ("j", "j"),
        ("q", "ch"),
        ("x", "sh"),
        ("r", "r"),
        ("z", "tz"),
        ("c", "ts"),
        ("s", "s"),
    ];
    let found = INITIALS.iter().find(|(initial, _)| pinyin.starts_with(initial));
    let Some((initial, spelt)) = found else {
        // Without an initial, Pinyin writes y and w for i and u, or before them.
        let last = match pinyin {
            "er" => "el".to_owned(),
            "yi" | "yin" | "ying" => pinyin[1..].to_owned(),
            "wu" => "u".to_owned(),
            _ if pinyin.starts_with("yu") => format!("i{}", &pinyin[1..]),
            "you" => "iou".to_owned(),
            _ if pinyin.starts_with('y') => format!("i{}", &pinyin[1..]),
            _ if pinyin.starts_with('w') => format!("u{}", &pinyin[1..]),
            _ => pinyin.to_owned(),
        };
        return ("", last.replace("ao", "au"));
    };
    let rest = &pinyin[initial.len()..];
    let last = match rest {
        "i" if matches!(*initial, "zh" | "ch" | "sh" | "r" | "z" | "c" | "s") => "y".to_owned(),
        "iu" => "iou".to_owned(),
        "ui" => "uei".to_owned(),
        _ if rest.starts_with('u') && matches!(*initial, "j" | "q" | "x") => format!("i{rest}"),
        "un" => "uen".to_owned(),
        _ => rest.replace('ü', "iu").replace("ao", "au"),
    };
    (spelt, last)
}

fn second(last: &str) -> String {
    match last.as_bytes() {
        b"i" | b"u" => format!("{}{last}", if last == "i" { 'y' } else { 'w' }),
        [b'i', ..] => format!("y{}", &last[1..]),
        [b'u', ..] => format!("w{}", &last[1..]),
        _ => {
            let end = last
                .rfind(['a', 'e', 'i', 'o', 'u', 'y'])
                .map_or(last.len(), |at| at + 1);
            format!("{}r{}", &last[..end], &last[end..])
        }
    }
}

fn third(last: &str, alone: bool) -> String {
    let vowel = |at: usize| last[at..].starts_with(['a', 'e', 'i', 'o', 'u']);
    let spelt = match last {
        "ie" => "iee".to_owned(),
        "uo" => "uoo".to_owned(),
        "ai" => "ae".to_owned(),
        "au" => "ao".to_owned(),
        _ if last.starts_with('i') && vowel(1) => format!("e{}", &last[1..]),
        _ if last.starts_with('u') && vowel(1) => format!("o{}", &last[1..]),
        _ => format!("{}{last}", &last[..1]),
    };
    match (alone, last.as_bytes()) {
        (true, b"ie") => "yee".to_owned(),
        (true, b"uo") => "woo".to_owned(),
        (true, [b'i', ..]) => format!("y{spelt}"),
        (true, [b'u', ..]) => format!("w{spelt}"),
        _ => spelt,
    }
}

fn fourth(last: &str, alone: bool) -> String {
    let spelt = match last {
        _ if last.ends_with("ai") || last.ends_with("ei") => format!("{}y", &last[..last.len() - 1]),
        _ if last.ends_with("au") || last.ends_with("ou") => format!("{}w", &last[..last.len() - 1]),
        _ if last.ends_with("ng") => format!("{}q", &last[..last.len() - 1]),
        _ if last.ends_with('n') || last.ends_with('l') => format!("{last}{}", &last[last.len() - 1..]),
        _ => format!("{last}h"),
    };
    match (alone, last) {
        (true, "i" | "in" | "ing") => format!("y{spelt}"),
        (true, "u") => format!("w{spelt}"),
        (true, _) => format!("{}{}", if last.starts_with('i') { 'y' } else { 'w' }, &spelt[1..]),
        _ => spelt,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_are_spelt() {
        for (pinyin, tone, expected) in [
            ("zhang", 1, "jang"),
            ("ying", 1, "ing"),
            ("ma", 1, "mha"),
            ("ma", 3, "maa"),
            ("chen", 2, "chern"),
            ("ping", 2, "pyng"),
            ("guo", 2, "gwo"),
            ("wang", 2, "wang"),
            ("huang", 2, "hwang"),
            ("quan", 2, "chyuan"),
            ("lin", 2, "lin"),
            ("luo", 2, "luo"),
            ("li", 3, "lii"),
            ("jiu", 3, "jeou"),
            ("guang", 3, "goang"),
            ("xing", 3, "shiing"),
            ("yu", 3, "yeu"),
            ("shan", 3, "shaan"),
            ("zhao", 4, "jaw"),
            ("zi", 4, "tzyh"),
            ("ren", 4, "renn"),
            ("zheng", 4, "jenq"),
            ("wei", 4, "wey"),
            ("yi", 4, "yih"),
        ] {
            assert_eq!(spelling(pinyin, tone).as_deref(), Some(expected), "{pinyin}{tone}");
        }
        for (pinyin, tone) in [("ma", 5), ("ê", 3), ("m", 3), ("ng", 3), ("hm", 4)] {
            assert_eq!(spelling(pinyin, tone), None, "{pinyin}");
        }
    }
}
