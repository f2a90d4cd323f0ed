"""The forms of a name: with and without titles and middle names, the surname alone; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from bot.attribution.cues import HONORIFICS, is_honorific

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SUFFIX = frozenset({"jr", "sr", "ii", "iii", "iv"})


@lru_cache(maxsize=10_000)
def parts_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded, without titles, initials and what stands after it; a hyphen joins."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    found = [word for word in _WORD.findall(plain.casefold()) if word not in HONORIFICS and word not in _SUFFIX]
    return tuple(word for word in found if len(word) > 1) or tuple(found)


def is_same(parts: Sequence[str], full: Sequence[str]) -> bool:
    """Tell whether two forms are of one name: the same, a surname beside a full name, or with a middle name in one."""
    if not parts or not full:
        return False
    if len(parts) == 1 or len(full) == 1:
        short, long = sorted((parts, full), key=len)
        return short[0] in (long[-1], long[0] if len(long) > 2 else long[-1])
    return parts == full or (parts[0], parts[-1]) == (full[0], full[-1])


def is_form(parts: Sequence[str], full: Sequence[str]) -> bool:
    """Tell whether a form, which is no longer, is of a name."""
    return len(parts) <= len(full) and is_same(parts, full)


def untitled(name: str) -> str:
    """Return a name without the titles before it."""
    parts = name.split()
    while len(parts) > 1 and is_honorific(parts[0]):
        parts = parts[1:]
    return " ".join(parts)
