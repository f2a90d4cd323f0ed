"""The dense index on a Chroma server, which several processes and machines read and write; and what lies where."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Self

from bot.library.chroma import Shelf
from bot.library.collection import Open
from bot.library.damage import Meaning, damaged
from bot.library.graph import HNSW
from bot.library.rowwords import TableWords, WordRows
from bot.library.vectors import Vectors
from bot.library.words import WordIndex, Words

SETTLED_SECONDS = 1.0
"""How long a server may go on with what a client had sent that died; then it is removed once more."""


class ServedVectors(Vectors):
    """What `Vectors` is, in a collection of a server: this keeps its files whole, and shows what is written at once."""

    def __init__(self, shelf: Shelf) -> None:
        self._lock = threading.RLock()
        self._shelf = shelf
        self._open = _opened(shelf)

    @classmethod
    def begun(cls, shelf: Shelf) -> Self:
        """Make the collection of a library that has none, or only what is left of one that was not finished."""
        shelf.begin({"hnsw": HNSW})
        return cls(shelf)

    @property
    def broken(self) -> bool:
        """Never: a server's files are its own affair."""
        return False

    def refresh(self, path: Path | Shelf, wait: float | None = None) -> None:  # noqa: ARG002 - nobody keeps others out
        """Go to where a rebuild has put the vectors; what others have written is seen without.

        Raises:
            LibraryError: the server does not answer.
        """
        assert isinstance(path, Shelf)
        self._shelf, self._open = path, _opened(path)

    def sweep(self, numbers: Sequence[int]) -> None:
        """Drop what a writer may have left that died, and once more what was still on its way then."""
        self.remove(numbers)
        time.sleep(SETTLED_SECONDS)
        self.remove(numbers)

    def problems(self) -> list[str]:
        """Return none: whether a server's files are sound, it does not tell."""
        return []

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._explained():
            yield

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        # A server answers several at once.
        with self._explained():
            yield

    def _explained(self, means: Meaning = damaged) -> AbstractContextManager[None]:  # noqa: ARG002 - said by the server
        return self._shelf.server.explained()


def _opened(shelf: Shelf) -> Open:
    """A collection that is not closed: others of this process go on asking the server."""
    collection = shelf.opened()
    with shelf.server.explained():
        return Open(collection, close=lambda: None, writes=True, size=collection.count())


def made_vectors(place: Path | Shelf) -> Vectors:
    """Make the vectors of a library that has none, where they shall lie."""
    return ServedVectors.begun(place) if isinstance(place, Shelf) else Vectors.made(place)


def opened_vectors(place: Path | Shelf) -> Vectors:
    """Open the vectors that lie somewhere."""
    return ServedVectors(place) if isinstance(place, Shelf) else Vectors(place)


def made_words(place: Path | WordRows) -> WordIndex:
    """Make the words of a library that has none, where they shall lie."""
    if isinstance(place, Path):
        return Words.made(place)
    place.begin()
    return TableWords(place)


def opened_words(place: Path | WordRows) -> WordIndex:
    """Open the words that lie somewhere."""
    return Words(place) if isinstance(place, Path) else TableWords(place)
