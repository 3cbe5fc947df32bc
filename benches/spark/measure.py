"""What the main job costs on Spark, beside the command line: CPU seconds from Parquet to Parquet, the start of JVMs apart.

    python benches/spark/measure.py ARTICLES [--megabytes 1024] [--workers 1 2] [--writer yiming|parquet|csv] [--program yiming] [--worker-python PYTHON]

ARTICLES is a folder of .txt files, which are repeated under new ids until there is so much text. Run it by a Python that has pyspark, pyarrow,
pandas < 3 and this package; PYTHON is that of the workers and needs pyarrow alone. `yiming` must be built with `--features parquet`; it reads the
same records as JSON Lines. Everything lies in a temporary folder (TMPDIR), some twenty times as large as the text, which is deleted.

CPU seconds are those of the driver, the workers, the executors and their Pythons, from behind a first small job (which starts and warms them) to
the end of the last table. They say more than the clock on a machine that others use too. The rows are counted on both sides.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow
import pyarrow.csv
import pyarrow.parquet
from pyspark.sql import SparkSession

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python" / "tests" / "spark"))

from cluster import Cluster, children  # noqa: E402

import yiming.spark  # noqa: E402
from yiming.spark import _sinks  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")
TABLES = ("documents", "tokens", "mentions", "errors")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--writer", choices=("yiming", "parquet", "csv"), default="yiming", help="ours, or Spark's of a form")
    parser.add_argument("--program", default="yiming")
    parser.add_argument("--worker-python", default=sys.executable)
    parser.add_argument("--memory", default="3g", help="of each executor")
    options = parser.parse_args()
    options.worker_python = os.path.abspath(options.worker_python)
    os.environ["PYSPARK_PYTHON"] = options.worker_python
    with tempfile.TemporaryDirectory(prefix="yiming-bench-") as folder:
        folder = Path(folder)
        size = generate(options.articles, folder, options.megabytes << 20)
        print(f"{size / 2**20:.0f} MiB of text")
        expected, seconds, elapsed = command_line(options.program, folder)
        print(f"command line: {seconds:.0f} CPU seconds in {elapsed:.0f}")
        for workers in options.workers:
            found, spark, elapsed, parts = spark_job(folder, workers, options)
            if found != expected:
                sys.exit(f"not the same rows: {found} by Spark, {expected} by the command line")
            shares = ", ".join(f"{name} {share:.0f}" for name, share in parts.items())
            print(
                f"Spark, {workers} workers: {spark:.0f} CPU seconds ({shares}) in {elapsed:.0f}; {spark / seconds:.2f} of the command line"
            )


def generate(articles, folder, wanted):
    """Writes records as Parquet, in some files, and as JSON Lines; returns the bytes of their texts."""
    texts = [path.read_text("utf-8") for path in sorted(articles.glob("*.txt"))]
    (folder / "input").mkdir()
    size, number = 0, 0
    with open(folder / "records.jsonl", "w", encoding="utf-8") as lines:
        while size < wanted:
            rows = []
            while len(rows) < 20 * len(texts) and size < wanted:
                text = texts[number % len(texts)]
                rows.append({"id": f"article-{number}", "text": text})
                lines.write(json.dumps(rows[-1], ensure_ascii=False) + "\n")
                size += len(text.encode())
                number += 1
            path = folder / "input" / f"part-{number:08}.parquet"
            pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path, row_group_size=1000)
    return size


def command_line(program, folder):
    """The rows of each table, the CPU seconds and the seconds of `yiming run`."""
    out = folder / "command-line"
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [program, "run", folder / "records.jsonl", "-o", out, "--format", "parquet", "--quiet", "--no-settings"]
    subprocess.run(command, check=True)
    elapsed = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    rows = {name: pyarrow.parquet.ParquetFile(out / f"{name}.parquet").metadata.num_rows for name in TABLES}
    shutil.rmtree(out)
    return rows, seconds, elapsed


def spark_job(folder, workers, options):
    """The same of Spark, and who took the CPU."""
    out = folder / "spark"
    # No flags that end a JVM's work sooner: those of long jobs.
    with Cluster(options.worker_python, workers=workers, memory=options.memory, java="-XX:+UseParallelGC") as cluster:
        builder = SparkSession.builder.appName("bench")
        for name, value in {**cluster.settings(), "spark.sql.files.maxPartitionBytes": "32m"}.items():
            builder = builder.config(name, value)
        spark = builder.getOrCreate()
        warm = spark.read.parquet(str(folder / "input")).limit(20 * workers).repartition(workers)
        write(warm, folder / "warm", options.writer)
        # All of them are below this process.
        before, started = cpu([os.getpid()]), time.monotonic()
        write(spark.read.parquet(str(folder / "input")), out, options.writer)
        elapsed = time.monotonic() - started
        parts = {name: seconds - before.get(name, 0) for name, seconds in cpu([os.getpid()]).items()}
        spark.stop()
    rows = {name: sum(map(rows_of, (out / name).glob("part-*"))) for name in TABLES}
    shutil.rmtree(out)
    shutil.rmtree(folder / "warm")
    return rows, sum(parts.values()), elapsed, parts


def write(articles, out, writer):
    """The tables as Parquet by this package, or by Spark as the command has it."""
    if writer == "yiming":
        yiming.spark.write_parquet(articles, str(out))
        return
    with yiming.spark.process(articles) as tables:
        for name, table in tables.items():
            _sinks.write(table, str(out / name), writer, overwrite=False)


def rows_of(path):
    if path.suffix == ".parquet":
        return pyarrow.parquet.ParquetFile(path).metadata.num_rows
    parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
    return sum(batch.num_rows for batch in pyarrow.csv.open_csv(path, parse_options=parse))


def cpu(pids):
    """CPU seconds of processes and all below them, those that have ended included, by what they are."""
    found = {}
    for pid in pids:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except FileNotFoundError:
            continue
        name, fields = stat.partition("(")[2].rpartition(")")[::2]
        name = "Java" if name == "java" else "Python"
        found[name] = found.get(name, 0) + sum(map(int, fields.split()[11:15])) / TICK
        for part, seconds in cpu(children(pid)).items():
            found[part] = found.get(part, 0) + seconds
    return found


if __name__ == "__main__":
    main()
