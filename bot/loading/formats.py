"""The formats that are read: which endings of names they have, and the module whose `read` reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import cast

from bot.errors import UnreadableDocument
from bot.loading.isolation import WORKERS
from bot.loading.parsed import Parsed

Reader = Callable[[bytes, str], Parsed]
"""Makes of a file's content and name, which errors use, its normalised text with marks; raises BotError's children."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name, the endings of its files, and the module of this package that has its `read`.

    `largest` is how many bytes a file may have: of text more than any book. One of fewer bytes than `simple` is
    parsed in this process, as nothing in so few can hold it up; any other in a process of its own, with limits.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    largest: int = 20_000_000
    simple: int = 0

    @property
    def reader(self) -> Reader:
        """The format's reader, imported now: what parses one format is not loaded for another."""
        return cast("Reader", import_module(self._path).read)

    def parse(self, data: bytes, name: str) -> Parsed:
        """What the format's reader makes of a file called `name`.

        Raises:
            BotError: as the reader does.
            UnreadableDocument: it takes too long or too much memory, or breaks what parses it.
        """
        return self.reader(data, name) if len(data) < self.simple else WORKERS.parse(self._path, data, name)

    @property
    def _path(self) -> str:
        return f"bot.loading.{self.module}"


FORMATS = (
    # Brackets that stay open, and accents without a letter, take the square of their number.
    Format("Markdown", (".md", ".markdown"), "markdown", simple=50_000),
    Format("plain text", (".txt", ".text"), "plain", simple=50_000),
    Format("Word document", (".docx",), "word", largest=100_000_000),
    Format("OpenDocument text", (".odt",), "open_document", largest=100_000_000),
    Format("RTF document", (".rtf",), "rich_text"),
    Format("EPUB book", (".epub",), "book", largest=100_000_000),
    Format("e-mail", (".eml",), "mail"),
    Format("web page", (".html", ".htm", ".xhtml"), "webpage"),
    Format("PDF", (".pdf",), "pdf", largest=200_000_000),
    Format("subtitles", (".srt", ".vtt"), "subtitles"),
)
SUFFIXES = tuple(suffix for each in FORMATS for suffix in each.suffixes)

_BY_SUFFIX = {suffix: each for each in FORMATS for suffix in each.suffixes}


def is_supported(path: PurePath) -> bool:
    """Whether the file's name ends like a format that we read."""
    return path.suffix.lower() in _BY_SUFFIX


def format_of(path: PurePath) -> Format:
    """The format that a file's name ends like.

    Raises:
        UnreadableDocument: it is of none that we read.
    """
    found = _BY_SUFFIX.get(path.suffix.lower())
    if found:
        return found
    what = f"{path.suffix[1:].upper()} files are" if path.suffix else "Files without an ending to their name are"
    raise UnreadableDocument(
        f"{path.name} cannot be added: {what} not read.", f"Save it in a format that is read ({', '.join(SUFFIXES)})."
    )
