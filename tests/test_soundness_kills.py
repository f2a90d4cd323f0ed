"""Killed at any instant, a library opens again, is sound, and has all that was acknowledged and nothing half."""

import os
import random
import signal
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from mortal import Hashed, Versions, text_of
from mortals import Mortals

from bot.library import open_library
from bot.records import Document

KILLS = int(os.environ.get("BOT_TEST_KILLS", "12"))
Begun = tuple[str, Versions]
A_LIBRARYS_KILLS = 6
"""How often one library is killed before another is begun."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def killed(mortals: Mortals, folder: Path, chance: random.Random, there: Versions, threshold: int) -> list[Begun]:
    """Let a writer live for a random while; return what was last acknowledged, and what was begun after it."""
    writer = mortals.born(threshold, "live", str(folder), chance.randrange(2**32), there)
    acknowledged = chance.randrange(5)
    begun, done = [("open", there)], 0
    timer = threading.Timer(0, lambda: None)
    while (heard := mortals.heard())[0] != "dead":
        what, after = heard
        assert not what.startswith("failed"), what
        if what == "done":
            begun, done = [(what, after)], done + 1
        elif after is not None:
            begun.append((what, after))
        if done == acknowledged and not timer.ident:
            timer = threading.Timer(chance.uniform(0, 0.3), os.killpg, (writer, signal.SIGKILL))
            timer.start()
    return begun


def may_be(there: Versions, begun: list[Begun]) -> bool:
    """Whether a library may be so: a step is done or not, of a sync each document is as it was or as it shall be."""
    _, before = begun[0]
    what, after = begun[-1]
    if what != "sync":
        return there in (before, after)
    return all(there.get(name) in (before.get(name), after.get(name)) for name in {*there, *before, *after})


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
        begun = killed(mortals, folder, chance, there, threshold=(1000, 4)[library % 2])
        there, documents = found(folder)
        sys.stdout.write(f"kill {kill} during {begun[-1][0]}: {'done' if there == begun[-1][1] else 'as before'}\n")
        assert may_be(there, begun), f"kill {kill}: {there}, {begun}"
        for each in documents:
            assert each.text == text_of(each.id, there[each.id])
