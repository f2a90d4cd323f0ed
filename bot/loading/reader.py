"""Files become documents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path, PurePath

from bot.errors import UnreadableDocument
from bot.loading import plain, side_file
from bot.loading.files import read_file, refuse_odd_name, refuse_other_things, refuse_too_large
from bot.loading.formats import format_of
from bot.loading.language import detected
from bot.loading.normalisation import fingerprint, one_line
from bot.loading.parsed import Parsed
from bot.records import Document, Heading, Metadata

LONGEST = 20_000_000
"""Characters of a document's text: more than any book has."""

_LONGEST_ID = 80
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


def read_document(path: Path) -> Document:
    """The file at `path` as a document, whose origin is the absolute path.

    What the side file of that name with .yaml behind it says of the document comes before what the file says.

    Raises:
        UnreadableDocument: it is missing, no file, too large, empty, of a format that is not read, or unreadable, or
            changes meanwhile.
        FrontMatterError: its front matter is incomplete or wrong.
    """
    return with_side_file(read_bytes(content_of(path), path.name, str(path.resolve())), path)


def content_of(path: Path) -> bytes:
    """The bytes of the file at `path`.

    Raises:
        UnreadableDocument: it is missing, no file, too large, of a format that is not read, or changes meanwhile.
    """
    refuse_odd_name(path)
    refuse_other_things(path)
    return read_file(path, format_of(path).largest)


def with_side_file(document: Document, path: Path) -> Document:
    """The document of the file at `path` with what the side file says of it.

    Raises:
        UnreadableDocument, FrontMatterError: the side file cannot be read, or a key in it is unknown or wrong.
    """
    return replace(document, metadata=replace(document.metadata, **side_file.read(path)))


def read_bytes(data: bytes, name: str, origin: str | None = None) -> Document:
    """The content of a file called `name` as a document.

    Raises:
        UnreadableDocument: it is empty, too large, of a format that is not read, or unreadable.
        FrontMatterError: its front matter is incomplete or wrong.
    """
    path = PurePath(name)
    refuse_too_large(name, len(data), format_of(path).largest)
    parsed = format_of(path).parse(data, name)
    if len(parsed.text) > LONGEST:
        problem = f"{name} has {len(parsed.text):,} characters of text; at most {LONGEST:,} are read."
        raise UnreadableDocument(problem, "Split it into parts.")
    if not any(char.isalnum() for char in parsed.text):
        raise UnreadableDocument(f"{name} is empty: it has no words in it.", "Add a file with text.")
    metadata, headings = _titled(parsed, path.stem)
    if metadata.language is None:
        metadata = replace(metadata, language=detected(parsed.text))
    digest = fingerprint(parsed.text)
    identifier = _slug(path.stem) or digest[:12]
    return Document(identifier, parsed.text, digest, metadata, headings, origin=origin, marks=parsed.marks)


def _titled(parsed: Parsed, stem: str) -> tuple[Metadata, tuple[Heading, ...]]:
    """What the file says of itself; a title that it lacks is its first main heading, else its first line or name."""
    if parsed.metadata and parsed.metadata.title:
        return parsed.metadata, parsed.headings
    headings = parsed.headings or plain.headings_of(parsed.text)
    main = next((heading for heading in headings if heading.level == 1), None)
    title = main.text if main else one_line(plain.readable(stem)) or "?"
    return replace(parsed.metadata or Metadata(title=""), title=title), headings


def _slug(stem: str) -> str:
    ascii_stem = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode("ascii").lower()
    return _NOT_IN_IDS.sub("-", ascii_stem).strip("-")[:_LONGEST_ID].strip("-")
