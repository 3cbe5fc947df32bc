//! The gazetteer: entities, their aliases, and the automaton that finds every alias in one pass.

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::lexicon::{AliasKind, AliasRow, Region};
use crate::names;
use crate::text::{ByteSpan, CharSpan, Folded, MatchKey, Script, is_han, is_separator};

/// The number of an entity in its gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityIndex(pub(super) u32);

/// Someone or something that texts mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// The id used in tables.
    pub id: String,
    /// PERSON, ORG, LOC, PRODUCT, WORK, EVENT, TERM, or a label of the user's own.
    pub label: Option<String>,
    /// The usual name in Chinese.
    pub name_zh: Option<String>,
    /// The usual name in Latin letters.
    pub name_latin: Option<String>,
}

/// Which dictionary a fact is from; a later one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The dictionaries that come with the program.
    Shipped,
    /// A dictionary that the user named.
    User,
}

/// What a form means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// Whom.
    pub entity: EntityIndex,
    /// What the form is to the entity.
    pub kind: AliasKind,
    /// Where this was said.
    pub rank: Rank,
    /// The larger is preferred.
    pub priority: i32,
    /// Whether no row says so: the form is a part of a longer one.
    pub derived: bool,
}

/// A form with all that it may mean, best first.
#[derive(Debug)]
struct Form {
    /// The folded view of the alias, case kept.
    view: String,
    /// The alias in Traditional characters, where a row writes it in them.
    hant: Option<String>,
    meanings: Vec<Meaning>,
}

/// A Han form that only some regions use.
#[derive(Debug)]
struct RegionalForm {
    alias: String,
    kind: AliasKind,
    regions: Vec<Region>,
}

/// A place where a form stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Where, in code points.
    pub span: CharSpan,
    form: u32,
}

/// All entities and aliases, compiled. Immutable: one for all threads.
pub struct Gazetteer {
    entities: Vec<Entity>,
    forms: Vec<Form>,
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    transliterating: FxHashSet<char>,
    /// The Han forms of the entities that are called differently in different regions, in the order of the rows.
    regional: FxHashMap<EntityIndex, Vec<RegionalForm>>,
}

