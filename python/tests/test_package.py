"""What the package says of itself: examples, types, licences."""

import doctest
import importlib.metadata
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import rows_stub
import yiming
from conftest import ROOT

PACKAGE = Path(yiming.__file__).parent
MODULES = ["yiming", *(f"yiming.{module.name}" for module in pkgutil.iter_modules([PACKAGE]))]


@pytest.mark.parametrize("page", ["python/README.md", "docs/python.md", "docs/python.zh-Hant.md"])
def test_pages(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(ROOT / page), module_relative=False, encoding="utf-8")
    assert tried > 5 and failed == 0


def test_docstrings():
    results = [doctest.testmod(sys.modules[name]) for name in MODULES if name in sys.modules]
    assert sum(result.attempted for result in results) >= 8 and not any(result.failed for result in results)


def test_the_rows_stub_is_made_of_the_tables():
    assert (PACKAGE / "rows.pyi").read_text("utf-8") == rows_stub.stub()


def test_types(tmp_path):
    config = ROOT / "python" / "pyproject.toml"
    for command in (
        ["mypy", "--config-file", config, "-p", "yiming"],
        ["mypy.stubtest", "--mypy-config-file", config, "--concise", "yiming._native", "yiming.rows"],
    ):
        done = subprocess.run([sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr


def test_licences_are_in_the_wheel():
    files = [file.name for file in importlib.metadata.files("yiming") or []]
    assert {"LICENSE-APACHE", "LICENSE-MIT", "NOTICE"} <= set(files)
