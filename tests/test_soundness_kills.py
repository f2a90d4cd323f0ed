"""Killed at any instant, a library opens again, is sound, and has all that was acknowledged and nothing half."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from mortal import Hashed, Versions, text_of

from bot.library import open_library
from bot.records import Document

HERE = Path(__file__).parent
KILLS = int(os.environ.get("BOT_TEST_KILLS", "12"))
A_LIBRARYS_KILLS = 6
"""How often one library is killed before another is begun."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


class Mortals:
    """The process that forks writers, and the one that lives."""

    def __init__(self) -> None:
        paths = os.pathsep.join([str(HERE.parent), str(HERE)])
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "mortal.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
        )
        assert self.heard() == ["ready", None]

    def heard(self) -> list:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())

    def born(self, *life: object) -> int:
        assert self._process.stdin
        assert self._process.stderr
        self._process.stdin.write(json.dumps(life) + "\n")
        self._process.stdin.flush()
        return int(self._process.stderr.readline())

    def end(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(20)
        for stream in (self._process.stdout, self._process.stderr):
            assert stream
            stream.close()


@pytest.fixture
def mortals() -> Iterator[Mortals]:
    process = Mortals()
    yield process
    process.end()


def killed(mortals: Mortals, folder: Path, chance: random.Random, there: Versions, threshold: int) -> list[Versions]:
    """Let a writer live for a random while; return what may be there now: the last acknowledged, or what was begun."""
    writer = mortals.born(str(folder), chance.randrange(2**32), there, threshold)
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
