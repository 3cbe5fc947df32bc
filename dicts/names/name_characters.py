"""Counts which characters names are made of, and writes name-characters.tsv.

    python3 dicts/names/name_characters.py JIEBA_DICT

JIEBA_DICT is `src/data/dict.txt` of the crate jieba-rs. Beside it: name pairs that may be shipped
(YIMING_SHARED/data/names/pairs.tsv) and the family names in surnames.tsv.
"""

import collections
import math
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
SHARED = pathlib.Path(os.environ.get("YIMING_SHARED", HERE / "../../../shared"))
LEAST = -40  # what is rarer in names than that is as good as absent, in tenths of a nat

HEADER = """\
# How much likelier a character is in names than in text at large, in tenths of a nat: as a Chinese person's family name, in given
#   names, and in transliterated names. What is not listed is absent from all.
# Format: the Simplified character, TAB, family names, TAB, given names, TAB, transliterations. Sorted by the character.
#   Made by name_characters.py; do not edit.
# Origin: words and their frequencies in jieba's dict.txt (MIT), of which those tagged nr with a family name and two characters
#   are people; name pairs of CedPane (2020, Silas S. Brown, public domain) and GeoNames (CC BY 4.0), counted.
# Licence: the project's own (MIT OR Apache-2.0).
"""


def rows(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]


def simplified():
    """Traditional family names to Simplified ones, by OpenCC's table."""
    table = rows(HERE / "../opencc/TSCharacters.txt")
    return {row[0]: row[1].split(" ")[0] for row in table}


def main():
    to_hans = simplified()
    families = {"".join(to_hans.get(c, c) for c in row[0]) for row in rows(HERE / "surnames.tsv")}
    text, family, given, foreign = (collections.Counter() for _ in range(4))
    for line in open(sys.argv[1], encoding="utf-8"):
        word, frequency, tag = line.split(" ")
        for c in word:
            text[c] += int(frequency)
        if tag.strip() == "nr" and len(word) == 3 and word[0] in families:
            family[word[0]] += 1
            given.update(word[1:])
    names = rows(SHARED / "data/names/pairs.tsv")
    columns = {name: place for place, name in enumerate(names[0])}
    for row in names[1:]:
        if row[columns["may_ship"]] == "yes":
            foreign.update(c for c in row[columns["zh_hans"]] if "\u4e00" <= c <= "\u9fff")

    def odds(names, c):
        if not names[c]:
            return LEAST
        rate = names[c] / sum(names.values())
        return max(LEAST, round(10 * math.log(rate * sum(text.values()) / (text[c] + 100))))

    lines = []
    for c in sorted(given.keys() | foreign.keys()):
        scores = [odds(names, c) for names in (family, given, foreign)]
        if c in text and max(scores) > LEAST:
            lines.append("\t".join([c, *map(str, scores)]) + "\n")
    (HERE / "name-characters.tsv").write_text(HEADER + "".join(lines), encoding="utf-8")


main()
