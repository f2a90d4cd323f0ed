"""One writer at a time, across threads and processes; the lock goes with the process that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from bot.errors import LibraryBusy, LibraryError

WAIT_SECONDS = 30.0


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the right to write to a library's folder.

    Raises:
        LibraryBusy: another process holds it for longer than `WAIT_SECONDS`.
        LibraryError: the folder cannot be written.
    """
    lock = filelock.FileLock(folder / "write.lock", timeout=WAIT_SECONDS)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise LibraryBusy(
            f"Another process is writing to the library {folder}.", "Try again when it is done."
        ) from error
    except OSError as error:
        raise unusable(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def unusable(folder: Path, error: OSError) -> LibraryError:
    """Say that a folder cannot hold a library, and why."""
    reason = error.strerror or str(error)
    hint = "Choose a folder that you may write to with --library or BOT_LIBRARY."
    return LibraryError(f"The library folder {folder} cannot be used: {reason}.", hint)
