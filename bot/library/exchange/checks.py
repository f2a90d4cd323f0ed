"""Whether what a line says can be true: hashes, offsets and order; pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime

from bot.library.exchange.records import FORMAT, FORMAT_VERSION, Entry, Header
from bot.library.history import Older
from bot.library.rows import KEY_BITS
from bot.records import Document, Mark, Passage

LONGEST_ID = 200
LARGEST = 2**31
"""No page, second or count is beyond it; the catalogue's columns hold twice as many bits."""

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def check_header(header: Header) -> None:
    """Raise ValueError where a file is of another format, or of a newer version of it."""
    if header.format != FORMAT:
        raise ValueError(f"the format is “{header.format}”, not “{FORMAT}”")
    if header.version > FORMAT_VERSION:
        raise ValueError(
            f"a newer version of the bot made it (format {header.version}, this one reads {FORMAT_VERSION})"
        )


def check_document(document: Document) -> None:
    """Raise ValueError where a document's id, hash, date or places cannot be."""
    _expect(document.id.strip() and document.id.isprintable() and len(document.id) <= LONGEST_ID, "its id is none")
    _check_text(document)


def check_older(older: Older, entry: Entry) -> None:
    """Raise ValueError where an older text is not one of its document, or out of order."""
    _expect(not entry.passages, "it comes after the passages")
    _expect(older.document.id == entry.document.id, f"it is not one of “{entry.document.id}”")
    first = entry.older[-1].number + 1 if entry.older else 1
    _expect(first <= older.number < LARGEST, "its number is out of order")
    _expect(0 <= older.added < LARGEST and 0 <= older.removed < LARGEST, "it counts words as nobody can")
    datetime.fromisoformat(older.replaced)
    _check_text(older.document)


def check_passage(passage: Passage, entry: Entry) -> None:
    """Raise ValueError where a passage is not the stretch of its document that it says to be."""
    text, size = entry.document.text, len(entry.document.text)
    _expect(passage.document == entry.document.id, f"it is not one of “{entry.document.id}”")
    _expect(passage.ordinal == len(entry.passages) < 1 << KEY_BITS, "its ordinal is out of order")
    _check_places([(passage.start, passage.end)], 0, size)
    _expect(text[passage.start : passage.end] == passage.text, "its text is not at its place")
    _expect(bool(passage.sentences), "it has no sentences")
    _check_places(((span.start, span.end) for span in passage.sentences), passage.start, passage.end)
    _check_places(((each.start, each.end) for each in passage.attributions), 0, size)
    _check_places(((each.frame.start, each.frame.end) for each in passage.attributions), 0, size)
    _check_marks(passage.marks, size)
    _expect(0 <= (passage.page or 0) < LARGEST, "its page is none")


def check_whole(entry: Entry) -> None:
    """Raise ValueError where a document has no passages."""
    _expect(bool(entry.passages), f"the document “{entry.document.id}” before it has no passages")


def _check_text(document: Document) -> None:
    text = document.text
    _expect(hashlib.sha256(text.encode()).hexdigest() == document.sha256, "its text has another hash")
    _expect(document.metadata.date is None or _DATE.fullmatch(document.metadata.date), "its date is none")
    _check_places(((heading.start, heading.end) for heading in document.headings), 0, len(text))
    _check_marks(document.marks, len(text))


def _check_marks(marks: Iterable[Mark], size: int) -> None:
    for mark in marks:
        _expect(0 <= mark.start <= size, "a mark is outside the text")
        _expect(
            0 <= (mark.page or 0) < LARGEST and 0 <= (mark.second or 0) < LARGEST, "a mark's page or second is none"
        )


def _check_places(places: Iterable[tuple[int, int]], first: int, last: int) -> None:
    for start, end in places:
        _expect(first <= start < end <= last, f"characters {start} to {end} are outside {first} to {last}")


def _expect(holds: object, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
