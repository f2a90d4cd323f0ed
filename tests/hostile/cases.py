"""What a hostile or odd file is, and what is expected of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BotError
from bot.loading import read_document
from bot.records import Document


@dataclass(frozen=True)
class Case:
    """A file `name` with `content`, or one that `make` makes at a path.

    `refused` is a pattern that the error must match; `read` one that the text must match. With both, either will do.
    `never` are words that no text may have.
    """

    name: str
    content: bytes | None = None
    refused: str | None = None
    read: str | None = None
    never: str = "SECRET"
    make: Callable[[Path], None] | None = None

    def write(self, folder: Path) -> Path:
        """Make the file in a folder; its path."""
        path = folder / self.name
        if self.make:
            self.make(path)
        else:
            path.write_bytes(self.content or b"")
        return path

    def outcome(self, path: Path) -> str | None:
        """What is wrong with what comes of the file; None where it is as expected."""
        try:
            document = read_document(path)
        except BotError as error:
            as_expected = self.refused is not None and re.search(self.refused, error.message)
            return None if as_expected and error.hint and "\n" not in str(error) else f"refused: {error}"
        text = "\n".join((document.text, repr(document.metadata), *(each.text for each in document.headings)))
        if re.search(self.never, text):
            return f"read what it must not: {text[:200]}"
        problem = unsound(document)
        if problem:
            return problem
        return None if self.read is not None and re.search(self.read, text) else f"read: {text[:200]!r}"


def unsound(document: Document) -> str | None:
    """What is wrong with a document; None where nothing is."""
    text = document.text
    if not all(text[each.start : each.end] == each.text for each in document.headings):
        return "a heading is not at its place"
    starts = [mark.start for mark in document.marks]
    if starts != sorted(starts) or not all(0 <= start < len(text) for start in starts):
        return "a mark is not in the text"
    odd = [
        char for char in text + document.metadata.title if char in "\0\x1b\u202e\u2066" or "\ud800" <= char <= "\udfff"
    ]
    return f"the text has {odd}" if odd else None
