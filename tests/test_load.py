"""Many ask the running server at once: nobody gets an error, and too many are turned away clearly."""

import asyncio
import shutil

import pytest
from measure_load import load, slope
from serving import running

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(shipped, tmp_path_factory):
    folder = tmp_path_factory.mktemp("load") / "library"
    shutil.copytree(shipped, folder)
    with running(folder, start=240) as address:
        yield address


def test_those_who_find_a_place_get_an_answer_and_nobody_an_error(address):
    found = asyncio.run(load(address, users=32, seconds=5))
    assert found["errors"] == 0
    assert found["outcomes"]["answered"] > 0


def test_beyond_its_places_the_server_turns_away_and_goes_on(address):
    found = asyncio.run(load(address, users=60, seconds=3, pause=0.5))
    assert found["errors"] == 0
    assert found["outcomes"]["turned away"] > 0
    assert asyncio.run(load(address, users=1, seconds=1))["outcomes"]["answered"] > 0


def test_the_slope_is_what_is_added_each_minute():
    assert slope([(second, 100 + second / 6) for second in range(60)]) == pytest.approx(10)
