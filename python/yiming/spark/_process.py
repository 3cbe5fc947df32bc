"""From a DataFrame of texts to the tables.

The engine reads each text once, though four tables come of it: a row of what `mapInArrow` returns has, for some megabytes of text, each table as a
stream of Arrow in a cell of its own. Spark keeps these rows until nobody wants the tables any more. A table is its column, unpacked: that takes no
engine, and no other table's cells are looked at. Where the tables only become files, executors write them as they are made.
"""

import base64
import json
import uuid
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from pyspark import StorageLevel, cloudpickle
from pyspark.sql import DataFrame
from pyspark.sql import functions as f
from pyspark.sql.types import BinaryType, StringType, StructField, StructType

from .._paths import Paths
from . import _executor
from ._naming import identity
from ._schema import TABLES, schemas, spark_schema
from ._shipping import ship, ship_dictionaries

if TYPE_CHECKING:
    from typing_extensions import Unpack

# Executors get these functions themselves, and not a name to import them by: it is they that open the archive which would have it.
cloudpickle.register_pickle_by_value(_executor)

PACKED = StructType([*(StructField(name, BinaryType()) for name in TABLES), StructField("refusal", StringType())])


class Options(TypedDict, total=False):
    """What is to be done with the documents of a DataFrame."""

    dicts: Paths
    """Dictionaries of your own, on the driver. They are compiled into an image, and sent."""
    date_col: str | None
    """The column of the dates."""
    source_col: str | None
    """The column of what the documents are from, `source_path` in the rows; unless told, that of the ids."""
    overlap: Literal["longest", "priority", "all"]
    """Which of overlapping names are mentions; `longest` unless told."""
    candidates: bool
    """Whether names are mentions that no dictionary has; so it is unless told."""
    with_text: bool
    """Whether documents has the texts, and their conversion."""
    max_document: int
    """How many bytes of UTF-8 a text may have; 8 MiB unless told."""
    ship: bool | str
    """Whether the executors are sent this package, or the name of what they were sent (see `ship`); so it is unless told. Otherwise it must be
    installed there, in the driver's version."""


class Tables(dict[str, DataFrame]):
    """The tables documents, tokens, mentions and errors, by name. What they are unpacked from is kept by Spark until `unpersist`, or until the end
    of a `with` block."""

    def __init__(self, packed: DataFrame) -> None:
        self._packed = packed.persist(StorageLevel.MEMORY_AND_DISK)
        for name in TABLES:
            self[name] = self._packed.select(name, "refusal").mapInArrow(_executor.unpacked, spark_schema(name))

    def unpersist(self) -> None:
        """Let Spark forget what the tables are unpacked from. Whoever asks for them again has the texts analysed again."""
        self._packed.unpersist()

    def __enter__(self) -> "Tables":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unpersist()


def process(df: DataFrame, text_col: str = "text", id_col: str = "id", **options: "Unpack[Options]") -> Tables:
    """Analyse the texts of a DataFrame. Nothing is done before rows of a table are asked for, and then once for all tables.

    The rows are those of `yiming run`. What is no document, such as a null, is a row of errors, and so is one on which the program fails. Where an
    executor has another library or other dictionaries than the driver, the job fails and tells the hashes of both.

    Args:
        df: The documents, one a row.
        text_col: The column of the texts: strings, or bytes of UTF-8.
        id_col: The column of the ids. Each document must have one of its own; nobody looks whether it has.
        **options: See `Options`.

    Raises:
        DictionaryError: What is wrong with a dictionary, by file, line and column.
    """
    return unpack(*_prepared(df, text_col, id_col, options))


def write_parquet(
    df: DataFrame,
    folder: str,
    text_col: str = "text",
    id_col: str = "id",
    *,
    overwrite: bool = False,
    **options: "Unpack[Options]",
) -> None:
    """Write the tables of a DataFrame as Parquet, each into a folder of its own below `folder`. `process` with Spark's own writer takes some four
    times as much CPU.

    Args:
        df: The documents, one a row.
        folder: A path or URI that driver and executors share. Nothing is in it under its name before it is whole.
        text_col: As for `process`.
        id_col: As for `process`.
        overwrite: Whether tables that are there are replaced; otherwise files are added to them.
        **options: See `Options`.

    Raises:
        DictionaryError: What is wrong with a dictionary, by file, line and column.
    """
    write_job(*_prepared(df, text_col, id_col, options), folder, overwrite)


def _prepared(df: DataFrame, text_col: str, id_col: str, options: Options) -> tuple[DataFrame, dict[str, Any]]:
    columns = {"text": f.col(text_col), "id": f.col(id_col).cast("string")}
    for name, column in (("date", options.get("date_col")), ("source_path", options.get("source_col"))):
        if column is not None:
            columns[name] = f.col(column).cast("string")
    records = df.select(*(column.alias(name) for name, column in columns.items()))
    names = {"text": text_col, "id": id_col, "date": options.get("date_col")}
    return records, job_of(records, {"kind": "columns"}, names, options)


def job_of(
    records: DataFrame, reader: dict[str, Any], names: Mapping[str, str | None], options: Options
) -> dict[str, Any]:
    """What executors are told, once they are sent what they need: how to read `records` (see `_records`), and what to do. `names` are those of
    text, id and date, for people."""
    spark = records.sparkSession
    sent = options.get("ship", True)
    return {
        "archive": ship(spark) if sent is True else sent or None,
        "identity": identity(),
        "images": ship_dictionaries(spark, options.get("dicts", ())),
        "reader": reader,
        "batch": {
            **{name: column for name, column in names.items() if column is not None},
            "with_text": options.get("with_text", False),
            "max_document": options.get("max_document", 8 << 20),
        },
        "pipeline": {
            "overlap": options.get("overlap", "longest"),
            "candidates": options.get("candidates", True),
        },
    }


def unpack(records: DataFrame, job: dict[str, Any]) -> Tables:
    """The tables of a job, as DataFrames."""
    return Tables(records.mapInArrow(_executor.packed(job), PACKED))


def write_job(records: DataFrame, job: dict[str, Any], folder: str, overwrite: bool) -> None:
    """The tables of a job, as files."""
    records.sparkSession.dataSource.register(_executor.ParquetTables)
    types = {name: base64.b64encode(schemas()[name].serialize()).decode() for name in TABLES}
    told = json.dumps({**job, "id": str(uuid.uuid4()), "schemas": types})
    writer = records.write.format(_executor.ParquetTables.name()).option("job", told)
    writer.mode("overwrite" if overwrite else "append").save(folder)
