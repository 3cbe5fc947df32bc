"""What tells one library, and one file, from another: hashes, and names that have them."""

import hashlib
from functools import cache

from .. import _native


@cache
def identity() -> str:
    """The SHA-256 of what rows depend on besides the user's dictionaries: versions, and the shipped dictionaries."""
    return hashlib.sha256("\n".join(_native.identity()).encode()).hexdigest()


def named(prefix: str, contents: bytes, ending: str) -> str:
    """A name for contents, which no others have: what Spark has sent under a name it never sends again."""
    return f"{prefix}-{hashlib.sha256(contents).hexdigest()[:16]}.{ending}"
