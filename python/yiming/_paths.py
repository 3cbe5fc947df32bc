"""Dictionaries as people name them."""

import os
from collections.abc import Iterable
from typing import TypeAlias

Path: TypeAlias = str | os.PathLike[str]
Paths: TypeAlias = Path | Iterable[Path]


def path_list(paths: Paths) -> list[Path]:
    """One path, or several, as a list."""
    return [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
