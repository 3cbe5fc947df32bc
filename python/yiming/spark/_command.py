"""`python -m yiming.spark`: the main job on a cluster, with the rows of `yiming run`.

Exit codes are those of the program: 0 all done; 1 done, but some documents were refused; 2 wrong usage or dictionary, nothing to read, or a
job that failed.
"""

import argparse
import sys
from functools import reduce
from typing import Any

from py4j.protocol import Py4JError, Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from .._native import DictionaryError
from . import _sources
from ._process import job_of, unpack, write_job
from ._schema import TABLES, spark_schema
from ._sinks import write

# How many of the refused are told of; all are in the table.
TOLD = 5

HELP = """\
INPUT is a file, a folder (with all folders below it), or a pattern in quotes, wherever executors can read it. Read are .txt and .md, a
document each, in UTF-8; .jsonl, also compressed; and .parquet. OUTPUT gets a folder for each table, documents, tokens, mentions and errors, with a
file for each partition. The master and its settings are Spark's: by spark-submit, spark-defaults.conf or --conf.
"""


def main(arguments: list[str] | None = None) -> int:
    """Do what a command line says; returns the exit code."""
    options = parser().parse_args(arguments)
    builder = SparkSession.builder.appName("yiming")
    if options.master:
        builder = builder.master(options.master)
    for setting in options.conf:
        name, sign, value = setting.partition("=")
        if not sign:
            return _failed(f"--conf: “{setting}” sets nothing\nhelp: write NAME=VALUE, as spark.executor.memory=4g")
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except (PySparkException, Py4JError) as error:
        help = "Spark's own lines above say why; it needs Java 17 or newer, and a master that is up (--master spark://HOST:7077)"
        return _failed(f"Spark did not start: {_of_spark(error)}\nhelp: {help}")
    try:
        return guarded(spark, options)
    finally:
        spark.stop()


def parser() -> argparse.ArgumentParser:
    """The command line. Its options are those of `yiming run`."""
    made = argparse.ArgumentParser("python -m yiming.spark", description=HELP)
    made.add_argument("inputs", nargs="+", metavar="INPUT", help="what to read")
    made.add_argument("-o", "--out", required=True, metavar="OUTPUT", help="the folder for the tables")
    made.add_argument(
        "--format",
        default="csv",
        help="the form of the tables: csv (so unless told), parquet, or another that Spark writes, such as orc or delta",
    )
    made.add_argument(
        "--parquet-writer",
        choices=("yiming", "spark"),
        default="yiming",
        help="who writes Parquet: this package, for a quarter of the CPU (default), or Spark, with its committers and settings",
    )
    made.add_argument(
        "--partition-by",
        metavar="COLUMN",
        help="put tables that have this column, such as label, into a folder for each value; by Spark's own writers alone",
    )
    made.add_argument("--force", action="store_true", help="replace the tables in OUTPUT")
    made.add_argument(
        "--dict", action="append", default=[], metavar="FILE", help="a dictionary, an image, or a folder of such"
    )
    made.add_argument("--input-format", choices=_sources.ENDINGS, help="what all INPUTs hold, whatever they are called")
    made.add_argument("--text-field", default="text", metavar="NAME", help="the field of the text (default: text)")
    made.add_argument(
        "--id-field", metavar="NAME", help="the field of the id (default: id, if there is one, or else path#record)"
    )
    made.add_argument("--date-field", metavar="NAME", help="the field of the date (default: date, if there is one)")
    made.add_argument(
        "--overlap",
        choices=("longest", "priority", "all"),
        default="longest",
        help="which names that overlap are mentions",
    )
    made.add_argument("--no-candidates", action="store_true", help="leave out names that no dictionary has")
    made.add_argument("--with-text", action="store_true", help="put the texts, and their conversion, into documents")
    made.add_argument(
        "--max-document", type=int, default=8 << 20, metavar="BYTES", help="refuse documents with more bytes"
    )
    made.add_argument("--installed", action="store_true", help="send no library to the executors, which have it")
    made.add_argument("--master", help="the master, where spark-submit does not say it")
    made.add_argument(
        "--conf",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a setting of Spark's; may be given several times",
    )
    return made


def guarded(spark: SparkSession, options: argparse.Namespace) -> int:
    """`run`, with what goes wrong told as people should read it."""
    try:
        return run(spark, options)
    except (DictionaryError, _sources.InputError) as error:
        return _failed(str(error))
    except (PySparkException, Py4JError) as error:
        return _failed(_of_spark(error))


