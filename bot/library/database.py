"""One SQLite file, safe for the threads of the process, whose errors say what to do."""

from __future__ import annotations

import re
import sqlite3
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from bot.errors import LibraryDamaged, LibraryError
from bot.library.backups import back_up, restore_hint
from bot.library.damage import REASON_LENGTH
from bot.library.locking import exclusive
from bot.library.rowseals import WATCH, Run

PRAGMAS = (
    "busy_timeout = 10000",
    "foreign_keys = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
    # What is removed is overwritten, not only unlinked.
    "secure_delete = ON",
)

LISTED = """CREATE INDEX IF NOT EXISTS documents_listed
    ON documents (number, id, sha256, metadata, original, work, origin, voices)"""
"""All that is read of each document at opening, side by side: in the rows of the table, the texts lie between."""

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

    @property
    def where(self) -> str:
        """The library's folder, as messages name it."""
        return str(self.path.parent)

    @property
    def name(self) -> str:
        """The catalogue itself, as messages name it."""
        return str(self.path)

    @property
    def hint(self) -> str:
        """How a catalogue comes back that is damaged."""
        return restore_hint(self.path.parent)

    def place(self) -> str:
        """Return what tells a copy of the catalogue from it."""
        return str(self.path.parent.resolve())

    def is_empty(self) -> bool:
        """Whether it has no tables."""
        return not self.one("SELECT count(*) FROM sqlite_master")[0]

    def integrity(self) -> list[str]:
        """Return what SQLite finds wrong with the file."""
        return [row[0] for row in self.all("PRAGMA integrity_check") if row[0] != "ok"]

    def forget(self) -> None:
        """Have the log forget what was removed, which it would keep until it happens to be written over."""
        self.all("PRAGMA wal_checkpoint(TRUNCATE)")

    def back_up(self) -> None:
        """Keep a copy of what is there."""
        back_up(self.path.parent)

    def watch(self) -> None:
        """Have the connection note which documents it changes, in the table `touched`."""
        for statement in WATCH:
            self.one(statement)

    def made(self, run: Run) -> None:
        """Do what tables take that are new or have grown, in the transaction that made them."""
        run(LISTED)

    def alone(self) -> AbstractContextManager[None]:
        """Hold the right to write to the library.

        Raises:
            LibraryBusy: another process holds it for longer than half a minute.
        """
        return exclusive(self.path.parent)

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