impl Gazetteer {
    /// Compiles rows, given dictionary by dictionary, shipped ones first.
    pub fn new<'r>(rows: impl IntoIterator<Item = (Rank, &'r AliasRow)>) -> Self {
        let mut builder = Builder::default();
        for (rank, row) in rows {
            builder.add(rank, row);
        }
        builder.finish()
    }

    /// An entity.
    pub fn entity(&self, index: EntityIndex) -> &Entity {
        &self.entities[index.0 as usize]
    }

    /// All entities, in the order of their first rows.
    pub fn entities(&self) -> impl Iterator<Item = (EntityIndex, &Entity)> {
        (0..).map(EntityIndex).zip(&self.entities)
    }

    /// The number of entities.
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// Whether there is no entity.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    /// Whether a character (folded) occurs in the transliterated names of people that the gazetteer has.
    pub fn transliterates(&self, c: char) -> bool {
        self.transliterating.contains(&c)
    }

    /// The form (a folded view) as the gazetteer writes it in Traditional characters: what 余光中 or 水里 was before someone wrote
    /// it in Simplified. Nothing where no row does.
    pub fn written(&self, form: &str) -> Option<&str> {
        let key = MatchKey::of(form);
        let found = self.automaton.as_ref()?.find_overlapping_iter(&key);
        let whole = found
            .into_iter()
            .find(|found| (found.start(), found.end()) == (0, key.len()))?;
        self.forms[whole.value() as usize].hant.as_deref()
    }

    /// What a region calls an entity that it does not call by `form` (a folded view), which other regions use: 特朗普 for 川普
    /// in Hong Kong. Of several forms of the same kind the first that is the region's own is taken, then the first that every
    /// region uses. Nothing where the form is at home there, or nothing better is known.
    pub fn regional(&self, entity: EntityIndex, form: &str, region: Region) -> Option<&str> {
        let forms = self.regional.get(&entity)?;
        let here = MatchKey::of(form);
        let mut same = forms
            .iter()
            .filter(|other| MatchKey::of(&other.alias) == here)
            .peekable();
        let kind = same.peek()?.kind;
        if same.any(|form| form.regions.is_empty() || form.regions.contains(&region)) {
            return None;
        }
        let of_kind = || forms.iter().filter(|other| other.kind == kind);
        of_kind()
            .find(|other| other.regions.contains(&region))
            .or_else(|| of_kind().find(|other| other.regions.is_empty()))
            .map(|other| other.alias.as_str())
    }

    /// What the form of a hit may mean, best first; never empty.
    pub fn meanings(&self, hit: Hit) -> &[Meaning] {
        &self.forms[hit.form as usize].meanings
    }

    /// Every place where a form stands, overlapping ones included, in the order of their ends.
    ///
    /// Overlapping, because the longest form at a place may turn out not to count there, and a shorter one may.
    pub fn find(&self, key: &MatchKey, folded: &Folded) -> Vec<Hit> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        automaton
            .find_overlapping_iter(key.key())
            .filter_map(|found| {
                let bytes = ByteSpan::new(found.start(), found.end());
                let hit = Hit {
                    span: key.chars(bytes),
                    form: found.value(),
                };
                // Latin letters are the exception in these texts: only they are looked at twice.
                let latin = key.key()[bytes.range()]
                    .bytes()
                    .any(|byte| byte.is_ascii_alphanumeric());
                (!latin || self.counts(hit, folded)).then_some(hit)
            })
            .collect()
    }

    fn counts(&self, hit: Hit, folded: &Folded) -> bool {
        let place = folded.bytes(hit.span);
        let form = &self.forms[hit.form as usize];
        is_whole(folded.view(), place) && has_right_case(&form.view, &folded.view()[place.range()])
    }
}

/// Whether `here` is written in a case that `form` allows: forms of up to four Latin letters count only in the case in
/// which the dictionary writes them (US, not us) or in capitals (UNIX for Unix), longer ones in any.
pub(super) fn has_right_case(form: &str, here: &str) -> bool {
    const LONG_ENOUGH: usize = 5;
    let letters = form.chars().filter(char::is_ascii_alphabetic).count();
    letters == 0
        || letters >= LONG_ENOUGH
        || form
            .chars()
            .zip(here.chars())
            .all(|(a, b)| a == b || (is_separator(a) && is_separator(b)))
        || here.chars().all(|c| !c.is_ascii_lowercase())
}

/// Whether a match of Latin letters or digits in the folded view is a whole one. GPT-4 is no part of GPT-4o, GPT-4.5 or
/// GPT-4-turbo, nor Google of google.com; Han characters have no such borders.
pub(super) fn is_whole(view: &str, found: ByteSpan) -> bool {
    let bytes = view.as_bytes();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(b'\n');
    let before = |n: usize| found.start.checked_sub(n).map_or(b'\n', at);
    let after = |n: usize| at(found.end + n);
    let (first, last) = (at(found.start), at(found.end - 1));
    let goes_on_left = match before(1) {
        b'@' | b'_' => true,
        b'.' => before(2).is_ascii_alphanumeric(),
        byte => byte.is_ascii_alphanumeric(),
    };
    let goes_on_right = match after(0) {
        b'_' | b'@' => true,
        b'.' => after(1).is_ascii_digit() || after(1).is_ascii_lowercase(),
        b',' => last.is_ascii_digit() && after(1).is_ascii_digit(),
        // GPT-4-turbo and Claude-3 are other versions, Google-backed is not.
        b'-' => after(1).is_ascii_digit() || (last.is_ascii_digit() && after(1).is_ascii_alphabetic()),
        byte => byte.is_ascii_alphanumeric(),
    };
    !(first.is_ascii_alphanumeric() && goes_on_left || last.is_ascii_alphanumeric() && goes_on_right)
}

