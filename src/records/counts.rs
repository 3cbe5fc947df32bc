//! The tables that `yiming stats --table` makes of a finished run. As in `tables`, this is their only definition.

use super::schema::table;

table! {
    /// One row a word: a token of the kinds han, latin and mixed, as it stands in the texts. The most frequent come first.
    WordRow as "words", key ["word"], refers [] {
        /// The word.
        word: &'a str,
        /// How often it stands in the corpus.
        n_tokens: u64,
        /// In how many documents.
        n_documents: u64,
        /// The share of all documents, from 0 to 1.
        document_share: f64,
    }
}

table! {
    /// One row an entity, most mentions first.
    EntityCountRow as "entities", key ["entity_id"], refers [] {
        /// The entity.
        entity_id: &'a str,
        /// Its usual name in Chinese.
        name_zh: Option<&'a str>,
        /// Its usual name in Latin letters.
        name_latin: Option<&'a str>,
        /// PERSON, ORG, LOC, PRODUCT, WORK, EVENT, TERM, or a label of the user's own.
        label: Option<&'a str>,
        /// The number of mentions.
        n_mentions: u64,
        /// The number of documents that mention it.
        n_documents: u64,
        /// The share of all documents, from 0 to 1.
        document_share: f64,
    }
}

table! {
    /// One row a word that tells a document from the others, the most telling first.
    KeywordRow as "keywords", key ["doc_id", "rank"], refers [] {
        /// The document.
        doc_id: &'a str,
        /// Its place among the document's keywords, from 1.
        rank: u64,
        /// The word.
        word: &'a str,
        /// How often it stands in the document.
        n_tokens: u64,
        /// How many documents have it.
        n_documents: u64,
        /// n_tokens × ln(documents ÷ n_documents).
        tf_idf: f64,
    }
}

table! {
    /// One row two entities that are mentioned together, those that share most documents first.
    CooccurrenceRow as "cooccurrence", key ["entity_a", "entity_b"], refers [] {
        /// The one that has more mentions.
        entity_a: &'a str,
        /// The other.
        entity_b: &'a str,
        /// The one's usual name.
        name_a: &'a str,
        /// The other's usual name.
        name_b: &'a str,
        /// How many documents mention both.
        n_documents: u64,
        /// How many sentences mention both.
        n_sentences: u64,
    }
}

table! {
    /// One row an entity in a span of time that mentions it; by span, then those with most mentions first.
    TimelineRow as "timeline", key ["period", "entity_id"], refers [] {
        /// The year, month or day of the documents: 2024, 2024-05 or 2024-05-01; as much of it as their dates have.
        period: &'a str,
        /// The entity.
        entity_id: &'a str,
        /// Its usual name in Chinese.
        name_zh: Option<&'a str>,
        /// Its usual name in Latin letters.
        name_latin: Option<&'a str>,
        /// PERSON, ORG, LOC, PRODUCT, WORK, EVENT, TERM, or a label of the user's own.
        label: Option<&'a str>,
        /// How often it is mentioned.
        n_mentions: u64,
        /// In how many documents.
        n_documents: u64,
        /// n_documents ÷ documents of the span.
        document_share: f64,
    }
}

table! {
    /// One row a form in which a source names an entity; entities with most mentions first, then by source, then the usual form first.
    VariantRow as "variants", key ["entity_id", "source", "surface"], refers [] {
        /// The entity.
        entity_id: &'a str,
        /// Its usual name in Chinese.
        name_zh: Option<&'a str>,
        /// Its usual name in Latin letters.
        name_latin: Option<&'a str>,
        /// PERSON, ORG, LOC, PRODUCT, WORK, EVENT, TERM, or a label of the user's own.
        label: Option<&'a str>,
        /// Where the documents come from: the first folder of doc_id, or else the folder, or the archive, of source_path.
        source: &'a str,
        /// The form, as it stands in the texts.
        surface: &'a str,
        /// How often the source has it for this entity.
        n_mentions: u64,
        /// In how many documents.
        n_documents: u64,
    }
}
