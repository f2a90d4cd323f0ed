"""A small library's vectors are all compared: the same passages as Chroma's index finds, under the same conditions."""

from contextlib import closing
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mortal import NAMES, Hashed, document

from bot.errors import LibraryDamaged
from bot.library import Condition, filtering, open_library, rebuild, whole
from bot.library.catalogue import Catalogue
from bot.library.exact import Exact, best
from bot.library.rows import KEY_BITS, key_of
from bot.library.soundness import TOLERANCE
from bot.library.vectors import Vectors
from bot.library.whole import NOTHING
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
EXACT = Exact(np.array([key for key, *_ in ENTRIES]), VECTORS)

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
        patch.setattr(filtering, "FEW", request.param)
        yield filtering.Filtering(vectors, words)


def is_long(vector):
    """Chroma makes nothing of a vector that is as good as none."""
    return np.linalg.norm(vector) > 1e-3


@given(st.lists(st.floats(-1, 1, width=32), min_size=8, max_size=8).filter(is_long), st.integers(1, 40), conditions)
def test_the_nearest_are_those_of_the_index_in_its_order(index, vector, limit, condition):
    found = EXACT.search(vector, limit, condition, index._words.meeting, 1)
    expected = index.search(vector, limit, condition, 1)
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-5)
    assert {key for key, score in found if score > found[-1][1] + 1e-5} <= {key for key, _ in expected}


def test_what_meets_a_condition_is_looked_up_anew_after_a_commit(tmp_path):
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


def test_what_meets_a_condition_is_asked_once_for_a_generation():
    asked: list[Condition] = []

    def meeting(condition: Condition) -> list[int]:
        asked.append(condition)
        return [ENTRIES[4][0]]

    exact, speeches = Exact(np.array([key for key, *_ in ENTRIES]), VECTORS), Condition(values=(("kind", ("speech",)),))
    for generation in (1, 1, 2):
        found = exact.search(VECTORS[4].tolist(), 5, speeches, meeting, generation)
        assert found == [(ENTRIES[4][0], pytest.approx(1.0))]
    assert asked == [speeches, speeches]


def test_there_is_nothing_near_in_an_empty_library():
    assert NOTHING.search([1.0], 5, Condition(), lambda _: [], 0) == []
    assert len(NOTHING.of([1])) == 0


def test_what_is_written_is_found_at_once_and_what_is_removed_no_more(tmp_path):
    with closing(Vectors.made(tmp_path / "vectors")) as vectors:
        for known in (1, 2):
            vectors.add([(known, known, PASSAGE, OF[0])], VECTORS[known : known + 1])
            assert vectors.search(VECTORS[known].tolist(), 1) == [(known, pytest.approx(1.0))]
        vectors.remove([2])
        assert [key for key, _ in vectors.search(VECTORS[2].tolist(), 9)] == [1]


scores = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=30)


@given(scores, st.integers(0, 40))
def test_the_highest_come_first_and_equal_ones_in_their_order(scores, limit):
    found = best(np.array(scores, dtype=np.float32), limit)
    assert found == sorted(enumerate(scores), key=lambda each: (-each[1], each[0]))[:limit]


numbers = st.sets(st.integers(1, 6))


@given(numbers, numbers)
def test_vectors_that_come_and_go_are_those_that_are_there(first, second):
    def of(several):
        keys = [key_of(number, ordinal) for number in sorted(several, reverse=True) for ordinal in range(number)]
        return np.array(keys, dtype=np.int64), np.array([VECTORS[key % 29] for key in keys], dtype=np.float32)

    exact = NOTHING.with_more(*of(first)).without(first - second).with_more(*of(second - first))
    assert exact.numbers == second
    keys, rows = of(second)
    for key, row in zip(keys.tolist(), rows, strict=True):
        assert exact.of([key])[0] == pytest.approx(row / np.linalg.norm(row), abs=1e-6)
    assert len(exact) == len(keys)
    assert len(exact.of([*keys.tolist(), 1 << 40])) == len(keys)


# As of what the catalogue lists


