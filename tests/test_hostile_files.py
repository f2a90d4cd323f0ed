"""Over three hundred hostile and odd files: each comes to what is expected of it, and the bot goes on."""

from contextlib import closing

import hostile_files
import pytest

from bot.loading import formats, read_bytes
from bot.loading.isolation import Workers
from bot.loading.limits import Limits

CASES = hostile_files.cases()


@pytest.fixture(scope="module", autouse=True)
def tight():
    """Limits that a hostile file reaches soon."""
    with closing(Workers(Limits(cpu=4, wall=90, memory=2**30))) as workers, pytest.MonkeyPatch.context() as patch:
        patch.setattr(formats, "WORKERS", workers)
        yield


def test_there_are_many_and_they_are_the_same_each_time():
    assert len(CASES) >= 300
    assert len({case.name for case in CASES}) == len(CASES)
    assert [(case.name, case.content) for case in hostile_files.cases()] == [(c.name, c.content) for c in CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case.name)[1:-1])
def test_a_hostile_file_comes_to_what_is_expected(case, tmp_path):
    assert case.outcome(case.write(tmp_path)) is None


def test_after_all_of_them_a_good_file_is_read():
    assert read_bytes(b"# Title\n\nWords.", "a.md").text == "Title\n\nWords."
