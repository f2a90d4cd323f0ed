"""Killed at any instant, a library opens again, is sound, and has all that was acknowledged and nothing half."""

import os
import random
import sys

import pytest
from killing import found, killed, may_be
from mortal import Versions, text_of

KILLS = int(os.environ.get("BOT_TEST_KILLS", "12"))
A_LIBRARYS_KILLS = 6
"""How often one library is killed before another is begun."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


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
