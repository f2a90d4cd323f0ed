"""The texts of a set as documents of a library, and passages traced back to the texts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.chunking import SEPARATOR, chunk
from bot.evaluation.sets import Row
from bot.loading import fingerprint, normalise
from bot.records import Document, Metadata, Passage, Span

LONGEST_HEADING = 120
"""Characters; a longer text is a paragraph, whatever its number."""

_CLOSED = re.compile(r"[.;:,]$")
_GAP = "\n\n"


@dataclass(frozen=True)
class _Part:
    """One text of a corpus within its document, with the headings above it."""

    id: str
    span: Span
    heading: str | None


class Corpus:
    """The texts of a set; those that name the same `meta.document` are one document, in their order.

    A passage never crosses from one text to the next, so that a ranking of passages is one of texts.
    """

    def __init__(self, texts: Iterable[Row], *, titles: bool = True) -> None:
        self._titles = titles
        self._parts: dict[str, list[_Part]] = {}
        groups: dict[str, list[Row]] = {}
        for row in texts:
            if normalise(row["text"]):
                groups.setdefault(_document_id(row), []).append(row)
        self.documents = tuple(self._document(name, group) for name, group in groups.items())
        self.owner = {part.id: name for name, parts in self._parts.items() for part in parts}

    @property
    def identity(self) -> str:
        """A short hash of all that the documents hold."""
        return fingerprint(" ".join(document.sha256 for document in self.documents))[:16]

    def chunk(self, document: Document) -> tuple[Passage, ...]:
        """Return the passages of a document, each of them of one text."""
        found = (self._passages(document, part) for part in self._parts[document.id])
        return tuple(replace(passage, ordinal=at) for at, passage in enumerate(each for some in found for each in some))

    def text_of(self, document: str, start: int) -> str:
        """Return the id of the text that has this offset of a document."""
        parts = self._parts[document]
        return parts[bisect_right(parts, start, key=lambda part: part.span.start) - 1].id

    def _document(self, name: str, group: Sequence[Row]) -> Document:
        texts = [normalise(row["text"]) for row in group]
        self._parts[name] = list(_parts(group, texts, titles=self._titles))
        whole = _GAP.join(texts)
        title = (group[0].get("title") or "") if self._titles else ""
        # Texts that are alike stay two documents, each under its own id.
        identity = fingerprint(_GAP.join([name, title, *(part.heading or "" for part in self._parts[name]), whole]))
        return Document(name, whole, identity, Metadata(title=title, language="en"))

    def _passages(self, document: Document, part: _Part) -> Iterator[Passage]:
        text, start = document.text[part.span.start : part.span.end], part.span.start
        for passage in chunk(replace(document, text=text, headings=())):
            sentences = tuple(Span(span.start + start, span.end + start) for span in passage.sentences)
            yield replace(
                passage,
                start=passage.start + start,
                end=passage.end + start,
                sentences=sentences,
                heading=part.heading,
            )


def _document_id(row: Row) -> str:
    return str((row.get("meta") or {}).get("document", row["_id"]))


def _parts(group: Sequence[Row], texts: Sequence[str], *, titles: bool) -> Iterator[_Part]:
    start = 0
    for row, text, heading in zip(group, texts, _headings(group, texts), strict=True):
        yield _Part(row["_id"], Span(start, start + len(text)), heading if titles else None)
        start += len(text) + len(_GAP)


def _headings(group: Sequence[Row], texts: Sequence[str]) -> Iterator[str | None]:
    """The headings above each text, by the numbers of the texts: “1.2” stands above “1.2.1”."""
    numbers = [_number(row) for row in group]
    names: dict[tuple[str, ...], str] = {}
    for text, number, below in zip(texts, numbers, [*numbers[1:], ()], strict=True):
        above = (names.get(number[:depth]) for depth in range(1, len(number)))
        yield SEPARATOR.join(name for name in above if name) or None
        if number and _stands_above(number, below) and len(text) <= LONGEST_HEADING and not _CLOSED.search(text):
            names[number] = text


def _stands_above(number: tuple[str, ...], below: tuple[str, ...]) -> bool:
    return len(below) > len(number) and below[: len(number)] == number


def _number(row: Row) -> tuple[str, ...]:
    return tuple(part for part in str((row.get("meta") or {}).get("passage") or "").split(".") if part)
