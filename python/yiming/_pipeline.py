"""The pipeline: from one text to a document, from many to tables."""

from functools import cache, partial
from typing import Any, Literal

from . import _native
from ._document import Document
from ._native import Table
from ._paths import Paths, path_list
from .rows import DocumentRow, Mention, Token


class Pipeline:
    """Everything that documents share: dictionaries, compiled, and what is to be done with them. It never changes, so threads may share one."""

    def __init__(
        self,
        dicts: Paths = (),
        *,
        overlap: Literal["longest", "priority", "all"] = "longest",
        candidates: bool = True,
    ) -> None:
        """Compile a pipeline.

        Args:
            dicts: Dictionaries of your own: files of words or entities, images, or folders of such. They win over what is shipped, and
                the first over the others.
            overlap: Which of overlapping names are mentions.
            candidates: Whether names are mentions that no dictionary has.

        Raises:
            DictionaryError: What is wrong with a dictionary, by file, line and column.
        """
        paths = path_list(dicts)
        self._native = _native.Pipeline(paths, overlap=overlap, candidates=candidates)
        self._made_by = partial(Pipeline, paths, overlap=overlap, candidates=candidates)

    def __reduce__(self) -> tuple[Any, ...]:
        """For other processes, which read the dictionaries again."""
        return self._made_by, ()

    def process(self, text: str, doc_id: str = "-") -> Document:
        """Analyse one text, which is called `doc_id` in the rows.

        Raises:
            RuntimeError: The program failed on this text.
        """
        (row,), tokens, mentions = self._native.process(text, doc_id, (DocumentRow, Token, Mention))
        return Document(row, tokens, mentions)

    def process_batch(
        self,
        data: Any,
        *,
        text: str = "text",
        id: str | None = None,
        date: str | None = None,
        source: str = "-",
        with_text: bool = False,
        max_document: int = 8 << 20,
        threads: int = 0,
    ) -> dict[str, Table]:
        """Analyse many texts by all cores. Other threads of Python go on meanwhile.

        The rows are those that `yiming run` has for the same records. What is no document, such as a null, is a row of errors, and so is
        one on which the program fails.

        Args:
            data: A list of texts; a dict of columns; or a table or an array of whatever library knows Arrow's PyCapsule interface.
            text: The column of the texts.
            id: The column of the ids, which are texts or whole numbers. Unless told, the column `id`, if there is one; without ids a
                document is called by `source` and its number.
            date: The column of the dates. Unless told, the column `date`, if there is one.
            source: What the records are from: `source_path` in the rows.
            with_text: Whether documents has the texts, and their conversion.
            max_document: How many bytes of UTF-8 a text may have.
            threads: How many threads to use; 0 means one a core.

        Returns:
            The tables documents, tokens, mentions, entities and errors.

        Raises:
            ValueError: There is no such column, or columns are not equally long.
            TypeError: A column holds no texts.
        """
        return self._native.process_batch(
            data,
            text=text,
            id=id,
            date=date,
            source=source,
            with_text=with_text,
            max_document=max_document,
            threads=threads,
        )

    def segment(self, text: str, *, entities: bool = True) -> list[str]:
        """Cut a text into words, without white space. Names of entities stay whole, unless they are not looked for."""
        return self._native.segment(text, entities=entities)


@cache
def _shipped() -> Pipeline:
    return Pipeline()


def segment(text: str, *, entities: bool = True) -> list[str]:
    """Cut a text into words, by what is shipped. Dictionaries of your own: `Pipeline(dicts).segment`.

    >>> segment("黃仁勳在台大演講")
    ['黃仁勳', '在', '台大', '演講']
    """
    return _shipped().segment(text, entities=entities)
