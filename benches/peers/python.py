"""Peers in Python. Each prints the bytes read, the seconds without loading, tokens, and mentions.

    python.py composition ALIASES OUT FILE...    OpenCC, jieba, Aho-Corasick, csv: what one would put together
    python.py jieba FILE...                      jieba alone
    python.py opencc FILE...                     OpenCC's C++ library alone, t2s, a call a file
"""

import csv
import sys
import time


def composition(aliases, out, *files):
    import ahocorasick
    import jieba
    import opencc

    jieba.setLogLevel(60)
    jieba.initialize()
    to_simplified = opencc.OpenCC("t2s")
    automaton = ahocorasick.Automaton()
    with open(aliases, encoding="utf-8") as lines:
        for line in lines:
            alias = line.rstrip("\n")
            automaton.add_word(to_simplified.convert(alias), alias)
    automaton.make_automaton()
    size = n_tokens = n_mentions = 0
    begun = time.perf_counter()
    with (
        open(f"{out}/tokens.csv", "w", encoding="utf-8", newline="") as tokens,
        open(f"{out}/mentions.csv", "w", encoding="utf-8", newline="") as mentions,
    ):
        tokens, mentions = csv.writer(tokens), csv.writer(mentions)
        for file in files:
            with open(file, encoding="utf-8") as lines:
                for number, line in enumerate(lines):
                    size += len(line.encode())
                    line = line.rstrip("\n")
                    simplified = to_simplified.convert(line)
                    start = 0
                    for word in jieba.cut(simplified):
                        end = start + len(word)
                        tokens.writerow([file, number, start, end, line[start:end], word])
                        n_tokens += 1
                        start = end
                    for last, alias in automaton.iter_long(simplified):
                        mentions.writerow([file, number, last, alias])
                        n_mentions += 1
    print(size, time.perf_counter() - begun, n_tokens, n_mentions)


def read(files):
    texts = [open(file, encoding="utf-8").read() for file in files]
    return texts, sum(len(text.encode()) for text in texts)


def words(*files):
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    texts, size = read(files)
    begun = time.perf_counter()
    count = sum(1 for text in texts for line in text.splitlines() for _ in jieba.cut(line))
    print(size, time.perf_counter() - begun, count, 0)


def conversion(*files):
    import opencc

    converter = opencc.OpenCC("t2s")
    texts, size = read(files)
    begun = time.perf_counter()
    converted = sum(len(converter.convert(text)) for text in texts)
    seconds = time.perf_counter() - begun
    assert converted == sum(map(len, texts)), "t2s gives a character for a character"
    print(size, seconds, 0, 0)


if __name__ == "__main__":
    {"composition": composition, "jieba": words, "opencc": conversion}[sys.argv[1]](*sys.argv[2:])
