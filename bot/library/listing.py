"""What a library lists as of the newest commit of any process, and its parts, which are brought to that state."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TypeVar

from bot.embedding import Vectors as Matrix
from bot.errors import LibraryBusy, UnknownDocument
from bot.library.catalogue import Catalogue
from bot.library.chroma import Gone
from bot.library.filters import Known
from bot.library.identity import replaced_briefs
from bot.library.making import check_where, mend
from bot.library.recent import Recent, StoredPassage
from bot.library.repeated import earlier_ones, linked
from bot.library.sealing import Torn
from bot.library.vectors import Vectors
from bot.library.words import WordIndex
from bot.records import Source

BUSY_SECONDS = 0.05
"""How long who reads waits for who writes; then what was read before still serves, and the rest is seen later."""

ATTEMPTS = 5
"""How often a document is looked up that is replaced meanwhile."""

_Read = TypeVar("_Read")
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class State:
    """What is listed as of one commit, and what was read of it lately; `Listing` has what its fields mean."""

    generation: int
    sources: dict[int, Source]
    known: Known
    hidden: tuple[int, ...]
    repeats: Mapping[int, tuple[int, ...]]
    passage_count: int
    passages: Recent[StoredPassage] = field(default_factory=Recent)
    vectors: Recent[Matrix] = field(default_factory=Recent)


class Listing:
    """Follows the catalogue of a folder, which listed `rows` at a `generation` or later. Safe for several threads."""

    def __init__(
        self, catalogue: Catalogue, vectors: Vectors, words: WordIndex, generation: int, rows: dict[int, Source]
    ) -> None:
        self._catalogue = catalogue
        self._vectors = vectors
        self._words = words
        self._lock = threading.RLock()
        self._parts_generation = generation
        self._take(rows, generation)

    @property
    def state(self) -> State:
        """What is listed as of the newest commit."""
        self.follow()
        return self._state

    @property
    def parts_generation(self) -> int:
        """The commit that vectors and words are as of, which is an older one while another process is writing."""
        return self._parts_generation

    @property
    def sources(self) -> dict[int, Source]:
        """Every document by its number, without its text."""
        return self.state.sources

    @property
    def known(self) -> Known:
        """What the documents can be filtered by."""
        return self.state.known

    @property
    def hidden(self) -> tuple[int, ...]:
        """The numbers of the briefs whose original is listed."""
        return self.state.hidden

    @property
    def repeats(self) -> Mapping[int, tuple[int, ...]]:
        """The numbers of the documents that are almost the same as earlier ones, each with those, the first first."""
        return self.state.repeats

    @property
    def passage_count(self) -> int:
        """How many passages are listed."""
        return self.state.passage_count

    def number(self, document_id: str) -> int:
        """Return a document's number.

        Raises:
            UnknownDocument: none of that id is listed.
        """
        for number, source in self.sources.items():
            if source.id == document_id:
                return number
        raise _unknown(document_id)

    def newest(self, document_id: str, read: Callable[[int], _Read | None]) -> _Read:
        """Read something of a document, again where a new version took its place after its number was found.

        Raises:
            UnknownDocument: none of that id is listed.
        """
        for _ in range(ATTEMPTS):
            found = read(self.number(document_id))
            if found is not None:
                return found
        raise _unknown(document_id)

    def found(self, search: Callable[[], _Found]) -> _Found:
        """Search the parts, again where a rebuild has taken those away that were searched."""
        try:
            return search()
        except Gone:
            self.follow()
            return search()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write, with everything as of the newest commit and nothing stale in the parts."""
        with self._catalogue.alone():
            self._catalogue.places.sweep()
            self.follow(alone=True)
            self._sweep(self._vectors.sweep)
            yield

    def committed(self, changed: Iterable[int] = (), gone: Collection[int] = ()) -> None:
        """See what the caller, who is alone, has just committed, and take out of the parts what is not listed any more.

        `changed` are the numbers of the documents that are new or have changed, `gone` those that were struck.
        """
        self._sweep(self._vectors.remove)
        with self._lock:
            generation = self._parts_generation = self._catalogue.generation
            # Another thread may have followed meanwhile.
            if generation == self._state.generation + 1:
                kept = {number: source for number, source in self._rows.items() if number not in gone}
                self._take(kept | self._catalogue.sources_of(changed), generation)
            elif generation != self._state.generation:
                self._read_sources(generation)

    def follow(self, *, alone: bool = False) -> None:
        """See what another process has committed; its parts later where it is just writing, unless we are alone."""
        with self._lock:
            generation = self._catalogue.generation
            if generation != self._parts_generation or (alone and (self._vectors.broken or self._words.broken)):
                self._follow_parts(generation, alone=alone)
            if generation != self._state.generation:
                self._read_sources(generation)

    def _follow_parts(self, generation: int, *, alone: bool) -> None:
        try:
            self._refresh(None if alone else BUSY_SECONDS)
        except LibraryBusy:
            if alone:
                raise
        except Torn:
            with nullcontext() if alone else self._catalogue.alone():
                mend(self._catalogue)
            self._refresh()
            self._parts_generation = generation
        else:
            self._parts_generation = generation

    def _refresh(self, wait: float | None = None) -> None:
        check_where(self._catalogue)
        places = self._catalogue.places
        self._vectors.refresh(places.vectors, wait)
        self._words.refresh(places.words)

    def _read_sources(self, generation: int) -> None:
        """Read what is listed; `generation` was read before the parts were, so that a later commit is followed."""
        with self._lock:
            self._take(self._catalogue.sources(), generation)

    def _take(self, rows: dict[int, Source], generation: int) -> None:
        """Take what is listed as of a generation, of which no document knows yet which are almost the same."""
        self._rows = rows
        repeats = earlier_ones(self._catalogue.likeness.links(rows), rows)
        sources = linked(repeats, rows)
        count = sum(source.passages for source in sources.values())
        self._state = State(generation, sources, Known(sources), replaced_briefs(sources), repeats, count)

    def _sweep(self, remove: Callable[[Sequence[int]], None]) -> None:
        """Remove the vectors and words that the catalogue does not list."""
        stale = self._catalogue.stale()
        if stale:
            remove(stale)
            self._words.write([], stale)
            self._catalogue.swept(stale)


def _unknown(document_id: str) -> UnknownDocument:
    return UnknownDocument(
        f"The library has no document “{document_id}”.", "`python -m bot sources` lists what it has."
    )
