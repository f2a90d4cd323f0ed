"""Backups of a library that may be in use: copies of its SQLite files, from which everything else is made anew.

A backup is a folder with the files and a manifest of their hashes. It gets its name when it is whole, and not before.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from bot.errors import LibraryDamaged, LibraryError
from bot.library.damage import ROOM
from bot.library.places import CATALOGUE
from bot.library.rowseals import Run, altered

BACKUPS = "backups"
"""The folder in a library's own that backups go to where no other is named."""

MANIFEST = "backup.json"
FORMAT = "policy-brief-bot backup"
UNFINISHED = ".unfinished-"
UNFINISHED_SECONDS = 86_400
"""After how long what a killed backup left is removed: no backup takes a day."""


def now() -> datetime:
    """Return the instant, in UTC."""
    return datetime.now(UTC)


def back_up(
    library: Path, destination: Path | None = None, *, keep: int | None = None, clock: Callable[[], datetime] = now
) -> Path:
    """Copy a library's catalogue and conversations into a new folder within `destination`, which is returned.

    Of the backups in `destination`, the newest `keep` stay, this one included.

    Raises:
        LibraryError: there is no library, or the destination cannot be written.
        LibraryDamaged: the catalogue is damaged; then nothing is backed up and no older backup removed.
    """
    if not (library / CATALOGUE).is_file():
        raise LibraryError(f"There is no library in {library}.", "Choose its folder with --library or BOT_LIBRARY.")
    folder = destination or library / BACKUPS
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        made = _made(library, folder, clock())
        for old in backups_in(folder)[: -keep if keep else 0]:
            shutil.rmtree(old)
    return made


def backups_in(folder: Path) -> list[Path]:
    """Return the backups in a folder, oldest first."""
    found = [path.parent for path in folder.glob(f"*/{MANIFEST}") if not path.parent.name.startswith(UNFINISHED)]
    return sorted(found, key=lambda path: (manifest_of(path).get("made", ""), path.name))


def manifest_of(backup: Path) -> dict[str, Any]:
    """Return what a backup says of itself; nothing where that is damaged."""
    try:
        manifest = json.loads((backup / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def restore_hint(library: Path) -> str:
    """Say how a library whose catalogue is damaged comes back."""
    found = backups_in(library / BACKUPS)
    if not found:
        return "Restore it from a backup: `python -m bot rebuild --from-backup FOLDER`; or choose another --library."
    return f"Bring back the last backup: `python -m bot rebuild --library {library} --from-backup {found[-1]}`."


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def synced(path: Path) -> None:
    """Have the disk keep a file, or a folder's entries."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _made(library: Path, folder: Path, at: datetime) -> Path:
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
    try:
        for file in sorted(library.glob("*.sqlite3")):
            _copy(file, unfinished / file.name)
        _write_manifest(unfinished, at)
        final = _free(folder, at)
        unfinished.rename(final)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    synced(folder)
    return final


def _copy(source: Path, target: Path) -> None:
    """Copy a database as of one moment, whoever writes to it meanwhile, into a file that needs no others."""
    address = f"{source.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)
        here.execute("PRAGMA journal_mode = DELETE")
        _refuse_damage(source, here)
    synced(target)


def _refuse_damage(source: Path, copy: sqlite3.Connection) -> None:
    """Let no damaged copy take the place of a sound one."""
    problems = [row[0] for row in copy.execute("PRAGMA integrity_check") if row[0] != "ok"]
    sealed = copy.execute("SELECT count(*) FROM sqlite_master WHERE name = 'seals'").fetchone()[0]
    if source.name == CATALOGUE and sealed:
        problems += altered(cast("Run", copy.execute))
    if problems:
        raise LibraryDamaged(f"{source} is damaged, and was not backed up: {problems[0]}.", restore_hint(source.parent))


def _write_manifest(folder: Path, at: datetime) -> None:
    files = {path.name: hash_of(path) for path in sorted(folder.iterdir())}
    manifest = {"format": FORMAT, "version": 1, "made": at.isoformat(timespec="microseconds"), "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    synced(folder / MANIFEST)
    synced(folder)


def _free(folder: Path, at: datetime) -> Path:
    name = f"library-{at:%Y%m%dT%H%M%SZ}"
    names = [name, *(f"{name}-{count}" for count in range(2, len(list(folder.iterdir())) + 3))]
    return next(folder / each for each in names if not (folder / each).exists())


def _sweep(folder: Path) -> None:
    for path in folder.glob(f"{UNFINISHED}*"):
        if time.time() - path.stat().st_mtime > UNFINISHED_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LibraryError(f"The backup folder {folder} cannot be used: {error.strerror or error}.", ROOM) from error
    except sqlite3.OperationalError as error:
        raise LibraryError(f"The library could not be copied to {folder}: {error}.", ROOM) from error
    except sqlite3.DatabaseError as error:
        message = f"A file of the library is damaged, and was not backed up: {error}."
        raise LibraryDamaged(message, "Restore the library from an earlier backup.") from error
