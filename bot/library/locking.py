"""One at a time, across threads and processes; the lock goes with the process that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from bot.errors import LibraryBusy, LibraryError

WAIT_SECONDS = 30.0
WRITE_LOCK = "write.lock"


@contextmanager
def exclusive(folder: Path, name: str = WRITE_LOCK, wait: float | None = None) -> Iterator[None]:
    """Hold the right to write to a library's folder, or another that has a lock of its own.

    Raises:
        LibraryBusy: another process holds it for longer than `wait` seconds, or else than `WAIT_SECONDS`.
        LibraryError: the folder cannot be written.
    """
    lock = filelock.FileLock(folder / name, timeout=WAIT_SECONDS if wait is None else wait)
    try:
        lock.acquire(poll_interval=0.02)
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
