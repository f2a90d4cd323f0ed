"""The markers of a sentence, such as [2], and its text without them; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MARKER = re.compile(r"[\[【]\s*(?:[Ss]ources?:?\s*)?(\d{1,3}(?:\s*(?:[,;–-]|and)\s*\d{1,3})*)\s*[\]】]")
"""One marker, with the numbers in it: [2], [1, 3], [2–4], [source 2]."""

_RANGE = re.compile(r"(\d+)\s*[–-]\s*(\d+)")
_LONGEST_RANGE = 10
_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?](?:\s|$))")


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as a model wrote it, without markers and markup, and the numbers of its markers, each once."""

    text: str
    markers: tuple[int, ...]


def numbers_in(text: str) -> tuple[int, ...]:
    """Return the numbers of all markers of a text, in order, each once."""
    found = (number for match in MARKER.finditer(text) for number in _numbers(match[1]))
    return tuple(dict.fromkeys(found))


def unmarked(text: str) -> str:
    """Return a text without its markers, and without the space that one leaves before a stop."""
    return _BEFORE_STOP.sub("", " ".join(MARKER.sub(" ", text).split()))


def neutralised(text: str) -> str:
    """Return a text of a source in which nothing is a marker, markup or a turn of a chat for a model."""
    plain = MARKER.sub(lambda match: f"({match[1]})", text)
    return plain.replace("<", "‹").replace(">", "›")


def _numbers(inside: str) -> Iterator[int]:
    for part in re.split(r"[,;]|and", inside):
        match = _RANGE.fullmatch(part.strip())
        if match and int(match[2]) - int(match[1]) < _LONGEST_RANGE:
            yield from range(int(match[1]), int(match[2]) + 1)
        else:
            yield from (int(number) for number in re.findall(r"\d+", part))
