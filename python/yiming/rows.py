"""Rows of the tables as named tuples. Names and meanings of their fields are those of the columns, and are taken from their one definition."""

from collections import namedtuple

from . import _native

# What a row of a table is called, where it stands alone.
CLASSES = {"documents": "DocumentRow", "tokens": "Token", "mentions": "Mention"}


def _row_class(table, description, columns):
    row = namedtuple(CLASSES[table], [name for name, *_ in columns], module=__name__)
    row.__doc__ = description
    for name, _, _, meaning in columns:
        getattr(row, name).__doc__ = meaning
    return row


_classes = {table: _row_class(table, *rest) for table, *rest in _native.tables() if table in CLASSES}
DocumentRow = _classes["documents"]
Token = _classes["tokens"]
Mention = _classes["mentions"]
