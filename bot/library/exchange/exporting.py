"""A library becomes one file, of one moment, whoever writes to it meanwhile."""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, cast

from bot.errors import BotError, LibraryError
from bot.library.catalogue import Catalogue
from bot.library.exchange.lines import Record, to_line
from bot.library.exchange.records import FORMAT, FORMAT_VERSION, End, Header
from bot.library.places import CATALOGUE
from bot.library.servers import NO_SERVERS, Servers

GZIPPED = ".gz"


def export(library: Path, file: Path, servers: Servers = NO_SERVERS) -> Header:
    """Write all of a library to a file, which is there when it is whole; one whose name ends in “.gz” is compressed.

    Raises:
        LibraryError: there is no library.
        LibraryDamaged: its catalogue is damaged; what was at `file` before is still there.
        BotError: the file cannot be written.
    """
    if not servers.postgres and not (library / CATALOGUE).is_file():
        raise LibraryError(f"There is no library in {library}.", "Choose its folder with --library or BOT_LIBRARY.")
    opened = Catalogue(library / CATALOGUE, servers=servers)
    with closing(opened) as catalogue, catalogue.snapshot(), _written(file) as out:
        header = _header(catalogue)
        digest, count = hashlib.sha256(), 0
        for record in chain([header], _records(catalogue)):
            line = to_line(record)
            digest.update(line)
            count += 1
            out.write(line)
        out.write(to_line(End(count, digest.hexdigest())))
    return header


def _header(catalogue: Catalogue) -> Header:
    documents = len(catalogue.sources())
    return Header(FORMAT, FORMAT_VERSION, documents, catalogue.history.count(), catalogue.passage_count())


def _records(catalogue: Catalogue) -> Iterator[Record]:
    for number in catalogue.sources():
        document = catalogue.document(number)
        if document is not None:
            yield document
            yield from catalogue.history.older(document.id)
            yield from (passage for _, passage, _ in catalogue.passages_of(number).values())


@contextmanager
def _written(file: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name when all of it is on the disk; nothing is left where that fails."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=".unfinished-", dir=file.absolute().parent)
        try:
            with os.fdopen(descriptor, "wb") as raw:
                with _packed(raw, file) as out:
                    yield out
                raw.flush()
                os.fsync(raw.fileno())
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BotError(f"{file} cannot be written: {error.strerror or error}.", "Choose another file.") from error


@contextmanager
def _packed(raw: IO[bytes], file: Path) -> Iterator[IO[bytes]]:
    """The same library gives the same bytes: no time, and no name, is in them."""
    if file.suffix != GZIPPED:
        yield raw
        return
    with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as out:
        yield cast("IO[bytes]", out)
