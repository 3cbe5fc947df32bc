"""Rows of the tables. Made by tests/rows_stub.py of their one definition."""

from typing import NamedTuple

CLASSES: dict[str, str]

class DocumentRow(NamedTuple):
    """One row a document that was read."""
    doc_id: str
    """The document: its path relative to the INPUT it was found under, its id field, or `path#record`."""
    source_path: str
    """The file that it was read from, as named on the command line; `-` for standard input."""
    source_record: int | None
    """The record inside that file, counted from 1; empty where the file is one document."""
    encoding: str
    """The encoding that it was read in."""
    script: str
    """hant, hans, mixed, or none where no character tells."""
    n_bytes: int
    """The size of the decoded text in bytes of UTF-8."""
    n_chars: int
    """The length of the text in Unicode code points."""
    n_sentences: int
    """The number of sentences."""
    n_tokens: int
    """The number of rows in tokens."""
    n_mentions: int
    """The number of rows in mentions."""
    text: str | None
    """The text itself; only with `--with-text`."""
    text_converted: str | None
    """The text in the other script: Simplified, or Traditional for a document in Simplified; only with `--with-
    text`."""
    date: str | None
    """The date that its record gives: 2024-05-01, 2024-05 or 2024 where it can be read as one, else as it stands."""

class Token(NamedTuple):
    """One row a token. Tokens and the white space between them tile the document."""
    doc_id: str
    """The document."""
    sentence_id: int
    """The sentence, counted from 0 in each document."""
    token_id: int
    """The token, counted from 0 in each document."""
    char_start: int
    """Where it starts: code points of the original text, from 0."""
    char_end: int
    """Where it ends: the first code point behind it."""
    token: str
    """The token as it stands in the text."""
    token_hans: str | None
    """In Simplified characters; empty where the conversion gave the characters to the token before."""
    token_hant: str | None
    """In Traditional characters; empty where the conversion gave the characters to the token before."""
    kind: str
    """han, latin, number, punct, symbol, or mixed."""
    origin: str
    """Who cut it: dictionary, user, hmm (no dictionary has it), mention, or rule (by character class)."""
    mention_id: int | None
    """The mention that the token is; empty for others."""

class Mention(NamedTuple):
    """One row a mention of an entity."""
    doc_id: str
    """The document."""
    mention_id: int
    """The mention, counted from 0 in each document."""
    sentence_id: int
    """The sentence that it stands in."""
    char_start: int
    """Where it starts: code points of the original text, from 0."""
    char_end: int
    """Where it ends: the first code point behind it."""
    surface: str
    """The mention as it stands in the text."""
    surface_hans: str
    """The surface in Simplified characters."""
    entity_id: str | None
    """The entity: its id in the dictionary, `found:` and the Latin name for one that only the document introduces, or
    `candidate:` and the name in Simplified characters for one that only looks like a name."""
    name_zh: str | None
    """The entity's usual name in Chinese."""
    name_latin: str | None
    """The entity's usual name in Latin letters."""
    label: str | None
    """PERSON, ORG, LOC, PRODUCT, WORK, EVENT, TERM, or a label of the user's own."""
    match_kind: str
    """How it was found: exact (an alias of a dictionary), partial (a part of a name that the document has in full),
    parenthetical (bound by a parenthesis), transliteration or romanisation (a name no dictionary has, which renders a
    Latin name of the entity), or candidate (a name that nothing links to a known one)."""
    score: float
    """How sure, from 0 to 1."""
    is_ambiguous: bool
    """1 where other entities fit as well."""
    alternatives: str | None
    """Those other entities, joined by `|`."""
