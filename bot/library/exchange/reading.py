"""An exported file, read and checked line by line: a wrong one is named by its number."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from bot.errors import UnreadableDocument
from bot.library.exchange.checks import check_document, check_header, check_older, check_passage, check_whole
from bot.library.exchange.lines import from_line
from bot.library.exchange.records import End, Entry, Header
from bot.library.history import Older
from bot.records import Document, Passage

LONGEST_LINE = 1 << 30
"""Bytes: what is longer is no line of ours, and would fill the memory."""

MAGIC = b"\x1f\x8b"
"""How a file that is compressed by gzip begins."""


def entries(file: Path) -> Iterator[Entry]:
    """Yield the documents of a file, one at a time.

    Raises:
        UnreadableDocument: it cannot be read, ends too soon, or has a line that is wrong.
    """
    reader = _Reader(file)
    with reader.explained(), _opened(file) as lines:
        yield from reader.entries(lines)


class _Reader:
    """Goes through the lines of a file, and knows at which it is."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._number = 0
        self._digest = hashlib.sha256()
        self._ids: set[str] = set()
        self._counts = [0, 0, 0]

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Say of what is wrong at which line it is."""
        try:
            yield
        except ValueError as error:
            raise self._wrong(f", line {self._number}: {error}") from error
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise self._wrong(f" is damaged after line {self._number}: {error}") from error
        except OSError as error:
            raise self._wrong(f" cannot be read: {error.strerror or error}") from error

    def entries(self, lines: IO[bytes]) -> Iterator[Entry]:
        """Yield the documents, and see that they are as many as the first line says and as the last line hashes."""
        header = from_line(self._next(lines))
        if not isinstance(header, Header):
            raise ValueError("it is not the first line of an exported library")  # noqa: TRY004 - told with its line
        check_header(header)
        yield from self._documents(lines)
        if self._counts != [header.documents, header.versions, header.passages]:
            raise ValueError("the file has not as many documents, versions and passages as its first line says")
        if lines.read(1):
            raise ValueError("the file goes on after its last line")

    def _documents(self, lines: IO[bytes]) -> Iterator[Entry]:
        entry: Entry | None = None
        while True:
            before = self._digest.hexdigest()
            record = from_line(self._next(lines))
            if isinstance(record, Document | End):
                if entry is not None:
                    check_whole(entry)
                    yield entry
                if isinstance(record, End):
                    self._check_end(record, before)
                    return
                entry = self._begun(record)
            elif entry is None or isinstance(record, Header):
                raise ValueError("it belongs to no document")
            else:
                self._take(record, entry)

    def _begun(self, document: Document) -> Entry:
        check_document(document)
        if document.id in self._ids:
            raise ValueError(f"the id “{document.id}” was there before")
        self._ids.add(document.id)
        self._counts[0] += 1
        return Entry(document)

    def _take(self, record: object, entry: Entry) -> None:
        if isinstance(record, Older):
            check_older(record, entry)
            entry.older.append(record)
            self._counts[1] += 1
        elif isinstance(record, Passage):
            check_passage(record, entry)
            entry.passages.append(record)
            self._counts[2] += 1

    def _check_end(self, end: End, digest: str) -> None:
        if (end.lines, end.sha256) != (self._number - 1, digest):
            raise ValueError("the lines before it are not those that were written")

    def _next(self, lines: IO[bytes]) -> bytes:
        line = lines.readline(LONGEST_LINE + 1)
        self._number += 1
        if not line.endswith(b"\n"):
            raise ValueError("it is too long" if len(line) > LONGEST_LINE else "the file ends before its last line")
        self._digest.update(line)
        return line

    def _wrong(self, what: str) -> UnreadableDocument:
        return UnreadableDocument(f"{self._file}{what}.", "Nothing was imported. Export the library again.")


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    with file.open("rb") as raw:
        packed = raw.read(len(MAGIC)) == MAGIC
        raw.seek(0)
        if not packed:
            yield raw
            return
        with gzip.GzipFile(fileobj=raw) as lines:
            yield cast("IO[bytes]", lines)
