"""The library: documents in, passages out. SQLite's commit counts; vectors and words follow it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from bot.chunking import chunk
from bot.embedding import Embedder
from bot.embedding import Vectors as Matrix
from bot.errors import BotError, LibraryBusy, UnknownDocument
from bot.library.catalogue import Catalogue
from bot.library.filters import Condition, Filters, resolve
from bot.library.identity import Change, changes, replaced_briefs
from bot.library.indexing import (
    Attribute,
    Counter,
    Embedded,
    Progress,
    batches,
    embed,
    text_count,
    unattributed,
    write_parts,
)
from bot.library.locking import exclusive
from bot.library.making import mend
from bot.library.rows import PassageRow
from bot.library.sealing import Torn
from bot.library.soundness import problems
from bot.library.vectors import Vectors
from bot.library.words import Words
from bot.records import Document, Passage, Source, Verification, Version

BUSY_SECONDS = 0.05
"""How long who reads waits for who writes; then what was read before still serves, and the rest is seen later."""

ATTEMPTS = 5
"""How often a document is looked up that is replaced meanwhile."""

Chunker = Callable[[Document], tuple[Passage, ...]]
_Read = TypeVar("_Read")
_Chunked = tuple[Change, tuple[Passage, ...]]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its source and the vectors of its sentences, of shape (sentences, dimensions)."""

    key: int
    passage: Passage
    source: Source
    vectors: Matrix


