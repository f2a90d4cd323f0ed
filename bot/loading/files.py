"""A file's bytes, read whole or not at all: not from a pipe, not beyond a limit, not while it changes."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from bot.errors import UnreadableDocument

_WAIT_FOR_NOBODY = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)


def read_file(path: Path, largest: int) -> bytes:
    """The content of the file at `path`, of at most `largest` bytes; a larger one is not read.

    Raises:
        UnreadableDocument: it is missing, no file, too large, without permission, or changes while it is read.
    """
    try:
        # The file may have become a pipe since: opening it must not wait for a writer.
        with os.fdopen(os.open(path, os.O_RDONLY | _WAIT_FOR_NOBODY), "rb") as file:
            return _read(file, path, largest)
    except OSError as error:
        raise UnreadableDocument(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from error


def refuse_odd_name(path: Path) -> None:
    """Raise UnreadableDocument where a path is no text: it could be neither kept nor shown."""
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raise UnreadableDocument(f"The name of {path} is no text.", "Rename it.") from error


def refuse_other_things(path: Path) -> None:
    """Raise UnreadableDocument where a path leads to no file: to nothing, a folder, a device or a pipe."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise UnreadableDocument(f"There is no file {path}.", "Check the path.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be one"
        raise UnreadableDocument(f"{path} cannot be read: {reason}.", "Check its name and permissions.") from error
    if stat.S_ISDIR(mode):
        raise UnreadableDocument(f"{path} is a folder, not a file.", "Name a file in it.")
    if not stat.S_ISREG(mode):
        raise UnreadableDocument(f"{path} is a device or a pipe, not a file.", "Name a file.")


def _read(file: BinaryIO, path: Path, largest: int) -> bytes:
    before = os.fstat(file.fileno())
    if not stat.S_ISREG(before.st_mode):
        raise UnreadableDocument(f"{path} is a device or a pipe, not a file.", "Name a file.")
    refuse_too_large(str(path), before.st_size, largest)
    # One byte more shows that it has grown; an endless one is not read on.
    data = file.read(before.st_size + 1)
    after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != before.st_size:
        raise UnreadableDocument(f"{path} changed while it was read.", "Add it again when nothing writes to it.")
    return data


def refuse_too_large(name: str, size: int, largest: int) -> None:
    """Raise UnreadableDocument where a file's size, in bytes, is beyond the limit."""
    if size > largest:
        raise UnreadableDocument(
            f"{name} is too large: it has {size / 1e6:,.0f} MB, and at most {largest / 1e6:,.0f} MB are read.",
            "Split it into parts.",
        )
