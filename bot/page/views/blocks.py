"""A document's text as headings and paragraphs, each with its place; pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from bot.records import Document, Heading, Span

BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def blocks(document: Document) -> Iterator[tuple[Span, Heading | None]]:
    """The headings and the paragraphs between them, in order."""
    position = 0
    for heading in document.headings:
        yield from ((span, None) for span in _paragraphs(document.text, position, heading.start))
        yield Span(heading.start, heading.end), heading
        position = heading.end
    yield from ((span, None) for span in _paragraphs(document.text, position, len(document.text)))


def cuts(block: Span, edges: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The pieces of a block between offsets of the text."""
    inside = {min(max(edge, block.start), block.end) for edge in edges}
    return itertools.pairwise(sorted(inside | {block.start, block.end}))


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    breaks = [edge for found in BLANK_LINE.finditer(text, start, end) for edge in found.span()]
    edges = [start, *breaks, end]
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if words := text[first:last].strip():
            begin = text.index(words, first)
            yield Span(begin, begin + len(words))
