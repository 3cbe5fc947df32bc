//! CC-CEDICT's text format: `傳統 传统 [pin1 yin1] /gloss/gloss/` a line. In, such a file; out, its proper names as entities, or all its
//! words. A proper name is what is transcribed in capital letters.

use std::io::{BufRead, Write};

use super::lines::Lines;
use super::{Counts, EntityWriter, Form, ImportError, Named, Tell};
use crate::lexicon::Problem;

/// One line.
#[derive(Debug, PartialEq, Eq)]
struct Entry<'a> {
    hant: &'a str,
    hans: &'a str,
    pinyin: &'a str,
    /// What stands between the first slash and the last.
    glosses: &'a str,
}

/// Reads the proper names of two characters and more and writes them as entities, in the file's order. Their ids are `cedict:` and the Traditional form;
/// their Latin names and labels are read from the glosses, where those tell. Family names and references to other entries are
/// left out, and with a `label` all others.
///
/// # Errors
///
/// What keeps the input from being read on, or the result from being written.
pub fn import_cedict(
    path: &str,
    input: impl BufRead,
    label: Option<&str>,
    out: &mut EntityWriter<'_, impl Write>,
    tell: Tell<'_>,
) -> Result<Counts, ImportError> {
    each(path, input, tell, |entry| {
        let Some(named) = name(&entry).filter(|named| label.is_none() || named.label.as_deref() == label) else {
            return Ok(false);
        };
        Ok(out.write(&named)?)
    })
}

/// Reads all words of two characters and more and writes them, in Traditional characters, as a list of words in the file's order.
///
/// # Errors
///
/// What keeps the input from being read on, or the result from being written.
pub fn import_cedict_words(
    path: &str,
    input: impl BufRead,
    out: &mut impl Write,
    tell: Tell<'_>,
) -> Result<Counts, ImportError> {
    let mut before = String::new();
    each(path, input, tell, |entry| {
        // Entries of one word with several readings stand one behind the other.
        let is_word = entry.hant.chars().nth(1).is_some() && entry.hant != before;
        if is_word {
            writeln!(out, "{}", entry.hant)?;
            entry.hant.clone_into(&mut before);
        }
        Ok(is_word)
    })
}

/// Gives every sound entry to `take`, which says whether it was used.
fn each(
    path: &str,
    input: impl BufRead,
    tell: Tell<'_>,
    mut take: impl FnMut(Entry<'_>) -> Result<bool, ImportError>,
) -> Result<Counts, ImportError> {
    let mut counts = Counts::default();
    let mut lines = Lines::new(path, input);
    while let Some((number, line)) = lines.next_text()? {
        if line
            .as_ref()
            .is_ok_and(|line| line.trim().is_empty() || line.starts_with('#'))
        {
            continue;
        }
        counts.records += 1;
        match line.and_then(|line| parse(path, number, line)) {
            Ok(entry) => counts.left_out += u64::from(!take(entry)?),
            Err(problem) => {
                counts.broken += 1;
                tell(&problem);
            }
        }
    }
    counts.bytes = lines.bytes;
    Ok(counts)
}

fn parse<'a>(path: &str, number: usize, line: &'a str) -> Result<Entry<'a>, Problem> {
    let entry = || {
        let (hant, rest) = line.trim().split_once(' ')?;
        let (hans, rest) = rest.trim_start().split_once(' ')?;
        let (pinyin, rest) = rest.trim_start().strip_prefix('[')?.split_once(']')?;
        // The second edition of the format has two brackets.
        let pinyin = pinyin.trim_start_matches('[');
        let glosses = rest
            .trim_start_matches(']')
            .trim()
            .strip_prefix('/')?
            .strip_suffix('/')?;
        Some(Entry {
            hant,
            hans,
            pinyin,
            glosses,
        })
    };
    entry().filter(|entry| !entry.hant.contains('\0')).ok_or_else(|| {
        Problem::new(
            path,
            number,
            0,
            "no entry: a line is `傳統 传统 [pin1 yin1] /gloss/gloss/`",
        )
    })
}

