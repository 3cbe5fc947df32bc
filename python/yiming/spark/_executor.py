"""What Spark calls on executors. It travels by itself, with what it needs of this file, since where it arrives the package may not be installed: so
nothing here may import it, but behind `_enter`.
"""

import base64
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pyspark import SparkFiles
from pyspark.sql.datasource import DataSource, DataSourceArrowWriter, WriterCommitMessage
from pyspark.sql.types import StructType

Batches = Iterator[Any]


def _enter(job: dict[str, Any]) -> Any:
    """The module that does the work, from the archive that was sent, or from what is installed where none was."""
    if job["archive"] is not None:
        folder = SparkFiles.get(job["archive"])
        if folder not in sys.path:
            sys.path.insert(0, folder)
    from yiming.spark import _worker

    return _worker


def packed(job: dict[str, Any]) -> Callable[[Batches], Batches]:
    """For `mapInArrow`: makes of documents one row for some megabytes of text, with each table as a stream of Arrow."""

    def run(batches: Batches) -> Batches:
        yield from _enter(job).packed(batches, job)

    return run


def unpacked(batches: Batches) -> Batches:
    """For `mapInArrow`: the record batches of one table, of rows that have it as a stream and, behind it, why there is none."""
    import pyarrow

    for batch in batches:
        streams, refusals = batch.columns
        for stream, refusal in zip(streams, refusals):
            if refusal.is_valid:
                raise RuntimeError(refusal.as_py())
            if stream.is_valid:
                with pyarrow.ipc.open_stream(stream.as_buffer()) as reader:
                    yield from reader


@dataclass
class Written(WriterCommitMessage):
    """What a task has written: the file of each table that has rows, or else why it has written nothing."""

    files: dict[str, str]
    partition: int
    refusal: str | None


class ParquetTables(DataSource):
    """Documents as they come in, as files of all tables at once. Its options are `path` and `job`, as JSON."""

    @classmethod
    def name(cls) -> str:
        """What Spark calls it."""
        return "yiming_parquet"

    def writer(self, schema: StructType, overwrite: bool) -> DataSourceArrowWriter:
        """What writes them."""
        return _Writer(self.options["path"], json.loads(self.options["job"]), overwrite)


class _Writer(DataSourceArrowWriter):
    """Tasks write below `_temporary`. Spark decides which attempt of each counts, and at the end those get their names: what is there under its name
    is whole, whoever was killed."""

    def __init__(self, folder: str, job: dict[str, Any], overwrite: bool) -> None:
        self.folder = folder
        self.job = job
        self.overwrite = overwrite
        self.temporary = f"{folder}/_temporary/{job['id']}"

    def write(self, iterator: Batches) -> Written:
        files, partition, refusal = _enter(self.job).written(iterator, self.job, self.temporary)
        return Written(files, partition, refusal)

    def commit(self, messages: list[Written | None]) -> None:
        import pyarrow
        import pyarrow.parquet

        done = [message for message in messages if message is not None]
        for message in done:
            if message.refusal is not None:
                raise RuntimeError(message.refusal)
        system, folder = file_system(self.folder)
        for name, schema in self.job["schemas"].items():
            table = f"{folder}/{name}"
            if self.overwrite and system.get_file_info(table).type.name != "NotFound":
                system.delete_dir(table)
            system.create_dir(table, recursive=True)
            files = [(message.partition, message.files[name]) for message in done if name in message.files]
            for partition, file in files:
                system.move(file_system(file)[1], f"{table}/part-{partition:05}-{self.job['id']}.parquet")
            if not files:
                read = pyarrow.ipc.read_schema(pyarrow.py_buffer(base64.b64decode(schema)))
                pyarrow.parquet.write_table(
                    read.empty_table(), f"{table}/part-00000-{self.job['id']}.parquet", filesystem=system
                )
            with system.open_output_stream(f"{table}/_SUCCESS"):
                pass
        self.abort(messages)

    def abort(self, messages: list[Written | None]) -> None:
        """Removes what nobody wants any more, also what attempts have left that were killed."""
        system, folder = file_system(self.folder)
        for path in (self.temporary, f"{self.folder}/_temporary"):
            path = file_system(path)[1]
            try:
                if path.endswith(self.job["id"]) or not system.get_file_info(_below(path)):
                    system.delete_dir(path)
            except FileNotFoundError:
                pass


def _below(folder: str) -> Any:
    from pyarrow.fs import FileSelector

    return FileSelector(folder)


def file_system(uri: str) -> tuple[Any, str]:
    """Arrow's file system for a path or a URI, and the path in it."""
    from pyarrow.fs import FileSystem, LocalFileSystem

    if "://" in uri:
        found: tuple[Any, str] = FileSystem.from_uri(uri)
        return found
    return LocalFileSystem(), uri
