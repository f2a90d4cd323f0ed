"""The library: documents in, passages out. SQLite's commit counts; vectors and words follow it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from bot.chunking import chunk
from bot.embedding import Embedder
from bot.embedding import Vectors as Matrix
from bot.library.catalogue import Catalogue
from bot.library.exact import Exact
from bot.library.filtering import Filtering
from bot.library.filters import Condition, Filters, resolve
from bot.library.indexing import Attribute, Counter, Progress, unattributed
from bot.library.listing import Listing
from bot.library.log import RESTORE, Cause
from bot.library.recent import StoredPassage
from bot.library.soundness import problems
from bot.library.vectors import Vectors
from bot.library.whole import Whole
from bot.library.words import WordIndex
from bot.library.writing import Adopted, Chunker, Writer
from bot.records import Document, LogEntry, Passage, Source, Verification, Version


class Library:
    """One folder on disk, from `open_library`. Safe for several threads; other processes may read while one writes."""

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        catalogue: Catalogue,
        vectors: Vectors,
        words: WordIndex,
        generation: int,
        rows: dict[int, Source],
    ) -> None:
        self.folder = folder
        self.embedder = embedder
        self.files = catalogue.files
        self._catalogue = catalogue
        self._vectors = vectors
        self._words = words
        self._listing = Listing(catalogue, vectors, words, generation, rows)
        self._filtering = Filtering(vectors, words)
        self._whole = Whole(catalogue)
        self._writer = Writer(embedder, catalogue, vectors, words, self._listing)

    def close(self) -> None:
        """Give the files back."""
        self._vectors.close()
        self._catalogue.close()

    @property
    def sources(self) -> dict[int, Source]:
        """Every document by its number, without its text, as of the newest commit of any process."""
        return self._listing.sources

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever added to it."""
        return self._catalogue.generation == 0

    @property
    def hidden(self) -> tuple[int, ...]:
        """The numbers of the briefs whose original is in the library."""
        return self._listing.hidden

    @property
    def repeats(self) -> Mapping[int, tuple[int, ...]]:
        """The numbers of the documents that are almost the same as earlier ones, each with those, the first first."""
        return self._listing.repeats

    @property
    def passage_count(self) -> int:
        """How many passages the library has."""
        return self._listing.passage_count

    def document(self, document_id: str) -> Document:
        """Return a document with its text.

        Raises:
            UnknownDocument: the library has none of that id.
        """
        return self._listing.newest(document_id, self._catalogue.document)

    def opening(self, document_id: str) -> Passage:
        """Return a document's first passage.

        Raises:
            UnknownDocument: the library has none of that id.
        """
        return self._listing.newest(document_id, self._catalogue.opening)

    def condition(self, filters: Filters) -> Condition:
        """Turn a user's filters into the library's own values, or raise QuestionError as `resolve` does."""
        return resolve(filters, self._listing.known, () if filters.document else self.hidden)

    def visible(self, filters: Filters) -> list[Source]:
        """Return the documents that the filters leave, without the briefs whose original is there.

        Raises:
            QuestionError: as `condition` does.
        """
        condition = self.condition(filters)
        return [source for number, source in self.sources.items() if condition.admits(number, source)]

    def search_vectors(self, vector: Sequence[float], limit: int, condition: Condition) -> list[tuple[int, float]]:
        """Return the keys of the passages nearest to a vector, with their cosines, best first."""
        exact, generation = self._exact(), self._listing.parts_generation
        if exact is not None:
            return exact.search(vector, limit, condition, self._words.meeting, generation)
        return self._listing.found(lambda: self._filtering.search(vector, limit, condition, generation))

    def _exact(self) -> Exact | None:
        state = self._listing.state
        return self._whole.as_of(state.sources, state.passage_count)

    def vectors(self) -> Iterator[tuple[list[int], Matrix]]:
        """Yield the vectors of all passages in pages: their keys, and a matrix of shape (keys, dimensions)."""
        for page in self._vectors.entries():
            yield list(page), np.stack([vector for vector, _ in page.values()])

    def vectors_of(self, keys: Sequence[int]) -> Matrix:
        """Return those vectors of passages that there are, of shape (found, dimensions), in the order of the keys."""
        exact = self._exact()
        if exact is not None:
            return exact.of(keys)
        found = self._listing.state.vectors.of(keys, self._vectors_of)
        return np.stack([found[key] for key in sorted(found)]) if found else np.empty((0, 0), dtype=np.float32)

    def _vectors_of(self, keys: Sequence[int]) -> dict[int, Matrix]:
        return self._listing.found(lambda: self._vectors.get(keys))

    def search_words(self, terms: Sequence[str], limit: int, condition: Condition) -> list[tuple[int, float]]:
        """Return the keys of the passages that hold the terms, or pairs of them, with BM25 scores, best first."""
        return self._words.search(terms, limit, condition)

    def frequency(self, term: str) -> int:
        """Return in how many passages a stem stands; 1 for “stem*” where any word begins so."""
        self._listing.follow()
        return self._words.frequency(term)

    def passages(self, keys: Sequence[int]) -> dict[int, StoredPassage]:
        """Return the passages of those keys that the catalogue lists."""
        state = self._listing.state
        return state.passages.of(keys, lambda lacking: self._read(lacking, state.sources))

    def _read(self, keys: Sequence[int], sources: Mapping[int, Source]) -> dict[int, StoredPassage]:
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
        embedder: Embedder | None = None,
        cause: Cause | None = None,
    ) -> list[str]:
        """Add documents, or replace them where they changed; return the ids that were added or replaced.

        `attribute` gives their passages who says what in them; `embedder` is the library's model at another place. Here
        as below, `cause` is what the log says of it; else it names the account that the process runs in.

        A text that is already there is left alone. Each commit holds whole documents.

        Raises:
            LibraryBusy: another process writes for longer than half a minute.
            LibraryError: the folder cannot be written.
        """
        cause = cause or Cause.of(None, "add")
        writer = self._writer.embedding_with(embedder) if embedder else self._writer
        return writer.add(documents, progress, chunker=chunker, attribute=attribute, cause=cause)

    def remove(self, document_ids: Sequence[str], cause: Cause | None = None) -> None:
        """Remove documents; nothing of them stays, their older versions included, but what the log says of them.

        Raises:
            UnknownDocument: the library lacks one of them; then none is removed.
        """
        self._writer.remove(document_ids, cause or Cause.of(None, "remove"))

    def relocate(self, origins: Mapping[str, str], cause: Cause | None = None) -> None:
        """Note that documents, given by id, are read from another path than before; their text is the same.

        Raises:
            UnknownDocument: the library lacks one of them; then none is changed.
        """
        self._writer.relocate(origins, cause or Cause.of(None, "sync"))

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
        self,
        document_id: str,
        number: int,
        *,
        chunker: Chunker = chunk,
        attribute: Attribute = unattributed,
        cause: Cause | None = None,
    ) -> None:
        """Make an older text the current one, which becomes an older one itself; the current one stays as it is.

        Raises:
            UnknownDocument, UnknownVersion: the library has none of that id, or that has no such version.
            BotError: another document has this text meanwhile.
        """
        current, older = self.document(document_id), self.version(document_id, number)
        self._writer.restore(current, older, chunker, attribute, cause or Cause.of(None, RESTORE))

    def adopt(self, entries: Sequence[Adopted], counter: Counter, cause: Cause | None = None) -> None:
        """Keep documents of another library under their ids, in one commit; one of the same text is left alone.

        Raises:
            LibraryBusy, LibraryError: as `add` does.
        """
        self._writer.adopt(entries, counter, cause or Cause.of(None, "import"))

    def log(
        self, document: str | None = None, since: str | None = None, limit: int | None = None
    ) -> tuple[LogEntry, ...]:
        """Return what was changed, newest first: of one document, from a day, month or year on, so many at most.

        Raises:
            QuestionError: `since` is no date.
        """
        return self._catalogue.log.entries(document, since, limit)

    def verify(self) -> Verification:
        """Compare catalogue, vectors, words, offsets and hashes."""
        with self._listing.writing():
            found = problems(self._catalogue, self._vectors, self._words)
            return Verification(len(self.sources), self.passage_count, tuple(found))
