"""How widely Chroma's graph is searched, which grows with the number of vectors, in the real Chroma."""

from contextlib import closing

import numpy as np
import pytest

from bot.library import graph
from bot.library.graph import EF_SEARCH, breadth
from bot.library.vectors import Vectors
from bot.records import Metadata, Passage, Span

ROWS = np.random.default_rng(1).normal(size=(400, 8)).astype(np.float32)
ENTRIES = [(at, 0, Passage("a", 0, 0, 1, "A", (Span(0, 1),)), Metadata("A")) for at in range(400)]


@pytest.fixture
def crowded(monkeypatch, tmp_path):
    """A folder for vectors of which a hundred are so many that the graph has to be searched more widely."""
    monkeypatch.setattr(graph, "EASY", 100)
    monkeypatch.setattr("bot.library.collection.MOST", -1)
    return tmp_path / "vectors"


def nearest(row, limit):
    lengths = np.linalg.norm(ROWS, axis=1) * np.linalg.norm(row)
    return np.argsort(-(ROWS @ row) / lengths)[:limit].tolist()


def test_among_few_vectors_it_is_searched_as_it_was_made():
    assert breadth(0) == breadth(graph.EASY) == EF_SEARCH
    assert EF_SEARCH < breadth(2 * graph.EASY) < breadth(50 * graph.EASY)


def test_who_opens_it_after_it_has_grown_searches_it_as_widely_as_it_takes_and_asks_for_no_more(crowded, monkeypatch):
    with closing(Vectors.made(crowded)) as vectors:
        vectors.add(ENTRIES[:100], ROWS[:100])
        assert vectors._open.candidates == EF_SEARCH
    with closing(Vectors(crowded)) as vectors:
        vectors.add(ENTRIES[100:], ROWS[100:])
    asked = []
    with closing(Vectors(crowded)) as vectors:
        assert vectors._open.candidates >= breadth(len(ROWS)) > EF_SEARCH
        query = vectors._open.collection.query
        monkeypatch.setattr(
            vectors._open.collection, "query", lambda **given: (asked.append(given["n_results"]), query(**given))[1]
        )
        assert [key for key, _ in vectors.search(ROWS[7].tolist(), 10)] == nearest(ROWS[7], 10)
    assert asked == [10]


def test_who_has_it_open_while_it_grows_asks_for_as_many_as_it_takes(crowded):
    with closing(Vectors.made(crowded)) as vectors:
        vectors.add(ENTRIES, ROWS)
        assert vectors._open.candidates < breadth(vectors.size)
        assert [key for key, _ in vectors.search(ROWS[7].tolist(), 10)] == nearest(ROWS[7], 10)