def run(spark: SparkSession, options: argparse.Namespace) -> int:
    """Read, analyse and write."""
    out = options.out.rstrip("/")
    if not options.force and _is_filled(spark, out):
        return _failed(
            f"{out}: the output folder is not empty\nhelp: choose another folder, or let --force replace the tables in it"
        )
    is_ours = options.format == "parquet" and options.parquet_writer == "yiming"
    if options.partition_by is not None:
        columns = {column for name in TABLES for column in spark_schema(name).names}
        if options.partition_by not in columns:
            return _failed(f"--partition-by: no table has a column “{options.partition_by}”\nhelp: name one, such as label")
        if is_ours:
            return _failed(
                "--partition-by: this package writes no folders by value\nhelp: have Spark write them: --parquet-writer spark"
            )
    fields = _sources.Fields(options.text_field, options.id_field, options.date_field)
    names = {"text": fields.text, "id": fields.id or "id", "date": fields.date or "date"}
    wanted: Any = {
        "dicts": options.dict,
        "overlap": options.overlap,
        "candidates": not options.no_candidates,
        "with_text": options.with_text,
        "max_document": options.max_document,
        "ship": not options.installed,
    }
    sources = _sources.read(spark, options.inputs, options.input_format, fields)
    jobs = [(source.records, job_of(source.records, source.reader, names, wanted)) for source in sources]
    if is_ours:
        for number, (records, job) in enumerate(jobs):
            write_job(records, job, _sources.qualified(spark, out), overwrite=options.force and number == 0)
        return _told(out, spark.read.parquet(f"{out}/documents"), spark.read.parquet(f"{out}/errors"))
    made = [unpack(*job) for job in jobs]
    tables = {name: reduce(DataFrame.unionAll, (tables[name] for tables in made)) for name in TABLES}
    for name, table in tables.items():
        write(table, f"{out}/{name}", options.format, overwrite=options.force, partition_by=options.partition_by)
    exit_code = _told(out, tables["documents"], tables["errors"])
    for each in made:
        each.unpersist()
    return exit_code


def _told(out: str, documents: DataFrame, errors: DataFrame) -> int:
    """Says what was done; returns the exit code. Ids of all partitions meet only here: they alone go through the network, not their rows."""
    counted = documents.groupBy("doc_id").agg(f.count("*").alias("n"))
    is_repeated = f.col("n") > 1
    found: Any = counted.agg(f.sum("n"), f.count_if(is_repeated), f.min(f.when(is_repeated, f.col("doc_id")))).first()
    n_documents, n_repeated, repeated = found
    n_errors = errors.count()
    print(f"{out}: {n_documents or 0} documents, {n_errors} refused", file=sys.stderr)
    for error in errors.limit(TOLD).collect():
        place = error.source_path if error.source_record is None else f"{error.source_path}:{error.source_record}"
        print(f"{place}: {error.message}", file=sys.stderr)
    if n_errors > TOLD:
        print(f"… and {n_errors - TOLD} more, in {out}/errors", file=sys.stderr)
    if n_repeated:
        occur = "id occurs" if n_repeated == 1 else "ids occur"
        print(
            f"{out}: {n_repeated} {occur} more than once, the first: “{repeated}”\n"
            "help: all of these documents are in the tables, where their rows cannot be told apart; give every document an id of its own",
            file=sys.stderr,
        )
    return 1 if n_errors or n_repeated else 0


def _is_filled(spark: SparkSession, folder: str) -> bool:
    path, system = _sources.hadoop(spark, folder)
    return bool(system.exists(path) and len(system.listStatus(path)))


def _of_spark(error: Exception) -> str:
    """What a person needs of an exception of Spark's. Of Java's, pyspark has made its own only where it knows them."""
    if isinstance(error, Py4JJavaError):
        return _cause(error.java_exception.getMessage() or error.java_exception.toString())
    return _cause(str(error))


def _cause(message: str) -> str:
    """What a person needs of a failure of Spark's: the message of the Python that failed on an executor, or the first line."""
    lines = message.splitlines()
    for at, line in enumerate(lines):
        if line.startswith("RuntimeError: "):
            return "\n".join([line.removeprefix("RuntimeError: "), *lines[at + 1 : at + 2]])
    return lines[0] if lines else "the job failed"


def _failed(message: str) -> int:
    print(f"error: {message}", file=sys.stderr)
    return 2
