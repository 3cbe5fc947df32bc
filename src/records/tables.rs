//! The tables that a run writes. This file is their only definition: headers, types, `datapackage.json` and the
//! documentation all follow from it. Columns may be appended, never moved, renamed or removed.

use super::cells::{Digits, Text, Written};
use super::schema::{Row, Table, table};

table! {
    /// One row a document that was read.
    DocumentRow as "documents", key ["doc_id"], refers [] {
        /// The document: its path relative to the INPUT it was found under, its id field, or `path#record`.
        doc_id: &'a str,
        /// The file that it was read from, as named on the command line; `-` for standard input.
        source_path: &'a str,
        /// The record inside that file, counted from 1; empty where the file is one document.
        source_record: Option<u64>,
        /// The encoding that it was read in.
        encoding: &'a str,
        /// hant, hans, mixed, or none where no character tells.
        script: &'a str,
        /// The size of the decoded text in bytes of UTF-8.
        n_bytes: u64,
        /// The length of the text in Unicode code points.
        n_chars: u64,
        /// The number of sentences.
        n_sentences: u64,
        /// The number of rows in tokens.
        n_tokens: u64,
        /// The number of rows in mentions.
        n_mentions: u64,
        /// The text itself; only with `--with-text`.
        text: Option<&'a str>,
        /// The text in the other script: Simplified, or Traditional for a document in Simplified; only with `--with-text`.
        text_converted: Option<&'a str>,
        /// The date that its record gives: 2024-05-01, 2024-05 or 2024 where it can be read as one, else as it stands.
        date: Option<&'a str>,
    }
}

table! {
    /// One row a token. Tokens and the white space between them tile the document.
    TokenRow as "tokens", key ["doc_id", "token_id"],
    refers [["doc_id"] => "documents" ["doc_id"], ["doc_id", "mention_id"] => "mentions" ["doc_id", "mention_id"]] {
        /// The document.
        doc_id: &'a Written,
        /// The sentence, counted from 0 in each document.
        sentence_id: Digits,
        /// The token, counted from 0 in each document.
        token_id: u64,
        /// Where it starts: code points of the original text, from 0.
        char_start: Digits,
        /// Where it ends: the first code point behind it.
        char_end: Digits,
        /// The token as it stands in the text.
        token: Text<'a>,
        /// In Simplified characters; empty where the conversion gave the characters to the token before.
        token_hans: Option<Text<'a>>,
        /// In Traditional characters; empty where the conversion gave the characters to the token before.
        token_hant: Option<Text<'a>>,
        /// han, latin, number, punct, symbol, or mixed.
        kind: &'a Written,
        /// Who cut it: dictionary, user, hmm (no dictionary has it), mention, or rule (by character class).
        origin: &'a Written,
        /// The mention that the token is; empty for others.
        mention_id: Option<u64>,
    }
}

table! {
    /// One row a mention of an entity.
    MentionRow as "mentions", key ["doc_id", "mention_id"],
    refers [["doc_id"] => "documents" ["doc_id"], ["entity_id"] => "entities" ["entity_id"]] {
        /// The document.
        doc_id: &'a Written,
        /// The mention, counted from 0 in each document.
        mention_id: u64,
        /// The sentence that it stands in.
        sentence_id: u64,
        /// Where it starts: code points of the original text, from 0.
        char_start: u64,
        /// Where it ends: the first code point behind it.
        char_end: u64,
        /// The mention as it stands in the text.
        surface: &'a str,
        /// The surface in Simplified characters.
        surface_hans: &'a str,
        /// The entity: its id in the dictionary, `found:` and the Latin name for one that only the document introduces, or
        /// `candidate:` and the name in Simplified characters for one that only looks like a name.
        entity_id: Option<&'a str>,
        /// The entity's usual name in Chinese.
        name_zh: Option<&'a str>,
        /// The entity's usual name in Latin letters.
        name_latin: Option<&'a str>,
        /// PERSON, ORG, LOC, PRODUCT, WORK, EVENT, TERM, or a label of the user's own.
        label: Option<&'a str>,
        /// How it was found: exact (an alias of a dictionary), partial (a part of a name that the document has in full),
        /// parenthetical (bound by a parenthesis), transliteration or romanisation (a name no dictionary has, which renders a Latin
        /// name of the entity), or candidate (a name that nothing links to a known one).
        match_kind: &'a str,
        /// How sure, from 0 to 1.
        score: f64,
        /// 1 where other entities fit as well.
        is_ambiguous: bool,
        /// Those other entities, joined by `|`.
        alternatives: Option<&'a str>,
    }
}

table! {
    /// One row an entity that is mentioned, most mentions first.
    EntityRow as "entities", key ["entity_id"], refers [] {
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
        /// The first document that mentions it.
        first_doc_id: &'a str,
        /// The forms it was mentioned in, in order of appearance, joined by `|`.
        surfaces: &'a str,
    }
}

table! {
    /// One row a thing that could not be read.
    ErrorRow as "errors", key [], refers [] {
        /// The file.
        source_path: &'a str,
        /// The record inside that file, counted from 1; empty where the file as a whole is meant.
        source_record: Option<u64>,
        /// Where in the file, in bytes from 0; empty where no place is known.
        byte_offset: Option<u64>,
        /// The stage that failed: input, decode, parse or process.
        stage: &'a str,
        /// What is wrong, in a fixed vocabulary.
        code: &'a str,
        /// What is wrong, for people.
        message: &'a str,
    }
}

table! {
    /// One row a form that a pair of names gives an entity; an entity dictionary with more columns.
    PairRow as "pairs", key ["alias", "entity_id"], refers [] {
        /// The form.
        alias: &'a str,
        /// The entity: its id in the dictionary, or `found:` and the Latin name.
        entity_id: &'a str,
        /// PERSON, ORG, LOC, PRODUCT, WORK, EVENT, TERM, or a label of the user's own; empty where nothing tells.
        label: Option<&'a str>,
        /// The entity's usual name in Chinese.
        name_zh: Option<&'a str>,
        /// The entity's usual name in Latin letters.
        name_latin: Option<&'a str>,
        /// What the form is to the entity: full, abbreviation, nickname, or word (counts only beside another form).
        kind: &'a str,
        /// How the two names are related: transliteration, romanisation, translation, abbreviation, or nickname.
        relation: &'a str,
        /// Where a document had them first: parentheses, apposition (side by side), or cooccurrence (apart).
        source: &'a str,
        /// How sure it is that they name the same, from 0 to 1.
        score: f64,
        /// How often the two were found.
        n_pairs: u64,
        /// In how many documents.
        n_documents: u64,
        /// The document that had them first.
        doc_id: &'a str,
        /// Where its Chinese name starts: code points of the original text, from 0.
        char_start: u64,
        /// Where it ends: the first code point behind it.
        char_end: u64,
    }
}

/// All tables of a run, in the order in which they are described.
pub const ALL: [Table; 5] = [
    DocumentRow::TABLE,
    TokenRow::TABLE,
    MentionRow::TABLE,
    EntityRow::TABLE,
    ErrorRow::TABLE,
];
