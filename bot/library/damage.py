"""How damage to a part of a library is told: in one line, with what mends it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.errors import LibraryDamaged, LibraryError

REBUILD = "Run `python -m bot rebuild`, which makes vectors and words anew from the catalogue."
ROOM = "Check that its folder is writable and that its disk has room, then try again: nothing that was there is lost."
REASON_LENGTH = 160
"""Characters of another program's message that are shown; some carry the whole content of a file."""

Meaning = Callable[[str, BaseException], LibraryError]
"""Says what an error of another program means for a part."""

_UNIMPORTED = frozenset({"pyo3_runtime", "chromadb.errors"})
"""Modules of errors whose classes are not named: a panic's has no name to import, and Chroma's take a second."""

_NO_ROOM = re.compile(
    r"no space left|disk is full|file too large|read-?only|disk i/o error|permission denied", re.IGNORECASE
)


def damaged(part: str, error: BaseException) -> LibraryError:
    """Say that a part made from the catalogue cannot be used, and why: mostly because it is broken."""
    if _NO_ROOM.search(str(error)):
        return unwritten(part, error)
    return LibraryDamaged(f"{part} cannot be used: {_reason(error)}.", REBUILD)


def unwritten(part: str, error: BaseException) -> LibraryError:
    """Say that a part cannot be written, and why, as far as it is known."""
    return LibraryError(f"{part} cannot be written: {_reason(error)}.", ROOM)


def _reason(error: BaseException) -> str:
    return textwrap.shorten(str(error), REASON_LENGTH, placeholder=" …").rstrip(".")


@contextmanager
def explained(part: str, *kinds: type[Exception], means: Meaning = damaged) -> Iterator[None]:
    """Raise other programs' errors of these kinds, Chroma's, and the panics of those in Rust, as what they mean."""
    try:
        yield
    except kinds as error:
        raise means(part, error) from error
    except BaseException as error:
        # A panic is no Exception.
        if type(error).__module__ not in _UNIMPORTED:
            raise
        raise means(part, error) from error
