"""Follows pages of documentation as their readers do, and compares what is printed with what is shown.

    python recipes.py PROGRAM [PAGE ...]

PROGRAM is a yiming that can write Parquet. Each page is followed from top to bottom in a folder of its own that has the sample
articles in `corpus`. Blocks of one language on one page share what they define. A block marked `text` right behind another is
what that one prints, where a line `…` is any number of lines. What a block is run by:

    python      this Python
    sql         DuckDB, or the database in FILE where the first line is `-- SQLite FILE`
    sh          sh, with PROGRAM on the path; skipped where its first command is not installed
    console     sh as well; what it prints is compared by tests/readme.rs, and not again here

Prints a line for each page; exits with 1 at the first block that fails, with its page and line.
"""

import contextlib
import io
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import NamedTuple

import duckdb

ROOT = Path(__file__).resolve().parents[2]
# Pages, and what their readers have done before.
PAGES = {
    "README.md": ["run", "corpus", "-o", "out"],
    "README.zh-Hant.md": ["run", "corpus", "-o", "out"],
    "docs/recipes.md": [],
    "docs/guide.md": [],
    "docs/guide.zh-Hant.md": [],
}
RUN = {"python", "sql", "sh", "console"}
NOT_RUN = {"r", "powerquery", "rust"}
ANYTHING = "…"


class Failure(Exception):
    def __init__(self, page, line, what):
        super().__init__(f"{page}:{line}: {what}")


class Block(NamedTuple):
    """A fenced block; `line` is the one of the page that its first line is."""

    line: int
    language: str
    lines: list
    shown: list | None


def blocks(page, text):
    found, open_at, separated = [], None, True
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("```"):
            if open_at is not None:
                found[-1].lines.append(line)
            elif line.strip():
                separated = True
        elif open_at is not None:
            open_at = None
            if found[-1].language == "text":
                shown = found.pop()
                if separated or not found or found[-1].shown is not None:
                    raise Failure(page, shown.line - 1, "no block right before this one prints it")
                found[-1] = found[-1]._replace(shown=shown.lines)
            separated = False
        else:
            open_at = number
            found.append(Block(number + 1, line[3:].strip(), [], None))
            if found[-1].language not in RUN | NOT_RUN | {"text"}:
                raise Failure(page, number, f"nothing runs a block marked {found[-1].language!r}")
    if open_at is not None:
        raise Failure(page, open_at, "a block that does not end")
    return found


def is_as_shown(shown, printed):
    if not shown:
        return not printed
    if shown[0] == ANYTHING:
        return any(is_as_shown(shown[1:], printed[start:]) for start in range(len(printed) + 1))
    return bool(printed) and shown[0].rstrip() == printed[0].rstrip() and is_as_shown(shown[1:], printed[1:])


def commands(lines):
    """The commands of a console block, each with the number of its line in the block."""
    found, continues = [], False
    for number, line in enumerate(lines):
        if continues:
            found[-1] = (found[-1][0], found[-1][1][:-1] + line.strip().removeprefix("> "))
        elif line.startswith("$ "):
            found.append((number, line[2:]))
        else:
            continue
        continues = line.endswith("\\")
    return found


