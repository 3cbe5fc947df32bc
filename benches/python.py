"""CPU seconds of the Python package beside the command line's: python benches/python.py [--megabytes 20] [--rounds 3] [--threads 2]

The texts are the sample articles, or YIMING_SHARED's where it is set, over and over, each time with other ids. Each round measures, in processes
of their own and one after the other:

    run to CSV             yiming run of JSON Lines, with its tables as CSV
    run to Parquet         the same with --format parquet; nan where the program cannot write it
    lists to tables        process_batch of lists of texts and ids, whose tables stay in memory
    Parquet to Parquet     process_batch of a Parquet file, with its tables written as Parquet (zstd) by pyarrow

Python gives 16 MB of text at a time. Seconds are those of user and system over all threads, the least of the rounds. Start-up is left out: of a
run, what it takes for one word; of Python, all before the first text, and one word's analysis. The program and the package are built by

    cargo build --release --features parquet && pip install ./python pyarrow

and the program is target/release/yiming unless YIMING names another.
"""

import argparse
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("YIMING", ROOT / "target/release/yiming")
# How many bytes of text Python gives at a time.
PART = 16 << 20


def parts(size):
    """Records with `size` bytes of text in all, as columns, some at a time."""
    shared = os.environ.get("YIMING_SHARED")
    folder = pathlib.Path(shared, "data/articles") if shared else ROOT / "corpus"
    articles = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    numbered = enumerate(itertools.cycle(articles))
    while size > 0:
        columns, room = {"id": [], "text": []}, min(size, PART)
        size -= room
        while room > 0:
            number, text = next(numbered)
            columns["id"].append(str(number))
            columns["text"].append(text)
            room -= len(text.encode())
        yield columns


def write_inputs(folder, size):
    import pyarrow
    import pyarrow.parquet

    schema = pyarrow.schema({"id": pyarrow.string(), "text": pyarrow.string()})
    with (
        open(folder / "in.jsonl", "w", encoding="utf-8") as lines,
        pyarrow.parquet.ParquetWriter(folder / "in.parquet", schema, compression="zstd") as parquet,
    ):
        for columns in parts(size):
            table = pyarrow.table(columns, schema)
            parquet.write_table(table)
            lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in table.to_pylist())


def run(folder, threads, form):
    """CPU seconds of a run, without its start-up; none where the program has not the form."""

    def spent(file):
        command = [PROGRAM, "run", folder / file, "-o", folder / "out", "--force", "--quiet", "--no-settings"]
        command += ["--format", form, "--threads", str(threads)]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        return usage.ru_utime + usage.ru_stime if status == 0 else float("nan")

    (folder / "word.jsonl").write_text('{"id": "0", "text": "雨"}\n', "utf-8")
    return spent("in.jsonl") - spent("word.jsonl")


def lists(folder, threads, size):
    import yiming

    pipeline = yiming.Pipeline()
    pipeline.process_batch(["雨"])
    spent = 0
    for columns in parts(size):
        begun = cpu()
        pipeline.process_batch(columns, threads=threads)
        spent += cpu() - begun
    return spent


def parquet(folder, threads, size):
    import pyarrow
    import pyarrow.parquet

    import yiming

    pipeline = yiming.Pipeline()
    pipeline.process_batch(["雨"])
    begun = cpu()
    source = pyarrow.parquet.ParquetFile(folder / "in.parquet")
    writers = {}
    for group in range(source.num_row_groups):
        for name, table in pipeline.process_batch(source.read_row_group(group), threads=threads).items():
            table = pyarrow.table(table)
            if name not in writers:
                writers[name] = pyarrow.parquet.ParquetWriter(folder / f"{name}.parquet", table.schema, compression="zstd")
            writers[name].write_table(table)
    for writer in writers.values():
        writer.close()
    return cpu() - begun


def cpu():
    times = os.times()
    return times.user + times.system


def apart(job, folder, threads, size):
    """What a job gives in a process of its own."""
    command = [sys.executable, __file__, "--job", job.__name__, folder, str(threads), str(size)]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def main():
    if sys.argv[1:2] == ["--job"]:
        job, folder, threads, size = sys.argv[2:]
        print({"lists": lists, "parquet": parquet}[job](pathlib.Path(folder), int(threads), int(size)))
        return
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=0, help="0 is one a core")
    told = parser.parse_args()
    size, threads = told.megabytes * 1_000_000, told.threads
    jobs = {
        "run to CSV": lambda folder: run(folder, threads, "csv"),
        "lists to tables": lambda folder: apart(lists, folder, threads, size),
        "run to Parquet": lambda folder: run(folder, threads, "parquet"),
        "Parquet to Parquet": lambda folder: apart(parquet, folder, threads, size),
    }
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        write_inputs(folder, size)
        rounds = [{name: job(folder) for name, job in jobs.items()} for _ in range(told.rounds)]
    least = {name: min(seconds[name] for seconds in rounds) for name in jobs}
    print(f"{told.megabytes} MB of text\tCPU seconds\tbeside run to CSV\tbeside run to Parquet")
    for name, seconds in least.items():
        ratios = [seconds / least[run] for run in ("run to CSV", "run to Parquet")]
        print(f"{name}\t{seconds:.2f}\t{ratios[0]:.3f}\t{ratios[1]:.3f}")


if __name__ == "__main__":
    main()
