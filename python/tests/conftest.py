"""What the tests share: a pipeline, texts, and the command line, with which rows are compared."""

import os
import shutil
from pathlib import Path

import pytest

import yiming

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def pipeline():
    return yiming.Pipeline()


@pytest.fixture(scope="session")
def program():
    """The program `yiming`, which YIMING names."""
    program = os.environ.get("YIMING") or shutil.which("yiming")
    if program is None:
        pytest.skip("YIMING does not name the program")
    return program


def texts_of(folder):
    """The texts of a folder, by their names."""
    return [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]


@pytest.fixture(scope="session")
def texts():
    texts = texts_of(ROOT / "corpus")
    assert len(texts) == 40
    return texts
