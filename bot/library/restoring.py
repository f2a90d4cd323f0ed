"""Bringing a library back from a backup; what was there before is set aside, and nothing is removed."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.errors import LibraryBusy, LibraryDamaged, LibraryError
from bot.library.backups import FORMAT, MANIFEST, backups_in, hash_of, manifest_of, now, synced
from bot.library.locking import exclusive, unusable
from bot.library.places import CATALOGUE

ARRIVING = ".restored-"
BESIDE = ("", "-wal", "-shm")
"""What SQLite keeps beside a file belongs to it alone."""


def bring_back(library: Path, backup: Path) -> Path:
    """Put a backup's files in the place of a library's own, whose parts have to be made anew then.

    `backup` is one, or a folder of backups, of which the newest is taken. The catalogue is always replaced, and any
    other file only where it is missing or damaged. Returns the folder of what was replaced.

    Raises:
        LibraryError: there is no backup, or the library's folder cannot be written.
        LibraryDamaged: the backup itself is damaged.
        LibraryBusy: somebody has the library open.
    """
    chosen = _chosen(backup)
    aside = library / f"replaced-{now():%Y%m%dT%H%M%S%fZ}"
    with _explained(library):
        library.mkdir(parents=True, exist_ok=True)
        with exclusive(library):
            _refuse_open(library / CATALOGUE)
            names = [name for name in _checked(chosen) if name == CATALOGUE or not _is_sound(library / name)]
            for name in names:
                shutil.copyfile(chosen / name, library / f"{ARRIVING}{name}")
                synced(library / f"{ARRIVING}{name}")
            aside.mkdir()
            for name in names:
                _exchange(library, name, aside)
            synced(library)
    return aside


def _chosen(backup: Path) -> Path:
    if (backup / MANIFEST).is_file():
        return backup
    found = backups_in(backup) if backup.is_dir() else []
    if not found:
        raise LibraryError(f"There is no backup in {backup}.", "`python -m bot backup` makes one.")
    return found[-1]


def _checked(backup: Path) -> list[str]:
    """The names of a backup's files, which are as they were when it was made."""
    manifest = manifest_of(backup)
    files = manifest.get("files") if manifest.get("format") == FORMAT else None
    hint = "Choose another backup."
    if not isinstance(files, dict) or CATALOGUE not in files:
        raise LibraryDamaged(f"The backup {backup} does not say what is in it.", hint)
    for name, digest in files.items():
        path = backup / name
        if path.name != name or not path.is_file() or hash_of(path) != digest:
            raise LibraryDamaged(f"The backup {backup} is damaged: {name} is not what was backed up.", hint)
    return list(files)


def _refuse_open(catalogue: Path) -> None:
    """Refuse to exchange a file that another process goes on reading and writing; a broken one nobody can."""
    if not catalogue.is_file():
        return
    with closing(sqlite3.connect(catalogue, timeout=1, isolation_level=None)) as connection:
        try:
            # Leaving the mode takes that nobody else has the file open.
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                message = f"The library {catalogue.parent} is open in another process."
                raise LibraryBusy(message, "Stop it, the page included, and try again.") from error
        except sqlite3.DatabaseError:
            return


def _is_sound(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
    except sqlite3.DatabaseError:
        return False


def _exchange(library: Path, name: str, aside: Path) -> None:
    for ending in BESIDE:
        if (library / f"{name}{ending}").exists():
            (library / f"{name}{ending}").rename(aside / f"{name}{ending}")
    os.replace(library / f"{ARRIVING}{name}", library / name)  # noqa: PTH105 - one call that replaces on any platform


@contextmanager
def _explained(library: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unusable(library, error) from error
