"""From what Spark's readers give to records: in, batches of columns, files or lines; out, tables of `text`, `id` and, as far as there are such,
`date`, `source_path`, `source_record` and `encoding`, and the rows of errors of what is no record. Ids and paths are those of the command line.
"""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pyarrow
import pyarrow.compute

Read = Callable[[pyarrow.RecordBatch], tuple[pyarrow.Table, list[dict[str, Any]]]]

MARK = "\ufeff".encode()


def reader(how: dict[str, Any]) -> Read:
    """The reader of one partition, whose batches come in order: `kind` says of what, the rest is told to it."""
    how = dict(how)
    return READERS[how.pop("kind")](**how)


class Paths:
    """The names of files below the INPUTs: of the document, and for people."""

    def __init__(self, inputs: list[list[str]]) -> None:
        """Each INPUT as Spark names it, with `/` behind a folder, and as it was given."""
        self._inputs = inputs
        self._known: dict[str, tuple[str, str]] = {}

    def __call__(self, path: str) -> tuple[str, str]:
        if path not in self._known:
            self._known[path] = self._named(plain(path))
        return self._known[path]

    def _named(self, path: str) -> tuple[str, str]:
        for folder, given in self._inputs:
            if path.startswith(folder) and folder.endswith("/"):
                below = path.removeprefix(folder)
                return below, f"{given}{below}"
            if path == folder:
                return path.rsplit("/", 1)[-1], given
        return path.rsplit("/", 1)[-1], path


def plain(uri: str) -> str:
    """A URI of Hadoop's as a path, or as a URI without escapes; `file:/a` and `file:///a` are one."""
    scheme, colon, rest = uri.partition(":")
    if not colon:
        return uri
    rest = unquote(rest)
    return "/" + rest.lstrip("/") if scheme == "file" else f"{scheme}:{rest}"


def columns() -> Read:
    """Records that are columns already."""

    def read(batch: pyarrow.RecordBatch) -> tuple[pyarrow.Table, list[dict[str, Any]]]:
        table = pyarrow.Table.from_batches([batch])
        if "source_path" not in table.column_names:
            # Without a place, an error is known by the id of its document.
            table = table.append_column("source_path", pyarrow.compute.coalesce(table["id"], "-"))
        if "source_record" not in table.column_names:
            table = table.append_column("source_record", pyarrow.nulls(table.num_rows, pyarrow.int64()))
        return table, []

    return read


def rows(inputs: list[list[str]]) -> Read:
    """Rows of files, with the `path` and `number` of each; those without an id are called by them."""
    name = Paths(inputs)

    def read(batch: pyarrow.RecordBatch) -> tuple[pyarrow.Table, list[dict[str, Any]]]:
        table = pyarrow.Table.from_batches([batch])
        paths, numbers = table["path"].to_pylist(), table["number"].to_pylist()
        names = [name(path) for path in paths]
        places = pyarrow.array([f"{below}#{number}" for (below, _), number in zip(names, numbers)], pyarrow.string())
        ids = pyarrow.compute.coalesce(table["id"], places) if "id" in table.column_names else places
        made = {
            "text": table["text"],
            "id": ids,
            "source_path": pyarrow.array([given for _, given in names], pyarrow.string()),
            "source_record": table["number"],
        }
        if "date" in table.column_names:
            made["date"] = table["date"]
        return pyarrow.table(made), []

    return read


def files(inputs: list[list[str]]) -> Read:
    """Files that are a document each: their `path` and `content`."""
    name = Paths(inputs)

    def read(batch: pyarrow.RecordBatch) -> tuple[pyarrow.Table, list[dict[str, Any]]]:
        # The path of a file as a whole is no URI, and has no escapes.
        names = [name(path.replace("%", "%25")) for path in batch["path"].to_pylist()]
        contents = batch["content"].to_pylist()
        made = {
            "text": pyarrow.array([content.removeprefix(MARK) for content in contents], pyarrow.binary()),
            "id": pyarrow.array([below for below, _ in names], pyarrow.string()),
            "source_path": pyarrow.array([given for _, given in names], pyarrow.string()),
            "source_record": pyarrow.nulls(len(names), pyarrow.int64()),
            "encoding": ["utf-8-sig" if content.startswith(MARK) else "utf-8" for content in contents],
        }
        return pyarrow.table(made), []

    return read


