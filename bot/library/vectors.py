"""The dense index: one Chroma collection, cosine, under our own ids."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from bot.embedding import Vectors as Matrix
from bot.library.chroma import Shelf
from bot.library.collection import ROWS, opened, sealed, writable
from bot.library.damage import Meaning, damaged, explained, unwritten
from bot.library.filters import attributes, day_number
from bot.library.graph import breadth
from bot.library.sealing import Sealed
from bot.records import Metadata, Passage

if TYPE_CHECKING:
    import chromadb

PAGE = 5_000
"""Rows read in one call; Chroma refuses more than SQLite's limit of variables."""

WRITTEN = 64
"""Rows written in one call: between two of them questions have their turn."""

Row = Mapping[str, Any]
"""What a passage may be filtered by, with the `number` of its document."""


class Vectors:
    """The vectors of a library's passages, each known by its key."""

    def __init__(self, path: Path, means: Meaning = damaged) -> None:
        self._lock = threading.RLock()
        self._path, self._sealed = path, sealed(path)
        with self._explained(means):
            self._open = opened(path, self._sealed, writes=means is unwritten)

    @classmethod
    def made(cls, path: Path) -> Self:
        """Make the folder of a library that has none, or only what is left of one that was not finished."""
        Sealed(path).begin()
        return cls(path, means=unwritten)

    @property
    def broken(self) -> bool:
        """Whether a writer is at work, or did not come to the end."""
        return self._sealed.broken

    def close(self) -> None:
        """Give the files back."""
        with self._lock:
            self._open.close()

    def refresh(self, path: Path | Shelf, wait: float | None = None) -> None:
        """See what another process has written, maybe elsewhere: an open Chroma keeps the graph that it has read.

        Raises:
            LibraryBusy: somebody is writing for longer than `wait` seconds; what was read before still serves.
            Torn: a writer died at it.
        """
        assert isinstance(path, Path)
        seal = self._sealed if path == self._path else sealed(path)
        with self._explained():
            newest = opened(path, seal, wait, writes=self._open.writes)
        with self._lock:
            former, self._open, self._path, self._sealed = self._open, newest, path, seal
            former.close()

    def add(self, entries: Sequence[tuple[int, int, Passage, Metadata]], vectors: Matrix) -> None:
        """Store vectors, one row a passage, given as key, number, passage and metadata."""
        ids = [str(key) for key, *_ in entries]
        rows: list[Row] = [row_of(number, passage, metadata) for _, number, passage, metadata in entries]
        with self._writing():
            for start in range(0, len(ids), WRITTEN):
                page = slice(start, start + WRITTEN)
                with self._lock:
                    self._collection.upsert(ids=ids[page], embeddings=vectors[page], metadatas=rows[page])
                    self._open = replace(self._open, size=self._open.size + len(ids[page]))

    def remove(self, numbers: Sequence[int]) -> None:
        """Drop all vectors of these versions."""
        with self._writing():
            for number in numbers:
                with self._lock:
                    self._collection.delete(where={"number": number})

    def sweep(self, numbers: Sequence[int]) -> None:
        """Drop what a writer may have left that died."""
        self.remove(numbers)

    def count(self) -> int:
        """Return how many vectors there are."""
        with self._guarded():
            return int(self._open.collection.count())

    @property
    def size(self) -> int:
        """How many vectors there are, those counted that were removed since the part was opened."""
        return self._open.size

    def search(self, vector: Sequence[float], limit: int) -> list[tuple[int, float]]:
        """Return the keys of the `limit` nearest passages with their cosine similarity, best first."""
        with self._guarded():
            wanted = breadth(self.size)
            asked = limit if self._open.candidates >= wanted else max(limit, wanted)
            found = self._open.collection.query(query_embeddings=list(vector), n_results=asked, include=["distances"])
        keys, distances = found["ids"][0][:limit], (found["distances"] or [[]])[0][:limit]
        return [(int(key), 1.0 - distance) for key, distance in zip(keys, distances, strict=True)]

    def get(self, keys: Sequence[int]) -> dict[int, Matrix]:
        """Return the vectors of those keys that there are, each of shape (dimensions,)."""
        vectors: dict[int, Matrix] = {}
        for at in range(0, len(keys), PAGE):
            ids = [str(key) for key in keys[at : at + PAGE]]
            with self._guarded():
                found = self._open.collection.get(ids=ids, include=["embeddings"])
            rows = np.asarray(found["embeddings"], dtype=np.float32)
            vectors.update((int(key), row) for key, row in zip(found["ids"], rows, strict=True))
        return vectors

    def entries(self) -> Iterator[dict[int, tuple[Matrix, Row]]]:
        """Yield all that is there in pages, by key: the vector and what is noted with it.

        Raises:
            LibraryDamaged: one of the vectors cannot be read.
        """
        for at in range(0, self.count(), PAGE):
            with self._guarded():
                # Without the embeddings Chroma would answer from its list of ids alone, though the graph were gone.
                page = self._open.collection.get(limit=PAGE, offset=at, include=["embeddings", "metadatas"])
            vectors, rows = np.asarray(page["embeddings"], dtype=np.float32), page["metadatas"] or []
            yield {
                int(key): (vectors[at], dict(row)) for at, (key, row) in enumerate(zip(page["ids"], rows, strict=True))
            }

    def problems(self) -> list[str]:
        """Return what SQLite finds wrong with Chroma's rows."""
        with closing(sqlite3.connect(self._path / ROWS)) as connection:
            try:
                found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            except sqlite3.DatabaseError as error:
                found = [str(error)]
        return [f"{ROWS}: {problem}" for problem in found if problem != "ok"]

    @property
    def _collection(self) -> chromadb.Collection:
        """The collection as Chroma's own client has it, which writes, too."""
        self._open_to_write()
        collection: chromadb.Collection = self._open.collection
        return collection

    def _open_to_write(self) -> None:
        with self._lock:
            if not self._open.writes:
                former = self._open
                self._open = replace(writable(self._path), size=former.size)
                former.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._explained(unwritten), self._sealed.alone():
            self._open_to_write()
            with self._sealed.writing():
                yield
                self._open.widen()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        with self._explained(), self._lock:
            yield

    def _explained(self, means: Meaning = damaged) -> AbstractContextManager[None]:
        return explained(f"The part {self._path}", ValueError, OSError, means=means)


def row_of(number: int, passage: Passage, metadata: Metadata) -> Row:
    """Return what is noted with the vector of a passage: what it may be filtered by."""
    lists = {name: list(values) for name, values in attributes(metadata, passage.voices).items() if values}
    return {"number": number, "date": day_number(metadata.date) if metadata.date else 0, **lists}
