"""The dense index finds what an exact search finds, also where there are many vectors without much structure."""

from contextlib import closing

import numpy as np
import pytest

from bot.chunking import chunk
from bot.library import graph
from bot.library.rows import key_of
from bot.library.vectors import Vectors
from bot.records import Document, Metadata

SIZE, DIMENSIONS, NEAREST = 2_100, 64, 10


def entries(first, end):
    metadata = Metadata("Lanterns", "report")
    (passage,) = chunk(Document("one", "The harbour master ordered lanterns.", "0", metadata, origin="one"))
    return [(key_of(number, 0), number, passage, metadata) for number in range(first, end)]


@pytest.fixture(scope="module")
def rows():
    drawn = np.random.default_rng(9).standard_normal((SIZE + 40, DIMENSIONS), dtype=np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def index(rows, tmp_path_factory):
    """An index that by itself looks at few candidates, so that it misses some among so many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(graph.HNSW, "ef_search", 10)
        with closing(Vectors.made(tmp_path_factory.mktemp("wide") / "vectors")) as made:
            made.add(entries(0, SIZE), rows[:SIZE])
            yield made


@pytest.fixture
def crowded(monkeypatch, tmp_path):
    """A folder for vectors of which a hundred are so many that the graph has to be searched more widely."""
    monkeypatch.setattr(graph, "EASY", 100)
    monkeypatch.setitem(graph.HNSW, "ef_search", graph.EF_SEARCH)
    return tmp_path / "vectors"


def nearest(rows, row):
    return [key_of(int(number), 0) for number in np.argsort(-(rows @ row))[:NEAREST]]


def recall(index, rows):
    """The share of the nearest by exact comparison that the index finds."""
    shares = []
    for row in rows[SIZE:]:
        exact = set(nearest(rows[:SIZE], row))
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
    ("size", "least", "most"), [(0, 200, 200), (20_000, 200, 200), (10**5, 610, 625), (10**6, 3_080, 3_110)]
)
def test_how_many_candidates_there_are(size, least, most):
    assert least <= graph.breadth(size) <= most


def test_who_opens_it_after_it_has_grown_searches_it_as_widely_as_it_takes_and_asks_for_no_more(
    crowded, rows, monkeypatch
):
    with closing(Vectors.made(crowded)) as made:
        made.add(entries(0, 100), rows[:100])
        assert made._open.candidates == graph.EF_SEARCH
    with closing(Vectors(crowded)) as grown:
        grown.add(entries(100, 400), rows[100:400])
    asked = []
    with closing(Vectors(crowded)) as opened:
        assert opened._open.candidates >= graph.breadth(400) > graph.EF_SEARCH
        query = opened._open.collection.query
        monkeypatch.setattr(
            opened._open.collection, "query", lambda **given: (asked.append(given["n_results"]), query(**given))[1]
        )
        assert [key for key, _ in opened.search(rows[7].tolist(), NEAREST)] == nearest(rows[:400], rows[7])
    assert asked == [NEAREST]


def test_who_has_it_open_while_it_grows_asks_for_as_many_as_it_takes(crowded, rows):
    with closing(Vectors.made(crowded)) as made:
        made.add(entries(0, 400), rows[:400])
        assert made._open.candidates < graph.breadth(made.size)
        assert [key for key, _ in made.search(rows[7].tolist(), NEAREST)] == nearest(rows[:400], rows[7])
