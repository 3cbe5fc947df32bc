//! Names that no dictionary has, with what speaks for each in nats; pairs of names; and how a Chinese name renders a Latin one.

use serde::Serialize;

use super::words::rounded;
use super::{Context, Part};
use crate::entity::{BoundPair, MatchKind, Mention, NAME_IS_MENTION, Relation, UnlistedKind, Weighed};
use crate::names::{self, NameMatcher, NameModel};

/// A place that is, or might have been, a name that no dictionary has. What speaks for it is in nats; the four parts add up to `nats`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NameEvidence {
    /// Where.
    #[serde(flatten)]
    pub part: Part,
    /// What it would name: chinese or japanese (people), foreign (a person's, transliterated), sound (a transliterated name of somebody or
    /// something), place, institution.
    pub kind: &'static str,
    /// Its characters, and how the segmenter cuts there.
    pub form: f64,
    /// What stands right before it.
    pub before: f64,
    /// What stands right behind it.
    pub behind: f64,
    /// What the document says of the name as a whole.
    pub document: f64,
    /// All of it.
    pub nats: f64,
    /// How likely it is a name, from 0 to 1; from .5 on it is one, unless a likelier one overlaps it.
    pub score: f64,
    /// Whether it is a mention.
    pub mention: bool,
}

/// A Chinese and a Latin name of one entity, as the document has them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairExplanation {
    /// The Chinese name.
    pub han: Part,
    /// The Latin name.
    pub latin: Part,
    /// Whose names they are.
    pub entity_id: String,
    /// How they are related, as in mined dictionaries.
    pub relation: &'static str,
    /// How sure it is that they name the same.
    pub score: f64,
    /// How the one renders the other, where it does so by its sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rendering: Option<Rendering>,
}

/// How a Chinese name renders a Latin one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rendering {
    /// The Latin name.
    pub latin: String,
    /// The model's score.
    pub score: f32,
    /// In what way: exact, transliteration or romanisation.
    pub kind: &'static str,
    /// What renders what, with what it speaks for the pair.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<RenderingPiece>,
    /// Of a romanised name, syllable by syllable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub romanisation: Option<String>,
}

/// A piece of an alignment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RenderingPiece {
    /// The characters; empty for letters that none renders.
    pub han: String,
    /// The letters; empty for characters that render none.
    pub latin: String,
    /// What it speaks for the pair, in nats.
    pub nats: f64,
}

pub(super) fn explain(context: Context<'_>, weighed: &[Weighed]) -> Vec<NameEvidence> {
    let mentions = &context.analysis.mentions;
    let explain = |name: &Weighed| NameEvidence {
        part: context.part(name.span),
        kind: match name.kind {
            UnlistedKind::Chinese { .. } => "chinese",
            UnlistedKind::Japanese { .. } => "japanese",
            UnlistedKind::Foreign => "foreign",
            UnlistedKind::Sound => "sound",
            UnlistedKind::Place => "place",
            UnlistedKind::Institution => "institution",
        },
        form: rounded(name.form.into()),
        before: rounded(name.before.into()),
        behind: rounded(name.behind.into()),
        document: rounded(name.document.into()),
        nats: rounded(name.nats.into()),
        score: rounded(name.score),
        mention: name.score >= NAME_IS_MENTION
            && mentions
                .binary_search_by_key(&name.span, |mention| mention.span)
                .is_ok(),
    };
    weighed.iter().map(explain).collect()
}

pub(super) fn pairs(context: Context<'_>) -> Vec<PairExplanation> {
    let explain = |pair: &BoundPair| {
        let (han, latin) = (context.part(pair.han), context.part(pair.latin));
        PairExplanation {
            entity_id: context.pipeline.entity(pair.who, context.analysis).id.clone(),
            relation: pair.relation.name(),
            score: pair.score,
            rendering: matches!(pair.relation, Relation::Transliteration | Relation::Romanisation)
                .then(|| render(&han.text, &latin.text)),
            han,
            latin,
        }
    };
    context.analysis.pairs.iter().map(explain).collect()
}

/// How a mention that renders the Latin name of its entity does so.
pub(super) fn rendering(context: Context<'_>, mention: &Mention) -> Option<Rendering> {
    if !matches!(mention.kind, MatchKind::Transliteration | MatchKind::Romanisation) {
        return None;
    }
    let entity = context.pipeline.entity(mention.who, context.analysis);
    Some(render(
        context.original.slice(mention.span),
        entity.name_latin.as_deref()?,
    ))
}

fn render(han: &str, latin: &str) -> Rendering {
    let explanation = NameMatcher::new(NameModel::shipped()).explain(han, latin);
    let is_romanised = explanation.score.kind == names::MatchKind::Romanisation;
    let pieces = explanation.pieces.into_iter().filter(|_| !is_romanised);
    Rendering {
        latin: latin.to_owned(),
        score: explanation.score.value,
        kind: explanation.score.kind.name(),
        pieces: pieces
            .map(|piece| RenderingPiece {
                han: piece.han,
                latin: piece.latin,
                nats: rounded(piece.weight.into()),
            })
            .collect(),
        romanisation: explanation
            .romanisation
            .filter(|_| is_romanised)
            .map(|romanisation| romanisation.to_string()),
    }
}
