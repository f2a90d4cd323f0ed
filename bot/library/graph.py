"""Chroma's graph of near vectors (HNSW; Malkov and Yashunin, 2018): how it is made, and how widely it is searched."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

EF_SEARCH = 200
HNSW: CreateHNSWConfiguration = {"space": "cosine", "ef_construction": 200, "ef_search": EF_SEARCH, "max_neighbors": 32}
EASY, STEEPNESS = 20_000, 0.5
"""Among how many vectors `EF_SEARCH` finds what an exact search does, and how fast it has to grow with more of them. By
recall@10 of vectors without much structure, which are the hard case: .993 with 200 of 20,000, and of 100,000 .954 with
200, .978 with 300, .991 with 447 and .998 with 725."""


def breadth(size: int) -> int:
    """Return how many are to be asked for among so many vectors, so that the nearest are among them.

    Chroma keeps as many candidates as it is asked for, or `EF_SEARCH` where that is more; it reads its own setting only
    when it opens a graph.
    """
    return math.ceil(EF_SEARCH * math.pow(max(1.0, size / EASY), STEEPNESS))
