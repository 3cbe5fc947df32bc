"""`yiming run` beside others that do a part of its work: benches/peers/run.sh prepares them and calls this.

All read the same articles: those below YIMING_SHARED (default ../shared), in data/articles, or else the sample corpus, over and over; the
peers in Python read a tenth of them. In every round each program runs once, so that whatever else the machine does falls on all,
and what counts is the ratio within a round: the median, and the least and greatest. Times on one thread are of the processor (user and
system), less those of the same program with one full stop to read, which is start-up; two threads against one is by the
clock. Aliases are the shipped ones. Counts are compared, so that nothing is fast by doing nothing.
"""

import argparse
import csv
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--yiming", type=Path, required=True, help="the program")
    parser.add_argument("--peers", type=Path, required=True, help="the folder of the peers in Rust")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=int, default=50, help="how much text is read at least")
    return parser.parse_args()


def articles():
    shared = Path(os.environ.get("YIMING_SHARED", ROOT.parent / "shared")) / "data/articles"
    name, folder = ("articles", shared) if shared.is_dir() else ("the sample corpus", ROOT / "corpus")
    return name, sorted(folder.rglob("*.txt"))


def copies(files, into, size):
    """Copies of all files, until they make `size` bytes; a folder a copy. Gives the folders."""
    once = sum(file.stat().st_size for file in files)
    folders = []
    for number in range(max(1, -(-size // once))):
        folder = into / f"{number:04}"
        folder.mkdir(parents=True)
        for file in files:
            shutil.copyfile(file, folder / file.name)
        folders.append(folder)
    return folders


def write_aliases(path):
    aliases = {}
    for dictionary in sorted((ROOT / "dicts/entities").glob("*.csv")):
        with open(dictionary, encoding="utf-8", newline="") as rows:
            aliases.update((row["alias"], None) for row in csv.DictReader(rows))
    path.write_text("".join(f"{alias}\n" for alias in aliases), encoding="utf-8")
    return len(aliases)


def run(command):
    """What a program prints, the seconds of the processor that it takes, and those by the clock."""
    command = [str(word) for word in command]
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, env={**os.environ, "RAYON_NUM_THREADS": "1"}, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        elapsed = time.perf_counter() - begun
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"{command[0]} failed")
        out.seek(0)
        return out.read().decode(), usage.ru_utime + usage.ru_stime, elapsed


def size_of(files):
    return sum(file.stat().st_size for file in files) / 1e6


class Bench:
    def __init__(self, options, scratch):
        self.options = options
        self.name, files = articles()
        self.folders = copies(files, scratch / "text", options.megabytes * 1_000_000)
        self.files = [file for folder in self.folders for file in sorted(folder.iterdir())]
        self.some = self.files[: max(len(files), len(self.files) // 10)]
        self.out, self.peer_out = scratch / "out", scratch / "peer"
        self.peer_out.mkdir()
        self.aliases = scratch / "aliases.txt"
        self.n_aliases = write_aliases(self.aliases)
        self.empty = scratch / "empty.txt"
        self.empty.write_text("。\n", encoding="utf-8")

    def program(self, command, files):
        """Megabytes a second of the processor, start-up left out, and what the program prints."""
        _, start, _ = run([*command, self.empty])
        out, seconds, _ = run([*command, *files])
        return size_of(files) / (seconds - start), out

    def peer(self, command, files):
        """The speed of a peer and its tokens a megabyte."""
        speed, out = self.program(command, files)
        size, _, tokens, _ = out.split()
        assert abs(int(size) / 1e6 - size_of(files)) < 0.01, f"{command[0]} read {size} bytes"
        return speed, int(tokens) / size_of(files)

    def whole(self, threads):
        out = ["-o", self.out, "--force", "--quiet", "--no-settings", "--id-from", "path", "--threads", threads]
        speed, _ = self.program([self.options.yiming, "run", *out], self.files)
        done = json.loads((self.out / "run.json").read_text(encoding="utf-8"))
        self.counts = done["counts"]
        assert self.counts["documents"] == len(self.files), self.counts
        return speed, self.counts["tokens"] / size_of(self.files), done["seconds"]["processing"]

    def round(self):
        python = [sys.executable, HERE / "python.py"]
        lists = [self.aliases, self.peer_out]
        return {
            "yiming": self.whole(1),
            "yiming, two threads": self.whole(2),
            "yiming, mentions alone": self.program([self.options.yiming, "match", "--no-settings"], self.files),
            "composition in Rust": self.peer([self.options.peers / "composition", *lists], self.files),
            "composition in Python": self.peer([*python, "composition", *lists], self.some),
            "jieba-rs, words alone": self.peer([self.options.peers / "words"], self.files),
            "jieba, words alone": self.peer([*python, "jieba"], self.some),
            "OpenCC in C++, t2s alone": self.peer([*python, "opencc"], self.files),
        }


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def locked(crate):
    """The version of a crate that the peers in Rust were built with."""
    lines = (HERE / "composition/Cargo.lock").read_text().splitlines()
    return lines[lines.index(f'name = "{crate}"') + 1].split('"')[1]


def spread(ratios):
    return f"{statistics.median(ratios):.2f}× ({min(ratios):.2f}–{max(ratios):.2f})"


def main():
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="yiming-peers-") as scratch:
        bench = Bench(options, Path(scratch))
        rounds = []
        for number in range(options.rounds):
            rounds.append(bench.round())
            print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
        rustc = run(["rustc", "--version"])[0].split()[1]
        packages = [f"{name} {version(name)}" for name in ("jieba", "opencc", "pyahocorasick")]
        crates = [f"{name} {locked(name)}" for name in ("jieba-rs", "ferrous-opencc", "aho-corasick", "csv")]
        ours = run([options.yiming, "--version"])[0].strip()
        print(f"{ours}, rustc {rustc}; {', '.join(crates)}; Python {platform.python_version()}, {', '.join(packages)}.")
        print(f"{processor()}, {os.cpu_count()} cores. {size_of(bench.files):.0f} MB of {bench.name}, {bench.n_aliases} aliases;")
        print(f"{options.rounds} rounds; median, least and greatest ratio within a round.\n")
        print("| one thread | tokens a kB | `yiming run`, all tables, is |\n|---|--:|--:|")
        tokens = rounds[0]["yiming"][1]
        for name in (name for name in rounds[0] if not name.startswith("yiming")):
            ratios = [measured["yiming"][0] / measured[name][0] for measured in rounds]
            count = rounds[0][name][1]
            assert count == 0 or count > tokens / 2, f"{name} cut next to nothing"
            print(f"| {name} | {f'{count / 1000:.0f}' if count else ''} | {spread(ratios)} |")
        alone = [r["yiming, mentions alone"][0] / r["jieba-rs, words alone"][0] for r in rounds]
        threads = [r["yiming"][2] / r["yiming, two threads"][2] for r in rounds]
        print(f"\n`yiming match`, mentions alone, is {spread(alone)} jieba-rs alone; two threads are {spread(threads)} one.")


if __name__ == "__main__":
    main()
