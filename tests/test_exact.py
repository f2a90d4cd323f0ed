"""A small library's vectors are all compared: the same passages as Chroma's index finds, under the same conditions."""

from contextlib import closing

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library import filtering
from bot.library.exact import MOST, Exact
from bot.library.filters import Condition
from bot.library.rows import KEY_BITS, key_of
from bot.library.vectors import Vectors, row_of
from bot.library.words import Words
from bot.records import Metadata, Passage, Span, Speaker

PASSAGE = Passage("a", 0, 0, 1, "A", (Span(0, 1),))
OF = [
    Metadata("A", kind="speech", speakers=(Speaker("Jim Mattis", country="United States"),), date="2018-01-15"),
    Metadata("B", kind="statement", organisations=("Cabinet",), countries=("Canada", "Japan"), date="2017-11"),
    Metadata("C", kind="article", authors=("P. Berger",), language="en"),
]
VECTORS = np.random.default_rng(1).normal(size=(30, 8)).astype(np.float32)
ENTRIES = [(key_of(at % 3, at), at % 3, PASSAGE, OF[at % 3]) for at in range(30)]
EXACT = Exact({key: (vector, row_of(*rest)) for (key, *rest), vector in zip(ENTRIES, VECTORS, strict=True)})

conditions = st.builds(
    Condition,
    numbers=st.none() | st.lists(st.integers(0, 2), min_size=1, unique=True).map(tuple),
    values=st.lists(
        st.sampled_from(
            [
                ("kind", ("speech", "article")),
                ("speaker", ("Jim Mattis",)),
                ("country", ("Japan", "United States")),
                ("organisation", ("Nobody",)),
                ("language", ("en",)),
            ]
        ),
        max_size=2,
        unique=True,
    ).map(tuple),
    since=st.none() | st.sampled_from([20171101, 20180101]),
    until=st.none() | st.sampled_from([20171231, 20181231]),
    hidden=st.lists(st.integers(0, 2), max_size=1).map(tuple),
)


@pytest.fixture(scope="module", params=[filtering.FEW, 0], ids=["few", "many"])
def index(request, tmp_path_factory):
    """The same vectors as a large library has them, in Chroma, with few passages that meet a condition or many."""
    folder = tmp_path_factory.mktemp("exact")
    words = Words.made(folder / "words")
    words.write(ENTRIES)
    with closing(Vectors.made(folder / "vectors")) as vectors, pytest.MonkeyPatch.context() as patch:
        vectors.add(ENTRIES, VECTORS)
        patch.setattr("bot.library.collection.MOST", 0)
        patch.setattr(filtering, "FEW", request.param)
        vectors.refresh(vectors._path)
        assert vectors.exact is None
        yield filtering.Filtering(vectors, words)


def is_long(vector):
    """Chroma makes nothing of a vector that is as good as none."""
    return np.linalg.norm(vector) > 1e-3


@given(st.lists(st.floats(-1, 1, width=32), min_size=8, max_size=8).filter(is_long), st.integers(1, 40), conditions)
def test_the_nearest_are_those_of_the_index_in_its_order(index, vector, limit, condition):
    found, expected = EXACT.search(vector, limit, condition), index.search(vector, limit, condition, 1)
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-5)
    assert {key for key, score in found if score > found[-1][1] + 1e-5} <= {key for key, _ in expected}


def test_what_meets_a_condition_is_looked_up_anew_after_a_commit(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.library.collection.MOST", -1)
    words = Words.made(tmp_path / "words")
    with closing(Vectors.made(tmp_path / "vectors")) as vectors:
        index, speeches = filtering.Filtering(vectors, words), Condition(values=(("kind", ("speech",)),))
        assert index.search(VECTORS[0].tolist(), 5, speeches, 0) == []
        vectors.add(ENTRIES, VECTORS)
        words.write(ENTRIES)
        assert index.search(VECTORS[0].tolist(), 5, speeches, 0) == []
        found = [key for key, _ in index.search(VECTORS[0].tolist(), 5, speeches, 1)]
        assert found[0] == ENTRIES[0][0]
        assert {key >> KEY_BITS for key in found} == {0}


def test_there_is_nothing_near_in_an_empty_library():
    assert Exact({}).search([1.0], 5, Condition()) == []


def test_what_is_written_is_found_at_once_and_what_is_removed_no_more(tmp_path):
    with closing(Vectors.made(tmp_path / "vectors")) as vectors:
        for known in (1, 2):
            vectors.add([(known, known, PASSAGE, OF[0])], VECTORS[known : known + 1])
            assert vectors.search(VECTORS[known].tolist(), 1) == [(known, pytest.approx(1.0))]
        vectors.remove([2])
        assert [key for key, _ in vectors.search(VECTORS[2].tolist(), 9)] == [1]


def test_beyond_a_number_of_passages_the_index_is_asked(tmp_path):
    rows = np.random.default_rng(2).normal(size=(MOST + 1, 8)).astype(np.float32)
    with closing(Vectors.made(tmp_path / "vectors")) as vectors:
        vectors.add([(at, 0, PASSAGE, OF[0]) for at in range(MOST)], rows[:MOST])
        assert vectors._open.exact is not None
        vectors.add([(MOST, 0, PASSAGE, OF[0])], rows[MOST:])
        assert vectors._open.exact is None
        assert vectors.search(rows[MOST].tolist(), 1) == [(MOST, pytest.approx(1.0))]
