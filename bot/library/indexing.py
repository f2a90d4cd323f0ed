"""What of a passage is embedded, and a count of how far that has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from bot.embedding import Embedder, Vectors
from bot.records import Metadata, Passage

Progress = Callable[[int, int], object]
"""Told how many of how many texts are embedded."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of one document: `passages` of shape (passages, dimensions), and a matrix a passage for sentences."""

    passages: Vectors
    sentences: tuple[Vectors, ...]


class Counter:
    """Adds up what is done and tells the listener, if there is one."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def __call__(self, more: int) -> None:
        """Note that `more` texts are done."""
        self._done += more
        if self._progress:
            self._progress(self._done, self._total)


def passage_text(metadata: Metadata, passage: Passage) -> str:
    """Return what stands for a passage in the dense index: its document's title and its headings before its words."""
    return "\n".join(part for part in (metadata.title, passage.heading, passage.text) if part)


def text_count(passages: Sequence[Passage]) -> int:
    """Return how many texts of these passages are embedded: each passage and each sentence."""
    return sum(1 + len(passage.sentences) for passage in passages)


def embed(
    embedder: Embedder, documents: Sequence[tuple[Metadata, Sequence[Passage]]], progress: Callable[[int], object]
) -> list[Embedded]:
    """Embed the passages of documents and their sentences, all in one call, so that few texts are padded."""
    texts = [text for metadata, passages in documents for text in _texts(metadata, passages)]
    rows = iter(embedder.embed(texts, progress))
    return [_take(rows, passages) for _, passages in documents]


def _texts(metadata: Metadata, passages: Sequence[Passage]) -> list[str]:
    whole = [passage_text(metadata, passage) for passage in passages]
    return whole + [
        passage.text[span.start - passage.start : span.end - passage.start]
        for passage in passages
        for span in passage.sentences
    ]


def _take(rows: Iterator[Vectors], passages: Sequence[Passage]) -> Embedded:
    whole = np.stack(list(islice(rows, len(passages))))
    return Embedded(whole, tuple(np.stack(list(islice(rows, len(passage.sentences)))) for passage in passages))
