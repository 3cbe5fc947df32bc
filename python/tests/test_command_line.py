"""Rows from Python are those of the command line, byte for byte."""

import csv
import io
import json
import os
import subprocess
from pathlib import Path

import pyarrow
import pytest

import yiming
from conftest import texts_of

TABLES = ["documents", "tokens", "mentions", "entities", "errors"]


def as_csv(table):
    """A table as the program writes it."""
    table = pyarrow.table(table)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.column_names)

    def cell(value):
        if isinstance(value, bool):
            return int(value)
        if isinstance(value, float):
            return f"{value:.4f}".rstrip("0").rstrip(".")
        return value

    columns = [map(cell, column.to_pylist()) for column in table.columns]
    writer.writerows(zip(*columns))
    return out.getvalue().encode()


def run(program, folder, records, *options):
    """What `yiming run` makes of records on standard input."""
    lines = "".join(json.dumps(record) + "\n" for record in records)
    command = [program, "run", "-", "--input-format", "jsonl", "-o", folder, "--quiet", "--no-settings", *options]
    subprocess.run(command, input=lines.encode())
    return {name: (folder / f"{name}.csv").read_bytes() for name in TABLES}


def check(program, folder, pipeline, records, options=(), **keywords):
    expected = run(program, folder, records, *options)
    names = {name for record in records for name in record}
    data = {name: [record.get(name) for record in records] for name in names}
    tables = pipeline.process_batch(data, **keywords)
    assert list(tables) == TABLES
    for name in TABLES:
        assert as_csv(tables[name]) == expected[name], name


def records(texts):
    return [{"id": f"文章,{number}", "text": text, "date": "2024/5/1"} for number, text in enumerate(texts)]


def test_corpus(program, tmp_path, pipeline, texts):
    check(program, tmp_path, pipeline, records(texts), threads=3)


def test_texts_and_conversions(program, tmp_path, pipeline, texts):
    simplified = [yiming.convert(text, "t2s") for text in texts]
    check(program, tmp_path, pipeline, records(texts[:9] + simplified[9:]), ["--with-text"], with_text=True)


def test_without_ids(program, tmp_path, pipeline, texts):
    check(program, tmp_path, pipeline, [{"text": text} for text in texts[:3]])


@pytest.mark.parametrize("overlap", ["priority", "all"])
def test_options(program, tmp_path, texts, overlap):
    pipeline = yiming.Pipeline(overlap=overlap, candidates=False)
    check(program, tmp_path, pipeline, records(texts), ["--overlap", overlap, "--no-candidates"])


def test_dictionaries(program, tmp_path, texts):
    (tmp_path / "names.csv").write_text("alias,entity_id,label\n麵包,bread,FOOD\n", "utf-8")
    (tmp_path / "words.txt").write_text("數位皮夾\n", "utf-8")
    dicts = [tmp_path / "names.csv", str(tmp_path / "words.txt")]
    options = [f"--dict={path}" for path in dicts]
    check(program, tmp_path / "out", yiming.Pipeline(dicts), records(texts), options)


def test_what_is_refused(program, tmp_path, pipeline):
    given = [
        {"id": "a", "text": "黃仁勳在台大演講。"},
        {"id": "b", "text": None},
        {"id": "b", "text": "雨"},
        {"id": "a", "text": "同名"},
        {"id": "c", "text": 7},
        {"id": "", "text": ""},
        {"id": "x" * 1025, "text": "雨"},
        {"id": 12, "text": "一,\"二\"\r\n三"},
        {"id": "d", "text": "雨" * 500},
        {"id": "d", "text": "不同名"},
        {"id": "-#6", "text": "又同名"},
    ]
    options = ["--max-document", "1200"]
    expected = run(program, tmp_path, given, *options)
    columns = {name: [record[name] for record in given] for name in ("id", "text")}
    tables = pipeline.process_batch(columns, max_document=1200)
    for name in TABLES:
        if name != "errors":
            assert as_csv(tables[name]) == expected[name]
    # In a file errors have a place in bytes as well, and lines are longer than their texts.
    codes = [row["code"] for row in csv.DictReader(io.StringIO(expected["errors"].decode()))]
    errors = pyarrow.table(tables["errors"]).to_pylist()
    assert [error["code"] for error in errors] == codes
    assert [error["source_record"] for error in errors] == [2, 4, 5, 7, 9, 11]


def test_articles(program, tmp_path, pipeline):
    shared = os.environ.get("YIMING_SHARED")
    folder = Path(shared or "", "data", "articles")
    if not shared or not folder.is_dir():
        pytest.skip("YIMING_SHARED has no articles")
    check(program, tmp_path, pipeline, records(texts_of(folder)), threads=2)