#[derive(Default)]
struct Builder {
    entities: Vec<Entity>,
    by_id: FxHashMap<String, EntityIndex>,
    forms: Vec<Form>,
    by_key: FxHashMap<String, u32>,
    transliterating: FxHashSet<char>,
    regional: FxHashMap<EntityIndex, Vec<RegionalForm>>,
}

impl Builder {
    fn add(&mut self, rank: Rank, row: &AliasRow) {
        let entity = self.entity(rank, row);
        let is_person = self.entities[entity.0 as usize].label.as_deref() == Some("PERSON");
        let meaning = Meaning {
            entity,
            kind: row.kind,
            rank,
            priority: row.priority,
            derived: false,
        };
        // Without a character that tells, only the region does.
        let is_hant = match Script::of(&row.alias) {
            Script::Hant => true,
            Script::None => row.regions != [Region::Cn],
            Script::Hans | Script::Mixed => false,
        };
        self.add_form(&row.alias, is_hant, meaning);
        if row.alias.chars().any(is_han) {
            self.regional.entry(entity).or_default().push(RegionalForm {
                alias: row.alias.clone(),
                kind: row.kind,
                regions: row.regions.clone(),
            });
        }
        if let Some(joined) = join_han_parts(&row.alias) {
            self.add_form(&joined, is_hant, meaning);
            if is_person {
                self.transliterating.extend(Folded::new(&joined).view().chars());
            }
        }
        if is_person && row.kind == AliasKind::Full {
            for part in names::parts(&row.alias) {
                // Which part is the given name depends on the language; both demand the same context.
                let meaning = Meaning {
                    kind: AliasKind::Given,
                    derived: true,
                    ..meaning
                };
                self.add_form(part, is_hant, meaning);
            }
        }
    }

    fn entity(&mut self, rank: Rank, row: &AliasRow) -> EntityIndex {
        let index = match self.by_id.get(&row.entity_id) {
            Some(&index) => index,
            None => {
                let index = EntityIndex(self.entities.len() as u32);
                let id = row.entity_id.clone();
                self.by_id.insert(id.clone(), index);
                self.entities.push(Entity {
                    id,
                    label: None,
                    name_zh: None,
                    name_latin: None,
                });
                index
            }
        };
        let entity = &mut self.entities[index.0 as usize];
        for (known, stated) in [
            (&mut entity.label, &row.label),
            (&mut entity.name_zh, &row.name_zh),
            (&mut entity.name_latin, &row.name_latin),
        ] {
            // A user may correct what is shipped; within one rank the first statement stands.
            if stated.is_some() && (known.is_none() || rank == Rank::User) {
                known.clone_from(stated);
            }
        }
        index
    }

    fn add_form(&mut self, alias: &str, is_hant: bool, meaning: Meaning) {
        let folded = Folded::new(alias);
        let key = MatchKey::new(&folded).key().to_owned();
        if key.trim().is_empty() {
            return;
        }
        let forms = &mut self.forms;
        let index = *self.by_key.entry(key).or_insert_with(|| {
            forms.push(Form {
                view: folded.view().to_owned(),
                hant: None,
                meanings: Vec::new(),
            });
            forms.len() as u32 - 1
        });
        let form = &mut self.forms[index as usize];
        if is_hant && form.hant.is_none() {
            form.hant = Some(alias.to_owned());
        }
        let meanings = &mut form.meanings;
        match meanings.iter_mut().find(|known| known.entity == meaning.entity) {
            // A row says more than a derivation, and a form that stands alone more than one that needs context.
            Some(known) => {
                if (known.derived && !meaning.derived)
                    || (known.derived == meaning.derived
                        && known.kind.demands_context()
                        && !meaning.kind.demands_context())
                {
                    *known = Meaning {
                        rank: known.rank.max(meaning.rank),
                        ..meaning
                    };
                }
            }
            None => meanings.push(meaning),
        }
    }

