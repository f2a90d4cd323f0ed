"""The catalogue of every document and passage, in SQLite or Postgres: what it lists is in the library, nothing else.

A stored version of a document has a number that is never used again; a passage's key is that number and its ordinal
in one integer. Numbers in the table `stale` may have vectors or words without being listed: they are written there
before the first vector is, leave it with the commit that lists them, and come back when they are replaced.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from bot.embedding import Vectors
from bot.errors import LibraryDamaged
from bot.library.chroma import Shelf
from bot.library.database import Database
from bot.library.exact import Keys
from bot.library.history import KEPT, History, Older
from bot.library.likeness import Likeness
from bot.library.log import Cause, Log, changes_of
from bot.library.places import Places
from bot.library.postgres import PostgresDatabase
from bot.library.remembered import RememberedFiles
from bot.library.rows import (
    KEY_BITS,
    PassageRow,
    document_row,
    key_of,
    pack,
    packed_attributions,
    packed_voices,
    passage_row,
    to_document,
    to_passage,
    to_source,
    unpack,
)
from bot.library.rowseals import altered, meta_is_sealed, seal_touched
from bot.library.rowwords import WordRows
from bot.library.schema import prepare
from bot.library.servers import NO_SERVERS, Servers
from bot.records import Document, Passage, Source

_Read = TypeVar("_Read")

FEW = 500
"""Documents that are looked up by their numbers; of more, all are read and the others left out."""

IDENTITY = "identity"
"""The name in the table `meta` of what tells this library from all others."""


class Catalogue:
    """Reads and writes the SQLite file, whose errors are those of `Database`; `kept` older texts of a document stay."""

    def __init__(self, path: Path, kept: int = KEPT, servers: Servers = NO_SERVERS) -> None:
        self.path = path
        self._servers = servers
        self._database = PostgresDatabase(servers.postgres) if servers.postgres else Database(path)
        self.files = RememberedFiles(self._database)
        self.likeness = Likeness(self._database)
        self.history = History(self._database, kept)
        self.log = Log(self._database)
        try:
            prepare(self._database)
            self._seal()
        except BaseException:
            self._database.close()
            raise

    def _seal(self) -> None:
        """See to it that all changes are sealed, and that what steers the others was not changed otherwise."""
        self._database.watch()
        self._database.before_commit = seal_touched
        with self._database.snapshot() as run:
            if not meta_is_sealed(run):
                raise self._damaged("what it notes of the library is not as it was written")

    def _read(self, convert: Callable[[Any], _Read], row: Any) -> _Read:
        try:
            return convert(row)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._damaged(f"a row of it cannot be read ({row[0]})") from error

    def _damaged(self, what: str) -> LibraryDamaged:
        return LibraryDamaged(f"The catalogue {self.name} is damaged: {what}.", self._database.hint)

    @property
    def where(self) -> str:
        """The folder or the database, as messages name it."""
        return self._database.where

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    @property
    def name(self) -> str:
        """The catalogue itself, as messages name it."""
        return self._database.name

    @property
    def hint(self) -> str:
        """How it comes back where it is damaged."""
        return self._database.hint

    def alone(self) -> AbstractContextManager[None]:
        """Hold the right to write to the library.

        Raises:
            LibraryBusy: another process holds it for longer than half a minute.
        """
        return self._database.alone()

    def get(self, name: str) -> str | None:
        """Return a remembered value, such as the name of the embedding model."""
        row = self._database.one("SELECT value FROM meta WHERE name = ?", name)
        return row[0] if row else None

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        with self.transaction() as run:
            run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    @property
    def places(self) -> Places:
        """Where the parts lie that belong to what is listed."""
        number = int(self.get("place") or 1)
        shelf = Shelf(self._servers.chroma, self._name(), number) if self._servers.chroma else None
        rows = WordRows(self._database, number) if self._servers.postgres else None
        return Places(self.path.parent, number, shelf, rows)

    def _name(self) -> str:
        """The name of the library on a server. A copy of its folder has another: each writes to its own vectors."""
        identity = self.get(IDENTITY)
        if identity is None:
            with self.transaction() as run:
                run("INSERT OR IGNORE INTO meta VALUES (?, ?)", (IDENTITY, secrets.token_hex(16)))
            return self._name()
        return hashlib.sha256(f"{identity} {self._database.place()}".encode()).hexdigest()[:20]

    @property
    def generation(self) -> int:
        """A number that grows with every change, whichever process made it."""
        return int(self.get("generation") or 0)

    def sources(self) -> dict[int, Source]:
        """Return every document, without its text, by number."""
        return {row[0]: self._read(to_source, row) for row in self._database.all(f"{SOURCES} ORDER BY number")}

    def sources_of(self, numbers: Iterable[int]) -> dict[int, Source]:
        """Return those documents of the numbers that are listed, without their texts, by number."""
        rows = (self._database.one(f"{SOURCES} WHERE number = ?", number) for number in numbers)
        return {row[0]: self._read(to_source, row) for row in rows if row is not None}

    def passage_count(self) -> int:
        """Return how many passages are listed."""
        return int(self._database.one("SELECT count(*) FROM passages")[0])

    def document(self, number: int) -> Document | None:
        """Return a whole document."""
        columns = "id, text, sha256, metadata, headings, work, original, origin, marks"
        row = self._database.one(f"SELECT {columns} FROM documents WHERE number = ?", number)
        return self._read(to_document, row) if row else None

    def passages(self, keys: Sequence[int]) -> dict[int, tuple[int, Passage, Vectors]]:
        """Return for each listed key the document's number, the passage and its sentences' vectors."""
        marks = ",".join("?" * len(keys))
        rows = self._database.all(f"{_PASSAGES} WHERE key IN ({marks})", *keys)
        return {row[0]: self._read(to_passage, row) for row in rows}

    def passages_of(self, number: int) -> dict[int, tuple[int, Passage, Vectors]]:
        """Return all passages of one document, in order."""
        return {
            row[0]: self._read(to_passage, row)
            for row in self._database.all(f"{_PASSAGES} WHERE passages.number = ? ORDER BY key", number)
        }

    def opening(self, number: int) -> Passage | None:
        """Return the first passage of one document."""
        row = self._database.one(f"{_PASSAGES} WHERE passages.number = ? ORDER BY key LIMIT 1", number)
        return self._read(to_passage, row)[1] if row else None

    def stale(self) -> list[int]:
        """Return the numbers whose vectors and words may be there without being listed."""
        return [row[0] for row in self._database.all("SELECT number FROM stale ORDER BY number")]

    def reserve(self, count: int) -> list[int]:
        """Return new numbers, which count as stale until they are listed."""
        with self.transaction() as run:
            first = int(self.get("next_number") or 1)
            run("INSERT OR REPLACE INTO meta VALUES ('next_number', ?)", (str(first + count),))
            for number in range(first, first + count):
                run("INSERT INTO stale VALUES (?)", (number,))
        return list(range(first, first + count))

    def swept(self, numbers: Iterable[int]) -> None:
        """Note that nothing is left of these numbers."""
        with self.transaction() as run:
            for number in numbers:
                run("DELETE FROM stale WHERE number = ?", (number,))
        self._database.forget()

    def replace(
        self,
        added: Sequence[tuple[int, Document, Sequence[PassageRow]]],
        gone: Sequence[int],
        cause: Cause,
        older: Iterable[Older] = (),
    ) -> None:
        """List new versions and strike old ones, in one transaction: this is the commit that counts.

        The log tells of it, with its cause. `older` are texts that new documents had elsewhere.
        """
        with self.transaction() as run:
            struck = list(self.sources_of(gone).values())
            self.log.note(cause, changes_of([document for _, document, _ in added], struck, cause))
            self._strike(gone, {document.id: document for _, document, _ in added})
            self.history.adopt(older)
            for number, document, passages in added:
                row = document_row(number, document, [passage for passage, *_ in passages])
                run("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
                for passage in passages:
                    values = passage_row(number, *passage)
                    run("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
                run("DELETE FROM stale WHERE number = ?", (number,))
            self.likeness.sign({number: document.text for number, document, _ in added})
            self.advance()

    def relocate(self, origins: Mapping[int, str], cause: Cause) -> None:
        """Note that documents are read from another path than before; their text is the same."""
        with self.transaction() as run:
            for number, origin in origins.items():
                run("UPDATE documents SET origin = ? WHERE number = ?", (origin, number))
            self.log.note(cause, (("renamed", source) for source in self.sources_of(origins).values()))
            self.advance()

    def advance(self) -> None:
        """Let every process see that something has changed."""
        self.set("generation", str(self.generation + 1))

    def _strike(self, gone: Collection[int], successors: Mapping[str, Document]) -> None:
        """Strike documents. One that another takes the place of becomes an older version; else nothing of it stays."""
        with self.transaction() as run:
            for old in filter(None, map(self.document, gone)):
                successor = successors.get(old.id)
                if successor is None:
                    self.history.forget(old.id)
                else:
                    self.history.keep(old, successor)
            for number in gone:
                run("DELETE FROM documents WHERE number = ?", (number,))
                run("INSERT OR IGNORE INTO stale VALUES (?)", (number,))

    def vectors_of(self, number: int) -> list[Vectors]:
        """Return the vectors of a document's passages, in order; those of an older version's lack theirs."""
        query = "SELECT vector FROM passages WHERE number = ? AND length(vector) > 0 ORDER BY key"
        return [unpack(row[0], 1)[0] for row in self._database.all(query, number)]

    def vectors_in(self, numbers: Collection[int]) -> tuple[Keys, Vectors]:
        """Return the keys of the passages of documents, in order, and their vectors, one row each."""
        which = f" AND number IN ({','.join('?' * len(numbers))})" if len(numbers) <= FEW else ""
        query = f"SELECT key, vector FROM passages WHERE length(vector) > 0{which} ORDER BY key"
        rows = self._database.all(query, *(numbers if which else ()))
        there = [row for row in rows if row[0] >> KEY_BITS in numbers]
        try:
            vectors = unpack(b"".join(vector for _, vector in there), max(1, len(there)))
        except ValueError as error:
            raise self._damaged("vectors of it cannot be read") from error
        return np.array([key for key, _ in there], dtype=np.int64), vectors[: len(there)]

    def set_vectors(self, number: int, sentences: Sequence[Vectors], passages: Sequence[Vectors]) -> None:
        """Replace the vectors of a document's passages: of the sentences of each, and its own."""
        with self.transaction() as run:
            for ordinal, rows in enumerate(zip(sentences, passages, strict=True)):
                values = (*map(pack, rows), key_of(number, ordinal))
                run("UPDATE passages SET vectors = ?, vector = ? WHERE key = ?", values)

    def set_attributions(self, number: int, passages: Sequence[Passage]) -> None:
        """Replace who says what in all passages of a document."""
        with self.transaction() as run:
            run("UPDATE documents SET voices = ? WHERE number = ?", (packed_voices(passages), number))
            for passage in passages:
                values = (packed_attributions(passage), key_of(number, passage.ordinal))
                run("UPDATE passages SET attributions = ? WHERE key = ?", values)

    def problems(self) -> list[str]:
        """Return what is wrong with the file, as SQLite and the seals of its rows tell."""
        found = self._database.integrity()
        with self._database.snapshot() as run:
            return [*found, *altered(run)]

    def snapshot(self) -> AbstractContextManager[Any]:
        """A block in which all is read as of one moment."""
        return self._database.snapshot()

    def transaction(self) -> AbstractContextManager[Any]:
        """A function that executes a statement, for a block that is committed as a whole, or not at all."""
        return self._database.transaction()


SOURCES = """SELECT number, id, sha256, metadata, original, work, origin, voices,
    (SELECT count(*) FROM passages WHERE passages.number = documents.number) FROM documents"""
"""What is read of documents to list them, which in SQLite has an index of its own (`database.LISTED`)."""

_PASSAGES = """SELECT key, passages.number, start, "end", passages.text, sentences, heading, page, vectors,
    attributions, passages.marks, id FROM passages JOIN documents USING (number)"""
