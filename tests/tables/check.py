"""Reads the tables of a run as analysts do, with pandas and with DuckDB, by the types that datapackage.json states.

    python check.py OUT [YIMING]

With the program, what `yiming stats --table` counts is counted again with pandas. Prints a line for each table and reader, and one at the end; exits with 1 if a check failed.
"""

import csv
import io
import itertools
import json
import math
import subprocess
import sys
import xml.etree.ElementTree as xml
from collections import Counter
from pathlib import Path

import duckdb
import pandas

PANDAS_TYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
DUCKDB_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
# Which table holds what a count in run.json counts.
COUNTS = {
    "documents": "documents",
    "tokens": "tokens",
    "mentions": "mentions",
    "entities": "entities",
    "refused": "errors",
}


class Checks:
    """Counts what held and tells what did not."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, holds, what):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED: {what}", file=sys.stderr)


class Table:
    """One resource of the package."""

    def __init__(self, folder, resource):
        self.name = resource["name"]
        self.path = folder / resource["path"]
        schema = resource["schema"]
        self.types = {field["name"]: field["type"] for field in schema["fields"]}
        self.required = [f["name"] for f in schema["fields"] if f.get("constraints", {}).get("required")]
        self.primary_key = schema.get("primaryKey", [])
        self.foreign_keys = [
            (key["fields"], key["reference"]["resource"], key["reference"]["fields"])
            for key in schema.get("foreignKeys", [])
        ]

    def columns_of(self, wanted):
        return [name for name, kind in self.types.items() if kind == wanted]


def check_bytes(table, checks):
    """The form of the file itself: UTF-8 without a mark, LF, a header, booleans as 0 and 1."""
    raw = table.path.read_bytes()
    checks.check(not raw.startswith(b"\xef\xbb\xbf"), f"{table.name}: begins with a byte order mark")
    checks.check(raw.endswith(b"\n"), f"{table.name}: does not end with a line end")
    with open(table.path, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        checks.check(rows.fieldnames == list(table.types), f"{table.name}: the header is {rows.fieldnames}")
        count, width, booleans = 0, 0, set()
        for row in rows:
            count += 1
            width += None in row or None in row.values()
            booleans.update(row[name] for name in table.columns_of("boolean"))
    checks.check(width == 0, f"{table.name}: {width} rows are not as wide as the header")
    checks.check(booleans <= {"0", "1", ""}, f"{table.name}: booleans are {sorted(booleans)}")
    return count


def read_pandas(table):
    kinds = {name: PANDAS_TYPES[kind] for name, kind in table.types.items()}
    return pandas.read_csv(table.path, dtype=kinds, keep_default_na=False, na_values=[""])


def check_pandas(tables, counts, checks):
    frames = {}
    for table in tables:
        before = checks.failed
        try:
            frames[table.name] = frame = read_pandas(table)
        except (ValueError, TypeError, pandas.errors.ParserError) as error:
            checks.check(False, f"pandas cannot read {table.name}: {error}")
            continue
        if list(frame.columns) != list(table.types):
            checks.check(False, f"pandas, {table.name}: the columns are {list(frame.columns)}")
            del frames[table.name]
            continue
        checks.check(len(frame) == counts[table.name], f"pandas, {table.name}: {len(frame)} of {counts[table.name]} rows")
        for name, kind in table.types.items():
            found = str(frame[name].dtype)
            checks.check(found == PANDAS_TYPES[kind], f"pandas, {table.name}.{name}: {found} instead of {kind}")
        for name in table.required:
            checks.check(not frame[name].isna().any(), f"pandas, {table.name}.{name}: required, and null somewhere")
        if table.primary_key:
            unique = not frame.duplicated(table.primary_key).any() and not frame[table.primary_key].isna().any(axis=None)
            checks.check(unique, f"pandas, {table.name}: {table.primary_key} is no key")
        print(f"pandas  {table.name:<10} {len(frame):>9} rows  {'ok' if checks.failed == before else 'FAILED'}")
    for table in tables:
        for columns, target, references in table.foreign_keys:
            if table.name in frames and target in frames:
                # A key with a null in it refers to nothing.
                used = frames[table.name][columns].dropna().drop_duplicates()
                known = frames[target][references].drop_duplicates()
                missing = used.merge(known, left_on=columns, right_on=references, how="left", indicator=True)
                dangling = (missing["_merge"] == "left_only").sum()
                what = f"pandas, {table.name}{columns}: {dangling} are not in {target}"
                checks.check(dangling == 0, what)


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def check_duckdb(tables, counts, checks):
    database = duckdb.connect()
    loaded = set()
    for table in tables:
        before = checks.failed
        types = {name: DUCKDB_TYPES[kind] for name, kind in table.types.items()}
        columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in types.items()) + "}"
        path = str(table.path).replace("'", "''")
        # Only what an analyst would write: the types, and that the file is what RFC 4180 says.
        query = (
            f"create table {quoted(table.name)} as select * from read_csv('{path}', columns = {columns}, "
            "header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', auto_detect = false, "
            "max_line_size = 100000000)"
        )
        try:
            database.execute(query)
        except duckdb.Error as error:
            checks.check(False, f"DuckDB cannot read {table.name}: {error}")
            continue
        loaded.add(table.name)

        def one(question):
            return database.execute(question).fetchone()[0]

        rows = one(f"select count(*) from {quoted(table.name)}")
        checks.check(rows == counts[table.name], f"DuckDB, {table.name}: {rows} of {counts[table.name]} rows")
        described = database.execute(f"describe {quoted(table.name)}").fetchall()
        found = {row[0]: row[1] for row in described}
        checks.check(found == types, f"DuckDB, {table.name}: {found} instead of {types}")
        for name in table.required:
            nulls = one(f"select count(*) from {quoted(table.name)} where {quoted(name)} is null")
            checks.check(nulls == 0, f"DuckDB, {table.name}.{name}: required, and null {nulls} times")
        if table.primary_key:
            key = ", ".join(map(quoted, table.primary_key))
            distinct = one(f"select count(*) from (select distinct {key} from {quoted(table.name)})")
            checks.check(distinct == rows, f"DuckDB, {table.name}: {rows} rows have {distinct} keys ({key})")
        print(f"DuckDB  {table.name:<10} {rows:>9} rows  {'ok' if checks.failed == before else 'FAILED'}")
    for table in tables:
        for columns, target, references in table.foreign_keys:
            if table.name in loaded and target in loaded:
                equal = " and ".join(f"a.{quoted(c)} = b.{quoted(r)}" for c, r in zip(columns, references))
                whole = " and ".join(f"a.{quoted(c)} is not null" for c in columns)
                dangling = database.execute(
                    f"select count(*) from {quoted(table.name)} a where {whole} and not exists "
                    f"(select 1 from {quoted(target)} b where {equal})"
                ).fetchone()[0]
                checks.check(dangling == 0, f"DuckDB, {table.name}{columns}: {dangling} are not in {target}")


def check_counts(folder, program, checks):
    """Tables of counts, each row by row, against what pandas makes of the tables."""

    def printed(*options):
        command = [program, "stats", str(folder), "--table", *options]
        return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout

    def rows(table, *columns):
        frame = pandas.read_csv(io.StringIO(printed(table, "--top", "1000000")), keep_default_na=False)
        return sorted(frame[list(columns)].itertuples(index=False, name=None))

    def read(name):
        return pandas.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)

    def compare(name, found, wanted):
        wanted = sorted(wanted)
        checks.check(found == wanted, f"stats, {name}: {len(found)} rows, of which {len(set(found) - set(wanted))} are wrong")
        print(f"pandas  {name:<12} {len(found):>7} rows  {'ok' if found == wanted else 'FAILED'}")

    documents, tokens, mentions = read("documents"), read("tokens"), read("mentions")
    words = tokens[tokens["kind"].isin(["han", "latin", "mixed"])]
    by_word = words.groupby("token")["doc_id"].agg(["size", "nunique"])
    compare("words", rows("words", "word", "n_tokens", "n_documents"), by_word.itertuples(name=None))

    in_document = words.groupby(["doc_id", "token"]).size()
    scores = {
        (document, word): number * math.log(len(documents) / by_word["nunique"][word])
        for (document, word), number in in_document.items()
    }
    wanted = [(document, word, round(score, 4)) for (document, word), score in scores.items() if score > 0]
    compare("keywords", rows("keywords", "doc_id", "word", "tf_idf"), wanted)

    by_entity = mentions.groupby("entity_id")["doc_id"].agg(["size", "nunique"])
    compare("entities", rows("entities", "entity_id", "n_mentions", "n_documents"), by_entity.itertuples(name=None))

    def pairs(by):
        together = mentions.groupby(by)["entity_id"].unique()
        return Counter(pair for ids in together for pair in itertools.combinations(sorted(ids), 2))

    in_documents, in_sentences = pairs("doc_id"), pairs(["doc_id", "sentence_id"])
    found = rows("cooccurrence", "entity_a", "entity_b", "n_documents", "n_sentences")
    found = sorted((*sorted(row[:2]), *row[2:]) for row in found)
    compare("cooccurrence", found, [(*pair, n, in_sentences[pair]) for pair, n in in_documents.items()])
    graph = xml.fromstring(printed("cooccurrence", "--top", "1000000", "--format", "graphml"))
    edges = len(graph.findall(".//{*}edge"))
    checks.check(edges == len(found), f"stats, graphml: {edges} edges of {len(found)}")

    by_form = mentions.groupby(["entity_id", "surface"])["doc_id"].agg(["size", "nunique"]).reset_index()
    wanted = by_form.itertuples(index=False, name=None)
    compare("variants", rows("variants", "entity_id", "surface", "n_mentions", "n_documents"), wanted)


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    tables = [Table(folder, resource) for resource in package["resources"]]
    checks = Checks()
    on_disk = {path.name for path in folder.glob("*.csv")}
    checks.check(on_disk == {table.path.name for table in tables}, f"the package is not about {sorted(on_disk)}")
    counts = {table.name: check_bytes(table, checks) for table in tables}
    for count, name in COUNTS.items():
        stated = run["counts"][count]
        checks.check(stated == counts[name], f"run.json states {stated} {count}, {name}.csv has {counts[name]}")
    checks.check(run["schema_version"] == package["schema_version"], "run.json and datapackage.json differ in version")
    check_pandas(tables, counts, checks)
    check_duckdb(tables, counts, checks)
    if len(arguments) == 2:
        check_counts(folder, arguments[1], checks)
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
