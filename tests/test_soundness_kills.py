"""Killed at any instant, a library opens again, is sound, and has all that was acknowledged and nothing half."""

import os
import random
import signal
import threading
from contextlib import closing
from pathlib import Path

import pytest
from mortal import Hashed, Versions, text_of
from mortals import Mortals

from bot.library import open_library
from bot.records import Document

HERE = Path(__file__).parent
KILLS = int(os.environ.get("BOT_TEST_KILLS", "12"))
A_LIBRARYS_KILLS = 6
"""How often one library is killed before another is begun."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def killed(mortals: Mortals, folder: Path, chance: random.Random, there: Versions, threshold: int) -> list[Versions]:
    """Let a writer live for a random while; return what may be there now: the last acknowledged, or what was begun."""
    writer = mortals.born(threshold, "live", str(folder), chance.randrange(2**32), there)
    acknowledged = chance.randrange(4)
    possible, done = [there], 0
    timer = threading.Timer(0, lambda: None)
    while (heard := mortals.heard())[0] != "dead":
        what, after = heard
        assert not what.startswith("failed"), what
        if what == "done":
            possible, done = [after], done + 1
        elif after is not None:
            possible.append(after)
        if done == acknowledged and not timer.ident:
            timer = threading.Timer(chance.uniform(0, 0.3), os.killpg, (writer, signal.SIGKILL))
            timer.start()
    return possible


def found(folder: Path) -> tuple[Versions, list[Document]]:
    """Open a library, see that it is sound, and return which versions it has."""
    with closing(open_library(folder, Hashed())) as library:
        verification = library.verify()
        assert verification.problems == ()
        documents = [library.document(source.id) for source in library.sources.values()]
        return {each.id: int(each.text.split()[4]) for each in documents}, documents


def test_whatever_a_writer_is_killed_at_nothing_acknowledged_is_lost_and_nothing_is_half(tmp_path, mortals):
    chance = random.Random(8)
    there: Versions = {}
    for kill in range(KILLS):
        library = kill // A_LIBRARYS_KILLS
        if kill % A_LIBRARYS_KILLS == 0:
            there = {}
        folder = tmp_path / str(library)
        possible = killed(mortals, folder, chance, there, threshold=(1000, 4)[library % 2])
        there, documents = found(folder)
        assert there in possible, f"kill {kill}"
        for each in documents:
            assert each.text == text_of(each.id, there[each.id])
