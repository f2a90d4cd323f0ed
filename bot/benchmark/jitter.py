"""Vectors without a model's work: its own for a part of the texts, and altered copies of them for the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from bot.embedding import Embedder, Vectors

JITTER = 0.7
"""The length of what is added to a vector of length 1: a copy's cosine with it is .82, as with a text that is near."""


class Jittered:
    """Stands for a model in a library that is made to be measured: it knows some texts, and makes up the others.

    `copied` are those texts whose vectors it alters for others; none of them may be searched for. Around one that is
    there itself, a graph links all its copies to it and hardly any to each other, so that many are never found.
    """

    def __init__(self, model: Embedder, texts: Sequence[str], copied: Sequence[str], seed: int = 0) -> None:
        self.name = model.name
        self._model = model
        self._known = dict(zip(texts, model.embed(texts), strict=True))
        self._vectors = np.stack([self._known[text] for text in copied])
        self._chance = np.random.default_rng(seed)

    def embed(self, texts: Sequence[str], progress: Callable[[int], object] | None = None) -> Vectors:
        """Return float32 vectors of shape (texts, dimensions) and length 1."""
        vectors = self._copies(len(texts))
        for row, text in enumerate(texts):
            if text in self._known:
                vectors[row] = self._known[text]
        if progress:
            progress(len(texts))
        return vectors

    def embed_query(self, text: str) -> Sequence[float]:
        """Return the model's own vector of a query."""
        return self._model.embed_query(text)

    def _copies(self, size: int) -> Vectors:
        base = self._vectors[self._chance.integers(len(self._vectors), size=size)]
        noise = self._chance.standard_normal(base.shape, dtype=np.float32)
        copies = base + JITTER * noise / np.linalg.norm(noise, axis=1, keepdims=True)
        unit: Vectors = copies / np.linalg.norm(copies, axis=1, keepdims=True)
        return unit
