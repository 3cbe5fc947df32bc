"""Counts the instructions of the hot loops (benches/instructions.rs) and compares them with benches/instructions.tsv.

    python3 benches/instructions.py             fails where a loop takes 5 % more than is recorded
    python3 benches/instructions.py --record    records what they take now

Needs valgrind, and gungraun-runner in the version of gungraun: cargo install gungraun-runner --version 0.20.0. Where one of them is not
there, or there is no record for this machine's architecture, it says so and passes. Another version of Rust gives other
instructions: what is recorded with one is compared with a warning.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / "benches/instructions.tsv"
MOST = 1.05


def count():
    """Instructions by loop."""
    command = ["cargo", "bench", "--quiet", "--bench", "instructions", "--", "--output-format=json"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit("the loops could not be counted")
    counts = {}
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            summary = json.loads(line)
            name = summary["function_name"]
            if summary["id"] != "sample":
                name += f" {summary['id']}"
            counts[name] = summary["profiles"][0]["data"]["total"]["metrics"]["Ir"]["values"]["new"]
    return counts


def compiler():
    return " ".join(subprocess.run(["rustc", "--version"], capture_output=True, text=True).stdout.split()[:2])


def main():
    for program in ("valgrind", "gungraun-runner"):
        if not shutil.which(os.environ.get("GUNGRAUN_RUNNER", program) if "runner" in program else program):
            print(f"skipped: {program} is not there")
            return
    head = f"{platform.machine()}, {compiler()}"
    if "--record" in sys.argv:
        lines = [f"# instructions over some sample articles; {head}", *(f"{name}\t{n}" for name, n in count().items())]
        RECORD.write_text("\n".join(lines) + "\n")
        return
    first, *rows = RECORD.read_text().splitlines()
    recorded = first.split("; ")[1]
    if recorded.split(",")[0] != platform.machine():
        print(f"skipped: recorded on {recorded}")
        return
    if recorded != head:
        print(f"warning: recorded with {recorded}, this is {head}")
    before = {name: int(n) for name, n in (row.split("\t") for row in rows)}
    now = count()
    if now.keys() != before.keys():
        sys.exit(f"other loops than recorded: {sorted(now.keys() ^ before.keys())}; --record renews")
    slower = []
    for name, instructions in now.items():
        print(f"{name:<16}{instructions:>14,}{(instructions / before[name] - 1) * 100:>+8.1f} %")
        if instructions > before[name] * MOST:
            slower.append(name)
    if slower:
        sys.exit(f"more than 5 % slower: {', '.join(slower)}; where that is as it should be, --record renews the record")


if __name__ == "__main__":
    main()
