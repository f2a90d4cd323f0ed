"""Archives that are documents (DOCX, ODT, EPUB): opened through one function, which refuses what is made to harm."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from bot.errors import UnreadableDocument

MOST_PARTS = 10_000
LARGEST = 256 * 2**20
"""Bytes that all parts may take, unpacked."""
HIGHEST_RATIO = 200
"""Unpacked to packed bytes, beyond `RATIO_FROM`: the XML of office files seldom packs better than 30 to 1."""
RATIO_FROM = 2**20

_ENCRYPTED = 0x1
# What leads elsewhere on Windows, and what ends a name for some readers.
_DRIVES = re.compile(r"\\|\x00|^[^/]*:")
_REMEDY = "Open it in the program that made it, and save it anew."


def open_container(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive of a file called `name`, once what it says of its parts is harmless; `part` reads one of them.

    Raises:
        UnreadableDocument: it is no sound archive, is encrypted, unpacks to too much, or names a part twice or as no
            plain path within it.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise UnreadableDocument(f"{name} is damaged: it cannot be opened.", _REMEDY) from error
    for problem in _problems(archive.infolist(), len(data)):
        archive.close()
        raise UnreadableDocument(f"{name} {problem}", _REMEDY)
    return archive


def part(archive: zipfile.ZipFile, path: str, name: str) -> bytes:
    """The content of one part, which is never longer than the archive says.

    Raises:
        UnreadableDocument: the archive of the file called `name` lacks it, or it cannot be unpacked.
    """
    try:
        return archive.read(path)
    except KeyError as error:
        raise UnreadableDocument(f"{name} is damaged: it lacks the part {path}.", _REMEDY) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise UnreadableDocument(f"{name} is damaged: its part {path} cannot be unpacked.", _REMEDY) from error


def _problems(parts: Sequence[zipfile.ZipInfo], size: int) -> Iterator[str]:
    """What is wrong with the parts that an archive of `size` bytes lists."""
    unpacked = sum(each.file_size for each in parts)
    if len(parts) > MOST_PARTS:
        yield f"has {len(parts):,} parts; at most {MOST_PARTS:,} are read."
    if unpacked > LARGEST:
        yield f"unpacks to {unpacked // 2**20:,} MB; at most {LARGEST // 2**20} MB are read."
    if unpacked > max(RATIO_FROM, HIGHEST_RATIO * size):
        yield f"unpacks to {unpacked // max(size, 1)} times its size, as no document does."
    if any(each.flag_bits & _ENCRYPTED for each in parts):
        yield "is encrypted."
    names = [each.filename for each in parts]
    if len(set(names)) < len(names):
        yield "has two parts of one name."
    if not all(map(_is_plain, names)):
        yield "has a part whose name leads out of it."


def _is_plain(filename: str) -> bool:
    """Whether a part's name is a path that stays within the archive, on every system."""
    path = PurePosixPath(filename)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not _DRIVES.search(filename)
