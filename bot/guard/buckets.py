"""How often something may be done: a token bucket for each of many names, in bounded memory."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

MOST_NAMES = 10_000
"""How many names are remembered; the one that was seen longest ago is forgotten first."""


class Buckets:
    """Lets `burst` go at once for each name, and then one more every `pause` seconds. Used by one thread."""

    def __init__(self, burst: float, pause: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._pause, self._clock = burst, pause, clock
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._full_at)

    def wait(self, name: str) -> float:
        """Return the seconds until the next may go; 0 where it may now."""
        ahead = self._full_at.get(name, 0.0) - self._clock()
        return max(0.0, ahead - (self._burst - 1) * self._pause)

    def take(self, name: str) -> None:
        """Count one."""
        # The bucket is full again at a moment that each one puts off, so that one number a name is enough.
        self._full_at[name] = max(self._full_at.get(name, 0.0), self._clock()) + self._pause
        self._full_at.move_to_end(name)
        if len(self._full_at) > MOST_NAMES:
            self._full_at.popitem(last=False)
