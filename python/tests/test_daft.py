"""The example for Daft in docs/python.md prints what stands there."""

import re
import subprocess
import sys

import pytest

from conftest import ROOT

pytest.importorskip("daft")


def test_the_example():
    page = (ROOT / "docs" / "python.md").read_text("utf-8")
    code, shown = re.search(r"```python\n(import daft\n.*?)```\n\n```text\n(.*?)```", page, re.S).groups()
    # Daft's threads sometimes outlive the interpreter, which then aborts: it is left without a farewell.
    code += "\nimport os, sys\nsys.stdout.flush()\nos._exit(0)\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stdout == shown
