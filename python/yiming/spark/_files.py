"""Files of Parquet that a task writes, one a table. Arrow writes its own columns many times faster than Spark writes rows."""

from types import TracebackType

import pyarrow
import pyarrow.parquet

from ._executor import file_system
from ._schema import schemas

# A row group has about so many rows, or a few pieces of text more.
ROWS = 1 << 18


class Files:
    """The files of one attempt of a task, in a folder of their own. Where writing fails, none is left."""

    def __init__(self, folder: str) -> None:
        self.paths: dict[str, str] = {}
        """The file of each table that has rows."""
        self._folder = folder
        self._system, self._path = file_system(folder)
        self._writers: dict[str, pyarrow.parquet.ParquetWriter] = {}
        self._waiting: dict[str, list[pyarrow.Table]] = {}

    def add(self, tables: dict[str, pyarrow.Table]) -> None:
        """Add rows."""
        for name, table in tables.items():
            waiting = self._waiting.setdefault(name, [])
            waiting.append(table)
            if sum(map(len, waiting)) >= ROWS:
                self._write(name)

    def _write(self, name: str) -> None:
        if name not in self._writers:
            self._system.create_dir(self._path, recursive=True)
            self.paths[name] = f"{self._folder}/{name}.parquet"
            self._writers[name] = pyarrow.parquet.ParquetWriter(
                f"{self._path}/{name}.parquet", schemas()[name], filesystem=self._system, **layout(schemas()[name])
            )
        self._writers[name].write_table(pyarrow.concat_tables(self._waiting.pop(name)))

    def __enter__(self) -> "Files":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            for name in list(self._waiting):
                self._write(name)
        for writer in self._writers.values():
            writer.close()
        if error is not None and self._writers:
            self._system.delete_dir(self._path)


def layout(schema: pyarrow.Schema) -> dict[str, object]:
    """How columns are stored, as in the command line's files: dictionaries of strings, differences of whole numbers, zstd."""
    strings = [field.name for field in schema if pyarrow.types.is_string(field.type)]
    numbers = [field.name for field in schema if pyarrow.types.is_integer(field.type)]
    encoding = {name: "DELTA_BINARY_PACKED" for name in numbers}
    return {"compression": "zstd", "compression_level": 1, "use_dictionary": strings, "column_encoding": encoding}
