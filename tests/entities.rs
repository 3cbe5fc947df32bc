//! The dictionaries of entities that come with the program: sorted, complete, without contradictions, and nothing in them
//! that is an everyday word and counts as a name wherever it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use yiming::entity::shipped_rows;
use yiming::lexicon::{AliasRow, Region, read_entities};
use yiming::segment::Segmenter;
use yiming::text::{Folded, MatchKey, Script, is_han};

/// The files that `dicts/entities/generate/places.py` makes.
const GENERATED: [&str; 2] = ["cities", "territories"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of rows, by name, sorted.
fn files() -> Vec<(String, Vec<AliasRow>)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(root().join("dicts/entities"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == "csv"))
        .collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(path).unwrap();
        assert!(text.ends_with('\n') && !text.contains('\r'), "{name}");
        let rows = read_entities(&name, &text).unwrap();
        (name, rows)
    };
    paths.iter().map(read).collect()
}

/// The script of a name, but for characters that OpenCC's standard writes otherwise (羣, 峯, 祕, 恆, 牀) than everybody does, and for
/// people and places that write themselves 琼, 双, 庄 and 冲.
fn script(name: &str) -> Script {
    Script::of(&name.replace(['群', '峰', '秘', '恒', '床', '琼', '双', '庄', '冲'], ""))
}

fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What `rule` says against a row, with the place of the row.
fn wrong_rows(rule: impl Fn(&str, &AliasRow) -> Option<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (file, rows) in files() {
        let told = rows
            .iter()
            .filter_map(|row| Some(format!("{file}.csv:{}: {}: {}", row.line, row.alias, rule(&file, row)?)));
        wrong.extend(told);
    }
    wrong
}

/// Whether the row describes its entity: all three facts or none.
fn describes(row: &AliasRow) -> bool {
    let facts = [&row.label, &row.name_zh, &row.name_latin];
    let stated = facts.iter().filter(|fact| fact.is_some()).count();
    assert!(
        stated == 0 || stated == 3,
        "{} of {} states {stated} facts",
        row.alias,
        row.entity_id
    );
    stated == 3
}

#[test]
fn rows_are_sorted_and_the_first_of_an_entity_describes_it() {
    let mut wrong = Vec::new();
    for (file, rows) in files() {
        for pair in rows.windows(2) {
            let (before, row) = (&pair[0], &pair[1]);
            let mut tell = |what: String| wrong.push(format!("{file}.csv:{}: {}: {what}", row.line, row.alias));
            if before.entity_id > row.entity_id {
                tell(format!("{} stands behind {}", row.entity_id, before.entity_id));
            }
            if before.entity_id == row.entity_id {
                if describes(row) {
                    tell("only the first row of an entity states facts".to_owned());
                }
                if !describes(before) && before.alias >= row.alias {
                    tell(format!("stands behind {}", before.alias));
                }
            }
        }
    }
    none(&wrong);
}

#[test]
fn an_entity_is_described_once_and_has_its_names_as_aliases() {
    let (mut described, mut spread) = (BTreeMap::new(), BTreeMap::new());
    let (mut rows_of, mut aliases) = (BTreeSet::new(), BTreeSet::new());
    let mut wrong = Vec::new();
    for (file, rows) in files() {
        for row in rows {
            aliases.insert((row.entity_id.clone(), MatchKey::of(&row.alias)));
            if !rows_of.insert((row.entity_id.clone(), row.alias.clone())) {
                wrong.push(format!(
                    "{file}.csv:{}: {} has {} twice",
                    row.line, row.entity_id, row.alias
                ));
            }
            spread
                .entry(row.entity_id.clone())
                .or_insert_with(BTreeSet::new)
                .insert(file.clone());
            if describes(&row) && described.insert(row.entity_id.clone(), row.clone()).is_some() {
                wrong.push(format!("{file}.csv:{}: {} is described twice", row.line, row.entity_id));
            }
        }
    }
    for (id, files) in spread {
        // The hand adds forms to generated places, and to nothing else.
        let of_places =
            files.len() == 2 && files.contains("places") && GENERATED.iter().any(|file| files.contains(*file));
        if files.len() > 1 && !of_places {
            wrong.push(format!("{id} is in {files:?}"));
        }
        let Some(row) = described.get(&id) else {
            wrong.push(format!("{id} is described nowhere"));
            continue;
        };
        for name in [&row.name_zh, &row.name_latin].into_iter().flatten() {
            if !aliases.contains(&(id.clone(), MatchKey::of(name))) {
                wrong.push(format!("{id}: {name} is no alias"));
            }
        }
    }
    none(&wrong);
}

#[test]
fn every_file_is_embedded() {
    let on_disk: Vec<AliasRow> = files().into_iter().flat_map(|(_, rows)| rows).collect();
    assert_eq!(shipped_rows().unwrap(), on_disk);
}

