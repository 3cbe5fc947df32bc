"""Reads other forms of a run's tables as analysts do, and compares every row with the CSV.

    python forms.py OUT FORMS

OUT has the tables as CSV in whole files; FORMS has csv, tsv, parquet, jsonl and conllu of the same run, in parts, text compressed by zstd.
pandas reads Parquet by pyarrow, DuckDB reads all tables by patterns, and the package conllu reads the sentences.
Prints a line for each form; exits with 1 if a check failed.
"""

import json
import sys
from pathlib import Path
from urllib.parse import unquote

import conllu
import duckdb
import pandas
import pyarrow
import pyarrow.parquet

from check import DUCKDB_TYPES, Checks, Table, read_pandas


def by_columns(frame):
    """The cells, nulls as None, without pandas' types."""
    return {name: [None if pandas.isna(cell) else cell for cell in frame[name]] for name in frame.columns}


def files(folder, name, ending):
    return sorted([*folder.glob(f"{name}.{ending}"), *folder.glob(f"{name}-*.{ending}")])


def text(folder, name, ending):
    """The text of all parts."""
    parts = [pyarrow.input_stream(str(path), compression="zstd").read() for path in files(folder, name, ending)]
    return b"".join(parts).decode("utf-8")


def check_parquet(table, wanted, folder, checks):
    paths = files(folder, table.name, "parquet")
    checks.check(paths, f"{table.name}: no Parquet")
    frames = [pandas.read_parquet(path) for path in paths]
    got = by_columns(pandas.concat(frames, ignore_index=True))
    checks.check(got == wanted, f"pandas, {table.name}: Parquet differs")
    for path in paths:
        metadata = pyarrow.parquet.read_metadata(path).metadata
        for key in (b"yiming:schema_version", b"yiming:version", b"yiming:shipped_dictionaries"):
            checks.check(key in metadata, f"{path.name}: no {key}")


def check_duckdb(table, wanted, folder, checks):
    types = {name: DUCKDB_TYPES[kind] for name, kind in table.types.items()}
    columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in types.items()) + "}"
    options = f"columns = {columns}, header = true, quote = '\"', escape = '\"', nullstr = '', auto_detect = false, max_line_size = 100000000"
    database = duckdb.connect()
    for ending, query in [
        ("csv.zst", f"read_csv($files, delim = ',', {options})"),
        ("tsv.zst", f"read_csv($files, delim = '\t', {options})"),
        ("parquet", "read_parquet($files)"),
    ]:
        paths = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files(folder, table.name, ending))
        result = database.execute("select * from " + query.replace("$files", f"[{paths}]"))
        found = {column[0]: str(column[1]) for column in result.description}
        rows = result.fetchall()
        got = {name: [row[place] for row in rows] for place, name in enumerate(found)}
        checks.check(got == wanted, f"DuckDB, {table.name}: {ending} differs")


def check_documents(frames, folder, checks):
    """JSON Lines and CoNLL-U have the same documents, tokens and mentions."""
    documents = [json.loads(line) for line in text(folder, "documents", "jsonl.zst").split("\n") if line]
    checks.check([d["doc_id"] for d in documents] == frames["documents"]["doc_id"], "jsonl: other documents")
    for name in ("tokens", "mentions"):
        for column, wanted in frames[name].items():
            if column != "doc_id":
                got = [row[column] for document in documents for row in document[name]]
                checks.check(got == wanted, f"jsonl: {name}.{column} differs")
    sentences = conllu.parse(text(folder, "documents", "conllu.zst"))
    tokens = [token for sentence in sentences for token in sentence]
    checks.check([token["form"] for token in tokens] == frames["tokens"]["token"], "conllu: other forms")
    places = [f"{start}:{end}" for start, end in zip(frames["tokens"]["char_start"], frames["tokens"]["char_end"])]
    checks.check([token["misc"]["TokenRange"] for token in tokens] == places, "conllu: other places")
    entities = [unquote(token["misc"]["EntityId"]) for token in tokens if "EntityId" in token["misc"]]
    checks.check(sorted(entities) == sorted(filter(None, frames["mentions"]["entity_id"])), "conllu: other entities")
    for sentence in sentences:
        joined = "".join(t["form"] + ("" if t["misc"].get("SpaceAfter") == "No" else " ") for t in sentence)
        checks.check(joined.rstrip(" ") == sentence.metadata["text"], f"conllu: {sentence.metadata['sent_id']}: another text")


def main(arguments):
    if len(arguments) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    out, folder = map(Path, arguments)
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    checks, frames = Checks(), {}
    for resource in package["resources"]:
        table = Table(out, resource)
        frames[table.name] = wanted = by_columns(read_pandas(table))
        check_parquet(table, wanted, folder, checks)
        check_duckdb(table, wanted, folder, checks)
        print(f"forms   {table.name:<10} {checks.failed} failed")
    check_documents(frames, folder, checks)
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
