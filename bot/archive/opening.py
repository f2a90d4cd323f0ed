"""Opening the archive of a library's folder, which is made on first use."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.archive.store import VERSION, Archive
from bot.errors import LibraryDamaged, LibraryError, LibraryMismatch
from bot.library.database import PRAGMAS

FILE = "conversations.sqlite3"
TABLES = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS exchanges (
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE, number INTEGER NOT NULL,
    answer TEXT NOT NULL, rating TEXT CHECK (rating IN ('up', 'down')), PRIMARY KEY (conversation, number)) STRICT;
"""


def open_archive(folder: Path) -> Archive:
    """Open the archive in a library's folder.

    Raises:
        LibraryError: the folder cannot be written.
        LibraryDamaged: the file of the archive is broken.
        LibraryMismatch: a newer version of the bot made it.
    """
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Archive(_connected(path))
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise LibraryError(f"{path} cannot be used: {error}.", "Check the folder's permissions.") from error
        raise LibraryDamaged(f"{path} is damaged: {error}.", "Move it away: conversations then begin anew.") from error
    except OSError as error:
        raise LibraryError(f"{folder} cannot be used: {error.strerror}.", "Choose another with --library.") from error


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
        connection.executescript(f"BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
