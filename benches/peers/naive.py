#!/usr/bin/env python3
"""`yiming run` against the composition that a Rust user would write in an hour: conversion, jieba-rs, Aho-Corasick, CSV.

Both programs read the same articles and look for the same number of aliases, the shipped ones, on one thread each. They
take turns, so that whatever else the machine does falls on both; what counts is the ratio within each pair, never a
single time. Needs cargo and Python 3.9, nothing else. Run it on a quiet machine:

    benches/peers/naive.py [--naive FOLDER] [--articles FOLDER] [--aliases FOLDER] [--pairs 7] [--repeat 1]

FOLDER defaults to what $YIMING_SHARED (default ../shared) holds; where that is absent, the comparison is skipped.
--repeat N copies the articles N times, which makes start-up small beside the work. With --yiming and --naive-binary,
programs that are built already are compared.
"""

import argparse
import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("YIMING_SHARED", ROOT.parent / "shared"))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--naive", type=Path, default=SHARED / "peers/naive", help="the other program's crate")
    parser.add_argument("--articles", type=Path, default=SHARED / "data/articles", help="a folder of .txt files")
    parser.add_argument("--aliases", type=Path, default=ROOT / "dicts/entities", help="a folder of entity dictionaries")
    parser.add_argument("--pairs", type=int, default=7, help="how many times each program runs")
    parser.add_argument("--repeat", type=int, default=1, help="how many copies of the articles are read")
    parser.add_argument("--yiming", type=Path, help="yiming, built already")
    parser.add_argument("--naive-binary", type=Path, help="the other program, built already")
    return parser.parse_args()


def build(folder, name):
    """Builds in release mode and gives the program's path."""
    command = ["cargo", "build", "--release", "--message-format=json-render-diagnostics"]
    built = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, check=True).stdout
    for line in built.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["name"] == name:
            return Path(message["executable"])
    sys.exit(f"{folder}: cargo built no program {name}")


def build_copy(folder, scratch):
    """Builds in a copy, so that the folder itself stays as it is."""
    copy = scratch / "naive"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("target"))
    return build(copy, "naive")


def write_aliases(folder, path):
    """One alias a line, each once. Gives their number."""
    aliases = {}
    for dictionary in sorted(folder.glob("*.csv")):
        with open(dictionary, encoding="utf-8", newline="") as rows:
            aliases.update((row["alias"], None) for row in csv.DictReader(rows))
    path.write_text("".join(f"{alias}\n" for alias in aliases), encoding="utf-8")
    return len(aliases)


def copy_articles(folder, into, times):
    """Gives a folder with the articles that many times, and the size of them all."""
    articles = sorted(folder.rglob("*.txt"))
    if not articles:
        sys.exit(f"{folder}: no .txt files")
    for number in range(times):
        for article in articles:
            # One folder a copy, so that no two names are the same.
            copy = into / str(number) / article.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(article, copy)
    return sum(article.stat().st_size for article in articles) * times


def timed(command, environment):
    started = time.perf_counter()
    ran = subprocess.run(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    seconds = time.perf_counter() - started
    if ran.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{ran.stderr.decode(errors='replace')}")
    return seconds


def rows(table, has_header):
    with open(table, encoding="utf-8", newline="") as lines:
        return sum(1 for _ in csv.reader(lines)) - has_header


def show(name, values, unit):
    median = statistics.median(values)
    print(f"{name:<58}{median:7.2f}{unit}   ({min(values):.2f} to {max(values):.2f})")


def main():
    options = arguments()
    for needed in [options.articles] if options.naive_binary else [options.articles, options.naive]:
        if not needed.exists():
            print(f"skipped: {needed} is not there")
            return
    with tempfile.TemporaryDirectory(prefix="yiming-peers-") as scratch:
        compare(options, Path(scratch))


def compare(options, scratch):
    yiming = options.yiming or build(ROOT, "yiming")
    naive = options.naive_binary or build_copy(options.naive, scratch)
    aliases = scratch / "ALIASES.txt"
    count = write_aliases(options.aliases, aliases)
    articles, out, peer_out = scratch / "articles", scratch / "out", scratch / "peer-out"
    peer_out.mkdir()
    size = copy_articles(options.articles, articles, options.repeat)
    files = sorted(str(path) for path in articles.rglob("*.txt"))
    empty, one = scratch / "nothing.txt", scratch / "one"
    empty.write_text("。\n", encoding="utf-8")

    ours = [str(yiming), "run", str(articles), "-o", str(out), "--force", "--threads", "1"]
    theirs = [str(naive), str(aliases), str(peer_out), *files]
    start_ours = [str(yiming), "run", str(empty), "-o", str(one), "--force", "--threads", "1"]
    start_theirs = [str(naive), str(aliases), str(peer_out), str(empty)]
    single = {"RAYON_NUM_THREADS": "1"}

    # Once each beforehand: files come into the system's memory, and the counts are looked at.
    timed(ours, {}), timed(theirs, single)
    done = json.loads((out / "run.json").read_text(encoding="utf-8"))["counts"]
    assert done["documents"] == len(files), f"{done['documents']} of {len(files)} articles were read"
    assert done["tokens"] == rows(out / "tokens.csv", has_header=True), "rows of tokens"
    print(f"{len(files)} articles, {size / 1e6:.1f} MB, {count} aliases, {options.pairs} pairs, one thread; medians")
    print(f"  yiming: {done['tokens']} tokens, {done['mentions']} mentions, {folder_size(out) / 1e6:.1f} MB of tables")
    peer = [rows(peer_out / name, has_header=False) for name in ("tokens.csv", "mentions.csv")]
    print(f"  naive:  {peer[0]} tokens, {peer[1]} matches, {folder_size(peer_out) / 1e6:.1f} MB of tables")
    assert peer[0] > done["tokens"] / 2, "the other program cut next to nothing"

    measured = []
    for _ in range(options.pairs):
        pair = {"ours": timed(ours, {})}
        run = json.loads((out / "run.json").read_text(encoding="utf-8"))
        pair["processing"] = run["seconds"]["processing"]
        pair["theirs"] = timed(theirs, single)
        pair["our start"], pair["their start"] = timed(start_ours, {}), timed(start_theirs, single)
        measured.append(pair)

    def column(name):
        return [pair[name] for pair in measured]

    print()
    show("yiming, start to exit", column("ours"), " s")
    show("naive, start to exit", column("theirs"), " s")
    show("yiming, processing alone (run.json)", column("processing"), " s")
    show("yiming, start to exit on one full stop", column("our start"), " s")
    show("naive, start to exit on one full stop", column("their start"), " s")
    print()
    show("ratio, start to exit", [pair["theirs"] / pair["ours"] for pair in measured], " ×")
    work = [(p["theirs"] - p["their start"]) / (p["ours"] - p["our start"]) for p in measured]
    show("ratio, both less their start-up", work, " ×")
    whole = [pair["theirs"] / pair["processing"] for pair in measured]
    show("ratio, naive start to exit : yiming's processing alone", whole, " ×")
    print("\nA ratio above 1 means that yiming is faster.")


def folder_size(folder):
    return sum(path.stat().st_size for path in folder.iterdir())


if __name__ == "__main__":
    main()
