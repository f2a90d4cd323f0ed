"""A collection of Chroma's in a folder, asked by the engine alone.

Chroma's Python package takes longer to import than the bot takes to answer a question, and 100 MB: what speaks with
servers, with tracers and with other embedding models. Whoever only reads has need of none of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

WHERE_KEPT = ("default_tenant", "default_database")
"""The tenant and the database that Chroma's own client takes where none is named."""

SEGMENTS = 16
"""How many parts of collections stay open; ours has two."""


class Bound:
    """An open collection with those members of Chroma's `Collection` that read, and that have the same results."""

    def __init__(self, path: Path, name: str) -> None:
        # As of version 1.5; what differs in another raises an AttributeError or a TypeError.
        import chromadb_rust_bindings as engine

        self._engine: Any = engine.Bindings(
            allow_reset=False,
            sqlite_db_config=engine.SqliteDBConfig(
                hash_type=engine.MigrationHash.MD5,
                migration_mode=engine.MigrationMode.Apply,
                url=str(path / "chroma.sqlite3"),
            ),
            persist_path=str(path),
            hnsw_cache_size=SEGMENTS,
        )
        found = self._engine.get_collection(name, *WHERE_KEPT)
        self._id = str(found.id)
        self.configuration_json: dict[str, Any] = found.configuration

    def count(self) -> int:
        """Return how many vectors there are."""
        return int(self._engine.count(self._id, *WHERE_KEPT))

    def query(
        self,
        query_embeddings: Sequence[float],
        n_results: int,
        include: list[str],
    ) -> dict[str, Any]:
        """Return the ids and distances of those nearest to one vector, as the first of one list each."""
        rows = [list(query_embeddings)]
        found = self._engine.query(self._id, None, rows, n_results, None, None, include, *WHERE_KEPT)
        return {"ids": found.ids, "distances": found.distances}

    def get(
        self,
        *,
        ids: list[str] | None = None,
        limit: int | None = None,
        offset: int = 0,
        include: list[str],
    ) -> dict[str, Any]:
        """Return the vectors of some ids, or of a page of all."""
        found = self._engine.get(self._id, ids, None, limit, offset, None, include, *WHERE_KEPT)
        return {"ids": found.ids, "embeddings": np.array(found.embeddings), "metadatas": found.metadatas}

    def close(self) -> None:
        """Give the files back; a second time does nothing."""
        self._engine = None
