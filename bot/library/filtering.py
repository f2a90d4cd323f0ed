"""Dense search under filters. The word index knows what meets them: of few passages each is compared, of many the near.

Chroma would list for each question whatever meets a filter: with 1,100 of 110,000 passages that takes 64 ms of the
processor, with a quarter of them 219. The word index takes 0.5 and 8 ms, once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.embedding import Vectors as Matrix
from bot.library.exact import Keys, best, cosines, units
from bot.library.filters import Condition
from bot.library.rows import KEY_BITS
from bot.library.vectors import Vectors
from bot.library.words import WordIndex

KEPT = 8
"""Conditions that are remembered: with a million passages up to 19 MB each."""

FEW = 150
"""Passages are few where their number squared is no more than this times that of all: to read the vectors of that many
takes as long as to look at as many of all as must be, for a hundred of them to meet a condition."""

SPARE, FURTHER = 1.5, 4
"""How many times as many are looked at as would do if a condition were met evenly, and as whenever were too few."""


@dataclass(frozen=True, slots=True)
class _Met:
    """The keys of the passages that meet a condition, in order, and their vectors, of length 1, where they are few."""

    keys: Keys
    vectors: Matrix | None


class Filtering:
    """Searches the vectors of a library under conditions. Safe for several threads."""

    def __init__(self, vectors: Vectors, words: WordIndex) -> None:
        self._vectors = vectors
        self._words = words
        self._met = lru_cache(KEPT)(self._read)

    def search(
        self, vector: Sequence[float], limit: int, condition: Condition, generation: int
    ) -> list[tuple[int, float]]:
        """Return the keys of up to `limit` passages that meet a condition with their cosine similarity, best first.

        What meets it is remembered for one `generation` of the parts.
        """
        if condition.only_hides:
            return self._picked(vector, limit, lambda keys: ~np.isin(keys >> KEY_BITS, condition.hidden), 1.0)
        met = self._met(condition, generation)
        if not len(met.keys):
            return []
        if met.vectors is not None:
            return [(int(met.keys[at]), score) for at, score in best(cosines(met.vectors, vector), limit)]
        share = len(met.keys) / max(1, self._vectors.size)
        return self._picked(vector, limit, lambda keys: np.isin(keys, met.keys), min(1.0, share))

    def _picked(
        self, vector: Sequence[float], limit: int, meets: Callable[[Keys], NDArray[np.bool_]], share: float
    ) -> list[tuple[int, float]]:
        """Look at the nearest of all until enough of them meet the condition."""
        wide, size = limit, self._vectors.size
        if share < 1.0:
            wide = math.ceil(SPARE * limit / share)
        while True:
            found = self._vectors.search(vector, wide)
            there = meets(np.array([key for key, _ in found], dtype=np.int64))
            kept = [each for each, is_met in zip(found, there, strict=True) if is_met]
            if len(kept) >= limit or len(found) < wide or wide >= size:
                return kept[:limit]
            wide = min(size, FURTHER * wide)

    def _read(self, condition: Condition, _: int) -> _Met:
        keys = np.sort(np.array(self._words.meeting(condition), dtype=np.int64))
        if len(keys) ** 2 > FEW * self._vectors.size:
            return _Met(keys, None)
        found = dict(sorted(self._vectors.get(keys.tolist()).items()))
        if not found:
            return _Met(keys[:0], None)
        return _Met(np.array(list(found), dtype=np.int64), units(np.stack(list(found.values()))))
