//! Which part of a mention converts as a name: in, a mention's place and whom it means; out, the place of what conversion takes
//! character by character, in the forms that names use.
//!
//! That is all of a transliterated name (安德里亚, 尼克·里奇), and of a Chinese person's name the family name (范, 余, 于): given
//! names are words and convert as words do. Japanese names, and names of what is no transliteration (里斯本大学), convert as text.

use crate::entity::{Entity, Gazetteer};
use crate::names::{chinese_name, family_len, japanese_name};
use crate::text::{CharSpan, Folded, is_han, is_separator};

/// The part of a mention at `span` that converts as a name.
pub(super) fn of(span: CharSpan, entity: &Entity, text: &Folded, gazetteer: &Gazetteer) -> Option<CharSpan> {
    let surface = text.slice(span);
    if !surface.chars().any(is_han) {
        return None;
    }
    let is_person = entity.label.as_deref() == Some("PERSON");
    if is_person && !surface.contains(is_separator) {
        let canonical = entity.name_zh.as_deref().map(Folded::new);
        let name = canonical.as_ref().map_or(surface, Folded::view);
        let latin = entity.name_latin.as_deref();
        if let Some(len) = family_len(name).filter(|_| latin.is_none_or(|latin| chinese_name(name, latin).is_some())) {
            let begins = surface.chars().take(len).eq(name.chars().take(len));
            return begins.then(|| CharSpan::new(span.start, span.start + len));
        }
        if latin.is_some_and(|latin| japanese_name(name, latin).is_some()) {
            return None;
        }
    }
    // Places and organisations often are words throughout; a dot does not make them names.
    let is_name = |c: char| is_separator(c) || !is_han(c) || gazetteer.transliterates(c);
    let is_dotted_person = is_person && surface.contains('·');
    (is_dotted_person || surface.chars().all(is_name)).then_some(span)
}
