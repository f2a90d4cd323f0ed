"""Opening the archive of a library's folder, which is made on first use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.archive.seals import Run, seal
from bot.archive.store import VERSION, Archive, transaction
from bot.errors import LibraryDamaged, LibraryError, LibraryMismatch
from bot.library.database import PRAGMAS

FILE = "conversations.sqlite3"
KEPT = "conversations.kept"
"""An empty file which says that there are conversations, so that their loss does not pass for a beginning."""

TABLES = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL,
    owner TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE IF NOT EXISTS exchanges (
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE, number INTEGER NOT NULL,
    answer TEXT NOT NULL, rating TEXT CHECK (rating IN ('up', 'down')), filters TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (conversation, number)) STRICT;
CREATE TABLE IF NOT EXISTS seals (
    conversation TEXT PRIMARY KEY REFERENCES conversations ON DELETE CASCADE, seal TEXT NOT NULL) STRICT;
"""
GROWN = {("conversations", "owner"): "TEXT NOT NULL DEFAULT ''", ("exchanges", "filters"): "TEXT NOT NULL DEFAULT '{}'"}
"""The columns that tables of an older version lack."""


def open_archive(folder: Path) -> Archive:
    """Open the archive in a library's folder.

    Raises:
        LibraryError: the folder cannot be written.
        LibraryDamaged: the file of the archive is broken.
        LibraryMismatch: a newer version of the bot made it.
    """
    path, kept = folder / FILE, folder / KEPT
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if kept.exists() and not (path.is_file() and path.stat().st_size):
            raise _damaged(path, "it is lost")
        archive = Archive(path, _connected(path))
        kept.touch()
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise LibraryError(f"{path} cannot be used: {error}.", "Check the folder's permissions.") from error
        raise _damaged(path, error) from error
    except OSError as error:
        raise LibraryError(f"{folder} cannot be used: {error.strerror}.", "Choose another with --library.") from error
    return archive


def problems_in(folder: Path) -> list[str]:
    """Return what is wrong with the archive in a library's folder; nothing where there is none."""
    if not (folder / FILE).exists() and not (folder / KEPT).exists():
        return []
    try:
        with closing(open_archive(folder)) as archive:
            return archive.problems()
    except LibraryError as error:
        return [error.message]


def _damaged(path: Path, why: object) -> LibraryDamaged:
    hint = f"Restore it from a backup, or move it and {KEPT} away: conversations then begin anew."
    return LibraryDamaged(f"The archive {path} is damaged: {why}.", hint)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        _prepare(path, connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(path: Path, connection: sqlite3.Connection) -> None:
    made_by = connection.execute("PRAGMA user_version").fetchone()[0]
    if made_by > VERSION:
        raise LibraryMismatch(f"A newer version of the bot made {path}.", "Update the bot.")
    if made_by < VERSION:
        with transaction(connection) as run:
            for statement in TABLES.split(";"):
                run(statement)
            _grow(run)
            for (conversation,) in run("SELECT id FROM conversations").fetchall():
                seal(run, conversation)
            run(f"PRAGMA user_version = {VERSION}")


def _grow(run: Run) -> None:
    for (table, column), kind in GROWN.items():
        if column not in {row[1] for row in run(f"PRAGMA table_info({table})").fetchall()}:
            run(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
