"""What an executor's Python does with documents: in, record batches; out, the tables of the engine, packed.

It is imported on executors, from what was sent to them or from what is installed there, so that what is loaded stays for the next task.
"""

import hashlib
import socket
from collections import deque
from collections.abc import Iterator
from functools import cache
from typing import Any

import pyarrow
import pyarrow.compute
from pyspark import SparkFiles, TaskContext

from .._pipeline import Pipeline
from ._files import Files
from ._naming import identity
from ._records import reader
from ._schema import TABLES, schemas

# So much text is analysed at a time, in bytes. Its tokens take some 25 times as much, before they are packed.
PIECE = 2 << 20


def packed(batches: Iterator[pyarrow.RecordBatch], job: dict[str, Any]) -> Iterator[pyarrow.RecordBatch]:
    """A row for each piece of text: the tables, in the order of TABLES, and behind them why there are none."""
    refusal = _difference(job["identity"], job["images"])
    if refusal is None:
        for tables in _made(batches, job):
            yield _row(tables)
    else:
        # An exception would have Spark try the task on another executor, and go on there as if nothing were amiss.
        yield _row({}, refusal)
        deque(batches, 0)


def written(
    batches: Iterator[pyarrow.RecordBatch], job: dict[str, Any], folder: str
) -> tuple[dict[str, str], int, str | None]:
    """The same as files of Parquet below a folder, by the names of the tables, and the number of the partition."""
    context = TaskContext.get()
    assert context is not None
    partition = context.partitionId()
    refusal = _difference(job["identity"], job["images"])
    if refusal is not None:
        deque(batches, 0)
        return {}, partition, refusal
    with Files(f"{folder}/{context.taskAttemptId()}") as files:
        for tables in _made(batches, job):
            files.add(tables)
    return files.paths, partition, None


def _made(batches: Iterator[pyarrow.RecordBatch], job: dict[str, Any]) -> Iterator[dict[str, pyarrow.Table]]:
    """The tables of each piece of text, those that have rows."""
    images = tuple(SparkFiles.get(name) for name, _ in job["images"])
    pipeline = _pipeline(images, tuple(job["pipeline"].items()))
    read = reader(job["reader"])
    for batch in batches:
        records, failed = read(batch)
        for piece in _pieces(records):
            tables = _analysed(pipeline, piece, job["batch"])
            yield {name: table for name, table in tables.items() if table.num_rows}
        if failed:
            yield {"errors": pyarrow.Table.from_pylist(failed, schema=schemas()["errors"])}


@cache
def _pipeline(images: tuple[str, ...], options: tuple[tuple[str, Any], ...]) -> Pipeline:
    return Pipeline(images, **dict(options))


@cache
def _sha256(path: str) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _difference(library: str, images: list[list[str]]) -> str | None:
    """What is here not as it is on the driver, for people."""
    here = identity()
    if here != library:
        help = "install the driver's version on all workers, or have it sent to them: ship=True"
        return _told("yiming or its dictionaries", here, library, help)
    for name, sha256 in images:
        here = _sha256(SparkFiles.get(name))
        if here != sha256:
            return _told("the dictionaries", here, sha256, "begin a new application, which sends them again")
    return None


def _told(what: str, here: str, driver: str, help: str) -> str:
    return f"{socket.gethostname()}: not the driver's: {what}; SHA-256 {here} here, {driver} there\nhelp: {help}"


def _pieces(records: pyarrow.Table) -> Iterator[pyarrow.Table]:
    """The records in pieces of text, in none of which an id comes twice: who shares a piece is chance, and must not be seen in the rows."""
    start, size, seen = 0, 0, set[str]()
    sizes = pyarrow.compute.binary_length(records["text"]).to_pylist()
    for place, (length, doc_id) in enumerate(zip(sizes, records["id"].to_pylist())):
        if size > PIECE or doc_id in seen:
            yield records.slice(start, place - start)
            start, size = place, 0
            seen.clear()
        size += length or 0
        seen.add(doc_id)
    if start < len(sizes):
        yield records.slice(start)


def _analysed(pipeline: Pipeline, records: pyarrow.Table, options: dict[str, Any]) -> dict[str, pyarrow.Table]:
    context = TaskContext.get()
    columns = {options[name]: records[name] for name in ("text", "id", "date") if name in records.column_names}
    if "date" not in records.column_names:
        options = {**options, "date": None}
    options = {**options, "threads": context.cpus() if context else 1}
    made = pipeline.process_batch(pyarrow.table(columns), **options)
    return {name: _placed(pyarrow.table(made[name]), records) for name in TABLES}


def _placed(table: pyarrow.Table, records: pyarrow.Table) -> pyarrow.Table:
    """The rows with what their records say of where they are from. The engine has numbered the records."""
    if "source_record" not in table.column_names or not table.num_rows:
        return table
    places = pyarrow.compute.subtract(table["source_record"], 1)
    for name in table.column_names:
        if name in records.column_names and name not in ("text", "date"):
            at = table.schema.get_field_index(name)
            field = table.schema.field(at)
            table = table.set_column(at, field, records[name].take(places).cast(field.type))
    return table


def _row(tables: dict[str, pyarrow.Table], refusal: str | None = None) -> pyarrow.RecordBatch:
    streams = [_stream(tables.get(name)) for name in TABLES]
    columns = [*streams, pyarrow.array([refusal], pyarrow.string())]
    return pyarrow.RecordBatch.from_arrays(columns, [*TABLES, "refusal"])


def _stream(table: pyarrow.Table | None) -> pyarrow.Array:
    """A table as one cell."""
    if table is None:
        return pyarrow.nulls(1, pyarrow.binary())
    sink = pyarrow.BufferOutputStream()
    options = pyarrow.ipc.IpcWriteOptions(compression="zstd", use_threads=False)
    with pyarrow.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    bytes = sink.getvalue()
    ends = pyarrow.array([0, bytes.size], pyarrow.int32())
    return pyarrow.Array.from_buffers(pyarrow.binary(), 1, [None, ends.buffers()[1], bytes])
