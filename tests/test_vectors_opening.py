"""Chroma's collection, read by its engine alone until something is written to it."""

from contextlib import closing

import numpy as np
import pytest

from bot.library.rows import key_of
from bot.library.vectors import Vectors
from bot.records import Metadata, Passage, Span

PASSAGE = Passage("a", 0, 0, 1, "A", (Span(0, 1),))
SIZE = 2_010
VECTORS = np.random.default_rng(3).normal(size=(SIZE, 8)).astype(np.float32)
ENTRIES = [(key_of(at % 3, at), at % 3, PASSAGE, Metadata("A", kind=f"kind {at % 3}")) for at in range(SIZE)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Vectors in a graph that was written."""
    path = tmp_path_factory.mktemp("graph") / "vectors"
    with closing(Vectors.made(path)) as vectors:
        vectors.add(ENTRIES, VECTORS)
    return path


def test_the_engine_alone_reads_what_chromas_client_reads(folder):
    with closing(Vectors(folder)) as vectors:
        bound = vectors._open.collection
        assert not vectors._open.writes
        some = [str(key) for key, *_ in ENTRIES[40:50]]
        ids = bound.get(ids=some, include=["embeddings", "metadatas"])
        page = bound.get(limit=7, offset=5, include=["embeddings", "metadatas"])
        near = bound.query(VECTORS[4].tolist(), 9, ["distances"])
        count = bound.count()
        client = vectors._collection
        assert vectors._open.writes
        assert count == client.count() == SIZE
        for found, same in (
            (ids, client.get(ids=some, include=["embeddings", "metadatas"])),
            (page, client.get(limit=7, offset=5, include=["embeddings", "metadatas"])),
        ):
            assert found["ids"] == same["ids"]
            assert found["metadatas"] == same["metadatas"]
            assert np.array_equal(found["embeddings"], same["embeddings"])
        same = client.query(query_embeddings=VECTORS[4].tolist(), n_results=9, include=["distances"])
        assert (near["ids"], near["distances"]) == (same["ids"], same["distances"])


def test_what_was_opened_to_be_read_is_written_to_and_read_on(folder, tmp_path):
    with closing(Vectors.made(tmp_path / "vectors")) as vectors:
        vectors.add(ENTRIES[:3], VECTORS[:3])
    with closing(Vectors(tmp_path / "vectors")) as vectors:
        vectors.add(ENTRIES[3:5], VECTORS[3:5])
        vectors.remove([0])
        assert vectors.count() == 3
        left = sorted(key for key, number, *_ in ENTRIES[:5] if number)
        assert sorted(key for page in vectors.entries() for key in page) == left
        vectors.refresh(tmp_path / "vectors")
        assert vectors._open.writes


@pytest.mark.parametrize("kind", [AttributeError, ImportError, TypeError])
def test_another_version_of_the_engine_is_left_to_chromas_client(folder, monkeypatch, kind):
    def changed(*_):
        raise kind("the engine has changed")

    monkeypatch.setattr("bot.library.collection.Bound", changed)
    with closing(Vectors(folder)) as vectors:
        assert vectors._open.writes
        assert vectors.search(VECTORS[4].tolist(), 1) == [(ENTRIES[4][0], pytest.approx(1.0))]
