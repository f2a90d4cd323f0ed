"""How damage to a part of a library is told: in one line, with what mends it."""

from __future__ import annotations

import textwrap

from bot.errors import LibraryDamaged

REBUILD = "Run `python -m bot rebuild`, which makes vectors and words anew from the catalogue."
REASON_LENGTH = 160
"""Characters of another program's message that are shown; some carry the whole content of a file."""


def damaged(part: str, error: Exception) -> LibraryDamaged:
    """Say that a part made from the catalogue cannot be used, and why."""
    reason = textwrap.shorten(str(error), REASON_LENGTH, placeholder=" …").rstrip(".")
    return LibraryDamaged(f"{part} cannot be used: {reason}.", REBUILD)
