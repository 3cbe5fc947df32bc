"""What a command's INPUTs hold, as DataFrames for the readers of `_records`: files that are a document each, lines of JSON, and Parquet."""

from dataclasses import dataclass
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from ._records import plain

ENDINGS = {
    "text": (".txt", ".md"),
    "jsonl": tuple(f".jsonl{packing}" for packing in ("", ".gz", ".bz2", ".zst")),
    "parquet": (".parquet",),
}
"""What a file of each format may be called. Spark tells compression by names."""


class InputError(ValueError):
    """An INPUT that cannot be read; the message has the way out."""


@dataclass(frozen=True)
class Fields:
    """Where the parts of a document stand, for people and for readers. Ids and dates are looked for under their usual names unless named."""

    text: str = "text"
    id: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Source:
    """Records, and how they are to be read."""

    records: DataFrame
    reader: dict[str, Any]


def read(spark: SparkSession, inputs: list[str], only: str | None, fields: Fields) -> list[Source]:
    """The sources that INPUTs (files, folders, patterns) have, one a format. What their endings do not tell, `only` may.

    Raises:
        InputError: There is nothing to read.
    """
    places = [_place(spark, given) for given in inputs]
    listing = _loaded(spark, "binaryFile", inputs, ()).select("path")
    ending = f.lower(f.col("path"))
    kinds = [
        kind
        for kind, endings in ENDINGS.items()
        if (only is None or only == kind) and (only or not listing.where(_ends(ending, endings)).isEmpty())
    ]
    if not kinds or listing.isEmpty():
        known = ", ".join(ending for endings in ENDINGS.values() for ending in endings)
        raise InputError(
            f"{inputs[0]}: no file to read is in it\nhelp: name files that end in {known}, or say what they hold: --input-format"
        )
    return [READERS[kind](spark, inputs, ENDINGS[kind] if only is None else (), places, fields) for kind in kinds]


def _ends(column: Any, endings: tuple[str, ...]) -> Any:
    condition = f.lit(False)
    for ending in endings:
        condition |= f.endswith(column, f.lit(ending))
    return condition


def _place(spark: SparkSession, given: str) -> list[str]:
    """An INPUT as `Paths` wants it: of a pattern, the folder in which it begins."""
    fixed = given
    for sign in "*?[{":
        fixed = fixed.split(sign, 1)[0]
    is_pattern = fixed != given
    if is_pattern:
        fixed = fixed.rpartition("/")[0] or ("/" if fixed.startswith("/") else ".")
    path, system = hadoop(spark, fixed)
    if not system.exists(path):
        raise InputError(
            f"{given}: is not there\nhelp: name a file, a folder, or a pattern such as 'news/*.txt' in quotes"
        )
    found = qualified(spark, fixed)
    if not system.getFileStatus(path).isDirectory():
        return [found, given]
    shown = "" if is_pattern and fixed == "." else fixed.rstrip("/") + "/"
    return [found.rstrip("/") + "/", shown]


def hadoop(spark: SparkSession, path: str) -> tuple[Any, Any]:
    """A path as Hadoop's, and its file system."""
    jvm: Any = spark._jvm
    found = jvm.org.apache.hadoop.fs.Path(path)
    return found, found.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())


def qualified(spark: SparkSession, path: str) -> str:
    """A path with all that the settings add to it: the scheme and host of their file system, and the folder where we are."""
    found, system = hadoop(spark, path)
    return plain(system.makeQualified(found).toString().replace("%", "%25"))


def _loaded(spark: SparkSession, format: str, inputs: list[str], endings: tuple[str, ...], **options: Any) -> DataFrame:
    reader = spark.read.format(format).option("recursiveFileLookup", True).options(**options)
    if endings:
        reader = reader.option("pathGlobFilter", f"*{{{','.join(endings)}}}")
    return reader.load(inputs)


def _texts(
    spark: SparkSession, inputs: list[str], endings: tuple[str, ...], places: list[list[str]], fields: Fields
) -> Source:
    frame = _loaded(spark, "binaryFile", inputs, endings)
    return Source(frame.select("path", "content"), {"kind": "files", "inputs": places})


def _lines(
    spark: SparkSession, inputs: list[str], endings: tuple[str, ...], places: list[list[str]], fields: Fields
) -> Source:
    frame = _loaded(spark, "text", inputs, endings, lineSep="\n")
    frame = frame.select(
        f.col("_metadata.file_path").alias("path"), f.col("_metadata.file_block_start").alias("block"), "value"
    )
    # Files are read in blocks by several executors. That records have their numbers takes a look at the line ends before.
    first: list[list[Any]] = []
    last, number = None, 1
    for path, block, count in sorted(map(tuple, frame.groupBy("path", "block").count().collect())):
        number = number if path == last else 1
        first.append([path, block, number])
        last, number = path, number + count
    reader = {"kind": "lines", "inputs": places, "first": first}
    return Source(frame, {**reader, "text": fields.text, "id": fields.id, "date": fields.date})


def _rows(
    spark: SparkSession, inputs: list[str], endings: tuple[str, ...], places: list[list[str]], fields: Fields
) -> Source:
    frame = _loaded(spark, "parquet", inputs, endings)
    # Of the fields, the usual ones need not be there.
    wanted = {
        "text": (fields.text, True),
        "id": (fields.id or "id", fields.id),
        "date": (fields.date or "date", fields.date),
    }
    columns = []
    for name, (column, is_required) in wanted.items():
        if column.split(".")[0] in frame.columns:
            columns.append((f.col(column) if name == "text" else f.col(column).cast("string")).alias(name))
        elif is_required:
            raise InputError(
                f"{inputs[0]}: the table has no column “{column}”\n"
                "help: name the columns by --text-field, --id-field and --date-field"
            )
    place = [f.col("_metadata.file_path").alias("path"), (f.col("_metadata.row_index") + 1).alias("number")]
    return Source(frame.select(*place, *columns), {"kind": "rows", "inputs": places})


READERS = {"text": _texts, "jsonl": _lines, "parquet": _rows}
