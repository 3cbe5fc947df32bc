"""Peak memory of runs over corpora of several sizes: python3 benches/memory.py [MEGABYTES ...]

The corpus is the sample articles over and over as JSON Lines, each with an id of its own, given on standard input. Needs
target/release/yiming (or YIMING), and room on the disk of the temporary folder for some 16 times the largest corpus.
"""

import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("YIMING", ROOT / "target/release/yiming")


def records(size):
    """Lines of JSON, in all `size` bytes of text."""
    articles = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]
    for number, text in enumerate(itertools.cycle(articles)):
        yield json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n"
        size -= len(text.encode())
        if size <= 0:
            return


def peak(megabytes):
    """Peak resident memory of a run, and what it wrote, in megabytes; the number of its documents."""
    with tempfile.TemporaryDirectory() as folder:
        command = [PROGRAM, "run", "-", "--input-format", "jsonl", "-o", f"{folder}/out", "--quiet"]
        run = subprocess.Popen(command, stdin=subprocess.PIPE)
        for line in records(megabytes * 1_000_000):
            run.stdin.write(line.encode())
        run.stdin.close()
        _, status, usage = os.wait4(run.pid, 0)
        assert os.waitstatus_to_exitcode(status) == 0
        counts = json.loads(pathlib.Path(f"{folder}/out/run.json").read_text())["counts"]
        written = sum(path.stat().st_size for path in pathlib.Path(f"{folder}/out").iterdir())
        return usage.ru_maxrss / 1024, written / 1_000_000, counts["documents"]


def main():
    sizes = [int(size) for size in sys.argv[1:]] or [100, 2000]
    print("MB of text\tdocuments\tpeak MB\tMB of tables")
    first = None
    for size in sizes:
        memory, written, documents = peak(size)
        first = first or memory
        print(f"{size}\t{documents}\t{memory:.0f}\t{written:.0f}", flush=True)
        assert memory <= first * 1.1, "memory grows with the corpus"


if __name__ == "__main__":
    main()
