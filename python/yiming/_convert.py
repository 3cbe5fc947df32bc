"""From one script or standard to another."""

from functools import lru_cache

from . import _native
from ._paths import Path, Paths, path_list


def convert(
    text: str,
    config: str,
    *,
    names: bool = False,
    regional_names: bool = False,
    dicts: Paths = (),
) -> str:
    """Convert a text, as OpenCC 1.4.2 does.

    >>> convert("软件里的杰弗里", "s2twp")
    '軟體裡的傑弗裡'
    >>> convert("软件里的杰弗里", "s2twp", names=True)
    '軟體裡的傑弗里'

    Args:
        text: The text.
        config: From what to what: s2t, t2s, s2tw, tw2s, s2twp, tw2sp, s2hk, hk2s, s2hkp, hk2sp, t2tw, tw2t, t2hk, hk2t, t2jp or jp2t; or
            the path of a configuration of your own.
        names: Whether names of people, places and things convert as names.
        regional_names: Whether a name also becomes what the region of the result calls its bearer: 川普 and 特朗普.
        dicts: Dictionaries of your own, in OpenCC's format; with names also of words and entities. They are read once.

    Raises:
        ValueError: There is no such configuration.
        DictionaryError: What is wrong with a dictionary, by file, line and column.
    """
    return _converter(config, names, regional_names, tuple(path_list(dicts))).convert(text)


@lru_cache(maxsize=32)
def _converter(config: str, names: bool, regional_names: bool, dicts: tuple[Path, ...]) -> _native.Converter:
    return _native.Converter(config, dicts, names=names, regional_names=regional_names)
