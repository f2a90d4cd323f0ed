"""One SQLite file, safe for the threads of the process, whose errors say what to do."""

from __future__ import annotations

import re
import sqlite3
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.errors import LibraryDamaged, LibraryError
from bot.library.backups import restore_hint
from bot.library.damage import REASON_LENGTH

PRAGMAS = (
    "busy_timeout = 10000",
    "foreign_keys = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
    # What is removed is overwritten, not only unlinked.
    "secure_delete = ON",
)

_BROKEN = re.compile("no such|decode")
"""What tells of a broken file among the errors that SQLite counts as its surroundings'."""


class Database:
    """A connection, which the threads of the process share.

    Every method raises `LibraryDamaged` where the file is broken, and `LibraryError` where it cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.before_commit: Callable[[Any], object] | None = None
        self._lock = threading.RLock()
        with self._explained():
            self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            try:
                for pragma in PRAGMAS:
                    self._connection.execute(f"PRAGMA {pragma}")
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._connection.close()

    def one(self, query: str, *values: Any) -> Any:
        """Return the first row of a query, or None."""
        with self._explained(), self._lock:
            return self._connection.execute(query, values).fetchone()

    def all(self, query: str, *values: Any) -> list[Any]:
        """Return every row of a query."""
        with self._explained(), self._lock:
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def snapshot(self) -> Iterator[Any]:
        """Yield a function that executes a query; all of them see one state, whatever is committed meanwhile."""
        with self._explained(), self._lock:
            within = self._connection.in_transaction
            if not within:
                self._connection.execute("BEGIN")
            try:
                yield self._connection.execute
            finally:
                if not within:
                    self._connection.execute("COMMIT")

    def script(self, statements: str) -> None:
        """Execute several statements, all of them or none."""
        with self._explained(), self._lock:
            self._connection.executescript(f"BEGIN IMMEDIATE; {statements} COMMIT;")

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
                if self.before_commit:
                    self.before_commit(self._connection.execute)
                self._connection.execute("COMMIT")
            except BaseException:
                # Some errors, as of a full disk, have rolled it back.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise self._explain(error) from error

    def _explain(self, error: sqlite3.DatabaseError) -> LibraryError:
        if isinstance(error, sqlite3.ProgrammingError):
            return LibraryError(f"The library in {self.path.parent} was closed.", "Open it again.")
        reason = textwrap.shorten(str(error), REASON_LENGTH, placeholder=" …")
        if isinstance(error, sqlite3.OperationalError) and not _BROKEN.search(reason):
            return LibraryError(
                f"The library in {self.path.parent} cannot be used: {reason}.",
                "Check that the folder exists, is writable and has room, or choose another with --library.",
            )
        return LibraryDamaged(f"The catalogue {self.path} is damaged: {reason}.", restore_hint(self.path.parent))
