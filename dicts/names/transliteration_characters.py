"""Finds the Traditional form that each Simplified character of several has in names, and writes transliteration-characters.tsv.

    python3 dicts/names/transliteration_characters.py           writes the table
    python3 dicts/names/transliteration_characters.py --halves  says which forms half of the pairs would give otherwise

In: name pairs that may be shipped and whose two scripts were both written by hand (YIMING_SHARED/data/names/pairs.tsv), the
Taiwanese and Hong Kong names with `·` in dicts/entities, the family names in surnames.tsv, and REVIEWED below.
"""

import collections
import csv
import hashlib
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
SHARED = pathlib.Path(os.environ.get("YIMING_SHARED", HERE / "../../../shared"))
SOURCE = "cedpane2020"  # CedPane by Silas S. Brown, public domain
SHARE = 3 / 4  # of a character's occurrences, for a form to be its usual one; 丰 with 5 of 7 is not settled by half the pairs

# What neither pairs nor gazetteer settle, from general knowledge, each with a name that shows it.
REVIEWED = {
    "余": "余",  # 余莉亞; the family name 余
    "干": "干",  # 烏干達, 塔什干
    "采": "采",  # 采爾馬特
    "郁": "郁",  # the family name 郁
    "岳": "岳",  # the family name 岳
}

HEADER = """\
# The Traditional form that a Simplified character has in transliterated names and as a family name, for characters with several
#   (OpenCC's STCharacters.txt): 里 is 里 in 杰弗里, where OpenCC writes 裏. Conversion that knows its names reads it.
# Format: the Simplified character, TAB, its form in OpenCC's standard, TAB, what says so: `pairs 607/607` how many of its
#   occurrences in name pairs have the form; `gazetteer 2` occurrences in names under dicts/entities; `family-name` in
#   surnames.tsv; `reviewed` in the script. Sorted by the character. Made by transliteration_characters.py; do not edit.
# Origin: name pairs of CedPane (2020, Silas S. Brown, public domain), counted; the rest written for this project.
# Licence: the project's own (MIT OR Apache-2.0).
"""


def rows(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]


def pairs():
    """Simplified and Traditional forms of names, both by hand."""
    names = rows(SHARED / "data/names/pairs.tsv")
    columns = {name: place for place, name in enumerate(names[0])}
    for row in names[1:]:
        value = lambda column: row[columns[column]]
        if value("source") == SOURCE and value("may_ship") == "yes" and not value("derived"):
            yield value("zh_hans"), value("zh_hant")


def is_dev(name):
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def count(names):
    counts = collections.defaultdict(collections.Counter)
    for hans, hant in names:
        if len(hans) == len(hant):
            for simplified, form in zip(hans, hant):
                counts[simplified][form] += 1
    return counts


def gazetteer():
    counts = collections.Counter()
    for path in sorted((HERE / "../entities").glob("*.csv")):
        with open(path, encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if "·" in row["alias"] and row["region"] != "cn":
                    counts.update(row["alias"])
    return counts


def table(names):
    forms = {row[0]: row[1].split(" ") for row in rows(HERE / "../opencc/STCharacters.txt")}
    forms = {simplified: candidates for simplified, candidates in forms.items() if len(candidates) > 1}
    counted, known = count(names), gazetteer()
    families = {row[0] for row in rows(HERE / "surnames.tsv") if len(row[0]) == 1}
    result = {}
    for simplified, candidates in sorted(forms.items()):
        if seen := counted[simplified]:
            form, times = seen.most_common(1)[0]
            if form in candidates and times >= SHARE * seen.total():
                result[simplified] = (form, f"pairs {times}/{seen.total()}")
                continue
        in_gazetteer = [form for form in candidates if known[form]]
        as_family = [form for form in candidates if form in families]
        if simplified in REVIEWED:
            result[simplified] = (REVIEWED[simplified], "reviewed")
        elif len(as_family) == 1:
            result[simplified] = (as_family[0], "family-name")
        elif len(in_gazetteer) == 1:
            result[simplified] = (in_gazetteer[0], f"gazetteer {known[in_gazetteer[0]]}")
    return result


def main():
    names = list(pairs())
    full = table(names)
    if "--halves" in sys.argv:
        for half in (True, False):
            other = table([name for name in names if is_dev(name[0]) == half])
            changed = {c: (full[c], other.get(c)) for c in full if other.get(c, ("",))[0] != full[c][0]}
            print("dev" if half else "test", "half differs:", changed or "nowhere")
        return
    lines = "".join(f"{simplified}\t{form}\t{basis}\n" for simplified, (form, basis) in sorted(full.items()))
    (HERE / "transliteration-characters.tsv").write_text(HEADER + lines, encoding="utf-8")


main()
