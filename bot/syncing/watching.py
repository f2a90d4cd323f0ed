"""A folder is synced whenever something in it changes, each file when it is still."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.errors import LibraryBusy
from bot.syncing.planning import Waits
from bot.syncing.records import Stat, Sync

STILL_SECONDS = 1.0
"""A file that has not changed for so long is not being written any more."""

LOOK_MILLISECONDS = 500
"""How often files that are being written are looked at; changes are told at once."""


class Stillness:
    """Tells of files whether they are still being written, from how long they have looked the same."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since: dict[str, tuple[Stat, float]] = {}

    def __call__(self, path: str, status: Stat) -> bool:
        """Tell whether a file is to be left for later."""
        now = self._clock()
        before, since = self._since.get(path, (None, now))
        if before != status:
            self._since[path] = (status, now)
            return True
        if now - since < STILL_SECONDS:
            return True
        del self._since[path]
        return False


def watch(root: Path, sync: Callable[[Waits], Sync], stop: threading.Event | None = None) -> Iterator[Sync]:
    """Yield a sync at once and after each change, until `stop` is set or Ctrl-C is pressed.

    A library to which another process writes is tried again.

    Raises:
        UnreadableDocument: the folder is not there, or no longer.
    """
    # It takes a moment to import, which no other command needs.
    from watchfiles import watch as watched

    still, due = Stillness(), True
    # The first round comes when the folder is watched already, so that no change is missed.
    rounds = watched(
        root,
        stop_event=stop,
        rust_timeout=LOOK_MILLISECONDS,
        yield_on_timeout=True,
        raise_interrupt=False,
        watch_filter=None,
    )
    for changed in rounds:
        if changed or due:
            try:
                found = sync(still)
            except LibraryBusy:
                due = True
                continue
            due = bool(found.waiting)
            yield found
