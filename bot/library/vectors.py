"""The dense index: one Chroma collection, cosine, under our own ids."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.embedding import Vectors as Matrix
from bot.library.damage import damaged
from bot.library.filters import Condition, attributes, day_number
from bot.records import Metadata, Passage

if TYPE_CHECKING:
    import chromadb
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

COLLECTION = "passages"
HNSW: CreateHNSWConfiguration = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}
PAGE = 5_000
"""Rows in one call; Chroma refuses more than SQLite's limit of variables."""

_openings = itertools.count()


class Vectors:
    """The vectors of a library's passages, each known by its key."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._spelling = _unique_spelling(path)
        self._lock = threading.Lock()
        with self._guarded():
            self._open()

    def _open(self) -> None:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=self._spelling)
        # The declared type of a client lacks `close`, which every client has.
        self._client: Any = chromadb.PersistentClient(self._spelling, settings=settings)
        self._collection: chromadb.Collection = self._client.get_or_create_collection(
            COLLECTION, configuration={"hnsw": HNSW}, embedding_function=None
        )

    def close(self) -> None:
        """Give the files back."""
        with self._lock:
            self._client.close()

    def refresh(self, path: Path) -> None:
        """See what another process has written, maybe elsewhere: an open Chroma keeps the graph that it has read."""
        with self._guarded():
            self._client.close()
            self._path = path
            self._spelling = _unique_spelling(path)
            self._open()

    def add(self, entries: Sequence[tuple[int, int, Passage, Metadata]], vectors: Matrix) -> None:
        """Store vectors, one row a passage, given as key, number, passage and metadata."""
        ids = [str(key) for key, *_ in entries]
        rows: list[Mapping[str, Any]] = [_row(number, passage, metadata) for _, number, passage, metadata in entries]
        with self._guarded():
            for start in range(0, len(ids), PAGE):
                page = slice(start, start + PAGE)
                self._collection.upsert(ids=ids[page], embeddings=vectors[page], metadatas=rows[page])

    def remove(self, numbers: Sequence[int]) -> None:
        """Drop all vectors of these versions."""
        with self._guarded():
            for number in numbers:
                self._collection.delete(where={"number": number})

    def count(self) -> int:
        """Return how many vectors there are."""
        with self._guarded():
            return self._collection.count()

    def search(self, vector: Sequence[float], limit: int, condition: Condition) -> list[tuple[int, float]]:
        """Return the keys of up to `limit` passages with their cosine similarity, best first."""
        where = _where(condition)
        with self._guarded():
            found = self._collection.query(
                query_embeddings=list(vector), n_results=limit, where=where, include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        return [(int(key), 1.0 - distance) for key, distance in zip(found["ids"][0], distances, strict=True)]

    def get(self, keys: Sequence[int]) -> Matrix:
        """Return the vectors of those keys that there are, in any order, of shape (found, dimensions)."""
        with self._guarded():
            found = self._collection.get(ids=[str(key) for key in keys], include=["embeddings"])
        return np.asarray(found["embeddings"], dtype=np.float32)

    def keys(self) -> list[int]:
        """Return the keys of all vectors.

        Raises:
            LibraryDamaged: one of the vectors cannot be read.
        """
        # Without the embeddings Chroma would answer from its list of ids alone, though the graph were gone.
        get = partial(self._collection.get, limit=PAGE, include=["embeddings"])
        with self._guarded():
            return [int(key) for at in range(0, self._collection.count(), PAGE) for key in get(offset=at)["ids"]]

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        from chromadb.errors import ChromaError

        try:
            with self._lock:
                yield
        except (ChromaError, ValueError, OSError) as error:
            raise damaged(f"The part {self._path}", error) from error


def _unique_spelling(path: Path) -> str:
    """Return the path with slashes and dots behind it that change nothing but its spelling.

    All of Chroma's clients of one spelling share one reader, which would keep what it has read until the last of
    them is closed.
    """
    return str(path) + "".join("/." if bit == "1" else "/" for bit in f"{next(_openings):b}")


def _row(number: int, passage: Passage, metadata: Metadata) -> dict[str, Any]:
    lists = {name: list(values) for name, values in attributes(metadata, passage.voices).items() if values}
    return {"number": number, "date": day_number(metadata.date) if metadata.date else 0, **lists}


def _where(condition: Condition) -> dict[str, Any] | None:
    clauses: list[dict[str, Any]] = [_any_of(name, values) for name, values in condition.values]
    if condition.numbers is not None:
        clauses.append({"number": {"$in": list(condition.numbers)}})
    if condition.since or condition.until:
        clauses.append({"date": {"$gte": condition.since or 1}})
    if condition.until:
        clauses.append({"date": {"$lte": condition.until}})
    if condition.hidden:
        clauses.append({"number": {"$nin": list(condition.hidden)}})
    if not clauses:
        return None
    return clauses[0] if len(clauses) == 1 else {"$and": clauses}


def _any_of(name: str, values: Sequence[str]) -> dict[str, Any]:
    clauses = [{name: {"$contains": value}} for value in values]
    return clauses[0] if len(clauses) == 1 else {"$or": clauses}