/// The entity of an entry, if it is a proper name.
fn name(entry: &Entry<'_>) -> Option<Named> {
    let is_proper = entry.pinyin.starts_with(|c: char| c.is_ascii_uppercase()) && entry.hant.chars().nth(1).is_some();
    let says_something = |gloss: &&str| {
        let other = [
            "surname ",
            "variant of ",
            "old variant of ",
            "see ",
            "used in ",
            "abbr. for ",
            "also written ",
            "CL:",
        ];
        !gloss.is_empty() && !gloss.contains(" surname ") && !other.iter().any(|start| gloss.starts_with(start))
    };
    let gloss = entry.glosses.split('/').find(says_something).filter(|_| is_proper)?;
    let name_latin = latin_name(gloss);
    let mut forms = vec![Form::full(entry.hant), Form::full(entry.hans)];
    forms.extend(name_latin.map(Form::full));
    Some(Named {
        id: format!("cedict:{}", entry.hant),
        label: label(gloss).map(str::to_owned),
        name_zh: Some(entry.hant.to_owned()),
        name_latin: name_latin.map(str::to_owned),
        forms,
    })
}

/// The name that a gloss begins with: words in capitals, up to a comma or parenthesis.
fn latin_name(gloss: &str) -> Option<&str> {
    const SMALL: [&str; 7] = ["of", "the", "and", "de", "la", "von", "van"];
    let name = gloss.split([',', '(', ';', ':']).next()?.split(" in ").next()?.trim();
    let begins_large = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let is_name = begins_large(name)
        && name.split(' ').all(|word| begins_large(word) || SMALL.contains(&word))
        && name.chars().all(|c| (c as u32) < 0x250 || c == '’');
    is_name.then_some(name)
}

/// What a gloss says of whom it names: the years of a life, or a word of the table.
fn label(gloss: &str) -> Option<&'static str> {
    let is_life = |text: &str| {
        let mut years = text.trim_start_matches("c. ").split(['-', '–']);
        let is_year = |year: &str| (3..=4).contains(&year.len()) && year.bytes().all(|byte| byte.is_ascii_digit());
        years.next().is_some_and(is_year) && years.next().is_some_and(|year| year.is_empty() || is_year(year))
    };
    if gloss
        .split('(')
        .skip(1)
        .filter_map(|rest| rest.split([')', ',']).next())
        .any(is_life)
    {
        return Some("PERSON");
    }
    let table = include_str!("../../../dicts/import/cedict-labels.tsv");
    let lines = || {
        table
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
    };
    gloss
        .split(|c: char| !c.is_alphabetic())
        .find_map(|word| lines().find(|(known, _)| word.eq_ignore_ascii_case(known)))
        .map(|(_, label)| label)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Entries written for this test.
    const TEXT: &str = "# CC-CEDICT\n\
        臺北 台北 [Tai2 bei3] /Taipei, capital of Taiwan/\n\
        某某湖 某某湖 [Mou3 mou3 Hu2] /Moumou Lake in Henan/\n\
        魯某 鲁某 [Lu3 Mou3] /Lu Mou (1881-1936), a writer/\n\
        魯 鲁 [Lu3] /surname Lu/\n\
        歐陽 欧阳 [Ou1 yang2] /two-character surname Ouyang/\n\
        傳統 传统 [[chuan2tong3]] /tradition/traditional/\n\
        壞行 [huai4] /x/\n";

    #[test]
    fn proper_names_become_entities() {
        let (mut out, mut told) = (Vec::new(), Vec::new());
        let mut writer = EntityWriter::new(&mut out, &|_| false).unwrap().with_repeated_ids();
        let mut tell = |problem: &Problem| told.push(problem.to_string());
        let counts = import_cedict("c.u8", TEXT.as_bytes(), None, &mut writer, &mut tell).unwrap();
        writer.finish().unwrap();
        let rows = String::from_utf8(out).unwrap();
        assert_eq!(
            rows,
            "alias,entity_id,label,name_zh,name_latin,kind,region\n臺北,cedict:臺北,LOC,臺北,Taipei,full,\nTaipei,cedict:臺北,,,,full,\n\
             某某湖,cedict:某某湖,LOC,某某湖,Moumou Lake,full,\nMoumou Lake,cedict:某某湖,,,,full,\n魯某,cedict:魯某,PERSON,魯某,Lu Mou,full,\nLu Mou,cedict:魯某,,,,full,\n"
        );
        assert_eq!((counts.records, counts.broken, counts.left_out), (7, 1, 3));
        assert!(told[0].starts_with("c.u8:8: no entry"), "{told:?}");
    }

    #[test]
    fn all_words_become_words() {
        let mut out = Vec::new();
        import_cedict_words("c.u8", TEXT.as_bytes(), &mut out, &mut |_| ()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "臺北\n某某湖\n魯某\n歐陽\n傳統\n");
    }
}
