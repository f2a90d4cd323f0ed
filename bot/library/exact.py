"""All vectors of a small library in memory, each of which is compared: exact, and faster there than an index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.embedding import Vectors as Matrix
from bot.library.filters import Condition
from bot.library.rows import KEY_BITS

MOST = 20_000
"""Passages up to which a library is small: 31 MB, read in .2 s and compared in 2 ms, where Chroma's graph takes 4 ms.
What is compared grows with the passages, what the graph looks at hardly."""

CONDITIONS_KEPT = 64

Keys = NDArray[np.int64]
Meeting = Callable[[Condition], Sequence[int]]
"""Returns the keys of all passages that meet a condition."""


class Exact:
    """The vectors of passages, brought to length 1, in the order of their keys. None is ever changed.

    `keys` has the shape (passages,), `vectors` (passages, dimensions).
    """

    def __init__(self, keys: Keys, vectors: Matrix) -> None:
        order = np.argsort(keys)
        self._keys, self._vectors = keys[order], units(vectors[order])
        self._meeting = lru_cache(CONDITIONS_KEPT)(self._meet)

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def numbers(self) -> set[int]:
        """The numbers of the documents whose passages these are."""
        return set((self._keys >> KEY_BITS).tolist())

    def with_more(self, keys: Keys, vectors: Matrix) -> Exact:
        """Return these vectors and others."""
        if not len(keys) or not len(self._keys):
            return Exact(keys, vectors) if len(keys) else self
        return Exact(np.concatenate([self._keys, keys]), np.concatenate([self._vectors, vectors]))

    def without(self, numbers: Collection[int]) -> Exact:
        """Return the vectors of all documents but some."""
        if not numbers:
            return self
        kept = ~np.isin(self._keys >> KEY_BITS, list(numbers))
        return Exact(self._keys[kept], self._vectors[kept])

    def of(self, keys: Collection[int]) -> Matrix:
        """Return those vectors that there are, of shape (found, dimensions), in the order of the keys."""
        return self._vectors[np.isin(self._keys, list(keys))]

    def search(
        self, vector: Sequence[float], limit: int, condition: Condition, meeting: Meeting, generation: int
    ) -> list[tuple[int, float]]:
        """Return the keys of up to `limit` passages that meet a condition with their cosine similarity, best first.

        What meets it is asked of `meeting`, and remembered for one `generation` of what that reads.
        """
        if not len(self._keys):
            return []
        there = self._meeting(condition, meeting, generation)
        scores = cosines(self._vectors, vector)[there]
        return [(int(self._keys[there[at]]), score) for at, score in best(scores, limit)]

    def _meet(self, condition: Condition, meeting: Meeting, _: int) -> NDArray[np.intp]:
        if condition.only_hides:
            return np.flatnonzero(~np.isin(self._keys >> KEY_BITS, condition.hidden))
        return np.flatnonzero(np.isin(self._keys, np.array(meeting(condition), dtype=np.int64)))


def units(vectors: Matrix) -> Matrix:
    """Return the rows with length 1."""
    made: Matrix = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return made


def cosines(rows: Matrix, vector: Sequence[float]) -> Matrix:
    """Return the cosine of each row, which has length 1, with a vector, of shape (rows,)."""
    # The product of matrices would take both cores for one question, and eight at once ten times as long each.
    alike: Matrix = np.vecdot(rows, units(np.asarray([vector], dtype=np.float32))[0])
    return alike


def best(scores: Matrix, limit: int) -> list[tuple[int, float]]:
    """Return the places of the `limit` highest scores with them, the highest first, and equal ones in their order."""
    there = np.arange(len(scores))
    if 0 < limit < len(scores):
        # To sort only those that reach the last one's score takes a sixth of the time.
        there = np.flatnonzero(scores >= np.partition(scores, -limit)[-limit])
    order = there[np.argsort(-scores[there], kind="stable")[:limit]]
    return [(int(at), float(scores[at])) for at in order]
