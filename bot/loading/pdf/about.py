"""What a PDF file says of itself: title, author and date, where it is not what a program put there."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial

import pypdfium2

from bot.loading.normalisation import one_line
from bot.records import Metadata

_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint)|untitled|document\s?\d*$|(?:no )?title$|print$|layout \d|slide \d)"
    r"|.*\.(?:docx?|odt|rtf|tex|dvi|ps|indd|qxd|html?|pptx?|xlsx?|pdf|pages|pub)$|https?://|\W*$",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"(?:admin\w*|user\w*|root|owner|author|unknown|anonymous|windows|default|\W*|\w)$", re.IGNORECASE)
_BETWEEN_AUTHORS = re.compile(r"\s*;\s*|\s+(?:and|et|und)\s+")
_LONGEST = 300
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def about(document: pypdfium2.PdfDocument) -> Metadata:
    """What the file says of itself; its title is "" where it has none."""
    title, author, created = (
        one_line(said(partial(document.get_metadata_value, key)))[:_LONGEST]
        for key in ("Title", "Author", "CreationDate")
    )
    return Metadata(
        title="" if _NO_TITLE.match(title) else title,
        authors=tuple(name for name in _BETWEEN_AUTHORS.split(author) if not _NOBODY.match(name)),
        date=_day(created),
    )


def said(read: Callable[[], str]) -> str:
    """What a file says of itself, "" where that is no text."""
    try:
        return read()
    except UnicodeDecodeError:
        return ""


def _day(written: str) -> str | None:
    found = _DATE.match(written)
    with suppress(ValueError):
        return date(*map(int, found.groups())).isoformat() if found else None
    return None
