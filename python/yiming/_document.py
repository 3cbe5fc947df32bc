"""One document and what was found in it."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import _native
from .rows import DocumentRow, Mention, Token

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab


@dataclass(frozen=True, slots=True)
class Document:
    """One document. Its tokens and mentions have the columns of their tables as attributes."""

    row: DocumentRow
    """Its row of documents: script, counts, the text and its conversion."""
    tokens: list[Token]
    """The tokens, in order."""
    mentions: list[Mention]
    """The mentions, in order."""

    @property
    def text(self) -> str:
        """The text as it was given."""
        return self.row.text or ""

    def to_dict(self) -> dict[str, Any]:
        """The document as `yiming export --format jsonl` has it: its columns, and lists of tokens and mentions, which leave doc_id out."""

        def without_id(row: Token | Mention) -> dict[str, Any]:
            columns = row._asdict()
            del columns["doc_id"]
            return columns

        tokens = [without_id(token) for token in self.tokens]
        mentions = [without_id(mention) for mention in self.mentions]
        return {**self.row._asdict(), "tokens": tokens, "mentions": mentions}

    def to_spacy(self, vocab: "Vocab | None" = None) -> "Doc":
        """The document as a spaCy Doc, with sentences. Mentions that are tokens are `doc.ents`, with the ids of entities as `kb_id_`; the span
        group “mentions” has the overlapping ones too, but for those that begin or end inside a token.

        Args:
            vocab: That of a pipeline of spaCy's which is to go on with it (`nlp.vocab`); a new one unless told.

        Raises:
            ImportError: spaCy is not installed.
        """
        from spacy.tokens import Doc
        from spacy.vocab import Vocab

        rows = [_cells(self.row)], map(_cells, self.tokens), map(_cells, self.mentions)
        (document,), tokens, mentions = map(list, rows)
        doc_json = json.loads(_native.spacy_json(document, tokens, mentions))
        made: Doc = Doc(Vocab() if vocab is None else vocab).from_json(doc_json)
        # from_json keeps the ids of span groups, but not those of doc.ents.
        made.ents = tuple(made.spans.pop("entities"))
        return made


def _cells(row: tuple[object, ...]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]