    fn finish(mut self) -> Gazetteer {
        for form in &mut self.forms {
            // Stable: where all else is equal, the order of the files decides.
            form.meanings.sort_by_key(|meaning| {
                (
                    std::cmp::Reverse((meaning.rank, meaning.priority)),
                    meaning.kind.demands_context(),
                    meaning.derived,
                )
            });
        }
        // An entity that is called the same everywhere has no forms to choose from.
        self.regional
            .retain(|_, forms| forms.iter().any(|form| !form.regions.is_empty()));
        let mut patterns: Vec<(String, u32)> = self.by_key.into_iter().collect();
        patterns.sort_unstable();
        // Keys are neither empty nor double; there is nothing else that the builder refuses below 2³² characters.
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .build_with_values(patterns)
            .ok();
        Gazetteer {
            entities: self.entities,
            forms: self.forms,
            automaton,
            transliterating: self.transliterating,
            regional: self.regional,
        }
    }
}

/// 伊爾亞·蘇茨克維 is also written 伊爾亞蘇茨克維. Nothing for names whose parts are not all Han.
fn join_han_parts(alias: &str) -> Option<String> {
    let view = Folded::new(alias);
    let view = view.view();
    let joinable = view.contains('·') && view.chars().all(|c| is_han(c) || c == '·');
    let kept = alias.chars().zip(view.chars()).filter(|(_, folded)| *folded != '·');
    joinable.then(|| kept.map(|(original, _)| original).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(alias: &str, id: &str, kind: AliasKind) -> AliasRow {
        AliasRow {
            alias: alias.to_owned(),
            entity_id: id.to_owned(),
            label: Some("PERSON".to_owned()),
            name_zh: None,
            name_latin: None,
            kind,
            regions: Vec::new(),
            priority: 0,
            line: 1,
        }
    }

    fn found(rows: &[AliasRow], text: &str) -> Vec<String> {
        let gazetteer = Gazetteer::new(rows.iter().map(|row| (Rank::Shipped, row)));
        let folded = Folded::new(text);
        let mut hits = gazetteer.find(&MatchKey::new(&folded), &folded);
        hits.sort_by_key(|hit| (hit.span.start, hit.span.end));
        let chars: Vec<char> = text.chars().collect();
        hits.iter()
            .map(|hit| chars[hit.span.range()].iter().collect())
            .collect()
    }

    #[test]
    fn variants_of_dots_width_and_script_are_one_form() {
        let rows = [row("華特·葛羅培斯", "gropius", AliasKind::Full)];
        for text in [
            "華特．葛羅培斯",
            "华特‧葛罗培斯",
            "華特・葛羅培斯",
            "華特葛羅培斯",
            "華特 葛羅培斯",
            "華特.葛羅培斯",
        ] {
            assert!(found(&rows, text).contains(&text.to_owned()), "{text}");
        }
    }

    #[test]
    fn latin_forms_count_as_whole_words_only() {
        let rows = [
            row("GPT-4", "gpt-4", AliasKind::Full),
            row("Apple", "apple", AliasKind::Full),
        ];
        assert_eq!(found(&rows, "GPT-4與ＧＰＴ-4、GPT 4"), ["GPT-4", "ＧＰＴ-4", "GPT 4"]);
        assert_eq!(found(&rows, "GPT-4o GPT-4.5 GPT-40 XGPT-4 gpt-4"), Vec::<String>::new());
        assert_eq!(found(&rows, "apple.com Pineapple @apple"), Vec::<String>::new());
        assert_eq!(found(&rows, "用Apple的，APPLE."), ["Apple", "APPLE"]);
    }

    #[test]
    fn a_user_wins_over_what_is_shipped() {
        let shipped = row("小明", "a", AliasKind::Full);
        let user = row("小明", "b", AliasKind::Full);
        let gazetteer = Gazetteer::new([(Rank::Shipped, &shipped), (Rank::User, &user)]);
        let folded = Folded::new("小明");
        let hit = gazetteer.find(&MatchKey::new(&folded), &folded)[0];
        assert_eq!(gazetteer.entity(gazetteer.meanings(hit)[0].entity).id, "b");
    }
}
