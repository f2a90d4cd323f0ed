"""Passages go into both indexes: what of them is embedded, how far that has come, and what is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.embedding import Embedder
from bot.embedding import Vectors as Matrix
from bot.library.rows import key_of
from bot.library.vectors import Vectors
from bot.library.words import WordIndex
from bot.records import Document, Metadata, Passage

BATCH_PASSAGES = 512
"""Passages in one commit: enough that its fixed cost (some 50 ms) does not show, few enough to lose little."""

_Planned = TypeVar("_Planned", bound=tuple[object, tuple[Passage, ...]])

Attribute = Callable[[Sequence[tuple[Document, Sequence[Passage]]]], Iterable[Sequence[Passage]]]
"""Gives the passages of documents who says what in them, document by document."""

Vector = NDArray[np.float32]
"""One vector, of shape (dimensions,)."""

Progress = Callable[[int, int], object]
"""Told how many of how many texts are embedded."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of one document: `passages` of shape (passages, dimensions), and a matrix a passage for sentences."""

    passages: Matrix
    sentences: tuple[Matrix, ...]


class Counter:
    """Adds up what is done and tells the listener, if there is one."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def __call__(self, more: int) -> None:
        """Note that `more` texts are done."""
        self._done += more
        if self._progress:
            self._progress(self._done, self._total)


def unattributed(documents: Sequence[tuple[Document, Sequence[Passage]]]) -> Iterator[Sequence[Passage]]:
    """Leave it open who says what."""
    return (passages for _, passages in documents)


def passage_text(metadata: Metadata, passage: Passage) -> str:
    """Return what stands for a passage in the dense index: its document's title before its words.

    Its headings are left out: on long regulations they drew the vectors of one chapter together.
    """
    return "\n".join(part for part in (metadata.title, passage.text) if part)


def text_count(passages: Sequence[Passage]) -> int:
    """Return how many texts of these passages are embedded: each passage and each sentence."""
    return sum(1 + len(passage.sentences) for passage in passages)


def embed(
    embedder: Embedder,
    documents: Sequence[tuple[Metadata, Sequence[Passage]]],
    progress: Callable[[int], object],
    known: Mapping[str, Vector] = MappingProxyType({}),
) -> list[Embedded]:
    """Embed the passages of documents and their sentences, all in one call, so that few texts are padded.

    A text whose vector is known is not embedded, and one that comes again is embedded once.
    """
    texts = [text for metadata, passages in documents for text in texts_of(metadata, passages)]
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    made = {**known, **dict(zip(missing, embedder.embed(missing, progress) if missing else (), strict=True))}
    progress(len(texts) - len(missing))
    rows = (made[text] for text in texts)
    return [_take(rows, passages) for _, passages in documents]


def batches(plan: Sequence[_Planned]) -> Iterator[list[_Planned]]:
    """Yield documents with their passages in batches of one commit each; a large one has its own."""
    batch: list[_Planned] = []
    for entry in plan:
        if batch and sum(len(passages) for _, passages in batch) + len(entry[1]) > BATCH_PASSAGES:
            yield batch
            batch = []
        batch.append(entry)
    if batch:
        yield batch


def write_parts(
    vectors: Vectors, words: WordIndex, documents: Sequence[tuple[int, Document, Sequence[Passage]]], rows: Matrix
) -> None:
    """Write passages to both indexes: documents with their numbers and passages, and one row a passage, in order."""
    entries = [
        (key_of(number, passage.ordinal), number, passage, document.metadata)
        for number, document, passages in documents
        for passage in passages
    ]
    vectors.add(entries, rows)
    words.write(entries)


def texts_of(metadata: Metadata, passages: Sequence[Passage]) -> list[str]:
    """Return what of a document is embedded: its passages, and then their sentences."""
    whole = [passage_text(metadata, passage) for passage in passages]
    return whole + [passage.quote(span) for passage in passages for span in passage.sentences]


def _take(rows: Iterator[Matrix], passages: Sequence[Passage]) -> Embedded:
    whole = np.stack(list(islice(rows, len(passages))))
    return Embedded(whole, tuple(np.stack(list(islice(rows, len(passage.sentences)))) for passage in passages))
