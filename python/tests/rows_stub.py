"""Prints what type checkers are told of the rows: yiming/rows.pyi, made of the tables' one definition.

    python tests/rows_stub.py > yiming/rows.pyi
"""

import textwrap

from yiming import _native, rows

TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


def stub():
    lines = ['"""Rows of the tables. Made by tests/rows_stub.py of their one definition."""', "", "from typing import NamedTuple"]
    lines += ["", "CLASSES: dict[str, str]"]
    for table, description, columns in _native.tables():
        if table not in rows.CLASSES:
            continue
        lines += ["", f"class {rows.CLASSES[table]}(NamedTuple):", *docstring(description)]
        for name, cell_type, required, meaning in columns:
            lines += [f"    {name}: {TYPES[cell_type]}{'' if required else ' | None'}", *docstring(meaning)]
    return "\n".join(lines) + "\n"


def docstring(text):
    wrapped = textwrap.wrap(f'"""{text}"""', 120, initial_indent="    ", subsequent_indent="    ")
    return wrapped


if __name__ == "__main__":
    print(stub(), end="")
