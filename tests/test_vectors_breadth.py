"""The dense index finds what an exact search finds, also where there are many vectors without much structure."""

from contextlib import closing

import numpy as np
import pytest

from bot.chunking import chunk
from bot.library import graph, vectors
from bot.library.rows import key_of
from bot.records import Document, Metadata

SIZE, DIMENSIONS, NEAREST = 2_100, 64, 10


@pytest.fixture(scope="module")
def rows():
    drawn = np.random.default_rng(9).standard_normal((SIZE + 40, DIMENSIONS), dtype=np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def index(rows, tmp_path_factory):
    """An index that by itself looks at few candidates, so that it misses some among so many."""
    metadata = Metadata("Lanterns", "report")
    (passage,) = chunk(Document("one", "The harbour master ordered lanterns.", "0", metadata, origin="one"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(graph.HNSW, "ef_search", 10)
        with closing(vectors.Vectors.made(tmp_path_factory.mktemp("wide") / "vectors")) as made:
            entries = [(key_of(number, 0), number, passage, metadata) for number in range(SIZE)]
            made.add(entries, rows[:SIZE])
            yield made


def recall(index, rows):
    """The share of the nearest by exact comparison that the index finds."""
    shares = []
    for row in rows[SIZE:]:
        exact = {key_of(int(number), 0) for number in np.argsort(-(rows[:SIZE] @ row))[:NEAREST]}
        found = index.search(row.tolist(), NEAREST)
        assert len(found) == NEAREST
        assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
        shares.append(len(exact & {key for key, _ in found}) / NEAREST)
    return float(np.mean(shares))


def test_more_candidates_are_looked_at_among_more_vectors(index, rows, monkeypatch):
    monkeypatch.setattr(graph, "EF_SEARCH", 10)
    monkeypatch.setattr(graph, "EASY", SIZE)
    assert recall(index, rows) < 0.9
    monkeypatch.setattr(graph, "EASY", 40)
    assert recall(index, rows) >= 0.97


@pytest.mark.parametrize(
    ("size", "least", "most"), [(0, 200, 200), (20_000, 200, 200), (10**5, 440, 460), (10**6, 1_400, 1_500)]
)
def test_how_many_candidates_there_are(size, least, most):
    assert least <= graph.breadth(size) <= most