#[test]
fn there_are_as_many_entities_as_promised() {
    let rows = shipped_rows().unwrap();
    let entities: BTreeSet<&str> = rows.iter().map(|row| row.entity_id.as_str()).collect();
    assert!(entities.len() >= 4_500, "{} entities", entities.len());
    assert!(rows.len() >= 17_000, "{} aliases", rows.len());
}

#[test]
fn labels_are_the_known_ones() {
    const LABELS: [&str; 7] = ["PERSON", "ORG", "LOC", "PRODUCT", "WORK", "EVENT", "TERM"];
    let rows = shipped_rows().unwrap();
    let labels: BTreeSet<&str> = rows.iter().filter_map(|row| row.label.as_deref()).collect();
    assert_eq!(labels, BTreeSet::from(LABELS));
}

/// A code of CLDR or GeoNames, or a name in lower case with hyphens.
#[test]
fn ids_have_the_form_of_their_file() {
    let is_name = |id: &str| {
        let parts_are_plain = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        id.split('-').all(parts_are_plain)
    };
    let is_code = |id: &str| match id.split_once(':') {
        Some(("cldr", code)) => code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()),
        Some(("geonames", number)) => number.parse::<u32>().is_ok_and(|n| n.to_string() == number),
        _ => false,
    };
    none(&wrong_rows(|file, row| {
        let id = row.entity_id.as_str();
        let right = match file {
            "cities" => is_code(id) && id.starts_with("geonames:"),
            "territories" => is_code(id) && id.starts_with("cldr:"),
            "places" => is_code(id) || is_name(id),
            _ => is_name(id),
        };
        (!right).then(|| format!("the id {id}"))
    }));
}

#[test]
fn regions_are_sorted_and_written_in_their_script() {
    none(&wrong_rows(|_, row| {
        let order = |region: &Region| {
            ["cn", "hk", "tw"][matches!(region, Region::Hk) as usize + 2 * matches!(region, Region::Tw) as usize]
        };
        let regions: Vec<&str> = row.regions.iter().map(order).collect();
        if !regions.is_sorted_by(|a, b| a < b) || regions.len() == 3 {
            return Some(format!("the regions {regions:?}; all three are none"));
        }
        // A form that regions of both scripts share is written in Traditional characters.
        let script = script(&row.alias);
        let right = match regions.as_slice() {
            ["cn"] => matches!(script, Script::Hans | Script::None),
            _ => matches!(script, Script::Hant | Script::None),
        };
        (!right).then(|| format!("{script:?} in {regions:?}"))
    }));
    none(&wrong_rows(|_, row| {
        let name = row.name_zh.as_ref()?;
        matches!(script(name), Script::Hans | Script::Mixed).then(|| format!("the name {name}"))
    }));
}

/// A kind that demands context is how an alias is marked as ambiguous: whom it means is decided in the document.
#[test]
fn an_alias_of_two_entities_is_marked() {
    let rows = shipped_rows().unwrap();
    let mut by_key: BTreeMap<String, Vec<&AliasRow>> = BTreeMap::new();
    for row in &rows {
        by_key.entry(MatchKey::of(&row.alias)).or_default().push(row);
    }
    let mut wrong = Vec::new();
    for (key, rows) in by_key {
        let entities: BTreeSet<&str> = rows.iter().map(|row| row.entity_id.as_str()).collect();
        if entities.len() > 1 && !rows.iter().all(|row| row.kind.demands_context()) {
            let told = rows
                .iter()
                .map(|row| format!("{} of {} ({:?})", row.alias, row.entity_id, row.kind));
            wrong.push(format!("{key}: {}", told.collect::<Vec<_>>().join(", ")));
        }
    }
    none(&wrong);
}

#[test]
fn an_alias_of_one_character_demands_context() {
    none(&wrong_rows(|_, row| {
        let short = row.alias.chars().count() == 1;
        (short && !row.kind.demands_context()).then(|| "one character".to_owned())
    }));
}

/// A word of the dictionary that is not tagged as a name demands context, unless it was looked at and names nothing else.
#[test]
fn an_everyday_word_demands_context() {
    let segmenter = Segmenter::new();
    let reviewed = fs::read_to_string(root().join("tests/tables/names-tagged-as-words.txt")).unwrap();
    let reviewed: BTreeSet<&str> = reviewed.lines().filter(|line| !line.starts_with('#')).collect();
    let is_everyday = |alias: &str| {
        let folded = Folded::new(alias);
        alias.chars().any(is_han) && segmenter.is_everyday_word(folded.view())
    };
    none(&wrong_rows(|_, row| {
        let counts = !row.kind.demands_context();
        (counts && is_everyday(&row.alias) && !reviewed.contains(row.alias.as_str()))
            .then(|| "an everyday word".to_owned())
    }));
    let aliases: BTreeSet<String> = shipped_rows().unwrap().into_iter().map(|row| row.alias).collect();
    let idle = reviewed
        .iter()
        .filter(|name| !aliases.contains(**name) || !is_everyday(name));
    none(
        &idle
            .map(|name| format!("{name} is listed for nothing"))
            .collect::<Vec<_>>(),
    );
}
