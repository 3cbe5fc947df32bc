"""The part of the package that is written in Rust. What people call stands in the modules around it."""

import os
from collections.abc import Sequence
from typing import Any, final

__all__ = [
    "Converter",
    "DictionaryError",
    "Pipeline",
    "Table",
    "identity",
    "images",
    "match_names",
    "score",
    "spacy_json",
    "tables",
]

class DictionaryError(ValueError): ...

@final
class Table:
    @property
    def name(self) -> str: ...
    @property
    def column_names(self) -> list[str]: ...
    @property
    def num_rows(self) -> int: ...
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Pipeline:
    def __new__(cls, dicts: Sequence[str | os.PathLike[str]], *, overlap: str, candidates: bool) -> Pipeline: ...
    def process(self, text: str, doc_id: str, classes: Sequence[type]) -> list[list[Any]]: ...
    def process_batch(
        self,
        data: object,
        *,
        text: str,
        id: str | None,
        date: str | None,
        source: str,
        with_text: bool,
        max_document: int,
        threads: int,
    ) -> dict[str, Table]: ...
    def segment(self, text: str, *, entities: bool) -> list[str]: ...

@final
class Converter:
    def __new__(
        cls, config: str, dicts: Sequence[str | os.PathLike[str]], *, names: bool, regional_names: bool
    ) -> Converter: ...
    def convert(self, text: str) -> str: ...

def identity() -> list[str]: ...
def images(paths: Sequence[str | os.PathLike[str]]) -> list[bytes]: ...
def match_names(zh: str, among: Sequence[str], top: int, least: float) -> list[tuple[str, float, str]]: ...
def score(zh: str, latin: str) -> tuple[float, str]: ...
def spacy_json(document: Sequence[str], tokens: Sequence[Sequence[str]], mentions: Sequence[Sequence[str]]) -> str: ...
def tables() -> list[tuple[str, str, list[tuple[str, str, bool, str]]]]: ...
