"""Files become documents."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from bot.errors import UnreadableDocument
from bot.loading import front_matter, markdown, plain
from bot.loading.decoding import decode
from bot.loading.normalisation import clean, fingerprint, normalise
from bot.records import Document, Heading, Metadata

_MARKDOWN = (".md", ".markdown")
_PLAIN = (".txt", ".text")
SUFFIXES = _MARKDOWN + _PLAIN

_LONGEST_ID = 80
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


def is_supported(path: Path) -> bool:
    """Whether the file's name ends like a format that we read."""
    return path.suffix.lower() in SUFFIXES


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
    _refuse_other_formats(path)
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
    path = Path(name)
    _refuse_other_formats(path)
    is_markdown = path.suffix.lower() in _MARKDOWN
    metadata, body = front_matter.split(clean(decode(data, name)), name, strict=is_markdown)
    text, headings = markdown.render(body) if is_markdown else (plain.unwrap(normalise(body)), ())
    if not any(char.isalnum() for char in text):
        raise UnreadableDocument(f"{name} is empty: it has no words in it.", "Add a file with text.")
    if metadata is None:
        metadata, headings = _guess(text, headings, path.stem)
    elif not is_markdown:
        headings = _headings_of(text)
    digest = fingerprint(text)
    return Document(_slug(path.stem) or digest[:12], text, digest, metadata, headings, origin=origin)


def _refuse_other_formats(path: Path) -> None:
    if is_supported(path):
        return
    what = f"{path.suffix[1:].upper()} files are" if path.suffix else "Files without an ending to their name are"
    raise UnreadableDocument(
        f"{path.name} cannot be added: {what} not read.",
        f"Save it as Markdown or plain text ({', '.join(SUFFIXES)}).",
    )


def _headings_of(text: str) -> tuple[Heading, ...]:
    heading = plain.title_heading(text)
    return (heading,) if heading else ()


def _guess(text: str, headings: tuple[Heading, ...], stem: str) -> tuple[Metadata, tuple[Heading, ...]]:
    """Metadata of a document that brings none: the title is its first main heading, else its first line or name."""
    main = next((heading for heading in headings if heading.level == 1), None)
    if main is None and not headings:
        headings = _headings_of(text)
        main = headings[0] if headings else None
    return Metadata(title=main.text if main else plain.readable(stem)), headings


def _slug(stem: str) -> str:
    ascii_stem = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode("ascii").lower()
    return _NOT_IN_IDS.sub("-", ascii_stem).strip("-")[:_LONGEST_ID].strip("-")
