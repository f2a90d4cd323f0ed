"""No site is asked for documents faster than it can be expected to like."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Politeness:
    """Remembers when each host was last asked. Safe for several threads."""

    def __init__(self, delay: float, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._delay = delay
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}

    def wait(self, host: str, asked: float = 0.0) -> float:
        """Wait until the host may be asked again, and return for how many seconds.

        `asked` is how many seconds it wants between two documents.
        """
        now = self._clock()
        with self._lock:
            start = max(now, self._next.get(host, now))
            self._next[host] = start + max(self._delay, asked)
        if start > now:
            self._sleep(start - now)
        return start - now
