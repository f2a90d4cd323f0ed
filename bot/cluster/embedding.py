"""The embedding of many texts, shared out among the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from bot.cluster import work
from bot.cluster.tasks import Tasks
from bot.embedding import Embedder, Vectors

SMALLEST = 8_000
"""Characters that are worth a way to a worker and back, which takes some milliseconds."""

LARGEST = 64_000
"""Characters of one share at most: some seconds of one core, so that the last ones end together."""


class ClusterEmbedder:
    """The embedded model on the workers of a cluster; a single query is embedded here."""

    def __init__(self, own: Embedder, tasks: Tasks) -> None:
        self.name = own.name
        self._own = own
        self._tasks = tasks

    def embed(self, texts: Sequence[str], progress: Callable[[int], object] | None = None) -> Vectors:
        """Return float32 vectors of shape (texts, dimensions) and length 1, in the order of `texts`.

        Raises:
            ClusterError: the cluster is gone.
            ModelError: a worker lacks the model.
        """
        parts = list(shares([len(text) for text in texts], self._tasks.cores))
        found = self._tasks.in_order(lambda part: self._tasks.begin(work.embed, [texts[i] for i in part]), parts)
        vectors: list[Vectors] = []
        for part, rows in zip(parts, found, strict=True):
            if isinstance(rows, Exception):
                raise rows
            vectors.append(rows)
            if progress:
                progress(len(part))
        return _put_back(parts, vectors) if parts else self._own.embed(texts)

    def embed_query(self, text: str) -> Sequence[float]:
        """Return the vector of one query."""
        return self._own.embed_query(text)


def shares(lengths: Sequence[int], cores: int) -> Iterator[list[int]]:
    """Yield the indices of texts in shares of alike length, longest first: each of about as many characters.

    Texts of alike length go together, so that little is padded.
    """
    most = min(LARGEST, max(SMALLEST, sum(lengths) // (2 * cores)))
    share, size = list[int](), 0
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        if share and size + lengths[index] > most:
            yield share
            share, size = [], 0
        share.append(index)
        size += lengths[index]
    if share:
        yield share


def _put_back(parts: Sequence[Sequence[int]], rows: Sequence[Vectors]) -> Vectors:
    order = np.argsort(np.concatenate([np.asarray(part) for part in parts]))
    vectors: Vectors = np.concatenate(rows)[order]
    return vectors
