"""What is in a folder that could be a document, without reading any of it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from bot.errors import UnreadableDocument
from bot.loading import is_supported
from bot.loading.side_file import beside
from bot.syncing.records import Refused, Scan, Skipped, Stat

# Of editors and of downloads that go on; the locks of offices begin with a dot.
_TEMPORARY = re.compile(r"^(?:\.|~\$|#.*#$)|(?:~|\.(?:sw[a-z]|tmp|temp|bak|part|partial|crdownload|download))$", re.I)

Found = tuple[str, Stat] | Skipped | Refused | None
"""A file with its stat, what is said of it, or None for one of a format that is not read."""


def scan(root: Path) -> Scan:
    """Return what is in a folder; hidden and temporary files are left out, and links out of it are not followed.

    Raises:
        UnreadableDocument: it is no folder, or cannot be listed.
    """
    if not root.is_dir():
        raise UnreadableDocument(f"There is no folder {root}.", "Check the path, and that its disk is there.")
    found = list(_walk(root, root))
    if any(isinstance(each, Refused) and each.path == "." for each in found):
        raise UnreadableDocument(f"The folder {root} cannot be listed.", "Check its permissions.")
    return Scan(
        dict(sorted(each for each in found if isinstance(each, tuple))),
        tuple(each for each in found if isinstance(each, Skipped)),
        tuple(each for each in found if isinstance(each, Refused)),
        found.count(None),
    )


def stat_of(path: Path) -> Stat:
    """Return the stat of a file and of its side file as one, or raise OSError."""
    side = beside(path)
    found = [path.stat(), *([side.lstat()] if side else [])]
    return Stat(sum(each.st_size for each in found), max(each.st_mtime_ns for each in found))


def leads_out(root: Path, path: Path) -> bool:
    """Whether a path, its links followed, lies outside of a folder."""
    return not path.resolve().is_relative_to(root)


def _walk(root: Path, folder: Path) -> Iterator[Found]:
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            entries = sorted(os.scandir(current), key=lambda entry: entry.name)
        except OSError as error:
            yield Refused(_below(root, current), f"The folder cannot be listed: {error.strerror}.", "")
            continue
        for entry in entries:
            if _TEMPORARY.search(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            else:
                yield _file(root, Path(entry.path))


def _file(root: Path, path: Path) -> Found:
    below = _below(root, path)
    if not _is_utf8(below):
        return Refused(below, "Its name is not valid UTF-8.", "Rename it.")
    try:
        if path.is_symlink():
            if leads_out(root, path):
                return Skipped(below, "it is a link that leads out of the folder")
            if path.is_dir():
                return Skipped(below, "it is a link to another folder in here")
        if not is_supported(path):
            return None
        if not stat.S_ISREG(path.stat().st_mode):
            return Skipped(below, "it is a device or a pipe, not a file")
        return below, stat_of(path)
    except (OSError, RuntimeError) as error:
        return Refused(below, f"It cannot be read: {getattr(error, 'strerror', None) or error}.", "")


def _below(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
