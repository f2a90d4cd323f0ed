"""One file of a synced folder becomes a document, unless it is what it was, or changes while it is read."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import BotError, UnreadableDocument
from bot.library.remembered import Remembered
from bot.loading.side_file import beside
from bot.records import Document
from bot.syncing.records import Refused, Seen, Stat
from bot.syncing.scanning import leads_out, stat_of

SETTLED = 2 * 10**9
"""Nanoseconds after which a change of a file cannot bear the time of the one before; FAT counts in two seconds."""

Read = Callable[[Path], Document]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a file; `document` is None where its bytes are those that were read before."""

    seen: Seen
    document: Document | None = None


def read_file(root: Path, path: str, before: Remembered | None, texts: Container[str], read: Read) -> Reading | Refused:
    """Read a file that is new or seems to have changed; `texts` are those that the library has."""
    known = before if before and before.text in texts else None
    try:
        return _steadily(root, path, known, read)
    except BotError as error:
        return Refused(path, error.message, error.hint, kept=known is not None)
    except OSError as error:
        return Refused(path, f"{path} cannot be read: {error.strerror or error}.", "", kept=known is not None)


def _steadily(root: Path, path: str, known: Remembered | None, read: Read) -> Reading:
    file = root / path
    status = stat_of(file)
    if known and known.size == status.size and known.content == _digest(file):
        reading = Reading(Seen(_remembered(status, known.content, known.text)))
    else:
        document = replace(read(file), origin=str(file))
        found = _remembered(status, _digest(file), document.sha256)
        reading = Reading(Seen(found, (document.metadata, document.work, document.original)), document)
    if leads_out(root, file):
        raise UnreadableDocument(f"{path} leads out of the folder.", "Put the file itself there.")
    if stat_of(file) != status:
        raise UnreadableDocument(f"{path} changes while it is read.", "Sync again when it is written.")
    return reading


def _remembered(status: Stat, content: str, text: str) -> Remembered:
    """A file that was changed just now may change once more at what counts as the same time: look at it again."""
    settled = time.time_ns() - status.changed > SETTLED
    return Remembered(status.size, status.changed if settled else 0, content, text)


def _digest(file: Path) -> str:
    """The SHA-256 of a file, and of its side file where it has one."""
    side = beside(file)
    if side is None or side.is_symlink():  # which is refused when it is read
        return _digest_of(file)
    return hashlib.sha256(f"{_digest_of(file)}{_digest_of(side)}".encode()).hexdigest()


def _digest_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
