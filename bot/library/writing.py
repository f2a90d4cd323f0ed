"""Writing to a library: vectors and words first, then the commit that counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from bot.chunking import chunk
from bot.embedding import Embedder
from bot.errors import BotError
from bot.library.aside import aside
from bot.library.catalogue import Catalogue
from bot.library.history import Older
from bot.library.identity import Arrivals, Change, changes
from bot.library.indexing import (
    Attribute,
    Counter,
    Embedded,
    Progress,
    Vector,
    batches,
    embed,
    passage_text,
    text_count,
    unattributed,
    write_parts,
)
from bot.library.listing import Listing
from bot.library.log import Cause
from bot.library.rows import PassageRow
from bot.library.spare import give_back_memory
from bot.library.vectors import Vectors
from bot.library.words import WordIndex
from bot.records import Document, Passage

Chunker = Callable[[Document], tuple[Passage, ...]]


@dataclass(frozen=True, slots=True)
class Ready:
    """A change with the document's passages and their vectors, so that only writing is left to do."""

    change: Change
    passages: tuple[Passage, ...]
    rows: Embedded
    older: tuple[Older, ...] = ()

    @property
    def listed(self) -> list[PassageRow]:
        """The passages as the catalogue takes them."""
        return list(zip(self.passages, self.rows.sentences, self.rows.passages, strict=True))


class Adopted(Protocol):
    """A document as another library had it."""

    document: Document
    older: list[Older]
    passages: list[Passage]


