"""What a run costs as the corpus, the dictionary, the documents and the threads grow: a CSV and a plot.

    python3 benches/growth/run.py [--sizes small|medium|full] [--out docs]

Writes growth.csv and growth.svg into the folder. Costs are milliseconds of the processor for a megabyte of text on one thread, start-up
left out, so that what is linear is a level line; for threads, how many times as fast as one by the clock. Text is the articles below
YIMING_SHARED (default ../shared), in data/articles, or else the sample corpus, over and over, cut at line ends. Aliases are made up. Needs
target/release/yiming (or YIMING) and Python 3.9; small takes a minute, full some ten and some 40 GB on the disk of temporary files.
"""

import argparse
import csv
import itertools
import json
import os
import random
import subprocess
import tempfile
import time
from pathlib import Path

import plot

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("YIMING", ROOT / "target/release/yiming")

# Megabytes of corpus, aliases, kilobytes of document.
SIZES = {
    "small": ([1, 2, 4], [1_000, 10_000], [1, 10, 100, 1_000]),
    "medium": ([1, 2, 4, 8, 16, 32], [1_000, 10_000, 100_000], [1, 10, 100, 1_000, 4_000]),
    "full": ([1, 10, 100, 1_000, 2_000], [1_000, 10_000, 100_000, 1_000_000], [1, 10, 100, 1_000, 10_000, 100_000]),
}
# Megabytes of the corpus for the other three, at least.
FIXED = {"small": 1, "medium": 4, "full": 40}
COLUMNS = ["series", "size", "unit", "megabytes", "documents", "seconds", "peak_megabytes", "cost", "cost_unit"]


def lines():
    shared = Path(os.environ.get("YIMING_SHARED", ROOT.parent / "shared")) / "data/articles"
    files = sorted((shared if shared.is_dir() else ROOT / "corpus").rglob("*.txt"))
    every = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    # Articles are sorted by subject: a small corpus should not be of one alone.
    random.Random(1).shuffle(every)
    return itertools.cycle(every)


def write_corpus(path, megabytes, kilobytes):
    """Documents of about `kilobytes` as JSON Lines. Gives the bytes of text."""
    source, written, number = lines(), 0, 0
    with open(path, "w", encoding="utf-8") as out:
        while written < megabytes * 1_000_000:
            text, size = [], 0
            while size < kilobytes * 1_000:
                line = next(source)
                text.append(line)
                size += len(line.encode()) + 1
            json.dump({"id": str(number), "text": "\n".join(text)}, out, ensure_ascii=False)
            out.write("\n")
            written += size
            number += 1
    return written


def write_aliases(path, count):
    """Made-up names of three to five characters, and Latin ones."""
    choice = random.Random(2)
    with open(path, "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["alias", "entity_id", "label"])
        seen = set()
        while len(seen) < count:
            alias = "".join(chr(choice.randrange(0x4E00, 0x9F00)) for _ in range(choice.randint(3, 5)))
            if alias not in seen:
                seen.add(alias)
                rows.writerow([alias, f"made-up-{len(seen)}", "PERSON"])


def run(folder, corpus, *options):
    """Seconds of the processor and by the clock, and peak memory, of one run."""
    command = [PROGRAM, "run", corpus, "-o", folder / "out", "--force", "--quiet", "--no-settings", "--max-document", "1G"]
    begun = time.perf_counter()
    process = subprocess.Popen([str(word) for word in [*command, *options]])
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - begun
    assert os.waitstatus_to_exitcode(status) == 0, command
    counts = json.loads((folder / "out/run.json").read_text(encoding="utf-8"))["counts"]
    return usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss * 1024 / 1e6, counts


class Growth:
    def __init__(self, folder):
        self.folder = folder
        self.rows = []
        self.corpus = folder / "corpus.jsonl"
        self.empty = folder / "empty.jsonl"
        self.empty.write_text('{"text":"。"}\n', encoding="utf-8")

    def add(self, series, size, unit, *options, megabytes=1, kilobytes=10):
        written = write_corpus(self.corpus, megabytes, kilobytes)
        options = ["--threads", "1", *options]
        # The least of several: what else the machine does only adds.
        starts = [run(self.folder, self.empty, *options)[0] for _ in range(3)]
        passes = [run(self.folder, self.corpus, *options) for _ in range(3 if written < 10e6 else 1)]
        seconds, _, peak, counts = min(passes, key=lambda each: each[0])
        assert counts["bytes"] >= written * 0.99, counts
        seconds -= min(starts)
        self.put(series, size, unit, written, counts, seconds, peak, seconds * 1e3 / (written / 1e6), "ms a MB")

    def put(self, series, size, unit, written, counts, seconds, peak, cost, cost_unit):
        row = [series, size, unit, f"{written / 1e6:.2f}", counts["documents"], f"{seconds:.3f}", f"{peak:.0f}", f"{cost:.2f}", cost_unit]
        print("\t".join(map(str, row)), flush=True)
        self.rows.append(row)

    def threads(self, megabytes):
        written = write_corpus(self.corpus, megabytes, 10)
        times = {}
        counts = [2**power for power in range(10) if 2**power <= (os.cpu_count() or 1)]
        for _ in range(3):
            for threads in counts:
                _, _, peak, done = run(self.folder, self.corpus, "--threads", threads)
                # By the run's own clock, which begins when all is loaded.
                told = json.loads((self.folder / "out/run.json").read_text(encoding="utf-8"))["seconds"]["processing"]
                times.setdefault(threads, []).append((told, peak, done))
        best = {threads: min(each, key=lambda one: one[0]) for threads, each in times.items()}
        for threads, (seconds, peak, done) in best.items():
            self.put("threads", threads, "threads", written, done, seconds, peak, best[1][0] / seconds, "times as fast")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", choices=SIZES, default="small")
    parser.add_argument("--out", type=Path, help="where growth.csv and growth.svg go; printed only where it is not given")
    options = parser.parse_args()
    corpora, dictionaries, documents = SIZES[options.sizes]
    fixed = FIXED[options.sizes]
    print("\t".join(COLUMNS))
    with tempfile.TemporaryDirectory(prefix="yiming-growth-") as folder:
        growth = Growth(Path(folder))
        for megabytes in corpora:
            growth.add("corpus", megabytes, "MB", megabytes=megabytes)
        for aliases in dictionaries:
            source, image = growth.folder / "aliases.csv", growth.folder / "aliases.ymd"
            write_aliases(source, aliases)
            build = [PROGRAM, "dict", "build", source, "-o", image, "--no-settings"]
            subprocess.run([str(word) for word in build], check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            growth.add("dictionary", aliases, "aliases", "--dict", image, megabytes=fixed)
            image.unlink()
        for kilobytes in documents:
            growth.add("document", kilobytes, "kB", megabytes=max(fixed, kilobytes / 1_000), kilobytes=kilobytes)
        growth.threads(fixed * 2)
    if options.out:
        with open(options.out / "growth.csv", "w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows([COLUMNS, *growth.rows])
        (options.out / "growth.svg").write_text(plot.svg(growth.rows), encoding="utf-8")


if __name__ == "__main__":
    main()