class Library:
    """One folder on disk, from `open_library`. Safe for several threads; other processes may read while one writes."""

    def __init__(
        self, folder: Path, embedder: Embedder, catalogue: Catalogue, vectors: Vectors, words: Words, generation: int
    ) -> None:
        self.folder = folder
        self.embedder = embedder
        self.files = catalogue.files
        self._catalogue = catalogue
        self._vectors = vectors
        self._words = words
        self._lock = threading.RLock()
        self._parts_generation = generation
        self._read_sources(generation)

    def close(self) -> None:
        """Give the files back."""
        self._vectors.close()
        self._catalogue.close()

    @property
    def sources(self) -> dict[int, Source]:
        """Every document by its number, without its text, as of the newest commit of any process."""
        self._follow()
        return self._sources

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever added to it."""
        return self._catalogue.generation == 0

    @property
    def hidden(self) -> tuple[int, ...]:
        """The numbers of the briefs whose original is in the library."""
        self._follow()
        return self._hidden

    @property
    def passage_count(self) -> int:
        """How many passages the library has."""
        self._follow()
        return self._passage_count

    def document(self, document_id: str) -> Document:
        """Return a document with its text.

        Raises:
            UnknownDocument: the library has none of that id.
        """
        return self._newest(document_id, self._catalogue.document)

    def opening(self, document_id: str) -> Passage:
        """Return a document's first passage.

        Raises:
            UnknownDocument: the library has none of that id.
        """
        return self._newest(document_id, self._catalogue.opening)

    def condition(self, filters: Filters) -> Condition:
        """Turn a user's filters into the library's own values, or raise QuestionError as `resolve` does."""
        return resolve(filters, self.sources, () if filters.document else self.hidden)

    def visible(self, filters: Filters) -> list[Source]:
        """Return the documents that the filters leave, without the briefs whose original is there.

        Raises:
            QuestionError: as `condition` does.
        """
        condition = self.condition(filters)
        return [source for number, source in self.sources.items() if condition.admits(number, source)]

    def search_vectors(self, vector: Sequence[float], limit: int, condition: Condition) -> list[tuple[int, float]]:
        """Return the keys of the passages nearest to a vector, with their cosines, best first."""
        return self._vectors.search(vector, limit, condition)

    def vectors_of(self, keys: Sequence[int]) -> Matrix:
        """Return those vectors of passages that there are, of shape (found, dimensions), in any order."""
        return self._vectors.get(keys)

    def search_words(self, terms: Sequence[str], limit: int, condition: Condition) -> list[tuple[int, float]]:
        """Return the keys of the passages that hold the terms, or pairs of them, with BM25 scores, best first."""
        return self._words.search(terms, limit, condition)

    def frequency(self, term: str) -> int:
        """Return in how many passages a stem stands; 1 for “stem*” where any word begins so."""
        self._follow()
        return self._words.frequency(term)

    def passages(self, keys: Sequence[int]) -> dict[int, StoredPassage]:
        """Return the passages of those keys that the catalogue lists."""
        sources = self.sources
        return {
            key: StoredPassage(key, passage, sources[number], vectors)
            for key, (number, passage, vectors) in self._catalogue.passages(keys).items()
            if number in sources
        }

    def add(
        self,
        documents: Iterable[Document],
        progress: Progress | None = None,
        *,
        chunker: Chunker = chunk,
        attribute: Attribute = unattributed,
    ) -> list[str]:
        """Add documents, or replace them where they changed; return the ids that were added or replaced.

        `attribute` gives their passages who says what in them.

        A text that is already there is left alone. Each commit holds whole documents.

        Raises:
            LibraryBusy: another process writes for longer than half a minute.
            LibraryError: the folder cannot be written.
        """
        plan = [(change, chunker(change.document)) for change in changes(documents, self.sources)]
        counter = Counter(sum(text_count(passages) for _, passages in plan), progress)
        return [document_id for batch in batches(plan) for document_id in self._add_batch(batch, counter, attribute)]

    def remove(self, document_ids: Sequence[str]) -> None:
        """Remove documents; nothing of them stays, their older versions included.

        Raises:
            UnknownDocument: the library lacks one of them; then none is removed.
        """
        with self._writing():
            self._replace([], [self._number(document_id) for document_id in document_ids])

    def relocate(self, origins: Mapping[str, str]) -> None:
        """Note that documents, given by id, are read from another path than before; their text is the same.

        Raises:
            UnknownDocument: the library lacks one of them; then none is changed.
        """
        with self._writing():
            self._catalogue.relocate({self._number(document_id): origin for document_id, origin in origins.items()})
            self._read_sources(self._catalogue.generation)

    def versions(self, document_id: str) -> tuple[Version, ...]:
        """Return the older texts of a document, oldest first, and then its current one.

        Raises:
            UnknownDocument: the library has none of that id.
        """
        return self._catalogue.history.versions(self.document(document_id))

    def version(self, document_id: str, number: int) -> Document:
        """Return an older text of a document as the document that it was, or the current one.

        Raises:
            UnknownDocument, UnknownVersion: the library has none of that id, or that has no such version.
        """
        return self._catalogue.history.document(self.document(document_id), number)

    def restore(
        self, document_id: str, number: int, *, chunker: Chunker = chunk, attribute: Attribute = unattributed
    ) -> None:
        """Make an older text the current one, which becomes an older one itself; the current one stays as it is.

        Raises:
            UnknownDocument, UnknownVersion: the library has none of that id, or that has no such version.
            BotError: another document has this text meanwhile.
        """
        current = self.document(document_id)
        document = replace(self.version(document_id, number), origin=current.origin)
        if document != current:
            passages = tuple(attribute(document, chunker(document)))
            (rows,) = embed(self.embedder, [(document.metadata, passages)], Counter(text_count(passages), None))
            with self._writing():
                self._refuse_twice(document)
                self._commit([(Change(document, self._number(document_id)), passages, rows)])

    def verify(self) -> Verification:
        """Compare catalogue, vectors, words, offsets and hashes."""
        with self._writing():
            found = problems(self._catalogue, self._vectors, self._words)
            return Verification(len(self.sources), self.passage_count, tuple(found))

    def _add_batch(self, chunked: Sequence[_Chunked], counter: Counter, attribute: Attribute) -> list[str]:
        """Parse and embed, which takes long; only then take the lock, and see what another process has left to do."""
        batch = [(change, tuple(attribute(change.document, passages))) for change, passages in chunked]
        rows = embed(self.embedder, [(change.document.metadata, passages) for change, passages in batch], counter)
        ready = {change.document.sha256: (passages, each) for (change, passages), each in zip(batch, rows, strict=True)}
        with self._writing():
            plan = changes([change.document for change, _ in batch], self.sources)
            if plan:
                self._commit([(change, *ready[change.document.sha256]) for change in plan])
        return [change.document.id for change in plan]

    def _commit(self, batch: Sequence[tuple[Change, tuple[Passage, ...], Embedded]]) -> None:
        numbers = self._catalogue.reserve(len(batch))
        write_parts(
            self._vectors,
            self._words,
            [(number, change.document, passages) for number, (change, passages, _) in zip(numbers, batch, strict=True)],
            np.concatenate([rows.passages for _, _, rows in batch]),
        )
        listed = [
            (number, change.document, list(zip(passages, rows.sentences, rows.passages, strict=True)))
            for number, (change, passages, rows) in zip(numbers, batch, strict=True)
        ]
        self._replace(listed, [change.replaces for change, *_ in batch if change.replaces is not None])

    def _refuse_twice(self, document: Document) -> None:
        """Refuse a text that another document has: a text is in a library once."""
        for source in self.sources.values():
            if source.sha256 == document.sha256 and source.id != document.id:
                raise BotError(f"The document “{source.id}” has that text now.", "Remove it first.")

    def _replace(self, added: Sequence[tuple[int, Document, Sequence[PassageRow]]], gone: Sequence[int]) -> None:
        """List new versions and strike old ones, then see the new state."""
        self._catalogue.replace(added, gone)
        self._sweep()
        self._parts_generation = self._catalogue.generation
        self._read_sources(self._parts_generation)

    def _sweep(self) -> None:
        """Remove the vectors and words that the catalogue does not list."""
        stale = self._catalogue.stale()
        if stale:
            self._vectors.remove(stale)
            self._words.write([], stale)
            self._catalogue.swept(stale)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with exclusive(self.folder):
            self._catalogue.places.sweep()
            self._follow(alone=True)
            self._sweep()
            yield

    def _follow(self, *, alone: bool = False) -> None:
        """See what another process has committed; its parts later where it is just writing, unless we are alone."""
        with self._lock:
            generation = self._catalogue.generation
            if generation != self._parts_generation or (alone and (self._vectors.broken or self._words.broken)):
                self._follow_parts(generation, alone=alone)
            if generation != self._generation:
                self._read_sources(generation)

    def _follow_parts(self, generation: int, *, alone: bool) -> None:
        try:
            self._refresh(None if alone else BUSY_SECONDS)
        except LibraryBusy:
            if alone:
                raise
        except Torn:
            with nullcontext() if alone else exclusive(self.folder):
                mend(self._catalogue)
            self._refresh()
            self._parts_generation = generation
        else:
            self._parts_generation = generation

    def _refresh(self, wait: float | None = None) -> None:
        places = self._catalogue.places
        self._vectors.refresh(places.vectors, wait)
        self._words.refresh(places.words)

    def _read_sources(self, generation: int) -> None:
        """Read what is listed; `generation` was read before the parts were, so that a later commit is followed."""
        with self._lock:
            self._generation = generation
            self._sources = self._catalogue.sources()
            self._hidden = replaced_briefs(self._sources)
            self._passage_count = sum(source.passages for source in self._sources.values())

    def _newest(self, document_id: str, read: Callable[[int], _Read | None]) -> _Read:
        """Read something of a document, again where a new version took its place after its number was found."""
        for _ in range(ATTEMPTS):
            found = read(self._number(document_id))
            if found is not None:
                return found
        raise _unknown(document_id)

    def _number(self, document_id: str) -> int:
        for number, source in self.sources.items():
            if source.id == document_id:
                return number
        raise _unknown(document_id)


def _unknown(document_id: str) -> UnknownDocument:
    return UnknownDocument(
        f"The library has no document “{document_id}”.", "`python -m bot sources` lists what it has."
    )
