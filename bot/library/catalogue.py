"""The catalogue: one SQLite file with every document and passage. What it lists is in the library, nothing else.

A stored version of a document has a number that is never used again; a passage's key is that number and its ordinal
in one integer. Numbers in the table `stale` may have vectors or words without being listed: they are written there
before the first vector is, leave it with the commit that lists them, and come back when they are replaced.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.embedding import Vectors
from bot.errors import LibraryDamaged, LibraryError, LibraryMismatch
from bot.library.places import Places
from bot.library.rows import (
    document_row,
    key_of,
    pack,
    packed_attributions,
    packed_voices,
    passage_row,
    to_document,
    to_passage,
    to_source,
)
from bot.records import Document, Passage, Source

SCHEMA_VERSION = 2
GROWN = {
    2: (
        "ALTER TABLE documents ADD COLUMN voices TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE passages ADD COLUMN attributions TEXT NOT NULL DEFAULT '[]'",
    )
}
"""What a version of the tables has that the one before lacks."""
PRAGMAS = (
    "busy_timeout = 10000",
    "foreign_keys = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
    # What is removed is overwritten, not only unlinked.
    "secure_delete = ON",
)

TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, text TEXT NOT NULL,
    metadata TEXT NOT NULL, headings TEXT NOT NULL, work TEXT, original INTEGER NOT NULL, origin TEXT,
    voices TEXT NOT NULL DEFAULT '[]') STRICT;
CREATE INDEX IF NOT EXISTS documents_by_text ON documents (sha256);
CREATE TABLE IF NOT EXISTS passages (
    key INTEGER PRIMARY KEY, number INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, sentences TEXT NOT NULL,
    heading TEXT, page INTEGER, vectors BLOB NOT NULL,
    attributions TEXT NOT NULL DEFAULT '[]') STRICT;
CREATE INDEX IF NOT EXISTS passages_by_document ON passages (number);
CREATE TABLE IF NOT EXISTS stale (number INTEGER PRIMARY KEY) STRICT;
"""


