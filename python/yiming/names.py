"""Whether a Chinese name renders a Latin one: by its sound (伊爾亞, Ilya), or romanised (許家維, Hsu Chia-wei)."""

from collections.abc import Iterable
from typing import NamedTuple

from . import _native

__all__ = ["Match", "match", "score"]


class Match(NamedTuple):
    """A Latin name, and how sure it is that a Chinese one renders it."""

    latin: str
    score: float
    """From 0 to 1."""
    kind: str
    """exact, transliteration or romanisation."""


def score(zh: str, latin: str) -> float:
    """How sure it is that `zh` renders `latin`, from 0 to 1.

    >>> score("伊爾亞", "Ilya") > 0.8 > 0.1 > score("伊爾亞", "Elon")
    True
    """
    return _native.score(zh, latin)[0]


def match(zh: str, among: Iterable[str], *, top: int = 5, least: float = 0.0) -> list[Match]:
    """The names of a list that `zh` renders, the best first: at most `top`, none with a lower score than `least`.

    >>> match("辛頓", ["Newton", "Hinton", "Clinton"], top=1)[0].latin
    'Hinton'
    """
    return [Match(*found) for found in _native.match_names(zh, list(among), top, least)]
