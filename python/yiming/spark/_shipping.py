"""What is sent to executors: this package as one archive, and dictionaries as images. Spark's own channel sends each to an executor once."""

import atexit
import hashlib
import io
import os
import shutil
import tempfile
import zipfile
from functools import cache
from pathlib import Path

from pyspark import SparkContext
from pyspark.sql import SparkSession

from .. import _native
from .._paths import Path as GivenPath
from .._paths import Paths, path_list
from ._naming import named

# Names of what was sent, with the application that has it.
_sent: set[tuple[str, str]] = set()


def ship(spark: SparkSession, wheel: GivenPath | None = None) -> str:
    """Send this package to the executors as one archive, once an application. `process` does it by itself.

    Args:
        wheel: The wheel to send in place of what is installed here, for workers on another platform.

    Returns:
        The name of the archive on executors.
    """
    archive = _installed() if wheel is None else Path(wheel).read_bytes()
    # Spark unpacks what ends in .zip. In a zip file a native module cannot be imported, hence addArchive and not addPyFile.
    name = named("yiming", archive, "zip")
    _send(spark.sparkContext, name, archive, unpack=True)
    return name


def ship_dictionaries(spark: SparkSession, dicts: Paths) -> list[list[str]]:
    """Send dictionaries as images; returns their names on executors, with the SHA-256 of each, in the order of precedence."""
    sent: list[list[str]] = []
    for image in _native.images(path_list(dicts)) if dicts else []:
        name = named("yiming", image, "ymd")
        _send(spark.sparkContext, name, image, unpack=False)
        sent.append([name, hashlib.sha256(image).hexdigest()])
    return sent


@cache
def _installed() -> bytes:
    """This package as an archive, without what only people read. Its bytes depend on nothing else."""
    package = Path(__file__).resolve().parents[1]
    native = Path(_native.__file__).resolve()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted([*package.rglob("*.py"), native]):
            below = (
                path.relative_to(package.parent) if path.is_relative_to(package.parent) else Path("yiming", path.name)
            )
            archive.writestr(zipfile.ZipInfo(below.as_posix()), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


@cache
def _outbox() -> Path:
    """Where files lie as long as executors may ask for them."""
    folder = tempfile.mkdtemp(prefix="yiming-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _send(context: SparkContext, name: str, contents: bytes, unpack: bool) -> None:
    key = (context.applicationId, name)
    if key in _sent:
        return
    path = _outbox() / name
    path.write_bytes(contents)
    if unpack:
        context.addArchive(os.fspath(path))
    else:
        context.addFile(os.fspath(path))
    _sent.add(key)
