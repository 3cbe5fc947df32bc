//! Which parts of a text convert as names, and to what: in, the mentions and tokens of a document; out, a list for conversion.
//!
//! A name that the gazetteer has becomes, in Traditional, what the gazetteer writes (余光中, 水里), or on request what a region calls
//! its bearer (特朗普). Other transliterated names are taken character by character, in the forms that names use (安德里亚,
//! 尼克·里奇), and of a Chinese person's name the family name (范, 余, 于). Japanese names, and names of what is no transliteration
//! (里斯本大学), convert as text. Beside mentions, names that no dictionary has are looked for by their form.

use rustc_hash::FxHashMap;

use crate::convert::{Config, Converter, Direction, Name};
use crate::entity::{Entity, Gazetteer, Mention, Who};
use crate::lexicon::Region;
use crate::names::{chinese_name, family_len, japanese_name};
use crate::text::{CharIndex, CharSpan, Folded, Script, is_han, is_separator};

/// What names become in conversion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renderings {
    /// Themselves, character by character.
    Characters,
    /// What the gazetteer writes in Traditional characters, where it has the name; for conversion to Traditional.
    Traditional,
    /// What a region calls their bearers, where that differs; otherwise as [`Renderings::Traditional`] or, for the mainland,
    /// as [`Renderings::Characters`].
    Regional(Region),
}

impl Renderings {
    /// The configurations that lead to a region, for people.
    pub const REGIONAL: &str =
        "s2tw s2twp t2tw lead to Taiwan, s2hk s2hkp t2hk to Hong Kong, those that end in 2s or 2sp to the mainland";

    /// What suits a conversion in this direction.
    pub fn of(direction: Direction) -> Self {
        match direction {
            Direction::ToTraditional => Renderings::Traditional,
            Direction::ToSimplified | Direction::BetweenTraditional | Direction::Other => Renderings::Characters,
        }
    }

    /// What the region calls them whose forms a configuration leads to; nothing where it leads to none's.
    pub fn of_region(config: Config) -> Option<Self> {
        let region = match config {
            Config::S2tw | Config::S2twp | Config::T2tw => Region::Tw,
            Config::S2hk | Config::S2hkp | Config::T2hk => Region::Hk,
            Config::T2s | Config::Tw2s | Config::Tw2sp | Config::Hk2s | Config::Hk2sp => Region::Cn,
            Config::S2t | Config::Tw2t | Config::Hk2t | Config::T2jp | Config::Jp2t => return None,
        };
        Some(Renderings::Regional(region))
    }
}

/// The mentions and the text that they stand in.
pub(super) struct Context<'a> {
    original: &'a CharIndex<'a>,
    folded: &'a Folded,
    gazetteer: &'a Gazetteer,
    renderings: Renderings,
    /// How the names of people divide of whom there was a mention.
    divisions: FxHashMap<Who, Division>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        original: &'a CharIndex<'a>,
        folded: &'a Folded,
        gazetteer: &'a Gazetteer,
        renderings: Renderings,
    ) -> Self {
        Context {
            original,
            folded,
            gazetteer,
            renderings,
            divisions: FxHashMap::default(),
        }
    }

    /// What conversion is told of a mention of `entity`.
    pub(super) fn of(&mut self, mention: &Mention, entity: &Entity) -> Option<Name> {
        let surface = self.folded.slice(mention.span);
        if !surface.chars().any(is_han) {
            return None;
        }
        let regional = self.regional(mention, surface);
        let is_person = entity.label.as_deref() == Some("PERSON");
        let rendering = regional.or_else(|| self.written(mention.span, surface, is_person));
        if rendering.is_some() {
            let range = self.original.bytes(mention.span).range();
            return Some(Name { range, rendering });
        }
        let span = self.name_in(mention, surface, entity)?;
        Some(Name::from(self.original.bytes(span).range()))
    }

    /// The part of a mention that converts as a name.
    fn name_in(&mut self, mention: &Mention, surface: &str, entity: &Entity) -> Option<CharSpan> {
        let span = mention.span;
        let is_person = entity.label.as_deref() == Some("PERSON");
        if is_person && !surface.contains(is_separator) {
            let latin = entity.name_latin.as_deref();
            let of_surface;
            let division = match &entity.name_zh {
                Some(name) => self
                    .divisions
                    .entry(mention.who)
                    .or_insert_with(|| Division::of(Folded::new(name).view(), latin)),
                None => {
                    of_surface = Division::of(surface, latin);
                    &of_surface
                }
            };
            match division {
                Division::Chinese { family, len } => {
                    let begins = surface.starts_with(family.as_str());
                    return begins.then(|| CharSpan::new(span.start, span.start + len));
                }
                Division::Japanese => return None,
                Division::Other => {}
            }
        }
        // Places and organisations often are words throughout; a dot does not make them names.
        let is_name = |c: char| is_separator(c) || !is_han(c) || self.gazetteer.transliterates(c);
        let is_dotted_person = is_person && surface.contains('·');
        (is_dotted_person || surface.chars().all(is_name)).then_some(span)
    }

    /// What the target region calls whom a mention means, if that is another name.
    fn regional(&self, mention: &Mention, surface: &str) -> Option<String> {
        let (Renderings::Regional(region), Who::Known(entity)) = (self.renderings, mention.who) else {
            return None;
        };
        if !mention.alternatives.is_empty() {
            return None;
        }
        let alias = self.gazetteer.regional(entity, surface, region)?;
        let config = match (region, Script::of(alias)) {
            (Region::Cn, Script::Hant) => Config::T2s,
            (Region::Tw, Script::Hans) => Config::S2tw,
            (Region::Hk, Script::Hans) => Config::S2hk,
            _ => return Some(alias.to_owned()),
        };
        Some(Converter::new(config).convert_with(alias, &[Name::from(0..alias.len())]))
    }

    /// The form as the gazetteer writes it, with the separators and all that is not Han as they stand in the text.
    fn written(&self, span: CharSpan, surface: &str, is_person: bool) -> Option<String> {
        if matches!(
            self.renderings,
            Renderings::Characters | Renderings::Regional(Region::Cn)
        ) {
            return None;
        }
        let written = self.gazetteer.written(surface)?;
        let original = self.original.slice(span);
        // 台 and 臺 are one character, which OpenCC has rules for; a text should not have both. People have chosen.
        if !is_person && written.contains('台') {
            return None;
        }
        let characters = original.chars().zip(written.chars());
        Some(
            characters
                .map(|(here, written)| if is_han(here) { written } else { here })
                .collect(),
        )
    }
}

/// How a person's name divides.
enum Division {
    /// A Chinese one: the family name (folded) and its length in code points.
    Chinese {
        family: String,
        len: usize,
    },
    Japanese,
    Other,
}

impl Division {
    /// How `name` (folded) divides, whose bearer is called `latin` besides.
    fn of(name: &str, latin: Option<&str>) -> Division {
        let is_chinese = || latin.is_none_or(|latin| chinese_name(name, latin).is_some());
        if let Some(len) = family_len(name).filter(|_| is_chinese()) {
            let family = name.chars().take(len).collect();
            return Division::Chinese { family, len };
        }
        if latin.is_some_and(|latin| japanese_name(name, latin).is_some()) {
            return Division::Japanese;
        }
        Division::Other
    }
}
