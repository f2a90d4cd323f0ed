"""A draft's file becomes its text."""

from __future__ import annotations

from pathlib import Path

from bot.errors import UnreadableDocument
from bot.loading import read_document

LONGEST = 300_000
"""Characters: about 50,000 words, for which a check takes minutes."""

LARGEST = 1_000_000
"""Bytes of a file that is opened at all."""


def read_draft(path: Path) -> str:
    """Return the text of a file of any format that the library takes, in which the offsets of its check count.

    It is the text alone, without front matter, so that an offset in it is none in the file.

    Raises:
        UnreadableDocument: it is missing, empty, binary, too large, or of a format that is not read.
        FrontMatterError: its front matter is incomplete or wrong.
    """
    if path.is_file() and path.stat().st_size >= LARGEST:
        raise _too_long(f"{path.name} has {path.stat().st_size:,} bytes")
    return read_document(path).text


def checked_length(text: str) -> str:
    """Return a draft's text as it is.

    Raises:
        UnreadableDocument: it has no words, or too many.
    """
    if not any(map(str.isalnum, text)):
        raise UnreadableDocument("The draft is empty: it has no words in it.", "Give a text to check.")
    if len(text) > LONGEST:
        raise _too_long(f"The draft has {len(text):,} characters")
    return text


def _too_long(what: str) -> UnreadableDocument:
    return UnreadableDocument(f"{what}; at most {LONGEST:,} characters are checked at once.", "Check it in parts.")