class Catalogue:
    """Reads and writes the SQLite file. One connection, shared by the threads of the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        with self._explained():
            self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            try:
                for pragma in PRAGMAS:
                    self._connection.execute(f"PRAGMA {pragma}")
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._connection.close()

    def get(self, name: str) -> str | None:
        """Return a remembered value, such as the name of the embedding model."""
        row = self._one("SELECT value FROM meta WHERE name = ?", name)
        return row[0] if row else None

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        with self.transaction() as run:
            run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    @property
    def places(self) -> Places:
        """Where the parts lie that belong to what is listed."""
        return Places(self._path.parent, int(self.get("place") or 1))

    @property
    def generation(self) -> int:
        """A number that grows with every change, whichever process made it."""
        return int(self.get("generation") or 0)

    def sources(self) -> dict[int, Source]:
        """Return every document, without its text, by number."""
        query = """SELECT number, id, sha256, metadata, original, work, origin, voices,
            (SELECT count(*) FROM passages WHERE passages.number = documents.number) FROM documents ORDER BY number"""
        return {row[0]: to_source(row) for row in self._all(query)}

    def passage_count(self) -> int:
        """Return how many passages are listed."""
        return int(self._one("SELECT count(*) FROM passages")[0])

    def document(self, number: int) -> Document | None:
        """Return a whole document."""
        row = self._one(
            "SELECT id, text, sha256, metadata, headings, work, original, origin FROM documents WHERE number = ?",
            number,
        )
        return to_document(row) if row else None

    def passages(self, keys: Sequence[int]) -> dict[int, tuple[int, Passage, Vectors]]:
        """Return for each listed key the document's number, the passage and its sentences' vectors."""
        marks = ",".join("?" * len(keys))
        return {row[0]: to_passage(row) for row in self._all(f"{_PASSAGES} WHERE key IN ({marks})", *keys)}

    def passages_of(self, number: int) -> dict[int, tuple[int, Passage, Vectors]]:
        """Return all passages of one document, in order."""
        return {
            row[0]: to_passage(row) for row in self._all(f"{_PASSAGES} WHERE passages.number = ? ORDER BY key", number)
        }

    def opening(self, number: int) -> Passage | None:
        """Return the first passage of one document."""
        row = self._one(f"{_PASSAGES} WHERE passages.number = ? ORDER BY key LIMIT 1", number)
        return to_passage(row)[1] if row else None

    def stale(self) -> list[int]:
        """Return the numbers whose vectors and words may be there without being listed."""
        return [row[0] for row in self._all("SELECT number FROM stale ORDER BY number")]

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
        # The log would keep their text until it happens to be written over.
        self._all("PRAGMA wal_checkpoint(TRUNCATE)")

    def replace(
        self, added: Sequence[tuple[int, Document, Sequence[tuple[Passage, Vectors]]]], gone: Sequence[int]
    ) -> None:
        """List new versions and strike old ones, in one transaction: this is the commit that counts."""
        with self.transaction() as run:
            for number in gone:
                run("DELETE FROM documents WHERE number = ?", (number,))
                run("INSERT OR IGNORE INTO stale VALUES (?)", (number,))
            for number, document, passages in added:
                row = document_row(number, document, [passage for passage, _ in passages])
                run("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
                for passage, vectors in passages:
                    run(
                        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        passage_row(number, passage, vectors),
                    )
                run("DELETE FROM stale WHERE number = ?", (number,))
            run("INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (str(self.generation + 1),))

    def set_vectors(self, rows: Iterable[tuple[int, Vectors]]) -> None:
        """Replace the sentence vectors of passages, given by key."""
        with self.transaction() as run:
            for key, vectors in rows:
                run("UPDATE passages SET vectors = ? WHERE key = ?", (pack(vectors), key))

    def set_attributions(self, number: int, passages: Sequence[Passage]) -> None:
        """Replace who says what in all passages of a document."""
        with self.transaction() as run:
            run("UPDATE documents SET voices = ? WHERE number = ?", (packed_voices(passages), number))
            for passage in passages:
                values = (packed_attributions(passage), key_of(number, passage.ordinal))
                run("UPDATE passages SET attributions = ? WHERE key = ?", values)

    def problems(self) -> list[str]:
        """Return what SQLite itself finds wrong with the file."""
        return [row[0] for row in self._all("PRAGMA integrity_check") if row[0] != "ok"]

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """Yield a function that executes a statement; commit at the end, or roll back on an error.

        One within another of the same thread is a part of it.
        """
        with self._explained(), self._lock:
            if self._connection.in_transaction:
                yield self._connection.execute
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection.execute
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _prepare(self) -> None:
        if self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            self._connection.executescript(
                f"BEGIN IMMEDIATE; {TABLES} INSERT OR IGNORE INTO meta VALUES ('schema', '{SCHEMA_VERSION}'); COMMIT;"
            )
        version = int(self.get("schema") or 0)
        if version > SCHEMA_VERSION:
            raise LibraryMismatch(
                f"The library {self._path.parent} was made by a newer version of the bot (format {version}, this "
                f"one reads {SCHEMA_VERSION}).",
                "Update the bot, or choose another folder with --library.",
            )
        if version < SCHEMA_VERSION:
            self._grow()

    def _grow(self) -> None:
        """Give the tables of an older version what they lack; another process may have done so meanwhile."""
        with self.transaction() as run:
            version = int(self.get("schema") or 0)
            for later in range(version + 1, SCHEMA_VERSION + 1):
                for statement in GROWN[later]:
                    run(statement)
            run("UPDATE meta SET value = ? WHERE name = 'schema'", (str(SCHEMA_VERSION),))

    def _one(self, query: str, *values: Any) -> Any:
        with self._explained(), self._lock:
            return self._connection.execute(query, values).fetchone()

    def _all(self, query: str, *values: Any) -> list[Any]:
        with self._explained(), self._lock:
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise self._explain(error) from error

    def _explain(self, error: sqlite3.DatabaseError) -> LibraryError:
        if isinstance(error, sqlite3.ProgrammingError):
            return LibraryError(f"The library in {self._path.parent} was closed.", "Open it again.")
        if isinstance(error, sqlite3.OperationalError) and "no such" not in str(error):
            return LibraryError(
                f"The library in {self._path.parent} cannot be used: {error}.",
                "Check that the folder exists, is writable and has room, or choose another with --library.",
            )
        return LibraryDamaged(
            f"The catalogue {self._path} is damaged: {error}.", "Restore it from a backup, or choose another --library."
        )


_PASSAGES = """SELECT key, passages.number, start, "end", passages.text, sentences, heading, page, vectors,
    attributions, id FROM passages JOIN documents USING (number)"""
