"""The vectors of a small library in memory, each of which is compared: faster there than an index, and exact."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.embedding import Vectors as Matrix
from bot.library.filters import Condition

MOST = 2_000
"""Passages up to which a library is small: 3 MB, and a comparison with all takes a tenth of a query of Chroma's."""

CONDITIONS_KEPT = 64

Row = Mapping[str, Any]
"""What a passage may be filtered by, with the `number` of its document."""

Entries = Mapping[int, tuple[Matrix, Row]]


class Exact:
    """Vectors with their rows, by key; none is ever changed. Safe for several threads."""

    def __init__(self, entries: Entries) -> None:
        self._entries = dict(sorted(entries.items()))
        self._keys = list(self._entries)
        vectors = [vector for vector, _ in self._entries.values()]
        self._vectors = units(np.stack(vectors)) if vectors else None
        self._meeting = lru_cache(CONDITIONS_KEPT)(self._meet)

    def with_more(self, entries: Entries) -> Exact | None:
        """Return these vectors and others, which take the place of those of the same key; None if they are too many."""
        together = {**self._entries, **entries}
        return Exact(together) if len(together) <= MOST else None

    def without(self, numbers: Collection[int]) -> Exact:
        """Return the vectors of all documents but some."""
        return Exact({key: entry for key, entry in self._entries.items() if entry[1]["number"] not in numbers})

    def search(self, vector: Sequence[float], limit: int, condition: Condition) -> list[tuple[int, float]]:
        """Return the keys of up to `limit` passages that meet a condition with their cosine similarity, best first."""
        if self._vectors is None:
            return []
        there = self._meeting(condition)
        scores = cosines(self._vectors, vector)[there]
        return [(self._keys[there[at]], score) for at, score in best(scores, limit)]

    def _meet(self, condition: Condition) -> NDArray[np.int64]:
        rows = (row for _, row in self._entries.values())
        return np.array([at for at, row in enumerate(rows) if _meets(row, condition)], dtype=np.int64)


def _meets(row: Row, condition: Condition) -> bool:
    number, day = row["number"], row["date"]
    if number in condition.hidden or (condition.numbers is not None and number not in condition.numbers):
        return False
    if (condition.since or condition.until) and not (condition.since or 1) <= day <= (condition.until or day):
        return False
    return all(_shares(values, row.get(name, ())) for name, values in condition.values)


def _shares(wanted: Iterable[str], there: Iterable[str]) -> bool:
    return not set(wanted).isdisjoint(there)


def units(vectors: Matrix) -> Matrix:
    """Return the rows with length 1."""
    made: Matrix = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return made


def cosines(rows: Matrix, vector: Sequence[float]) -> Matrix:
    """Return the cosine of each row, which has length 1, with a vector, of shape (rows,)."""
    alike: Matrix = rows @ units(np.asarray([vector], dtype=np.float32))[0]
    return alike


def best(scores: Matrix, limit: int) -> list[tuple[int, float]]:
    """Return the places of the `limit` highest scores with them, the highest first, and equal ones in their order."""
    return [(int(at), float(scores[at])) for at in np.argsort(-scores, kind="stable")[:limit]]
