"""Chroma's collection in a folder: read by the engine alone until something is written, and by its own client then."""

from __future__ import annotations

import itertools
import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.library.bound import Bound
from bot.library.graph import AHEAD, HNSW, breadth
from bot.library.sealing import Sealed

COLLECTION = "passages"
ROWS = "chroma.sqlite3"
GRAPH = ("*/*.bin", "*/*.pickle")
"""The files of Chroma's graph, which it writes in place; its rows are in SQLite."""

PROOF = "index_metadata.pickle"
"""The file that Chroma writes last: while there is none, it begins the graph anew with each opening."""

_openings = itertools.count()


@dataclass(frozen=True, slots=True)
class Open:
    """An open collection, what closes it, and whether it can be written to.

    `size` is how many vectors it has, at least. Its graph keeps so many `candidates` in a search, or as many as it is
    asked for where that is more.
    """

    collection: Any
    close: Callable[[], object]
    writes: bool
    size: int = 0
    candidates: int = 0

    def widen(self) -> None:
        """Have the graph keep as many candidates as it takes among so many vectors, from its next opening on."""
        if _configured(self.collection) < breadth(self.size):
            wanted = breadth(math.ceil(AHEAD * self.size))
            with warnings.catch_warnings():
                # Chroma calls a collection that has no embedding function of its own an old one.
                warnings.filterwarnings("ignore", "legacy embedding function config", DeprecationWarning)
                self.collection.modify(configuration={"hnsw": {"ef_search": wanted}})


def sealed(path: Path) -> Sealed:
    """Return the seal of the graph in a folder."""
    return Sealed(path, *GRAPH, proof=PROOF)


def opened(path: Path, seal: Sealed, wait: float | None = None, *, writes: bool) -> Open:
    """Open a collection when nobody writes, and have it read the graph.

    Raises:
        LibraryBusy: somebody is writing for longer than `wait` seconds.
        Torn: a writer died at it.
    """
    with seal.alone(wait):
        seal.check()
        found = writable(path) if writes else _readable(path)
        try:
            if found.writes:
                _load(found.collection)
            size = int(found.collection.count())
            seal.renew()
        except BaseException:
            found.close()
            raise
    return replace(found, size=size)


def _load(collection: Any) -> None:
    """Have Chroma read the graph, and bring it up to date where a writer had no time to.

    Whatever is asked first does that, for seconds where there is much; this leaves Python to other threads meanwhile,
    as counting would not.
    """
    collection.get(limit=1, include=["embeddings"])


def _readable(path: Path) -> Open:
    try:
        bound = Bound(path, COLLECTION)
        _load(bound)
    except (ImportError, AttributeError, TypeError):
        # Another version of Chroma has its engine elsewhere, or asks it otherwise.
        return writable(path)
    return Open(bound, bound.close, writes=False, candidates=_configured(bound))


def writable(path: Path) -> Open:
    """Open a collection by Chroma's own client, which is made where there is none."""
    import chromadb
    from chromadb.config import Settings

    spelling = _unique_spelling(path)
    settings = Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=spelling)
    # The declared type of a client lacks `close`, which every client has.
    client: Any = chromadb.PersistentClient(spelling, settings=settings)
    try:
        collection = client.get_or_create_collection(COLLECTION, configuration={"hnsw": HNSW}, embedding_function=None)
    except BaseException:
        client.close()
        raise
    return Open(collection, client.close, writes=True, candidates=_configured(collection))


def _configured(collection: Any) -> int:
    """How many candidates a graph keeps from its next opening on."""
    return int(collection.configuration_json["hnsw"]["ef_search"])


def _unique_spelling(path: Path) -> str:
    """Return the path with slashes and dots behind it that change nothing but its spelling.

    All of Chroma's clients of one spelling share one reader, which would keep what it has read until the last of
    them is closed.
    """
    return str(path) + "".join("/." if bit == "1" else "/" for bit in f"{next(_openings):b}")
