"""Writers that are killed at any instant, and what may be there afterwards."""

import os
import random
import signal
import threading
from contextlib import closing
from pathlib import Path

from mortal import Hashed, Versions, text_of
from mortals import Mortals

from bot.library import Library, Servers, open_library
from bot.library.servers import NO_SERVERS
from bot.records import Document

Begun = tuple[str, Versions]


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
    if what not in ("sync", "synced"):
        return there in (before, after)
    return all(there.get(name) in (before.get(name), after.get(name)) for name in {*there, *before, *after})


def found(folder: Path, servers: Servers = NO_SERVERS) -> tuple[Versions, list[Document]]:
    """Open a library, see that it is sound, and return which versions it has."""
    with closing(open_library(folder, Hashed(), servers=servers)) as library:
        verification = library.verify()
        assert verification.problems == ()
        documents = [library.document(source.id) for source in library.sources.values()]
        assert logged(library) == {each.id: each.sha256 for each in documents}
        return {each.id: int(each.text.split()[4]) for each in documents}, documents


def outlived(mortals: Mortals, folder: Path, chance: random.Random, kills: int, servers: Servers) -> None:
    """Kill writers of a library on servers one after the other; see that nothing is lost, and nothing half."""
    there = Versions()
    for _ in range(kills):
        begun = killed(mortals, folder, chance, there, threshold=1000)
        there, documents = found(folder, servers)
        assert may_be(there, begun)
        assert all(each.text == text_of(each.id, there[each.id]) for each in documents)
    mortals.end()


def logged(library: Library) -> dict[str, str]:
    """The documents and the hashes of their texts that a library's log, read from its beginning, comes to."""
    texts: dict[str, str] = {}
    for number, entry in enumerate(reversed(library.log()), 1):
        assert entry.number == number
        assert (entry.change == "added") == (entry.document not in texts), entry
        if entry.sha256 is None:
            del texts[entry.document]
        else:
            texts[entry.document] = entry.sha256
    return texts