class Writer:
    """Adds, replaces and removes whole documents; what takes long is done before the right to write is asked for."""

    def __init__(
        self, embedder: Embedder, catalogue: Catalogue, vectors: Vectors, words: WordIndex, listing: Listing
    ) -> None:
        self._embedder = embedder
        self._catalogue = catalogue
        self._vectors = vectors
        self._words = words
        self._listing = listing

    def embedding_with(self, embedder: Embedder) -> Writer:
        """Return what writes to the same library, and embeds with the same model elsewhere."""
        return Writer(embedder, self._catalogue, self._vectors, self._words, self._listing)

    def add(
        self,
        documents: Iterable[Document],
        progress: Progress | None = None,
        *,
        chunker: Chunker = chunk,
        attribute: Attribute = unattributed,
        cause: Cause,
    ) -> list[str]:
        """Add documents, or replace them where they changed; return the ids that were added or replaced."""
        plan = [(change, chunker(change.document)) for change in changes(documents, self._listing.sources)]
        counter = Counter(sum(text_count(passages) for _, passages in plan), progress)
        try:
            return [each for batch in batches(plan) for each in self._add_batch(batch, counter, attribute, cause)]
        finally:
            give_back_memory()

    def remove(self, document_ids: Sequence[str], cause: Cause) -> None:
        """Remove documents, all of them or none."""
        with self._listing.writing():
            gone = [self._listing.number(document_id) for document_id in document_ids]
            self._catalogue.replace([], gone, cause)
            self._listing.committed(gone=set(gone))

    def relocate(self, origins: Mapping[str, str], cause: Cause) -> None:
        """Note that documents, given by id, are read from another path, all of them or none."""
        with self._listing.writing():
            numbers = {self._listing.number(document_id): origin for document_id, origin in origins.items()}
            self._catalogue.relocate(numbers, cause)
            self._listing.committed(numbers)

    def restore(self, current: Document, older: Document, chunker: Chunker, attribute: Attribute, cause: Cause) -> None:
        """Make an older text of a document the current one; the file that it comes from stays the same.

        Raises:
            UnknownDocument: the document was removed meanwhile.
            BotError: another document has this text meanwhile.
        """
        document = replace(older, origin=current.origin)
        if document == current:
            return
        passages = chunker(document)
        change = Change(document, self._listing.number(document.id))
        (ready,) = self._ready([(change, passages)], Counter(text_count(passages), None), attribute)
        with self._listing.writing():
            self._refuse_twice(document)
            self._commit([replace(ready, change=Change(document, self._listing.number(document.id)))], cause)

    def adopt(self, entries: Sequence[Adopted], counter: Counter, cause: Cause) -> None:
        """List documents under their ids, with their passages as they are; a new one brings its older texts along."""
        arrivals = Arrivals(self._listing.sources)
        wanted = [(arrivals.take(entry.document), entry) for entry in entries]
        batch = [(change, tuple(entry.passages)) for change, entry in wanted if change is not None]
        ready = {each.change.document.id: each for each in self._ready(batch, counter)} if batch else {}
        with self._listing.writing():
            arrivals = Arrivals(self._listing.sources)
            plan = [(arrivals.take(entry.document), entry) for entry in entries if entry.document.id in ready]
            changed = [(change, entry) for change, entry in plan if change is not None]
            if changed:
                self._commit([_adopted(ready[change.document.id], change, entry) for change, entry in changed], cause)

    def _add_batch(
        self,
        batch: Sequence[tuple[Change, tuple[Passage, ...]]],
        counter: Counter,
        attribute: Attribute,
        cause: Cause,
    ) -> list[str]:
        """Parse and embed, which takes long; only then take the lock, and see what another process has left to do."""
        ready = {each.change.document.sha256: each for each in self._ready(batch, counter, attribute)}
        with self._listing.writing():
            plan = changes([change.document for change, _ in batch], self._listing.sources)
            if plan:
                self._commit([replace(ready[change.document.sha256], change=change) for change in plan], cause)
        return [change.document.id for change in plan]

    def _ready(
        self, batch: Sequence[tuple[Change, tuple[Passage, ...]]], counter: Counter, attribute: Attribute = unattributed
    ) -> list[Ready]:
        """Embed passages, and meanwhile find out who says what in them."""
        known = self._known(change.replaces for change, _ in batch)
        with aside(attribute([(change.document, passages) for change, passages in batch])) as told:
            documents = [(change.document.metadata, passages) for change, passages in batch]
            rows = embed(self._embedder, documents, counter, known)
            said = told()
        entries = zip(batch, said, rows, strict=True)
        return [Ready(change, tuple(passages), each) for (change, _), passages, each in entries]

    def _known(self, numbers: Iterable[int | None]) -> dict[str, Vector]:
        """The vectors of the documents that are to be replaced, by the text that was embedded."""
        known: dict[str, Vector] = {}
        for number in numbers:
            document = None if number is None else self._catalogue.document(number)
            if document is not None and number is not None:
                stored, whole = self._catalogue.passages_of(number), self._catalogue.vectors_of(number)
                for _, passage, rows in stored.values():
                    known |= {passage.quote(span): row for span, row in zip(passage.sentences, rows, strict=True)}
                texts = [passage_text(document.metadata, passage) for _, passage, _ in stored.values()]
                known |= dict(zip(texts, whole, strict=True)) if len(whole) == len(texts) else {}
        return known

    def _commit(self, batch: Sequence[Ready], cause: Cause) -> None:
        numbers = self._catalogue.reserve(len(batch))
        write_parts(
            self._vectors,
            self._words,
            [(number, ready.change.document, ready.passages) for number, ready in zip(numbers, batch, strict=True)],
            np.concatenate([ready.rows.passages for ready in batch]),
        )
        listed = [(number, each.change.document, each.listed) for number, each in zip(numbers, batch, strict=True)]
        older = [each for ready in batch for each in ready.older]
        gone = [each.change.replaces for each in batch if each.change.replaces is not None]
        self._catalogue.replace(listed, gone, cause, older)
        self._listing.committed(numbers, set(gone))

    def _refuse_twice(self, document: Document) -> None:
        """Refuse a text that another document has: a text is in a library once."""
        for source in self._listing.sources.values():
            if source.sha256 == document.sha256 and source.id != document.id:
                raise BotError(f"The document “{source.id}” has that text now.", "Remove it first.")


def _adopted(ready: Ready, change: Change, entry: Adopted) -> Ready:
    return replace(ready, change=change, older=tuple(entry.older) if change.replaces is None else ())
