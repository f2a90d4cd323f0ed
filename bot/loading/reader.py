"""Files become documents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path, PurePath

from bot.errors import UnreadableDocument
from bot.loading import plain
from bot.loading.formats import format_of
from bot.loading.normalisation import fingerprint
from bot.loading.parsed import Parsed
from bot.records import Document, Heading, Metadata

_LONGEST_ID = 80
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


def read_document(path: Path) -> Document:
    """The file at `path` as a document, whose origin is the absolute path.

    Raises:
        UnreadableDocument: it is missing, a folder, empty, binary, of a format that is not read, or undecodable.
        FrontMatterError: its front matter is incomplete or wrong.
    """
    if path.is_dir():
        raise UnreadableDocument(f"{path} is a folder, not a file.", "Name a file in it.")
    if not path.exists():
        raise UnreadableDocument(f"There is no file {path}.", "Check the path.")
    if not path.is_file():
        raise UnreadableDocument(f"{path} is a device or a pipe, not a file.", "Name a file.")
    format_of(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from error
    return read_bytes(data, path.name, str(path.resolve()))


def read_bytes(data: bytes, name: str, origin: str | None = None) -> Document:
    """The content of a file called `name` as a document.

    Raises:
        UnreadableDocument: it is empty, binary, of a format that is not read, or undecodable.
        FrontMatterError: its front matter is incomplete or wrong.
    """
    path = PurePath(name)
    parsed = format_of(path).reader(data, name)
    if not any(char.isalnum() for char in parsed.text):
        raise UnreadableDocument(f"{name} is empty: it has no words in it.", "Add a file with text.")
    metadata, headings = _titled(parsed, path.stem)
    digest = fingerprint(parsed.text)
    identifier = _slug(path.stem) or digest[:12]
    return Document(identifier, parsed.text, digest, metadata, headings, origin=origin)


def _titled(parsed: Parsed, stem: str) -> tuple[Metadata, tuple[Heading, ...]]:
    """What the file says of itself; a title that it lacks is its first main heading, else its first line or name."""
    if parsed.metadata and parsed.metadata.title:
        return parsed.metadata, parsed.headings
    headings = parsed.headings or plain.headings_of(parsed.text)
    main = next((heading for heading in headings if heading.level == 1), None)
    title = main.text if main else plain.readable(stem)
    return replace(parsed.metadata or Metadata(title=""), title=title), headings


def _slug(stem: str) -> str:
    ascii_stem = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode("ascii").lower()
    return _NOT_IN_IDS.sub("-", ascii_stem).strip("-")[:_LONGEST_ID].strip("-")
