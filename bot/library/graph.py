"""Chroma's graph of near vectors (HNSW; Malkov and Yashunin, 2018): how it is made, and how widely it is searched."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

EF_SEARCH = 200
HNSW: CreateHNSWConfiguration = {"space": "cosine", "ef_construction": 200, "ef_search": EF_SEARCH, "max_neighbors": 32}
EASY, STEEPNESS = 20_000, 0.7
"""Among how many vectors `EF_SEARCH` finds what an exact search does, and how fast it has to grow with more of them. By
recall@10 of vectors without much structure, which are the hard case: .993 with 200 of 20,000; of 100,000 .954 with 200,
.978 with 300, .991 with 447; of a million .88 to .93 with 1,582, .95 with 2,000, .96 to .99 with 3,000."""

AHEAD = 1.25
"""How many times as many vectors as there are the graph is set for, so that it need not be with each addition."""


def breadth(size: int) -> int:
    """Return how many candidates a search keeps among so many vectors, so that the nearest are among them.

    Chroma keeps as many as it is asked for, or as its setting says where that is more; it reads that only when it opens
    a graph. To be asked for many more than are wanted takes it half as long again as the search.
    """
    return math.ceil(EF_SEARCH * math.pow(max(1.0, size / EASY), STEEPNESS))