class Reader:
    """Who follows one page."""

    def __init__(self, page):
        self.page = page
        self.names = {"__name__": "__main__"}
        self.duckdb = duckdb.connect()
        self.counts = dict.fromkeys(sorted(RUN), 0)

    def follow(self, block):
        if block.language in NOT_RUN:
            print(f"not run: {self.page}:{block.line}: {block.language}")
            return
        printed = getattr(self, block.language)(block)
        if printed is None:
            return
        self.counts[block.language] += 1
        lines = printed.rstrip("\n").split("\n") if printed.strip() else []
        if block.shown is not None and not is_as_shown(block.shown, lines):
            raise Failure(self.page, block.line, "shown:\n" + "\n".join(block.shown) + "\n\nprinted:\n" + printed)

    def python(self, block):
        # Empty lines before it make the line numbers of errors those of the page.
        source = "\n" * (block.line - 1) + "\n".join(block.lines)
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                exec(compile(source, self.page, "exec"), self.names)
        except SyntaxError as error:
            raise Failure(self.page, error.lineno, error.msg) from error
        except Exception as error:
            places = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == self.page]
            raise Failure(self.page, places[-1] if places else block.line, f"{type(error).__name__}: {error}") from error
        return printed.getvalue()

    def sql(self, block):
        first = block.lines[0].split()
        text = "\n".join(block.lines)
        if first[:2] == ["--", "SQLite"] and len(first) == 3:
            return self.sqlite(block, Path(first[2]), text)
        if first[:2] != ["--", "DuckDB"]:
            raise Failure(self.page, block.line, "the first line is neither `-- DuckDB` nor `-- SQLite FILE`")
        printed, behind = [], 0
        for statement in duckdb.extract_statements(text):
            query = statement.query.strip()
            place = text.index(query, behind)
            behind = place + len(query)
            try:
                if statement.type == duckdb.StatementType.SELECT:
                    printed.append(str(self.duckdb.sql(query)).rstrip("\n"))
                else:
                    self.duckdb.execute(query)
            except duckdb.Error as error:
                line = block.line + text[:place].count("\n")
                raise Failure(self.page, line, f"DuckDB: {error}") from error
        return "\n".join(printed)

    def sqlite(self, block, path, text):
        if not path.exists():
            raise Failure(self.page, block.line, f"there is no {path}")
        database, printed, statement = sqlite3.connect(path), [], ""
        for number, line in enumerate(text.splitlines(), block.line):
            statement += line + "\n"
            if sqlite3.complete_statement(statement):
                try:
                    rows = database.execute(statement).fetchall()
                except sqlite3.Error as error:
                    raise Failure(self.page, number, f"SQLite: {error}") from error
                printed += ["|".join("" if cell is None else str(cell) for cell in row) for row in rows]
                statement = ""
        if statement.strip():
            raise Failure(self.page, block.line, "SQLite: a statement without an end")
        database.commit()
        database.close()
        return "\n".join(printed)

    def sh(self, block):
        tool = block.lines[0].split()[0]
        if shutil.which(tool) is None:
            print(f"SKIPPED: {self.page}:{block.line}: no {tool} on the path", file=sys.stderr)
            return None
        return self.shell("\n".join(block.lines), block.line)

    def console(self, block):
        for number, command in commands(block.lines):
            # What builds the program is done.
            if command.split()[0] not in ("cargo", "git", "cd"):
                self.shell(command, block.line + number)
        return ""

    def shell(self, command, line):
        done = subprocess.run(["sh", "-ec", command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        if done.returncode != 0:
            raise Failure(self.page, line, f"{command}\nexit code {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout


def follow(page, program):
    found = blocks(page, (ROOT / page).read_text(encoding="utf-8"))
    reader = Reader(page)
    with tempfile.TemporaryDirectory() as desk:
        os.chdir(desk)
        try:
            shutil.copytree(ROOT / "corpus", "corpus")
            if PAGES.get(page):
                subprocess.run([program, *PAGES[page], "--quiet"], check=True)
            for block in found:
                reader.follow(block)
        finally:
            reader.duckdb.close()
            os.chdir(ROOT)
    print(f"{page}: " + ", ".join(f"{count} {language}" for language, count in reader.counts.items() if count))
    return reader.counts


def main(arguments):
    if not arguments:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    program = Path(arguments[0]).resolve()
    os.environ["PATH"] = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    # Charts are drawn into files, whether there is a screen or not.
    os.environ["MPLBACKEND"] = "agg"
    try:
        for page in arguments[1:] or PAGES:
            follow(page, program)
    except Failure as failure:
        print(f"FAILED: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
