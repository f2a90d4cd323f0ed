"""What a library has read lately is kept, and forgotten as soon as anything is committed."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from documents import written
from evidence import evidence_of
from hypothesis import given
from hypothesis import strategies as st

from bot.library import Library, open_library
from bot.library.recent import Recent

WHEAT = "The minister spoke about the wheat harvest in Ottawa."
RICE = "The minister spoke about the rice harvest in Tokyo."
FIRST = 1 << 20


@pytest.fixture
def library(tmp_path: Path, embedder) -> Iterator[Library]:
    with closing(open_library(tmp_path / "library", embedder)) as opened:
        yield opened


@given(st.integers(1, 5), st.lists(st.lists(st.integers(0, 9), unique=True), max_size=20))
def test_values_are_those_that_are_read_and_never_more_are_kept_than_allowed(most, asked):
    recent = Recent[str](most)
    for keys in asked:
        assert recent.of(keys, lambda lacking: {key: str(key) for key in lacking}) == {key: str(key) for key in keys}
        assert len(recent) <= most


def test_only_what_is_not_kept_is_read_and_what_was_not_found_is_looked_for_again():
    recent, read = Recent[str](2), list[list[int]]()

    def reading(keys: list[int]) -> dict[int, str]:
        read.append(keys)
        return {key: str(key) for key in keys if key != 9}

    for keys in ([1, 2], [1, 9], [3], [1, 9], [2]):
        recent.of(keys, reading)
    assert read == [[1, 2], [9], [3], [9], [2]]


def test_a_passage_is_read_once_until_something_is_committed(library):
    library.add([written(WHEAT, "wheat.txt")])
    before = library.passages([FIRST])[FIRST]
    assert library.passages([FIRST])[FIRST] is before
    library.relocate({before.source.id: "elsewhere.txt"})
    assert library.passages([FIRST])[FIRST].source.origin == "elsewhere.txt"


def test_another_opening_forgets_what_was_removed_and_counts_what_was_added(library, embedder):
    library.add([written(WHEAT, "wheat.txt")])
    with closing(open_library(library.folder, embedder)) as reader:
        assert (reader.frequency("wheat"), reader.frequency("rice")) == (1, 0)
        assert reader.passages([FIRST])
        assert reader.vectors_of([FIRST]).shape == (1, 384)
        library.add([written(RICE, "rice.txt")])
        library.remove([next(iter(library.sources.values())).id])
        assert (reader.frequency("wheat"), reader.frequency("rice")) == (0, 1)
        assert not reader.passages([FIRST])
        assert not len(reader.vectors_of([FIRST]))


def test_vectors_come_in_the_order_of_their_keys_whatever_was_kept(library):
    library.add([written(WHEAT, "wheat.txt"), written(RICE, "rice.txt")])
    second = 2 << 20
    library.vectors_of([second])
    both = library.vectors_of([second, FIRST])
    assert np.array_equal(both, np.concatenate([library.vectors_of([FIRST]), library.vectors_of([second])]))


def test_what_a_passage_alone_tells_is_worked_out_once_for_each_kind():
    stored, done = evidence_of("One. Two.")[0].stored, list[str]()
    for name in ("length", "first", "length"):
        assert stored.once(name, lambda name=name: done.append(name) or name) == name
    assert done == ["length", "first"]
