"""How damage to a part of a library is told: in one line, with what mends it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import LibraryDamaged, LibraryError

REBUILD = "Run `python -m bot rebuild`, which makes vectors and words anew from the catalogue."
ROOM = "Check that its folder is writable and that its disk has room, then try again."
REASON_LENGTH = 160
"""Characters of another program's message that are shown; some carry the whole content of a file."""

_NO_ROOM = re.compile(
    r"no space left|disk is full|disk full|file too large|read-?only|disk i/o error|permission denied|os error 2[78]",
    re.IGNORECASE,
)


def damaged(part: str, error: BaseException) -> LibraryError:
    """Say that a part made from the catalogue cannot be used, and why: it is broken, or the disk does not take more."""
    reason = textwrap.shorten(str(error), REASON_LENGTH, placeholder=" …").rstrip(".")
    if _NO_ROOM.search(str(error)):
        return LibraryError(f"{part} cannot be written: {reason}.", ROOM)
    return LibraryDamaged(f"{part} cannot be used: {reason}.", REBUILD)


@contextmanager
def explained(part: str, *kinds: type[Exception]) -> Iterator[None]:
    """Raise other programs' errors of these kinds, and the panics of those in Rust, as what they mean."""
    try:
        yield
    except kinds as error:
        raise damaged(part, error) from error
    except BaseException as error:
        # The class of a panic has no importable name, and is no Exception.
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise damaged(part, error) from error