@pytest.fixture
def library(tmp_path):
    with closing(open_library(tmp_path / "library", Hashed())) as opened:
        opened.add([document(name, 1) for name in NAMES])
        yield opened


def hits(library, name):
    return [key for key, _ in library.search_vectors(Hashed().embed_query(name), 50, Condition())]


def test_a_small_library_compares_its_vectors_and_asks_no_index(library, monkeypatch):
    monkeypatch.setattr(library, "_filtering", None)
    assert len(hits(library, "wheat")) == library.passage_count
    assert np.allclose(np.linalg.norm(library.vectors_of(hits(library, "wheat")), axis=1), 1.0)


@pytest.mark.parametrize(("fewer", "asked"), [(0, 0), (1, 2)])
def test_the_index_is_asked_where_passages_are_more_than_that(library, monkeypatch, fewer, asked):
    searches: list[Condition] = []
    search = library._filtering.search
    monkeypatch.setattr(
        library, "_filtering", SimpleNamespace(search=lambda *given: searches.append(given[2]) or search(*given))
    )
    monkeypatch.setattr(whole, "MOST", library.passage_count - fewer)
    assert hits(library, "wheat") == hits(library, "wheat")
    assert len(hits(library, "rice")) == library.passage_count
    assert len(searches) == asked + bool(asked)


def test_both_find_the_same_with_the_same_scores(library, monkeypatch):
    vector = Hashed().embed_query("wheat")
    exact = library.search_vectors(vector, 3, Condition())
    monkeypatch.setattr(whole, "MOST", 0)
    found = library.search_vectors(vector, 3, Condition())
    assert [key for key, _ in exact] == [key for key, _ in found]
    assert [score for _, score in exact] == pytest.approx([score for _, score in found], abs=TOLERANCE)


def test_what_another_process_adds_replaces_and_removes_is_followed(library, tmp_path):
    before = hits(library, "wheat")
    with closing(open_library(tmp_path / "library", Hashed())) as writer:
        writer.add([document(NAMES[0], 2)])
        replaced = hits(library, "wheat")
        assert sorted(replaced) == sorted(hits(writer, "wheat")) != sorted(before)
        writer.remove([library.sources[min(library.sources)].id])
        assert sorted(hits(library, "wheat")) == sorted(hits(writer, "wheat"))
        assert len(hits(library, "wheat")) == library.passage_count < len(replaced)


def test_only_what_is_new_is_read_after_a_commit(library, monkeypatch):
    hits(library, "wheat")
    asked: list[set[int]] = []
    read = Catalogue.vectors_in
    monkeypatch.setattr(
        Catalogue, "vectors_in", lambda self, numbers: asked.append(set(numbers)) or read(self, numbers)
    )
    known = set(library.sources)
    library.add([document("sorghum", 1)])
    hits(library, "wheat")
    hits(library, "rice")
    assert asked == [set(library.sources) - known]


def test_a_rebuild_with_another_model_brings_its_vectors(library, tmp_path, embedder):
    hits(library, "wheat")
    rebuild(tmp_path / "library", embedder)
    keys = hits_of(library, embedder, "wheat")
    assert len(keys) == library.passage_count
    assert library.vectors_of(keys).shape == (len(keys), 384)


def hits_of(library, model, name):
    return [key for key, _ in library.search_vectors(model.embed_query(name), 50, Condition())]


def test_the_index_is_asked_where_the_catalogue_lacks_vectors(library):
    with library._catalogue.transaction() as run:
        run("UPDATE passages SET vector = x'' WHERE key = (SELECT min(key) FROM passages)", ())
        library._catalogue.advance()
    assert library._exact() is None
    assert len(hits(library, "wheat")) == library.passage_count


def test_vectors_that_cannot_be_read_are_damage(library):
    with library._catalogue.transaction() as run:
        run("UPDATE passages SET vector = x'0001020304' WHERE key = (SELECT min(key) FROM passages)", ())
        library._catalogue.advance()
    with pytest.raises(LibraryDamaged, match="vectors of it cannot be read"):
        hits(library, "wheat")
