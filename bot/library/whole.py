"""A small library's vectors in memory, as of what is listed."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Set
from pathlib import Path

import numpy as np

from bot.library.catalogue import Catalogue
from bot.library.chroma import Shelf
from bot.library.exact import MOST, Exact
from bot.records import Source

NOTHING = Exact(np.empty(0, dtype=np.int64), np.empty((0, 0), dtype=np.float32))


class Whole:
    """Reads from the catalogue what is new in it, when it is asked for. Safe for several threads.

    Vectors on a server are left to the server, which is there so that they need not be here.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._place: Path | Shelf | None = None
        self._exact = NOTHING
        self._sources: Mapping[int, Source] | None = None

    def as_of(self, sources: Mapping[int, Source], passages: int) -> Exact | None:
        """Return the vectors of all documents that a commit lists, with so many passages.

        None where they are too many, or where the catalogue does not have them: an older version of the bot left none
        there, and what a later commit has struck is gone.
        """
        with self._lock:
            if sources is not self._sources:
                self._follow(sources.keys() if passages <= MOST else set())
                self._sources = sources
            is_whole = isinstance(self._place, Path) and len(self._exact) == passages <= MOST
            return self._exact if is_whole else None

    def _follow(self, numbers: Set[int]) -> None:
        with self._catalogue.snapshot():
            place = self._catalogue.places.vectors
            # A rebuild puts other vectors at another place, maybe another model's.
            former = self._exact if place == self._place else NOTHING
            kept = former.without(former.numbers - numbers)
            new = numbers - kept.numbers if isinstance(place, Path) else None
            self._exact = kept.with_more(*self._catalogue.vectors_in(new)) if new else kept
        self._place = place