def lines(inputs: list[list[str]], first: list[list[Any]], text: str, id: str | None, date: str | None) -> Read:
    """Lines of JSON: the `path` and `block` that each is in, and its `value`; `first` has them with the number of the first line of each."""
    name = Paths(inputs)
    next_number: dict[tuple[str, int], int] = {(path, block): number for path, block, number in first}

    def read(batch: pyarrow.RecordBatch) -> tuple[pyarrow.Table, list[dict[str, Any]]]:
        made: list[tuple[str, str, str | None, str, int]] = []
        failed = []
        for path, block, line in zip(*(batch[column].to_pylist() for column in ("path", "block", "value"))):
            number = next_number[path, block]
            next_number[path, block] = number + 1
            if line.isspace() or not line:
                continue
            below, given = name(path)
            try:
                found = _picked(line, text, id, date)
            except _Wrong as wrong:
                place = {"source_path": given, "source_record": number, "byte_offset": None}
                failed.append({**place, "stage": "parse", "code": wrong.code, "message": str(wrong)})
                continue
            body, doc_id, moment = found
            made.append((body, doc_id or f"{below}#{number}", moment, given, number))
        columns = zip(*made) if made else [[]] * 5
        names = ("text", "id", "date", "source_path", "source_record")
        types = (*[pyarrow.string()] * 4, pyarrow.int64())
        arrays = [pyarrow.array(column, kind) for column, kind in zip(columns, types)]
        return pyarrow.table(arrays, names=names), failed

    return read


READERS: dict[str, Callable[..., Read]] = {"columns": columns, "rows": rows, "files": files, "lines": lines}


class _Wrong(ValueError):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _picked(line: str, text: str, id: str | None, date: str | None) -> tuple[str, str | None, str | None]:
    """The text, id and date of a line. Refuses what the command line does, by the same codes."""
    try:
        record = json.loads(line, parse_int=_Number, parse_float=_Number)
    except (ValueError, RecursionError) as error:
        raise _Wrong("invalid_json", f"the line is no JSON: {error}") from None
    if not isinstance(record, dict):
        raise _Wrong("invalid_json", f"the line is {_kind(record)}, not an object")
    doc_id = _at(record, id or "id")
    if id is not None and doc_id is _MISSING:
        raise _Wrong("missing_field", f"the record has no field “{id}”")
    if not isinstance(doc_id, str) or not doc_id:
        if id is not None:
            raise _Wrong("wrong_type", f"the field “{id}” is {_kind(doc_id)}, not text or a number")
        doc_id = None
    moment = _at(record, date or "date")
    body = _at(record, text)
    if body is _MISSING:
        raise _Wrong("missing_field", f"the record has no field “{text}”")
    if not isinstance(body, str) or isinstance(body, _Number):
        raise _Wrong("wrong_type", f"the field “{text}” is {_kind(body)}, not text")
    try:
        body.encode()
    except UnicodeEncodeError:
        raise _Wrong("invalid_json", "the line is no JSON: half of a surrogate pair") from None
    return body, doc_id, moment if isinstance(moment, str) and moment else None


class _Number(str):
    """A number as it stands in the JSON."""


_MISSING = object()


def _at(value: Any, path: str) -> Any:
    """What stands at a path: names of members and numbers of items, with dots between; a member whose name has dots is found too."""
    if isinstance(value, dict):
        if path in value:
            return value[path]
        for end in range(len(path)):
            if path[end] == "." and path[:end] in value:
                found = _at(value[path[:end]], path[end + 1 :])
                if found is not _MISSING:
                    return found
    if isinstance(value, list):
        item, dot, rest = path.partition(".")
        if item.isdecimal() and int(item) < len(value):
            return _at(value[int(item)], rest) if dot else value[int(item)]
    return _MISSING


def _kind(value: Any) -> str:
    """What a value is, for people."""
    kinds = {_Number: "a number", str: "text", bool: "a boolean", dict: "an object", list: "an array"}
    return kinds.get(type(value), "null")
